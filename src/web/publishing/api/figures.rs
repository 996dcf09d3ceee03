//! Figures through the API: the published cells, page by page within one publication.

use super::asked::{Asked, cuts};
use crate::actions::publishing::figures::{
    REVISED, REVISED_SINCE, STANDING, WARD_SETS, standing, values,
};
use crate::domain::figures::measure::Wage;
use crate::domain::figures::period::Span;
use crate::domain::figures::release::said::{Said, Since};
use crate::domain::figures::view::{RowNames, View};
use crate::domain::figures::withholding::PublicMeasures;
use crate::store::figures as store;
use crate::store::figures::releases::said_before;
use crate::store::ward_sets::WardSets;
use crate::web::known;
use crate::web::problem::Problem;
use crate::web::visit::Visit;
use serde_json::{Map, Value, json};

/// A place in the rows of a publication: `12-100` is the row after the hundredth of the twelfth.
fn place(text: &str) -> (Option<i64>, usize) {
    match text.split_once('-') {
        Some((number, row)) => (number.parse().ok(), row.parse().unwrap_or(usize::MAX)),
        None => (None, 0),
    }
}

/// A table of figures as asked for.
pub async fn answer(visit: &Visit, path: &str, asked: &Asked) -> Result<Value, Problem> {
    known::area(visit, asked.text("area")).await?;
    known::category(visit, asked.text("category")).await?;
    let view = View {
        area: asked.text("area").into(),
        category: asked.some("category"),
        origin: asked.some("origin"),
        span: Span::of_days(asked.day("from"), asked.day("to")),
        by: cuts(asked.text("by")).unwrap_or(View::everything().by),
    };
    let conn = visit.read();
    let publication = store::publication(&conn).await?;
    let (of, skip) = place(asked.text("cursor"));
    if of.is_some_and(|of| of != publication.number) {
        return Err(Problem::TooLate(
            "The figures were published anew since the first page. Begin again without a cursor."
                .into(),
        ));
    }
    let figures = store::published(&conn, &view).await?;
    let sets = WardSets::read(&conn, &view.area).await?;
    let wage = store::wage(&conn).await?;
    let limit = usize::try_from(asked.limit()).unwrap_or(usize::MAX);
    let all = figures.rows();
    let rows = || all.iter().skip(skip).take(limit);
    let said = said_before(&conn, &view, rows().map(|(names, _)| names)).await?;
    let rows: Vec<Value> = rows()
        .zip(&said.rows)
        .map(|((names, counts), said)| {
            let numbers = numbers(&view, counts, said.as_ref(), wage);
            row(&view, &sets, names, numbers)
        })
        .collect();
    let all_said = said.rows.iter().chain([&said.total]).flatten();
    let least = said
        .total
        .as_ref()
        .filter(|_| all_said.count() > said.rows.len());
    let end = skip.saturating_add(limit);
    let next =
        (end < all.len()).then(|| asked.going_on(path, &format!("{}-{end}", publication.number)));
    let total = numbers(&view, figures.total(), said.total.as_ref(), wage);
    Ok(json!({
        "as_at": publication.as_at.map(|at| at.to_rfc3339()),
        "publication": publication.number,
        "standing": standing(least),
        "hourly_wage_pence": wage.pence,
        "by": view.by.iter().map(|by| by.code()).collect::<Vec<_>>(),
        "rows": rows,
        "total": total,
        "next": next,
    }))
}

/// The numbers of a row, and which of them a release said otherwise.
fn numbers(
    view: &View,
    counts: &PublicMeasures,
    said: Option<&Said>,
    wage: Wage,
) -> Map<String, Value> {
    let revised = Since::of(said, (view, counts, wage));
    let told = [
        (STANDING.to_string(), json!(standing(said))),
        (REVISED.to_string(), json!(revised.named_in_files())),
        (REVISED_SINCE.to_string(), json!(revised.release)),
    ];
    values(view, counts, wage).chain(told).collect()
}

fn row(view: &View, sets: &WardSets, names: &RowNames, numbers: Map<String, Value>) -> Value {
    let mut object = Map::new();
    for (by, name) in view.by.iter().zip(names) {
        object.insert(format!("{}_code", by.code()), json!(name.code));
        object.insert(by.code().into(), json!(name.words));
    }
    object.extend(numbers);
    object.insert(WARD_SETS.into(), json!(sets.of_row(view, names)));
    Value::Object(object)
}
