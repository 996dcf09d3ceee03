//! What became of nominations, by the areas and the wards they lie in.
//!
//! Every one of them is public on a page of its own, with its decision and its completion, so no count of them is
//! withheld; how long few of them took is not told, as everywhere (`domain::figures::waits`).

use super::{Counting, NominationRow, Outcomes, Question, each, lies_inside, reading};
use crate::domain::figures::period::{Month, Span};
use crate::domain::figures::view::{By, RowName, View};
use crate::domain::time::{london_date, start_of_day};
use crate::store::areas;
use crate::store::figures::by_ward::Named;
use crate::store::figures::within::Within;
use crate::store::instants::At;
use crate::store::rollup::Around;
use crate::store::{Conn, StoreError};
use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;

/// What became of the nominations of each area inside the one that is asked of, over all its months, by the names of
/// the areas.
pub async fn by_area(
    conn: &Conn<'_>,
    question: &Question,
    promise_days: i64,
    today: NaiveDate,
) -> Result<Vec<(RowName, Outcomes)>, StoreError> {
    let view = View {
        area: question.area.clone(),
        span: question.span,
        by: vec![By::Area],
        ..View::everything()
    };
    let within = Within::of(conn, &view).await?;
    let (rows, around) = (within.names(), Around::read(conn).await?);
    let counts = Counting {
        question,
        promise_days,
        today,
    };
    let row_of = |row: &NominationRow| {
        let keys = Within::keys_of(&row.council_code, row.ward_code.as_deref(), &around);
        let name = keys.iter().find_map(|key| rows.get(key.as_str()))?;
        Some((name.words.clone(), name.code.clone()))
    };
    let mut found = BTreeMap::new();
    each(conn, &question.area, |row| {
        counts.add(row, &mut found, |_, row| row_of(row));
    })
    .await?;
    let named = |((words, code), outcomes)| (RowName { code, words }, outcomes);
    Ok(found.into_iter().map(named).collect())
}

/// What became of the nominations of a ward, or of a council's places that lie in none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InWard {
    /// The council.
    pub council: Named,
    /// The ward.
    pub ward: Option<Named>,
    /// What became of them.
    pub outcomes: Outcomes,
}

/// Where and when nominations came in.
#[derive(Debug, Clone, Default)]
pub struct Reach {
    /// The councils that have any, by name.
    pub councils: Vec<Named>,
    /// The rows by time, oldest first.
    pub rows: Vec<Month>,
    /// The name of every ward by its code.
    wards: BTreeMap<String, String>,
}

/// Where and when the nominations came in that a question asks of.
pub async fn reach(conn: &Conn<'_>, question: &Question) -> Result<Reach, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        council_code: String,
        first: At,
        last: At,
    }
    let inside = lies_inside("n.council_code", "n.ward_code");
    let sql = format!(
        "SELECT n.council_code, MIN(n.submitted_at) AS first, MAX(n.submitted_at) AS last FROM nomination n \
         WHERE n.moderated_at IS NOT NULL AND n.public AND {inside} GROUP BY n.council_code"
    );
    let found: Vec<Row> = conn.all(sql, [question.area.as_str().into()]).await?;
    let of = |row: &Row| [&row.first, &row.last].map(|at| Month::of(london_date(at.0)));
    let months = found.iter().flat_map(of);
    let months = months.fold(None, |reach: Option<Span>, month| {
        let Span { from, to } = reach.unwrap_or(Span {
            from: month,
            to: month,
        });
        Some(Span {
            from: from.min(month),
            to: to.max(month),
        })
    });
    let mut rows = vec![];
    if let Some(span) = months.and_then(|months| months.within(question.span)) {
        let mut row = question.cut.row_of(span.from);
        while row <= span.to {
            rows.push(row);
            row = question.cut.span(row).to.next();
        }
    }
    let mut councils = areas::councils(conn).await?;
    councils.retain(|(code, _)| found.iter().any(|row| row.council_code == *code));
    let wards = ward_names(conn).await?;
    Ok(Reach {
        councils,
        rows,
        wards,
    })
}

/// What became of a council's nominations that came in during one row of time, by ward, and last of those in none.
pub async fn of_council(
    conn: &Conn<'_>,
    (question, row): (&Question, Month),
    (reach, council): (&Reach, &Named),
    (promise_days, today): (i64, NaiveDate),
) -> Result<Vec<InWard>, StoreError> {
    let span = question.cut.span(row);
    let instant = |day: NaiveDate| At(start_of_day(day)).to_string();
    let sql = format!(
        "{} AND n.council_code = $2 AND n.submitted_at >= $3 AND n.submitted_at < $4",
        reading()
    );
    let values = [
        question.area.clone(),
        council.0.clone(),
        instant(span.from.first_day()),
        instant(span.to.next().first_day()),
    ];
    let rows: Vec<NominationRow> = conn.all(sql, values.map(Into::into)).await?;
    let counts = Counting {
        question,
        promise_days,
        today,
    };
    let mut found: BTreeMap<Option<String>, Outcomes> = BTreeMap::new();
    for row in &rows {
        counts.add(row, &mut found, |_, row| Some(row.ward_code.clone()));
    }
    let named = |(ward, outcomes): (Option<String>, Outcomes)| InWard {
        council: council.clone(),
        ward: ward.map(|code| {
            let name = reach.wards.get(&code).cloned();
            (code, name.unwrap_or_default())
        }),
        outcomes,
    };
    let mut all: Vec<InWard> = found.into_iter().map(named).collect();
    all.sort_by_cached_key(|one| {
        let ward = one.ward.clone();
        (ward.is_none(), ward.map(|(code, name)| (name, code)))
    });
    Ok(all)
}

/// The name of every ward of every set, by its code.
async fn ward_names(conn: &Conn<'_>) -> Result<BTreeMap<String, String>, StoreError> {
    #[derive(FromQueryResult)]
    struct Ward {
        code: String,
        name: String,
    }
    let sql = "SELECT code, name FROM area WHERE kind = 'ward'";
    let rows: Vec<Ward> = conn.all(sql, []).await?;
    Ok(rows.into_iter().map(|row| (row.code, row.name)).collect())
}
