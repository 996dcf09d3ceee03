//! Choosing the place on a map: a picture with a cross in its middle. Pressing the picture, or the
//! buttons beside it, moves the map under the cross; one more button puts the pin there.
//!
//! Nothing here needs a script. The spot goes into the draft as coordinates, like those that somebody
//! types. Beside the map stands what lies on it as a list, in step with it.

use super::begun::Begun;
use super::views::{for_example, which};
use crate::actions::nominations::finding::{self, Candidates, Near};
use crate::domain::areas::code::AreaCode;
use crate::domain::areas::mercator::{Spot, corners};
use crate::domain::areas::point::Point;
use crate::domain::areas::ward_index::Found;
use crate::domain::map::scale::miss;
use crate::domain::map::window::{LEAST_ZOOM, MOST_ZOOM, Window};
use crate::domain::mistakes::Mistakes;
use crate::domain::nominations::draft::{Draft, Page};
use crate::store::areas;
use crate::web::form::Posted;
use crate::web::govuk::{BackLink, Button, Input};
use crate::web::map::chart::Chart;
use crate::web::map::drawing::legend;
use crate::web::map::files::{CLOSE, PICTURE, cross_in_words, is_close, kept, picture_of, size_of};
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

crate::form! {
    /// Where the cross is, and what was pressed. A press on the picture comes as x and y. With `part=list`
    /// only what changes as the map is moved, for a map so wide and high.
    pub struct MapQuery { zoom, across, down, x, y, go, near, choice, change, part, wide, high }
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

/// What is looked at, and what has to be said of how it was found.
#[derive(Default)]
struct Aim {
    window: Option<Window>,
    /// The corners of an area that is to be seen whole, for a map that has more room than the picture.
    whole: Option<[Spot; 2]>,
    /// What the words may mean, where they may mean several places.
    meant: Candidates,
    mistakes: Mistakes,
}

impl Aim {
    fn at(window: Window) -> Aim {
        Aim {
            window: Some(window),
            ..Aim::default()
        }
    }

    /// Everything between two corners.
    fn over(corners: [Spot; 2]) -> Aim {
        Aim {
            whole: Some(corners),
            ..Aim::at(Window::fit(corners, PICTURE))
        }
    }

    /// What is at fault, with what the words may mean.
    fn mistaken(field: &str, message: String, meant: Candidates) -> Aim {
        let mut aim = Aim {
            meant,
            ..Aim::default()
        };
        aim.mistakes.add(field, message);
        aim
    }
}

/// A spot with the edges of its ward around it, so that somebody can tell where on the ground that is.
fn in_its_ward(visit: &Visit, chart: &Chart, point: Point) -> Window {
    let spot = Spot::of(point);
    let atlas = visit.app.desk.atlas();
    let land = match atlas.locate(point) {
        Found::Inside(ward) | Found::JustOutside { nearest: ward, .. } => {
            chart.lands.find(&ward.code)
        }
        Found::Outside => None,
    };
    let close = Window::around(spot, CLOSE, PICTURE);
    match land.map(|land| Window::fit(spot.amid(corners(land.bounds)), PICTURE)) {
        Some(all) if all.zoom() < close.zoom() => all,
        _ => close,
    }
}

/// Where to look for what was typed.
async fn aimed(visit: &Visit, chart: &Chart, typed: &str, choice: &str) -> Result<Aim, Problem> {
    let near = finding::near(&visit.app.desk, &visit.read(), typed, choice).await?;
    Ok(match near {
        Near::At(point) => Aim::at(Window::around(Spot::of(point), CLOSE, PICTURE)),
        Near::Around(point) => Aim::at(in_its_ward(visit, chart, point)),
        Near::Within(area) => match chart.lands.corners_of(&visit.app.desk.atlas(), &area) {
            Some(corners) => Aim::over(corners),
            None => Aim::mistaken(
                "near",
                "We do not know where the edges of this area are. Try a postcode".into(),
                Candidates::default(),
            ),
        },
        Near::OneOf(meant) => {
            let ask = "Choose which of these places you mean";
            Aim::mistaken("choice", ask.into(), meant)
        }
        Near::Nowhere(why) => Aim::mistaken("near", why, Candidates::default()),
    })
}

/// Where to begin: what was answered so far, else everything.
async fn beginning(visit: &Visit, chart: &Chart, draft: &Draft) -> Result<Aim, Problem> {
    let typed = draft.get("where");
    if !typed.trim().is_empty() {
        let aim = aimed(visit, chart, &typed, &draft.get("choice")).await?;
        if aim.window.is_some() {
            return Ok(aim);
        }
    }
    let area = AreaCode::parse(&draft.get("ward")).ok();
    let atlas = visit.app.desk.atlas();
    let chosen = area.and_then(|code| chart.lands.corners_of(&atlas, &code));
    Ok(Aim::over(chosen.unwrap_or_else(|| chart.corners())))
}

/// The map.
pub async fn page(visit: Visit, Asked(query): Asked<MapQuery>) -> Answer {
    let chart = visit.app.charts.now(&visit.app).await?;
    if query.part == "list" {
        let window = query.drawn().ok_or(Problem::NotFound)?;
        let nearby = Nearby::of(&chart, &visit.app.desk.atlas(), window).moving();
        return Ok(kept(nearby.into_string(), "text/html; charset=utf-8"));
    }
    let mut aim = match query.near.trim().is_empty() {
        true => Aim::default(),
        false => aimed(&visit, &chart, &query.near, &query.choice).await?,
    };
    if aim.window.is_none() {
        aim = match query.window() {
            Some(window) => Aim {
                window: Some(window),
                ..aim
            },
            None => Aim {
                meant: aim.meant,
                mistakes: aim.mistakes,
                ..beginning(&visit, &chart, &Begun::of(&visit).await?.draft).await?
            },
        };
    }
    shown(&visit, &chart, aim, &query).await
}

async fn shown(visit: &Visit, chart: &Chart, aim: Aim, query: &MapQuery) -> Answer {
    let window = aim.window.ok_or(Problem::NotFound)?;
    let atlas = visit.app.desk.atlas();
    let nearby = Nearby::of(chart, &atlas, window);
    let begun = Begun::of(visit).await?;
    let hidden = html! {
        (begun.asked())
        input type="hidden" name="across" value=(window.centre().across);
        input type="hidden" name="down" value=(window.centre().down);
        input type="hidden" name="zoom" value=(window.zoom());
        @if !query.change.is_empty() { input type="hidden" name="change" value="yes"; }
    };
    let body = html! {
        p.govuk-body { "Move the map until the cross is on the place. Then press ‘Put the pin here’." }
        (finder(visit, &aim, query, &hidden).await?)
        div.app-choosing {
            div.app-choosing__map {
                form.app-choose method="get" action="/nominate/map" data-map="choose" data-whole=[aim.whole.map(in_numbers)] {
                    (hidden)
                    (picture(&window))
                    (ways(&window))
                }
                (nearby.printed())
                p.govuk-body.app-choose__spot #map-spot role="status" { (cross_in_words(visit, window.centre(), window.zoom())) }
                form.app-screen-only method="post" action=(begun.path("/nominate/map")) novalidate {
                    (visit.csrf())
                    (begun.shown(visit))
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
    let answer = visit
        .page("Choose the place on a map", body)
        .about("Nominate a place")
        .wide()
        .before(html! { (BackLink::to(begun.path(form_page(query)))) })
        .head(scripts(visit))
        .notice(summary(&aim.mistakes));
    Ok(if aim.mistakes.is_empty() {
        answer.into_response()
    } else {
        answer.invalid().into_response()
    })
}

/// Goes to what is typed, and asks which of several places is meant.
async fn finder(
    visit: &Visit,
    aim: &Aim,
    query: &MapQuery,
    hidden: &Markup,
) -> Result<Markup, Problem> {
    let examples = finding::examples(&visit.app.desk, &visit.read()).await?;
    let typed = |field: &str| match field {
        "near" => query.near.clone(),
        _ => query.choice.clone(),
    };
    let ask = Questions::new(typed, &aim.mistakes);
    let near = ask.line(
        "near",
        "Go to a postcode or place",
        for_example(&examples).trim(),
    );
    Ok(html! {
        form class="app-choose-near app-screen-only" method="get" action="/nominate/map" novalidate {
            (hidden)
            (Input { autocomplete: "off".into(), spellcheck: Some(false), classes: "govuk-input--width-20".into(), ..near })
            (which(&ask, &aim.meant))
            (Button::secondary("Go"))
        }
    })
}

/// The page that the map belongs to.
fn form_page(query: &MapQuery) -> &'static str {
    match query.change.is_empty() {
        true => "/nominate/place",
        false => "/nominate/place?change=yes",
    }
}

/// Corners for the script.
fn in_numbers([from, to]: [Spot; 2]) -> String {
    let (west, north) = (from.across, from.down);
    format!("{west} {north} {} {}", to.across, to.down)
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

/// Puts the pin where the cross is, if that is in a ward and the map shows the place from close by.
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
    let chart = visit.app.charts.now(&visit.app).await?;
    let atlas = visit.app.desk.atlas();
    let point = window.centre().to_point();
    let is_inside = |point: Point| matches!(atlas.locate(point), Found::Inside(_));
    let Some(point) = point.filter(|point| is_inside(*point)) else {
        let message = "Put the pin inside a ward of the area that this service is for";
        let aim = Aim::mistaken("map-spot", message.into(), Candidates::default());
        let window = Some(window);
        return shown(&visit, &chart, Aim { window, ..aim }, &chosen).await;
    };
    if !is_close(window.zoom()) {
        return closer(&visit, &chart, window, point, &chosen).await;
    }
    let mut begun = Begun::of_form(&visit, &posted.fields).await?;
    let old = begun.draft.clone();
    let place = |field: &str| match field {
        "where" => point.in_degrees(Point::EXACT).join(", "),
        "place" => old.get("place"),
        _ => String::new(),
    };
    begun.draft.answer(Page::Place, place, visit.now());
    begun.keep(&visit).await?;
    Ok(begun.on_to(&visit, form_page(&chosen)))
}

/// From far away a pin says too little: the map comes closer, first to the ward and then to the spot.
async fn closer(
    visit: &Visit,
    chart: &Chart,
    window: Window,
    point: Point,
    chosen: &MapQuery,
) -> Answer {
    let ward = in_its_ward(visit, chart, point);
    let next = match ward.zoom() > window.zoom() {
        true => ward,
        false => Window::around(window.centre(), CLOSE, PICTURE),
    };
    let message = format!(
        "A pin on this map could be {} away from the place. We have gone closer: check where the cross is, then press ‘Put the pin here’ again",
        miss(&window),
    );
    let aim = Aim::mistaken("map-spot", message, Candidates::default());
    let window = Some(next);
    shown(visit, chart, Aim { window, ..aim }, chosen).await
}
