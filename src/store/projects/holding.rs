//! Keeping a project where it is counted, while sessions of it are being counted there.
//!
//! On SQLite a change is alone. PostgreSQL lets changes run beside each other: a session would be added to the
//! kind of work that its project had, or be added once more by a change that looks before and after.

use crate::domain::ids::Reference;
use crate::store::at_once::{in_pieces, placeholders};
use crate::store::{Engine, StoreError, Work, turns};
use sea_orm::sea_query::Value;

/// Holds a project for a change of what it counts for: who is recording sessions of it is waited for, and
/// whoever comes after waits. Read the project, and when its last session was, after this.
pub async fn hold(work: &Work, reference: &Reference) -> Result<(), StoreError> {
    let one = [reference.as_str().to_string()];
    locked(work, &one, "FOR NO KEY UPDATE").await
}

/// Keeps a project where it is counted until the change ends, for who records a session of it. Others who do
/// need not wait. Read the project after this.
pub async fn keep_still(work: &Work, reference: &Reference) -> Result<(), StoreError> {
    keep_all_still(work, &[reference.as_str().to_string()]).await
}

/// The same for projects of which sessions are recorded together.
pub async fn keep_all_still(work: &Work, references: &[String]) -> Result<(), StoreError> {
    locked(work, references, "FOR SHARE").await
}

/// Locks projects in the order of their rows, and the cells before them, so that no two changes wait for each other.
async fn locked(work: &Work, references: &[String], how: &str) -> Result<(), StoreError> {
    if work.engine() != Engine::Postgres {
        return Ok(());
    }
    turns::count(work).await?;
    for some in in_pieces(references) {
        let places = placeholders(work.engine(), 1, some.len());
        let sql = format!("SELECT id FROM project WHERE reference IN {places} ORDER BY id {how}");
        let values = some.iter().map(|reference| Value::from(reference.clone()));
        work.read().run(sql, values).await?;
    }
    Ok(())
}
