//! From when to when a session was, by the clock on the wall, on one day.

use super::Minutes;
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::London;
use std::fmt;

/// A time of day in minutes after midnight. 1440 is midnight at the end of the day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(u16);

/// Not a time of day.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("Enter a time, like 09:30")]
pub struct NotATime;

impl TimeOfDay {
    /// So many minutes after midnight, up to the end of the day.
    pub fn from_minutes(minutes: i64) -> Option<TimeOfDay> {
        let minutes = u16::try_from(minutes).ok()?;
        (minutes <= 1440).then_some(TimeOfDay(minutes))
    }

    /// Minutes after midnight.
    pub fn minutes(self) -> i64 {
        i64::from(self.0)
    }

    /// Reads what people write for a time: `09:30`, `9.30`, `0930`, `9`, `9am`, `3:30 pm`, `09:30:00`.
    pub fn parse(text: &str) -> Result<TimeOfDay, NotATime> {
        let text = text.trim().to_ascii_lowercase();
        let (digits, half) = match text.strip_suffix('m') {
            None => (text.as_str(), None),
            Some(rest) => match rest.strip_suffix(['a', 'p']) {
                Some(time) => (time.trim_end(), rest.chars().last()),
                None => return Err(NotATime),
            },
        };
        let (hour, minute) = hour_and_minute(digits)?;
        let hour = match half {
            None => hour,
            Some(_) if !(1..=12).contains(&hour) => return Err(NotATime),
            Some('a') => hour % 12,
            Some(_) => hour % 12 + 12,
        };
        if minute > 59 || hour > 24 || (hour == 24 && minute > 0) {
            return Err(NotATime);
        }
        Ok(TimeOfDay(hour * 60 + minute))
    }
}

fn hour_and_minute(digits: &str) -> Result<(u16, u16), NotATime> {
    let whole = |text: &str, most: usize| {
        let good =
            (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if good {
            text.parse().map_err(|_| NotATime)
        } else {
            Err(NotATime)
        }
    };
    // As spreadsheets write it, with no seconds.
    let digits = match digits.matches(':').count() {
        2 => digits.strip_suffix(":00").ok_or(NotATime)?,
        _ => digits,
    };
    match digits.split_once([':', '.']) {
        Some((hour, minute)) if minute.len() == 2 => Ok((whole(hour, 2)?, whole(minute, 2)?)),
        Some(_) => Err(NotATime),
        None => match digits.len() {
            1 | 2 => Ok((whole(digits, 2)?, 0)),
            3 | 4 if digits.is_ascii() => {
                let (hour, minute) = digits.split_at(digits.len() - 2);
                Ok((whole(hour, 2)?, whole(minute, 2)?))
            }
            _ => Err(NotATime),
        },
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// From a start to a later end on the same day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shift {
    starts: TimeOfDay,
    ends: TimeOfDay,
}

/// The end is not after the start. A session over midnight is two sessions.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("The end time must be after the start time, on the same day")]
pub struct Backwards;

impl Shift {
    /// From a start to a later end.
    pub fn new(starts: TimeOfDay, ends: TimeOfDay) -> Result<Shift, Backwards> {
        if ends > starts {
            Ok(Shift { starts, ends })
        } else {
            Err(Backwards)
        }
    }

    /// From the earlier start to the later end of two.
    pub fn and(self, other: Shift) -> Shift {
        Shift {
            starts: self.starts.min(other.starts),
            ends: self.ends.max(other.ends),
        }
    }

    /// Whether two share a minute.
    pub fn overlaps(self, other: Shift) -> bool {
        self.starts < other.ends && other.starts < self.ends
    }

    /// When it starts.
    pub fn starts(self) -> TimeOfDay {
        self.starts
    }

    /// When it ends.
    pub fn ends(self) -> TimeOfDay {
        self.ends
    }

    /// How long it is by the clock on the wall.
    pub fn length(self) -> Minutes {
        Minutes::new(self.ends.minutes() - self.starts.minutes())
    }

    /// How long it is on a day: by the clock on the wall, but an hour that the clocks skipped was
    /// not worked. The hour that comes twice in autumn counts once: a time in it does not say which of the
    /// two it is, and nobody is credited more than the times in the ledger show, which the ledger holds too.
    pub fn length_on(self, day: NaiveDate) -> Minutes {
        match (
            instant(day, self.starts, Hour::First),
            instant(day, self.ends, Hour::First),
        ) {
            (Some(start), Some(end)) => {
                Minutes::new((end - start).num_minutes()).min(self.length())
            }
            _ => self.length(),
        }
    }

    /// The instant at which it is over, in whichever of two hours comes later.
    pub fn ended_at(self, day: NaiveDate) -> Option<DateTime<Utc>> {
        instant(day, self.ends, Hour::Second)
    }

    /// Whether both its times were on the clock that day. In spring an hour is missing.
    pub fn was_on_the_clock(self, day: NaiveDate) -> bool {
        instant(day, self.starts, Hour::First).is_some() && self.ended_at(day).is_some()
    }
}

impl fmt::Display for Shift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.starts, self.ends)
    }
}

/// Which of two, in the hour that comes twice.
#[derive(Clone, Copy)]
enum Hour {
    First,
    Second,
}

fn instant(day: NaiveDate, time: TimeOfDay, which: Hour) -> Option<DateTime<Utc>> {
    let midnight = day.and_time(NaiveTime::MIN);
    let there = midnight.checked_add_signed(Duration::minutes(time.minutes()))?;
    let found = London.from_local_datetime(&there);
    let found = match which {
        Hour::First => found.earliest(),
        Hour::Second => found.latest(),
    };
    found.map(|at| at.with_timezone(&Utc))
}
