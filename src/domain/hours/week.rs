//! A week at a glance: for each day a session was planned, whether it is recorded, missing or to come.

use super::Shift;
use super::plan::{Plan, planned};
use crate::domain::time::london_date;
use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use chrono_tz::Europe::London;

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

/// A day’s work is taken to be over at five where nobody said when it usually is.
const OVER_AT_HOUR: u32 = 17;

/// The day on which an unrecorded session most likely was, where none was planned: the latest day whose work is
/// over, from the first that is possible on; of working days, if there is one.
pub fn likely_day(first: NaiveDate, usual: Option<Shift>, now: DateTime<Utc>) -> NaiveDate {
    let today = london_date(now);
    let over_today = match usual {
        Some(shift) => shift.ended_at(today).is_some_and(|end| end <= now),
        None => now.with_timezone(&London).hour() >= OVER_AT_HOUR,
    };
    let last = if over_today {
        today
    } else {
        today.pred_opt().unwrap_or(today)
    };
    let is_working = |day: &NaiveDate| day.weekday().number_from_monday() <= 5;
    let back = |day: &NaiveDate| day.pred_opt().filter(|before| *before >= first);
    let worked = std::iter::successors(Some(last), back)
        .take(7)
        .find(is_working)
        .filter(|day| *day >= first);
    worked.unwrap_or_else(|| last.max(first).min(today))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::hours::shift::TimeOfDay;
    use chrono::TimeZone;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).expect("a day")
    }

    #[test]
    fn the_likely_day_is_the_latest_working_day_that_is_over() {
        let at = |day, hour| Utc.with_ymd_and_hms(2026, 11, day, hour, 0, 0).unwrap();
        let time = |text| TimeOfDay::parse(text).expect("a time");
        let usual = Shift::new(time("0930"), time("1530")).ok();
        // Sunday the 22nd, Monday the 23rd.
        for (first, usual, now, expected) in [
            (1, None, at(22, 12), 20),
            (1, None, at(23, 9), 20),
            (1, None, at(23, 17), 23),
            (1, usual, at(23, 15), 20),
            (1, usual, at(23, 16), 23),
            (1, usual, at(24, 12), 23),
            // Friday is recorded: the week-end is what is left.
            (21, usual, at(23, 12), 22),
            (23, usual, at(23, 12), 23),
            (24, usual, at(23, 12), 23),
        ] {
            assert_eq!(
                likely_day(day(first), usual, now),
                day(expected),
                "{first} {now}"
            );
        }
    }
}
