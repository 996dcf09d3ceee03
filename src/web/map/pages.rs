//! `/map`: the map and its list.

use super::files::kept;
use super::look::LookQuery;
use super::views::{self, Shown};
use crate::store::nominations::places;
use crate::web::assets;
use crate::web::nominations::list::areas;
use crate::web::paths::Asked;
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, html};

/// What a page with a map needs beside what every page has.
pub fn scripts(visit: &Visit) -> Markup {
    html! {
        link rel="stylesheet" href=(assets::MAP_CSS);
        script src=(assets::LEAFLET_JS) defer {}
        @if visit.app.config.background.is_some() { script src=(assets::PMTILES_JS) defer {} }
        script type="module" src=(assets::MAP_JS) {}
    }
}

/// Whose map lies under the marks, where there is one.
pub fn credit(visit: &Visit) -> Markup {
    let background = visit.app.config.background.as_ref();
    html! {
        @if let Some(background) = background {
            p.govuk-body-s.app-map__note { "Map under the marks: " (background.credit()) }
        }
    }
}

/// What the owners of boundaries, postcodes and place names ask to be said.
pub fn owners(notes: &[String]) -> Markup {
    html! { @for note in notes { p.govuk-body-s.app-map__note { (note) } } }
}

/// The map. With `part=list` only what changes as it is moved, for the script.
pub async fn page(visit: Visit, Asked(query): Asked<LookQuery>) -> Answer {
    let chart = visit.app.charts.now(&visit.app).await?;
    let atlas = visit.app.desk.atlas();
    let look = query.look(&chart);
    let board = look.board(&chart, &atlas);
    let marks = board.shown(&look.window);
    let shown = Shown {
        chart: &chart,
        look: &look,
        atlas: &atlas,
        marks,
        page: query.page_number(),
    };
    if query.part == "list" {
        let moving = shown.moving().into_string();
        return Ok(kept(moving, "text/html; charset=utf-8"));
    }
    let places = places::all(&visit.read()).await?;
    let filter = views::filter(&query, areas(&places, &query.area));
    Ok(visit
        .page("Map", html! { (shown.page(filter)) (credit(&visit)) })
        .head(scripts(&visit))
        .wide()
        .kept()
        .into_response())
}
