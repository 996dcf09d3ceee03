//! Plain SQL migrations, one list for each engine, applied in order and never edited once merged.

use crate::domain::ids::hex;
use crate::store::{Engine, OpenError};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// One step of the schema.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Its number and name, like `0001_house`.
    pub name: &'static str,
    /// The SQL for SQLite.
    pub sqlite: &'static str,
    /// The SQL for PostgreSQL.
    pub postgres: &'static str,
}

macro_rules! migrations {
    ($($name:literal),+ $(,)?) => {
        &[$(Migration {
            name: $name,
            sqlite: include_str!(concat!("../../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../../migrations/postgres/", $name, ".sql")),
        }),+]
    };
}

/// Every migration, oldest first.
pub const ALL: &[Migration] = migrations![
    "0001_house",
    "0002_identity",
    "0003_areas",
    "0004_nominations",
    "0005_panels",
    "0006_ballots",
    "0007_projects",
    "0008_hours",
    "0009_figures",
    "0010_listening",
    "0011_sealing",
    "0012_after_the_vote",
    "0013_voting_codes",
    "0014_withholding",
    "0015_project_order",
    "0016_photos",
    "0017_named_places",
    "0019_key_reminder",
    "0020_attendance_lists",
    "0021_releases",
    "0022_withheld_stretches",
    "0023_public_stand_downs",
    "0025_lasting_exchanges",
    "0026_lists_staged_apart",
    "0027_minutes_and_categories",
    "0029_release_ward_sets",
    "0031_emptied_boxes",
    "0033_announced_by",
    "0039_places_of_a_council",
    "0040_stretches",
    "0041_stand_downs_by_ward",
    "0043_sent_back",
    "0044_value_of_hours",
    "0045_counts_of_choosing",
    "0046_last_sessions",
    "0047_what_a_publication_looks_at",
    "0048_read_in_order",
    "0049_stand_downs_added_up",
];

impl Migration {
    fn sql(&self, engine: Engine) -> &'static str {
        match engine {
            Engine::Sqlite => self.sqlite,
            Engine::Postgres => self.postgres,
        }
    }
}

const LIST: &str =
    "CREATE TABLE IF NOT EXISTS schema_migration (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL)";
/// Keeps two processes that start at once from both migrating. The number is this program's own. A table is
/// rewritten for as long as it takes.
const LOCK: &str = "SET LOCAL statement_timeout = 0; SELECT pg_advisory_xact_lock(5120090621)";

/// Brings the database up to date, or refuses one that is newer than this program and leaves it as it
/// is. Each migration is one transaction: killed half way, the next start goes on with the same one.
pub(super) async fn run(connection: &DatabaseConnection, engine: Engine) -> Result<(), OpenError> {
    run_some(connection, engine, ALL).await
}

/// The same for the first few migrations of the list, as an older program had them.
pub(super) async fn run_some(
    connection: &DatabaseConnection,
    engine: Engine,
    wanted: &[Migration],
) -> Result<(), OpenError> {
    let done = applied(connection, engine).await?;
    for migration in wanted.iter().filter(|m| !done.contains(m.name)) {
        apply(connection, engine, migration).await?;
    }
    Ok(())
}

/// The names of the migrations that a database has; none where it has no tables yet.
pub(super) async fn applied(
    connection: &DatabaseConnection,
    engine: Engine,
) -> Result<BTreeSet<String>, OpenError> {
    let is_there = match engine {
        Engine::Sqlite => "SELECT name FROM sqlite_schema WHERE name = 'schema_migration'",
        Engine::Postgres => {
            "SELECT 'schema_migration' AS name WHERE to_regclass('schema_migration') IS NOT NULL"
        }
    };
    let names = async |sql: &str| -> Result<BTreeSet<String>, OpenError> {
        let backend = connection.get_database_backend();
        let rows = connection
            .query_all_raw(Statement::from_string(backend, sql))
            .await?;
        let names = rows.iter().map(|row| row.try_get_by_index(0));
        Ok(names.collect::<Result<_, _>>()?)
    };
    if names(is_there).await?.is_empty() {
        return Ok(BTreeSet::new());
    }
    let names = names("SELECT name FROM schema_migration").await?;
    let is_known = |name: &&String| ALL.iter().any(|migration| migration.name == **name);
    match names.iter().find(|name| !is_known(name)) {
        Some(newer) => Err(OpenError::Newer {
            found: newer.clone(),
        }),
        None => Ok(names),
    }
}

async fn apply(
    connection: &DatabaseConnection,
    engine: Engine,
    migration: &Migration,
) -> Result<(), OpenError> {
    let backend = connection.get_database_backend();
    #[expect(
        clippy::disallowed_methods,
        reason = "migrations run before there is anything to audit"
    )]
    let transaction = connection
        .begin_with_options(TransactionOptions {
            // It reads before it writes: see `Work::begin`.
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        })
        .await?;
    if engine == Engine::Postgres {
        transaction.execute_unprepared(LOCK).await?;
    }
    transaction.execute_unprepared(LIST).await?;
    let digest = hex(&Sha256::digest(migration.sql(engine).as_bytes()));
    let noted = transaction
        .execute_raw(Statement::from_sql_and_values(
            backend,
            "INSERT INTO schema_migration (name, sha256) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
            [migration.name.into(), digest.into()],
        ))
        .await?;
    if noted.rows_affected() == 1 {
        transaction
            .execute_unprepared(migration.sql(engine))
            .await?;
        transaction.commit().await?;
    }
    Ok(())
}
