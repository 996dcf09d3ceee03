//! The database: one writer and several readers on SQLite, one pool on PostgreSQL.
//!
//! [`Db::read`] gives a [`Conn`] that store functions read through. [`Db::work`] is the only way to
//! change anything; it runs in a task of its own, so that a closed tab or a time-out can neither hold
//! a lock nor leave a PostgreSQL connection inside a transaction.

use crate::domain::letters::Letterhead;
use crate::domain::policy::Actor;
use crate::store::gathering::Gatherings;
use crate::store::version::DataVersion;
use crate::store::{StoreError, Work, migrations, sqlite};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::Value;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseExecutor, DbBackend,
    DbErr, FromQueryResult, Statement,
};
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Which database this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// The embedded database.
    Sqlite,
    /// A database server.
    Postgres,
}

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address names neither engine.
    #[error("DATABASE_URL must start with sqlite: or postgres:, but it is {0:?}")]
    Address(String),
    /// It was made by a later version of this program.
    #[error(
        "the database is newer than this program (it has migration {found:?}): use the newer program"
    )]
    Newer {
        /// The migration that this program does not know.
        found: String,
    },
    /// A setting did not take.
    #[error("{0}")]
    Setting(String),
    /// The database said no.
    #[error("the database cannot be opened: {0}")]
    Database(#[from] DbErr),
}

/// For so long an answer to whether the database takes writes stands.
const WRITE_CHECK: Duration = Duration::from_secs(2);

/// More than any change of one form writes.
const MUCH_BYTES: usize = 256 * 1024;

/// When the database was last asked whether it takes writes, and what it said.
type LastWrite = Arc<tokio::sync::Mutex<Option<(Instant, Result<(), StoreError>)>>>;

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    write: DatabaseConnection,
    read: DatabaseConnection,
    engine: Engine,
    version: DataVersion,
    letterhead: Arc<Letterhead>,
    gatherings: Gatherings,
    last_write: LastWrite,
    refused: Arc<AtomicBool>,
}

impl Db {
    /// Opens the database at the address, brings it up to date and reads its version.
    pub async fn open(url: &str, letterhead: Letterhead) -> Result<Db, OpenError> {
        let (engine, write, read) = connect(url).await?;
        migrations::run(&write, engine).await?;
        let db = Db {
            write,
            read,
            engine,
            version: DataVersion::default(),
            letterhead: Arc::new(letterhead),
            gatherings: Gatherings::default(),
            last_write: LastWrite::default(),
            refused: Arc::default(),
        };
        let now = crate::store::version::stored(&db.read())
            .await
            .map_err(|e| OpenError::Setting(e.to_string()))?;
        db.version.set(now);
        Ok(db)
    }

    /// For reading. Never changes anything: on SQLite the connection refuses writes.
    pub fn read(&self) -> Conn<'_> {
        Conn::new(DatabaseExecutor::Connection(&self.read), self.engine)
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The version that every commit moves.
    pub fn version(&self) -> &DataVersion {
        &self.version
    }

    /// How letters name this deployment.
    pub fn letterhead(&self) -> &Letterhead {
        &self.letterhead
    }

    /// For the few writes that are bookkeeping and no part of the record: letters sent, sessions last
    /// seen, throttles. They leave no audit line.
    pub(super) fn write_bookkeeping(&self) -> Conn<'_> {
        Conn::new(DatabaseExecutor::Connection(&self.write), self.engine)
    }

    /// Whether the database takes writes: makes one that changes nothing. A full disk shows only when
    /// a change is kept, so this one is; and as a small one may still fit where others do not, it is
    /// a larger one once a change was refused. Asked again within two seconds, it answers the same.
    pub async fn can_write(&self) -> Result<(), StoreError> {
        let mut last = self.last_write.lock().await;
        match &*last {
            Some((at, answer)) if at.elapsed() < WRITE_CHECK => answer.clone(),
            _ => {
                let answer = self.write_nothing().await;
                *last = Some((Instant::now(), answer.clone()));
                answer
            }
        }
    }

    async fn write_nothing(&self) -> Result<(), StoreError> {
        let conn = self.write_bookkeeping();
        if !self.refused.load(Ordering::Relaxed) {
            let sql = "UPDATE data_version SET value = value WHERE id = 1";
            return conn.run(sql, []).await.map(|_| ());
        }
        let (key, much) = ("asked whether there is space", "0".repeat(MUCH_BYTES));
        let put = "INSERT INTO once_key (digest, purpose, outcome, used_at) VALUES ($1, 'space', $2, '') \
                   ON CONFLICT (digest) DO UPDATE SET outcome = $2";
        conn.run(put, [key.into(), much.into()]).await?;
        let take = "DELETE FROM once_key WHERE digest = $1";
        conn.run(take, [key.into()]).await?;
        self.refused.store(false, Ordering::Relaxed);
        Ok(())
    }

    /// Notes how a change ended: the disk refused it, or it was kept.
    pub(super) fn note_write(&self, ended: &Result<(), StoreError>) {
        match ended {
            Ok(()) => self.refused.store(false, Ordering::Relaxed),
            Err(StoreError::Unwritable(_)) => self.refused.store(true, Ordering::Relaxed),
            Err(_) => {}
        }
    }

    /// Those of this process who wait to be served together.
    pub(super) fn gatherings(&self) -> &Gatherings {
        &self.gatherings
    }

    pub(super) fn writer(&self) -> &DatabaseConnection {
        &self.write
    }

    /// Runs a change. `change` gets the open transaction and ends it with `Work::commit`; if it
    /// returns without, nothing happened.
    pub async fn work<T, E, F, Fut>(
        &self,
        actor: Actor,
        at: DateTime<Utc>,
        change: F,
    ) -> Result<T, E>
    where
        F: FnOnce(Work) -> Fut + Send + 'static,
        Fut: Future<Output = Result<T, E>> + Send,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let db = self.clone();
        let task = tokio::spawn(async move {
            let work = Work::begin(&db, actor, at).await?;
            change(work).await
        });
        match task.await {
            Ok(outcome) => outcome,
            Err(broken) => Err(StoreError::Failed(broken.to_string()).into()),
        }
    }

    /// Waits until the pools have let go of their files.
    pub async fn close(&self) {
        let _ = self.read.close_by_ref().await;
        let _ = self.write.close_by_ref().await;
    }
}

async fn connect(url: &str) -> Result<(Engine, DatabaseConnection, DatabaseConnection), OpenError> {
    if url.starts_with("sqlite:") {
        let (write, read) = sqlite::open(url).await?;
        Ok((Engine::Sqlite, write, read))
    } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
        let pool = Database::connect(postgres_options(url)).await?;
        Ok((Engine::Postgres, pool.clone(), pool))
    } else {
        Err(OpenError::Address(
            url.split(':').next().unwrap_or_default().to_string(),
        ))
    }
}

/// Longer than any statement takes over the largest ledger, so that none waits for ever.
const LONGEST_STATEMENT: &str = "10min";

fn postgres_options(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(16)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(5))
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .test_before_acquire(false)
        .test_before_acquire_if_idle_for(Duration::from_secs(30))
        .map_sqlx_postgres_opts(|postgres| {
            postgres.options([
                ("idle_in_transaction_session_timeout", "30s"),
                ("lock_timeout", "5s"),
                ("statement_timeout", LONGEST_STATEMENT),
                ("client_min_messages", "warning"),
            ])
        });
    options
}

/// A connection to read through: the pool of readers, or the open transaction of a [`Work`].
pub struct Conn<'c> {
    executor: DatabaseExecutor<'c>,
    engine: Engine,
}

impl<'c> Conn<'c> {
    pub(super) fn new(executor: DatabaseExecutor<'c>, engine: Engine) -> Conn<'c> {
        Conn { executor, engine }
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    pub(super) fn db(&self) -> &DatabaseExecutor<'c> {
        &self.executor
    }

    /// A statement in SQL that both engines read alike, with `$1` for each value.
    pub(super) fn statement(
        &self,
        sql: impl Into<String>,
        values: impl IntoIterator<Item = Value>,
    ) -> Statement {
        let backend = match self.engine {
            Engine::Sqlite => DbBackend::Sqlite,
            Engine::Postgres => DbBackend::Postgres,
        };
        Statement::from_sql_and_values(backend, sql, values)
    }

    /// All rows of a statement.
    pub(super) async fn all<M: FromQueryResult>(
        &self,
        sql: impl Into<String>,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<M>, StoreError> {
        let rows = self
            .executor
            .query_all_raw(self.statement(sql, values))
            .await?;
        rows.iter()
            .map(|row| M::from_query_result(row, "").map_err(StoreError::from))
            .collect()
    }

    /// The first row of a statement, if there is one.
    pub(super) async fn one<M: FromQueryResult>(
        &self,
        sql: impl Into<String>,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Option<M>, StoreError> {
        let row = self
            .executor
            .query_one_raw(self.statement(sql, values))
            .await?;
        row.map(|row| M::from_query_result(&row, "").map_err(StoreError::from))
            .transpose()
    }

    /// The single whole number that a statement answers with; nothing counts as 0.
    pub(super) async fn number(
        &self,
        sql: impl Into<String>,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<i64, StoreError> {
        let row = self
            .executor
            .query_one_raw(self.statement(sql, values))
            .await?;
        match row {
            Some(row) => Ok(row.try_get_by_index::<Option<i64>>(0)?.unwrap_or(0)),
            None => Ok(0),
        }
    }

    /// Runs a statement and says how many rows it touched.
    pub(super) async fn run(
        &self,
        sql: impl Into<String>,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<u64, StoreError> {
        Ok(self
            .executor
            .execute_raw(self.statement(sql, values))
            .await?
            .rows_affected())
    }
}
