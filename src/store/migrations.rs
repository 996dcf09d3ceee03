//! Plain SQL migrations, one list for each engine, applied in order and never edited once merged.

use crate::domain::ids::hex;
use crate::store::{Engine, OpenError};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, FromQueryResult, Statement, TransactionTrait,
};
use sha2::{Digest, Sha256};

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
];

impl Migration {
    fn sql(&self, engine: Engine) -> &'static str {
        match engine {
            Engine::Sqlite => self.sqlite,
            Engine::Postgres => self.postgres,
        }
    }
}

#[derive(FromQueryResult)]
struct Applied {
    name: String,
}

const LIST: &str =
    "CREATE TABLE IF NOT EXISTS schema_migration (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL)";
/// Keeps two processes that start at once from both migrating. The number is this program's own.
const LOCK: &str = "SELECT pg_advisory_xact_lock(5120090621)";

/// Brings the database up to date. Each migration is one transaction: killed half way, the next start
/// goes on with the same one.
pub(super) async fn run(connection: &DatabaseConnection, engine: Engine) -> Result<(), OpenError> {
    let backend = connection.get_database_backend();
    if engine == Engine::Sqlite {
        connection.execute_unprepared(LIST).await?;
    }
    for migration in ALL {
        #[expect(
            clippy::disallowed_methods,
            reason = "migrations run before there is anything to audit"
        )]
        let transaction = connection.begin().await?;
        if engine == Engine::Postgres {
            transaction.execute_unprepared(LOCK).await?;
            transaction.execute_unprepared(LIST).await?;
        }
        if applied(&transaction, backend, migration.name).await? {
            continue;
        }
        transaction
            .execute_unprepared(migration.sql(engine))
            .await?;
        let digest = hex(&Sha256::digest(migration.sql(engine).as_bytes()));
        transaction
            .execute_raw(Statement::from_sql_and_values(
                backend,
                "INSERT INTO schema_migration (name, sha256) VALUES ($1, $2)",
                [migration.name.into(), digest.into()],
            ))
            .await?;
        transaction.commit().await?;
    }
    refuse_newer(connection, backend).await
}

async fn applied(
    conn: &impl ConnectionTrait,
    backend: DbBackend,
    name: &str,
) -> Result<bool, OpenError> {
    let row = conn
        .query_one_raw(Statement::from_sql_and_values(
            backend,
            "SELECT name FROM schema_migration WHERE name = $1",
            [name.into()],
        ))
        .await?;
    Ok(row.is_some())
}

async fn refuse_newer(
    connection: &DatabaseConnection,
    backend: DbBackend,
) -> Result<(), OpenError> {
    let rows = connection
        .query_all_raw(Statement::from_string(
            backend,
            "SELECT name FROM schema_migration ORDER BY name",
        ))
        .await?;
    for row in rows {
        let Applied { name } = Applied::from_query_result(&row, "")?;
        if !ALL.iter().any(|migration| migration.name == name) {
            return Err(OpenError::Newer { found: name });
        }
    }
    Ok(())
}
