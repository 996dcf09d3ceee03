//! Rows of cells and of what exchanges change in them, and what a page calls each.

use crate::domain::figures::period::Month;
use crate::domain::figures::view::{By, RowName, origin_words, time_name};
use crate::store::StoreError;
use crate::store::rollup::Counts;
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;

#[derive(FromQueryResult)]
pub(super) struct CellRow {
    pub(super) area_code: String,
    pub(super) category: String,
    pub(super) category_name: Option<String>,
    pub(super) origin: String,
    pub(super) month: String,
    #[sea_orm(nested)]
    pub(super) counts: Counts,
}

/// What an exchange changes in a cell.
#[derive(FromQueryResult)]
pub(super) struct NetRow {
    pub(super) area_code: String,
    pub(super) category: String,
    pub(super) category_name: Option<String>,
    pub(super) origin: String,
    pub(super) month: String,
    pub(super) exchange_id: i64,
    pub(super) net: i64,
}

/// Where a row of either kind belongs.
pub(super) struct CellKey<'a> {
    area_code: &'a str,
    category: &'a str,
    category_name: Option<&'a str>,
    origin: &'a str,
    month: &'a str,
}

macro_rules! keyed {
    ($row:ty) => {
        impl<'a> From<&'a $row> for CellKey<'a> {
            fn from(row: &'a $row) -> CellKey<'a> {
                CellKey {
                    area_code: &row.area_code,
                    category: &row.category,
                    category_name: row.category_name.as_deref(),
                    origin: &row.origin,
                    month: &row.month,
                }
            }
        }
    };
}
keyed!(CellRow);
keyed!(NetRow);

/// A part of a row's name, with what it is sorted by: time by the clock, all else by its words.
pub(super) fn named<'a>(
    row: impl Into<CellKey<'a>>,
    by: By,
    areas: &BTreeMap<&str, &str>,
) -> Result<(String, RowName), StoreError> {
    let row = row.into();
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
            code: row.area_code.to_string(),
            words: (*areas.get(row.area_code).unwrap_or(&"")).to_string(),
        },
        By::Category => RowName {
            code: row.category.to_string(),
            words: row.category_name.unwrap_or(row.category).to_string(),
        },
        By::Origin => RowName {
            code: row.origin.to_string(),
            words: origin_words(row.origin).into(),
        },
    };
    Ok((name.words.clone(), name))
}
