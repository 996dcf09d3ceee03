//! What published releases said of rows of live figures.
//!
//! Each place in a release that may tell of a row is looked up by its key, so a page costs the same with
//! ten years of releases as with one. Drafts are never read.

use super::frozen::Frozen;
use crate::domain::figures::measure::Wage;
use crate::domain::figures::release::said::{Entry, Said};
use crate::domain::figures::release::{Reading, Row};
use crate::domain::figures::{Measures, PublicFigures};
use crate::store::at_once::typed_placeholders;
use crate::store::figures::NOTHING;
use crate::store::{Conn, StoreError};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;

#[derive(FromQueryResult)]
struct SaidRow {
    /// Which of the entries.
    entry: i64,
    slug: String,
    area_name: String,
    revision: i64,
    edition: i64,
    wage_pence: Option<i64>,
    /// Where the row stands in the release, if it is there.
    place: Option<i64>,
    median_days: Option<i64>,
    #[sea_orm(nested)]
    counts: Frozen,
}

/// What the release that was published last says of each row, by the entries that may tell of it.
pub async fn said(conn: &Conn<'_>, rows: &[Vec<Entry>]) -> Result<Vec<Option<Said>>, StoreError> {
    let mut all = vec![None; rows.len()];
    let mut entries: Vec<(usize, &Entry)> = vec![];
    for (row, of_row) in rows.iter().enumerate() {
        entries.extend(of_row.iter().map(|entry| (row, entry)));
    }
    for found in latest_last(conn, &entries).await? {
        let at = usize::try_from(found.entry).ok();
        if let Some((row, entry)) = at.and_then(|at| entries.get(at)) {
            all[*row] = Some(found.said(entry));
        }
    }
    Ok(all)
}

/// What the newest revision of each release says, those that were published last at the end.
async fn latest_last(
    conn: &Conn<'_>,
    entries: &[(usize, &Entry)],
) -> Result<Vec<SaidRow>, StoreError> {
    let Some(last) = entries.len().checked_sub(1) else {
        return Ok(vec![]);
    };
    // There are few lengths, since a connection keeps every statement it has prepared: the last is asked again.
    let length = entries.len().next_power_of_two();
    let mut values: Vec<Value> = Vec::with_capacity(length * 6);
    for at in 0..length {
        let at = at.min(last);
        let (_, entry) = entries[at];
        values.push((at as i64).into());
        values.extend(
            [
                entry.area.clone(),
                entry.span.from.to_string(),
                entry.span.to.to_string(),
                entry.table.code().to_string(),
                entry.code.clone(),
            ]
            .map(Value::from),
        );
    }
    let types = ["BIGINT", "TEXT", "TEXT", "TEXT", "TEXT", "TEXT"];
    let counts = Measures::NAMES.map(|name| format!("t.{name}"));
    // Whether it is published is asked by its time: by its stage SQLite would go through every release.
    let sql = format!(
        "WITH sought (entry, area_code, from_month, to_month, cut, code) AS (VALUES {}) \
         SELECT s.entry, r.slug, a.name AS area_name, r.revision, r.edition, r.wage_pence, t.place, t.median_days, {} \
         FROM sought s JOIN release r ON r.area_code = s.area_code AND r.from_month = s.from_month \
         AND r.to_month = s.to_month AND r.published_at IS NOT NULL \
         JOIN area a ON a.code = r.area_code AND a.kind = 'council' \
         LEFT JOIN release_row t ON t.release_id = r.id AND t.cut = s.cut AND t.code = s.code \
         WHERE NOT EXISTS (SELECT 1 FROM release n WHERE n.area_code = r.area_code AND n.from_month = r.from_month \
         AND n.to_month = r.to_month AND n.revision > r.revision AND n.published_at IS NOT NULL) \
         ORDER BY r.published_at, r.id",
        typed_placeholders(conn.engine(), length, &types),
        counts.join(", ")
    );
    conn.all(sql, values).await
}

impl SaidRow {
    fn said(self, entry: &Entry) -> Said {
        let counts = match self.place {
            Some(_) => self.counts.public(self.median_days),
            None => *PublicFigures::single(NOTHING, 0).total(),
        };
        Said {
            slug: self.slug,
            area_name: self.area_name,
            span: entry.span,
            revision: self.revision,
            reading: Reading {
                edition: self.edition,
                wage: self.wage_pence.map(|pence| Wage { pence }),
            },
            row: Row {
                table: entry.table,
                code: entry.code.clone(),
                name: String::new(),
                counts,
                ward_sets: None,
            },
        }
    }
}
