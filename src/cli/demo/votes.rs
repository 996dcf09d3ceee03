//! Votes of the live part: drafted, announced, and the ballots that were cast.

use super::live;
use super::play::Play;
use crate::cli::Failure;

impl Play {
    pub(super) async fn draft(&mut self, round: &live::Round) -> Result<(), Failure> {
        let _ = round;
        Ok(())
    }
    pub(super) async fn announce(&mut self, round: &live::Round) -> Result<(), Failure> {
        let _ = round;
        Ok(())
    }
    pub(super) async fn vote(&mut self, round: &live::Round) -> Result<(), Failure> {
        let _ = round;
        Ok(())
    }
}
