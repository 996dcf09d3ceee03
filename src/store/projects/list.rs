//! Lists of projects: searched, filtered, sorted, paged.

use super::{Project, Row, SELECT};
use crate::domain::figures::period::Month;
use crate::domain::nominations::likeness::Sketch;
use crate::domain::projects::{Origin, Stage};
use crate::store::instants::Day;
use crate::store::nominations::list::SketchRow;
use crate::store::{Conn, StoreError};
use chrono::NaiveDate;
use sea_orm::sea_query::Value;

/// What to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words that must all be there.
    pub words: String,
    /// In this area or inside it; empty for everywhere.
    pub area: String,
    /// Of this category; empty for all.
    pub category: String,
    /// At this stage.
    pub stage: Option<Stage>,
    /// Of this origin.
    pub origin: Option<Origin>,
    /// Completed, or else agreed, on this day or later.
    pub from: Option<NaiveDate>,
    /// Completed, or else agreed, on this day or earlier.
    pub to: Option<NaiveDate>,
    /// Only in areas that these codes cover, where it is not empty. For staff.
    pub within: Vec<String>,
    /// Planned for this month or earlier, or for none yet. For staff.
    pub planned_by: Option<Month>,
}

/// In which order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// Agreed last comes first.
    #[default]
    Newest,
    /// Agreed first comes first.
    Oldest,
    /// Completed last comes first; what is not completed comes after.
    Completed,
    /// By title.
    Title,
}

impl Sort {
    /// Every order, as the page offers them.
    pub const ALL: [Sort; 4] = [Sort::Newest, Sort::Completed, Sort::Oldest, Sort::Title];

    /// The word in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Sort::Newest => "newest",
            Sort::Oldest => "oldest",
            Sort::Completed => "completed",
            Sort::Title => "title",
        }
    }

    /// The words for people.
    pub fn name(self) -> &'static str {
        match self {
            Sort::Newest => "Newest first",
            Sort::Oldest => "Oldest first",
            Sort::Completed => "Completed last",
            Sort::Title => "Title, A to Z",
        }
    }

    /// Reads the word; anything else is the usual order.
    pub fn parse(code: &str) -> Sort {
        Sort::ALL
            .into_iter()
            .find(|sort| sort.code() == code)
            .unwrap_or_default()
    }

    fn sql(self, filter: &Filter) -> &'static str {
        match self {
            // Said plainly, the index on stage and day of completion gives the order.
            Sort::Completed if filter.stage == Some(Stage::Completed) => {
                "p.completed_on DESC, p.id DESC"
            }
            Sort::Newest => "p.agreed_on DESC, p.id DESC",
            Sort::Oldest => "p.agreed_on, p.id",
            Sort::Completed => {
                "CASE WHEN p.completed_on IS NULL THEN 1 ELSE 0 END, p.completed_on DESC, p.id DESC"
            }
            Sort::Title => "LOWER(p.title), p.id",
        }
    }
}

/// Conditions with their values, put together.
#[derive(Default)]
struct Conditions {
    sql: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    fn add(&mut self, sql: impl FnOnce(&str) -> String, value: impl Into<Value>) {
        self.values.push(value.into());
        self.sql.push(sql(&format!("${}", self.values.len())));
    }

    fn of(filter: &Filter) -> Conditions {
        let mut all = Conditions::default();
        for word in filter.words.to_lowercase().split_whitespace().take(8) {
            let pattern = format!("%{}%", escaped(word));
            all.add(|at| format!("p.search LIKE {at} ESCAPE '!'"), pattern);
        }
        if !filter.area.is_empty() {
            all.add(|at| inside(&[at.to_string()]), filter.area.clone());
        }
        if !filter.within.is_empty() {
            let first = all.values.len() + 1;
            let places: Vec<String> = (first..first + filter.within.len())
                .map(|at| format!("${at}"))
                .collect();
            all.values.extend(filter.within.iter().map(Value::from));
            all.sql.push(inside(&places));
        }
        if !filter.category.is_empty() {
            all.add(|at| format!("p.category = {at}"), filter.category.clone());
        }
        if let Some(stage) = filter.stage {
            all.add(|at| format!("p.stage = {at}"), stage.code());
        }
        if let Some(origin) = filter.origin {
            all.add(|at| format!("p.origin = {at}"), origin.code());
        }
        if let Some(from) = filter.from {
            let day = Day(from).to_string();
            all.add(
                |at| format!("COALESCE(p.completed_on, p.agreed_on) >= {at}"),
                day,
            );
        }
        if let Some(to) = filter.to {
            let day = Day(to).to_string();
            all.add(
                |at| format!("COALESCE(p.completed_on, p.agreed_on) <= {at}"),
                day,
            );
        }
        if let Some(month) = filter.planned_by {
            let is_due = |at: &str| format!("COALESCE(p.planned_month <= {at}, TRUE)");
            all.add(is_due, month.to_string());
        }
        all
    }

    fn where_sql(&self) -> String {
        if self.sql.is_empty() {
            String::new()
        } else {
            format!("WHERE {}", self.sql.join(" AND "))
        }
    }
}

/// A project lies in an area if its ward is the area, or its council is the area or lies inside it.
pub(in crate::store) fn inside(areas: &[String]) -> String {
    let list = areas.join(", ");
    format!(
        "(p.ward_code IN ({list}) OR p.council_code IN (WITH RECURSIVE inside (code) AS (\
         SELECT a.code FROM area a WHERE a.code IN ({list}) UNION \
         SELECT a.code FROM area a JOIN inside i ON a.parent_code = i.code WHERE a.kind <> 'ward') \
         SELECT code FROM inside))"
    )
}

/// `%`, `_` and `!` stand for themselves.
fn escaped(word: &str) -> String {
    let mut text = String::with_capacity(word.len());
    for c in word.chars() {
        if matches!(c, '%' | '_' | '!') {
            text.push('!');
        }
        text.push(c);
    }
    text
}

/// The newest projects of a council that are still to be done, to compare a nomination with.
pub async fn open_in(conn: &Conn<'_>, council: &str) -> Result<Vec<Sketch>, StoreError> {
    let sql = "SELECT p.id, p.reference, p.title, p.place, p.category, p.ward_code, p.lat, p.lon \
               FROM project p WHERE p.council_code = $1 AND p.stage NOT IN ('completed', 'cancelled') \
               ORDER BY p.agreed_on DESC, p.id DESC LIMIT 2000";
    let found: Vec<SketchRow> = conn.all(sql, [council.into()]).await?;
    Ok(found.into_iter().map(Sketch::from).collect())
}

/// How many there are.
pub async fn count(conn: &Conn<'_>, filter: &Filter) -> Result<i64, StoreError> {
    let conditions = Conditions::of(filter);
    let sql = format!("SELECT COUNT(*) FROM project p {}", conditions.where_sql());
    conn.number(sql, conditions.values).await
}

/// Some of them: so many after so many, in the order asked for.
pub async fn some(
    conn: &Conn<'_>,
    filter: &Filter,
    sort: Sort,
    skip: u64,
    take: u64,
) -> Result<Vec<Project>, StoreError> {
    let conditions = Conditions::of(filter);
    let sql = format!(
        "{SELECT} {} ORDER BY {} LIMIT {take} OFFSET {skip}",
        conditions.where_sql(),
        sort.sql(filter)
    );
    let rows: Vec<Row> = conn.all(sql, conditions.values).await?;
    rows.into_iter().map(Project::try_from).collect()
}

/// The next so many after a row, in order of row: for files that stream.
pub async fn after(
    conn: &Conn<'_>,
    filter: &Filter,
    row: i64,
    take: u64,
) -> Result<Vec<Project>, StoreError> {
    let mut conditions = Conditions::of(filter);
    conditions.add(|at| format!("p.id > {at}"), row);
    let sql = format!(
        "{SELECT} {} ORDER BY p.id LIMIT {take}",
        conditions.where_sql()
    );
    let rows: Vec<Row> = conn.all(sql, conditions.values).await?;
    rows.into_iter().map(Project::try_from).collect()
}
