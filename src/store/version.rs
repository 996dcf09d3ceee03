//! The version of the data: a number that every commit moves, so that kept pages know when they are old.

use crate::store::{Conn, Db, StoreError};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// The version as this process knows it. Commits of this process move it at once; `watch` brings in
/// those of others.
#[derive(Debug, Clone, Default)]
pub struct DataVersion(Arc<AtomicI64>);

impl DataVersion {
    /// The version now.
    pub fn now(&self) -> i64 {
        self.0.load(Ordering::Acquire)
    }

    /// Moves it forward, never back.
    pub fn set(&self, version: i64) {
        self.0.fetch_max(version, Ordering::AcqRel);
    }
}

/// The version as the database has it.
pub async fn stored(conn: &Conn<'_>) -> Result<i64, StoreError> {
    conn.number("SELECT value FROM data_version WHERE id = 1", [])
        .await
}

/// Brings in what other processes committed.
pub async fn look(db: &Db) -> Result<(), StoreError> {
    let stored = stored(&db.read()).await?;
    db.version().set(stored);
    Ok(())
}
