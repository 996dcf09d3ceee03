//! Figures: the cells as staff see them and as the public was last shown them.
//!
//! The public's cells are a copy made at the publication boundary, and leave this file only through
//! the small-number rule. Start at [`published`]; [`publish`] makes the copy.

use crate::domain::figures::period::Month;
use crate::domain::figures::view::{By, RowName, RowNames, View, origin_words, time_name};
use crate::domain::figures::withholding::PublicMeasures;
use crate::domain::figures::{Measures, PublicFigures};
use crate::domain::settings::SMALL_NUMBER_THRESHOLD;
use crate::store::instants::At;
use crate::store::rollup::{ALL, COLUMNS, Counts};
use crate::store::{Conn, StoreError, Work, settings};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;
use std::collections::BTreeMap;

/// Which copy of the cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Copy {
    Exact,
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

#[derive(FromQueryResult)]
struct CellRow {
    area_code: String,
    category: String,
    category_name: Option<String>,
    origin: String,
    month: String,
    #[sea_orm(nested)]
    counts: Counts,
}

#[derive(FromQueryResult)]
struct TotalRow {
    sessions_held: i64,
    stood_down: i64,
    attendances: i64,
    offenders: i64,
    minutes_offered: i64,
    minutes_credited: i64,
}

/// The threshold in force.
pub async fn threshold(conn: &Conn<'_>) -> Result<i64, StoreError> {
    let set = settings::get(conn, SMALL_NUMBER_THRESHOLD.name).await?;
    Ok(SMALL_NUMBER_THRESHOLD.number(set.as_deref()))
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
    Ok(cells + projects > 0)
}

/// A table of figures as the public may see it.
pub async fn published(
    conn: &Conn<'_>,
    view: &View,
) -> Result<PublicFigures<RowNames>, StoreError> {
    let rows = table(conn, Copy::Public, view).await?;
    Ok(PublicFigures::withhold(rows, threshold(conn).await?))
}

/// The same as staff may see it: exact and up to now.
pub async fn exact(conn: &Conn<'_>, view: &View) -> Result<Vec<(RowNames, Measures)>, StoreError> {
    table(conn, Copy::Exact, view).await
}

/// A project's sessions, offenders and hours as the public may see them.
pub async fn published_project(
    conn: &Conn<'_>,
    project: i64,
) -> Result<PublicMeasures, StoreError> {
    let exact = project_total(conn, "public_project_total", project).await?;
    Ok(*PublicFigures::single(exact, threshold(conn).await?).total())
}

/// The same as staff may see them.
pub async fn exact_project(conn: &Conn<'_>, project: i64) -> Result<Measures, StoreError> {
    project_total(conn, "project_total", project).await
}

async fn project_total(conn: &Conn<'_>, table: &str, project: i64) -> Result<Measures, StoreError> {
    let sql = format!("SELECT * FROM {table} WHERE project_id = $1");
    let row: Option<TotalRow> = conn.one(sql, [project.into()]).await?;
    Ok(row.map_or_else(Measures::default, |row| Measures {
        sessions_held: row.sessions_held,
        stood_down: row.stood_down,
        attendances: row.attendances,
        offenders: row.offenders,
        minutes_offered: row.minutes_offered,
        minutes_credited: row.minutes_credited,
        ..Measures::default()
    }))
}

/// An area whose cells make up rows of a table.
#[derive(Debug, Clone, FromQueryResult)]
struct AreaRow {
    code: String,
    name: String,
    kind: String,
}

const WARD: &str = "ward";

/// The areas that a view reads: itself, or those that lie directly inside it.
async fn areas(conn: &Conn<'_>, view: &View) -> Result<Vec<AreaRow>, StoreError> {
    let select = "SELECT code, name, kind FROM area WHERE";
    if view.cuts(By::Area) {
        if view.area.is_empty() {
            return conn.all(format!("{select} kind = 'council'"), []).await;
        }
        let inside = conn
            .all(
                format!("{select} parent_code = $1"),
                [view.area.clone().into()],
            )
            .await?;
        if !inside.is_empty() {
            return Ok(inside);
        }
    }
    if view.area.is_empty() {
        let everywhere = AreaRow {
            code: String::new(),
            name: "Everywhere".into(),
            kind: String::new(),
        };
        return Ok(vec![everywhere]);
    }
    conn.all(format!("{select} code = $1"), [view.area.clone().into()])
        .await
}

async fn table(
    conn: &Conn<'_>,
    copy: Copy,
    view: &View,
) -> Result<Vec<(RowNames, Measures)>, StoreError> {
    let (wards, others): (Vec<_>, Vec<_>) = areas(conn, view)
        .await?
        .into_iter()
        .partition(|area| area.kind == WARD);
    let mut rows: BTreeMap<(Vec<String>, RowNames), Measures> = BTreeMap::new();
    for (areas, are_wards) in [(wards, true), (others, false)] {
        let names: BTreeMap<&str, &str> = areas
            .iter()
            .map(|area| (area.code.as_str(), area.name.as_str()))
            .collect();
        for some in areas.chunks(300) {
            for row in cells(conn, copy, view, some, are_wards).await? {
                let parts: Result<Vec<_>, StoreError> =
                    view.by.iter().map(|by| named(&row, *by, &names)).collect();
                let (order, name) = parts?.into_iter().unzip();
                *rows.entry((order, name)).or_default() += row.counts.into();
            }
        }
    }
    let rows = rows.into_iter().map(|((_, name), counts)| (name, counts));
    Ok(rows.filter(|(_, counts)| !counts.is_empty()).collect())
}

/// Reads the cells of some areas: the sums that were kept, as far as they answer. Wards keep only the
/// sum over everything beside their single cells, which are few.
async fn cells(
    conn: &Conn<'_>,
    copy: Copy,
    view: &View,
    areas: &[AreaRow],
    are_wards: bool,
) -> Result<Vec<CellRow>, StoreError> {
    let name = match copy {
        Copy::Exact => "month_cell",
        Copy::Public => "public_cell",
    };
    let cuts = |by: By| view.cuts(by);
    let singly =
        view.category.is_some() || view.origin.is_some() || cuts(By::Category) || cuts(By::Origin);
    let mut values: Vec<Value> = vec![
        view.span.from.to_string().into(),
        view.span.to.to_string().into(),
    ];
    let mut place = |value: &str| {
        values.push(value.into());
        format!("${}", values.len())
    };
    let mut wanted = |column: &str, only: &Option<String>, cut: bool| match only {
        Some(code) => format!("c.{column} = {}", place(code)),
        None if cut || (are_wards && singly) => format!("c.{column} <> '{ALL}'"),
        None => format!("c.{column} = '{ALL}'"),
    };
    let category = wanted("category", &view.category, cuts(By::Category));
    let origin = wanted("origin", &view.origin, cuts(By::Origin));
    let codes: Vec<String> = areas.iter().map(|area| place(&area.code)).collect();
    let counts: Vec<String> = COLUMNS.iter().map(|column| format!("c.{column}")).collect();
    let sql = format!(
        "SELECT c.area_code, c.category, k.name AS category_name, c.origin, c.month, {} \
         FROM {name} c LEFT JOIN category k ON k.code = c.category \
         WHERE c.area_code IN ({}) AND {category} AND {origin} AND c.month >= $1 AND c.month <= $2",
        counts.join(", "),
        codes.join(", ")
    );
    conn.all(sql, values).await
}

/// A part of a row's name, with what it is sorted by: time by the clock, all else by its words.
fn named(
    row: &CellRow,
    by: By,
    areas: &BTreeMap<&str, &str>,
) -> Result<(String, RowName), StoreError> {
    let month: Month = row
        .month
        .parse()
        .map_err(|_| StoreError::Unreadable(format!("month {:?}", row.month)))?;
    let name = match by {
        By::Time(cut) => {
            let name = time_name(cut, month);
            return Ok((name.code.clone(), name));
        }
        By::Area => RowName {
            code: row.area_code.clone(),
            words: (*areas.get(row.area_code.as_str()).unwrap_or(&"")).to_string(),
        },
        By::Category => RowName {
            code: row.category.clone(),
            words: row
                .category_name
                .clone()
                .unwrap_or_else(|| row.category.clone()),
        },
        By::Origin => RowName {
            code: row.origin.clone(),
            words: origin_words(&row.origin).into(),
        },
    };
    Ok((name.words.clone(), name))
}

/// Copies what changed to the public's cells and says the number of the publication.
pub async fn publish(work: &Work) -> Result<i64, StoreError> {
    let conn = work.read();
    let key = "d.area_code = {t}.area_code AND d.category = {t}.category AND d.origin = {t}.origin AND d.month = {t}.month";
    let of = |table: &str| key.replace("{t}", table);
    conn.run(
        format!(
            "DELETE FROM public_cell WHERE EXISTS (SELECT 1 FROM dirty_cell d WHERE {})",
            of("public_cell")
        ),
        [],
    )
    .await?;
    let columns = COLUMNS.join(", ");
    let from_month: Vec<String> = COLUMNS.iter().map(|column| format!("m.{column}")).collect();
    conn.run(
        format!(
            "INSERT INTO public_cell (area_code, category, origin, month, {columns}) \
             SELECT m.area_code, m.category, m.origin, m.month, {} FROM dirty_cell d JOIN month_cell m ON {}",
            from_month.join(", "),
            of("m")
        ),
        [],
    )
    .await?;
    conn.run("DELETE FROM dirty_cell", []).await?;
    conn.run(
        "DELETE FROM public_project_total WHERE project_id IN (SELECT project_id FROM dirty_project)",
        [],
    )
    .await?;
    conn.run(
        "INSERT INTO public_project_total (project_id, sessions_held, stood_down, attendances, offenders, \
         minutes_offered, minutes_credited) SELECT t.project_id, t.sessions_held, t.stood_down, t.attendances, \
         t.offenders, t.minutes_offered, t.minutes_credited FROM project_total t \
         JOIN dirty_project d ON d.project_id = t.project_id",
        [],
    )
    .await?;
    conn.run("DELETE FROM dirty_project", []).await?;
    conn.number(
        "UPDATE publication SET number = number + 1, as_at = $1 WHERE id = 1 RETURNING number",
        [At(work.at()).to_string().into()],
    )
    .await
}
