//! What a revision changes of the value of hours: it follows from the minutes worked.

use super::{Reading, Revised};
use crate::domain::figures::measure::Measure;
use crate::domain::figures::withholding::Shown;

/// What a revision changes with what follows from the minutes worked: after each change of them that of their value, at the
/// wage of each release. A release from before values were stated has none.
pub fn with_values(changes: Vec<Revised>, (old, new): (Reading, Reading)) -> Vec<Revised> {
    let value = |minutes: Shown, reading: Reading| match minutes {
        Shown::Count(minutes) => Some(Shown::Count(reading.wage?.pounds(minutes))),
        mark => reading.wage.map(|_| mark),
    };
    let of = |one: Revised| {
        let value = Revised {
            measure: Measure::Value,
            old: value(one.old, old).unwrap_or(Shown::NotApplicable),
            new: value(one.new, new).unwrap_or(Shown::NotApplicable),
            ..one.clone()
        };
        let follows = one.measure == Measure::MinutesCredited && value.old != value.new;
        std::iter::once(one).chain(follows.then_some(value))
    };
    changes.into_iter().flat_map(of).collect()
}
