//! Writing projects down. Every change that moves a count goes through `recounted`.

use super::Project;
use crate::domain::areas::point::Point;
use crate::domain::figures::Measures;
use crate::domain::figures::period::Month;
use crate::domain::hours::Minutes;
use crate::domain::ids::Reference;
use crate::domain::projects::{Description, Origin, Stage};
use crate::store::entities::projects::project as table;
use crate::store::instants::Day;
use crate::store::rollup::{self, Leaf};
use crate::store::{StoreError, Work};
use chrono::NaiveDate;
use sea_orm::sea_query::Value;
use sea_orm::{ActiveValue::Set, EntityTrait, FromQueryResult};

/// A project before it has a row.
#[derive(Debug, Clone, PartialEq)]
pub struct NewProject {
    /// Its reference.
    pub reference: Reference,
    /// What it is.
    pub description: Description,
    /// How far it is.
    pub stage: Stage,
    /// Whose idea it was and who chose it.
    pub origin: Origin,
    /// Its nomination.
    pub nomination_id: Option<i64>,
    /// The round that chose it.
    pub round_id: Option<i64>,
    /// The council.
    pub council_code: String,
    /// The ward, and the set it was found in.
    pub ward_code: Option<String>,
    /// The ward set.
    pub ward_set: Option<String>,
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
    /// The day by which it should be done.
    pub expected_on: Option<NaiveDate>,
    /// Its last day.
    pub completed_on: Option<NaiveDate>,
    /// What there was to say at the end.
    pub closing_statement: String,
    /// What was done.
    pub work_done: String,
    /// What is known and what is invented, in a demonstration.
    pub provenance: String,
}

impl NewProject {
    /// A project that was just agreed, with nothing else known of it.
    pub fn agreed(reference: Reference, council: &str, on: NaiveDate) -> NewProject {
        NewProject {
            reference,
            description: Description::default(),
            stage: Stage::Agreed,
            origin: Origin::Other,
            nomination_id: None,
            round_id: None,
            council_code: council.to_string(),
            ward_code: None,
            ward_set: None,
            point: None,
            nominated_on: None,
            agreed_on: on,
            planned_month: None,
            started_on: None,
            expected_on: None,
            completed_on: None,
            closing_statement: String::new(),
            work_done: String::new(),
            provenance: String::new(),
        }
    }

    fn leaf(&self, month: Month) -> Leaf {
        Leaf {
            council: self.council_code.clone(),
            ward: self.ward_code.clone(),
            category: self.description.category.clone(),
            origin: self.origin.code().to_string(),
            month,
        }
    }

    /// What a new project counts for, before it has any session.
    fn counts(&self) -> Vec<(Leaf, Measures)> {
        let agreed = rollup::agreed(self.stage.code());
        let mut counts = vec![(self.leaf(Month::of(self.agreed_on)), agreed)];
        if let (Some(day), Stage::Completed) = (self.completed_on, self.stage) {
            let completed = Measures {
                projects_completed: 1,
                ..Measures::default()
            };
            counts.push((self.leaf(Month::of(day)), completed));
        }
        counts
    }

    fn row(&self) -> table::ActiveModel {
        let d = &self.description;
        table::ActiveModel {
            reference: Set(self.reference.as_str().to_string()),
            title: Set(d.title.clone()),
            category: Set(d.category.clone()),
            stage: Set(self.stage.code().to_string()),
            stage_before: Set(None),
            origin: Set(self.origin.code().to_string()),
            nomination_id: Set(self.nomination_id),
            round_id: Set(self.round_id),
            council_code: Set(self.council_code.clone()),
            ward_code: Set(self.ward_code.clone()),
            ward_set: Set(self.ward_set.clone()),
            lat: Set(self.point.map(Point::lat)),
            lon: Set(self.point.map(Point::lon)),
            place: Set(d.place.clone()),
            summary: Set(d.summary.clone()),
            beneficiary: Set(d.beneficiary.clone()),
            supervised_by: Set(d.supervised_by.clone()),
            estimate_minutes: Set(d.estimate.map(Minutes::count)),
            group_limit: Set(d.group_limit),
            nominated_on: Set(self.nominated_on.map(Day)),
            agreed_on: Set(Day(self.agreed_on)),
            planned_month: Set(self.planned_month.map(|month| month.to_string())),
            started_on: Set(self.started_on.map(Day)),
            expected_on: Set(self.expected_on.map(Day)),
            completed_on: Set(self.completed_on.map(Day)),
            cancelled_on: Set(None),
            closing_statement: Set(self.closing_statement.clone()),
            work_done: Set(self.work_done.clone()),
            provenance: Set(self.provenance.clone()),
            search: Set(d.search_text(self.reference.as_str())),
            version: Set(1),
            ..Default::default()
        }
    }
}

/// Writes a project down and says its row.
pub async fn add(work: &Work, project: &NewProject) -> Result<i64, StoreError> {
    let done = table::Entity::insert(project.row())
        .exec(work.read().db())
        .await?;
    rollup::add(work, &project.counts()).await?;
    Ok(done.last_insert_id)
}

/// Writes many down at once. Up to 500 at a time, or the databases run out of places for values.
pub async fn add_many(work: &Work, projects: &[NewProject]) -> Result<(), StoreError> {
    for some in projects.chunks(500) {
        table::Entity::insert_many(some.iter().map(NewProject::row))
            .exec_without_returning(work.read().db())
            .await?;
        let counts: Vec<_> = some.iter().flat_map(NewProject::counts).collect();
        rollup::add(work, &counts).await?;
    }
    Ok(())
}

/// Ties the project that a vote chose to that vote, where it came from a file that cannot name it.
pub async fn chosen_by(work: &Work, nomination: i64, round: i64) -> Result<(), StoreError> {
    work.read()
        .run(
            "UPDATE project SET round_id = $1 \
             WHERE nomination_id = $2 AND origin = $3 AND round_id IS NULL",
            [round.into(), nomination.into(), Origin::Vote.code().into()],
        )
        .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Prefix {
    prefix: Option<String>,
}

/// The next reference of a council in a year. References of a council without letters of its own
/// begin with `P`.
pub async fn next_reference(
    work: &Work,
    council: &str,
    year: i32,
) -> Result<Reference, StoreError> {
    let conn = work.read();
    let found: Option<Prefix> = conn
        .one("SELECT prefix FROM area WHERE code = $1", [council.into()])
        .await?;
    let prefix = found
        .and_then(|found| found.prefix)
        .unwrap_or_else(|| "P".into());
    let number = conn
        .number(
            "INSERT INTO project_number (council_code, year, last) VALUES ($1, $2, 1) \
             ON CONFLICT (council_code, year) DO UPDATE SET last = project_number.last + 1 RETURNING last",
            [council.into(), i64::from(year).into()],
        )
        .await?;
    Ok(Reference::project(&prefix, year, number))
}

/// Takes note of numbers that a file has used, so that no new reference meets an old one.
pub async fn use_numbers_to(
    work: &Work,
    council: &str,
    year: i32,
    last: i64,
) -> Result<(), StoreError> {
    work.read()
        .run(
            "INSERT INTO project_number (council_code, year, last) VALUES ($1, $2, $3) \
             ON CONFLICT (council_code, year) DO UPDATE SET last = excluded.last \
             WHERE project_number.last < excluded.last",
            [council.into(), i64::from(year).into(), last.into()],
        )
        .await?;
    Ok(())
}

/// Changes a row if it is still at the version given. False where it is not.
async fn change(
    work: &Work,
    id: i64,
    version: i64,
    columns: Vec<(&'static str, Value)>,
) -> Result<bool, StoreError> {
    let names: Vec<String> = columns
        .iter()
        .enumerate()
        .map(|(at, (name, _))| format!("{name} = ${}", at + 3))
        .collect();
    let sql = format!(
        "UPDATE project SET version = version + 1, {} WHERE id = $1 AND version = $2",
        names.join(", ")
    );
    let mut values: Vec<Value> = vec![id.into(), version.into()];
    values.extend(columns.into_iter().map(|(_, value)| value));
    Ok(work.read().run(sql, values).await? == 1)
}

/// The same, with the cells put right: out of the old, into the new.
async fn recounted(
    work: &Work,
    project: &Project,
    version: i64,
    columns: Vec<(&'static str, Value)>,
) -> Result<bool, StoreError> {
    let id = project.id;
    super::holding::hold(work, &project.reference).await?;
    let before = rollup::of_project(&work.read(), id).await?;
    if !change(work, id, version, columns).await? {
        return Ok(false);
    }
    let after = rollup::of_project(&work.read(), id).await?;
    let moved: Vec<_> = before
        .into_iter()
        .map(|(leaf, counts)| (leaf, -counts))
        .chain(after)
        .collect();
    rollup::add(work, &moved).await?;
    // What was published of its months is counted elsewhere now.
    let mut totals = rollup::Additions::default();
    totals.note(id, rollup::Addition::of_every_month(Measures::NONE));
    totals.write(work).await?;
    Ok(true)
}

fn day(day: Option<NaiveDate>) -> Value {
    Value::from(day.map(|day| Day(day).to_string()))
}

/// Gives a project another description. False if somebody changed it meanwhile.
pub async fn describe(
    work: &Work,
    project: &Project,
    version: i64,
    d: &Description,
    expected_on: Option<NaiveDate>,
) -> Result<bool, StoreError> {
    let columns = vec![
        ("title", d.title.clone().into()),
        ("category", d.category.clone().into()),
        ("place", d.place.clone().into()),
        ("summary", d.summary.clone().into()),
        ("beneficiary", d.beneficiary.clone().into()),
        ("supervised_by", d.supervised_by.clone().into()),
        ("estimate_minutes", d.estimate.map(Minutes::count).into()),
        ("group_limit", d.group_limit.into()),
        ("expected_on", day(expected_on)),
        ("search", d.search_text(project.reference.as_str()).into()),
    ];
    recounted(work, project, version, columns).await
}

/// What a move changes besides the stage. What is `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moved {
    /// The month in which work should begin.
    pub planned_month: Option<Month>,
    /// The day by which it should be done.
    pub expected_on: Option<NaiveDate>,
    /// Its first day.
    pub started_on: Option<NaiveDate>,
    /// Its last day.
    pub completed_on: Option<NaiveDate>,
    /// The day it was cancelled.
    pub cancelled_on: Option<NaiveDate>,
    /// What there is to say at the end, and what was done.
    pub closing: Option<(String, String)>,
}

/// Moves a project to a stage. False if somebody changed it meanwhile.
pub async fn move_to(
    work: &Work,
    project: &Project,
    version: i64,
    stage: Stage,
    moved: Moved,
) -> Result<bool, StoreError> {
    let before = (stage == Stage::Paused).then(|| project.stage.code().to_string());
    let mut columns: Vec<(&'static str, Value)> = vec![
        ("stage", stage.code().into()),
        ("stage_before", before.into()),
    ];
    if let Some(month) = moved.planned_month {
        columns.push(("planned_month", month.to_string().into()));
    }
    for (name, value) in [
        ("expected_on", moved.expected_on),
        ("started_on", moved.started_on),
        ("completed_on", moved.completed_on),
        ("cancelled_on", moved.cancelled_on),
    ] {
        if value.is_some() {
            columns.push((name, day(value)));
        }
    }
    if let Some((statement, done)) = moved.closing {
        columns.push(("closing_statement", statement.into()));
        columns.push(("work_done", done.into()));
    }
    recounted(work, project, version, columns).await
}
