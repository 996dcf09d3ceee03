//! Printed papers: batches, the digests of their codes, what two people keyed from each.
//!
//! A code stands here in clear only from when somebody typed it from a paper that was handed in until the
//! result is declared. Nothing says who got which paper.

use super::voting_codes::add_digests;
use crate::domain::ballots::keying::{Keying, PaperState};
use crate::store::instants::At;
use crate::store::{Conn, Engine, StoreError, Work};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;

/// A batch of papers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Its row.
    pub id: i64,
    /// What staff call it.
    pub label: String,
    /// How many papers were printed.
    pub papers: i64,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Who signed it off, first and second.
    pub signed_by: [Option<i64>; 2],
    /// How many papers stand where.
    pub states: BTreeMap<PaperState, i64>,
}

impl Batch {
    /// How many of its papers stand there.
    pub fn count(&self, state: PaperState) -> i64 {
        self.states.get(&state).copied().unwrap_or(0)
    }

    /// Whether two people have signed it off.
    pub fn is_signed(&self) -> bool {
        self.signed_by.iter().all(Option::is_some)
    }

    /// How many papers must be looked at before it can be signed.
    pub fn pending(&self) -> i64 {
        let pending = self.states.iter().filter(|(state, _)| state.is_pending());
        pending.map(|(_, count)| count).sum()
    }
}

#[derive(FromQueryResult)]
struct BatchRow {
    id: i64,
    label: String,
    papers: i64,
    made_at: At,
    first_signed_by: Option<i64>,
    second_signed_by: Option<i64>,
}

#[derive(FromQueryResult)]
struct StateRow {
    batch_id: i64,
    state: String,
    papers: i64,
}

/// The batches of a round, the oldest first.
pub async fn batches(conn: &Conn<'_>, round: i64) -> Result<Vec<Batch>, StoreError> {
    let rows: Vec<BatchRow> = conn
        .all(
            "SELECT id, label, papers, made_at, first_signed_by, second_signed_by \
             FROM paper_batch WHERE round_id = $1 ORDER BY id",
            [round.into()],
        )
        .await?;
    let counts: Vec<StateRow> = conn
        .all(
            "SELECT batch_id, state, COUNT(*) AS papers FROM ballot_paper WHERE round_id = $1 \
             GROUP BY batch_id, state ORDER BY batch_id, state",
            [round.into()],
        )
        .await?;
    let states_of = |batch: i64| {
        counts
            .iter()
            .filter(|row| row.batch_id == batch)
            .filter_map(|row| Some((PaperState::parse(&row.state)?, row.papers)))
            .collect()
    };
    Ok(rows
        .into_iter()
        .map(|row| Batch {
            states: states_of(row.id),
            id: row.id,
            label: row.label,
            papers: row.papers,
            made_at: row.made_at.0,
            signed_by: [row.first_signed_by, row.second_signed_by],
        })
        .collect())
}

/// The same in a transaction that signs one: nobody keys meanwhile.
pub async fn batches_held(work: &Work, round: i64) -> Result<Vec<Batch>, StoreError> {
    let conn = work.read();
    if work.engine() == Engine::Postgres {
        let sql = "SELECT id FROM paper_batch WHERE round_id = $1 ORDER BY id FOR UPDATE";
        conn.run(sql, [round.into()]).await?;
    }
    batches(&conn, round).await
}

#[derive(FromQueryResult)]
struct Inserted {
    id: i64,
}

/// Keeps a batch with the digests of its papers' codes.
pub async fn add(
    work: &Work,
    round: i64,
    label: &str,
    digests: &[String],
) -> Result<i64, StoreError> {
    let conn = work.read();
    let papers = i64::try_from(digests.len()).unwrap_or(i64::MAX);
    let row: Option<Inserted> = conn
        .one(
            "INSERT INTO paper_batch (round_id, label, papers, made_at, made_by) \
             VALUES ($1, $2, $3, $4, $5) RETURNING id",
            [
                round.into(),
                label.into(),
                papers.into(),
                At(work.at()).to_string().into(),
                work.actor().account().into(),
            ],
        )
        .await?;
    let id = row
        .map(|row| row.id)
        .ok_or_else(|| StoreError::Failed("no row came back".into()))?;
    add_digests(&conn, "ballot_paper", round, id, digests).await?;
    Ok(id)
}

/// A paper as a transaction sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Its batch.
    pub batch: i64,
    /// Where it stands.
    pub state: PaperState,
    /// Whether two people have signed its batch off.
    pub is_signed: bool,
}

#[derive(FromQueryResult)]
struct PaperRow {
    batch_id: i64,
    state: String,
    second_signed_by: Option<i64>,
}

/// The paper with a code's digest, held until the commit together with its batch: of two people who key
/// it at the same instant one waits here, and so does whoever signs.
pub async fn hold(work: &Work, round: i64, digest: &str) -> Result<Option<Paper>, StoreError> {
    let held = match work.engine() {
        Engine::Sqlite => "",
        Engine::Postgres => " FOR UPDATE",
    };
    let sql = format!(
        "SELECT p.batch_id, p.state, b.second_signed_by FROM ballot_paper p \
         JOIN paper_batch b ON b.id = p.batch_id WHERE p.round_id = $1 AND p.digest = $2{held}"
    );
    let row: Option<PaperRow> = work.read().one(sql, [round.into(), digest.into()]).await?;
    row.map(|row| {
        let unreadable = || StoreError::Unreadable(format!("a paper that is {}", row.state));
        Ok(Paper {
            batch: row.batch_id,
            state: PaperState::parse(&row.state).ok_or_else(unreadable)?,
            is_signed: row.second_signed_by.is_some(),
        })
    })
    .transpose()
}

/// Puts a paper where it stands now. The code is known from now on; the choices where two agree on them.
pub async fn put_state(
    work: &Work,
    (round, digest): (i64, &str),
    state: PaperState,
    code: Option<&str>,
    choices: Option<&str>,
) -> Result<(), StoreError> {
    work.read()
        .run(
            "UPDATE ballot_paper SET state = $1, code = $2, choices = $3 \
             WHERE round_id = $4 AND digest = $5",
            [
                state.code().into(),
                code.into(),
                choices.into(),
                round.into(),
                digest.into(),
            ],
        )
        .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct KeyingRow {
    keyed_by: i64,
    choices: String,
}

/// What people keyed from a paper.
pub async fn keyings(conn: &Conn<'_>, round: i64, digest: &str) -> Result<Vec<Keying>, StoreError> {
    let rows: Vec<KeyingRow> = conn
        .all(
            "SELECT keyed_by, choices FROM paper_keying WHERE round_id = $1 AND digest = $2 \
             ORDER BY keyed_by",
            [round.into(), digest.into()],
        )
        .await?;
    let keying = |row: KeyingRow| Keying {
        by: row.keyed_by,
        choices: row.choices,
    };
    Ok(rows.into_iter().map(keying).collect())
}

/// Keeps what somebody keyed, in place of what they keyed before.
pub async fn put_keying(
    work: &Work,
    round: i64,
    digest: &str,
    keying: &Keying,
) -> Result<(), StoreError> {
    work.read()
        .run(
            "INSERT INTO paper_keying (round_id, digest, keyed_by, choices) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (round_id, digest, keyed_by) DO UPDATE SET choices = $4",
            [
                round.into(),
                digest.into(),
                keying.by.into(),
                keying.choices.as_str().into(),
            ],
        )
        .await?;
    Ok(())
}

/// Sets what people keyed from a paper aside.
pub async fn forget_keyings(work: &Work, round: i64, digest: &str) -> Result<(), StoreError> {
    work.read()
        .run(
            "DELETE FROM paper_keying WHERE round_id = $1 AND digest = $2",
            [round.into(), digest.into()],
        )
        .await?;
    Ok(())
}

/// Signs a batch off for the second time if somebody did for the first, else for the first. The first
/// signature of the same person is no second one. False where it changed nothing.
pub async fn sign(work: &Work, batch: i64, second: bool) -> Result<bool, StoreError> {
    let sql = match second {
        false => {
            "UPDATE paper_batch SET first_signed_at = $1, first_signed_by = $2 \
             WHERE id = $3 AND first_signed_by IS NULL"
        }
        true => {
            "UPDATE paper_batch SET second_signed_at = $1, second_signed_by = $2 \
             WHERE id = $3 AND first_signed_by <> $2 AND second_signed_by IS NULL"
        }
    };
    let touched = work
        .read()
        .run(
            sql,
            [
                At(work.at()).to_string().into(),
                work.actor().account().into(),
                batch.into(),
            ],
        )
        .await?;
    Ok(touched == 1)
}

/// Takes a first signature back: something was keyed after it.
pub async fn unsign(work: &Work, batch: i64) -> Result<(), StoreError> {
    work.read()
        .run(
            "UPDATE paper_batch SET first_signed_at = NULL, first_signed_by = NULL \
             WHERE id = $1 AND second_signed_by IS NULL",
            [batch.into()],
        )
        .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct CodeRow {
    code: String,
    choices: Option<String>,
}

/// The codes of a round's papers that stand there, in their order, with the choices that two agreed on.
pub async fn codes(
    conn: &Conn<'_>,
    round: i64,
    state: PaperState,
) -> Result<Vec<(String, String)>, StoreError> {
    let rows: Vec<CodeRow> = conn
        .all(
            "SELECT code, choices FROM ballot_paper \
             WHERE round_id = $1 AND state = $2 AND code IS NOT NULL ORDER BY code",
            [round.into(), state.code().into()],
        )
        .await?;
    let pair = |row: CodeRow| (row.code, row.choices.unwrap_or_default());
    Ok(rows.into_iter().map(pair).collect())
}

/// How many people the register has for a paper: handed one at a desk, or sent one.
pub async fn handed_over(conn: &Conn<'_>, round: i64) -> Result<(i64, i64), StoreError> {
    let by = async |channel: &str| {
        conn.number(
            "SELECT COUNT(*) FROM voter_register WHERE round_id = $1 AND channel = $2",
            [round.into(), channel.into()],
        )
        .await
    };
    Ok((by("desk").await?, by("paper").await?))
}
