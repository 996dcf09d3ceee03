//! How long people wait, held against what they were promised.

use crate::domain::time::london_date;
use chrono::{DateTime, NaiveDate, Utc};

/// Days left until the promise is broken; less than nothing once it is.
pub fn days_left(submitted_at: DateTime<Utc>, today: NaiveDate, promise_days: i64) -> i64 {
    promise_days - (today - london_date(submitted_at)).num_days()
}

/// The same in words: `12 days left`, `last day`, `3 days late`.
pub fn days_left_in_words(days: i64) -> String {
    match days {
        0 => "last day".into(),
        1 => "1 day left".into(),
        2.. => format!("{days} days left"),
        -1 => "1 day late".into(),
        _ => format!("{} days late", days.unsigned_abs()),
    }
}
