//! Within how many days of their nomination half of the projects were completed: a median for each sum of cells
//! that has enough of them.
//!
//! A median cannot be added up, so those of all cells are worked out anew at a publication since whose last a
//! completion changed, and kept. Rows that are put together from several cells have none.

use crate::domain::figures::period::Month;
use crate::domain::figures::stretch::Stretch;
use crate::domain::figures::waits::Waits;
use crate::store::at_once::{in_pieces, placeholders};
use crate::store::instants::Day;
use crate::store::rollup::{Around, KEY, Leaf, spread_over};
use crate::store::{Conn, StoreError, Work};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;
use std::collections::{BTreeMap, HashMap};

#[derive(FromQueryResult)]
struct Completed {
    council_code: String,
    ward_code: Option<String>,
    category: String,
    origin: String,
    nominated_on: Day,
    completed_on: Day,
}

/// Each sum's days, by the month of completion.
type Days = HashMap<(String, String, String), Vec<(Month, i64)>>;

/// Works all medians out anew, if a completion changed.
pub(super) async fn publish(work: &Work) -> Result<(), StoreError> {
    let conn = work.read();
    if conn.run("DELETE FROM median_due", []).await? == 0 {
        return Ok(());
    }
    conn.run("DELETE FROM public_median", []).await?;
    let days = days(&conn).await?;
    let mut rows: Vec<([String; 3], Stretch, Month, i64)> = vec![];
    for ((area, category, origin), days) in days {
        let mut waits: BTreeMap<(Stretch, Month), Waits> = BTreeMap::new();
        for (month, days) in days {
            for stretch in Stretch::ALL {
                let of = waits.entry((stretch, stretch.start(month)));
                of.or_default().note(days);
            }
        }
        rows.extend(waits.into_iter().filter_map(|((stretch, start), waits)| {
            let sum = [area.clone(), category.clone(), origin.clone()];
            Some((sum, stretch, start, waits.median()?))
        }));
    }
    for some in in_pieces(&rows) {
        let values = some.iter().flat_map(|(sum, stretch, start, days)| {
            let [area, category, origin] = sum.clone().map(Value::from);
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

async fn days(conn: &Conn<'_>) -> Result<Days, StoreError> {
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
            let sum = (area.to_string(), category.to_string(), origin.to_string());
            days.entry(sum).or_default().push((leaf.month, took));
        });
    }
    Ok(days)
}
