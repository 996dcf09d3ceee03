//! Marking the register at a desk: one row a person, as casting writes it, and nothing besides.
//!
//! Like a cast it leaves no audit line and no time: a clerk's afternoon must not become a list.

use super::Channel;
use crate::domain::ballots::merkle::{Digest, to_hex};
use crate::store::instants::At;
use crate::store::{Db, Engine, StoreError};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

/// A person to mark.
#[derive(Clone)]
pub struct Mark {
    /// The round.
    pub round: i64,
    /// The keyed digest that stands for the person.
    pub voter: String,
    /// What the register keeps to know this very form again.
    pub form: Digest,
    /// Their ward, where it is known.
    pub ward: Option<String>,
    /// Whether it is checked rather than said.
    pub ward_checked: bool,
    /// How the paper reaches them.
    pub channel: Channel,
    /// When the form came.
    pub at: DateTime<Utc>,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marked {
    /// The person is marked: now, or since the same form came before.
    Marked,
    /// The person has voted, or has a paper.
    Before,
    /// Votes are not taken now.
    NotOpen,
}

#[derive(FromQueryResult)]
struct Known {
    once_digest: String,
}

/// Marks a person while the round is open. The register's key says whether they were marked before.
pub async fn mark(db: &Db, mark: &Mark) -> Result<Marked, StoreError> {
    let held = match db.engine() {
        Engine::Sqlite => "",
        // Nobody closes the round between the look and the mark.
        Engine::Postgres => " FOR SHARE",
    };
    let sql = format!(
        "INSERT INTO voter_register (round_id, voter, once_digest, ward_code, ward_checked, channel) \
         SELECT id, CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS BOOLEAN), CAST($6 AS TEXT) \
         FROM round WHERE id = $1 AND state = 'open' AND opens_at <= $7 AND closes_at > $7{held} \
         ON CONFLICT (round_id, voter) DO NOTHING"
    );
    let conn = db.write_bookkeeping();
    let form = to_hex(&mark.form);
    let touched = conn
        .run(
            sql,
            [
                mark.round.into(),
                mark.voter.as_str().into(),
                form.as_str().into(),
                mark.ward.clone().into(),
                mark.ward_checked.into(),
                mark.channel.code().into(),
                At(mark.at).to_string().into(),
            ],
        )
        .await?;
    if touched == 1 {
        return Ok(Marked::Marked);
    }
    let known: Option<Known> = conn
        .one(
            "SELECT once_digest FROM voter_register WHERE round_id = $1 AND voter = $2",
            [mark.round.into(), mark.voter.as_str().into()],
        )
        .await?;
    Ok(match known {
        Some(known) if known.once_digest == form => Marked::Marked,
        Some(_) => Marked::Before,
        None => Marked::NotOpen,
    })
}
