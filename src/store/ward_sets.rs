//! Which sets of ward boundaries figures are of: a project counts in its ward of the set that held when
//! it was set up. So a ward's figures are of the sets that have the ward, and all others of every set; none of a set that
//! began after their last month.

use crate::domain::figures::period::Month;
use crate::domain::figures::view::{RowName, View};
use crate::store::areas::WardSet;
use crate::store::{Conn, StoreError, areas};
use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;
use std::collections::BTreeMap;

/// What stands between the names of sets in data.
const BETWEEN: &str = "; ";

/// The sets, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WardSets {
    all: Vec<WardSet>,
    of_wards: BTreeMap<String, Vec<WardSet>>,
}

#[derive(FromQueryResult)]
struct InSet {
    area_code: String,
    set_name: String,
}

impl WardSets {
    /// Reads them, with those of the wards in an area, or of the ward that it is.
    pub async fn read(conn: &Conn<'_>, area: &str) -> Result<WardSets, StoreError> {
        let of_area = "AND (a.code = $1 OR a.parent_code = $1 \
                       OR a.code IN (SELECT ward_code FROM council_ward WHERE council_code = $1))";
        WardSets::read_where(conn, of_area, vec![area.into()]).await
    }

    /// Reads them, with those of every ward.
    pub async fn of_every_ward(conn: &Conn<'_>) -> Result<WardSets, StoreError> {
        WardSets::read_where(conn, "", vec![]).await
    }

    async fn read_where(
        conn: &Conn<'_>,
        condition: &str,
        values: Vec<Value>,
    ) -> Result<WardSets, StoreError> {
        let all: Vec<WardSet> = areas::sets(conn).await?.into_iter().rev().collect();
        let sql = format!(
            "SELECT b.area_code, b.set_name FROM boundary b JOIN area a ON a.code = b.area_code \
             WHERE a.kind = 'ward' {condition}"
        );
        let mut within: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in conn.all::<InSet>(sql, values).await? {
            within.entry(row.area_code).or_default().push(row.set_name);
        }
        let in_order = |names: Vec<String>| -> Vec<WardSet> {
            let known = all.iter().filter(|set| names.contains(&set.name));
            known.cloned().collect()
        };
        let of_wards = within.into_iter();
        let of_wards = of_wards.map(|(ward, names)| (ward, in_order(names)));
        Ok(WardSets {
            of_wards: of_wards.collect(),
            all,
        })
    }

    /// The set that a ward is known by on a day: the newest that held then, else the newest that had begun,
    /// else the first that has it.
    pub fn with(&self, ward: &str, day: NaiveDate) -> Option<&str> {
        let mut newest_first = self.of_wards.get(ward)?.iter().rev();
        let held = newest_first.clone().find(|set| set.holds_on(day));
        let found = held.or_else(|| newest_first.clone().find(|set| set.had_begun_on(day)));
        let first = || newest_first.next_back();
        found.or_else(first).map(|set| set.name.as_str())
    }

    /// The names of those that a row of figures is of, as data have them. The last row, of all, is the view's own.
    pub fn of_row(&self, view: &View, names: &[RowName]) -> String {
        match view.of_row(names) {
            Some(row) => self.of(&row),
            None => self.of(view),
        }
    }

    /// The names of those that figures are of.
    pub fn of(&self, view: &View) -> String {
        let own = self.of_wards.get(&view.area).unwrap_or(&self.all);
        let begun = begun(own, view.span.to);
        let names: Vec<&str> = begun.iter().map(|set| set.name.as_str()).collect();
        names.join(BETWEEN)
    }
}

/// The set that a ward is known by on a day.
pub async fn with(
    conn: &Conn<'_>,
    ward: &str,
    day: NaiveDate,
) -> Result<Option<String>, StoreError> {
    let sets = WardSets::read(conn, ward).await?;
    Ok(sets.with(ward, day).map(str::to_string))
}

/// All sets that figures until a month can be of, oldest first.
pub async fn until(conn: &Conn<'_>, month: Month) -> Result<Vec<WardSet>, StoreError> {
    let all: Vec<WardSet> = areas::sets(conn).await?.into_iter().rev().collect();
    Ok(begun(&all, month).to_vec())
}

/// Of sets, oldest first, those that had begun when a month was over; the first where none had, since places are found
/// by it.
fn begun(sets: &[WardSet], month: Month) -> &[WardSet] {
    let last = month.last_day();
    let begun = sets.iter().take_while(|set| set.had_begun_on(last));
    &sets[..begun.count().max(1).min(sets.len())]
}
