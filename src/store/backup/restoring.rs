//! Putting a backup into an empty database, in one change that ends in an audit line like any other.

use super::copying::{self, Pair};
use super::{Backup, BackupError, LEFT_OUT, SEEDED, Watch};
use crate::store::audit::{self, Verdict};
use crate::store::{Conn, Db, Engine, StoreError, Work};
use sea_orm::FromQueryResult;

/// Fills the database with what the backup holds. The change is not yet committed.
pub async fn fill(work: &Work, backup: &Backup, watch: &Watch) -> Result<(), BackupError> {
    let into = work.read();
    let tables = copying::tables(&into).await?;
    for table in tables
        .keys()
        .filter(|table| !SEEDED.contains(&table.as_str()))
    {
        let rows = format!("SELECT count(*) FROM (SELECT 1 FROM {table} LIMIT 1) AS first_row");
        if into.number(rows, []).await? > 0 {
            return Err(BackupError::NotEmpty(table.clone()));
        }
    }
    // Rows come in the order of their tables: keys are checked when all are there.
    let later = match into.engine() {
        Engine::Sqlite => "PRAGMA defer_foreign_keys = ON",
        Engine::Postgres => "SET CONSTRAINTS ALL DEFERRED",
    };
    into.run(later, []).await?;
    let from = backup.conn();
    // A file made by other means may hold what a backup leaves out.
    for (name, table) in tables
        .iter()
        .filter(|(name, _)| !LEFT_OUT.contains(&&***name))
    {
        if SEEDED.contains(&name.as_str()) {
            into.run(format!("DELETE FROM {name}"), []).await?;
        }
        let missing = || StoreError::Unreadable(format!("{name} is missing"));
        let pair = Pair {
            name,
            from: backup.tables.get(name).ok_or_else(missing)?,
            into: table,
        };
        copying::copy(&pair, &from, &into, watch).await?;
    }
    go_on_counting(&into, backup).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Sequence {
    name: String,
    seq: i64,
}

/// New rows get numbers that no row ever had, also none that was deleted.
async fn go_on_counting(into: &Conn<'_>, backup: &Backup) -> Result<(), BackupError> {
    let sequences: Vec<Sequence> = backup
        .conn()
        .all("SELECT name, seq FROM sqlite_sequence WHERE seq > 0", [])
        .await?;
    for Sequence { name, seq } in sequences {
        match into.engine() {
            Engine::Sqlite => {
                into.run(
                    "DELETE FROM sqlite_sequence WHERE name = $1",
                    [name.clone().into()],
                )
                .await?;
                let sql = "INSERT INTO sqlite_sequence (name, seq) VALUES ($1, $2)";
                into.run(sql, [name.into(), seq.into()]).await?;
            }
            Engine::Postgres => {
                let sql = "SELECT setval(pg_get_serial_sequence($1, 'id'), $2)";
                into.number(sql, [name.into(), seq.into()]).await?;
            }
        }
    }
    Ok(())
}

/// Checks a database that was filled: its pages, its keys and its audit chain.
pub async fn check(db: &Db) -> Result<(), BackupError> {
    hold_together(&db.read(), "database").await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Pages {
    integrity_check: String,
}

#[derive(FromQueryResult)]
struct Found {
    found: String,
}

/// Checks that a database is whole, and says how long its audit chain is and what it ends in.
pub(super) async fn hold_together(
    conn: &Conn<'_>,
    of: &'static str,
) -> Result<(i64, String), BackupError> {
    let damaged = |why: String| Err(BackupError::Damaged { of, why });
    if conn.engine() == Engine::Sqlite {
        let pages: Option<Pages> = conn.one("PRAGMA integrity_check(1)", []).await?;
        if let Some(pages) = pages.filter(|pages| pages.integrity_check != "ok") {
            return damaged(pages.integrity_check);
        }
        let sql = "SELECT \"table\" AS found FROM pragma_foreign_key_check LIMIT 1";
        if let Some(row) = conn.one::<Found>(sql, []).await? {
            return damaged(format!("a row of {} points nowhere", row.found));
        }
    }
    match audit::verify(conn).await? {
        Verdict::Whole { rows, head } => Ok((rows, head)),
        Verdict::Broken { seq, why } => damaged(format!("audit row {seq}: {why}")),
    }
}
