//! Nominations by council and ward side by side, for the file that names both in a row.
//!
//! How many were nominated is never withheld, so this is read straight from the public's cells. What a
//! council has in no ward is a row of its own.

use super::questions::{Question, lies_inside};
use crate::domain::figures::period::{Month, Span};
use crate::store::rollup::ALL;
use crate::store::{Conn, StoreError};
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;

/// A code and a name.
pub type Named = (String, String);

/// Nominations of a ward, or of a council's places that lie in none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InWard {
    /// The council.
    pub council: Named,
    /// The ward.
    pub ward: Option<Named>,
    /// How many.
    pub nominations: i64,
}

/// The rows of a question by time that have any figures, each with its months, oldest first.
pub async fn stretches(
    conn: &Conn<'_>,
    question: &Question,
) -> Result<Vec<(Month, Span)>, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        month: String,
    }
    let sql = format!(
        "SELECT start AS month FROM public_cell WHERE area_code = '' AND category = '{ALL}' AND origin = '{ALL}' \
         AND stretch = 'month' AND start >= $1 AND start <= $2 AND nominations > 0 ORDER BY start"
    );
    let Span { from, to } = question.span;
    let values = [from.to_string().into(), to.to_string().into()];
    let mut found: BTreeMap<Month, Span> = BTreeMap::new();
    for row in conn.all::<Row>(sql, values).await? {
        let month: Month = row
            .month
            .parse()
            .map_err(|_| StoreError::Unreadable(format!("month {:?}", row.month)))?;
        let stretch = found.entry(question.cut.row_of(month));
        stretch
            .or_insert(Span {
                from: month,
                to: month,
            })
            .to = month;
    }
    Ok(found.into_iter().collect())
}

#[derive(FromQueryResult)]
struct Row {
    council_code: String,
    council: String,
    ward_code: String,
    ward: Option<String>,
    nominations: i64,
}

/// Nominations of an area's councils and wards that came in during some months, by name.
pub async fn nominations(
    conn: &Conn<'_>,
    area: &str,
    span: Span,
) -> Result<Vec<InWard>, StoreError> {
    let inside = lies_inside("x.council_code", "x.ward_code");
    // Across, so that SQLite looks up the cells of each place and does not read all there are.
    let sql = format!(
        "SELECT x.council_code, k.name AS council, x.ward_code, w.name AS ward, \
         CAST(SUM(c.nominations) AS BIGINT) AS nominations \
         FROM (SELECT council_code, ward_code FROM council_ward \
         UNION ALL SELECT code, '' FROM area WHERE kind = 'council') AS x \
         JOIN area k ON k.code = x.council_code LEFT JOIN area w ON w.code = x.ward_code \
         CROSS JOIN public_cell c WHERE c.area_code = x.council_code || '/' || x.ward_code \
         AND c.category = '{ALL}' AND c.origin = '{ALL}' \
         AND c.stretch = 'month' AND c.start >= $2 AND c.start <= $3 \
         AND c.nominations > 0 AND {inside} GROUP BY x.council_code, k.name, x.ward_code, w.name"
    );
    let values = [area.to_string(), span.from.to_string(), span.to.to_string()];
    let rows: Vec<Row> = conn.all(sql, values.map(Into::into)).await?;
    let mut found: Vec<InWard> = rows.into_iter().map(InWard::from).collect();
    // By their words, and last what lies in no ward.
    found.sort_by_cached_key(|one| {
        let ward = one.ward.clone();
        let ward = ward.map(|(code, name)| (name, code));
        (
            one.council.1.clone(),
            one.council.0.clone(),
            ward.is_none(),
            ward,
        )
    });
    Ok(found)
}

impl From<Row> for InWard {
    fn from(row: Row) -> InWard {
        InWard {
            council: (row.council_code, row.council),
            ward: row.ward.map(|name| (row.ward_code, name)),
            nominations: row.nominations,
        }
    }
}
