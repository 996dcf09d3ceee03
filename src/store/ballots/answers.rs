//! What follows a result: what became of each option, and the panel's answer.

use crate::store::instants::At;
use crate::store::{Conn, StoreError, Work};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

/// The panel's answer to a result, in its latest words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The words.
    pub answer: String,
    /// When they were published.
    pub answered_at: DateTime<Utc>,
    /// Moves with each change.
    pub version: i64,
}

#[derive(FromQueryResult)]
struct Row {
    answer: String,
    answered_at: At,
    version: i64,
}

/// The panel's answer, if there is one.
pub async fn of(conn: &Conn<'_>, round: i64) -> Result<Option<Answer>, StoreError> {
    let row: Option<Row> = conn
        .one(
            "SELECT answer, answered_at, version FROM round_answer WHERE round_id = $1",
            [round.into()],
        )
        .await?;
    Ok(row.map(|row| Answer {
        answer: row.answer,
        answered_at: row.answered_at.0,
        version: row.version,
    }))
}

/// Puts an answer in place of the one at a version, 0 where there was none. False where somebody else was
/// first.
pub async fn put(work: &Work, round: i64, version: i64, answer: &str) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run(
            "INSERT INTO round_answer (round_id, answer, answered_at, answered_by, version) \
             VALUES ($1, $2, $3, $4, 1) ON CONFLICT (round_id) DO UPDATE SET answer = excluded.answer, \
             answered_at = excluded.answered_at, answered_by = excluded.answered_by, \
             version = round_answer.version + 1 WHERE round_answer.version = $5",
            [
                round.into(),
                answer.into(),
                At(work.at()).to_string().into(),
                work.actor().account().into(),
                version.into(),
            ],
        )
        .await?;
    Ok(touched == 1)
}

/// What became of an option after the vote.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Became {
    /// The option.
    pub option_id: String,
    /// The stage of its nomination, where there is one.
    pub stage: Option<String>,
    /// The project that it became.
    pub project: Option<String>,
    /// What it waits for; nothing where it does not.
    pub waits_because: String,
}

/// What became of each option, in the order of the rule sheet.
pub async fn became(conn: &Conn<'_>, round: i64) -> Result<Vec<Became>, StoreError> {
    conn.all(
        "SELECT o.option_id, n.stage, p.reference AS project, o.waits_because FROM round_option o \
         LEFT JOIN nomination n ON n.id = o.nomination_id \
         LEFT JOIN project p ON p.nomination_id = n.id WHERE o.round_id = $1 ORDER BY o.position",
        [round.into()],
    )
    .await
}

/// Notes that a winner waits for an agreement, and why.
pub async fn waits(work: &Work, round: i64, option: &str, because: &str) -> Result<(), StoreError> {
    work.read()
        .run(
            "UPDATE round_option SET waits_because = $1 WHERE round_id = $2 AND option_id = $3",
            [because.into(), round.into(), option.into()],
        )
        .await?;
    Ok(())
}
