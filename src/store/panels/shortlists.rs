//! Shortlists: what is up for ranking, who ranked what, and what came of it.

use crate::domain::panels::State;
use crate::domain::panels::ranking::Ranking;
use crate::domain::panels::shortlist::Standing;
use crate::store::instants::At;
use crate::store::{Conn, StoreError, Work};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

/// A panel's shortlist, being ranked or done with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortlist {
    /// Its row.
    pub id: i64,
    /// Whose.
    pub panel_id: i64,
    /// What it is for.
    pub title: String,
    /// How many places it has.
    pub places: i64,
    /// Where it stands.
    pub state: State,
    /// Since when members rank.
    pub opened_at: DateTime<Utc>,
    /// When it was agreed or given up.
    pub agreed_at: Option<DateTime<Utc>>,
    /// What the panel says about it.
    pub reason: String,
    /// How many nominations are up.
    pub candidates: i64,
    /// Moves with each change.
    pub version: i64,
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    panel_id: i64,
    title: String,
    places: i64,
    state: String,
    opened_at: At,
    agreed_at: Option<At>,
    reason: String,
    candidates: i64,
    version: i64,
}

impl TryFrom<Row> for Shortlist {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let state = State::parse(&row.state)
            .ok_or_else(|| StoreError::Unreadable(format!("shortlist state {}", row.state)))?;
        Ok(Shortlist {
            id: row.id,
            panel_id: row.panel_id,
            title: row.title,
            places: row.places,
            state,
            opened_at: row.opened_at.0,
            agreed_at: row.agreed_at.map(|at| at.0),
            reason: row.reason,
            candidates: row.candidates,
            version: row.version,
        })
    }
}

const SHORTLIST: &str = "SELECT s.id, s.panel_id, s.title, s.places, s.state, s.opened_at, \
    s.agreed_at, s.reason, s.version, (SELECT COUNT(*) FROM shortlist_candidate c \
    WHERE c.shortlist_id = s.id) AS candidates FROM shortlist s";

/// The shortlists of a panel, newest first.
pub async fn of_panel(conn: &Conn<'_>, panel: i64) -> Result<Vec<Shortlist>, StoreError> {
    let rows: Vec<Row> = conn
        .all(
            format!("{SHORTLIST} WHERE s.panel_id = $1 ORDER BY s.id DESC"),
            [panel.into()],
        )
        .await?;
    rows.into_iter().map(Shortlist::try_from).collect()
}

/// A shortlist by its row.
pub async fn by_id(conn: &Conn<'_>, id: i64) -> Result<Option<Shortlist>, StoreError> {
    let row: Option<Row> = conn
        .one(format!("{SHORTLIST} WHERE s.id = $1"), [id.into()])
        .await?;
    row.map(Shortlist::try_from).transpose()
}

/// A shortlist before it has a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewShortlist {
    /// Whose.
    pub panel_id: i64,
    /// What it is for.
    pub title: String,
    /// How many places it has.
    pub places: i64,
    /// The nominations that are up, each with the score of its assessment.
    pub candidates: Vec<(i64, i64)>,
}

#[derive(FromQueryResult)]
struct Inserted {
    id: i64,
}

/// Puts nominations up for ranking and says the shortlist's row.
pub async fn open(work: &Work, new: &NewShortlist) -> Result<i64, StoreError> {
    let conn = work.read();
    let row: Option<Inserted> = conn
        .one(
            "INSERT INTO shortlist (panel_id, title, places, state, opened_at, version) \
             VALUES ($1, $2, $3, 'ranking', $4, 1) RETURNING id",
            [
                new.panel_id.into(),
                new.title.clone().into(),
                new.places.into(),
                At(work.at()).to_string().into(),
            ],
        )
        .await?;
    let id = row
        .map(|row| row.id)
        .ok_or_else(|| StoreError::Failed("no row came back".into()))?;
    for (nomination, score) in &new.candidates {
        conn.run(
            "INSERT INTO shortlist_candidate (shortlist_id, nomination_id, score) VALUES ($1, $2, $3)",
            [id.into(), (*nomination).into(), (*score).into()],
        )
        .await?;
    }
    Ok(id)
}

/// Takes the lock of a shortlist for a change and moves its version. False where it has moved on
/// since that version, or members no longer rank.
pub async fn touch(work: &Work, id: i64, version: i64) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run(
            "UPDATE shortlist SET version = version + 1 WHERE id = $1 AND version = $2 \
             AND state = 'ranking'",
            [id.into(), version.into()],
        )
        .await?;
    Ok(touched == 1)
}

/// The same without a version: rankings of several members go on side by side.
pub async fn hold_for_ranking(work: &Work, id: i64) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run(
            "UPDATE shortlist SET version = version WHERE id = $1 AND state = 'ranking'",
            [id.into()],
        )
        .await?;
    Ok(touched == 1)
}

/// Holds a shortlist until the commit: of two who make votes of it at once one waits here.
pub async fn hold(work: &Work, id: i64) -> Result<(), StoreError> {
    work.read()
        .run(
            "UPDATE shortlist SET version = version WHERE id = $1",
            [id.into()],
        )
        .await?;
    Ok(())
}

/// Puts a member's ranking in place of the one before.
pub async fn put_ranking(
    work: &Work,
    id: i64,
    account: i64,
    ranking: &Ranking,
) -> Result<(), StoreError> {
    let conn = work.read();
    conn.run(
        "DELETE FROM shortlist_ranking WHERE shortlist_id = $1 AND account_id = $2",
        [id.into(), account.into()],
    )
    .await?;
    for (rank, nomination) in (1_i64..).zip(ranking.order()) {
        conn.run(
            "INSERT INTO shortlist_ranking (shortlist_id, account_id, nomination_id, rank, at) \
             VALUES ($1, $2, $3, $4, $5)",
            [
                id.into(),
                account.into(),
                (*nomination).into(),
                rank.into(),
                At(work.at()).to_string().into(),
            ],
        )
        .await?;
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct RankRow {
    account_id: i64,
    nomination_id: i64,
}

/// Every ranking of a shortlist by members who still sit on the panel, with whose it is.
pub async fn rankings(conn: &Conn<'_>, id: i64) -> Result<Vec<(i64, Ranking)>, StoreError> {
    let rows: Vec<RankRow> = conn
        .all(
            "SELECT r.account_id, r.nomination_id FROM shortlist_ranking r \
             JOIN shortlist s ON s.id = r.shortlist_id \
             JOIN panel_member m ON m.panel_id = s.panel_id AND m.account_id = r.account_id \
             WHERE r.shortlist_id = $1 AND m.left_at IS NULL ORDER BY r.account_id, r.rank",
            [id.into()],
        )
        .await?;
    let mut rankings: Vec<(i64, Vec<i64>)> = vec![];
    for row in rows {
        match rankings.last_mut() {
            Some((account, order)) if *account == row.account_id => order.push(row.nomination_id),
            _ => rankings.push((row.account_id, vec![row.nomination_id])),
        }
    }
    rankings
        .into_iter()
        .map(|(account, order)| {
            let ranking = Ranking::new(order)
                .ok_or_else(|| StoreError::Unreadable(format!("a ranking of shortlist {id}")))?;
            Ok((account, ranking))
        })
        .collect()
}

/// How many members of the panel have not ranked the shortlist.
pub async fn silent_members(conn: &Conn<'_>, list: &Shortlist) -> Result<usize, StoreError> {
    let silent = conn
        .number(
            "SELECT COUNT(*) FROM panel_member m WHERE m.panel_id = $1 AND m.left_at IS NULL AND NOT EXISTS \
             (SELECT 1 FROM shortlist_ranking r WHERE r.shortlist_id = $2 AND r.account_id = m.account_id)",
            [list.panel_id.into(), list.id.into()],
        )
        .await?;
    Ok(usize::try_from(silent).unwrap_or(usize::MAX))
}

/// Ends the ranking: writes how each candidate came out and what the panel says about it.
pub async fn agree(
    work: &Work,
    id: i64,
    standings: &[Standing],
    reason: &str,
) -> Result<(), StoreError> {
    let conn = work.read();
    for one in standings {
        conn.run(
            "UPDATE shortlist_candidate SET points = $1, firsts = $2, place = $3, chosen = $4 \
             WHERE shortlist_id = $5 AND nomination_id = $6",
            [
                one.points.into(),
                one.firsts.into(),
                one.place.into(),
                one.chosen.into(),
                id.into(),
                one.nomination.into(),
            ],
        )
        .await?;
    }
    end(work, id, State::Agreed, reason).await
}

/// Ends a shortlist in a state, with the reason.
pub async fn end(work: &Work, id: i64, state: State, reason: &str) -> Result<(), StoreError> {
    work.read()
        .run(
            "UPDATE shortlist SET state = $1, agreed_at = $2, reason = $3 WHERE id = $4",
            [
                state.code().into(),
                At(work.at()).to_string().into(),
                reason.into(),
                id.into(),
            ],
        )
        .await?;
    Ok(())
}
