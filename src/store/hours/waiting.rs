//! What is missing: projects in progress from which nothing was heard for a while.

use crate::store::instants::Day;
use crate::store::{Conn, StoreError};
use chrono::NaiveDate;
use sea_orm::FromQueryResult;

/// A project in progress, and since when nothing was recorded for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its reference.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Its council's name.
    pub council_name: String,
    /// The ward, or the council where no ward is known: what a grant must cover.
    pub area: String,
    /// The day of its last session, if it had any.
    pub last_session: Option<NaiveDate>,
    /// The day from which something is missing: its last session, or its first day.
    pub since: NaiveDate,
    /// Sessions it has had.
    pub sessions: i64,
}

#[derive(FromQueryResult)]
struct Row {
    reference: String,
    title: String,
    council_name: String,
    area: String,
    started_on: Day,
    last_session: Option<Day>,
    sessions: i64,
}

/// Every project in progress, the one longest unheard of first.
pub async fn in_progress(conn: &Conn<'_>) -> Result<Vec<Waiting>, StoreError> {
    let rows: Vec<Row> = conn
        .all(
            "SELECT p.reference, p.title, k.name AS council_name, COALESCE(p.ward_code, p.council_code) AS area, \
             p.started_on, MAX(f.day) AS last_session, COUNT(f.session_key) AS sessions \
             FROM project p JOIN area k ON k.code = p.council_code \
             LEFT JOIN session_in_force f ON f.project_id = p.id \
             WHERE p.stage = 'in-progress' AND p.started_on IS NOT NULL \
             GROUP BY p.id, p.reference, p.title, k.name, p.ward_code, p.council_code, p.started_on \
             ORDER BY COALESCE(MAX(f.day), p.started_on), p.reference",
            [],
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Waiting {
            since: row.last_session.unwrap_or(row.started_on).0,
            last_session: row.last_session.map(|day| day.0),
            reference: row.reference,
            title: row.title,
            council_name: row.council_name,
            area: row.area,
            sessions: row.sessions,
        })
        .collect())
}
