//! When a project usually works, so that it shows which sessions are missing.
//!
//! A plan holds from a day on, until a newer one does. It promises nothing and is never public: the
//! ledger alone says what was done. Start at [`planned`].

use super::Shift;
use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Days of the week, Monday the lowest bit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Weekdays(u8);

impl Weekdays {
    /// Monday to Sunday.
    pub const ALL: [Weekday; 7] = [
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
        Weekday::Sat,
        Weekday::Sun,
    ];

    /// From the bits that [`Weekdays::bits`] gives.
    pub fn from_bits(bits: i64) -> Option<Weekdays> {
        u8::try_from(bits)
            .ok()
            .filter(|bits| *bits < 128)
            .map(Weekdays)
    }

    /// Each of these days.
    pub fn of(days: impl IntoIterator<Item = Weekday>) -> Weekdays {
        Weekdays(days.into_iter().fold(0, |bits, day| bits | bit(day)))
    }

    /// As a number from 0 to 127.
    pub fn bits(self) -> i64 {
        i64::from(self.0)
    }

    /// Whether a day of the week is among them.
    pub fn has(self, day: Weekday) -> bool {
        self.0 & bit(day) != 0
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

fn bit(day: Weekday) -> u8 {
    1 << day.num_days_from_monday()
}

/// The words for a day of the week.
pub fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// Which weeks are worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// Each week.
    Week,
    /// Every other week, the one with the plan's first day among them.
    Fortnight,
}

impl Every {
    /// In weeks.
    pub fn weeks(self) -> i64 {
        match self {
            Every::Week => 1,
            Every::Fortnight => 2,
        }
    }

    /// Reads a number of weeks.
    pub fn parse(weeks: i64) -> Option<Every> {
        [Every::Week, Every::Fortnight]
            .into_iter()
            .find(|every| every.weeks() == weeks)
    }
}

/// On which days a project works, from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// The first day it holds.
    pub from: NaiveDate,
    /// The days of the week; none where nothing is planned any more.
    pub weekdays: Weekdays,
    /// Which weeks.
    pub every: Every,
    /// From when to when.
    pub shift: Shift,
}

impl Plan {
    fn has(&self, day: NaiveDate) -> bool {
        let weeks = (monday_of(day) - monday_of(self.from)).num_weeks();
        self.weekdays.has(day.weekday()) && weeks.rem_euclid(self.every.weeks()) == 0
    }
}

/// The Monday of a day's week.
pub fn monday_of(day: NaiveDate) -> NaiveDate {
    let back = u64::from(day.weekday().num_days_from_monday());
    day.checked_sub_days(Days::new(back)).unwrap_or(day)
}

/// From when to when a session is planned on a day, if one is: by the newest plan that holds by then.
pub fn planned(plans: &[Plan], day: NaiveDate) -> Option<Shift> {
    let holds = plans
        .iter()
        .filter(|plan| plan.from <= day)
        .max_by_key(|plan| plan.from)?;
    holds.has(day).then_some(holds.shift)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::hours::shift::TimeOfDay;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).expect("a day")
    }

    fn plan(from: u32, weekdays: &[Weekday], every: Every) -> Plan {
        let time = |minutes| TimeOfDay::from_minutes(minutes).expect("a time");
        Plan {
            from: day(from),
            weekdays: Weekdays::of(weekdays.iter().copied()),
            every,
            shift: Shift::new(time(570), time(930)).expect("a shift"),
        }
    }

    fn days_of(plans: &[Plan]) -> Vec<u32> {
        (1..=30)
            .filter(|at| planned(plans, day(*at)).is_some())
            .collect()
    }

    #[test]
    fn a_plan_holds_from_its_first_day_until_a_newer_one_does() {
        // 1 November 2026 is a Sunday.
        let weekly = plan(4, &[Weekday::Tue, Weekday::Thu], Every::Week);
        assert_eq!(days_of(&[weekly]), [5, 10, 12, 17, 19, 24, 26]);
        let newer = plan(18, &[Weekday::Wed], Every::Week);
        assert_eq!(days_of(&[newer, weekly]), [5, 10, 12, 17, 18, 25]);
        let over = plan(18, &[], Every::Week);
        assert_eq!(days_of(&[weekly, over]), [5, 10, 12, 17]);
        assert_eq!(days_of(&[]), Vec::<u32>::new());
    }

    #[test]
    fn a_fortnight_counts_from_the_week_of_the_first_day() {
        let fortnightly = plan(4, &[Weekday::Mon, Weekday::Sat], Every::Fortnight);
        assert_eq!(days_of(&[fortnightly]), [7, 16, 21, 30]);
    }

    #[test]
    fn weekdays_read_back_from_their_bits() {
        for bits in 0..128 {
            let days = Weekdays::from_bits(bits).expect("weekdays");
            let again = Weekdays::of(Weekdays::ALL.into_iter().filter(|day| days.has(*day)));
            assert_eq!(again.bits(), bits);
        }
        assert_eq!(Weekdays::from_bits(128), None);
        assert_eq!(Weekdays::from_bits(-1), None);
    }
}
