//! Instants, days and months as text, so that both databases keep and order them alike.
//!
//! PostgreSQL cuts times to microseconds and SQLite does not; text with six decimals reads back as it
//! was written in both.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use sea_orm::DbErr;
use std::fmt;
use std::str::FromStr;

const FORM: &str = "%Y-%m-%dT%H:%M:%S%.6fZ";

/// An instant in UTC as a column holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, sea_orm::DeriveValueType)]
#[sea_orm(value_type = "String")]
pub struct At(pub DateTime<Utc>);

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format(FORM))
    }
}

impl FromStr for At {
    type Err = DbErr;

    fn from_str(text: &str) -> Result<Self, DbErr> {
        NaiveDateTime::parse_from_str(text, FORM)
            .map(|naive| At(naive.and_utc()))
            .map_err(|_| DbErr::Type(format!("not an instant: {text:?}")))
    }
}

impl From<DateTime<Utc>> for At {
    fn from(at: DateTime<Utc>) -> Self {
        At(at)
    }
}

/// A day as a column holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, sea_orm::DeriveValueType)]
#[sea_orm(value_type = "String")]
pub struct Day(pub NaiveDate);

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for Day {
    type Err = DbErr;

    fn from_str(text: &str) -> Result<Self, DbErr> {
        NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .map(Day)
            .map_err(|_| DbErr::Type(format!("not a day: {text:?}")))
    }
}

impl From<NaiveDate> for Day {
    fn from(day: NaiveDate) -> Self {
        Day(day)
    }
}
