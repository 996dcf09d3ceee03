//! Whose turn it is on PostgreSQL, where changes run beside each other. On SQLite a change is alone.

use crate::store::{Engine, StoreError, Work};

/// One import after the other, as two lists of one project count nobody twice only if the second sees the first.
/// The number is this program's own.
const IMPORTS: &str = "SELECT pg_advisory_xact_lock(5120090622)";

/// Whoever adds to the cells lets others add, and keeps the areas that lie around each other where they are.
const COUNTING: &str = "LOCK TABLE exact_cell IN ROW EXCLUSIVE MODE";

/// Whoever works every cell out again waits for those who add to them, and they wait until it is done.
const RECOUNTING: &str = "LOCK TABLE exact_cell IN SHARE ROW EXCLUSIVE MODE";

/// Waits for the import that is under way, and keeps others waiting until this change ends.
pub async fn import(work: &Work) -> Result<(), StoreError> {
    take(work, IMPORTS).await?;
    count(work).await
}

/// Keeps the cells, and which areas lie around which, for this change to add to. Read the areas after this.
pub(super) async fn count(work: &Work) -> Result<(), StoreError> {
    take(work, COUNTING).await
}

/// Keeps everybody else from adding to the cells until this change ends. Read the ledger after this.
pub(super) async fn recount(work: &Work) -> Result<(), StoreError> {
    take(work, RECOUNTING).await
}

async fn take(work: &Work, turn: &str) -> Result<(), StoreError> {
    if work.engine() == Engine::Postgres {
        work.read().run(turn, []).await?;
    }
    Ok(())
}
