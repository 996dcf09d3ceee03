//! Handlers of the areas.

use super::finding::{self, Finding};
use super::forms::AreasQuery;
use super::{map, one_views, reading, views};
use crate::domain::areas::code::AreaCode;
use crate::domain::csv_cells::{self, Row};
use crate::store::areas::{self, AreaDetails};
use crate::web::govuk::BackLink;
use crate::web::paths::{Asked, At};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use maud::{Render, html};

const A_PAGE: usize = 20;

/// `/areas`: an overview, or what was searched for.
pub async fn list(visit: Visit, Asked(query): Asked<AreasQuery>) -> Answer {
    let all = in_force(&visit).await?;
    if !query.asks() {
        let body = views::overview(&all);
        return Ok(visit.page(views::TITLE, body).wide().kept().into_response());
    }
    let finding = finding::find(&visit, &query.q).await?;
    let words = match &finding {
        Finding::Words(words) => words.as_str(),
        _ => "",
    };
    let found = match &finding {
        Finding::Words(_) => query.picked(&all, words),
        _ => vec![],
    };
    let last = found.len().div_ceil(A_PAGE).max(1);
    let page = query.page.parse().unwrap_or(1).clamp(1, last);
    let rows = found.iter().skip((page - 1) * A_PAGE).take(A_PAGE);
    let rows: Vec<&AreaDetails> = rows.copied().collect();
    let (nominated, made) = reading::mentions(&visit, words).await?;
    let count = match &finding {
        Finding::Inside(_, path) => path.len(),
        _ => found.len(),
    };
    let body = html! {
        (views::search(&query, count))
        (views::finding(&finding))
        @if matches!(finding, Finding::Words(_)) {
            (views::table(&all, &rows, &query, (page, last)))
            (one_views::mentions(words, &nominated, &made))
        }
    };
    Ok(visit.page(views::TITLE, body).wide().kept().into_response())
}

/// The areas, without wards of sets that no longer hold.
async fn in_force(visit: &Visit) -> Result<Vec<AreaDetails>, Problem> {
    let atlas = visit.app.desk.atlas();
    let all = areas::all(&visit.read()).await?.into_iter();
    Ok(all
        .filter(|details| reading::is_in_force(&atlas, &details.area))
        .collect())
}

/// The same list as a file.
pub async fn download(visit: Visit, Asked(query): Asked<AreasQuery>) -> Answer {
    let all = in_force(&visit).await?;
    let mut text = csv_cells::row(&["code", "name", "kind", "parent_code", "population"]);
    for details in query.picked(&all, &query.q) {
        let area = &details.area;
        let parent = area.parent.as_ref().map(AreaCode::as_str);
        let population = details.population.map(|count| count.to_string());
        let row = Row::new()
            .text(area.code.as_str())
            .text(&area.name)
            .text(area.kind.as_str())
            .text(parent.unwrap_or_default())
            .figure(&population.unwrap_or_default());
        text.push_str(&row.end());
    }
    let mut response = text.into_response();
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, kind);
    let name = HeaderValue::from_static("attachment; filename=\"areas.csv\"");
    headers.insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}

/// `/areas/{code}`: one area, by its code in capitals.
pub async fn area(visit: Visit, At(code): At<String>) -> Answer {
    let read = AreaCode::parse(&code).map_err(|_| Problem::NotFound)?;
    let details = areas::find(&visit.read(), &read).await?;
    let details = details.ok_or(Problem::NotFound)?;
    if read.as_str() != code {
        return Ok(visit.on_to(&format!("/areas/{read}")));
    }
    let around = reading::read(&visit, details).await?;
    let map = map::of(&visit, &around).await?;
    let feed = format!("/feeds/areas/{read}.atom");
    let head = html! {
        link rel="alternate" type="application/atom+xml" title=(around.details.area.name) href=(feed);
    };
    Ok(visit
        .page(&around.details.area.name, one_views::page(&around, map))
        .about(views::kind_words(around.details.area.kind))
        .before(BackLink::to("/areas").render())
        .head(head)
        .wide()
        .kept()
        .into_response())
}
