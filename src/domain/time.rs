//! Days and instants in words. Instants are kept in UTC; days are days in Europe/London.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Timelike, Utc};
use chrono_tz::Europe::London;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The day it is in London at an instant.
pub fn london_date(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&London).date_naive()
}

/// The instant at which a day begins in London.
pub fn start_of_day(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    // The clocks in London change at one in the morning, so midnight is there once on every day.
    midnight
        .and_local_timezone(London)
        .earliest()
        .map_or_else(|| midnight.and_utc(), |there| there.with_timezone(&Utc))
}

/// The instant of a time of day in London. None where the clocks skipped it that day; of two, in the
/// hour that comes twice, the earlier.
pub fn instant_in_london(day: NaiveDate, time: NaiveTime) -> Option<DateTime<Utc>> {
    day.and_time(time)
        .and_local_timezone(London)
        .earliest()
        .map(|there| there.with_timezone(&Utc))
}

/// A day written out: `21 June 2009`.
pub fn long_date(day: NaiveDate) -> String {
    format!("{} {}", day.day(), month_and_year(day))
}

/// The month of a day: `June 2009`.
pub fn month_and_year(day: NaiveDate) -> String {
    format!("{} {}", MONTHS[day.month0() as usize], day.year())
}

/// An instant written out, in London's time: `21 June 2009 at 5:00pm`.
pub fn long_instant(instant: DateTime<Utc>) -> String {
    format!(
        "{} at {}",
        long_date(london_date(instant)),
        clock_time(instant)
    )
}

/// The time of day of an instant in London: `5:00pm`, `midday`, `midnight`.
pub fn clock_time(instant: DateTime<Utc>) -> String {
    let there = instant.with_timezone(&London);
    match (there.hour(), there.minute()) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "midday".to_owned(),
        (_, minute) => {
            let (afternoon, hour) = there.hour12();
            format!("{hour}:{minute:02}{}", if afternoon { "pm" } else { "am" })
        }
    }
}

/// A day the way machines read it, for `<time datetime>`: `2009-06-21`.
pub fn iso_date(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn at(year: i32, month: u32, day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(year, month, day, hour, minute, 0)
            .unwrap()
    }

    #[test]
    fn a_day_is_written_out() {
        let day = NaiveDate::from_ymd_opt(2009, 6, 21).unwrap();
        assert_eq!(long_date(day), "21 June 2009");
        assert_eq!(month_and_year(day), "June 2009");
        assert_eq!(iso_date(day), "2009-06-21");
        let first = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
        assert_eq!(long_date(first), "1 December 2026");
    }

    #[test]
    fn an_instant_is_shown_in_londons_time() {
        assert_eq!(
            long_instant(at(2009, 6, 21, 16, 0)),
            "21 June 2009 at 5:00pm"
        );
        assert_eq!(
            long_instant(at(2026, 11, 22, 9, 5)),
            "22 November 2026 at 9:05am"
        );
        assert_eq!(
            long_instant(at(2026, 11, 22, 12, 0)),
            "22 November 2026 at midday"
        );
        assert_eq!(
            long_instant(at(2026, 6, 21, 23, 0)),
            "22 June 2026 at midnight"
        );
        assert_eq!(clock_time(at(2026, 1, 1, 12, 30)), "12:30pm");
        assert_eq!(clock_time(at(2026, 1, 1, 0, 1)), "12:01am");
    }

    #[test]
    fn a_day_begins_at_midnight_in_london() {
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        assert_eq!(start_of_day(day(1, 15)), at(2026, 1, 15, 0, 0));
        assert_eq!(start_of_day(day(7, 15)), at(2026, 7, 14, 23, 0));
        for changes in [day(3, 29), day(10, 25)] {
            assert_eq!(london_date(start_of_day(changes)), changes);
            let before = start_of_day(changes) - chrono::Duration::microseconds(1);
            assert_eq!(london_date(before), changes.pred_opt().unwrap());
        }
    }

    #[test]
    fn a_time_in_london_is_one_instant_or_none() {
        let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        let summer = instant_in_london(day(6, 21), time(18, 0));
        assert_eq!(summer, Some(at(2026, 6, 21, 17, 0)));
        // The clocks go forward on 29 March 2026 and back on 25 October 2026, at one in the morning.
        assert_eq!(instant_in_london(day(3, 29), time(1, 30)), None);
        let twice = instant_in_london(day(10, 25), time(1, 30));
        assert_eq!(twice, Some(at(2026, 10, 25, 0, 30)));
    }

    #[test]
    fn a_summer_evening_in_utc_may_be_the_next_day_in_london() {
        assert_eq!(
            london_date(at(2026, 6, 30, 23, 30)),
            NaiveDate::from_ymd_opt(2026, 7, 1).unwrap()
        );
        assert_eq!(
            london_date(at(2026, 12, 31, 23, 30)),
            NaiveDate::from_ymd_opt(2026, 12, 31).unwrap()
        );
    }
}
