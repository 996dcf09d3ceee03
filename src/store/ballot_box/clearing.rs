//! Emptying a box for good once its result is declared: the sealed rows are deleted and the space they
//! stood in is overwritten, in the file and in the log beside it.

use crate::store::{Db, Engine, StoreError};
use sea_orm::ConnectionTrait;

/// Deletes the sealed ballots of a declared round. The database refuses it of any other round.
pub async fn delete(db: &Db, round: i64) -> Result<u64, StoreError> {
    if db.engine() == Engine::Sqlite {
        // From here on this connection writes noughts over what it deletes.
        db.writer()
            .execute_unprepared("PRAGMA secure_delete = ON")
            .await?;
    }
    let conn = db.write_bookkeeping();
    conn.run("DELETE FROM ballot_box WHERE round_id = $1", [round.into()])
        .await
}

/// Overwrites what deleting left behind. Runs outside any transaction.
pub async fn overwrite(db: &Db) -> Result<(), StoreError> {
    let steps: &[&str] = match db.engine() {
        // The log is emptied before and after: it holds old pages until then.
        Engine::Sqlite => &[
            "PRAGMA wal_checkpoint(TRUNCATE)",
            "VACUUM",
            "PRAGMA wal_checkpoint(TRUNCATE)",
        ],
        Engine::Postgres => &["VACUUM FULL ballot_box"],
    };
    for step in steps {
        db.writer().execute_unprepared(step).await?;
    }
    Ok(())
}
