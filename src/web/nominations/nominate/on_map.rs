//! Choosing the place on a map: a picture with a cross in its middle. Pressing the picture, or the
//! buttons beside it, moves the map under the cross; one more button puts the pin there.
//!
//! Nothing here needs a script. The spot goes into the draft as coordinates, like those that somebody
//! types. Beside the map stands what lies on it as a list, in step with it.

use super::pages::draft_of;
use crate::actions::nominations::{nominate, whereabouts};
use crate::domain::areas::code::AreaCode;
use crate::domain::areas::mercator::{Spot, corners};
use crate::domain::areas::point::Point;
use crate::domain::areas::ward_index::Found;
use crate::domain::map::window::{LEAST_ZOOM, MOST_ZOOM, Window};
use crate::domain::mistakes::Mistakes;
use crate::domain::nominations::draft::{Draft, Page};
use crate::store::areas;
use crate::web::form::Posted;
use crate::web::govuk::{BackLink, Button, Input};
use crate::web::map::chart::Chart;
use crate::web::map::drawing::legend;
use crate::web::map::files::{PICTURE, in_words, kept, picture_of, size_of};
use crate::web::map::nearby::Nearby;
use crate::web::map::{credit, owners, scripts};
use crate::web::mistaken::summary;
use crate::web::paths::Asked;
use crate::web::problem::Problem;
use crate::web::questions::Questions;
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, html};

/// How far a button moves the map, in pixels.
const STEP: i64 = 32;
/// How close a spot is shown that somebody has named.
const CLOSE: i64 = 16;

crate::form! {
    /// Where the cross is, and what was pressed. A press on the picture comes as x and y. With `part=list`
    /// only what changes as the map is moved, for a map so wide and high.
    pub struct MapQuery { zoom, across, down, x, y, go, near, change, part, wide, high }
}

impl MapQuery {
    fn window(&self) -> Option<Window> {
        let spot = Spot {
            across: self.across.parse().ok()?,
            down: self.down.parse().ok()?,
        };
        let zoom = self.zoom.parse().unwrap_or(CLOSE);
        let window = Window::around(spot, zoom, PICTURE);
        let pressed = self.x.parse().ok().zip(self.y.parse().ok());
        Some(match (pressed, self.go.as_str()) {
            (Some((x, y)), _) => {
                let there = window.spot(clamped(x, PICTURE.0), clamped(y, PICTURE.1));
                // Closer with each press, as long as that helps.
                let zoom = i64::from(window.zoom());
                Window::around(there, if zoom < CLOSE { zoom + 1 } else { zoom }, PICTURE)
            }
            (None, "in") => window.closer(1),
            (None, "out") => window.closer(-1),
            (None, "north") => window.moved(0, -STEP),
            (None, "south") => window.moved(0, STEP),
            (None, "west") => window.moved(-STEP, 0),
            (None, "east") => window.moved(STEP, 0),
            (None, _) => window,
        })
    }
}

impl MapQuery {
    /// What a map shows that a script draws with the cross in its middle.
    fn drawn(&self) -> Option<Window> {
        let window = self.window()?;
        let size = size_of(&self.wide, &self.high);
        Some(Window::around(
            window.centre(),
            i64::from(window.zoom()),
            size,
        ))
    }
}

fn clamped(at: i64, most: i64) -> i64 {
    at.clamp(0, most - 1)
}

/// Where to begin: what was answered so far, else everything.
async fn beginning(visit: &Visit, chart: &Chart, draft: &Draft) -> Result<Window, Problem> {
    let typed = draft.get("where");
    if let Some(point) = whereabouts::near(&visit.app.desk, &visit.read(), &typed).await? {
        return Ok(Window::around(Spot::of(point), CLOSE, PICTURE));
    }
    let ward = AreaCode::parse(&draft.get("ward")).ok();
    let land = ward.and_then(|code| chart.lands.find(&code));
    let seen = land.map_or_else(|| chart.corners(), |land| corners(land.bounds));
    Ok(Window::fit(seen, PICTURE))
}

/// The map.
pub async fn page(visit: Visit, Asked(query): Asked<MapQuery>) -> Answer {
    let chart = visit.app.charts.now(&visit.app).await?;
    if query.part == "list" {
        let window = query.drawn().ok_or(Problem::NotFound)?;
        let nearby = Nearby::of(&chart, &visit.app.desk.atlas(), window).moving();
        return Ok(kept(nearby.into_string(), "text/html; charset=utf-8"));
    }
    let mut mistakes = Mistakes::none();
    let mut window = query.window();
    if !query.near.trim().is_empty() {
        let (desk, conn) = (&visit.app.desk, visit.read());
        match whereabouts::near(desk, &conn, &query.near).await? {
            Some(point) => window = Some(Window::around(Spot::of(point), CLOSE, PICTURE)),
            None => mistakes.add("near", "We do not know this place. Try a postcode"),
        }
    }
    let window = match window {
        Some(window) => window,
        None => beginning(&visit, &chart, &draft_of(&visit).await?).await?,
    };
    shown(&visit, window, &query, &mistakes).await
}

async fn shown(visit: &Visit, window: Window, query: &MapQuery, mistakes: &Mistakes) -> Answer {
    let chart = visit.app.charts.now(&visit.app).await?;
    let atlas = visit.app.desk.atlas();
    let nearby = Nearby::of(&chart, &atlas, window);
    let near = query.near.clone();
    let ask = Questions::new(move |_| near.clone(), mistakes);
    let chosen = window.centre();
    let hidden = html! {
        input type="hidden" name="across" value=(chosen.across);
        input type="hidden" name="down" value=(chosen.down);
        input type="hidden" name="zoom" value=(window.zoom());
        @if !query.change.is_empty() { input type="hidden" name="change" value="yes"; }
    };
    let body = html! {
        p.govuk-body { "Move the map until the cross is on the place. Then press ‘Put the pin here’." }
        form class="app-choose-near app-screen-only" method="get" action="/nominate/map" novalidate {
            (hidden)
            (Input { autocomplete: "off".into(), spellcheck: Some(false), classes: "govuk-input--width-20".into(), ..ask.line("near", "Go to a postcode or place", "") })
            (Button::secondary("Go"))
        }
        div.app-choosing {
            div.app-choosing__map {
                form.app-choose method="get" action="/nominate/map" data-map="choose" {
                    (hidden)
                    (picture(&window))
                    (ways(&window))
                }
                (nearby.printed())
                p.govuk-body.app-choose__spot #map-spot role="status" { (in_words(visit, chosen, "The cross")) }
                form.app-screen-only method="post" action="/nominate/map" novalidate {
                    (visit.csrf())
                    (hidden)
                    (Button::new("Put the pin here"))
                }
                (legend())
            }
            (nearby.list())
        }
        (credit(visit))
        (owners(&areas::notes(&visit.read()).await?))
    };
    let back = match query.change.is_empty() {
        true => "/nominate/place",
        false => "/nominate/place?change=yes",
    };
    let answer = visit
        .page("Choose the place on a map", body)
        .about("Nominate a place")
        .wide()
        .before(html! { (BackLink::to(back)) })
        .head(scripts(visit))
        .notice(summary(mistakes));
    Ok(if mistakes.is_empty() {
        answer.into_response()
    } else {
        answer.invalid().into_response()
    })
}

fn picture(window: &Window) -> Markup {
    let (src, (width, height)) = picture_of(window);
    html! {
        input.app-choose__picture type="image" src=(src) width=(width) height=(height)
            alt="Map with a cross in the middle. Press a spot to move the cross there and look closer";
    }
}

/// Buttons that move the map and stay where they are.
fn ways(window: &Window) -> Markup {
    let way = |go: &str, words: &str| Button {
        name: "go".into(),
        value: go.into(),
        prevent_double_click: None,
        ..Button::secondary(words)
    };
    html! {
        div.app-choose__ways {
            @if window.zoom() < MOST_ZOOM { (way("in", "Zoom in")) }
            @if window.zoom() > LEAST_ZOOM { (way("out", "Zoom out")) }
            (way("north", "North"))
            (way("west", "West"))
            (way("east", "East"))
            (way("south", "South"))
        }
    }
}

/// Puts the pin where the cross is, if that is in a ward.
pub async fn put(visit: Visit, posted: Posted<MapQuery>) -> Answer {
    let chosen = MapQuery {
        x: String::new(),
        y: String::new(),
        go: String::new(),
        ..posted.form
    };
    let window = chosen
        .window()
        .ok_or_else(|| Problem::Unreadable("The form does not say where the cross is.".into()))?;
    let atlas = visit.app.desk.atlas();
    let point = window.centre().to_point();
    let (Some(point), true) = (point, point.is_some_and(|p| is_inside(atlas.locate(p)))) else {
        let mut mistakes = Mistakes::none();
        mistakes.add(
            "map-spot",
            "Put the pin inside a ward of the area that this service is for",
        );
        return shown(&visit, window, &chosen, &mistakes).await;
    };
    let mut draft = draft_of(&visit).await?;
    let old = draft.clone();
    let place = |field: &str| match field {
        "where" => point.in_degrees(Point::EXACT).join(", "),
        "place" => old.get("place"),
        _ => String::new(),
    };
    draft.answer(Page::Place, place, visit.now());
    nominate::keep_draft(&visit.app.desk, visit.visitor.browser_token(), &draft).await?;
    Ok(visit.on_to(match chosen.change.is_empty() {
        true => "/nominate/place",
        false => "/nominate/place?change=yes",
    }))
}

fn is_inside(found: Found<'_>) -> bool {
    matches!(found, Found::Inside(_))
}
