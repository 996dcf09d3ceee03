//! What one attendance earns, by its outcome. For files that list attendances.
//!
//! The outcomes and which of them count as attended are those of the national case system.

use super::{Minutes, Shift};
use chrono::NaiveDate;

/// The coded result of one person's booked attendance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    code: &'static str,
    name: &'static str,
    attended: bool,
}

/// Not a code of an outcome.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("Use a contact outcome code, like ATTC or UACP")]
pub struct UnknownOutcome;

/// Every outcome, and whether it counts as attended. UAAB is an older code for UACP.
pub const OUTCOMES: [Outcome; 22] = [
    attended("ATTC", "Attended, complied"),
    attended("AFTC", "Attended, failed to comply"),
    attended("ATSH", "Attended, sent home for behaviour"),
    attended("ATSS", "Attended, sent home for service issues"),
    attended("ATCH", "Attended, concurrent hours"),
    attended("AFDA", "Attended, failure deemed acceptable"),
    absent("ATFI", "Failed to comply with another instruction"),
    absent("UACP", "Unacceptable absence"),
    absent("UAAB", "Unacceptable absence (older code)"),
    absent("AASD", "Acceptable absence, stood down"),
    absent("AAME", "Acceptable absence, medical"),
    absent("AAEM", "Acceptable absence, employment"),
    absent("AAFC", "Acceptable absence, family or childcare"),
    absent("AACL", "Acceptable absence, court or legal"),
    absent("AARC", "Acceptable absence, RIC"),
    absent("CO05", "Acceptable absence, professional judgement"),
    absent("RSSR", "Rescheduled at the service's request"),
    absent("RSOF", "Rescheduled at the person's request"),
    absent("CO10", "Acceptable failure, none in the next 12 months"),
    absent("CO38", "Warrant outstanding"),
    absent("CO39", "Youth breach, not enforceable"),
    absent("CO40", "Order suspended"),
];

const fn attended(code: &'static str, name: &'static str) -> Outcome {
    Outcome {
        code,
        name,
        attended: true,
    }
}

const fn absent(code: &'static str, name: &'static str) -> Outcome {
    Outcome {
        code,
        name,
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

    /// The words for people.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// Whether the service, and not the person, is why nobody worked: a session in which only such
    /// absences stand was stood down before anybody could come.
    pub fn is_the_services_doing(self) -> bool {
        matches!(self.code, "AASD" | "RSSR")
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
