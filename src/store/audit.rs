//! The audit log: a chain in which each row holds the digest of the one before.
//!
//! A row that was changed, taken out, put in or swapped breaks the chain, and [`verify`] names the
//! first bad one. A chain cut off at its end still verifies: its newest digest is published daily for
//! that reason.

use crate::domain::events::Event;
use crate::domain::ids::hex;
use crate::store::entities::house::audit as table;
use crate::store::instants::At;
use crate::store::{Conn, StoreError, Work};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sha2::{Digest, Sha256};

/// What stands before the first row.
const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// One row, as the administrator's page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its place in the chain, from 1.
    pub seq: i64,
    /// When, in UTC.
    pub at: String,
    /// Who.
    pub actor: String,
    /// What happened.
    pub kind: String,
    /// To what.
    pub subject: String,
    /// The rest, one `name: value` a line.
    pub detail: String,
    /// The digest of this row and all before it.
    pub hash: String,
}

/// What a walk along the chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The chain holds.
    Whole {
        /// How many rows there are.
        rows: i64,
        /// The digest of the last.
        head: String,
    },
    /// The first row that does not fit.
    Broken {
        /// Its number.
        seq: i64,
        /// What is wrong with it.
        why: &'static str,
    },
}

fn digest(row: &table::Model) -> String {
    let mut hasher = Sha256::new();
    // Each part carries its length, so that no two rows can read alike.
    for part in [
        &row.seq.to_string(),
        &row.at,
        &row.actor,
        &row.kind,
        &row.subject,
        &row.detail,
        &row.previous,
    ] {
        hasher.update(part.len().to_string().as_bytes());
        hasher.update(b":");
        hasher.update(part.as_bytes());
    }
    hex(&hasher.finalize())
}

async fn last(conn: &Conn<'_>) -> Result<Option<table::Model>, StoreError> {
    Ok(table::Entity::find()
        .order_by_desc(table::Column::Seq)
        .limit(1)
        .one(conn.db())
        .await?)
}

pub(super) async fn append(work: &Work, events: &[Event]) -> Result<(), StoreError> {
    let conn = work.read();
    let (mut seq, mut previous) = match last(&conn).await? {
        Some(row) => (row.seq, row.hash),
        None => (0, BEGINNING.to_string()),
    };
    for event in events {
        let Some(line) = event.line() else { continue };
        seq += 1;
        let mut row = table::Model {
            seq,
            at: At(work.at()).to_string(),
            actor: work.actor().to_string(),
            kind: line.kind.to_string(),
            subject: line.subject,
            detail: line.detail,
            previous,
            hash: String::new(),
        };
        row.hash = digest(&row);
        previous = row.hash.clone();
        let row = table::ActiveModel {
            seq: Set(row.seq),
            at: Set(row.at),
            actor: Set(row.actor),
            kind: Set(row.kind),
            subject: Set(row.subject),
            detail: Set(row.detail),
            previous: Set(row.previous),
            hash: Set(row.hash),
        };
        table::Entity::insert(row)
            .exec_without_returning(conn.db())
            .await?;
    }
    Ok(())
}

/// Walks the whole chain, a thousand rows at a time.
pub async fn verify(conn: &Conn<'_>) -> Result<Verdict, StoreError> {
    let mut seq = 0;
    let mut head = BEGINNING.to_string();
    loop {
        let rows = table::Entity::find()
            .filter(table::Column::Seq.gt(seq))
            .order_by_asc(table::Column::Seq)
            .limit(1000)
            .all(conn.db())
            .await?;
        if rows.is_empty() {
            return Ok(Verdict::Whole { rows: seq, head });
        }
        for row in rows {
            let broken = |why| Ok(Verdict::Broken { seq: row.seq, why });
            if row.seq != seq + 1 {
                return broken("a row before it is missing");
            }
            if row.previous != head {
                return broken("it does not follow the row before it");
            }
            if row.hash != digest(&row) {
                return broken("its content was changed");
            }
            seq = row.seq;
            head = row.hash;
        }
    }
}

/// A page of the log, newest first, with how many rows there are.
pub async fn page(
    conn: &Conn<'_>,
    offset: u64,
    count: u64,
) -> Result<(Vec<AuditRow>, i64), StoreError> {
    let rows = table::Entity::find()
        .order_by_desc(table::Column::Seq)
        .offset(offset)
        .limit(count)
        .all(conn.db())
        .await?;
    let total = last(conn).await?.map_or(0, |row| row.seq);
    let rows = rows
        .into_iter()
        .map(|row| AuditRow {
            seq: row.seq,
            at: row.at,
            actor: row.actor,
            kind: row.kind,
            subject: row.subject,
            detail: row.detail,
            hash: row.hash,
        })
        .collect();
    Ok((rows, total))
}
