//! What many projects add up to, each as last published. For one, see `store::figures`.

use crate::domain::figures::withholding::{PublicMeasures, Weighed};
use crate::domain::figures::{Measures, PublicFigures};
use crate::store::{Conn, StoreError, figures};
use sea_orm::FromQueryResult;
use std::collections::HashMap;

#[derive(FromQueryResult)]
struct Row {
    project_id: i64,
    sessions_held: i64,
    stood_down: i64,
    attendances: i64,
    offenders: i64,
    minutes_offered: i64,
    minutes_credited: i64,
    withheld: bool,
}

impl From<Row> for Weighed {
    fn from(row: Row) -> Weighed {
        let counts = Measures {
            sessions_held: row.sessions_held,
            stood_down: row.stood_down,
            attendances: row.attendances,
            offenders: row.offenders,
            minutes_offered: row.minutes_offered,
            minutes_credited: row.minutes_credited,
            ..Measures::default()
        };
        Weighed {
            counts,
            covers: row.withheld,
        }
    }
}

/// The totals of projects as last published, with small numbers withheld. A project without any
/// counts nothing.
pub async fn published(
    conn: &Conn<'_>,
    projects: &[i64],
) -> Result<HashMap<i64, PublicMeasures>, StoreError> {
    let threshold = figures::published_threshold(conn).await?;
    let mut all: HashMap<i64, Weighed> =
        projects.iter().map(|id| (*id, figures::NOTHING)).collect();
    for some in projects.chunks(500) {
        let places: Vec<String> = (1..=some.len()).map(|at| format!("${at}")).collect();
        let sql = format!(
            "SELECT * FROM public_project_total WHERE project_id IN ({})",
            places.join(", ")
        );
        for row in conn
            .all::<Row>(sql, some.iter().map(|id| (*id).into()))
            .await?
        {
            all.insert(row.project_id, Weighed::from(row));
        }
    }
    Ok(all
        .into_iter()
        .map(|(id, counts)| (id, *PublicFigures::single(counts, threshold).total()))
        .collect())
}
