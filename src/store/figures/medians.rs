//! Within how many days of their nomination half of the projects were completed: a median for each sum of cells
//! that has enough of them.
//!
//! A median cannot be added up, so those of all cells are worked out anew at a publication since whose last a
//! completion changed, and kept. Between the two, staff are told medians that are worked out for what they look at.
//! Rows that are put together from several cells have none.

use super::within::Within;
use crate::domain::figures::period::Month;
use crate::domain::figures::stretch::Stretch;
use crate::domain::figures::view::View;
use crate::domain::figures::waits::Waits;
use crate::store::at_once::{in_pieces, placeholders};
use crate::store::instants::Day;
use crate::store::rollup::{Around, KEY, Leaf, spread_over};
use crate::store::{Conn, StoreError, Work};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

#[derive(FromQueryResult)]
struct Completed {
    council_code: String,
    ward_code: Option<String>,
    category: String,
    origin: String,
    nominated_on: Day,
    completed_on: Day,
}

/// What a sum is over: an area or a place, a kind of work, an origin.
type Sum = (String, String, String);

/// Each sum's days, by the month of completion.
type Days = HashMap<Sum, Vec<(Month, i64)>>;

/// Works all medians out anew, if a completion changed.
pub(super) async fn publish(work: &Work) -> Result<(), StoreError> {
    let conn = work.read();
    if conn.run("DELETE FROM median_due", []).await? == 0 {
        return Ok(());
    }
    conn.run("DELETE FROM public_median", []).await?;
    let rows = by_stretch(days(&conn, |_| true).await?);
    for some in in_pieces(&rows) {
        let values = some.iter().flat_map(|((sum, stretch, start), days)| {
            let (area, category, origin) = sum.clone();
            let [area, category, origin] = [area, category, origin].map(Value::from);
            let start = start.to_string();
            let (stretch, start) = (stretch.code().into(), start.into());
            [area, category, origin, stretch, start, (*days).into()]
        });
        let sql = format!(
            "INSERT INTO public_median ({}, days) VALUES {}",
            KEY.join(", "),
            placeholders(conn.engine(), some.len(), 6)
        );
        conn.run(sql, values.collect::<Vec<Value>>()).await?;
    }
    Ok(())
}

/// The medians of sums, of every stretch in which enough was completed.
fn by_stretch(days: Days) -> Vec<((Sum, Stretch, Month), i64)> {
    let mut all = vec![];
    for (sum, days) in days {
        let mut waits: BTreeMap<(Stretch, Month), Waits> = BTreeMap::new();
        for (month, days) in days {
            for stretch in Stretch::ALL {
                let of = waits.entry((stretch, stretch.start(month)));
                of.or_default().note(days);
            }
        }
        all.extend(waits.into_iter().filter_map(|((stretch, start), waits)| {
            Some(((sum.clone(), stretch, start), waits.median()?))
        }));
    }
    all
}

/// Medians up to now.
#[derive(Debug)]
pub(super) struct Now(HashMap<[String; 5], i64>);

impl Now {
    /// That of a sum in a stretch.
    pub(super) fn of(&self, key: [&str; 5]) -> Option<i64> {
        self.0.get(&key.map(String::from)).copied()
    }
}

/// The medians of what a view shows, where a completion has changed since those that are kept.
pub(super) async fn now(
    conn: &Conn<'_>,
    view: &View,
    within: &Within,
) -> Result<Option<Now>, StoreError> {
    if conn.number("SELECT COUNT(*) FROM median_due", []).await? == 0 {
        return Ok(None);
    }
    let parts = within.parts.iter().map(|part| part.key.as_str());
    let wanted: BTreeSet<&str> = parts
        .chain(within.whole.iter().map(String::as_str))
        .collect();
    // What is told apart is asked for one by one, and all together where it is not.
    let may_be = |only: &Option<String>, code: &str| only.as_deref().is_none_or(|one| one == code);
    let is_wanted = |(area, category, origin): (&str, &str, &str)| {
        wanted.contains(area) && may_be(&view.category, category) && may_be(&view.origin, origin)
    };
    let medians = by_stretch(days(conn, is_wanted).await?).into_iter();
    let keyed = medians.map(|(((area, category, origin), stretch, start), days)| {
        let (stretch, start) = (stretch.code().to_string(), start.to_string());
        ([area, category, origin, stretch, start], days)
    });
    Ok(Some(Now(keyed.collect())))
}

/// The days of each sum that is wanted.
async fn days(
    conn: &Conn<'_>,
    is_wanted: impl Fn((&str, &str, &str)) -> bool,
) -> Result<Days, StoreError> {
    let around = Around::read(conn).await?;
    let sql = "SELECT council_code, ward_code, category, origin, nominated_on, completed_on FROM project \
               WHERE stage = 'completed' AND completed_on IS NOT NULL AND nominated_on IS NOT NULL";
    let mut days = Days::new();
    for row in conn.all::<Completed>(sql, []).await? {
        let leaf = Leaf {
            council: row.council_code,
            ward: row.ward_code,
            category: row.category,
            origin: row.origin,
            month: Month::of(row.completed_on.0),
        };
        let took = (row.completed_on.0 - row.nominated_on.0).num_days().max(0);
        let areas = around.of(&leaf.council);
        spread_over(&leaf, &areas, |area, category, origin| {
            if !is_wanted((area, category, origin)) {
                return;
            }
            let sum = (area.to_string(), category.to_string(), origin.to_string());
            days.entry(sum).or_default().push((leaf.month, took));
        });
    }
    Ok(days)
}
