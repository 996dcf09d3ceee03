//! What is counted, exactly.

use std::iter::Sum;
use std::ops::{AddAssign, Neg};

/// The counts of one cell: an area, a period, a category, an origin, or a sum of such cells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Measures {
    /// Nominations submitted and passed by a moderator, by the month they were submitted in.
    pub nominations: i64,
    /// Projects agreed, by the month of the agreement.
    pub projects_agreed: i64,
    /// Projects completed, by the month of completion.
    pub projects_completed: i64,
    /// Sessions held.
    pub sessions_held: i64,
    /// Sessions stood down.
    pub stood_down: i64,
    /// Attendances: the same person counts once each session.
    pub attendances: i64,
    /// Offenders on projects: different people on each project, the sum of 'new to the project'.
    pub offenders: i64,
    /// Minutes offered: the booked time.
    pub minutes_offered: i64,
    /// Minutes credited: what counts towards the sentence.
    pub minutes_credited: i64,
}

impl Measures {
    /// Nothing counted.
    pub const NONE: Measures = Measures {
        nominations: 0,
        projects_agreed: 0,
        projects_completed: 0,
        sessions_held: 0,
        stood_down: 0,
        attendances: 0,
        offenders: 0,
        minutes_offered: 0,
        minutes_credited: 0,
    };

    /// Whether nothing was counted at all.
    pub fn is_empty(&self) -> bool {
        *self == Measures::default()
    }
}

impl AddAssign for Measures {
    fn add_assign(&mut self, other: Measures) {
        self.nominations += other.nominations;
        self.projects_agreed += other.projects_agreed;
        self.projects_completed += other.projects_completed;
        self.sessions_held += other.sessions_held;
        self.stood_down += other.stood_down;
        self.attendances += other.attendances;
        self.offenders += other.offenders;
        self.minutes_offered += other.minutes_offered;
        self.minutes_credited += other.minutes_credited;
    }
}

/// What takes the same counts away again.
impl Neg for Measures {
    type Output = Measures;

    fn neg(self) -> Measures {
        Measures {
            nominations: -self.nominations,
            projects_agreed: -self.projects_agreed,
            projects_completed: -self.projects_completed,
            sessions_held: -self.sessions_held,
            stood_down: -self.stood_down,
            attendances: -self.attendances,
            offenders: -self.offenders,
            minutes_offered: -self.minutes_offered,
            minutes_credited: -self.minutes_credited,
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
