//! When each project was last heard of: one row a project, so that a list of what is missing reads as many rows as
//! there are projects, however many sessions they had.

use crate::store::instants::Day;
use crate::store::{Conn, StoreError, Work};
use chrono::NaiveDate;
use sea_orm::FromQueryResult;

/// Of two changes at once the later day stays, whichever comes last.
const UNLESS_LATER: &str = "ON CONFLICT (project_id) DO UPDATE SET last_session = excluded.last_session \
    WHERE project_heard.last_session < excluded.last_session";

/// Notes a new session.
pub(super) async fn of(work: &Work, project: i64, day: NaiveDate) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO project_heard (project_id, last_session) VALUES ($1, $2) {UNLESS_LATER}"
    );
    let values = [project.into(), Day(day).to_string().into()];
    work.read().run(sql, values).await?;
    Ok(())
}

/// Notes the sessions of an import that are in force under the keys from the first to the last.
pub(super) async fn of_import(
    conn: &Conn<'_>,
    (first, last): (&str, &str),
) -> Result<(), StoreError> {
    // In one order, so that no two imports wait for each other.
    let sql = format!(
        "INSERT INTO project_heard (project_id, last_session) SELECT project_id, MAX(day) FROM session_in_force \
         WHERE session_key >= $1 AND session_key <= $2 GROUP BY project_id ORDER BY project_id {UNLESS_LATER}"
    );
    conn.run(sql, [first.into(), last.into()]).await?;
    Ok(())
}

/// Looks again, after a session was corrected to another day.
pub(super) async fn again(work: &Work, project: i64) -> Result<(), StoreError> {
    let conn = work.read();
    // Whoever is adding a session is waited for first, so that it is seen.
    let wait = "UPDATE project_heard SET last_session = last_session WHERE project_id = $1";
    conn.run(wait, [project.into()]).await?;
    let look = "UPDATE project_heard SET last_session = (SELECT MAX(day) FROM session_in_force WHERE project_id = $1) \
                WHERE project_id = $1";
    conn.run(look, [project.into()]).await?;
    Ok(())
}

/// A project whose kept day is not that of its last session in the ledger. Days are as they stand in their columns.
#[derive(FromQueryResult)]
pub(in crate::store) struct Misheard {
    /// The project.
    pub(in crate::store) project_id: i64,
    /// What is kept, if anything is.
    pub(in crate::store) kept: Option<String>,
    /// What the ledger says, if there was a session.
    pub(in crate::store) counted: Option<String>,
}

/// Holds what is kept of every project against the ledger.
pub(in crate::store) async fn misheard(conn: &Conn<'_>) -> Result<Vec<Misheard>, StoreError> {
    let sql = "SELECT p.id AS project_id, h.last_session AS kept, s.day AS counted FROM project p \
               LEFT JOIN project_heard h ON h.project_id = p.id \
               LEFT JOIN (SELECT f.project_id, MAX(r.day) AS day FROM session_in_force f \
               JOIN session_return r ON r.id = f.return_id GROUP BY f.project_id) AS s ON s.project_id = p.id \
               WHERE COALESCE(h.last_session, '') <> COALESCE(s.day, '') ORDER BY p.id";
    conn.all(sql, []).await
}
