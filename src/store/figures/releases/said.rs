//! What published releases said of rows of live figures.
//!
//! Each place in a release that may tell of a row is looked up by its key, so a page costs the same with
//! ten years of releases as with one. Drafts are never read. Start at [`said_before`].

use super::frozen::Frozen;
use crate::domain::figures::measure::Wage;
use crate::domain::figures::release::said::{Entry, Said, entries};
use crate::domain::figures::release::{Reading, Row};
use crate::domain::figures::view::{RowNames, View};
use crate::domain::figures::{Measures, PublicFigures};
use crate::store::at_once::typed_placeholders;
use crate::store::figures::NOTHING;
use crate::store::{Conn, StoreError};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;

/// So many places in releases are asked for in one statement.
const MOST_AT_ONCE: usize = 256;

#[derive(FromQueryResult)]
struct SaidRow {
    /// Which of the entries.
    entry: i64,
    id: i64,
    published_at: String,
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

/// What releases said of the rows of a table of live figures.
#[derive(Debug, Clone, Default)]
pub struct SaidBefore {
    /// Of each row in its order.
    pub rows: Vec<Option<Said>>,
    /// Of all rows together.
    pub total: Option<Said>,
}

/// What the releases that were published last said of some rows of a view, and of its total.
pub async fn said_before<'r>(
    conn: &Conn<'_>,
    view: &View,
    rows: impl Iterator<Item = &'r RowNames>,
) -> Result<SaidBefore, StoreError> {
    let whole = View {
        by: vec![],
        ..view.clone()
    };
    let mut sought: Vec<Vec<Entry>> = rows.map(|names| entries(view, names)).collect();
    sought.push(entries(&whole, &[]));
    let mut rows = said(conn, &sought).await?;
    let total = rows.pop().flatten();
    Ok(SaidBefore { rows, total })
}

/// What the release that was published last says of each row, by the entries that may tell of it.
async fn said(conn: &Conn<'_>, rows: &[Vec<Entry>]) -> Result<Vec<Option<Said>>, StoreError> {
    let mut entries: Vec<(usize, &Entry)> = vec![];
    for (row, of_row) in rows.iter().enumerate() {
        entries.extend(of_row.iter().map(|entry| (row, entry)));
    }
    let mut found: Vec<(SaidRow, (usize, &Entry))> = vec![];
    for piece in entries.chunks(MOST_AT_ONCE) {
        let of_piece = of_releases(conn, piece).await?.into_iter();
        found.extend(of_piece.filter_map(|row| {
            let at = usize::try_from(row.entry).ok()?;
            Some((row, *piece.get(at)?))
        }));
    }
    found.sort_by(|(a, _), (b, _)| (&a.published_at, a.id).cmp(&(&b.published_at, b.id)));
    let mut all = vec![None; rows.len()];
    for (row, (at, entry)) in found {
        all[at] = Some(row.said(entry));
    }
    Ok(all)
}

/// What the newest revision of each release says at some entries.
async fn of_releases(
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
         SELECT s.entry, r.id, r.published_at, r.slug, a.name AS area_name, r.revision, r.edition, r.wage_pence, \
         t.place, t.median_days, {} \
         FROM sought s JOIN release r ON r.area_code = s.area_code AND r.from_month = s.from_month \
         AND r.to_month = s.to_month AND r.published_at IS NOT NULL \
         JOIN area a ON a.code = r.area_code AND a.kind = 'council' \
         LEFT JOIN release_row t ON t.release_id = r.id AND t.cut = s.cut AND t.code = s.code \
         WHERE NOT EXISTS (SELECT 1 FROM release n WHERE n.area_code = r.area_code AND n.from_month = r.from_month \
         AND n.to_month = r.to_month AND n.revision > r.revision AND n.published_at IS NOT NULL)",
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
