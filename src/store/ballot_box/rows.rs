//! The rows that a transaction of casts reads and writes.
//!
//! Everything is written in the order of keys that are random or digests, so that the order of rows says
//! nothing of the order of people.

use super::{Cast, Channel};
use crate::domain::ballots::merkle::{Digest, from_hex, to_hex};
use crate::domain::ballots::round::{Stage, Times};
use crate::store::at_once::{in_pieces, placeholders};
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

/// The round of a cast and what stands in it for the voter.
fn key(cast: &Cast) -> (i64, &str) {
    (cast.round, &cast.voter)
}

/// Each key once, in order: so two processes hold rows in the same order and never wait for each other.
fn in_order<'k>(keys: impl Iterator<Item = (i64, &'k str)>) -> Vec<(i64, &'k str)> {
    keys.collect::<BTreeSet<_>>().into_iter().collect()
}

fn keys(of: &[(i64, &str)]) -> impl Iterator<Item = Value> {
    of.iter()
        .flat_map(|(round, name)| [Value::from(*round), Value::from(*name)])
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
    let wanted = casts
        .iter()
        .filter_map(|cast| Some((cast.round, cast.code.as_ref()?.request.as_str())));
    let mut found = HashMap::new();
    for some in in_pieces(&in_order(wanted)) {
        let sql = format!(
            "SELECT round_id, request, digest, ends_at, tries FROM vote_code \
             WHERE (round_id, request) IN (VALUES {}) ORDER BY round_id, request{}",
            placeholders(conn.engine(), some.len(), 2),
            held(conn, "FOR UPDATE")
        );
        for row in conn.all::<SentCode>(sql, keys(some)).await? {
            let sent = CodeRow {
                digest: row.digest,
                ends_at: row.ends_at.0,
                tries: row.tries,
                tries_before: row.tries,
            };
            found.insert((row.round_id, row.request), sent);
        }
    }
    Ok(found)
}

/// Which of the voting codes in these casts were made for their round, and not cancelled.
async fn letters(conn: &Conn<'_>, casts: &[Cast]) -> Result<HashSet<Voter>, StoreError> {
    let by_code = casts.iter().filter(|cast| cast.channel == Channel::Code);
    let mut found = HashSet::new();
    for some in in_pieces(&in_order(by_code.map(key))) {
        let sql = format!(
            "SELECT c.round_id, c.digest AS voter FROM voting_code c \
             JOIN voting_code_batch b ON b.id = c.batch_id AND b.cancelled_at IS NULL \
             WHERE (c.round_id, c.digest) IN (VALUES {}){}",
            placeholders(conn.engine(), some.len(), 2),
            held(conn, "FOR SHARE OF b")
        );
        let rows: Vec<Registered> = conn.all(sql, keys(some)).await?;
        found.extend(rows.into_iter().map(|row| (row.round_id, row.voter)));
    }
    Ok(found)
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
    let mut found = HashMap::new();
    for some in in_pieces(&in_order(casts.iter().copied().map(key))) {
        let sql = format!(
            "SELECT round_id, voter, once_digest FROM voter_register \
             WHERE (round_id, voter) IN (VALUES {})",
            placeholders(conn.engine(), some.len(), 2)
        );
        for row in conn.all::<RegisterRow>(sql, keys(some)).await? {
            let form = from_hex(&row.once_digest)
                .ok_or_else(|| StoreError::Unreadable("a digest in the register".into()))?;
            found.insert((row.round_id, row.voter), form);
        }
    }
    Ok(found)
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
    sorted.sort_by_key(|cast| key(cast));
    let mut registered = HashSet::new();
    for some in in_pieces(&sorted) {
        let sql = format!(
            "INSERT INTO voter_register (round_id, voter, once_digest, ward_code, ward_checked, channel) \
             VALUES {} ON CONFLICT (round_id, voter) DO NOTHING RETURNING round_id, voter",
            placeholders(conn.engine(), some.len(), 6)
        );
        let values = some.iter().flat_map(|cast| {
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
        registered.extend(rows.into_iter().map(|row| (row.round_id, row.voter)));
    }
    Ok(registered)
}

/// Puts sealed ballots into the box, in the order of their random slots.
pub async fn fill_box(conn: &Conn<'_>, new: &[&Cast]) -> Result<(), StoreError> {
    let mut sorted = new.to_vec();
    sorted.sort_by(|a, b| a.slot.cmp(&b.slot));
    for some in in_pieces(&sorted) {
        let sql = format!(
            "INSERT INTO ballot_box (round_id, slot, sealed) VALUES {}",
            placeholders(conn.engine(), some.len(), 3)
        );
        let values = some.iter().flat_map(|cast| {
            [
                Value::from(cast.round),
                cast.slot.as_str().into(),
                cast.sealed.clone().into(),
            ]
        });
        conn.run(sql, values).await?;
    }
    Ok(())
}
