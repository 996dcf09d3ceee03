//! Holding what is kept against what the ledger says, year by year.

use super::recount::{Counts, in_month, months, years};
use super::{ALL, Cells, Key, parents, spread};
use crate::domain::figures::Measures;
use crate::domain::figures::period::Month;
use crate::domain::figures::stretch::Stretch;
use crate::store::figures::stood_down;
use crate::store::hours::heard;
use crate::store::{Conn, StoreError};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;
use std::collections::BTreeMap;
use std::fmt;

/// Something kept that is not what the ledger says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which one, in words.
    pub what: String,
    /// What is kept.
    pub kept: Said,
    /// What the ledger says.
    pub counted: Said,
}

/// What stands on either side of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// A cell's counts, or a project's.
    Counts(Measures),
    /// The day of a project's last session, if it had one.
    LastSession(Option<String>),
    /// How many sessions were stood down for a reason.
    StoodDown(i64),
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Said::Counts(counts) => {
                let named = Measures::NAMES.into_iter().zip(counts.numbers());
                let some = named.filter(|(_, number)| *number != 0);
                f.write_str(&words(some).unwrap_or_else(|| "nothing".into()))
            }
            Said::LastSession(Some(day)) => f.write_str(day),
            Said::LastSession(None) => f.write_str("no session"),
            Said::StoodDown(sessions) => write!(f, "{sessions} stood down"),
        }
    }
}

/// Names of counts with their numbers: `sessions held 3, attendances 8`; nothing where there is none.
fn words(counts: impl Iterator<Item = (&'static str, i64)>) -> Option<String> {
    let all: Vec<String> = counts
        .map(|(name, number)| format!("{} {number}", name.replace('_', " ")))
        .collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// In words for an operator. Of counts only those that differ are told.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kept, counted) = match (&self.kept, &self.counted) {
            (Said::Counts(kept), Said::Counts(counted)) => {
                let both = kept.numbers().into_iter().zip(counted.numbers());
                let named = Measures::NAMES.into_iter().zip(both);
                let differing: Vec<_> = named.filter(|(_, (kept, now))| kept != now).collect();
                let kept = words(differing.iter().map(|(name, (kept, _))| (*name, *kept)));
                let counted = words(differing.iter().map(|(name, (_, now))| (*name, *now)));
                (kept.unwrap_or_default(), counted.unwrap_or_default())
            }
            (kept, counted) => (kept.to_string(), counted.to_string()),
        };
        write!(f, "{}: kept {kept}; counted {counted}", self.what)
    }
}

#[derive(FromQueryResult)]
struct Kept {
    area_code: String,
    category: String,
    origin: String,
    stretch: String,
    start: String,
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
    let mut ever = Cells::new();
    for year in years(&months(conn).await?) {
        let mut counted = Cells::new();
        for month in year {
            let found = in_month(conn, *month).await?;
            for (project, counts) in found.projects {
                *totals.entry(project).or_default() += counts;
            }
            for (leaf, counts) in &found.leaves {
                spread(leaf, &parents, *counts, &mut counted);
            }
        }
        let is_ever = |(key, _): &(Key, Measures)| key.3 == Stretch::Ever;
        let (since_launch, counted): (Cells, Cells) = counted.into_iter().partition(is_ever);
        for (key, counts) in since_launch {
            *ever.entry(key).or_default() += counts;
        }
        let kept = kept_in(conn, year).await?;
        differences.extend(differing(&kept, &counted, in_words));
    }
    let kept = kept(conn, "stretch = 'ever'", vec![]).await?;
    differences.extend(differing(&kept, &ever, in_words));
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
    differences.extend(heard(conn).await?);
    differences.extend(stood_down::verify(conn).await?);
    Ok(differences)
}

/// The days of last sessions that are kept otherwise than the ledger has them.
async fn heard(conn: &Conn<'_>) -> Result<impl Iterator<Item = Difference>, StoreError> {
    let misheard = heard::misheard(conn).await?.into_iter();
    Ok(misheard.map(|row| Difference {
        what: format!("the last session of project {}", row.project_id),
        kept: Said::LastSession(row.kept),
        counted: Said::LastSession(row.counted),
    }))
}

/// What is kept of a financial year: its own cells, and those of its quarters and months.
async fn kept_in(conn: &Conn<'_>, months: &[Month]) -> Result<Cells, StoreError> {
    let (Some(first), Some(last)) = (months.first(), months.last()) else {
        return Ok(Cells::new());
    };
    let [first, last] = [first, last].map(|month| Stretch::Year.start(*month));
    let end = Month::numbered(last.number() + 12);
    let values = vec![first.to_string().into(), end.to_string().into()];
    kept(
        conn,
        "start >= $1 AND start < $2 AND stretch <> 'ever'",
        values,
    )
    .await
}

async fn kept(conn: &Conn<'_>, which: &str, values: Vec<Value>) -> Result<Cells, StoreError> {
    let sql = format!("SELECT * FROM exact_cell WHERE {which}");
    let mut kept = Cells::new();
    for row in conn.all::<Kept>(sql, values).await? {
        let unreadable = || StoreError::Unreadable(format!("cell {} {:?}", row.stretch, row.start));
        let stretch = Stretch::parse(&row.stretch).ok_or_else(unreadable)?;
        let start = row.start.parse().map_err(|_| unreadable())?;
        let key = (row.area_code, row.category, row.origin, stretch, start);
        kept.insert(key, row.counts.into());
    }
    Ok(kept)
}

fn in_words((area, category, origin, stretch, start): &Key) -> String {
    let area = if area.is_empty() { "everywhere" } else { area };
    let all = |word: &str| match word {
        ALL => "all".to_string(),
        word => word.to_string(),
    };
    format!(
        "{}, {area}, category {}, origin {}",
        stretch.words(*start),
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
        .filter(|(_, kept, counted)| kept != counted)
        .map(|(key, kept, counted)| Difference {
            what: words(key),
            kept: Said::Counts(kept),
            counted: Said::Counts(counted),
        })
        .collect()
}
