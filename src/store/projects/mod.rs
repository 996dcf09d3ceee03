//! Projects as they are written down. Reading is here and in [`list`]; [`change`] writes.

pub mod change;
pub mod holding;
pub mod list;
pub mod steps;
pub mod story;
pub mod updates;

use crate::domain::areas::point::Point;
use crate::domain::figures::period::Month;
use crate::domain::hours::Minutes;
use crate::domain::hours::session_return::Site;
use crate::domain::ids::Reference;
use crate::domain::projects::moves::Standing;
use crate::domain::projects::{Description, Origin, Stage};
use crate::domain::text::place_within;
use crate::store::at_once::{in_pieces, placeholders};
use crate::store::entities::projects::project;
use crate::store::{Conn, StoreError};
use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;

/// A project with the names of what it points to.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// Its row.
    pub id: i64,
    /// What people say on the telephone.
    pub reference: Reference,
    /// What it is.
    pub description: Description,
    /// The name of its category of work.
    pub category_name: String,
    /// How far it is.
    pub stage: Stage,
    /// The stage to go back to after a pause.
    pub before_the_pause: Option<Stage>,
    /// Whose idea it was and who chose it.
    pub origin: Origin,
    /// Its nomination's row.
    pub nomination_id: Option<i64>,
    /// Its nomination's reference, where the nomination is public.
    pub nomination: Option<String>,
    /// The round that chose it.
    pub round_id: Option<i64>,
    /// That round's address.
    pub round_slug: Option<String>,
    /// The council's code.
    pub council_code: String,
    /// The council's name.
    pub council_name: String,
    /// The ward's code.
    pub ward_code: Option<String>,
    /// The ward's name.
    pub ward_name: Option<String>,
    /// Where it is on the ground.
    pub point: Option<Point>,
    /// The day it was nominated.
    pub nominated_on: Option<NaiveDate>,
    /// The day it was agreed.
    pub agreed_on: NaiveDate,
    /// The month in which work should begin.
    pub planned_month: Option<Month>,
    /// Its first day.
    pub started_on: Option<NaiveDate>,
    /// The day by which it should be done. The public sees its month.
    pub expected_on: Option<NaiveDate>,
    /// Its last day.
    pub completed_on: Option<NaiveDate>,
    /// The day it was cancelled.
    pub cancelled_on: Option<NaiveDate>,
    /// What there was to say at the end.
    pub closing_statement: String,
    /// What was done.
    pub work_done: String,
    /// What is known and what is invented, in a demonstration.
    pub provenance: String,
    /// Moves with each change.
    pub version: i64,
}

impl Project {
    /// The area that a grant must cover: the ward, or the council where no ward is known.
    pub fn area(&self) -> &str {
        self.ward_code.as_deref().unwrap_or(&self.council_code)
    }

    /// Where it is, in words: `Beaumont Leys, Leicester`.
    pub fn area_in_words(&self) -> String {
        match &self.ward_name {
            Some(ward) => format!("{ward}, {}", self.council_name),
            None => self.council_name.clone(),
        }
    }

    /// The place with its ward and council, none of them said twice.
    pub fn place_in_words(&self) -> String {
        let areas = self.ward_name.iter().chain([&self.council_name]);
        place_within(&self.description.place, areas)
    }

    /// What it sets for its sessions. `nobody_yet` says that no session was held so far.
    pub fn site(&self, nobody_yet: bool) -> Site {
        Site {
            started_on: self.started_on,
            ended_on: self.completed_on.or(self.cancelled_on),
            group_limit: self.description.group_limit,
            nobody_yet,
        }
    }

    /// Where it stands, as far as moves care.
    pub fn standing(&self, last_session: Option<NaiveDate>) -> Standing {
        Standing {
            stage: self.stage,
            before_the_pause: self.before_the_pause,
            agreed_on: self.agreed_on,
            started_on: self.started_on,
            last_session,
        }
    }
}

/// Columns and tables of every read.
const SELECT: &str = "SELECT p.*, c.name AS category_name, k.name AS council_name, w.name AS ward_name, \
    n.reference AS nomination_reference, r.slug AS round_slug \
    FROM project p JOIN category c ON c.code = p.category JOIN area k ON k.code = p.council_code \
    LEFT JOIN area w ON w.code = p.ward_code \
    LEFT JOIN nomination n ON n.id = p.nomination_id AND n.moderated_at IS NOT NULL AND n.public \
    LEFT JOIN round r ON r.id = p.round_id";

#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    project: project::Model,
    category_name: String,
    council_name: String,
    ward_name: Option<String>,
    nomination_reference: Option<String>,
    round_slug: Option<String>,
}

fn unreadable(what: &str, text: &str) -> StoreError {
    StoreError::Unreadable(format!("{what} {text:?} of a project"))
}

fn stage(text: &str) -> Result<Stage, StoreError> {
    Stage::parse(text).ok_or_else(|| unreadable("stage", text))
}

impl TryFrom<Row> for Project {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Project, StoreError> {
        let p = row.project;
        let month = p.planned_month.as_deref().map(|text| {
            text.parse::<Month>()
                .map_err(|_| unreadable("planned month", text))
        });
        Ok(Project {
            id: p.id,
            reference: p
                .reference
                .parse()
                .map_err(|_| unreadable("reference", &p.reference))?,
            description: Description {
                title: p.title,
                category: p.category,
                place: p.place,
                summary: p.summary,
                beneficiary: p.beneficiary,
                supervised_by: p.supervised_by,
                estimate: p.estimate_minutes.map(Minutes::new),
                group_limit: p.group_limit,
            },
            category_name: row.category_name,
            stage: stage(&p.stage)?,
            before_the_pause: p.stage_before.as_deref().map(stage).transpose()?,
            origin: Origin::parse(&p.origin).ok_or_else(|| unreadable("origin", &p.origin))?,
            nomination_id: p.nomination_id,
            nomination: row.nomination_reference,
            round_id: p.round_id,
            round_slug: row.round_slug,
            council_code: p.council_code,
            council_name: row.council_name,
            ward_code: p.ward_code,
            ward_name: row.ward_name,
            point: p
                .lat
                .zip(p.lon)
                .and_then(|(lat, lon)| Point::new(lat, lon).ok()),
            nominated_on: p.nominated_on.map(|day| day.0),
            agreed_on: p.agreed_on.0,
            planned_month: month.transpose()?,
            started_on: p.started_on.map(|day| day.0),
            expected_on: p.expected_on.map(|day| day.0),
            completed_on: p.completed_on.map(|day| day.0),
            cancelled_on: p.cancelled_on.map(|day| day.0),
            closing_statement: p.closing_statement,
            work_done: p.work_done,
            provenance: p.provenance,
            version: p.version,
        })
    }
}

/// A project by its reference.
pub async fn by_reference(
    conn: &Conn<'_>,
    reference: &Reference,
) -> Result<Option<Project>, StoreError> {
    let row: Option<Row> = conn
        .one(
            format!("{SELECT} WHERE p.reference = $1"),
            [reference.as_str().to_string().into()],
        )
        .await?;
    row.map(Project::try_from).transpose()
}

/// A project by its row.
pub async fn by_id(conn: &Conn<'_>, id: i64) -> Result<Option<Project>, StoreError> {
    let row: Option<Row> = conn
        .one(format!("{SELECT} WHERE p.id = $1"), [id.into()])
        .await?;
    row.map(Project::try_from).transpose()
}

/// Projects by their references, those that are there, in no order. For imports.
pub async fn by_references(
    conn: &Conn<'_>,
    references: &[String],
) -> Result<Vec<Project>, StoreError> {
    by(conn, "p.reference", references).await
}

/// Projects by their rows, those that are there, in no order. For imports.
pub async fn by_rows(conn: &Conn<'_>, rows: &[i64]) -> Result<Vec<Project>, StoreError> {
    by(conn, "p.id", rows).await
}

/// Those with one of these values in a column.
async fn by<T: Clone + Into<Value>>(
    conn: &Conn<'_>,
    column: &str,
    wanted: &[T],
) -> Result<Vec<Project>, StoreError> {
    let mut found = vec![];
    for some in in_pieces(wanted) {
        let places = placeholders(conn.engine(), 1, some.len());
        let sql = format!("{SELECT} WHERE {column} IN {places}");
        let values = some.iter().map(|value| value.clone().into());
        for row in conn.all::<Row>(sql, values).await? {
            found.push(Project::try_from(row)?);
        }
    }
    Ok(found)
}

/// The project that a nomination became.
pub async fn of_nomination(
    conn: &Conn<'_>,
    nomination: i64,
) -> Result<Option<Project>, StoreError> {
    let row: Option<Row> = conn
        .one(
            format!("{SELECT} WHERE p.nomination_id = $1 ORDER BY p.id LIMIT 1"),
            [nomination.into()],
        )
        .await?;
    row.map(Project::try_from).transpose()
}
