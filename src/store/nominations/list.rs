//! Lists of nominations: searched, filtered, sorted, in pages; the staff's queue; what may be the same.

use super::places::inside;
use super::{Listed, rows};
use crate::domain::areas::point::Point;
use crate::domain::nominations::likeness::Sketch;
use crate::domain::nominations::stage::Stage;
use crate::domain::time::start_of_day;
use crate::store::instants::At;
use crate::store::{Conn, StoreError};
use chrono::{Days, NaiveDate};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;
use std::collections::BTreeMap;

/// Whose list it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Seen {
    /// What everybody may see.
    #[default]
    ByEverybody,
    /// What staff may see who act everywhere.
    ByStaffEverywhere,
    /// What staff may see who act in these areas; no areas means nothing.
    ByStaffOf(Vec<String>),
}

/// In which order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// The latest first.
    #[default]
    Newest,
    /// The earliest first.
    Oldest,
    /// The most supporters first.
    Supported,
    /// By title.
    Title,
}

impl Order {
    /// Every order.
    pub const ALL: [Order; 4] = [Order::Newest, Order::Oldest, Order::Supported, Order::Title];

    /// The word in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Order::Newest => "newest",
            Order::Oldest => "oldest",
            Order::Supported => "support",
            Order::Title => "title",
        }
    }

    /// The words for people.
    pub fn name(self) -> &'static str {
        match self {
            Order::Newest => "Newest first",
            Order::Oldest => "Oldest first",
            Order::Supported => "Most supported first",
            Order::Title => "Title, A to Z",
        }
    }

    /// Reads the word; any other word is the usual order.
    pub fn parse(code: &str) -> Order {
        let found = Order::ALL.into_iter().find(|order| order.code() == code);
        found.unwrap_or_default()
    }

    fn sql(self) -> &'static str {
        match self {
            Order::Newest => "n.submitted_at DESC, n.id DESC",
            Order::Oldest => "n.submitted_at, n.id",
            Order::Supported => "supporters DESC, n.submitted_at DESC, n.id DESC",
            Order::Title => "LOWER(n.title), n.id",
        }
    }
}

/// What somebody wants to see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Whose list.
    pub seen: Seen,
    /// Words that must all occur.
    pub words: String,
    /// Code of an area.
    pub area: Option<String>,
    /// Code of a category.
    pub category: Option<String>,
    /// These stages; none means all.
    pub stages: Vec<Stage>,
    /// Only those chosen by a vote, or only those not.
    pub by_vote: Option<bool>,
    /// Sent on this day or later.
    pub from: Option<NaiveDate>,
    /// Sent on this day or before.
    pub to: Option<NaiveDate>,
    /// In which order.
    pub order: Order,
}

#[derive(Default)]
struct Conditions {
    sql: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    /// Binds a value and says its placeholder.
    fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    fn add(&mut self, sql: impl Into<String>) {
        self.sql.push(sql.into());
    }

    fn areas(&mut self, codes: &[String]) {
        let places: Vec<String> = codes.iter().map(|code| self.bind(code.clone())).collect();
        self.add(inside(&places));
    }
}

/// A piece of text as LIKE takes it: in small letters, with its signs escaped.
fn like(word: &str) -> String {
    let word = word.to_lowercase();
    let escaped = word
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    format!("%{escaped}%")
}

fn conditions(wanted: &Wanted) -> Conditions {
    let mut all = Conditions::default();
    match &wanted.seen {
        Seen::ByEverybody => {
            all.add("n.moderated_at IS NOT NULL AND n.public AND n.stage <> 'unconfirmed'");
        }
        Seen::ByStaffEverywhere => all.add("n.stage <> 'unconfirmed'"),
        Seen::ByStaffOf(areas) if areas.is_empty() => all.add("1 = 0"),
        Seen::ByStaffOf(areas) => {
            all.add("n.stage <> 'unconfirmed'");
            all.areas(areas);
        }
    }
    for word in wanted.words.split_whitespace().take(10) {
        let place = all.bind(like(word));
        all.add(format!("n.search LIKE {place} ESCAPE '\\'"));
    }
    if let Some(area) = &wanted.area {
        all.areas(std::slice::from_ref(area));
    }
    if let Some(category) = &wanted.category {
        let place = all.bind(category.clone());
        all.add(format!("n.category = {place}"));
    }
    if !wanted.stages.is_empty() {
        let places: Vec<String> = wanted
            .stages
            .iter()
            .map(|stage| all.bind(stage.code()))
            .collect();
        all.add(format!("n.stage IN ({})", places.join(", ")));
    }
    if let Some(by_vote) = wanted.by_vote {
        let not = if by_vote { "" } else { "NOT " };
        all.add(format!(
            "{not}EXISTS (SELECT 1 FROM nomination_step t WHERE t.nomination_id = n.id AND t.stage = 'chosen')"
        ));
    }
    if let Some(from) = wanted.from {
        let place = all.bind(At(start_of_day(from)).to_string());
        all.add(format!("n.submitted_at >= {place}"));
    }
    if let Some(next) = wanted.to.and_then(|to| to.checked_add_days(Days::new(1))) {
        let place = all.bind(At(start_of_day(next)).to_string());
        all.add(format!("n.submitted_at < {place}"));
    }
    all
}

/// One page of a list, and how many there are in all. Pages count from 1.
pub async fn page(
    conn: &Conn<'_>,
    wanted: &Wanted,
    page: u64,
    per_page: u64,
) -> Result<(Vec<Listed>, i64), StoreError> {
    let all = conditions(wanted);
    let condition = all.sql.join(" AND ");
    let total = conn
        .number(
            format!("SELECT COUNT(*) FROM nomination n WHERE {condition}"),
            all.values.clone(),
        )
        .await?;
    let skipped = page
        .saturating_sub(1)
        .saturating_mul(per_page)
        .min(i64::MAX as u64);
    let rest = format!(
        "WHERE {condition} ORDER BY {} LIMIT {per_page} OFFSET {skipped}",
        wanted.order.sql()
    );
    Ok((rows(conn, &rest, all.values).await?, total))
}

/// The next stretch of a list in order of row, for downloads: those after a row, at most so many.
pub async fn after(
    conn: &Conn<'_>,
    wanted: &Wanted,
    row: i64,
    most: u64,
) -> Result<Vec<Listed>, StoreError> {
    let mut all = conditions(wanted);
    let place = all.bind(row);
    all.add(format!("n.id > {place}"));
    let rest = format!("WHERE {} ORDER BY n.id LIMIT {most}", all.sql.join(" AND "));
    rows(conn, &rest, all.values).await
}

/// How many nominations stand at each of some stages, as staff of some areas see it.
pub async fn counts(conn: &Conn<'_>, seen: &Seen) -> Result<Vec<(Stage, i64)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Count {
        stage: String,
        number: i64,
    }
    let all = conditions(&Wanted {
        seen: seen.clone(),
        ..Wanted::default()
    });
    let sql = format!(
        "SELECT n.stage, COUNT(*) AS number FROM nomination n WHERE {} GROUP BY n.stage",
        all.sql.join(" AND ")
    );
    let found: Vec<Count> = conn.all(sql, all.values).await?;
    Ok(Stage::ALL
        .into_iter()
        .map(|stage| {
            let count = found.iter().find(|count| count.stage == stage.code());
            (stage, count.map_or(0, |count| count.number))
        })
        .collect())
}

/// A sketch as it is read, of a nomination or a project.
#[derive(FromQueryResult)]
pub(in crate::store) struct SketchRow {
    id: i64,
    reference: String,
    title: String,
    place: String,
    category: String,
    ward_code: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
}

impl From<SketchRow> for Sketch {
    fn from(row: SketchRow) -> Self {
        let spot = match (row.lat, row.lon) {
            (Some(lat), Some(lon)) => Point::new(lat, lon).ok(),
            _ => None,
        };
        Sketch {
            id: row.id,
            reference: row.reference,
            title: row.title,
            place: row.place,
            category: row.category,
            ward: row.ward_code,
            spot,
        }
    }
}

/// The newest open nominations of a council, to compare another with: all of them for staff, else those
/// that everybody may see.
pub async fn open_in(
    conn: &Conn<'_>,
    council: &str,
    for_staff: bool,
) -> Result<Vec<Sketch>, StoreError> {
    let public = if for_staff {
        "n.stage <> 'unconfirmed'"
    } else {
        "n.moderated_at IS NOT NULL AND n.public AND n.stage NOT IN ('unconfirmed', 'submitted')"
    };
    let found: Vec<SketchRow> = conn
        .all(
            format!(
                "SELECT n.id, n.reference, n.title, n.place, n.category, n.ward_code, n.lat, n.lon \
                 FROM nomination n WHERE n.council_code = $1 AND {public} \
                 AND n.stage NOT IN ('project', 'declined', 'merged', 'withdrawn') \
                 ORDER BY n.submitted_at DESC, n.id DESC LIMIT 2000"
            ),
            [council.into()],
        )
        .await?;
    Ok(found.into_iter().map(Sketch::from).collect())
}

/// What a nomination led to: the one it was joined to and its project, by reference.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The nomination it was joined to.
    pub merged_into: Option<String>,
    /// The project it became.
    pub project: Option<String>,
}

/// What some nominations led to, by row. Those that led to nothing yet are left out.
pub async fn outcomes(conn: &Conn<'_>, ids: &[i64]) -> Result<BTreeMap<i64, Outcome>, StoreError> {
    #[derive(FromQueryResult)]
    struct Found {
        id: i64,
        merged_into: Option<String>,
        project: Option<String>,
    }
    let mut all = BTreeMap::new();
    for chunk in ids.chunks(500) {
        let places: Vec<String> = (1..=chunk.len()).map(|n| format!("${n}")).collect();
        let sql = format!(
            "SELECT n.id, m.reference AS merged_into, (SELECT MIN(p.reference) FROM project p \
             WHERE p.nomination_id = n.id) AS project FROM nomination n \
             LEFT JOIN nomination m ON m.id = n.merged_into WHERE n.id IN ({}) \
             AND n.stage IN ('merged', 'project', 'chosen')",
            places.join(", ")
        );
        let found: Vec<Found> = conn.all(sql, chunk.iter().map(|id| (*id).into())).await?;
        all.extend(found.into_iter().map(|row| {
            let outcome = Outcome {
                merged_into: row.merged_into,
                project: row.project,
            };
            (row.id, outcome)
        }));
    }
    Ok(all)
}
