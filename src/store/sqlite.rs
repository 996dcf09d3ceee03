//! How SQLite is opened: one writer, several readers, and settings that are read back.

use crate::store::db::OpenError;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement,
};
use std::time::Duration;

/// Oldest SQLite without the WAL-reset fault.
const OLDEST: (u32, u32, u32) = (3, 51, 3);

/// How long a change waits for a lock that another program holds.
const BUSY: Duration = Duration::from_secs(5);
/// How long a change waits for its turn before that: both together stay under ten seconds.
const TURN: Duration = Duration::from_secs(4);

/// Pages kept in memory, in KiB. Readers are many, and the system keeps the file's pages beside them.
const WRITER_CACHE: &str = "-16000";
const READER_CACHE: &str = "-2000";

fn options(url: &str, readers: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    let most = if readers { reader_count() } else { 1 };
    options
        .max_connections(most)
        .min_connections(1)
        .acquire_timeout(TURN)
        .idle_timeout(None)
        .max_lifetime(None)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .test_before_acquire(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            let sqlite = sqlite
                .create_if_missing(!readers)
                .foreign_keys(true)
                .busy_timeout(BUSY)
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "FULL")
                // What is deleted is overwritten: a ballot, a code or an address does not live on.
                .pragma("secure_delete", "ON")
                .pragma("temp_store", "MEMORY")
                .pragma(
                    "cache_size",
                    if readers { READER_CACHE } else { WRITER_CACHE },
                )
                .pragma("journal_size_limit", "67108864")
                .statement_cache_capacity(200);
            if readers {
                sqlite.pragma("query_only", "ON")
            } else {
                sqlite
            }
        });
    options
}

fn reader_count() -> u32 {
    let cores = std::thread::available_parallelism().map_or(4, std::num::NonZero::get);
    u32::try_from(cores.clamp(2, 8)).unwrap_or(4)
}

/// Opens the writer, then the readers.
pub(super) async fn open(url: &str) -> Result<(DatabaseConnection, DatabaseConnection), OpenError> {
    let write = Database::connect(options(url, false)).await?;
    check(&write, false).await?;
    let read = Database::connect(options(url, true)).await?;
    check(&read, true).await?;
    Ok((write, read))
}

async fn check(connection: &DatabaseConnection, readers: bool) -> Result<(), OpenError> {
    check_count(connection, readers)?;
    let version = ask(connection, "SELECT sqlite_version()").await?;
    if numbers(&version) < OLDEST {
        return Err(OpenError::Setting(format!(
            "SQLite is {version}, but 3.51.3 or later is needed"
        )));
    }
    let mut wanted = vec![
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("foreign_keys", "1"),
        ("busy_timeout", "5000"),
    ];
    if readers {
        wanted.push(("query_only", "1"));
    }
    for (name, value) in wanted {
        let found = ask(connection, &format!("PRAGMA {name}")).await?;
        if found != value {
            return Err(OpenError::Setting(format!(
                "SQLite's {name} is {found}, but {value} was asked for"
            )));
        }
    }
    Ok(())
}

/// One connection writes, so that changes wait their turn and not for a lock; several read.
fn check_count(connection: &DatabaseConnection, readers: bool) -> Result<(), OpenError> {
    let most = connection.get_sqlite_connection_pool().options();
    let (found, fits) = match most.get_max_connections() {
        most if readers => (most, most >= 2),
        most => (most, most == 1),
    };
    if fits {
        return Ok(());
    }
    let asked = if readers {
        "several readers"
    } else {
        "one writer"
    };
    Err(OpenError::Setting(format!(
        "SQLite was opened with up to {found} connections, but {asked} was asked for"
    )))
}

async fn ask(connection: &DatabaseConnection, sql: &str) -> Result<String, OpenError> {
    let row = connection
        .query_one_raw(Statement::from_string(DbBackend::Sqlite, sql))
        .await?
        .ok_or_else(|| OpenError::Setting(format!("no answer to {sql}")))?;
    // Pragmas answer with text or with a number, each as it likes.
    match row.try_get_by_index::<i64>(0) {
        Ok(number) => Ok(number.to_string()),
        Err(_) => Ok(row.try_get_by_index::<String>(0)?),
    }
}

fn numbers(version: &str) -> (u32, u32, u32) {
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next())
}

#[cfg(test)]
mod tests;
