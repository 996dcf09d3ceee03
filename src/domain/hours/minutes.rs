//! Whole minutes. Hours are only a way to show them.

use std::fmt;
use std::iter::Sum;
use std::ops::Add;

/// A number of whole minutes, never below nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minutes(i64);

impl Minutes {
    /// No time at all.
    pub const NONE: Minutes = Minutes(0);

    /// So many minutes; fewer than none are none.
    pub fn new(count: i64) -> Minutes {
        Minutes(count.max(0))
    }

    /// How many.
    pub fn count(self) -> i64 {
        self.0
    }

    /// What is left after taking some off: never less than nothing.
    pub fn less(self, other: Minutes) -> Minutes {
        Minutes::new(self.0.saturating_sub(other.0))
    }

    /// The same time for each of so many people.
    pub fn times(self, people: i64) -> Minutes {
        Minutes::new(self.0.saturating_mul(people))
    }
}

impl Add for Minutes {
    type Output = Minutes;

    fn add(self, other: Minutes) -> Minutes {
        Minutes(self.0.saturating_add(other.0))
    }
}

impl Sum for Minutes {
    fn sum<I: Iterator<Item = Minutes>>(all: I) -> Minutes {
        all.fold(Minutes::NONE, Add::add)
    }
}

impl fmt::Display for Minutes {
    /// Just the number, for files. Pages show hours.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
