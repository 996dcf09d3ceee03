//! What one attendance earns, by its outcome. For files that list attendances.
//!
//! The outcomes and which of them count as attended are those of the national case system.

use super::{Minutes, Shift};
use chrono::NaiveDate;

/// The coded result of one person's booked attendance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    code: &'static str,
    attended: bool,
}

/// Not a code of an outcome.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("Use a contact outcome code, like ATTC or UACP")]
pub struct UnknownOutcome;

/// Every outcome, and whether it counts as attended.
const OUTCOMES: [Outcome; 22] = [
    attended("ATTC"),
    attended("AFTC"),
    attended("ATSH"),
    attended("ATSS"),
    attended("ATCH"),
    attended("AFDA"),
    absent("ATFI"),
    absent("UACP"),
    absent("UAAB"),
    absent("AASD"),
    absent("AAME"),
    absent("AAEM"),
    absent("AAFC"),
    absent("AACL"),
    absent("AARC"),
    absent("CO05"),
    absent("RSSR"),
    absent("RSOF"),
    absent("CO10"),
    absent("CO38"),
    absent("CO39"),
    absent("CO40"),
];

const fn attended(code: &'static str) -> Outcome {
    Outcome {
        code,
        attended: true,
    }
}

const fn absent(code: &'static str) -> Outcome {
    Outcome {
        code,
        attended: false,
    }
}

impl Outcome {
    /// Reads a code in any case.
    pub fn parse(code: &str) -> Result<Outcome, UnknownOutcome> {
        let code = code.trim();
        OUTCOMES
            .into_iter()
            .find(|outcome| outcome.code.eq_ignore_ascii_case(code))
            .ok_or(UnknownOutcome)
    }

    /// The code.
    pub fn code(self) -> &'static str {
        self.code
    }

    /// Whether it counts as attended. Being sent home counts for the time that was worked.
    pub fn attended(self) -> bool {
        self.attended
    }
}

/// Minutes one person earns for one session.
///
/// Only an outcome that counts as attended earns anything. Minutes docked for lateness or conduct
/// come off the shift and never take it below nothing. Nothing is rounded.
pub fn credited(outcome: Outcome, day: NaiveDate, shift: Shift, docked: Minutes) -> Minutes {
    if outcome.attended() {
        shift.length_on(day).less(docked)
    } else {
        Minutes::NONE
    }
}
