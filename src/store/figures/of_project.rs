//! The sums of one project.

use super::{NOTHING, published_threshold};
use crate::domain::figures::withholding::{PublicMeasures, Weighed};
use crate::domain::figures::{Measures, PublicFigures};
use crate::store::{Conn, StoreError};
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct TotalRow {
    withheld: bool,
    sessions_held: i64,
    stood_down: i64,
    attendances: i64,
    offenders: i64,
    minutes_offered: i64,
    minutes_credited: i64,
}

/// A project's sessions, offenders and hours as the public may see them.
pub async fn published_project(
    conn: &Conn<'_>,
    project: i64,
) -> Result<PublicMeasures, StoreError> {
    let sql = "SELECT * FROM public_project_total WHERE project_id = $1";
    let row: Option<TotalRow> = conn.one(sql, [project.into()]).await?;
    let weighed = row.map_or(NOTHING, |row| Weighed {
        covers: row.withheld,
        counts: row.into(),
    });
    let threshold = published_threshold(conn).await?;
    Ok(*PublicFigures::single(weighed, threshold).total())
}

/// The same as staff may see them.
pub async fn exact_project(conn: &Conn<'_>, project: i64) -> Result<Measures, StoreError> {
    let sql = "SELECT *, FALSE AS withheld FROM project_total WHERE project_id = $1";
    let row: Option<TotalRow> = conn.one(sql, [project.into()]).await?;
    Ok(row.map_or(Measures::NONE, Measures::from))
}

impl From<TotalRow> for Measures {
    fn from(row: TotalRow) -> Measures {
        Measures {
            sessions_held: row.sessions_held,
            stood_down: row.stood_down,
            attendances: row.attendances,
            offenders: row.offenders,
            minutes_offered: row.minutes_offered,
            minutes_credited: row.minutes_credited,
            ..Measures::NONE
        }
    }
}
