//! Working the roll-ups out again from the ledger: for a project that moves, and for a rebuild.
//!
//! Everything is worked out month by month and written year by year, so that memory holds the cells of one
//! year and the totals of the projects, however many sessions there are.

use super::open;
use super::{Addition, Additions, KEY, Leaf, Sums, note_completions, note_wards};
use crate::domain::figures::Measures;
use crate::domain::figures::measures::COUNTS;
use crate::domain::figures::period::Month;
use crate::domain::projects::stage::Stage;
use crate::domain::time::start_of_day;
use crate::store::instants::{At, Day};
use crate::store::{Conn, StoreError, Work, turns};
use sea_orm::sea_query::Value;
use sea_orm::{DbErr, FromQueryResult, QueryResult};

#[derive(FromQueryResult)]
struct Sessions {
    project_id: i64,
    council_code: String,
    ward_code: Option<String>,
    category: String,
    origin: String,
    month: String,
    sessions_held: i64,
    stood_down: i64,
    attendances: i64,
    offenders: i64,
    minutes_offered: i64,
    minutes_credited: i64,
}

#[derive(FromQueryResult)]
struct Project {
    council_code: String,
    ward_code: Option<String>,
    category: String,
    origin: String,
    agreed_on: String,
    completed_on: Option<String>,
    stage: String,
}

fn sessions_sql(only: &str) -> String {
    format!(
        "SELECT p.id AS project_id, p.council_code, p.ward_code, p.category, p.origin, substr(r.day, 1, 7) AS month, \
         CAST(SUM(CASE WHEN r.status = 'held' THEN 1 ELSE 0 END) AS BIGINT) AS sessions_held, \
         CAST(SUM(CASE WHEN r.status = 'held' THEN 0 ELSE 1 END) AS BIGINT) AS stood_down, \
         CAST(SUM(r.attending) AS BIGINT) AS attendances, \
         CAST(SUM(r.new_to_project) AS BIGINT) AS offenders, \
         CAST(SUM(r.minutes_offered) AS BIGINT) AS minutes_offered, \
         CAST(SUM(r.minutes_credited) AS BIGINT) AS minutes_credited \
         FROM session_in_force f JOIN session_return r ON r.id = f.return_id JOIN project p ON p.id = f.project_id \
         {only} GROUP BY p.id, p.council_code, p.ward_code, p.category, p.origin, substr(r.day, 1, 7)"
    )
}

fn month_of(text: &str) -> Result<Month, StoreError> {
    let month = text.get(..7).unwrap_or(text);
    month
        .parse()
        .map_err(|_| StoreError::Unreadable(format!("month {text:?}")))
}

impl Sessions {
    fn counted(self) -> Result<(i64, Leaf, Measures), StoreError> {
        let counts = Measures {
            sessions_held: self.sessions_held,
            stood_down: self.stood_down,
            attendances: self.attendances,
            offenders: self.offenders,
            minutes_offered: self.minutes_offered,
            minutes_credited: self.minutes_credited,
            ..Measures::default()
        };
        let leaf = Leaf {
            month: month_of(&self.month)?,
            council: self.council_code,
            ward: self.ward_code,
            category: self.category,
            origin: self.origin,
        };
        Ok((self.project_id, leaf, counts))
    }
}

impl Project {
    fn counted(self) -> Result<Vec<(Leaf, Measures)>, StoreError> {
        let leaf = |month: &str| {
            Ok::<_, StoreError>(Leaf {
                council: self.council_code.clone(),
                ward: self.ward_code.clone(),
                category: self.category.clone(),
                origin: self.origin.clone(),
                month: month_of(month)?,
            })
        };
        let mut all = vec![(leaf(&self.agreed_on)?, agreed(&self.stage))];
        if let Some(day) = self
            .completed_on
            .as_ref()
            .filter(|_| self.stage == "completed")
        {
            let completed = Measures {
                projects_completed: 1,
                ..Measures::default()
            };
            all.push((leaf(day)?, completed));
        }
        Ok(all)
    }
}

/// What a project counts for in the month of its agreement, with where it stands now.
pub(in crate::store) fn agreed(stage: &str) -> Measures {
    let mut counts = Measures {
        projects_agreed: 1,
        ..Measures::NONE
    };
    match Stage::parse(stage) {
        Some(Stage::Agreed) => counts.now_agreed = 1,
        Some(Stage::Scheduled) => counts.now_scheduled = 1,
        Some(Stage::InProgress) => counts.now_in_progress = 1,
        Some(Stage::Paused) => counts.now_paused = 1,
        Some(Stage::Completed) => counts.now_completed = 1,
        Some(Stage::Cancelled) => counts.now_cancelled = 1,
        None => {}
    }
    counts
}

const PROJECTS: &str =
    "SELECT council_code, ward_code, category, origin, agreed_on, completed_on, stage FROM project";

/// Everything that one project counts for: subtract it before a change to the project, add it after.
pub async fn of_project(
    conn: &Conn<'_>,
    project: i64,
) -> Result<Vec<(Leaf, Measures)>, StoreError> {
    let mut all = vec![];
    let rows: Vec<Sessions> = conn
        .all(sessions_sql("WHERE p.id = $1"), [project.into()])
        .await?;
    for row in rows {
        let (_, leaf, counts) = row.counted()?;
        all.push((leaf, counts));
    }
    let rows: Vec<Project> = conn
        .all(format!("{PROJECTS} WHERE id = $1"), [project.into()])
        .await?;
    for row in rows {
        all.extend(row.counted()?);
    }
    Ok(all)
}

/// What there is to count in a month: in the ledger, of projects, of nominations.
pub(super) struct InMonth {
    pub(super) leaves: Vec<(Leaf, Measures)>,
    pub(super) projects: Vec<(i64, Measures)>,
}

/// A condition that keeps a day, or an instant in London, to a month, with its two values from `$at` on.
fn within(column: &str, at: usize) -> String {
    format!("{column} >= ${at} AND {column} < ${}", at + 1)
}

pub(super) async fn in_month(conn: &Conn<'_>, month: Month) -> Result<InMonth, StoreError> {
    let days =
        || [month, month.next()].map(|month| Value::from(Day(month.first_day()).to_string()));
    let (mut leaves, mut projects) = (vec![], vec![]);
    let sessions = sessions_sql(&format!("WHERE {}", within("r.day", 1)));
    for row in conn.all::<Sessions>(sessions, days()).await? {
        let (project, leaf, counts) = row.counted()?;
        projects.push((project, counts));
        leaves.push((leaf, counts));
    }
    // A project counts in the month it was agreed in, and in that of its completion.
    let sql = format!(
        "{PROJECTS} WHERE ({}) OR ({})",
        within("agreed_on", 1),
        within("completed_on", 1)
    );
    for row in conn.all::<Project>(sql, days()).await? {
        let counted = row.counted()?.into_iter();
        leaves.extend(counted.filter(|(leaf, _)| leaf.month == month));
    }
    let instants = || {
        [month, month.next()]
            .map(|month| Value::from(At(start_of_day(month.first_day())).to_string()))
    };
    leaves.extend(open::nominations(conn, &within("n.submitted_at", 1), instants()).await?);
    leaves.extend(open::rounds(conn, &within("r.closes_at", 1), instants()).await?);
    Ok(InMonth { leaves, projects })
}

#[derive(FromQueryResult)]
struct Ends {
    first: Option<String>,
    last: Option<String>,
}

/// Every month from the first in which something counts, or a cell stands, to the last.
pub(super) async fn months(conn: &Conn<'_>) -> Result<Vec<Month>, StoreError> {
    let mut found: Vec<Month> = vec![];
    for (column, table) in [
        ("day", "session_return"),
        ("agreed_on", "project"),
        ("completed_on", "project"),
        ("submitted_at", "nomination"),
        ("closes_at", "round WHERE state = 'declared'"),
        ("start", "exact_cell WHERE stretch <> 'ever'"),
    ] {
        let sql = format!("SELECT MIN({column}) AS first, MAX({column}) AS last FROM {table}");
        let ends: Option<Ends> = conn.one(sql, []).await?;
        for end in ends.into_iter().flat_map(|ends| [ends.first, ends.last]) {
            found.extend(end.as_deref().map(month_of).transpose()?);
        }
    }
    let (Some(first), Some(last)) = (found.iter().min().copied(), found.iter().max().copied())
    else {
        return Ok(vec![]);
    };
    // A nomination late on the last evening of a month in UTC is of the next in London.
    let last = last.next();
    let every = std::iter::successors(Some(first), |month| Some(month.next()));
    Ok(every.take_while(|month| *month <= last).collect())
}

/// Months that follow each other, by financial year.
pub(super) fn years(months: &[Month]) -> impl Iterator<Item = &[Month]> {
    months.chunk_by(|one, other| one.financial_year() == other.financial_year())
}

/// Works everything out again and keeps that.
pub async fn rebuild(work: &Work) -> Result<(), StoreError> {
    turns::alone(work).await?;
    let conn = work.read();
    let months = months(&conn).await?;
    // What was there is changed as well, also where nothing takes its place.
    let key = KEY.join(", ");
    for table in ["exact_cell", "public_cell"] {
        let sql = format!(
            "INSERT INTO dirty_cell ({key}) SELECT {key} FROM {table} WHERE true ON CONFLICT ({key}) DO NOTHING"
        );
        conn.run(sql, []).await?;
    }
    conn.run("DELETE FROM exact_cell", []).await?;
    conn.run("DELETE FROM project_total", []).await?;
    note_completions(&conn).await?;
    let mut sums = Sums::read(&conn).await?;
    for year in years(&months) {
        for month in year {
            let counted = in_month(&conn, *month).await?;
            note_wards(&conn, &counted.leaves).await?;
            for (leaf, counts) in &counted.leaves {
                sums.note(leaf, *counts);
            }
            let mut totals = Additions::default();
            for (project, counts) in counted.projects {
                totals.note(project, Addition::of_every_month(counts));
            }
            totals.write(work).await?;
        }
        sums.write(work).await?;
    }
    Ok(())
}

/// The counts of a cell as a row holds them.
pub(in crate::store) struct Counts(Measures);

impl FromQueryResult for Counts {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Counts, DbErr> {
        let mut numbers = [0; COUNTS];
        for (number, name) in numbers.iter_mut().zip(Measures::NAMES) {
            *number = row.try_get(prefix, name)?;
        }
        Ok(Counts(Measures::of(numbers)))
    }
}

impl From<Counts> for Measures {
    fn from(row: Counts) -> Measures {
        row.0
    }
}
