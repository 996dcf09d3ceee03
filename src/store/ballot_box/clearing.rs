//! Emptying a box for good once its result is declared: the sealed rows are deleted and the space they
//! stood in is overwritten, in the file and in the log beside it.
//!
//! On SQLite the writer runs with `secure_delete`: it writes noughts over what it deletes.

use crate::store::{Db, Engine, StoreError};
use sea_orm::ConnectionTrait;

/// Deletes the sealed ballots of a declared round. The database refuses it of any other round.
pub async fn delete(db: &Db, round: i64) -> Result<u64, StoreError> {
    db.write_bookkeeping()
        .run("DELETE FROM ballot_box WHERE round_id = $1", [round.into()])
        .await
}

/// Empties the log beside the database file, which holds old pages until then. PostgreSQL recycles its
/// log by itself.
pub async fn empty_log(db: &Db) -> Result<(), StoreError> {
    match db.engine() {
        Engine::Sqlite => run(db, &["PRAGMA wal_checkpoint(TRUNCATE)"]).await,
        Engine::Postgres => Ok(()),
    }
}

/// Overwrites what deleting left behind. Runs outside any transaction.
pub async fn overwrite(db: &Db) -> Result<(), StoreError> {
    match db.engine() {
        Engine::Sqlite => {
            let empty = "PRAGMA wal_checkpoint(TRUNCATE)";
            run(db, &[empty, "VACUUM", empty]).await
        }
        Engine::Postgres => run(db, &["VACUUM FULL ballot_box"]).await,
    }
}

async fn run(db: &Db, steps: &[&str]) -> Result<(), StoreError> {
    for step in steps {
        db.writer().execute_unprepared(step).await?;
    }
    Ok(())
}
