//! What happened to projects, newest first: for feeds.
//!
//! Only what everybody may see: steps from stage to stage, and news that somebody with the right
//! has published. Nobody who wrote anything is named.

use crate::domain::figures::period::Month;
use crate::domain::projects::Stage;
use crate::domain::time::{london_date, start_of_day};
use crate::store::instants::At;
use crate::store::{Conn, StoreError};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

/// Something that happened to a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// The project's reference.
    pub reference: String,
    /// The project's title.
    pub project: String,
    /// The project's summary.
    pub summary: String,
    /// When; of the beginning of the work the start of its month, because the day is nobody's to know.
    pub at: DateTime<Utc>,
    /// What.
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// It came to a stage.
    Step {
        /// Its place among the steps of its project, from 1: a number of all projects' steps would tell the day of one
        /// by those of its neighbours.
        number: i64,
        /// The stage.
        stage: Stage,
    },
    /// News was published.
    News {
        /// The row of the news.
        id: i64,
        /// Its heading.
        title: String,
        /// Its text.
        body: String,
    },
}

/// Whose happenings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Of {
    /// Of all projects.
    Everything,
    /// Of the projects in an area, by its code.
    Area(String),
    /// Of one project, by its reference.
    Project(String),
}

impl Of {
    fn condition(&self) -> &'static str {
        match self {
            Of::Everything => "$1 = ''",
            Of::Project(_) => "p.reference = $1",
            Of::Area(_) => {
                "(p.ward_code = $1 OR p.council_code IN (WITH RECURSIVE inside (code) AS (\
                 SELECT a.code FROM area a WHERE a.code = $1 UNION \
                 SELECT a.code FROM area a JOIN inside i ON a.parent_code = i.code WHERE a.kind <> 'ward') \
                 SELECT code FROM inside))"
            }
        }
    }

    fn value(&self) -> String {
        match self {
            Of::Everything => String::new(),
            Of::Area(text) | Of::Project(text) => text.clone(),
        }
    }
}

#[derive(FromQueryResult)]
struct Row {
    /// The row of news, or the place of a step among those of its project.
    id: i64,
    at: At,
    stage: String,
    heading: String,
    body: String,
    reference: String,
    title: String,
    summary: String,
}

/// The newest happenings, at most so many.
pub async fn happenings(
    conn: &Conn<'_>,
    of: &Of,
    most: usize,
) -> Result<Vec<Happening>, StoreError> {
    let condition = of.condition();
    let steps = format!(
        "SELECT (SELECT COUNT(*) FROM project_step e WHERE e.project_id = n.project_id AND e.id <= n.id) AS id, \
         n.at, n.stage, '' AS heading, '' AS body, n.reference, n.title, n.summary \
         FROM (SELECT s.id, s.project_id, s.at, s.stage, p.reference, p.title, p.summary \
         FROM project_step s JOIN project p ON p.id = s.project_id WHERE {condition} \
         ORDER BY s.at DESC, s.id DESC LIMIT {most}) AS n ORDER BY n.at DESC, n.id DESC"
    );
    let news = format!(
        "SELECT u.id, u.published_at AS at, '' AS stage, u.title AS heading, u.body, p.reference, p.title, \
         p.summary FROM project_update u JOIN project p ON p.id = u.project_id \
         WHERE u.published_at IS NOT NULL AND {condition} \
         ORDER BY u.published_at DESC, u.id DESC LIMIT {most}"
    );
    let mut found = vec![];
    for sql in [steps, news] {
        let rows: Vec<Row> = conn.all(sql, [of.value().into()]).await?;
        for row in rows {
            found.push(Happening::try_from(row)?);
        }
    }
    // What began in the same month stands in an order that tells nothing of its days.
    found.sort_by(|a, b| (b.at, &a.reference).cmp(&(a.at, &b.reference)));
    found.truncate(most);
    Ok(found)
}

impl TryFrom<Row> for Happening {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Happening, StoreError> {
        let what = if row.stage.is_empty() {
            What::News {
                id: row.id,
                title: row.heading,
                body: row.body,
            }
        } else {
            let stage = Stage::parse(&row.stage);
            let unreadable = || StoreError::Unreadable(format!("stage {:?}", row.stage));
            What::Step {
                number: row.id,
                stage: stage.ok_or_else(unreadable)?,
            }
        };
        let began = matches!(
            what,
            What::Step {
                stage: Stage::InProgress,
                ..
            }
        );
        let at = match began {
            true => start_of_day(Month::of(london_date(row.at.0)).first_day()),
            false => row.at.0,
        };
        Ok(Happening {
            reference: row.reference,
            project: row.title,
            summary: row.summary,
            at,
            what,
        })
    }
}
