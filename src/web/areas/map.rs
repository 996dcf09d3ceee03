//! The map of an area: a drawing of its outline and of what lies in it, made on the server.
//!
//! It is one picture with a name; the list beside it says the same in words and has the links.

use super::reading::Around;
use crate::domain::areas::bounds::Bounds;
use crate::domain::areas::code::AreaCode;
use crate::domain::areas::drawing::View;
use crate::domain::areas::outline::Outline;
use crate::domain::areas::{Area, AreaKind};
use crate::domain::text::plural;
use crate::store::areas;
use crate::web::problem::Problem;
use crate::web::visit::Visit;
use maud::{Markup, html};

/// How wide a map is drawn; it shrinks with its box.
const WIDTH: u16 = 560;
const MARGIN: u16 = 8;
/// With more than so many places, names would lie over each other.
const MOST_NAMES: usize = 8;

/// The map of an area; nothing where no boundary is known.
pub async fn of(visit: &Visit, around: &Around) -> Result<Markup, Problem> {
    let area = &around.details.area;
    let shown: Vec<&Area> = if area.kind == AreaKind::Ward {
        around.beside.iter().collect()
    } else {
        around.inside.iter().map(|one| &one.area).collect()
    };
    let mut codes: Vec<AreaCode> = shown.iter().map(|one| one.code.clone()).collect();
    codes.push(area.code.clone());
    let conn = visit.read();
    let outlines = areas::outlines(&conn, &codes).await?;
    let outline = |code: &AreaCode| {
        let found = outlines.iter().find(|(drawn, _)| drawn == code);
        found.map(|(_, outline)| outline)
    };
    let parts: Vec<(&Area, &Outline)> = shown
        .iter()
        .filter(|one| one.code != area.code)
        .filter_map(|one| Some((*one, outline(&one.code)?)))
        .collect();
    let Some(whole) = outline(&area.code) else {
        return Ok(Markup::default());
    };
    let notes = areas::notes(&conn).await?;
    Ok(html! {
        (drawing(area, whole, &parts))
        @for note in &notes { p.govuk-body-s.app-map__note { (note) } }
    })
}

fn drawing(area: &Area, whole: &Outline, parts: &[(&Area, &Outline)]) -> Markup {
    let boxes = parts.iter().map(|(_, outline)| outline.bounds());
    let Some(bounds) = Bounds::of(boxes.chain([whole.bounds()])) else {
        return Markup::default();
    };
    let view = View::fit(bounds, WIDTH, MARGIN);
    let mut outlines: Vec<&Outline> = parts.iter().map(|(_, outline)| *outline).collect();
    outlines.push(whole);
    let mut paths = view.paths(&outlines);
    let own = paths.pop().unwrap_or_default();
    let is_ward = area.kind == AreaKind::Ward;
    html! {
        svg.app-map xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="map-title map-desc"
            width=(view.width()) height=(view.height())
            viewBox={ "0 0 " (view.width()) " " (view.height()) } {
            title #map-title { "Map of " (area.name) }
            desc #map-desc { (description(area, parts.len())) }
            @if !is_ward { path.app-map__whole d=(own) fill-rule="evenodd" {} }
            @for path in &paths { path.app-map__part d=(path) fill-rule="evenodd" {} }
            @if is_ward { path.app-map__here d=(own) fill-rule="evenodd" {} }
            @else { path.app-map__edge d=(own) fill-rule="evenodd" {} }
            @if parts.len() <= MOST_NAMES {
                @for (part, outline) in parts { (name(&view, part, outline)) }
            }
        }
    }
}

fn name(view: &View, part: &Area, outline: &Outline) -> Markup {
    let Some(point) = outline.label_point() else {
        return Markup::default();
    };
    let (x, y) = view.project(point);
    html! { text.app-map__name x=(x) y=(y) text-anchor="middle" { (part.name) } }
}

fn description(area: &Area, parts: usize) -> String {
    let parts = i64::try_from(parts).unwrap_or(i64::MAX);
    match area.kind {
        AreaKind::Ward if parts > 0 => {
            format!("{} among the wards of its council.", area.name)
        }
        AreaKind::Ward => format!("The outline of {}.", area.name),
        _ if parts == 0 => format!("The outline of {}.", area.name),
        _ => format!(
            "{} and the {} in it, which are listed on this page.",
            area.name,
            plural(parts, "area", "areas")
        ),
    }
}
