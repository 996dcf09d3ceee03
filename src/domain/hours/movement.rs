//! What a return does to the figures: so much more in this month, so much less in that.
//!
//! The roll-ups by month are kept in step by adding movements, and recomputed from the ledger to
//! check them. A correction takes the old version out of its month and puts the new one into its own.

use super::SessionReturn;
use super::session_return::Outcome;
use crate::domain::figures::Measures;
use crate::domain::figures::period::Month;

/// A change to the figures of one month. Its counts may be below nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Movement {
    /// The month.
    pub month: Month,
    /// By how much.
    pub by: Measures,
}

/// What one return counts for.
pub fn counts_for(session: &SessionReturn) -> Measures {
    match session.outcome {
        Outcome::StoodDown(_) => Measures {
            stood_down: 1,
            ..Measures::default()
        },
        Outcome::Held(worked) => Measures {
            sessions_held: 1,
            attendances: worked.attending,
            offenders: worked.new_to_project,
            minutes_offered: worked.offered.count(),
            minutes_credited: worked.credited.count(),
            ..Measures::default()
        },
    }
}

/// A session that was not there before.
pub fn recorded(session: &SessionReturn) -> Movement {
    Movement {
        month: Month::of(session.day),
        by: counts_for(session),
    }
}

/// A session that reads differently now.
pub fn corrected(before: &SessionReturn, after: &SessionReturn) -> [Movement; 2] {
    let taken = Movement {
        month: Month::of(before.day),
        by: -counts_for(before),
    };
    [taken, recorded(after)]
}
