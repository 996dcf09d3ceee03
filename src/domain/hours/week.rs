//! A week at a glance: for each day a session was planned, whether it is recorded, missing or to come.

use super::Shift;
use super::plan::{Plan, planned};
use chrono::{DateTime, NaiveDate, Utc};

/// How a planned day stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// A session of that day is recorded.
    Recorded,
    /// It is over, and nothing is recorded.
    Missing,
    /// It is not over yet.
    ToCome,
}

/// A day on which a session was planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedDay {
    /// The day.
    pub day: NaiveDate,
    /// From when to when.
    pub shift: Shift,
    /// How it stands.
    pub standing: Standing,
}

/// The planned days from one day to another of a project that started on a day, oldest first.
pub fn planned_days(
    plans: &[Plan],
    started_on: NaiveDate,
    (from, to): (NaiveDate, NaiveDate),
    is_recorded: impl Fn(NaiveDate) -> bool,
    now: DateTime<Utc>,
) -> Vec<PlannedDay> {
    let days = from
        .max(started_on)
        .iter_days()
        .take_while(|day| *day <= to);
    days.filter_map(|day| {
        let shift = planned(plans, day)?;
        let is_over = shift.ended_at(day).is_some_and(|end| end <= now);
        let standing = match is_over {
            _ if is_recorded(day) => Standing::Recorded,
            true => Standing::Missing,
            false => Standing::ToCome,
        };
        Some(PlannedDay {
            day,
            shift,
            standing,
        })
    })
    .collect()
}
