//! The rows that a transaction of casts reads and writes.
//!
//! Everything is written in the order of keys that are random or digests, so that the order of rows says
//! nothing of the order of people.

use super::{Cast, Channel};
use crate::domain::ballots::merkle::{Digest, from_hex, to_hex};
use crate::domain::ballots::round::{Stage, Times};
use crate::store::instants::At;
use crate::store::{Conn, Engine, StoreError};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;
use std::collections::{BTreeSet, HashMap, HashSet};

/// A round and an entitlement in it.
pub type Voter = (i64, String);

/// A code that was sent, as the transaction sees it.
pub struct CodeRow {
    /// The keyed digest of the code.
    pub digest: String,
    /// Until when it works.
    pub ends_at: DateTime<Utc>,
    /// How often it was typed wrong.
    pub tries: i64,
    tries_before: i64,
}

/// What a transaction knows before it rules.
#[derive(Default)]
pub struct Known {
    /// Stage and times of each round.
    pub rounds: HashMap<i64, (Stage, Times)>,
    /// The form by which each entitlement was used.
    pub register: HashMap<Voter, Digest>,
    /// The codes that were sent to these forms.
    pub codes: HashMap<Voter, CodeRow>,
    /// Which of these entitlements stand on a letter that is in force.
    pub letters: HashSet<Voter>,
}

/// `($1, $2), ($3, $4)` for so many rows of so many values.
fn places(rows: usize, columns: usize) -> String {
    let row = |row: usize| {
        let values: Vec<String> = (1..=columns)
            .map(|column| format!("${}", row * columns + column))
            .collect();
        format!("({})", values.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

/// On PostgreSQL rows that are read must also be held, or the world could move before the commit. On
/// SQLite the transaction holds the only write lock from its beginning.
fn held(conn: &Conn<'_>, how: &str) -> String {
    match conn.engine() {
        Engine::Sqlite => String::new(),
        Engine::Postgres => format!(" {how}"),
    }
}

/// Reads what there is to know about some casts, and holds it until the commit.
pub async fn known(conn: &Conn<'_>, casts: &[Cast]) -> Result<Known, StoreError> {
    let all: Vec<&Cast> = casts.iter().collect();
    Ok(Known {
        rounds: rounds(conn, casts).await?,
        codes: codes(conn, casts).await?,
        letters: letters(conn, casts).await?,
        register: register_of(conn, &all).await?,
    })
}

#[derive(FromQueryResult)]
struct RoundRow {
    id: i64,
    state: String,
    opens_at: At,
    closes_at: At,
}

async fn rounds(
    conn: &Conn<'_>,
    casts: &[Cast],
) -> Result<HashMap<i64, (Stage, Times)>, StoreError> {
    let ids: BTreeSet<i64> = casts.iter().map(|cast| cast.round).collect();
    let mut rounds = HashMap::new();
    for id in ids {
        let sql = format!(
            "SELECT id, state, opens_at, closes_at FROM round WHERE id = $1{}",
            held(conn, "FOR SHARE")
        );
        let row: Option<RoundRow> = conn.one(sql, [id.into()]).await?;
        if let Some(row) = row
            && let Some(stage) = Stage::parse(&row.state)
        {
            let times = Times {
                opens_at: row.opens_at.0,
                closes_at: row.closes_at.0,
            };
            rounds.insert(row.id, (stage, times));
        }
    }
    Ok(rounds)
}

#[derive(FromQueryResult)]
struct SentCode {
    round_id: i64,
    request: String,
    digest: String,
    ends_at: At,
    tries: i64,
}

async fn codes(conn: &Conn<'_>, casts: &[Cast]) -> Result<HashMap<Voter, CodeRow>, StoreError> {
    let wanted: BTreeSet<(i64, &str)> = casts
        .iter()
        .filter_map(|cast| Some((cast.round, cast.code.as_ref()?.request.as_str())))
        .collect();
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "SELECT round_id, request, digest, ends_at, tries FROM vote_code \
         WHERE (round_id, request) IN (VALUES {}) ORDER BY round_id, request{}",
        places(wanted.len(), 2),
        held(conn, "FOR UPDATE")
    );
    let values = wanted
        .into_iter()
        .flat_map(|(round, request)| [Value::from(round), Value::from(request)]);
    let rows: Vec<SentCode> = conn.all(sql, values).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let sent = CodeRow {
                digest: row.digest,
                ends_at: row.ends_at.0,
                tries: row.tries,
                tries_before: row.tries,
            };
            ((row.round_id, row.request), sent)
        })
        .collect())
}

/// Which of the voting codes in these casts were made for their round, and not cancelled.
async fn letters(conn: &Conn<'_>, casts: &[Cast]) -> Result<HashSet<Voter>, StoreError> {
    let wanted: BTreeSet<(i64, &str)> = casts
        .iter()
        .filter(|cast| cast.channel == Channel::Code)
        .map(|cast| (cast.round, cast.voter.as_str()))
        .collect();
    if wanted.is_empty() {
        return Ok(HashSet::new());
    }
    let sql = format!(
        "SELECT c.round_id, c.digest AS voter FROM voting_code c \
         JOIN voting_code_batch b ON b.id = c.batch_id AND b.cancelled_at IS NULL \
         WHERE (c.round_id, c.digest) IN (VALUES {}){}",
        places(wanted.len(), 2),
        held(conn, "FOR SHARE OF b")
    );
    let values = wanted
        .into_iter()
        .flat_map(|(round, voter)| [Value::from(round), Value::from(voter)]);
    let rows: Vec<Registered> = conn.all(sql, values).await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.round_id, row.voter))
        .collect())
}

#[derive(FromQueryResult)]
struct RegisterRow {
    round_id: i64,
    voter: String,
    once_digest: String,
}

/// The forms by which the entitlements of these casts were used, if they were.
pub async fn register_of(
    conn: &Conn<'_>,
    casts: &[&Cast],
) -> Result<HashMap<Voter, Digest>, StoreError> {
    let wanted: BTreeSet<(i64, &str)> = casts
        .iter()
        .map(|cast| (cast.round, cast.voter.as_str()))
        .collect();
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "SELECT round_id, voter, once_digest FROM voter_register \
         WHERE (round_id, voter) IN (VALUES {})",
        places(wanted.len(), 2)
    );
    let values = wanted
        .into_iter()
        .flat_map(|(round, voter)| [Value::from(round), Value::from(voter)]);
    let rows: Vec<RegisterRow> = conn.all(sql, values).await?;
    rows.into_iter()
        .map(|row| {
            let form = from_hex(&row.once_digest)
                .ok_or_else(|| StoreError::Unreadable("a digest in the register".into()))?;
            Ok(((row.round_id, row.voter), form))
        })
        .collect()
}

/// Notes wrong tries at codes. Whether there were any.
pub async fn note_tries(conn: &Conn<'_>, known: &Known) -> Result<bool, StoreError> {
    let mut noted = false;
    for ((round, request), row) in &known.codes {
        if row.tries != row.tries_before {
            conn.run(
                "UPDATE vote_code SET tries = $1 WHERE round_id = $2 AND request = $3",
                [row.tries.into(), (*round).into(), request.clone().into()],
            )
            .await?;
            noted = true;
        }
    }
    Ok(noted)
}

#[derive(FromQueryResult)]
struct Registered {
    round_id: i64,
    voter: String,
}

/// Registers voters, and says which of them were not in the register.
pub async fn register(conn: &Conn<'_>, new: &[&Cast]) -> Result<HashSet<Voter>, StoreError> {
    let mut sorted = new.to_vec();
    sorted.sort_by(|a, b| (a.round, &a.voter).cmp(&(b.round, &b.voter)));
    let sql = format!(
        "INSERT INTO voter_register (round_id, voter, once_digest, ward_code, ward_checked, channel) \
         VALUES {} ON CONFLICT (round_id, voter) DO NOTHING RETURNING round_id, voter",
        places(sorted.len(), 6)
    );
    let values = sorted.iter().flat_map(|cast| {
        [
            Value::from(cast.round),
            cast.voter.as_str().into(),
            to_hex(&cast.form).into(),
            cast.ward.clone().into(),
            cast.ward_checked.into(),
            cast.channel.code().into(),
        ]
    });
    let rows: Vec<Registered> = conn.all(sql, values).await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.round_id, row.voter))
        .collect())
}

/// Puts sealed ballots into the box, in the order of their random slots.
pub async fn fill_box(conn: &Conn<'_>, new: &[&Cast]) -> Result<(), StoreError> {
    if new.is_empty() {
        return Ok(());
    }
    let mut sorted = new.to_vec();
    sorted.sort_by(|a, b| a.slot.cmp(&b.slot));
    let sql = format!(
        "INSERT INTO ballot_box (round_id, slot, sealed) VALUES {}",
        places(sorted.len(), 3)
    );
    let values = sorted.iter().flat_map(|cast| {
        [
            Value::from(cast.round),
            cast.slot.as_str().into(),
            cast.sealed.clone().into(),
        ]
    });
    conn.run(sql, values).await?;
    Ok(())
}
