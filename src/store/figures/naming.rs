//! Rows of cells and of marks, and what a page calls each.

use crate::domain::figures::period::Month;
use crate::domain::figures::view::{By, RowName, origin_words, time_name};
use crate::store::StoreError;
use crate::store::rollup::Counts;
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;

/// What a row is a row of; the month is the first of a stretch.
#[derive(FromQueryResult)]
pub(super) struct CellName {
    area_code: String,
    category: String,
    category_name: Option<String>,
    origin: String,
    month: String,
}

#[derive(FromQueryResult)]
pub(super) struct CellRow {
    #[sea_orm(nested)]
    pub(super) name: CellName,
    #[sea_orm(nested)]
    pub(super) counts: Counts,
    pub(super) median: Option<i64>,
    stretch: String,
}

impl CellRow {
    /// The sum of the cell, its stretch and the first month of that.
    pub(super) fn key(&self) -> [&str; 5] {
        let name = &self.name;
        [
            &name.area_code,
            &name.category,
            &name.origin,
            &self.stretch,
            &name.month,
        ]
    }
}

/// A part of a row's name, with what it is sorted by: time by the clock, all else by its words.
pub(super) fn named(
    row: &CellName,
    by: By,
    areas: &BTreeMap<&str, &RowName>,
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
        By::Area => {
            let name = areas.get(row.area_code.as_str());
            let unknown =
                || StoreError::Failed(format!("a sum of {:?} that is in no row", row.area_code));
            RowName::clone(name.ok_or_else(unknown)?)
        }
        By::Category => RowName {
            code: row.category.to_string(),
            words: row.category_name.as_ref().unwrap_or(&row.category).clone(),
        },
        By::Origin => RowName {
            code: row.origin.to_string(),
            words: origin_words(&row.origin).into(),
        },
    };
    Ok((name.words.clone(), name))
}
