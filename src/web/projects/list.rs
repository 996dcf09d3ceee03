//! The list of projects: searched, filtered, sorted, in pages. The same as a file is in [`super::export`].

use super::views;
use crate::domain::areas::code::AreaCode;
use crate::domain::projects::{Origin, Stage};
use crate::store::nominations::places;
use crate::store::photos::latest_pairs;
use crate::store::project_totals;
use crate::store::projects::list::{self, Filter, Sort};
use crate::web::nominations::list::{ListQuery, areas, is_a_code};
use crate::web::paths::Asked;
use crate::web::photos::views as photos;
use crate::web::pieces::{Card, FilterField, FilterForm, card_rows, empty_list, pages};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use chrono::NaiveDate;
use maud::html;

/// Rows on a page.
pub const PER_PAGE: u64 = 20;

fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok()
}

/// What is wanted. What does not read is left out of the filter.
pub fn wanted(query: &ListQuery) -> Filter {
    let words = query.q.chars().filter(|c| !c.is_control()).take(200);
    let area = AreaCode::parse(&query.area).ok();
    Filter {
        words: words.collect(),
        area: area.map(|code| code.to_string()).unwrap_or_default(),
        category: Some(query.category.clone())
            .filter(|code| is_a_code(code))
            .unwrap_or_default(),
        stage: Stage::parse(&query.stage),
        origin: Origin::parse(&query.origin),
        from: day(&query.from),
        to: day(&query.to),
        within: vec![],
        planned_by: None,
    }
}

/// The form above a list of projects at an address.
pub async fn filter(
    visit: &Visit,
    query: &ListQuery,
    action: &str,
    found: i64,
) -> Result<FilterForm, Problem> {
    let conn = visit.read();
    let places = places::all(&conn).await?;
    let categories = places::categories(&conn).await?;
    let kept = |text: &str| if day(text).is_some() { text } else { "" }.to_string();
    Ok(FilterForm {
        opener: String::new(),
        action: action.into(),
        search: Some(FilterField::text(
            "q",
            "Search by word, place or reference",
            &query.q,
        )),
        fields: vec![
            FilterField::choice("area", "Area", &query.area, areas(&places, &query.area)),
            FilterField::choice(
                "category",
                "Kind of work",
                &query.category,
                categories.into_iter().map(|one| (one.code, one.name)),
            ),
            FilterField::choice(
                "stage",
                "Stage",
                &query.stage,
                Stage::ALL.map(|stage| (stage.code(), stage.name())),
            ),
            FilterField::choice(
                "origin",
                "How the project came about",
                &query.origin,
                Origin::ALL.map(|origin| (origin.code(), origin.name())),
            ),
            FilterField::date("from", "From day, completed or agreed", &kept(&query.from)),
            FilterField::date("to", "To day, completed or agreed", &kept(&query.to)),
        ],
        sort: Some(FilterField::choice(
            "sort",
            "Sort by",
            Sort::parse(&query.sort).code(),
            Sort::ALL.map(|sort| (sort.code(), sort.name())),
        )),
        found,
        noun: ("project".into(), "projects".into()),
    })
}

/// `/projects`.
pub async fn page(visit: Visit, Asked(query): Asked<ListQuery>) -> Answer {
    query.need_known(&visit).await?;
    let (conn, wanted, number) = (visit.read(), wanted(&query), query.page_number());
    let total = list::count(&conn, &wanted).await?;
    let skip = (number - 1) * PER_PAGE;
    let found = list::some(&conn, &wanted, Sort::parse(&query.sort), skip, PER_PAGE).await?;
    let ids: Vec<i64> = found.iter().map(|project| project.id).collect();
    let totals = project_totals::published(&conn, &ids).await?;
    let pairs = latest_pairs(&conn, &ids).await?;
    let cards: Vec<_> = found
        .iter()
        .map(|project| Card {
            photo: pairs.get(&project.id).and_then(photos::one_of),
            ..views::card(project, totals.get(&project.id))
        })
        .collect();
    let last = u64::try_from(total).unwrap_or(0).div_ceil(PER_PAGE).max(1);
    let body = html! {
        p class="govuk-body-l" { "Work that Community Payback has done, is doing or will do." }
        p.govuk-body { a.govuk-link href="/map?kind=project" { "See projects on a map" } }
        (filter(&visit, &query, "/projects", total).await?)
        @if cards.is_empty() {
            (empty_list("No project matches.", html! {
                a.govuk-link href="/projects" { "See all projects" } " or "
                a.govuk-link href="/nominate" { "nominate a place" } "."
            }))
        } @else { (card_rows(&cards)) }
        (pages("/projects", &query.pairs(), number, last))
        p.govuk-body { a.govuk-link href=(query.at("/projects.csv")) { "Download this list (CSV)" } }
    };
    Ok(visit.page("Projects", body).wide().kept().into_response())
}
