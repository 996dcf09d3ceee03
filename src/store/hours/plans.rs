//! When projects usually work, and the week of a supervisor: what was planned beside what is recorded.

use crate::domain::hours::Shift;
use crate::domain::hours::plan::{Every, Plan, Weekdays};
use crate::domain::hours::session_return::HELD;
use crate::domain::hours::shift::TimeOfDay;
use crate::domain::hours::week::{PlannedDay, Standing, planned_days};
use crate::domain::projects::Stage;
use crate::domain::time::london_date;
use crate::store::at_once::in_pieces;
use crate::store::instants::{At, Day};
use crate::store::nominations::places::codes_inside;
use crate::store::projects::list::inside;
use crate::store::{Conn, StoreError, Work};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;
use std::collections::{BTreeMap, HashSet};

#[derive(FromQueryResult)]
struct Row {
    project_id: i64,
    from_day: Day,
    weekdays: i64,
    every_weeks: i64,
    starts: i64,
    ends: i64,
}

impl Row {
    fn plan(&self) -> Result<Plan, StoreError> {
        let time = TimeOfDay::from_minutes;
        let read = || {
            Some(Plan {
                from: self.from_day.0,
                weekdays: Weekdays::from_bits(self.weekdays)?,
                every: Every::parse(self.every_weeks)?,
                shift: Shift::new(time(self.starts)?, time(self.ends)?).ok()?,
            })
        };
        read()
            .ok_or_else(|| StoreError::Unreadable(format!("a plan of project {}", self.project_id)))
    }
}

const SELECT: &str =
    "SELECT project_id, from_day, weekdays, every_weeks, starts, ends FROM session_plan";

/// Every plan that a project has had, oldest first.
pub async fn of_project(conn: &Conn<'_>, project: i64) -> Result<Vec<Plan>, StoreError> {
    let sql = format!("{SELECT} WHERE project_id = $1 ORDER BY from_day");
    let rows: Vec<Row> = conn.all(sql, [project.into()]).await?;
    rows.iter().map(Row::plan).collect()
}

/// Moves with each change of a project's plans: what a form was made from.
pub async fn version(conn: &Conn<'_>, project: i64) -> Result<i64, StoreError> {
    let sql = "SELECT CAST(SUM(version) AS BIGINT) FROM session_plan WHERE project_id = $1";
    conn.number(sql, [project.into()]).await
}

/// Sets what a project plans from a day on, also where a plan began that very day.
pub async fn set(work: &Work, project: i64, plan: &Plan) -> Result<(), StoreError> {
    let values: [Value; 8] = [
        project.into(),
        Day(plan.from).to_string().into(),
        plan.weekdays.bits().into(),
        plan.every.weeks().into(),
        plan.shift.starts().minutes().into(),
        plan.shift.ends().minutes().into(),
        work.actor().account().into(),
        At(work.at()).to_string().into(),
    ];
    let sql = "INSERT INTO session_plan \
         (project_id, from_day, weekdays, every_weeks, starts, ends, set_by, set_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (project_id, from_day) DO UPDATE SET \
         weekdays = excluded.weekdays, every_weeks = excluded.every_weeks, starts = excluded.starts, \
         ends = excluded.ends, set_by = excluded.set_by, set_at = excluded.set_at, \
         version = session_plan.version + 1";
    work.read().run(sql, values).await?;
    Ok(())
}

/// A project in progress with its plans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planning {
    /// Its row.
    pub project: i64,
    /// Its reference.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Its council's name.
    pub council_name: String,
    /// Its first day.
    pub started_on: NaiveDate,
    /// Its last day, where it is completed.
    pub last_day: Option<NaiveDate>,
    /// Every plan it has had, oldest first. None where nobody planned anything.
    pub plans: Vec<Plan>,
    /// When it was paused, and when it went on.
    pub pauses: Vec<(NaiveDate, NaiveDate)>,
}

impl Planning {
    /// The planned days from one day to another, oldest first. What was not to be expected is not missing.
    pub fn planned(
        &self,
        span: (NaiveDate, NaiveDate),
        is_recorded: impl Fn(NaiveDate) -> bool,
        now: DateTime<Utc>,
    ) -> Vec<PlannedDay> {
        let mut days = planned_days(&self.plans, self.started_on, span, is_recorded, now);
        days.retain(|day| day.standing != Standing::Missing || !self.is_paused_on(day.day));
        days
    }

    /// Whether no work was to be expected on a day. On the days of its last session before a pause and its first one
    /// after it there may have been some.
    fn is_paused_on(&self, day: NaiveDate) -> bool {
        self.pauses
            .iter()
            .any(|(from, until)| *from < day && day < *until)
    }
}

#[derive(FromQueryResult)]
struct ProjectRow {
    id: i64,
    reference: String,
    title: String,
    council_name: String,
    started_on: Day,
    completed_on: Option<Day>,
}

/// Every project in progress in areas that these codes cover, by title; everywhere where there is no
/// list.
pub async fn in_progress(
    conn: &Conn<'_>,
    within: Option<&[String]>,
) -> Result<Vec<Planning>, StoreError> {
    let (mut reach, mut values) = (String::new(), vec![]);
    if let Some(within) = within {
        if within.is_empty() {
            return Ok(vec![]);
        }
        let places: Vec<String> = (1..=within.len()).map(|at| format!("${at}")).collect();
        reach = format!("AND {}", inside(&places));
        values = within.iter().map(Value::from).collect();
    }
    let condition = format!("p.stage = 'in-progress' {reach}");
    planning(conn, &condition, values).await
}

/// Every project of a council that has planned days and is in progress or completed, by title.
pub async fn of_council(conn: &Conn<'_>, council: &str) -> Result<Vec<Planning>, StoreError> {
    let condition = format!(
        "(p.stage = 'in-progress' OR p.completed_on IS NOT NULL) AND p.council_code IN {} \
         AND EXISTS (SELECT 1 FROM session_plan s WHERE s.project_id = p.id)",
        codes_inside(&["$1".into()])
    );
    planning(conn, &condition, vec![council.into()]).await
}

async fn planning(
    conn: &Conn<'_>,
    condition: &str,
    values: Vec<Value>,
) -> Result<Vec<Planning>, StoreError> {
    let of = format!(
        "FROM project p JOIN area k ON k.code = p.council_code \
         WHERE p.started_on IS NOT NULL AND {condition}"
    );
    let sql = format!(
        "SELECT p.id, p.reference, p.title, k.name AS council_name, p.started_on, p.completed_on {of} \
         ORDER BY LOWER(p.title), p.id"
    );
    let projects: Vec<ProjectRow> = conn.all(sql, values.clone()).await?;
    let sql =
        format!("{SELECT} WHERE project_id IN (SELECT p.id {of}) ORDER BY project_id, from_day");
    let mut plans: BTreeMap<i64, Vec<Plan>> = BTreeMap::new();
    for row in conn.all::<Row>(sql, values.clone()).await? {
        plans.entry(row.project_id).or_default().push(row.plan()?);
    }
    let mut pauses = pauses(conn, &of, values).await?;
    Ok(projects
        .into_iter()
        .map(|row| Planning {
            plans: plans.remove(&row.id).unwrap_or_default(),
            pauses: pauses.remove(&row.id).unwrap_or_default(),
            project: row.id,
            reference: row.reference,
            title: row.title,
            council_name: row.council_name,
            started_on: row.started_on.0,
            last_day: row.completed_on.map(|day| day.0),
        })
        .collect())
}

#[derive(FromQueryResult)]
struct StepRow {
    project_id: i64,
    at: At,
    stage: String,
}

/// When projects were paused, and when they went on.
async fn pauses(
    conn: &Conn<'_>,
    of: &str,
    values: Vec<Value>,
) -> Result<BTreeMap<i64, Vec<(NaiveDate, NaiveDate)>>, StoreError> {
    let paused = Stage::Paused.code();
    let sql = format!(
        "SELECT t.project_id, t.at, t.stage FROM project_step t WHERE t.project_id IN (SELECT p.id {of}) \
         AND EXISTS (SELECT 1 FROM project_step o WHERE o.project_id = t.project_id AND o.stage = '{paused}') \
         ORDER BY t.project_id, t.id"
    );
    let mut pauses: BTreeMap<i64, Vec<(NaiveDate, NaiveDate)>> = BTreeMap::new();
    let steps: Vec<StepRow> = conn.all(sql, values).await?;
    for two in steps.windows(2) {
        if two[0].project_id == two[1].project_id && two[0].stage == paused {
            let days = (london_date(two[0].at.0), london_date(two[1].at.0));
            pauses.entry(two[0].project_id).or_default().push(days);
        }
    }
    Ok(pauses)
}

/// The days until one on which these projects have sessions in force.
pub async fn recorded_until(
    conn: &Conn<'_>,
    projects: &[i64],
    until: NaiveDate,
) -> Result<HashSet<(i64, NaiveDate)>, StoreError> {
    let mut found = HashSet::new();
    for some in in_pieces(projects) {
        let places: Vec<String> = (2..some.len() + 2).map(|at| format!("${at}")).collect();
        let sql = format!(
            "SELECT DISTINCT project_id, day FROM session_in_force WHERE day <= $1 AND project_id IN ({})",
            places.join(", ")
        );
        let until = Value::from(Day(until).to_string());
        let values = std::iter::once(until).chain(some.iter().map(|project| (*project).into()));
        let rows: Vec<DayRow> = conn.all(sql, values).await?;
        found.extend(rows.into_iter().map(|row| (row.project_id, row.day.0)));
    }
    Ok(found)
}

#[derive(FromQueryResult)]
struct DayRow {
    project_id: i64,
    day: Day,
}

/// A session that is recorded, as short as a week shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedDay {
    /// The project's row.
    pub project: i64,
    /// The day.
    pub day: NaiveDate,
    /// What names the session.
    pub key: String,
    /// Whether it was held; else it was stood down.
    pub held: bool,
}

#[derive(FromQueryResult)]
struct RecordedRow {
    project_id: i64,
    day: Day,
    session_key: String,
    status: String,
}

/// The sessions in force of these projects on the days from one to another.
pub async fn recorded(
    conn: &Conn<'_>,
    projects: &[i64],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<RecordedDay>, StoreError> {
    let mut found = vec![];
    for some in projects.chunks(500) {
        let places: Vec<String> = (3..some.len() + 3).map(|at| format!("${at}")).collect();
        let sql = format!(
            "SELECT f.project_id, f.day, f.session_key, r.status FROM session_in_force f \
             JOIN session_return r ON r.id = f.return_id \
             WHERE f.day >= $1 AND f.day <= $2 AND f.project_id IN ({}) \
             ORDER BY f.day, f.starts, f.session_key",
            places.join(", ")
        );
        let mut values: Vec<Value> = vec![Day(from).to_string().into(), Day(to).to_string().into()];
        values.extend(some.iter().map(|project| Value::from(*project)));
        let rows: Vec<RecordedRow> = conn.all(sql, values).await?;
        found.extend(rows.into_iter().map(|row| RecordedDay {
            project: row.project_id,
            day: row.day.0,
            key: row.session_key,
            held: row.status == HELD,
        }));
    }
    Ok(found)
}
