//! What is counted, exactly.

use super::measure::{Counted, Measure};
use super::withholding::Shown;
use std::iter::Sum;
use std::ops::{AddAssign, Neg};

/// One list of counts: the fields, their names as columns, and how they add up.
macro_rules! counts {
    ($($(#[doc = $doc:literal])+ $name:ident),+ $(,)?) => {
        /// The counts of one cell: an area, a period, a category, an origin, or a sum of such cells.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        pub struct Measures { $($(#[doc = $doc])+ pub $name: i64),+ }

        impl Measures {
            /// Nothing counted.
            pub const NONE: Measures = Measures { $($name: 0),+ };

            /// The names of the counts.
            pub const NAMES: [&'static str; COUNTS] = [$(stringify!($name)),+];

            /// The counts, in the order of their names.
            pub fn numbers(&self) -> [i64; COUNTS] {
                [$(self.$name),+]
            }

            /// Counts in the order of their names.
            pub fn of([$($name),+]: [i64; COUNTS]) -> Measures {
                Measures { $($name),+ }
            }
        }

        impl AddAssign for Measures {
            fn add_assign(&mut self, other: Measures) {
                $(self.$name += other.$name;)+
            }
        }

        /// What takes the same counts away again.
        impl Neg for Measures {
            type Output = Measures;

            fn neg(self) -> Measures {
                Measures { $($name: -self.$name),+ }
            }
        }
    };
}

/// How many counts there are.
pub const COUNTS: usize = 22;

counts! {
    /// Nominations submitted and passed by a moderator, by the month they were submitted in.
    nominations,
    /// Projects agreed, by the month of the agreement.
    projects_agreed,
    /// Projects completed, by the month of completion.
    projects_completed,
    /// Sessions held.
    sessions_held,
    /// Sessions stood down.
    stood_down,
    /// Attendances: the same person counts once each session.
    attendances,
    /// Offenders on projects: different people on each project, the sum of 'new to the project'.
    offenders,
    /// Minutes offered: the booked time.
    minutes_offered,
    /// Minutes credited: what counts towards the sentence.
    minutes_credited,
    /// Supports of nominations, by the month of the nomination.
    supports,
    /// Nominations decided, by the month of the nomination.
    decided,
    /// Nominations decided within the promise that held then, by the month of the nomination.
    decided_in_time,
    /// Votes declared, by the month they closed in.
    rounds,
    /// Ballots cast in them.
    votes_cast,
    /// Ballots cast in those of which it is known how many people live there.
    votes_among_known,
    /// How many people live where those were held: as often as there were votes.
    population,
    /// Projects that stand at 'agreed' now, by the month of the agreement.
    now_agreed,
    /// Projects that stand at 'scheduled' now.
    now_scheduled,
    /// Projects that stand at 'in progress' now.
    now_in_progress,
    /// Projects that are paused now.
    now_paused,
    /// Projects that are completed now.
    now_completed,
    /// Projects that are cancelled now.
    now_cancelled,
}

impl Measures {
    /// Whether nothing was counted at all.
    pub fn is_empty(&self) -> bool {
        *self == Measures::default()
    }

    /// The same without what was counted of people and of their time.
    pub fn without_people(self) -> Measures {
        Measures {
            attendances: 0,
            offenders: 0,
            minutes_offered: 0,
            minutes_credited: 0,
            ..self
        }
    }
}

impl Sum for Measures {
    fn sum<I: Iterator<Item = Measures>>(cells: I) -> Measures {
        let mut sum = Measures::default();
        for cell in cells {
            sum += cell;
        }
        sum
    }
}

/// A share in tenths of one per cent, rounded half up; of nothing there is none. What would round to nothing
/// without being it is low.
fn share_in_tenths(part: i64, whole: i64) -> Shown {
    if whole <= 0 {
        return Shown::NotApplicable;
    }
    let tenths = (i128::from(part) * 2_000 + i128::from(whole)) / (i128::from(whole) * 2);
    match tenths {
        0 if part > 0 => Shown::Low,
        tenths => Shown::Count(i64::try_from(tenths).unwrap_or(i64::MAX)),
    }
}

/// Exactly, for staff and for what may be published.
impl Counted for Measures {
    fn counted(&self, measure: Measure) -> Shown {
        Shown::Count(match measure {
            Measure::Nominations => self.nominations,
            Measure::ProjectsAgreed => self.projects_agreed,
            Measure::ProjectsCompleted => self.projects_completed,
            Measure::SessionsHeld => self.sessions_held,
            Measure::StoodDown => self.stood_down,
            Measure::Attendances => self.attendances,
            Measure::Offenders => self.offenders,
            Measure::HoursOffered | Measure::MinutesOffered => self.minutes_offered,
            Measure::HoursCredited | Measure::MinutesCredited | Measure::Value => {
                self.minutes_credited
            }
            Measure::Supports => self.supports,
            Measure::Decided => self.decided,
            Measure::DecidedInTime => self.decided_in_time,
            Measure::Rounds => self.rounds,
            Measure::VotesCast => self.votes_cast,
            Measure::Turnout => {
                return share_in_tenths(self.votes_among_known, self.population);
            }
            // Not a sum: kept beside the cells when figures are published.
            Measure::MedianDays => return Shown::NotAvailable,
            Measure::NowAgreed => self.now_agreed,
            Measure::NowScheduled => self.now_scheduled,
            Measure::NowInProgress => self.now_in_progress,
            Measure::NowPaused => self.now_paused,
            Measure::NowCompleted => self.now_completed,
            Measure::NowCancelled => self.now_cancelled,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_that_would_round_to_nothing_is_low() {
        let cases = [
            (0, 10_000, Shown::Count(0)),
            (1, 10_000, Shown::Low),
            (4, 10_000, Shown::Low),
            (5, 10_000, Shown::Count(1)),
            (10_000, 10_000, Shown::Count(1000)),
            (0, 0, Shown::NotApplicable),
        ];
        for (part, whole, share) in cases {
            assert_eq!(share_in_tenths(part, whole), share, "{part} of {whole}");
            let words = Measure::Turnout.in_words(share);
            assert_eq!(words == "[low]", share == Shown::Low, "{words}");
        }
    }
}
