//! Cells and project totals: sums of the ledger, changed in the transaction of what they sum.
//!
//! A change is told as a [`Leaf`] with what it adds; [`add`] spreads it to its place, to every area around it,
//! to the sums over categories and origins, and to every [`Stretch`] of time. Changed cells are noted for
//! the next publication.
//! [`verify`] works everything out again from the ledger and compares, and the day of each project's last session with it.

mod open;
mod recount;
mod sums;
mod totals;
mod verify;

use crate::domain::figures::Measures;
use crate::domain::figures::measures::COUNTS;
use crate::domain::figures::period::Month;
use crate::domain::figures::stretch::Stretch;
use crate::store::at_once::{in_pieces, placeholders};
use crate::store::{Conn, StoreError, Work, turns};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;
use std::collections::{BTreeMap, BTreeSet};

pub(super) use open::{Nomination, ROUNDS, Round, nomination_columns};
pub use open::{of_nomination, of_round};
pub(super) use recount::Counts;
pub(super) use recount::agreed;
pub use recount::{of_project, rebuild};
pub(super) use sums::Sums;
pub(super) use totals::REACH_AS_FAR;
pub use totals::{Addition, Additions};
pub use verify::{Difference, Said, verify};

/// The word that stands for all categories or all origins.
pub const ALL: &str = "*";

/// The origin of what is not a project yet.
pub const NO_ORIGIN: &str = "-";

/// Where a count belongs before it is spread.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Leaf {
    /// The council.
    pub council: String,
    /// The ward, where it is known.
    pub ward: Option<String>,
    /// The category of work; [`ALL`] for a vote.
    pub category: String,
    /// The origin of the project; [`NO_ORIGIN`] for a nomination.
    pub origin: String,
    /// The month of the date.
    pub month: Month,
}

impl Leaf {
    /// Whether it is of no one kind of work and no one origin, as a vote is.
    fn is_of_all(&self) -> bool {
        self.category == ALL
    }
}

/// What was recorded for a council in a ward, or in none, as an area of its own: together they make up what
/// was recorded for the council itself, wherever its wards lie today.
pub(super) fn place(council: &str, ward: Option<&str>) -> String {
    format!("{council}/{}", ward.unwrap_or_default())
}

/// The key of a cell: area, category, origin, and the stretch by its first month.
pub(super) type Key = (String, String, String, Stretch, Month);
type Cells = BTreeMap<Key, Measures>;

/// Which areas lie around which: each area's code with its parent's.
type Parents = BTreeMap<String, Option<String>>;

#[derive(FromQueryResult)]
struct Parent {
    code: String,
    parent_code: Option<String>,
}

async fn parents(conn: &Conn<'_>) -> Result<Parents, StoreError> {
    let rows: Vec<Parent> = conn
        .all(
            "SELECT code, parent_code FROM area WHERE kind <> 'ward'",
            [],
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.code, row.parent_code))
        .collect())
}

/// The cells that a leaf counts in: its place in its council (exactly, and over everything), and every
/// area around it with each of the four sums over category and origin.
fn spread(leaf: &Leaf, parents: &Parents, counts: Measures, cells: &mut Cells) {
    let areas = around(&leaf.council, parents);
    spread_over(leaf, &areas, |area, category, origin| {
        for stretch in Stretch::ALL {
            let [area, category, origin] = [area, category, origin].map(str::to_string);
            let key = (area, category, origin, stretch, stretch.start(leaf.month));
            *cells.entry(key).or_default() += counts;
        }
    });
}

/// The same, told cell by cell: area, category and origin.
pub(super) fn spread_over(leaf: &Leaf, areas: &[String], mut count: impl FnMut(&str, &str, &str)) {
    let place = place(&leaf.council, leaf.ward.as_deref());
    count(&place, ALL, ALL);
    if !leaf.is_of_all() {
        count(&place, &leaf.category, &leaf.origin);
    }
    for area in areas {
        four(area, leaf, &mut count);
    }
}

/// A council, every area around it, and everywhere.
fn around(council: &str, parents: &Parents) -> Vec<String> {
    let mut areas = vec![];
    let mut area = Some(council.to_string());
    // An area that lies inside itself would never end: no chain is longer than this.
    for _ in 0..8 {
        let Some(code) = area else { break };
        area = parents.get(&code).cloned().flatten();
        areas.push(code);
    }
    areas.push(String::new());
    areas
}

fn four(area: &str, leaf: &Leaf, count: &mut impl FnMut(&str, &str, &str)) {
    count(area, ALL, ALL);
    if leaf.is_of_all() {
        return;
    }
    count(area, &leaf.category, &leaf.origin);
    count(area, &leaf.category, ALL);
    count(area, ALL, &leaf.origin);
}

/// Everything that leaves add up to, cell by cell.
async fn spread_all(
    work: &Work,
    changes: &[(Leaf, Measures)],
) -> Result<Vec<(Key, Measures)>, StoreError> {
    turns::count(work).await?;
    let parents = parents(&work.read()).await?;
    let mut cells = Cells::new();
    for (leaf, counts) in changes {
        spread(leaf, &parents, *counts, &mut cells);
    }
    Ok(cells.into_iter().collect())
}

/// The cells among these that change a number.
fn that_change(mut cells: Vec<(Key, Measures)>) -> Vec<(Key, Measures)> {
    cells.retain(|(_, counts)| !counts.is_empty());
    cells
}

/// Adds counts, which may be negative, to all cells that the leaves count in.
pub async fn add(work: &Work, changes: &[(Leaf, Measures)]) -> Result<(), StoreError> {
    let conn = work.read();
    note_wards(&conn, changes).await?;
    if changes
        .iter()
        .any(|(_, counts)| counts.projects_completed != 0)
    {
        note_completions(&conn).await?;
    }
    let cells = that_change(spread_all(work, changes).await?);
    write(&conn, &cells).await
}

/// Notes that something changed of what a leaf counts in, though no count did: sessions stood down for another reason.
pub async fn note_changed(work: &Work, leaf: Leaf) -> Result<(), StoreError> {
    let conn = work.read();
    let cells = spread_all(work, &[(leaf, Measures::NONE)]).await?;
    for some in in_pieces(&cells) {
        mark(&conn, some).await?;
    }
    Ok(())
}

/// Adds to the cells, and notes that they changed.
async fn write(conn: &Conn<'_>, cells: &[(Key, Measures)]) -> Result<(), StoreError> {
    for some in in_pieces(cells) {
        upsert(conn, some).await?;
        mark(conn, some).await?;
    }
    let takes = |(_, counts): &&(Key, Measures)| counts.numbers().iter().any(|count| *count < 0);
    let lowered: Vec<&Key> = cells.iter().filter(takes).map(|(key, _)| key).collect();
    for some in in_pieces(&lowered) {
        clear(conn, some).await?;
    }
    Ok(())
}

/// Takes those of some cells away that have nothing left.
async fn clear(conn: &Conn<'_>, cells: &[&Key]) -> Result<(), StoreError> {
    let empty = COLUMNS.map(|column| format!("{column} = 0")).join(" AND ");
    let sql = format!(
        "DELETE FROM exact_cell WHERE ({}) IN (VALUES {}) AND {empty}",
        KEY.join(", "),
        placeholders(conn.engine(), cells.len(), KEY.len())
    );
    let values: Vec<Value> = cells.iter().flat_map(|key| key_values(key)).collect();
    conn.run(sql, values).await?;
    Ok(())
}

/// Notes that medians are to be worked out anew.
async fn note_completions(conn: &Conn<'_>) -> Result<(), StoreError> {
    let sql = "INSERT INTO median_due (id) VALUES (1) ON CONFLICT (id) DO NOTHING";
    conn.run(sql, []).await?;
    Ok(())
}

/// Notes in which wards a council has something to count: each comes with a nomination or a project, and
/// sessions only with a project.
async fn note_wards(conn: &Conn<'_>, changes: &[(Leaf, Measures)]) -> Result<(), StoreError> {
    let comes = changes
        .iter()
        .filter(|(_, counts)| counts.nominations + counts.projects_agreed + counts.rounds > 0);
    let wards: BTreeSet<(&str, &str)> = comes
        .filter_map(|(leaf, _)| Some((leaf.council.as_str(), leaf.ward.as_deref()?)))
        .collect();
    let wards: Vec<(&str, &str)> = wards.into_iter().collect();
    for some in in_pieces(&wards) {
        let sql = format!(
            "INSERT INTO council_ward (council_code, ward_code) VALUES {} \
             ON CONFLICT (council_code, ward_code) DO NOTHING",
            placeholders(conn.engine(), some.len(), 2)
        );
        let values = some.iter().flat_map(|(council, ward)| [*council, *ward]);
        conn.run(sql, values.map(Value::from).collect::<Vec<_>>())
            .await?;
    }
    Ok(())
}

/// What a change that waits can hold back of a cell: nobody works on what is no session.
pub(super) const HELD_BACK: [&str; 5] = [
    "sessions_held",
    "attendances",
    "offenders",
    "minutes_offered",
    "minutes_credited",
];

/// Marks all cells that leaves count in as changed since the last publication, and notes how much of each the next
/// one holds back: nothing of those whose leaves waited until now.
pub(super) async fn hold_back(work: &Work, leaves: &[(Leaf, Measures)]) -> Result<(), StoreError> {
    let conn = work.read();
    let key = KEY.join(", ");
    let columns = HELD_BACK.map(|column| format!("held_back_{column}"));
    let set = columns
        .each_ref()
        .map(|column| format!("{column} = excluded.{column}"));
    for some in in_pieces(&spread_all(work, leaves).await?) {
        let mut values: Vec<Value> = Vec::with_capacity(some.len() * 10);
        for (cell, counts) in some {
            values.extend(key_values(cell));
            values.extend(values_of(counts, &HELD_BACK));
        }
        let sql = format!(
            "INSERT INTO dirty_cell ({key}, {}) VALUES {} ON CONFLICT ({key}) DO UPDATE SET {}",
            columns.join(", "),
            placeholders(conn.engine(), some.len(), 10),
            set.join(", ")
        );
        conn.run(sql, values).await?;
    }
    Ok(())
}

/// Which areas lie around which.
pub(super) struct Around(Parents);

impl Around {
    /// Reads them.
    pub(super) async fn read(conn: &Conn<'_>) -> Result<Around, StoreError> {
        Ok(Around(parents(conn).await?))
    }

    /// A council, every area around it, and everywhere.
    pub(super) fn of(&self, council: &str) -> Vec<String> {
        around(council, &self.0)
    }
}

/// The columns of a cell's key, in the order of [`Key`].
pub(super) const KEY: [&str; 5] = ["area_code", "category", "origin", "stretch", "start"];

fn key_values((area, category, origin, stretch, start): &Key) -> [Value; 5] {
    [
        area.as_str().into(),
        category.as_str().into(),
        origin.as_str().into(),
        stretch.code().into(),
        start.to_string().into(),
    ]
}

/// The columns of a cell's counts.
pub(super) const COLUMNS: [&str; COUNTS] = Measures::NAMES;

fn adding(table: &str, columns: &[&str]) -> String {
    let list: Vec<String> = columns
        .iter()
        .map(|name| format!("{name} = {table}.{name} + excluded.{name}"))
        .collect();
    list.join(", ")
}

/// Counts as the values of some columns; of a column that is no count there is no value.
pub(in crate::store) fn values_of(counts: &Measures, columns: &[&str]) -> Vec<Value> {
    let numbers = counts.numbers();
    let value = |column: &&str| {
        let at = Measures::NAMES.iter().position(|name| name == column);
        Value::from(at.map(|at| numbers[at]))
    };
    columns.iter().map(value).collect()
}

/// How many values a cell has.
const WIDTH: usize = KEY.len() + COUNTS;

async fn upsert(conn: &Conn<'_>, cells: &[(Key, Measures)]) -> Result<(), StoreError> {
    let mut values: Vec<Value> = Vec::with_capacity(cells.len() * WIDTH);
    for (key, counts) in cells {
        values.extend(key_values(key));
        values.extend(counts.numbers().map(Value::from));
    }
    let key = KEY.join(", ");
    let sql = format!(
        "INSERT INTO exact_cell ({key}, {}) VALUES {} ON CONFLICT ({key}) DO UPDATE SET {}",
        COLUMNS.join(", "),
        placeholders(conn.engine(), cells.len(), WIDTH),
        adding("exact_cell", &COLUMNS)
    );
    conn.run(sql, values).await?;
    Ok(())
}

async fn mark(conn: &Conn<'_>, cells: &[(Key, Measures)]) -> Result<(), StoreError> {
    let values: Vec<Value> = cells.iter().flat_map(|(key, _)| key_values(key)).collect();
    let key = KEY.join(", ");
    let sql = format!(
        "INSERT INTO dirty_cell ({key}) VALUES {} ON CONFLICT ({key}) DO NOTHING",
        placeholders(conn.engine(), cells.len(), 5)
    );
    conn.run(sql, values).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_counts_in_its_ward_and_in_every_area_around_it() {
        let leaf = Leaf {
            council: "E06000016".into(),
            ward: Some("E05010459".into()),
            category: "litter".into(),
            origin: "vote".into(),
            month: "2009-07".parse().expect("a month"),
        };
        let parents = Parents::from([
            ("E06000016".into(), Some("PDU".into())),
            ("PDU".into(), None),
        ]);
        let mut cells = Cells::new();
        let one = Measures {
            offenders: 7,
            ..Measures::default()
        };
        spread(&leaf, &parents, one, &mut cells);
        // Its place: itself and its sum. Council, probation area, everywhere: four each. Each by month, by
        // quarter, by year and since launch.
        assert_eq!(cells.len(), (2 + 3 * 4) * 4);
        assert!(cells.values().all(|cell| cell.offenders == 7));
        let everywhere = (
            String::new(),
            ALL.to_string(),
            ALL.to_string(),
            Stretch::Year,
            "2009-04".parse().expect("a month"),
        );
        assert!(cells.contains_key(&everywhere));
    }
}
