//! What an officer looks at before a release: anomalies in the ledger, exact and for staff only.

use super::Release;
use crate::domain::figures::release::findings::{Anomaly, Checked};
use crate::domain::hours::week::Standing;
use crate::store::hours::plans::{self, Planning};
use crate::store::instants::Day;
use crate::store::nominations::places::codes_inside;
use crate::store::{Conn, StoreError};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;
use std::collections::BTreeSet;

/// Something to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What may be wrong.
    pub anomaly: Anomaly,
    /// The project; nothing where it is about none.
    pub project: String,
    /// Its title.
    pub title: String,
    /// The session, where it is about one.
    pub session: Option<FoundSession>,
    /// The day on which a session was planned, where nothing of it is recorded.
    pub planned: Option<NaiveDate>,
}

/// A session to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundSession {
    /// What names it in addresses.
    pub key: String,
    /// Its day.
    pub day: NaiveDate,
    /// What was found, with its numbers.
    pub checked: Checked,
}

#[derive(FromQueryResult)]
struct SessionRow {
    reference: String,
    title: String,
    session_key: String,
    day: Day,
    minutes: i64,
    attending: i64,
    group_limit: Option<i64>,
    offered: i64,
    credited: i64,
}

#[derive(FromQueryResult)]
struct ProjectRow {
    reference: String,
    title: String,
}

fn values(release: &Release) -> [Value; 3] {
    [
        release.area_code.clone().into(),
        release.span.from.to_string().into(),
        release.span.to.to_string().into(),
    ]
}

/// Every anomaly of the council and the months, by kind and then by day or project.
pub async fn anomalies(conn: &Conn<'_>, release: &Release) -> Result<Vec<Found>, StoreError> {
    let sql = format!(
        "SELECT p.reference, p.title, r.session_key, r.day, r.ends - r.starts AS minutes, r.attending, \
         p.group_limit, r.minutes_offered AS offered, r.minutes_credited AS credited \
         FROM session_in_force f JOIN session_return r ON r.id = f.return_id JOIN project p ON p.id = f.project_id \
         WHERE p.council_code IN {} AND substr(r.day, 1, 7) >= $2 AND substr(r.day, 1, 7) <= $3 \
         ORDER BY r.day, r.id",
        codes_inside(&["$1".into()])
    );
    let mut all = vec![];
    for row in conn.all::<SessionRow>(sql, values(release)).await? {
        let checked = Checked {
            minutes: row.minutes,
            attending: row.attending,
            group_limit: row.group_limit,
            offered: row.offered,
            credited: row.credited,
        };
        for anomaly in checked.anomalies() {
            all.push(Found {
                anomaly,
                project: row.reference.clone(),
                title: row.title.clone(),
                session: Some(FoundSession {
                    key: row.session_key.clone(),
                    day: row.day.0,
                    checked,
                }),
                planned: None,
            });
        }
    }
    if is_nothing_recorded(conn, release).await? {
        all.push(Found {
            anomaly: Anomaly::NothingRecorded,
            project: String::new(),
            title: String::new(),
            session: None,
            planned: None,
        });
    }
    all.extend(without_return(conn, release).await?);
    all.extend(without_nomination(conn, release).await?);
    all.sort_by_key(|found| found.anomaly);
    Ok(all)
}

/// Whether nothing counts for the council in the months: a release of them would say nothing but noughts.
async fn is_nothing_recorded(conn: &Conn<'_>, release: &Release) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM (SELECT 1 FROM exact_cell WHERE area_code = $1 AND stretch = 'month' \
               AND start >= $2 AND start <= $3 LIMIT 1) AS c";
    Ok(conn.number(sql, values(release)).await? == 0)
}

/// Days of the months on which a session was planned and nothing is recorded.
async fn without_return(conn: &Conn<'_>, release: &Release) -> Result<Vec<Found>, StoreError> {
    let (from, to) = (release.span.from.first_day(), release.span.to.last_day());
    let projects = plans::of_council(conn, &release.area_code).await?;
    let rows: Vec<i64> = projects.iter().map(|project| project.project).collect();
    let there: BTreeSet<(i64, NaiveDate)> = plans::recorded(conn, &rows, from, to)
        .await?
        .into_iter()
        .map(|one| (one.project, one.day))
        .collect();
    let missing = |project: &Planning| {
        let is_recorded = |day| there.contains(&(project.project, day));
        // The months of a release are over, and so is every session that was planned in them.
        let over = DateTime::<Utc>::MAX_UTC;
        let span = (from, project.last_day.map_or(to, |last| last.min(to)));
        let days = project.planned(span, is_recorded, over);
        let missing = days
            .into_iter()
            .filter(|day| day.standing == Standing::Missing);
        let found = missing.map(|day| Found {
            anomaly: Anomaly::NoReturn,
            project: project.reference.clone(),
            title: project.title.clone(),
            session: None,
            planned: Some(day.day),
        });
        found.collect::<Vec<_>>()
    };
    let mut all: Vec<Found> = projects.iter().flat_map(missing).collect();
    all.sort_by_key(|found| found.planned);
    Ok(all)
}

/// Projects that count in the months and that nobody nominated.
async fn without_nomination(conn: &Conn<'_>, release: &Release) -> Result<Vec<Found>, StoreError> {
    let within = |day: &str| format!("(substr({day}, 1, 7) >= $2 AND substr({day}, 1, 7) <= $3)");
    let sql = format!(
        "SELECT p.reference, p.title FROM project p WHERE p.council_code IN {} AND p.nomination_id IS NULL AND ({} OR {} \
         OR EXISTS (SELECT 1 FROM session_in_force f WHERE f.project_id = p.id AND {})) ORDER BY p.reference",
        codes_inside(&["$1".into()]),
        within("p.agreed_on"),
        within("p.completed_on"),
        within("f.day")
    );
    let rows: Vec<ProjectRow> = conn.all(sql, values(release)).await?;
    let found = rows.into_iter().map(|row| Found {
        anomaly: Anomaly::NoNomination,
        project: row.reference,
        title: row.title,
        session: None,
        planned: None,
    });
    Ok(found.collect())
}
