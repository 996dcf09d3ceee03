//! Keeping a project where it is counted, while sessions of it are being counted there.
//!
//! On SQLite a change is alone. PostgreSQL lets changes run beside each other: a session would be added to the
//! kind of work that its project had, or be added once more by a change that looks before and after.

use crate::domain::ids::Reference;
use crate::store::{Engine, StoreError, Work};
use sea_orm::sea_query::Value;

/// Holds a project for a change of what it counts for: who is recording sessions of it is waited for, and
/// whoever comes after waits.
pub(super) async fn hold(work: &Work, id: i64) -> Result<(), StoreError> {
    locked(work, "id = $1 FOR NO KEY UPDATE", id.into()).await
}

/// Keeps a project where it is counted until the change ends, for who records a session of it. Others who do
/// need not wait. Read the project after this.
pub async fn keep_still(work: &Work, reference: &Reference) -> Result<(), StoreError> {
    locked(work, "reference = $1 FOR SHARE", reference.as_str().into()).await
}

async fn locked(work: &Work, which: &str, value: Value) -> Result<(), StoreError> {
    if work.engine() == Engine::Postgres {
        let sql = format!("SELECT id FROM project WHERE {which}");
        work.read().run(sql, [value]).await?;
    }
    Ok(())
}
