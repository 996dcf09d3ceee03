//! Figures: the cells as staff see them and as the public was last shown them.
//!
//! The public's cells are a copy made at the publication boundary, and leave this file only through
//! the small-number rule. Start at [`published`]; `publish` makes the copy, `atoms` holds what was
//! published of each project and month.

mod atoms;
pub mod by_ward;
mod changed;
mod exact;
mod kept;
mod medians;
mod naming;
mod of_project;
mod publish;
pub mod questions;
pub mod raised;
pub mod releases;
pub mod stood_down;
mod withheld;
pub mod within;

use crate::domain::figures::measure::Wage;
use crate::domain::figures::period::{Cut, Month, Span};
use crate::domain::figures::stretch::{self, Stretch};
use crate::domain::figures::view::{By, RowNames, View};
use crate::domain::figures::withholding::Weighed;
use crate::domain::figures::{Measures, PublicFigures};
use crate::domain::settings::{HOURLY_WAGE_PENCE, SMALL_NUMBER_THRESHOLD};
use crate::store::instants::At;
use crate::store::rollup::{self, ALL, COLUMNS, KEY};
use crate::store::{Conn, StoreError, Work, settings};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;
use std::collections::BTreeMap;

pub use exact::exact;
use naming::{CellRow, named};
pub use of_project::{exact_project, published_project};
pub use publish::publish;
use within::{Part, Within};

/// Which copy of the cells.
#[derive(Debug)]
enum Copy {
    /// The ledger's, with the medians of now where those of the last publication are out of date.
    Exact(Option<medians::Now>),
    Public,
}

/// The last publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Publication {
    /// How many there were.
    pub number: i64,
    /// When; nothing before the first.
    pub as_at: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct PublicationRow {
    number: i64,
    as_at: Option<At>,
}

/// Nothing counted, and nothing to cover.
pub const NOTHING: Weighed = Weighed {
    counts: Measures::NONE,
    covers: false,
};

/// The threshold that the last publication kept. What is set since holds from the next one.
pub async fn published_threshold(conn: &Conn<'_>) -> Result<i64, StoreError> {
    conn.number("SELECT threshold FROM publication WHERE id = 1", [])
        .await
}

/// The threshold in force.
pub async fn threshold(conn: &Conn<'_>) -> Result<i64, StoreError> {
    let set = settings::get(conn, SMALL_NUMBER_THRESHOLD.name).await?;
    Ok(SMALL_NUMBER_THRESHOLD.number(set.as_deref()))
}

/// What an hour of work is worth.
pub async fn wage(conn: &Conn<'_>) -> Result<Wage, StoreError> {
    let set = settings::get(conn, HOURLY_WAGE_PENCE.name).await?;
    let pence = HOURLY_WAGE_PENCE.number(set.as_deref());
    Ok(Wage { pence })
}

/// The last publication.
pub async fn publication(conn: &Conn<'_>) -> Result<Publication, StoreError> {
    let row: Option<PublicationRow> = conn
        .one("SELECT number, as_at FROM publication WHERE id = 1", [])
        .await?;
    Ok(row.map_or(
        Publication {
            number: 0,
            as_at: None,
        },
        |row| Publication {
            number: row.number,
            as_at: row.as_at.map(|at| at.0),
        },
    ))
}

/// The financial years that the public figures reach over, each by the year it starts in, latest first.
pub async fn years(conn: &Conn<'_>) -> Result<Vec<i32>, StoreError> {
    #[derive(FromQueryResult)]
    struct Reach {
        first: Option<String>,
        last: Option<String>,
    }
    let sql = "SELECT MIN(start) AS first, MAX(start) AS last FROM public_cell \
               WHERE area_code = '' AND category = '*' AND origin = '*' AND stretch = 'year'";
    let reach: Option<Reach> = conn.one(sql, []).await?;
    let year = |month: Option<String>| {
        let month = month?.parse::<Month>().ok()?;
        Some(month.financial_year())
    };
    let of = |reach: Reach| Some((year(reach.first)?, year(reach.last)?));
    let Some((first, last)) = reach.and_then(of) else {
        return Ok(vec![]);
    };
    Ok((first..=last).rev().take(30).collect())
}

/// Whether there is an area with this code.
pub async fn is_area(conn: &Conn<'_>, code: &str) -> Result<bool, StoreError> {
    let found = conn
        .number("SELECT COUNT(*) FROM area WHERE code = $1", [code.into()])
        .await?;
    Ok(found > 0)
}

/// Whether anything changed since the last publication.
pub async fn is_dirty(conn: &Conn<'_>) -> Result<bool, StoreError> {
    let cells = conn
        .number(
            "SELECT COUNT(*) FROM (SELECT 1 FROM dirty_cell LIMIT 1) AS d",
            [],
        )
        .await?;
    let projects = conn
        .number(
            "SELECT COUNT(*) FROM (SELECT 1 FROM dirty_project LIMIT 1) AS d",
            [],
        )
        .await?;
    let due = conn.number("SELECT COUNT(*) FROM recount_due", []).await?;
    let moved = publish::is_threshold_moved(conn).await?;
    Ok(cells + projects + due > 0 || moved)
}

/// Works every sum out again where areas lie in others than before, and marks what is withheld of them. The
/// public sees the new sums from the next publication; what was withheld of the old ones stays so.
pub async fn nest_anew(work: &Work) -> Result<(), StoreError> {
    rollup::rebuild(work).await?;
    withheld::mark_again(&work.read()).await
}

/// A table of figures as the public may see it.
pub async fn published(
    conn: &Conn<'_>,
    view: &View,
) -> Result<PublicFigures<RowNames>, StoreError> {
    let within = Within::of(conn, view).await?;
    withhold(conn, view, &within).await
}

/// The same of what was recorded for the view's area itself, without the councils inside it. Those of every
/// council together make up everything.
pub async fn published_recorded_for(
    conn: &Conn<'_>,
    view: &View,
) -> Result<PublicFigures<RowNames>, StoreError> {
    let within = Within::recorded_for(conn, &view.area).await?;
    withhold(conn, view, &within).await
}

async fn withhold(
    conn: &Conn<'_>,
    view: &View,
    within: &Within,
) -> Result<PublicFigures<RowNames>, StoreError> {
    let (rows, medians): (Vec<_>, Vec<_>) = table(conn, &Copy::Public, view, within)
        .await?
        .into_iter()
        .map(|(names, summed)| ((names, summed.counts), summed.median))
        .unzip();
    let median = total_median(conn, &Copy::Public, view, within).await?;
    let (touched, is_total_touched) = withheld::touched(conn, view, within).await?;
    let total = Weighed {
        counts: rows.iter().map(|(_, counts)| *counts).sum(),
        covers: is_total_touched,
    };
    let weighed = |(names, counts): (RowNames, Measures)| {
        let covers = touched.contains(&names);
        (names, Weighed { counts, covers })
    };
    let rows = rows.into_iter().map(weighed).collect();
    let threshold = published_threshold(conn).await?;
    Ok(PublicFigures::withhold(rows, total, threshold).with_medians(&medians, median))
}

/// The median of everything that a view shows, where it is a single sum.
async fn total_median(
    conn: &Conn<'_>,
    copy: &Copy,
    view: &View,
    within: &Within,
) -> Result<Option<i64>, StoreError> {
    let all = View {
        by: vec![],
        ..view.clone()
    };
    let rows = table(conn, copy, &all, &within.as_a_whole()).await?;
    Ok(rows.first().and_then(|(_, summed)| summed.median))
}

/// Cells added up.
#[derive(Debug, Clone, Copy, Default)]
struct Summed {
    counts: Measures,
    /// The median of the one cell in which projects were completed; of several there is none.
    median: Option<i64>,
}

impl Summed {
    fn add(&mut self, counts: Measures, median: Option<i64>) {
        if counts.projects_completed > 0 {
            let is_first = self.counts.projects_completed == 0;
            self.median = median.filter(|_| is_first);
        }
        self.counts += counts;
    }
}

async fn table(
    conn: &Conn<'_>,
    copy: &Copy,
    view: &View,
    within: &Within,
) -> Result<Vec<(RowNames, Summed)>, StoreError> {
    let mut rows: BTreeMap<(Vec<String>, RowNames), Summed> = BTreeMap::new();
    let names = within.names();
    for (parts, are_places) in within.by_kind() {
        for some in parts.chunks(300) {
            for row in cells(conn, copy, view, some, are_places).await? {
                let parts: Result<Vec<_>, StoreError> = view
                    .by
                    .iter()
                    .map(|by| named(&row.name, *by, &names))
                    .collect();
                let (order, name) = parts?.into_iter().unzip();
                let summed = rows.entry((order, name)).or_default();
                summed.add(row.counts.into(), row.median);
            }
        }
    }
    let rows = rows.into_iter().map(|((_, name), summed)| (name, summed));
    Ok(rows
        .filter(|(_, summed)| !summed.counts.is_empty())
        .collect())
}

/// Reads the cells of some parts: the sums that were kept, as far as they answer.
async fn cells(
    conn: &Conn<'_>,
    copy: &Copy,
    view: &View,
    some: &[&Part],
    are_places: bool,
) -> Result<Vec<CellRow>, StoreError> {
    let same = KEY
        .map(|column| format!("d.{column} = c.{column}"))
        .join(" AND ");
    let median = format!("(SELECT d.days FROM public_median d WHERE {same})");
    let (name, now) = match copy {
        Copy::Exact(now) => ("exact_cell", now.as_ref()),
        Copy::Public => ("public_cell", None),
    };
    let mut columns: Vec<String> = COLUMNS.iter().map(|column| format!("c.{column}")).collect();
    columns.push(format!("{median} AS median"));
    let (sql, values) = reading(name, &columns.join(", "), view, some, are_places);
    let mut rows: Vec<CellRow> = conn.all(sql, values).await?;
    if let Some(now) = now {
        for row in &mut rows {
            row.median = now.of(row.key());
        }
    }
    Ok(rows)
}

/// The longest stretch that lies in one row of a view.
fn longest(view: &View) -> Stretch {
    let cut = [Cut::Month, Cut::Quarter, Cut::Year]
        .into_iter()
        .find(|cut| view.cuts(By::Time(*cut)));
    cut.map_or(Stretch::Ever, Stretch::from)
}

/// The condition that cells, or marks, called `c` are of the stretches that a span is put together from.
fn in_stretches(span: Span, longest: Stretch, mut place: impl FnMut(&str) -> String) -> String {
    let of = |(stretch, span): (Stretch, Span)| {
        let (from, to) = (span.from.to_string(), span.to.to_string());
        let [from, to] = [from, to].map(|month| place(&month));
        let code = stretch.code();
        format!("(c.stretch = '{code}' AND c.start >= {from} AND c.start <= {to})")
    };
    let stretches: Vec<String> = stretch::parts(span, longest).into_iter().map(of).collect();
    match stretches.is_empty() {
        true => "1 = 0".into(),
        false => stretches.join(" OR "),
    }
}

/// The query for the cells of a view. Places keep only the sum over everything beside their single
/// cells, which are few.
fn reading(
    name: &str,
    columns: &str,
    view: &View,
    some: &[&Part],
    are_places: bool,
) -> (String, Vec<Value>) {
    let cuts = |by: By| view.cuts(by);
    let singly =
        view.category.is_some() || view.origin.is_some() || cuts(By::Category) || cuts(By::Origin);
    let mut values: Vec<Value> = vec![];
    let mut place = |value: &str| {
        values.push(value.into());
        format!("${}", values.len())
    };
    let mut wanted = |column: &str, only: &Option<String>, cut: bool| match only {
        Some(code) => format!("c.{column} = {}", place(code)),
        None if cut || (are_places && singly) => format!("c.{column} <> '{ALL}'"),
        None => format!("c.{column} = '{ALL}'"),
    };
    let category = wanted("category", &view.category, cuts(By::Category));
    let origin = wanted("origin", &view.origin, cuts(By::Origin));
    let stretches = in_stretches(view.span, longest(view), &mut place);
    let codes: Vec<String> = some.iter().map(|part| place(&part.key)).collect();
    let codes = if codes.is_empty() {
        vec!["NULL".into()]
    } else {
        codes
    };
    let sql = format!(
        "SELECT c.area_code, c.category, k.name AS category_name, c.origin, c.stretch, c.start AS month, {columns} \
         FROM {name} c LEFT JOIN category k ON k.code = c.category \
         WHERE c.area_code IN ({}) AND {category} AND {origin} AND ({stretches})",
        codes.join(", ")
    );
    (sql, values)
}
