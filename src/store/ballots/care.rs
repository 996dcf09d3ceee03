//! What is done for a box once: its officers are told that it stays shut, after closing the order in which
//! its rows came is wiped out, and before the key's end its officers are told to destroy it.

use super::Id;
use crate::store::instants::At;
use crate::store::{Conn, Db, StoreError, Work};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::Value;

/// Something that is done once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Care {
    /// Its officers were told that it could not open.
    KeptShut,
    /// Nothing says any more in which order its rows came.
    OrderForgotten,
    /// Its officers were told on which day to destroy the private key.
    KeyEndTold,
    /// Its result is declared, and nothing of the sealed ballots is left.
    BoxEmptied,
    /// The key that the server held is destroyed, and nothing of it is left.
    KeyWiped,
}

impl Care {
    fn code(self) -> &'static str {
        match self {
            Care::KeptShut => "kept-shut",
            Care::OrderForgotten => "order-forgotten",
            Care::KeyEndTold => "key-end-told",
            Care::BoxEmptied => "box-emptied",
            Care::KeyWiped => "key-wiped",
        }
    }
}

const NOTE: &str = "INSERT INTO box_care (round_id, done, at) VALUES ($1, $2, $3) \
    ON CONFLICT (round_id, done) DO NOTHING";

/// Whether it was done.
pub async fn was_done(conn: &Conn<'_>, round: i64, care: Care) -> Result<bool, StoreError> {
    let found = conn
        .number(
            "SELECT COUNT(*) FROM box_care WHERE round_id = $1 AND done = $2",
            [round.into(), care.code().into()],
        )
        .await?;
    Ok(found > 0)
}

/// Notes that it is done. False where another process was first.
pub async fn note(work: &Work, round: i64, care: Care) -> Result<bool, StoreError> {
    let at = At(work.at()).to_string();
    let touched = work
        .read()
        .run(NOTE, [round.into(), care.code().into(), at.into()])
        .await?;
    Ok(touched == 1)
}

/// Rounds for which something is due, and was not done yet. The condition is one of those below.
async fn due(
    conn: &Conn<'_>,
    (condition, care): (&str, Care),
    values: Vec<Value>,
) -> Result<Vec<i64>, StoreError> {
    let sql = format!(
        "SELECT id FROM round WHERE {condition} AND NOT EXISTS (SELECT 1 FROM box_care c \
         WHERE c.round_id = round.id AND c.done = '{}') ORDER BY id",
        care.code()
    );
    let rows: Vec<Id> = conn.all(&sql, values).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Declared rounds whose officers keep a key that ends by then, and were not told so yet.
pub async fn keys_ending(conn: &Conn<'_>, by: DateTime<Utc>) -> Result<Vec<i64>, StoreError> {
    let ends = "state = 'declared' AND mode = 'sealed' AND keys_end_at <= $1";
    let by = vec![At(by).to_string().into()];
    due(conn, (ends, Care::KeyEndTold), by).await
}

/// Closed rounds whose rows may still tell in which order they came.
pub async fn order_known(conn: &Conn<'_>) -> Result<Vec<i64>, StoreError> {
    let closed = "state IN ('closed', 'counted')";
    due(conn, (closed, Care::OrderForgotten), vec![]).await
}

/// Declared rounds of whose sealed ballots something may be left.
pub async fn box_full(conn: &Conn<'_>) -> Result<Vec<i64>, StoreError> {
    due(conn, ("state = 'declared'", Care::BoxEmptied), vec![]).await
}

/// Declared rounds whose key the server held, and of which something may be left though its day has come.
pub async fn key_there(conn: &Conn<'_>, now: DateTime<Utc>) -> Result<Vec<i64>, StoreError> {
    let ended = "state = 'declared' AND mode = 'simple' AND keys_end_at <= $1";
    let now = vec![At(now).to_string().into()];
    due(conn, (ended, Care::KeyWiped), now).await
}

/// Notes for these rounds what was done. Bookkeeping: no part of the record.
pub async fn is_done(
    db: &Db,
    rounds: &[i64],
    care: Care,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let conn = db.write_bookkeeping();
    for round in rounds {
        let done = care.code();
        let at = At(at).to_string();
        conn.run(NOTE, [(*round).into(), done.into(), at.into()])
            .await?;
    }
    Ok(())
}
