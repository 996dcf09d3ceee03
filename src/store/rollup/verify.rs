//! Holding what is kept against what the ledger says, month by month.

use super::recount::{Counts, in_month, months};
use super::{ALL, Cells, Key, numbers, parents, spread};
use crate::domain::figures::Measures;
use crate::domain::figures::period::Month;
use crate::store::{Conn, StoreError};
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;

/// A cell or total that is not what the ledger says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which one, in words.
    pub what: String,
    /// What is kept.
    pub kept: Measures,
    /// What the ledger says.
    pub counted: Measures,
}

#[derive(FromQueryResult)]
struct Kept {
    area_code: String,
    category: String,
    origin: String,
    month: String,
    #[sea_orm(nested)]
    counts: Counts,
}

#[derive(FromQueryResult)]
struct KeptProject {
    project_id: i64,
    sessions_held: i64,
    stood_down: i64,
    attendances: i64,
    offenders: i64,
    minutes_offered: i64,
    minutes_credited: i64,
}

/// Compares what is kept with what the ledger says. No difference is the right answer.
pub async fn verify(conn: &Conn<'_>) -> Result<Vec<Difference>, StoreError> {
    let parents = parents(conn).await?;
    let mut differences = vec![];
    let mut totals: BTreeMap<i64, Measures> = BTreeMap::new();
    for month in months(conn).await? {
        let found = in_month(conn, month).await?;
        for (project, counts) in found.projects {
            *totals.entry(project).or_default() += counts;
        }
        let mut counted = Cells::new();
        for (leaf, counts) in &found.leaves {
            spread(leaf, &parents, *counts, &mut counted);
        }
        let kept = kept_in(conn, month).await?;
        differences.extend(differing(&kept, &counted, in_words));
    }
    let mut kept: BTreeMap<i64, Measures> = BTreeMap::new();
    for row in conn
        .all::<KeptProject>("SELECT * FROM project_total", [])
        .await?
    {
        kept.insert(row.project_id, row.counts());
    }
    differences.extend(differing(&kept, &totals, |project| {
        format!("project {project}")
    }));
    Ok(differences)
}

async fn kept_in(conn: &Conn<'_>, month: Month) -> Result<BTreeMap<Key, Measures>, StoreError> {
    let sql = "SELECT * FROM month_cell WHERE month = $1";
    let rows: Vec<Kept> = conn.all(sql, [month.to_string().into()]).await?;
    let kept = rows.into_iter().map(|row| {
        let key = (row.area_code, row.category, row.origin, row.month);
        (key, row.counts.into())
    });
    Ok(kept.collect())
}

fn in_words((area, category, origin, month): &Key) -> String {
    let area = if area.is_empty() { "everywhere" } else { area };
    let all = |word: &str| match word {
        ALL => "all".to_string(),
        word => word.to_string(),
    };
    format!(
        "{month}, {area}, category {}, origin {}",
        all(category),
        all(origin)
    )
}

impl KeptProject {
    fn counts(&self) -> Measures {
        Measures {
            sessions_held: self.sessions_held,
            stood_down: self.stood_down,
            attendances: self.attendances,
            offenders: self.offenders,
            minutes_offered: self.minutes_offered,
            minutes_credited: self.minutes_credited,
            ..Measures::default()
        }
    }
}

fn differing<K: Ord>(
    kept: &BTreeMap<K, Measures>,
    counted: &BTreeMap<K, Measures>,
    words: impl Fn(&K) -> String,
) -> Vec<Difference> {
    let mut keys: Vec<&K> = kept.keys().chain(counted.keys()).collect();
    keys.sort();
    keys.dedup();
    let of = |map: &BTreeMap<K, Measures>, key: &K| map.get(key).copied().unwrap_or_default();
    keys.into_iter()
        .map(|key| (key, of(kept, key), of(counted, key)))
        .filter(|(_, kept, counted)| numbers(kept) != numbers(counted))
        .map(|(key, kept, counted)| Difference {
            what: words(key),
            kept,
            counted,
        })
        .collect()
}
