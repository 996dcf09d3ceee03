//! The open write transaction, its actor and its instant. `commit(event)` is the only way out.

use crate::domain::events::Event;
use crate::domain::letters::letters;
use crate::domain::policy::Actor;
use crate::store::{Conn, Db, Engine, StoreError, audit, outbox};
use chrono::{DateTime, Utc};
use sea_orm::{
    DatabaseExecutor, DatabaseTransaction, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};

/// An open change. Dropped without a commit, nothing happened.
pub struct Work {
    transaction: DatabaseTransaction,
    db: Db,
    actor: Actor,
    at: DateTime<Utc>,
}

impl Work {
    pub(super) async fn begin(
        db: &Db,
        actor: Actor,
        at: DateTime<Utc>,
    ) -> Result<Work, StoreError> {
        let options = TransactionOptions {
            // A transaction that reads before it writes must hold the write lock from the start, or
            // SQLite refuses the upgrade.
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        #[expect(
            clippy::disallowed_methods,
            reason = "the one place where a transaction begins"
        )]
        let transaction = db.writer().begin_with_options(options).await?;
        Ok(Work {
            transaction,
            db: db.clone(),
            actor,
            at,
        })
    }

    /// Who makes the change.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// When the change is made.
    pub fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        self.db.engine()
    }

    /// Reads inside the transaction.
    pub fn read(&self) -> Conn<'_> {
        Conn::new(
            DatabaseExecutor::Transaction(&self.transaction),
            self.db.engine(),
        )
    }

    /// Ends the change with what happened: an audit line, the letters that follow, the commit.
    pub async fn commit(self, event: Event) -> Result<(), StoreError> {
        self.commit_all(vec![event]).await
    }

    /// Ends a change in which several things happened at once.
    pub async fn commit_all(self, events: Vec<Event>) -> Result<(), StoreError> {
        let db = self.db.clone();
        let ended = self.end(events).await;
        db.note_write(&ended);
        ended
    }

    async fn end(self, events: Vec<Event>) -> Result<(), StoreError> {
        let version = self.move_version().await?;
        audit::append(&self, &events).await?;
        for letter in events.iter().flat_map(letters) {
            outbox::write(&self, &letter, self.db.letterhead()).await?;
        }
        let Work {
            transaction, db, ..
        } = self;
        transaction.commit().await?;
        db.version().set(version);
        Ok(())
    }

    /// Moves the data version. On PostgreSQL this row is also the lock that puts commits in one line,
    /// so that the audit chain never forks.
    async fn move_version(&self) -> Result<i64, StoreError> {
        self.read()
            .number(
                "UPDATE data_version SET value = value + 1 WHERE id = 1 RETURNING value",
                [],
            )
            .await
    }
}
