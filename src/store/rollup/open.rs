//! What is counted of nominations and of votes: nothing of it is ever withheld.
//!
//! A nomination counts in the month it was sent, with its supports and whether it was decided in time. A vote
//! counts once its result is declared, in the month it closed: nothing of it is counted before.

use super::{ALL, Leaf, NO_ORIGIN};
use crate::domain::figures::Measures;
use crate::domain::figures::period::Month;
use crate::domain::time::london_date;
use crate::store::instants::At;
use crate::store::{Conn, StoreError};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;

/// What a nomination counts for is worked out of this.
#[derive(FromQueryResult)]
pub(in crate::store) struct Nomination {
    council_code: String,
    ward_code: Option<String>,
    category: String,
    submitted_at: At,
    decided_at: Option<At>,
    promised_days: Option<i64>,
    supports: i64,
}

impl From<Nomination> for (Leaf, Measures) {
    fn from(row: Nomination) -> (Leaf, Measures) {
        let sent = london_date(row.submitted_at.0);
        let days = row
            .decided_at
            .map(|at| (london_date(at.0) - sent).num_days());
        let is_in_time = |days: i64| row.promised_days.is_some_and(|promised| days <= promised);
        let counts = Measures {
            nominations: 1,
            supports: row.supports,
            decided: i64::from(days.is_some()),
            decided_in_time: i64::from(days.is_some_and(is_in_time)),
            ..Measures::NONE
        };
        let leaf = Leaf {
            council: row.council_code,
            ward: row.ward_code,
            category: row.category,
            origin: NO_ORIGIN.into(),
            month: Month::of(sent),
        };
        (leaf, counts)
    }
}

/// The columns of a [`Nomination`], of a table by its short name.
pub(in crate::store) fn nomination_columns(of: &str) -> String {
    let own = [
        "council_code",
        "ward_code",
        "category",
        "submitted_at",
        "decided_at",
        "promised_days",
    ];
    let own = own.map(|column| format!("{of}.{column}")).join(", ");
    format!(
        "{own}, {of}.earlier_supports + (SELECT COUNT(*) FROM support s WHERE s.nomination_id = {of}.id) AS supports"
    )
}

/// What the public nominations that meet a condition count for.
pub(super) async fn nominations(
    conn: &Conn<'_>,
    which: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<(Leaf, Measures)>, StoreError> {
    let sql = format!(
        "SELECT {} FROM nomination n WHERE n.moderated_at IS NOT NULL AND n.public AND {which}",
        nomination_columns("n")
    );
    let rows: Vec<Nomination> = conn.all(sql, values).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// What one nomination counts for, if anything: subtract it before a change, add it after.
pub async fn of_nomination(
    conn: &Conn<'_>,
    nomination: i64,
) -> Result<Vec<(Leaf, Measures)>, StoreError> {
    nominations(conn, "n.id = $1", [nomination.into()]).await
}

/// What a vote counts for is worked out of this.
#[derive(FromQueryResult)]
pub(in crate::store) struct Round {
    council_code: String,
    ward_code: Option<String>,
    closes_at: At,
    votes_cast: i64,
    population: Option<i64>,
}

impl From<Round> for (Leaf, Measures) {
    fn from(row: Round) -> (Leaf, Measures) {
        let counts = Measures {
            rounds: 1,
            votes_cast: row.votes_cast,
            votes_among_known: row.population.map_or(0, |_| row.votes_cast),
            population: row.population.unwrap_or(0),
            ..Measures::NONE
        };
        let leaf = Leaf {
            council: row.council_code,
            ward: row.ward_code,
            category: ALL.into(),
            origin: ALL.into(),
            month: Month::of(london_date(row.closes_at.0)),
        };
        (leaf, counts)
    }
}

/// Every declared vote, with the columns of a [`Round`].
pub(in crate::store) const ROUNDS: &str = "(SELECT r.id, CASE WHEN a.kind = 'ward' THEN COALESCE(a.parent_code, a.code) ELSE a.code END AS council_code, \
    CASE WHEN a.kind = 'ward' AND a.parent_code IS NOT NULL THEN a.code END AS ward_code, r.closes_at, t.votes_cast, r.population \
    FROM round r JOIN area a ON a.code = r.area_code JOIN round_result t ON t.round_id = r.id \
    WHERE r.state = 'declared')";

/// What the declared votes that meet a condition count for.
pub(super) async fn rounds(
    conn: &Conn<'_>,
    which: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<(Leaf, Measures)>, StoreError> {
    let sql = format!("SELECT r.* FROM {ROUNDS} AS r WHERE {which}");
    let rows: Vec<Round> = conn.all(sql, values).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// What one vote counts for: nothing before it is declared.
pub async fn of_round(conn: &Conn<'_>, round: i64) -> Result<Vec<(Leaf, Measures)>, StoreError> {
    rounds(conn, "r.id = $1", [round.into()]).await
}
