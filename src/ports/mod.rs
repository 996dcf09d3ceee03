//! What the outside world gives: the time, chance, the post and photos. Each comes in through one door, so
//! that tests can hold it.

pub mod clock;
pub mod dice;
pub mod photos;
pub mod post;
pub mod sealing;
