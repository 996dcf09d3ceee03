//! A backup of a PostgreSQL database: one snapshot, copied table by table into a SQLite file that has
//! the product's own schema.

use super::copying::{self, Pair};
use super::{BackupError, LEFT_OUT, SEEDED, Watch, file};
use crate::store::{Conn, Engine, StoreError, migrations};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseExecutor,
    DatabaseTransaction, FromQueryResult, IsolationLevel, TransactionOptions, TransactionTrait,
};
use std::path::Path;

#[derive(FromQueryResult)]
struct Sequence {
    table_name: String,
    last: i64,
}

const SEQUENCES: &str = "SELECT c.relname::text AS table_name, coalesce(s.last_value, 0)::bigint AS last \
    FROM pg_sequences s JOIN pg_depend d ON d.objid = format('%I.%I', s.schemaname, s.sequencename)::regclass AND d.deptype = 'i' \
    JOIN pg_class c ON c.oid = d.refobjid WHERE s.schemaname = current_schema() ORDER BY 1";

/// Writes it into the empty file.
pub async fn write(url: &str, into: &Path, watch: &Watch) -> Result<(), BackupError> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    let from = Database::connect(options).await?;
    let applied = migrations::applied(&from, Engine::Postgres).await?;
    if applied.is_empty() {
        return Err(BackupError::NothingToBackUp);
    }
    let copy = file::connect(into, true).await?;
    // No journal and no sync: a file that is not finished is thrown away, a finished one is synced.
    copy.execute_unprepared("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
        .await?;
    let known = migrations::ALL.iter().copied();
    let same: Vec<_> = known.filter(|m| applied.contains(m.name)).collect();
    migrations::run_some(&copy, Engine::Sqlite, &same).await?;
    #[expect(
        clippy::disallowed_methods,
        reason = "a snapshot to read from, which changes nothing"
    )]
    let snapshot = from
        .begin_with_options(TransactionOptions {
            isolation_level: Some(IsolationLevel::RepeatableRead),
            access_mode: Some(AccessMode::ReadOnly),
            ..TransactionOptions::default()
        })
        .await?;
    fill(&snapshot, &copy, watch).await?;
    snapshot.rollback().await?;
    from.close().await?;
    copy.execute_unprepared("VACUUM").await?;
    copy.close().await?;
    Ok(())
}

async fn fill(
    snapshot: &DatabaseTransaction,
    copy: &DatabaseConnection,
    watch: &Watch,
) -> Result<(), BackupError> {
    let from = Conn::new(DatabaseExecutor::Transaction(snapshot), Engine::Postgres);
    let into = Conn::new(DatabaseExecutor::Connection(copy), Engine::Sqlite);
    let have = copying::tables(&from).await?;
    into.run("BEGIN", []).await?;
    for (name, table) in copying::tables(&into).await? {
        if LEFT_OUT.contains(&name.as_str()) {
            continue;
        }
        if SEEDED.contains(&name.as_str()) {
            into.run(format!("DELETE FROM {name}"), []).await?;
        }
        let missing = || StoreError::Unreadable(format!("{name} is missing"));
        let pair = Pair {
            name: &name,
            from: have.get(&name).ok_or_else(missing)?,
            into: &table,
        };
        copying::copy(&pair, &from, &into, watch).await?;
    }
    for sequence in from.all::<Sequence>(SEQUENCES, []).await? {
        let values = [sequence.table_name.clone().into()];
        into.run("DELETE FROM sqlite_sequence WHERE name = $1", values)
            .await?;
        into.run(
            "INSERT INTO sqlite_sequence (name, seq) VALUES ($1, $2)",
            [sequence.table_name.into(), sequence.last.into()],
        )
        .await?;
    }
    into.run("COMMIT", []).await?;
    Ok(())
}
