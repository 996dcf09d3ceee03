//! Handlers of the figures.

use crate::actions::publishing::figures::Grid;
use crate::domain::figures::period::{Month, Span};
use crate::domain::figures::view::View;
use crate::domain::figures::withholding::PublicMeasures;
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::Permission;
use crate::domain::settings::{HOURLY_WAGE_PENCE, HOURLY_WAGE_SOURCE, wage_named};
use crate::domain::time::london_date;
use crate::store::figures::releases::said_before;
use crate::store::figures::{self as store, Publication, within};
use crate::store::ward_sets::{self, WardSets};
use crate::store::{reported_figures, settings};
use crate::web::figures::compared::{Compared, NamedWage};
use crate::web::figures::filters::{self, Surroundings};
use crate::web::figures::forms::FiguresQuery;
use crate::web::figures::views::{self, Beside, Page};
use crate::web::http::caching::Cacheable;
use crate::web::known;
use crate::web::paths::Asked;
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// `/figures`: tables first, each with a chart, definitions below.
pub async fn figures(visit: Visit, Asked(query): Asked<FiguresQuery>) -> Answer {
    let around = Surroundings::read(&visit, &query.area).await?;
    let view = match query.parse() {
        Ok(view) => view,
        Err(mistakes) => {
            let body = filters::filters(&query, &around, "/figures");
            let notice = filters::mistakes(&mistakes);
            return Ok(visit
                .page("Figures", body)
                .notice(notice)
                .wide()
                .invalid()
                .into_response());
        }
    };
    need_known(&visit, &view).await?;
    let conn = visit.read();
    let public = store::published(&conn, &view).await?;
    let reported = reported_figures::all(&conn, &view.area).await?;
    let publication = store::publication(&conn).await?;
    let hourly = store::wage(&conn).await?;
    let wage = settings::get(&conn, HOURLY_WAGE_PENCE.name).await?;
    let source = settings::get(&conn, HOURLY_WAGE_SOURCE.name).await?;
    let without_rows = within::areas_without(&conn, &view, &public).await?;
    let page = Page::of(&query, public);
    let names = page.rows().iter().map(|(names, _)| names);
    let beside = Beside {
        said: said_before(&conn, &view, names).await?,
        reported,
        publication,
        compared: a_year_before(&visit, &view, publication).await?,
        wage: NamedWage {
            hourly,
            named: wage_named(wage.as_deref(), source.as_deref()),
        },
        ward_sets: ward_sets::until(&conn, view.span.to).await?,
        without_rows,
    };
    let body = views::figures(&query, &view, &around, &page, &beside);
    Ok(visit.page("Figures", body).wide().kept().into_response())
}

/// A period's whole months, as of the last publication, beside the same months a year before: a month that is
/// still running would be held against a whole one.
async fn a_year_before(
    visit: &Visit,
    view: &View,
    publication: Publication,
) -> Result<Option<Compared>, Problem> {
    let last_whole = publication
        .as_at
        .map(|instant| Month::of(london_date(instant)).before());
    let months = last_whole.and_then(|last| view.span.until(last));
    let both = months.and_then(|months| Some((months, months.year_before()?)));
    let Some((months, months_before)) = both else {
        return Ok(None);
    };
    Ok(Some(Compared {
        now: total(visit, view, months).await?,
        months,
        before: total(visit, view, months_before).await?,
        months_before,
        goes_on: months != view.span,
    }))
}

/// The total of a view in other months.
async fn total(visit: &Visit, view: &View, span: Span) -> Result<PublicMeasures, Problem> {
    let view = View {
        span,
        ..view.clone()
    };
    Ok(*store::published(&visit.read(), &view).await?.total())
}

/// The same as CSV.
pub async fn csv(visit: Visit, Asked(query): Asked<FiguresQuery>) -> Answer {
    let (view, grid) = public_grid(&visit, &query).await?;
    let name = file_name(&view, "csv");
    Ok(kept(file(grid.csv(), "text/csv; charset=utf-8", &name)))
}

/// The same as JSON.
pub async fn json(visit: Visit, Asked(query): Asked<FiguresQuery>) -> Answer {
    let (view, grid) = public_grid(&visit, &query).await?;
    let (text, name) = (grid.json().to_string(), file_name(&view, "json"));
    Ok(kept(file(text, "application/json", &name)))
}

async fn public_grid(visit: &Visit, query: &FiguresQuery) -> Result<(View, Grid), Problem> {
    let view = query.parse().map_err(|mistakes| unreadable(&mistakes))?;
    need_known(visit, &view).await?;
    let conn = visit.read();
    let public = store::published(&conn, &view).await?;
    let public = public.arranged(&query.arrangement());
    let sets = WardSets::read(&conn, &view.area).await?;
    let names = public.rows().iter().map(|(names, _)| names);
    let said = said_before(&conn, &view, names).await?;
    let wage = store::wage(&conn).await?;
    let grid = Grid::public(&view, sets, (&public, &said), wage);
    Ok((view, grid))
}

/// What of an address does not read, where no form is shown again.
pub(super) fn unreadable(mistakes: &Mistakes) -> Problem {
    let all = mistakes.iter();
    let all: Vec<_> = all.map(|mistake| mistake.message.as_str()).collect();
    Problem::Unreadable(format!("{}.", all.join(". ")))
}

/// `/staff/figures`: exact and up to now, of an area that a grant reaches.
pub async fn exact(visit: Visit, Asked(query): Asked<FiguresQuery>) -> Answer {
    let query = within_reach(&visit, query);
    let around = Surroundings::read(&visit, &query.area).await?;
    let view = match query.parse() {
        Ok(view) => view,
        Err(mistakes) => {
            let body = filters::filters(&query, &around, "/staff/figures");
            let notice = filters::mistakes(&mistakes);
            return Ok(visit
                .page("Exact figures", body)
                .notice(notice)
                .wide()
                .invalid()
                .into_response());
        }
    };
    visit.need(Permission::SeeExactFigures, &view.area)?;
    need_known(&visit, &view).await?;
    let conn = visit.read();
    let rows = store::exact(&conn, &view).await?;
    let wage = store::wage(&conn).await?;
    let body = views::exact(&query, &view, &around, rows, wage);
    Ok(visit.page("Exact figures", body).wide().into_response())
}

/// The same as CSV.
pub async fn exact_csv(visit: Visit, Asked(query): Asked<FiguresQuery>) -> Answer {
    let query = within_reach(&visit, query);
    let view = query.parse().map_err(|mistakes| unreadable(&mistakes))?;
    visit.need(Permission::SeeExactFigures, &view.area)?;
    need_known(&visit, &view).await?;
    let conn = visit.read();
    let rows = store::exact(&conn, &view).await?;
    let sets = WardSets::read(&conn, &view.area).await?;
    let wage = store::wage(&conn).await?;
    let grid = Grid::exact(&view, sets, rows, (&query.arrangement(), wage));
    Ok(file(
        grid.csv(),
        "text/csv; charset=utf-8",
        &file_name(&view, "csv"),
    ))
}

/// Where no area was asked for, the first that a grant names.
fn within_reach(visit: &Visit, mut query: FiguresQuery) -> FiguresQuery {
    if query.area.is_empty() && !visit.may(Permission::SeeExactFigures, "") {
        let first = visit
            .visitor
            .grants()
            .iter()
            .find(|grant| crate::domain::policy::may(grant.role, Permission::SeeExactFigures));
        query.area = first.map(|grant| grant.area.clone()).unwrap_or_default();
    }
    query
}

/// Refuses a view of an area or a kind of work that is not there.
async fn need_known(visit: &Visit, view: &View) -> Result<(), Problem> {
    known::area(visit, &view.area).await?;
    known::category(visit, view.category.as_deref().unwrap_or_default()).await
}

fn file_name(view: &View, ending: &str) -> String {
    let area = if view.area.is_empty() {
        "all"
    } else {
        &view.area
    };
    format!("figures-{area}.{ending}")
}

/// A public file: the same for everybody, so kept until the data moves.
pub(super) fn kept(mut response: Response) -> Response {
    response.extensions_mut().insert(Cacheable::default());
    response
}

pub(super) fn file(text: String, kind: &'static str, name: &str) -> Response {
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
