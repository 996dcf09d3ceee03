//! Whose turn it is on PostgreSQL, where changes run beside each other. On SQLite a change is alone.
//!
//! The cells are the first thing that a change of what is counted takes, before projects and before any row, so that
//! whoever is kept from them keeps nobody else waiting, and no two changes wait for each other.

use crate::store::{Engine, StoreError, Work};

/// Whoever adds to the cells lets others add, and keeps the areas that lie around each other where they are.
const COUNTING: &str = "LOCK TABLE exact_cell IN ROW EXCLUSIVE MODE";

/// Whoever must find all that is counted as it is waits for those who add to it, and they wait until it is done.
const ALONE: &str = "LOCK TABLE exact_cell IN SHARE ROW EXCLUSIVE MODE";

/// Keeps everybody else from adding to the cells until this change ends. Read the ledger after this.
///
/// An import is alone, as two lists of one project count nobody twice only if the second sees the first, and as it
/// adds to one project and one cell after the other, in the order of its lines, which no form follows. So is a
/// publication: what comes in between its looks would be published before it is covered, or lose the mark that
/// it waits to be published.
pub async fn alone(work: &Work) -> Result<(), StoreError> {
    take(work, ALONE).await
}

/// Keeps the cells, and which areas lie around which, for this change to add to. Read the areas after this.
pub(super) async fn count(work: &Work) -> Result<(), StoreError> {
    take(work, COUNTING).await
}

async fn take(work: &Work, turn: &str) -> Result<(), StoreError> {
    if work.engine() == Engine::Postgres {
        work.read().run(turn, []).await?;
    }
    Ok(())
}
