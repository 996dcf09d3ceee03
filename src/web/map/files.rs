//! The map as files: drawings of a part of it, and what the script draws from, which is the marks of a
//! tile, outlines and the ward of a spot as JSON. The same for everybody, so kept until the data moves.

use super::chart::Land;
use super::drawing::{drawing, frame, with_cross};
use super::look::LookQuery;
use super::tile::tile;
use crate::domain::areas::AreaKind;
use crate::domain::areas::code::AreaCode;
use crate::domain::areas::drawing::View;
use crate::domain::areas::mercator::Spot;
use crate::domain::areas::outline::Outline;
use crate::domain::areas::ward_index::Found;
use crate::domain::map::Kind;
use crate::domain::map::window::Window;
use crate::web::http::caching::Cacheable;
use crate::web::paths::Asked;
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use maud::Markup;
use serde_json::{Value, json};

/// How wide and high the picture is that a spot is chosen on. It is never stretched, because a press on
/// it is counted in pixels; so it fits the narrowest telephone.
pub const PICTURE: (i64, i64) = (288, 288);
/// The widest and highest that a picture around a spot may be.
const LARGEST: i64 = 2048;

/// How close a spot is shown that somebody has named.
pub const CLOSE: i64 = 16;
/// From this zoom on a pin says where a place is, to within a hundred metres.
const CLOSE_ENOUGH: u8 = 15;

/// Whether a map is close enough to put a pin.
pub fn is_close(zoom: u8) -> bool {
    zoom >= CLOSE_ENOUGH
}

/// The address of a picture of a window, and how large it is.
pub fn picture_of(window: &Window) -> (String, (i64, i64)) {
    let Spot { across, down } = window.centre();
    let (zoom, size) = (window.zoom(), (window.width(), window.height()));
    let mut src = format!("/map/picture.svg?across={across}&down={down}&zoom={zoom}");
    if size != PICTURE {
        src.push_str(&format!("&wide={}&high={}", size.0, size.1));
    }
    (src, size)
}

/// A size as it is asked for: no smaller than the picture that is pressed, and not without end.
pub fn size_of(wide: &str, high: &str) -> (i64, i64) {
    let pixels = |text: &str, least: i64| text.parse().unwrap_or(least).clamp(least, LARGEST);
    (pixels(wide, PICTURE.0), pixels(high, PICTURE.1))
}

/// At which zoom outlines are sent: a pixel is six metres.
const OUTLINES_ZOOM: u8 = 14;
/// With more wards than this only the councils are sent, unless an area is asked for.
const MOST_WARDS: usize = 400;

crate::form! {
    /// A tile, as everybody counts them, and which marks of it.
    pub struct TileQuery { zoom, x, y, area, kind }
}

crate::form! {
    /// A spot of the square map of the world, how close, and in a picture of which size.
    pub struct SpotQuery { zoom, across, down, wide, high }
}

impl SpotQuery {
    fn spot(&self) -> Option<Spot> {
        Some(Spot {
            across: self.across.parse().ok()?,
            down: self.down.parse().ok()?,
        })
    }
}

/// Something small that is the same for everybody, kept until the data moves.
pub fn kept(body: impl IntoResponse, kind: &'static str) -> Response {
    let mut response = body.into_response();
    let kind = HeaderValue::from_static(kind);
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response.extensions_mut().insert(Cacheable::default());
    response
}

fn json_file(value: &Value) -> Response {
    kept(value.to_string(), "application/json")
}

/// A drawing as a file that is kept for everybody.
pub fn svg_file(markup: Markup) -> Response {
    kept(markup.into_string(), "image/svg+xml")
}

/// `/map/drawing.svg`: the part of the map that is looked at, with the marks that are asked for.
pub async fn drawn(visit: Visit, Asked(query): Asked<LookQuery>) -> Answer {
    let chart = visit.app.charts.now(&visit.app).await?;
    let atlas = visit.app.desk.atlas();
    let look = query.look(&chart);
    let brand = &visit.app.site.brand;
    let board = look.board(&chart, &atlas);
    let markup = drawing(&chart.lands, &board, &look.window, brand);
    Ok(svg_file(markup))
}

/// `/map/picture.svg`: the part of the map around a spot.
pub async fn picture(visit: Visit, Asked(query): Asked<SpotQuery>) -> Answer {
    let spot = query.spot().ok_or(Problem::NotFound)?;
    let zoom = query.zoom.parse().map_err(|_| Problem::NotFound)?;
    let chart = visit.app.charts.now(&visit.app).await?;
    let window = Window::around(spot, zoom, size_of(&query.wide, &query.high));
    let brand = &visit.app.site.brand;
    let atlas = visit.app.desk.atlas();
    let here = match spot.to_point().map(|point| atlas.locate(point)) {
        Some(Found::Inside(ward)) => ward.name.as_str(),
        _ => "",
    };
    let picture = drawing(&chart.lands, &chart.board, &window, brand);
    let markup = with_cross(picture, &window, here);
    Ok(svg_file(markup))
}

/// `/map/marks.json`: the groups of one tile. Spots are in steps of the square map of the world.
pub async fn marks(visit: Visit, Asked(query): Asked<TileQuery>) -> Answer {
    let read = || {
        let zoom = query.zoom.parse().ok()?;
        Window::tile(zoom, query.x.parse().ok()?, query.y.parse().ok()?)
    };
    let window = read().ok_or(Problem::NotFound)?;
    let chart = visit.app.charts.now(&visit.app).await?;
    let (area, kind) = (AreaCode::parse(&query.area).ok(), Kind::parse(&query.kind));
    let board = chart.board_of(&visit.app.desk.atlas(), area.as_ref(), kind);
    let body = tile(&board, &window).map_err(|error| Problem::Failed(error.to_string()))?;
    Ok(kept(body, "application/json"))
}

crate::form! {
    /// The outlines of which area.
    pub struct OutlinesQuery { area }
}

/// `/map/outlines.json`: the edges of councils and wards, in pixels of the world at one zoom, each dot
/// as its step from the one before.
pub async fn outlines(visit: Visit, Asked(query): Asked<OutlinesQuery>) -> Answer {
    let chart = visit.app.charts.now(&visit.app).await?;
    let atlas = visit.app.desk.atlas();
    let area = AreaCode::parse(&query.area).ok();
    let all = chart.lands.wards.len() <= MOST_WARDS;
    let is_sent = |land: &&Land| match &area {
        Some(area) => atlas.tree().covers(area, &land.area.code),
        None => all || land.area.kind == AreaKind::Council,
    };
    let lands: Vec<&Land> = chart.lands.all().filter(is_sent).collect();
    let (corner, size) = frame(chart.corners(), OUTLINES_ZOOM);
    let view = View::of_the_world(OUTLINES_ZOOM, corner, size);
    let outlines: Vec<&Outline> = lands.iter().map(|land| &land.outline).collect();
    let areas: Vec<Value> = lands
        .iter()
        .zip(view.rings(&outlines))
        .map(|(land, rings)| {
            let rings: Vec<Vec<i32>> = rings.iter().map(|ring| steps(ring)).collect();
            let middle = land.middle.map(Spot::of);
            json!({
                "name": land.area.name,
                "kind": land.area.kind.as_str(),
                "middle": middle.map(|spot| [spot.across, spot.down]),
                "rings": rings,
            })
        })
        .collect();
    let whole = json!({ "zoom": OUTLINES_ZOOM, "corner": [corner.0, corner.1], "areas": areas });
    Ok(json_file(&whole))
}

fn steps(ring: &[(i32, i32)]) -> Vec<i32> {
    let mut from = (0, 0);
    let mut steps = Vec::with_capacity(ring.len() * 2);
    for dot in ring {
        steps.extend([dot.0 - from.0, dot.1 - from.1]);
        from = *dot;
    }
    steps
}

/// `/map/place.json`: which ward a spot is in, in words, for a map at a zoom.
pub async fn place(visit: Visit, Asked(query): Asked<SpotQuery>) -> Answer {
    let spot = query.spot().ok_or(Problem::NotFound)?;
    let zoom = query.zoom.parse().unwrap_or(CLOSE_ENOUGH);
    Ok(json_file(
        &json!({ "words": cross_in_words(&visit, spot, zoom) }),
    ))
}

/// Where the cross of a map is, and that it has to come closer before a pin can be put.
pub fn cross_in_words(visit: &Visit, spot: Spot, zoom: u8) -> String {
    let mut words = in_words(visit, spot, "The cross");
    if !is_close(zoom) {
        words.push_str(" Zoom in before you put the pin.");
    }
    words
}

/// Where a spot is, in a sentence about the cross or whatever stands there.
pub fn in_words(visit: &Visit, spot: Spot, what: &str) -> String {
    let atlas = visit.app.desk.atlas();
    match spot.to_point().map(|point| atlas.locate(point)) {
        Some(Found::Inside(ward)) => match atlas.council_of(ward) {
            Some(council) => format!("{what} is in {}, {}.", ward.name, council.name),
            None => format!("{what} is in {}.", ward.name),
        },
        Some(Found::JustOutside { metres, nearest }) => {
            format!("{what} is {metres} m outside {}.", nearest.name)
        }
        Some(Found::Outside) | None => {
            format!("{what} is outside the area that this service is for.")
        }
    }
}
