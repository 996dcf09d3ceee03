//! What can go wrong with storage, sorted by what the reader of the page should do.

use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// Why the store could not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Another write holds the lock, or no connection came free in time. Trying again helps.
    #[error("storage is busy")]
    Busy,
    /// The disk is full or the database is read-only. Reads go on; an operator is needed.
    #[error("storage takes no writes: {0}")]
    Unwritable(String),
    /// A key that must be unique is taken.
    #[error("already there: {0}")]
    Taken(String),
    /// A rule of the database refused the row.
    #[error("refused by the database: {0}")]
    Refused(String),
    /// A row does not read: it was written by something else than this program.
    #[error("a stored row does not read: {0}")]
    Unreadable(String),
    /// Anything else.
    #[error("storage failed: {0}")]
    Failed(String),
}

impl StoreError {
    /// Whether it lies in what one row says, so that others who are served with it could be served alone.
    pub(super) fn is_of_a_row(&self) -> bool {
        matches!(
            self,
            StoreError::Taken(_) | StoreError::Refused(_) | StoreError::Unreadable(_)
        )
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(what)) => return StoreError::Taken(what),
            Some(SqlErr::ForeignKeyConstraintViolation(what)) => return StoreError::Refused(what),
            _ => {}
        }
        if matches!(error, DbErr::ConnectionAcquire(_)) || is_busy(&error) {
            return StoreError::Busy;
        }
        sorted_by_words(error.to_string())
    }
}

/// PostgreSQL's codes, whatever language it speaks, for what helps to try again: a lock that was not to be had in
/// time, two changes that waited for each other, one that another overtook, a statement that took too long, and
/// more connections than it has.
const BUSY: [&str; 5] = ["55P03", "40P01", "40001", "57014", "53300"];

fn is_busy(error: &DbErr) -> bool {
    let (DbErr::Conn(told) | DbErr::Exec(told) | DbErr::Query(told)) = error else {
        return false;
    };
    let RuntimeErr::SqlxError(told) = told else {
        return false;
    };
    let code = told.as_database_error().and_then(|told| told.code());
    code.is_some_and(|code| BUSY.contains(&code.as_ref()))
}

/// SQLite and PostgreSQL name these conditions only in words once sea-orm has wrapped them.
fn sorted_by_words(text: String) -> StoreError {
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if says(&[
        "database is locked",
        "database table is locked",
        "could not obtain lock",
        "timed out",
    ]) {
        StoreError::Busy
    } else if says(&[
        "database or disk is full",
        "readonly database",
        "disk I/O error",
        "read-only transaction",
        "No space left",
    ]) {
        StoreError::Unwritable(text)
    } else if says(&[
        "CHECK constraint failed",
        "violates check constraint",
        "is never",
    ]) {
        StoreError::Refused(text)
    } else {
        StoreError::Failed(text)
    }
}
