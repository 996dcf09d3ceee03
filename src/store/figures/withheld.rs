//! Which sums are withheld: an area's, with or without a category and an origin, over a stretch of time.
//!
//! A sum is marked when some exchange changes it. Marks are made once, at the publication that makes the
//! exchange, so that a page reads as many of them as it shows sums, however many exchanges there are. A span
//! that is no single stretch is put together from several, and is withheld where one of them is.
//! Start at [`mark`] and [`touched`].

use super::atoms::{self, Codes};
use super::naming::{CellName, named};
use super::within::Within;
use super::{in_stretches, longest};
use crate::domain::figures::cover::{Atom, Change, Exchange};
use crate::domain::figures::period::Month;
use crate::domain::figures::stretch::Stretch;
use crate::domain::figures::view::{By, RowNames, View};
use crate::store::at_once::{in_pieces, placeholders};
use crate::store::rollup::{ALL, Around, place};
use crate::store::{Conn, StoreError};
use sea_orm::sea_query::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Stands for all categories or all origins among numbers.
const ANY: u32 = u32::MAX;

/// A sum: area, category, origin, and the stretch by its first month.
type Sum = (u32, u32, u32, Stretch, i32);

/// The areas that a number of a ward counts in, each as a number.
#[derive(Default)]
struct Areas {
    codes: Vec<String>,
    numbers: BTreeMap<String, u32>,
    around: BTreeMap<u32, Vec<u32>>,
}

impl Areas {
    fn of(&mut self, ward: u32, codes: &Codes, around: &Around) -> Result<Vec<u32>, StoreError> {
        if let Some(known) = self.around.get(&ward) {
            return Ok(known.clone());
        }
        let (council, own) = codes.ward(ward)?;
        let mut all = around.of(council);
        all.push(place(council, own.as_deref()));
        let mut numbers = vec![];
        for code in all {
            let next = self.codes.len() as u32;
            let number = *self.numbers.entry(code.clone()).or_insert(next);
            if number == next {
                self.codes.push(code);
            }
            numbers.push(number);
        }
        self.around.insert(ward, numbers.clone());
        Ok(numbers)
    }
}

/// The sums that an atom counts in.
fn sums(atom: &Atom, areas: &[u32]) -> Vec<Sum> {
    let cell = &atom.cell;
    let mut all = Vec::with_capacity(areas.len() * 16);
    for stretch in Stretch::ALL {
        let start = stretch.start(Month::numbered(cell.month)).number();
        for area in areas {
            for category in [cell.category, ANY] {
                for origin in [cell.origin, ANY] {
                    all.push((*area, category, origin, stretch, start));
                }
            }
        }
    }
    all
}

/// Marks every sum that one of these exchanges changes.
pub(super) async fn mark(
    conn: &Conn<'_>,
    codes: &Codes,
    exchanges: &[Exchange],
) -> Result<(), StoreError> {
    let parts = exchanges.iter().map(|exchange| exchange.parts().collect());
    mark_all(conn, codes, parts).await
}

/// Marks every sum that an exchange of whatever publication changes, as areas lie now.
pub(super) async fn mark_again(conn: &Conn<'_>) -> Result<(), StoreError> {
    let mut codes = Codes::default();
    let published = atoms::everything(conn, &mut codes).await?;
    mark(conn, &codes, &published.exchanges()).await
}

/// Marks everything that changed: nothing of it could be covered.
pub(super) async fn darken(
    conn: &Conn<'_>,
    codes: &Codes,
    changes: &[Change],
) -> Result<(), StoreError> {
    let parts = changes.iter().map(|change| vec![(change.atom, 1)]);
    mark_all(conn, codes, parts).await
}

/// Takes the marks of a publication away that could cover nothing: there were no others.
pub(super) async fn lighten(conn: &Conn<'_>) -> Result<(), StoreError> {
    let sql = "SELECT COUNT(*) FROM (SELECT 1 FROM exchange LIMIT 1) AS e";
    if conn.number(sql, []).await? == 0 {
        conn.run("DELETE FROM withheld_stretch", []).await?;
    }
    Ok(())
}

async fn mark_all(
    conn: &Conn<'_>,
    codes: &Codes,
    exchanges: impl Iterator<Item = Vec<(Atom, i64)>>,
) -> Result<(), StoreError> {
    let around = Around::read(conn).await?;
    let mut areas = Areas::default();
    let mut marks: BTreeSet<Sum> = BTreeSet::new();
    for parts in exchanges {
        let mut nets: Vec<(Sum, i64)> = vec![];
        for (atom, sign) in parts {
            let within = areas.of(atom.cell.ward, codes, &around)?;
            nets.extend(sums(&atom, &within).into_iter().map(|sum| (sum, sign)));
        }
        nets.sort_unstable();
        let changed = nets.chunk_by(|one, other| one.0 == other.0);
        marks.extend(changed.filter_map(|same| {
            let net: i64 = same.iter().map(|(_, sign)| sign).sum();
            (net != 0).then(|| same[0].0)
        }));
    }
    let marks: Vec<Sum> = marks.into_iter().collect();
    for some in in_pieces(&marks) {
        write(conn, codes, &areas, some).await?;
    }
    Ok(())
}

async fn write(
    conn: &Conn<'_>,
    codes: &Codes,
    areas: &Areas,
    marks: &[Sum],
) -> Result<(), StoreError> {
    let mut values: Vec<Value> = Vec::with_capacity(marks.len() * 5);
    for (area, category, origin, stretch, start) in marks {
        let category = match *category {
            ANY => ALL,
            number => codes.category(number)?,
        };
        let origin = match *origin {
            ANY => ALL,
            number => codes.origin(number)?,
        };
        let start = Month::numbered(*start).to_string();
        values.push(areas.codes[*area as usize].as_str().into());
        values.extend([category, origin, stretch.code(), start.as_str()].map(Value::from));
    }
    let sql = format!(
        "INSERT INTO withheld_stretch (area_code, category, origin, stretch, start) VALUES {} \
         ON CONFLICT (area_code, category, origin, stretch, start) DO NOTHING",
        placeholders(conn.engine(), marks.len(), 5)
    );
    conn.run(sql, values).await?;
    Ok(())
}

/// The rows of a view that an exchange changes, and whether one changes the total of them all.
pub(super) async fn touched(
    conn: &Conn<'_>,
    view: &View,
    within: &Within,
) -> Result<(BTreeSet<RowNames>, bool), StoreError> {
    let names = within.names();
    let mut rows = BTreeSet::new();
    for some in within.parts.chunks(300) {
        let keys: Vec<&str> = some.iter().map(|part| part.key.as_str()).collect();
        for mark in marks(conn, view, &keys, Of::Rows).await? {
            let parts: Result<Vec<_>, StoreError> = view
                .by
                .iter()
                .map(|by| Ok(named(&mark, *by, &names)?.1))
                .collect();
            rows.insert(parts?);
        }
    }
    for some in within.whole.chunks(300) {
        let keys: Vec<&str> = some.iter().map(String::as_str).collect();
        if !marks(conn, view, &keys, Of::Total).await?.is_empty() {
            return Ok((rows, true));
        }
    }
    Ok((rows, false))
}

/// Which sums of a view.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Rows,
    Total,
}

async fn marks(
    conn: &Conn<'_>,
    view: &View,
    areas: &[&str],
    of: Of,
) -> Result<Vec<CellName>, StoreError> {
    let mut values: Vec<Value> = vec![];
    let mut place = |value: &str| {
        values.push(value.into());
        format!("${}", values.len())
    };
    let cuts = |by: By| of == Of::Rows && view.cuts(by);
    let mut wanted = |column: &str, only: &Option<String>, cut: bool| match only {
        Some(code) => format!("c.{column} = {}", place(code)),
        None if cut => format!("c.{column} <> '{ALL}'"),
        None => format!("c.{column} = '{ALL}'"),
    };
    let category = wanted("category", &view.category, cuts(By::Category));
    let origin = wanted("origin", &view.origin, cuts(By::Origin));
    let longest = match of {
        Of::Rows => longest(view),
        Of::Total => Stretch::Ever,
    };
    let stretches = in_stretches(view.span, longest, &mut place);
    let areas: Vec<String> = areas.iter().map(|area| place(area)).collect();
    if areas.is_empty() {
        return Ok(vec![]);
    }
    let sql = format!(
        "SELECT c.area_code, c.category, k.name AS category_name, c.origin, c.start AS month \
         FROM withheld_stretch c LEFT JOIN category k ON k.code = c.category \
         WHERE c.area_code IN ({}) AND {category} AND {origin} AND ({stretches})",
        areas.join(", ")
    );
    conn.all(sql, values).await
}
