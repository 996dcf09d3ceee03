//! Backups: one SQLite file that holds the whole record and no live secret.
//!
//! [`make`] writes one while the service runs, from either engine; [`open`] and [`fill`] put one into
//! an empty database of either engine, so that this is also the way from SQLite to PostgreSQL. The
//! deployment's key is in no backup, because it is not in the database.

mod copying;
mod file;
mod from_postgres;
mod from_sqlite;
mod restoring;

use crate::store::{OpenError, StoreError};
use sea_orm::DbErr;
use std::path::PathBuf;

pub use file::{Backup, open};
pub use restoring::{check, fill};

/// Tables whose rows are left out: what would sign somebody in, vote, send a letter again, or was
/// never finished. A restored service asks everybody to sign in again.
pub const LEFT_OUT: [&str; 11] = [
    "account_setup",
    "import_upload",
    "nomination_draft",
    "once_key",
    "one_time_link",
    "outbox",
    "photo_discard",
    "sign_in_try",
    "throttle",
    "vote_code",
    "web_session",
];

/// Tables that a migration puts its own rows into.
pub const SEEDED: [&str; 2] = ["data_version", "publication"];

/// Hears which table is being copied and how many rows are done.
pub type Watch = Box<dyn Fn(&str, u64) + Send + Sync>;

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holds {
    /// Rows in all tables.
    pub rows: i64,
    /// Rows of the audit chain.
    pub audit_rows: i64,
    /// The digest of the newest.
    pub head: String,
}

/// Why there is no backup, or why one was not restored. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A file of that name is there.
    #[error("{} is there already: choose another name", .0.display())]
    Exists(PathBuf),
    /// The file cannot be read or written.
    #[error("{}: {why}", .file.display())]
    File {
        /// Which file.
        file: PathBuf,
        /// What the system says.
        why: String,
    },
    /// It is no backup of this program.
    #[error("{} is not a backup of this program", .0.display())]
    NotABackup(PathBuf),
    /// The database that should be backed up is none of this program's.
    #[error("the database holds nothing of this program: is DATABASE_URL right?")]
    NothingToBackUp,
    /// The database that should be filled has rows.
    #[error("the database is not empty ({0} has rows): restore into a new one")]
    NotEmpty(String),
    /// The content does not hold together.
    #[error("the {of} is damaged: {why}")]
    Damaged {
        /// The backup or the database.
        of: &'static str,
        /// What does not hold.
        why: String,
    },
    /// It cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Storage.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<DbErr> for BackupError {
    fn from(error: DbErr) -> Self {
        BackupError::Store(error.into())
    }
}

/// Writes a backup of the database at the address to a new file. Readers and writers go on meanwhile;
/// what they write after it began is not in it.
pub async fn make(url: &str, file: &std::path::Path, watch: &Watch) -> Result<Holds, BackupError> {
    let new = file::Unfinished::beside(file)?;
    if url.starts_with("sqlite:") {
        from_sqlite::write(url, new.path(), watch).await?;
    } else {
        from_postgres::write(url, new.path(), watch).await?;
    }
    let holds = open(new.path()).await?.close().await?;
    new.finish()?;
    Ok(holds)
}
