//! A database for one piece of work, apart from the record: nobody waits for it, and it is gone with its end.
//!
//! It is a file of SQLite's without a name, whatever the record is kept in. Little of it stays in memory, and
//! nothing of it is ever made durable.

use crate::store::{Conn, Engine, StoreError};
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DatabaseExecutor};

/// So much of it is held in memory, in KiB; sorting takes as much again.
const CACHE: &str = "-2000";

/// A database of its own, empty but for some tables.
pub struct Scratch(DatabaseConnection);

impl Scratch {
    /// Makes one with these tables.
    pub(super) async fn with(tables: &[&str]) -> Result<Scratch, StoreError> {
        let mut options = ConnectOptions::new("sqlite:");
        options
            .max_connections(1)
            .min_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .sqlx_logging(false)
            .record_stmt_in_spans(false)
            .test_before_acquire(false)
            .map_sqlx_sqlite_opts(|sqlite| {
                sqlite
                    .filename("")
                    .pragma("journal_mode", "OFF")
                    .pragma("synchronous", "OFF")
                    .pragma("temp_store", "FILE")
                    .pragma("cache_size", CACHE)
            });
        let scratch = Scratch(Database::connect(options).await?);
        for table in tables {
            scratch.conn().run(*table, []).await?;
        }
        Ok(scratch)
    }

    /// For reading and for writing.
    pub(super) fn conn(&self) -> Conn<'_> {
        Conn::new(DatabaseExecutor::Connection(&self.0), Engine::Sqlite)
    }
}
