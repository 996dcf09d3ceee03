//! What came before a project: its nomination and the vote that chose it.

use crate::store::instants::At;
use crate::store::{Conn, StoreError};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Round {
    id: i64,
}

/// The last declared round in which a nomination stood.
pub async fn round_of(conn: &Conn<'_>, nomination: i64) -> Result<Option<i64>, StoreError> {
    let row: Option<Round> = conn
        .one(
            "SELECT r.id FROM round_option o JOIN round r ON r.id = o.round_id \
             WHERE o.nomination_id = $1 AND r.state = 'declared' ORDER BY r.declared_at DESC, r.id DESC LIMIT 1",
            [nomination.into()],
        )
        .await?;
    Ok(row.map(|row| row.id))
}

#[derive(FromQueryResult)]
struct WardSet {
    ward_set: Option<String>,
}

/// The ward set that a nomination's ward was found in.
pub async fn ward_set_of(conn: &Conn<'_>, nomination: i64) -> Result<Option<String>, StoreError> {
    let row: Option<WardSet> = conn
        .one(
            "SELECT ward_set FROM nomination WHERE id = $1",
            [nomination.into()],
        )
        .await?;
    Ok(row.and_then(|row| row.ward_set))
}

/// The vote that chose a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    /// Its address.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// When its result was declared.
    pub declared_at: Option<DateTime<Utc>>,
    /// How many options there were.
    pub options: i64,
    /// How many voted, once it is declared.
    pub votes_cast: Option<i64>,
}

#[derive(FromQueryResult)]
struct VoteRow {
    slug: String,
    title: String,
    declared_at: Option<At>,
    options: i64,
    votes_cast: Option<i64>,
}

/// The vote of a round.
pub async fn vote(conn: &Conn<'_>, round: i64) -> Result<Option<Vote>, StoreError> {
    let row: Option<VoteRow> = conn
        .one(
            "SELECT r.slug, r.title, r.declared_at, \
             (SELECT COUNT(*) FROM round_option o WHERE o.round_id = r.id) AS options, \
             CASE WHEN r.state = 'declared' THEN t.votes_cast END AS votes_cast \
             FROM round r LEFT JOIN round_result t ON t.round_id = r.id WHERE r.id = $1",
            [round.into()],
        )
        .await?;
    Ok(row.map(|row| Vote {
        slug: row.slug,
        title: row.title,
        declared_at: row.declared_at.map(|at| at.0),
        options: row.options,
        votes_cast: row.votes_cast,
    }))
}
