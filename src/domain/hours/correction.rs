//! A new version of a session that is already in the ledger, with its reason.

use super::SessionReturn;
use super::notes::{NamesACase, names_a_case};

/// A new version of a session that is already in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// What the session reads now.
    pub reads: SessionReturn,
    /// Why it was wrong before.
    pub reason: String,
}

/// Why a correction is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoCorrection {
    /// It says what was said before.
    #[error("Nothing is different: change what is wrong, or go back")]
    NothingDifferent,
    /// The reason names a case.
    #[error("{}", NamesACase)]
    ReasonNamesACase,
}

impl Correction {
    /// A correction of what the session read before.
    pub fn of(
        before: &SessionReturn,
        reads: SessionReturn,
        reason: String,
    ) -> Result<Correction, NoCorrection> {
        if *before == reads {
            Err(NoCorrection::NothingDifferent)
        } else if names_a_case(&reason) {
            Err(NoCorrection::ReasonNamesACase)
        } else {
            Ok(Correction { reads, reason })
        }
    }
}
