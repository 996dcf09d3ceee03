//! What the outside world gives: the time, chance and the post. Each comes in through one door, so
//! that tests can hold it.

pub mod clock;
pub mod dice;
pub mod post;
pub mod sealing;
