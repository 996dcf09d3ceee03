//! Times of the live part: so many days before or after the day the demonstration starts.

use chrono::{DateTime, Days, Months, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::London;

/// Not a time of the live part.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is not a time like -12d 10:15, a day like -12d or a month like -1m")]
pub struct NotATime(String);

/// Reads such times against the day of the start, in London.
#[derive(Debug, Clone, Copy)]
pub struct Start(pub NaiveDate);

impl Start {
    /// A day: `-12d`, `+9d`, or a date written out.
    pub fn day(self, text: &str) -> Result<NaiveDate, NotATime> {
        let wrong = || NotATime(text.to_string());
        if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            return Ok(day);
        }
        let days: i64 = text
            .strip_suffix('d')
            .and_then(|days| days.parse().ok())
            .ok_or_else(wrong)?;
        let by = Days::new(days.unsigned_abs());
        let day = if days < 0 {
            self.0.checked_sub_days(by)
        } else {
            self.0.checked_add_days(by)
        };
        day.ok_or_else(wrong)
    }

    /// An instant: `-12d 10:15` in London time.
    pub fn instant(self, text: &str) -> Result<DateTime<Utc>, NotATime> {
        let wrong = || NotATime(text.to_string());
        let (day, time) = text.split_once(' ').ok_or_else(wrong)?;
        let time = NaiveTime::parse_from_str(time, "%H:%M").map_err(|_| wrong())?;
        let local = self.day(day)?.and_time(time);
        // The hour that the clocks skip does not exist and the one they repeat comes twice: the first is meant.
        let instant = London
            .from_local_datetime(&local)
            .earliest()
            .ok_or_else(wrong)?;
        Ok(instant.with_timezone(&Utc))
    }

    /// The first day of a month: `-1m`.
    pub fn month(self, text: &str) -> Result<NaiveDate, NotATime> {
        use chrono::Datelike;
        let wrong = || NotATime(text.to_string());
        let months: i32 = text
            .strip_suffix('m')
            .and_then(|months| months.parse().ok())
            .ok_or_else(wrong)?;
        let first = self.0.with_day(1).ok_or_else(wrong)?;
        let by = Months::new(months.unsigned_abs());
        let month = if months < 0 {
            first.checked_sub_months(by)
        } else {
            first.checked_add_months(by)
        };
        month.ok_or_else(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_counted_from_the_start_in_london() {
        let start = Start(NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"));
        assert_eq!(start.day("-22d").expect("a day").to_string(), "2026-10-31");
        assert_eq!(
            start.instant("-5d 09:00").expect("an instant").to_rfc3339(),
            "2026-11-17T09:00:00+00:00"
        );
        // In summer London is an hour ahead of UTC.
        assert_eq!(
            start
                .instant("-71d 19:12")
                .expect("an instant")
                .to_rfc3339(),
            "2026-09-12T18:12:00+00:00"
        );
        assert_eq!(
            start.month("-2m").expect("a month").to_string(),
            "2026-09-01"
        );
        assert!(
            start.day("yesterday").is_err()
                && start.instant("-5d").is_err()
                && start.month("-5d").is_err()
        );
    }
}
