//! Writing a round down and moving it through its life. Its end is in [`super::ending`].

use super::{Mode, RoundOption};
use crate::domain::ballots::method::Method;
use crate::domain::ballots::round::{Stage, Times};
use crate::domain::ballots::rule_sheet::WayToVote;
use crate::store::instants::At;
use crate::store::{StoreError, Work};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;

/// A round as it is drafted, or reported from before this service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRound {
    /// The last part of its address.
    pub slug: String,
    /// What the vote is about.
    pub title: String,
    /// The question on the paper.
    pub question: String,
    /// The area that votes.
    pub area_code: String,
    /// The panel behind it.
    pub panel_id: Option<i64>,
    /// The shortlist its options come from.
    pub shortlist_id: Option<i64>,
    /// How it is counted.
    pub method: Method,
    /// How many options win.
    pub seats: i64,
    /// The minutes of work to share out, where the method has a budget.
    pub budget_minutes: Option<i64>,
    /// Where the private key will be.
    pub mode: Mode,
    /// The public value that decides a tie, in words.
    pub tie_source: String,
    /// When it opens and closes.
    pub times: Times,
    /// What is known and what is invented.
    pub provenance: String,
    /// The options, in the order of the rule sheet.
    pub options: Vec<RoundOption>,
}

#[derive(FromQueryResult)]
struct Inserted {
    id: i64,
}

fn text(at: DateTime<Utc>) -> Value {
    At(at).to_string().into()
}

/// Writes a draft down and says its row.
pub async fn add(work: &Work, new: &NewRound) -> Result<i64, StoreError> {
    let row: Option<Inserted> = work
        .read()
        .one(
            "INSERT INTO round (slug, title, question, area_code, panel_id, shortlist_id, method, \
             seats, budget_minutes, mode, tie_source, state, opens_at, closes_at, provenance, made_by, \
             version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'draft', $12, $13, $14, $15, 1) \
             RETURNING id",
            [
                new.slug.clone().into(),
                new.title.clone().into(),
                new.question.clone().into(),
                new.area_code.clone().into(),
                new.panel_id.into(),
                new.shortlist_id.into(),
                new.method.name().into(),
                new.seats.into(),
                new.budget_minutes.into(),
                new.mode.code().into(),
                new.tie_source.clone().into(),
                text(new.times.opens_at),
                text(new.times.closes_at),
                new.provenance.clone().into(),
                work.actor().account().into(),
            ],
        )
        .await?;
    let id = row
        .map(|row| row.id)
        .ok_or_else(|| StoreError::Failed("no row came back".into()))?;
    put_options(work, id, &new.options).await?;
    Ok(id)
}

async fn put_options(work: &Work, round: i64, options: &[RoundOption]) -> Result<(), StoreError> {
    let conn = work.read();
    conn.run(
        "DELETE FROM round_option WHERE round_id = $1",
        [round.into()],
    )
    .await?;
    for (position, option) in (1_i64..).zip(options) {
        conn.run(
            "INSERT INTO round_option (round_id, option_id, position, nomination_id, label, work, \
             place, estimate_minutes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            [
                round.into(),
                option.id.clone().into(),
                position.into(),
                option.nomination_id.into(),
                option.label.clone().into(),
                option.work.clone().into(),
                option.place.clone().into(),
                option.estimate_minutes.into(),
            ],
        )
        .await?;
    }
    Ok(())
}

/// What an officer may change in a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What the vote is about.
    pub title: String,
    /// The question on the paper.
    pub question: String,
    /// How it is counted.
    pub method: Method,
    /// How many options win. Not used where there is a budget.
    pub seats: i64,
    /// The minutes of work to share out, where the method has a budget.
    pub budget_minutes: Option<i64>,
    /// The public value that decides a tie, in words.
    pub tie_source: String,
    /// When it opens and closes.
    pub times: Times,
}

/// Changes a draft as it stood at a version. False where it moved on since.
pub async fn redraft(
    work: &Work,
    round: i64,
    version: i64,
    draft: &Draft,
) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run(
            "UPDATE round SET title = $1, question = $2, method = $3, seats = $4, tie_source = $5, \
             opens_at = $6, closes_at = $7, budget_minutes = $8, version = version + 1 \
             WHERE id = $9 AND version = $10 AND state = 'draft'",
            [
                draft.title.clone().into(),
                draft.question.clone().into(),
                draft.method.name().into(),
                draft.seats.into(),
                draft.tie_source.clone().into(),
                text(draft.times.opens_at),
                text(draft.times.closes_at),
                draft.budget_minutes.into(),
                round.into(),
                version.into(),
            ],
        )
        .await?;
    Ok(touched == 1)
}

/// Sets by which ways people may vote, in a draft as it stood at a version. False where it moved on since.
pub async fn set_ways(
    work: &Work,
    round: i64,
    version: i64,
    ways: &[WayToVote],
) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run(
            "UPDATE round SET ways = $1, version = version + 1 \
             WHERE id = $2 AND version = $3 AND state = 'draft'",
            [
                WayToVote::to_list(ways).into(),
                round.into(),
                version.into(),
            ],
        )
        .await?;
    Ok(touched == 1)
}

/// The rules and the keys with which a round is announced.
#[derive(Clone)]
pub struct Announced {
    /// The canonical rule sheet.
    pub rule_sheet: String,
    /// The name it gives the round.
    pub round_key: String,
    /// The public key of the box, in hexadecimal.
    pub public_key: String,
    /// The private key, sealed under the deployment's own; none where it is off the server.
    pub held_key: Option<String>,
    /// What receipt codes are made from.
    pub receipt_secret: String,
}

/// Announces a draft as it stood at a version. False where it moved on since.
pub async fn announce(
    work: &Work,
    round: i64,
    version: i64,
    announced: &Announced,
) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run(
            "UPDATE round SET state = 'announced', rule_sheet = $1, round_key = $2, public_key = $3, \
             held_key = $4, receipt_secret = $5, announced_at = $6, announced_by = $7, \
             version = version + 1 WHERE id = $8 AND version = $9 AND state = 'draft'",
            [
                announced.rule_sheet.clone().into(),
                announced.round_key.clone().into(),
                announced.public_key.clone().into(),
                announced.held_key.clone().into(),
                announced.receipt_secret.clone().into(),
                text(work.at()),
                work.actor().account().into(),
                round.into(),
                version.into(),
            ],
        )
        .await?;
    Ok(touched == 1)
}

/// Gives a round up. False where it moved on since that version, or has opened.
pub async fn abandon(
    work: &Work,
    round: i64,
    version: i64,
    reason: &str,
) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run(
            "UPDATE round SET state = 'abandoned', reason = $1, held_key = NULL, \
             receipt_secret = NULL, version = version + 1 \
             WHERE id = $2 AND version = $3 AND state IN ('draft', 'announced')",
            [reason.into(), round.into(), version.into()],
        )
        .await?;
    Ok(touched == 1)
}

/// Opens or closes a round that stands at the stage before. False where somebody did already.
///
/// At closing the secret behind the receipts is destroyed: from then on nobody can make one again.
pub async fn step(work: &Work, round: i64, to: Stage) -> Result<bool, StoreError> {
    let sql = match to {
        Stage::Open => {
            "UPDATE round SET state = 'open', opened_at = $1, version = version + 1 \
             WHERE id = $2 AND state = 'announced'"
        }
        Stage::Closed => {
            "UPDATE round SET state = 'closed', closed_at = $1, receipt_secret = NULL, \
             version = version + 1 WHERE id = $2 AND state = 'open'"
        }
        _ => return Ok(false),
    };
    let touched = work
        .read()
        .run(sql, [text(work.at()), round.into()])
        .await?;
    Ok(touched == 1)
}

/// Notes how many ballots the audit log has been told of.
pub async fn note_received(work: &Work, round: i64, ballots: i64) -> Result<(), StoreError> {
    work.read()
        .run(
            "UPDATE round SET received = $1 WHERE id = $2",
            [ballots.into(), round.into()],
        )
        .await?;
    Ok(())
}

/// Destroys the key of a box whose day has come. False where it was destroyed already.
pub async fn destroy_key(work: &Work, round: i64) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run(
            "UPDATE round SET held_key = NULL WHERE id = $1 AND held_key IS NOT NULL",
            [round.into()],
        )
        .await?;
    Ok(touched == 1)
}

/// Days of a round from before this service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PastDays {
    /// When it was announced.
    pub announced_at: DateTime<Utc>,
    /// When it was counted.
    pub counted_at: DateTime<Utc>,
    /// When it was declared.
    pub declared_at: DateTime<Utc>,
}

/// Turns a draft into a declared round from before this service.
pub async fn report(
    work: &Work,
    round: i64,
    rule_sheet: &str,
    round_key: &str,
    days: &PastDays,
) -> Result<(), StoreError> {
    work.read()
        .run(
            "UPDATE round SET state = 'declared', rule_sheet = $1, round_key = $2, \
             announced_at = $3, opened_at = opens_at, closed_at = closes_at, counted_at = $4, \
             declared_at = $5, population = (SELECT a.population FROM area a WHERE a.code = round.area_code), \
             version = version + 1 WHERE id = $6",
            [
                rule_sheet.into(),
                round_key.into(),
                text(days.announced_at),
                text(days.counted_at),
                text(days.declared_at),
                round.into(),
            ],
        )
        .await?;
    Ok(())
}
