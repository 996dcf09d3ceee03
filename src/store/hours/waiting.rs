//! What is missing: projects in progress from which nothing was heard for a while.

use crate::store::instants::Day;
use crate::store::projects::list::inside;
use crate::store::{Conn, StoreError};
use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;

/// A project in progress, and since when nothing was recorded for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its reference.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Its council's name.
    pub council_name: String,
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
    started_on: Day,
    last_session: Option<Day>,
    sessions: i64,
}

/// Projects in progress: of some areas or of all, and only those unheard of since a day where one is named.
#[derive(Debug, Clone, Default)]
pub struct Unheard {
    /// Councils, wards and areas of councils; none means everywhere.
    pub within: Option<Vec<String>>,
    /// The last day on which they may have been heard of.
    pub until: Option<NaiveDate>,
}

impl Unheard {
    /// The projects with the day of their last session, which is kept beside them; none where there is no area to
    /// look in.
    fn found(&self) -> Option<(String, Vec<Value>)> {
        let mut values: Vec<Value> = vec![];
        let mut reach = String::new();
        if let Some(within) = &self.within {
            if within.is_empty() {
                return None;
            }
            let places: Vec<String> = (1..=within.len()).map(|at| format!("${at}")).collect();
            values.extend(within.iter().map(Value::from));
            reach = format!("AND {}", inside(&places));
        }
        let mut sql = format!(
            "WITH found AS (SELECT p.id, p.reference, p.title, p.council_code, p.started_on, h.last_session, \
             COALESCE(h.last_session, p.started_on) AS since \
             FROM project p LEFT JOIN project_heard h ON h.project_id = p.id \
             WHERE p.stage = 'in-progress' AND p.started_on IS NOT NULL {reach}"
        );
        if let Some(until) = self.until {
            values.push(Day(until).to_string().into());
            sql.push_str(&format!(
                " AND COALESCE(h.last_session, p.started_on) <= ${}",
                values.len()
            ));
        }
        sql.push(')');
        Some((sql, values))
    }

    /// How many there are.
    pub async fn count(&self, conn: &Conn<'_>) -> Result<i64, StoreError> {
        let Some((found, values)) = self.found() else {
            return Ok(0);
        };
        let sql = format!("{found} SELECT COUNT(*) FROM found");
        conn.number(sql, values).await
    }

    /// So many of them, the one longest unheard of first.
    pub async fn some(
        &self,
        conn: &Conn<'_>,
        skip: u64,
        most: u64,
    ) -> Result<Vec<Waiting>, StoreError> {
        let Some((found, values)) = self.found() else {
            return Ok(vec![]);
        };
        let sql = format!(
            "{found}, page AS (SELECT * FROM found ORDER BY since, reference LIMIT {most} OFFSET {skip}) \
             SELECT g.reference, g.title, k.name AS council_name, g.started_on, g.last_session, \
             COALESCE(t.sessions_held + t.stood_down, 0) AS sessions \
             FROM page g JOIN area k ON k.code = g.council_code \
             LEFT JOIN project_total t ON t.project_id = g.id ORDER BY g.since, g.reference"
        );
        let rows: Vec<Row> = conn.all(sql, values).await?;
        Ok(rows.into_iter().map(Waiting::from).collect())
    }
}

impl From<Row> for Waiting {
    fn from(row: Row) -> Waiting {
        Waiting {
            since: row.last_session.unwrap_or(row.started_on).0,
            last_session: row.last_session.map(|day| day.0),
            reference: row.reference,
            title: row.title,
            council_name: row.council_name,
            sessions: row.sessions,
        }
    }
}
