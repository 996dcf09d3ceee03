//! What the outside world gives: the time, chance, the post, photos and a map for the background. Each
//! comes in through one door, so that tests can hold it.

pub mod background;
pub mod clock;
pub mod dice;
pub mod photos;
pub mod post;
pub mod sealing;
