//! Batches of voting codes: digests alone. What was printed is nowhere.
//!
//! Using a code is casting, in [`crate::store::ballot_box`]: its digest is the entry in the register.

use crate::domain::ballots::voting_codes::Letters;
use crate::store::instants::At;
use crate::store::{Conn, StoreError, Work};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;

/// A batch of letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Its row.
    pub id: i64,
    /// What staff call it.
    pub label: String,
    /// How many codes it has.
    pub codes: i64,
    /// In which form they left.
    pub file: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// When it was cancelled, if it was.
    pub cancelled_at: Option<DateTime<Utc>>,
    /// Why it was cancelled.
    pub reason: String,
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    label: String,
    codes: i64,
    file: String,
    made_at: At,
    cancelled_at: Option<At>,
    reason: String,
}

impl From<Row> for Batch {
    fn from(row: Row) -> Batch {
        Batch {
            id: row.id,
            label: row.label,
            codes: row.codes,
            file: row.file,
            made_at: row.made_at.0,
            cancelled_at: row.cancelled_at.map(|at| at.0),
            reason: row.reason,
        }
    }
}

const BATCH: &str =
    "SELECT id, label, codes, file, made_at, cancelled_at, reason FROM voting_code_batch";

/// The batches of a round, the newest first.
pub async fn batches(conn: &Conn<'_>, round: i64) -> Result<Vec<Batch>, StoreError> {
    let sql = format!("{BATCH} WHERE round_id = $1 ORDER BY id DESC");
    let rows: Vec<Row> = conn.all(sql, [round.into()]).await?;
    Ok(rows.into_iter().map(Batch::from).collect())
}

/// One batch of a round.
pub async fn batch(conn: &Conn<'_>, round: i64, id: i64) -> Result<Option<Batch>, StoreError> {
    let sql = format!("{BATCH} WHERE round_id = $1 AND id = $2");
    let row: Option<Row> = conn.one(sql, [round.into(), id.into()]).await?;
    Ok(row.map(Batch::from))
}

/// How many codes of a round are in force, and how many voting codes voted. Totals alone: which batch a
/// vote came from is told to nobody.
pub async fn totals(conn: &Conn<'_>, round: i64) -> Result<(i64, i64), StoreError> {
    let made = conn
        .number(
            "SELECT CAST(SUM(codes) AS BIGINT) FROM voting_code_batch \
             WHERE round_id = $1 AND cancelled_at IS NULL",
            [round.into()],
        )
        .await?;
    let used = conn
        .number(
            "SELECT COUNT(*) FROM voter_register WHERE round_id = $1 AND channel = 'code'",
            [round.into()],
        )
        .await?;
    Ok((made, used))
}

/// Whether a digest stands for a code of the round that is in force.
pub async fn is_in_force(conn: &Conn<'_>, round: i64, digest: &str) -> Result<bool, StoreError> {
    let found = conn
        .number(
            "SELECT COUNT(*) FROM voting_code c JOIN voting_code_batch b ON b.id = c.batch_id \
             WHERE c.round_id = $1 AND c.digest = $2 AND b.cancelled_at IS NULL",
            [round.into(), digest.into()],
        )
        .await?;
    Ok(found > 0)
}

#[derive(FromQueryResult)]
struct Inserted {
    id: i64,
}

/// Keeps a batch with the digests of its codes, which are written in their own order: nothing tells
/// which stood on which letter.
pub async fn add(
    work: &Work,
    round: i64,
    letters: &Letters,
    digests: &[String],
) -> Result<i64, StoreError> {
    let conn = work.read();
    let row: Option<Inserted> = conn
        .one(
            "INSERT INTO voting_code_batch (round_id, label, codes, file, made_at, made_by) \
             VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
            [
                round.into(),
                letters.label.clone().into(),
                letters.households.into(),
                letters.file.code().into(),
                At(work.at()).to_string().into(),
                work.actor().account().into(),
            ],
        )
        .await?;
    let id = row
        .map(|row| row.id)
        .ok_or_else(|| StoreError::Failed("no row came back".into()))?;
    add_digests(&conn, "voting_code", round, id, digests).await?;
    Ok(id)
}

/// Writes digests of one batch into their table, in their own order.
pub(super) async fn add_digests(
    conn: &Conn<'_>,
    table: &str,
    round: i64,
    batch: i64,
    digests: &[String],
) -> Result<(), StoreError> {
    let mut sorted: Vec<&String> = digests.iter().collect();
    sorted.sort();
    for chunk in sorted.chunks(500) {
        let places: Vec<String> = (0..chunk.len())
            .map(|row| format!("($1, ${}, $2)", row + 3))
            .collect();
        let sql = format!(
            "INSERT INTO {table} (round_id, digest, batch_id) VALUES {}",
            places.join(", ")
        );
        let digests = chunk.iter().map(|digest| Value::from(digest.as_str()));
        conn.run(sql, [round.into(), batch.into()].into_iter().chain(digests))
            .await?;
    }
    Ok(())
}

/// Cancels a batch: its codes vote no more. False where it is cancelled already.
pub async fn cancel(work: &Work, id: i64, reason: &str) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run(
            "UPDATE voting_code_batch SET cancelled_at = $1, cancelled_by = $2, reason = $3 \
             WHERE id = $4 AND cancelled_at IS NULL",
            [
                At(work.at()).to_string().into(),
                work.actor().account().into(),
                reason.into(),
                id.into(),
            ],
        )
        .await?;
    Ok(touched == 1)
}
