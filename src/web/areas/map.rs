//! The map of an area: a drawing of its outline and of what lies in it, made on the server.
//!
//! It is one picture with a name; the list beside it says the same in words and has the links.

use super::reading::{self, Around};
use crate::domain::areas::bounds::Bounds;
use crate::domain::areas::code::AreaCode;
use crate::domain::areas::drawing::View;
use crate::domain::areas::outline::Outline;
use crate::domain::areas::{Area, AreaKind};
use crate::domain::text::plural;
use crate::store::areas;
use crate::web::brand::Brand;
use crate::web::map::files::svg_file;
use crate::web::map::owners;
use crate::web::paths::At;
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use maud::{Markup, html};

/// How wide a map is drawn; it shrinks with its box.
const WIDTH: u16 = 560;
const MARGIN: u16 = 8;
/// With more than so many places, names would lie over each other.
const MOST_NAMES: usize = 8;

/// The map of an area, with what has to be said of where it comes from; nothing where no boundary is known.
pub async fn of(visit: &Visit, around: &Around) -> Result<Markup, Problem> {
    let area = &around.details.area;
    let conn = visit.read();
    if areas::outlines(&conn, std::slice::from_ref(&area.code))
        .await?
        .is_empty()
    {
        return Ok(Markup::default());
    }
    let parts = match area.kind {
        AreaKind::Ward => around
            .beside
            .iter()
            .filter(|one| one.code != area.code)
            .count(),
        _ => around.inside.len(),
    };
    let notes = areas::notes(&conn).await?;
    Ok(html! {
        img.app-map src={ "/areas/" (area.code) "/map.svg" } alt={ "Map: " (description(area, parts)) };
        (owners(&notes))
    })
}

/// `/areas/{code}/map.svg`: the drawing, a file of its own so that the page beside it stays light.
pub async fn file(visit: Visit, At(code): At<String>) -> Answer {
    let code = AreaCode::parse(&code).map_err(|_| Problem::NotFound)?;
    let conn = visit.read();
    let details = areas::find(&conn, &code).await?;
    let area = details.ok_or(Problem::NotFound)?.area;
    let mut shown = reading::parts(&conn, &visit.app.desk.atlas(), &area).await?;
    shown.retain(|one| one.code != area.code);
    let mut codes: Vec<AreaCode> = shown.iter().map(|one| one.code.clone()).collect();
    codes.push(area.code.clone());
    let outlines = areas::outlines(&conn, &codes).await?;
    let outline = |code: &AreaCode| {
        let found = outlines.iter().find(|(drawn, _)| drawn == code);
        found.map(|(_, outline)| outline)
    };
    let parts: Vec<(&Area, &Outline)> = shown
        .iter()
        .filter_map(|one| Some((one, outline(&one.code)?)))
        .collect();
    let whole = outline(&area.code).ok_or(Problem::NotFound)?;
    Ok(svg_file(drawing(
        &area,
        whole,
        &parts,
        &visit.app.site.brand,
    )))
}

/// Everything it looks like is in its own attributes, because no stylesheet of a page reaches it.
fn drawing(area: &Area, whole: &Outline, parts: &[(&Area, &Outline)], brand: &Brand) -> Markup {
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
    let (colour, tint) = (brand.colour(), brand.tint());
    html! {
        svg xmlns="http://www.w3.org/2000/svg" width=(view.width()) height=(view.height())
            viewBox={ "0 0 " (view.width()) " " (view.height()) } fill-rule="evenodd" {
            @if !is_ward { path d=(own) fill=(tint) {} }
            g fill=(tint) stroke=(colour) { @for path in &paths { path d=(path) {} } }
            @if is_ward { path d=(own) fill=(colour) {} }
            @else { path d=(own) fill="none" stroke=(colour) stroke-width="3" {} }
            @if parts.len() <= MOST_NAMES {
                g text-anchor="middle" font-family="arial, sans-serif" font-size="26" font-weight="700"
                    fill="#0b0c0c" stroke="#fff" stroke-width="4" paint-order="stroke" {
                    @for (part, outline) in parts { (name(&view, part, outline)) }
                }
            }
        }
    }
}

fn name(view: &View, part: &Area, outline: &Outline) -> Markup {
    let Some(point) = outline.label_point() else {
        return Markup::default();
    };
    let (x, y) = view.project(point);
    html! { text x=(x) y=(y) { (part.name) } }
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
