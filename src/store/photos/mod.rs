//! Photos as they are written down: whose they are, what they show, and whether everybody may see them.
//!
//! The files stand on a shelf elsewhere; here is their name. A name is put among the discards before
//! its files are written ([`discards`]), so that no file is ever without a row. Changes are in [`change`].

pub mod change;
pub mod discards;
mod shown;

pub use shown::{
    Filed, Pair, by_id, by_key, count_waiting, latest_pairs, left_unpassed, of_draft,
    of_nomination, of_updates, openers, waiting,
};

use crate::domain::photos::{Side, Size};
use crate::store::StoreError;
use crate::store::instants::At;
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

/// A photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// Its row.
    pub id: i64,
    /// The name of its files. Another one as soon as the picture is another.
    pub key: String,
    /// Which photo of its place.
    pub side: Side,
    /// What it shows.
    pub alt: String,
    /// Of its largest size.
    pub width: u32,
    /// Of its largest size.
    pub height: u32,
    /// When it was sent.
    pub added_at: DateTime<Utc>,
    /// When a moderator let everybody see it.
    pub passed_at: Option<DateTime<Utc>>,
    /// Moves with every change.
    pub version: i64,
}

impl Photo {
    /// Where one size of it is.
    pub fn path(&self, size: Size) -> String {
        format!("/photos/{}/{}", self.key, size.file())
    }

    /// Whether a moderator has passed it.
    pub fn is_passed(&self) -> bool {
        self.passed_at.is_some()
    }
}

/// What it is a photo of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// Of a nomination that is still being filled in, by the digest of its browser.
    Draft(String),
    /// Of a nomination, by its row.
    Nomination(i64),
    /// Of news of a project, by its row.
    Update(i64),
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    key: String,
    side: String,
    alt: String,
    width: i64,
    height: i64,
    added_at: At,
    passed_at: Option<At>,
    version: i64,
}

/// The columns of [`Row`], of a table called `p`.
const COLUMNS: &str =
    "p.id, p.key, p.side, p.alt, p.width, p.height, p.added_at, p.passed_at, p.version";

fn length(length: i64) -> Result<u32, StoreError> {
    u32::try_from(length).map_err(|_| StoreError::Unreadable(format!("a photo of {length} points")))
}

impl TryFrom<Row> for Photo {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Photo, StoreError> {
        let side = Side::parse(&row.side);
        Ok(Photo {
            side: side.ok_or_else(|| StoreError::Unreadable(format!("side {:?}", row.side)))?,
            width: length(row.width)?,
            height: length(row.height)?,
            id: row.id,
            key: row.key,
            alt: row.alt,
            added_at: row.added_at.0,
            passed_at: row.passed_at.map(|at| at.0),
            version: row.version,
        })
    }
}

fn photos(rows: Vec<Row>) -> Result<Vec<Photo>, StoreError> {
    rows.into_iter().map(Photo::try_from).collect()
}
