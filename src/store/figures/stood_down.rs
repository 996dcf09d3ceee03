//! Sessions stood down by reason: an area's, or a place's, over a stretch of time, as last published.
//!
//! Sums are kept as cells are, so that an answer reads as many rows as it shows. Nobody worked at a session that was
//! stood down, and how many there are stands in the cells: no number of people can be worked out from the reasons.
//! Start at [`published`]; `copy` counts anew what changed, `verify` everything.

use super::questions::Question;
use super::within::Within;
use super::{in_stretches, longest};
use crate::domain::figures::period::{Month, Span};
use crate::domain::figures::stretch::Stretch;
use crate::domain::figures::view::{By, View};
use crate::store::rollup::{ALL, Around, Difference, Said, place};
use crate::store::{Conn, StoreError};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;
use std::collections::{BTreeMap, BTreeSet};

fn month_of(text: &str) -> Result<Month, StoreError> {
    text.parse()
        .map_err(|_| StoreError::Unreadable(format!("month {text:?}")))
}

#[derive(FromQueryResult)]
struct ReasonRow {
    start: String,
    reason: String,
    sessions: i64,
}

/// Sessions stood down by time and reason, as at the last publication.
pub async fn published(
    conn: &Conn<'_>,
    question: &Question,
) -> Result<BTreeMap<(Month, String), i64>, StoreError> {
    let view = View {
        area: question.area.clone(),
        span: question.span,
        by: vec![By::Time(question.cut)],
        ..View::everything()
    };
    let within = Within::of(conn, &view).await?;
    let mut found = BTreeMap::new();
    for some in within.whole.chunks(300) {
        let mut values: Vec<Value> = vec![];
        let mut at = |value: &str| {
            values.push(value.into());
            format!("${}", values.len())
        };
        let stretches = in_stretches(view.span, longest(&view), &mut at);
        let areas: Vec<String> = some.iter().map(|area| at(area)).collect();
        let sql = format!(
            "SELECT c.start, c.reason, CAST(SUM(c.sessions) AS BIGINT) AS sessions FROM public_stand_down c \
             WHERE c.area_code IN ({}) AND ({stretches}) GROUP BY c.start, c.reason",
            areas.join(", ")
        );
        for row in conn.all::<ReasonRow>(sql, values).await? {
            let row_of = question.cut.row_of(month_of(&row.start)?);
            *found.entry((row_of, row.reason)).or_default() += row.sessions;
        }
    }
    Ok(found)
}

/// The sessions that are stood down in the ledger between two days, by council, ward and reason.
const COUNTED: &str = "SELECT p.council_code, p.ward_code, r.reason, COUNT(*) AS sessions \
    FROM session_return r JOIN session_in_force f ON f.return_id = r.id JOIN project p ON p.id = r.project_id \
    WHERE r.status = 'stood-down' AND r.day >= $1 AND r.day <= $2 \
    GROUP BY p.council_code, p.ward_code, r.reason";

fn days_of(month: &str) -> [Value; 2] {
    [format!("{month}-01").into(), format!("{month}-31").into()]
}

/// The sums that changed since the last publication, called `d`, of one kind of stretch.
fn changed(stretch: Stretch) -> String {
    let code = stretch.code();
    format!("d.category = '{ALL}' AND d.origin = '{ALL}' AND d.stretch = '{code}'")
}

#[derive(FromQueryResult)]
struct Changed {
    month: String,
}

/// Counts what changed again: months from the ledger, and longer stretches from the next shorter ones.
pub(super) async fn copy(conn: &Conn<'_>) -> Result<(), StoreError> {
    let sql = format!(
        "DELETE FROM public_stand_down WHERE (area_code, stretch, start) IN (SELECT d.area_code, d.stretch, d.start \
         FROM dirty_cell d WHERE d.category = '{ALL}' AND d.origin = '{ALL}')"
    );
    conn.run(sql, []).await?;
    let of_months = changed(Stretch::Month);
    let months = format!(
        "SELECT DISTINCT d.start AS month FROM dirty_cell d WHERE {of_months} ORDER BY d.start"
    );
    // Across, so that SQLite looks each area up and does not go through all that changed for every month.
    let sql = format!(
        "INSERT INTO public_stand_down (area_code, stretch, start, reason, sessions) \
         WITH RECURSIVE around (council, area) AS (SELECT code, code FROM area WHERE kind <> 'ward' \
         UNION SELECT x.council, a.parent_code FROM around x JOIN area a ON a.code = x.area \
         WHERE a.kind <> 'ward' AND a.parent_code IS NOT NULL), \
         counted AS ({COUNTED}), \
         spread (area, reason, sessions) AS (SELECT '', reason, sessions FROM counted \
         UNION ALL SELECT council_code || '/' || COALESCE(ward_code, ''), reason, sessions FROM counted \
         UNION ALL SELECT x.area, c.reason, c.sessions FROM counted c JOIN around x ON x.council = c.council_code) \
         SELECT d.area_code, d.stretch, d.start, s.reason, CAST(SUM(s.sessions) AS BIGINT) \
         FROM spread s CROSS JOIN dirty_cell d WHERE d.area_code = s.area AND {of_months} AND d.start = CAST($3 AS TEXT) \
         GROUP BY d.area_code, d.stretch, d.start, s.reason"
    );
    for Changed { month } in conn.all::<Changed>(months, []).await? {
        let [first, last] = days_of(&month);
        conn.run(sql.as_str(), [first, last, month.into()]).await?;
    }
    for (stretch, of, last) in LONGER {
        conn.run(added_up(stretch, of, last), []).await?;
    }
    Ok(())
}

/// Each longer stretch with the one that it is added up from, and the start of the last of those in it.
const LONGER: [(Stretch, Stretch, &str); 3] = [
    (
        Stretch::Quarter,
        Stretch::Month,
        "substr(d.start, 1, 5) || CASE substr(d.start, 6, 2) WHEN '01' THEN '03' WHEN '04' THEN '06' \
         WHEN '07' THEN '09' ELSE '12' END",
    ),
    (
        Stretch::Year,
        Stretch::Quarter,
        "CAST(CAST(substr(d.start, 1, 4) AS INTEGER) + 1 AS TEXT) || '-01'",
    ),
    (Stretch::Ever, Stretch::Year, "'9999-12'"),
];

fn added_up(stretch: Stretch, of: Stretch, last: &str) -> String {
    // What changed is set apart, and then across, so that both engines go from it to its rows and not the other way:
    // right after everything was published PostgreSQL still takes the emptied table for a full one.
    format!(
        "INSERT INTO public_stand_down (area_code, stretch, start, reason, sessions) \
         WITH changed AS MATERIALIZED (SELECT d.area_code, d.stretch, d.start FROM dirty_cell d WHERE {}) \
         SELECT d.area_code, d.stretch, d.start, s.reason, CAST(SUM(s.sessions) AS BIGINT) \
         FROM changed d CROSS JOIN public_stand_down s \
         WHERE s.area_code = d.area_code AND s.stretch = '{}' AND s.start >= d.start AND s.start <= {last} \
         GROUP BY d.area_code, d.stretch, d.start, s.reason",
        changed(stretch),
        of.code()
    )
}

/// A sum: area or place, stretch by its first month, and reason.
type Key = (String, Stretch, Month, String);
type Sums = BTreeMap<Key, i64>;

#[derive(FromQueryResult)]
struct CountedRow {
    council_code: String,
    ward_code: Option<String>,
    reason: String,
    sessions: i64,
}

#[derive(FromQueryResult)]
struct KeptRow {
    area_code: String,
    stretch: String,
    start: String,
    reason: String,
    sessions: i64,
}

#[derive(FromQueryResult)]
struct ChangedRow {
    area_code: String,
    stretch: String,
    start: String,
}

fn stretch_of(text: &str) -> Result<Stretch, StoreError> {
    Stretch::parse(text).ok_or_else(|| StoreError::Unreadable(format!("stretch {text:?}")))
}

/// Where sums are kept otherwise than the ledger has them, apart from those that changed since the last publication.
/// Financial year by financial year, so that memory holds one.
pub(in crate::store) async fn verify(conn: &Conn<'_>) -> Result<Vec<Difference>, StoreError> {
    let around = Around::read(conn).await?;
    let mut differences = vec![];
    let mut ever = Sums::new();
    for year in months(conn)
        .await?
        .chunk_by(|one, other| one.financial_year() == other.financial_year())
    {
        let mut counted = Sums::new();
        for month in year {
            let values = days_of(&month.to_string());
            for row in conn.all::<CountedRow>(COUNTED, values).await? {
                let mut areas = around.of(&row.council_code);
                areas.push(place(&row.council_code, row.ward_code.as_deref()));
                for (area, stretch) in areas
                    .iter()
                    .flat_map(|area| Stretch::ALL.map(|of| (area, of)))
                {
                    let key = (
                        area.clone(),
                        stretch,
                        stretch.start(*month),
                        row.reason.clone(),
                    );
                    let sums = if stretch == Stretch::Ever {
                        &mut ever
                    } else {
                        &mut counted
                    };
                    *sums.entry(key).or_default() += row.sessions;
                }
            }
        }
        let starts = Span::financial_year(year[0].financial_year());
        let which = "stretch <> 'ever' AND start >= $1 AND start <= $2";
        let values = [starts.from, starts.to].map(|month| month.to_string().into());
        differences.extend(differing(conn, counted, which, &values).await?);
    }
    differences.extend(differing(conn, ever, "stretch = 'ever'", &[]).await?);
    Ok(differences)
}

/// The months in which sessions were ever stood down, and those in which a sum begins, in order.
async fn months(conn: &Conn<'_>) -> Result<Vec<Month>, StoreError> {
    let sql = "SELECT start AS month FROM public_stand_down WHERE stretch <> 'ever' \
               UNION SELECT substr(day, 1, 7) FROM session_return WHERE status = 'stood-down' ORDER BY month";
    let rows: Vec<Changed> = conn.all(sql, []).await?;
    rows.iter().map(|row| month_of(&row.month)).collect()
}

/// What differs between what was counted and what is kept of some stretches.
async fn differing(
    conn: &Conn<'_>,
    mut counted: Sums,
    which: &str,
    values: &[Value],
) -> Result<Vec<Difference>, StoreError> {
    let mut kept = Sums::new();
    let sql = format!("SELECT * FROM public_stand_down WHERE {which}");
    for row in conn.all::<KeptRow>(sql, values.to_vec()).await? {
        let (stretch, start) = (stretch_of(&row.stretch)?, month_of(&row.start)?);
        kept.insert((row.area_code, stretch, start, row.reason), row.sessions);
    }
    let sql = format!(
        "SELECT area_code, stretch, start FROM dirty_cell WHERE category = '{ALL}' AND origin = '{ALL}' AND {which}"
    );
    let mut changed: BTreeSet<(String, Stretch, Month)> = BTreeSet::new();
    for row in conn.all::<ChangedRow>(sql, values.to_vec()).await? {
        changed.insert((
            row.area_code,
            stretch_of(&row.stretch)?,
            month_of(&row.start)?,
        ));
    }
    for key in kept.keys() {
        counted.entry(key.clone()).or_default();
    }
    let difference = |(key, counted): (Key, i64)| {
        let kept = kept.get(&key).copied().unwrap_or_default();
        let (area, stretch, start, reason) = key;
        let words = if area.is_empty() { "everywhere" } else { &area };
        let is_due = changed.contains(&(area.clone(), stretch, start));
        (kept != counted && !is_due).then(|| Difference {
            what: format!(
                "sessions stood down, {}, {words}, {reason}",
                stretch.words(start)
            ),
            kept: Said::StoodDown(kept),
            counted: Said::StoodDown(counted),
        })
    };
    Ok(counted.into_iter().filter_map(difference).collect())
}
