//! Emptying a box for good once its result is declared: the sealed rows and what was keyed from papers are
//! deleted and the space they stood in is overwritten, in the file and in the log beside it. And wiping
//! out, once a round has closed, in which order its rows came.
//!
//! On SQLite the writer runs with `secure_delete`: it writes noughts over what it deletes.

use crate::store::{Db, Engine, StoreError};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::time::Duration;

/// How often it is looked whether older transactions have ended, and how long between two looks: five
/// seconds in all. Somebody who is just connecting holds rows back for as long as the longest change to any
/// database of the server, such as the making of another.
const LOOKS: u32 = 100;
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// Deletes the sealed ballots of a declared round, and what was keyed from its papers: by whom, which
/// code, which choices. The database refuses it of a round that is not declared.
pub async fn delete(db: &Db, round: i64) -> Result<(), StoreError> {
    let conn = db.write_bookkeeping();
    for step in [
        "DELETE FROM ballot_box WHERE round_id = $1",
        "DELETE FROM paper_keying WHERE round_id = $1",
        "UPDATE ballot_paper SET code = NULL, choices = NULL \
         WHERE round_id = $1 AND (code IS NOT NULL OR choices IS NOT NULL)",
    ] {
        conn.run(step, [round.into()]).await?;
    }
    Ok(())
}

/// Empties the log beside the database file, which holds old pages until then. PostgreSQL recycles its
/// log by itself.
pub async fn empty_log(db: &Db) -> Result<(), StoreError> {
    match db.engine() {
        Engine::Sqlite => run(db, &["PRAGMA wal_checkpoint(TRUNCATE)"]).await,
        Engine::Postgres => Ok(()),
    }
}

/// After closing, wipes out in which order the rows of these rounds came. Runs outside any transaction.
///
/// On SQLite the file is written anew in the order of its keys, which are random or digests. On
/// PostgreSQL every row is written anew in one transaction, so that no `xmin` says with which other row
/// it came, and both tables are laid out in the order of their keys.
pub async fn forget_order(db: &Db, rounds: &[i64]) -> Result<(), StoreError> {
    if db.engine() == Engine::Sqlite {
        return overwrite(db).await;
    }
    for round in rounds {
        let conn = db.write_bookkeeping();
        for anew in [
            "UPDATE voter_register SET voter = voter WHERE round_id = $1",
            "UPDATE ballot_box SET slot = slot WHERE round_id = $1",
        ] {
            conn.run(anew, [(*round).into()]).await?;
        }
    }
    until_nobody_sees_what_was(db).await?;
    for _ in 0..LOOKS {
        let is_whole = lay_out(db).await?;
        // The receipt secret stood in a row of this table.
        run(db, &["VACUUM FULL round"]).await?;
        if is_whole {
            return Ok(());
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
    Err(StoreError::Busy)
}

/// What is said where PostgreSQL laid out rows beside those that are there.
const KEPT_BESIDE: &str = "rows as they were stand beside those that are there";

/// Lays both tables of PostgreSQL out in the order of their keys. False where rows are left beside those that
/// are there: `CLUSTER` takes along what a connection that is just being made may still look at, which no
/// view names and no count tells. It shows in the places of the others: laid out anew they stand without
/// a gap. All in one statement, whose locks let nobody write before the question is asked.
async fn lay_out(db: &Db) -> Result<bool, StoreError> {
    let sql = format!(
        "DO $$ BEGIN \
         CLUSTER voter_register USING voter_register_pkey; \
         CLUSTER ballot_box USING ballot_box_pkey; \
         IF {} + {} > 0 THEN RAISE EXCEPTION '{KEPT_BESIDE}'; END IF; \
         END $$",
        gaps("voter_register"),
        gaps("ballot_box")
    );
    match db.writer().execute_unprepared(&sql).await {
        Ok(_) => Ok(true),
        Err(error) if error.to_string().contains(KEPT_BESIDE) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// The question how many places between the rows of a table, page by page, show no row.
fn gaps(table: &str) -> String {
    format!(
        "(SELECT COALESCE(SUM(gaps), 0) FROM (SELECT MAX((ctid::text::point)[1]) - COUNT(*) AS gaps \
         FROM {table} GROUP BY (ctid::text::point)[0]) AS pages)"
    )
}

#[derive(FromQueryResult)]
struct Horizon {
    horizon: String,
}

/// On PostgreSQL a row that was written anew stays in the file as it was for as long as a transaction from
/// before may look at it. Waits for those to end; where they do not, it is tried again later.
async fn until_nobody_sees_what_was(db: &Db) -> Result<(), StoreError> {
    let conn = db.write_bookkeeping();
    let now = "SELECT pg_snapshot_xmax(pg_current_snapshot())::xid::text AS horizon";
    let row: Option<Horizon> = conn.one(now, []).await?;
    let horizon = row.map(|row| row.horizon).unwrap_or_default();
    let older = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() \
        AND pid <> pg_backend_pid() AND age(backend_xmin) > age(CAST(CAST($1 AS text) AS xid))";
    for _ in 0..LOOKS {
        if conn.number(older, [horizon.clone().into()]).await? == 0 {
            return Ok(());
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
    Err(StoreError::Busy)
}

/// Tables in which rows are deleted or emptied for good.
const EMPTIED: [&str; 4] = ["ballot_box", "ballot_paper", "paper_keying", "round"];

/// Overwrites what deleting left behind. Runs outside any transaction.
///
/// On PostgreSQL the tables get new files, which hold no row but those that are there. While somebody may
/// still look at the rows as they were it is refused, to be tried again.
pub async fn overwrite(db: &Db) -> Result<(), StoreError> {
    if db.engine() == Engine::Sqlite {
        let empty = "PRAGMA wal_checkpoint(TRUNCATE)";
        return run(db, &[empty, "VACUUM", empty]).await;
    }
    until_nobody_sees_what_was(db).await?;
    for _ in 0..LOOKS {
        for table in EMPTIED {
            run(db, &[&format!("VACUUM FULL {table}")]).await?;
        }
        if nothing_deleted_is_left(db).await? {
            return Ok(());
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
    Err(StoreError::Busy)
}

/// Whether the new files hold no row but those that are there: none has a page without rows, nor a gap
/// between two rows, where one stands that only an older look at the table would show.
async fn nothing_deleted_is_left(db: &Db) -> Result<bool, StoreError> {
    let conn = db.write_bookkeeping();
    for table in EMPTIED {
        let sql = format!(
            "SELECT pg_relation_size('{table}') / CAST(current_setting('block_size') AS BIGINT) \
             - (SELECT COUNT(DISTINCT (ctid::text::point)[0]) FROM {table}) + CAST({} AS BIGINT)",
            gaps(table)
        );
        if conn.number(&sql, []).await? > 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

async fn run(db: &Db, steps: &[&str]) -> Result<(), StoreError> {
    for step in steps {
        db.writer().execute_unprepared(step).await?;
    }
    Ok(())
}
