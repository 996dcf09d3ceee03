//! A part of the map as a drawing: areas, their names, and marks by shape before colour.
//!
//! A drawing is a file of its own, so that the page beside it stays light; everything it looks like is in
//! its own attributes, because no stylesheet of a page reaches it.

use super::chart::{Land, Lands};
use crate::domain::areas::drawing::View;
use crate::domain::areas::mercator::{Spot, bounds, corners};
use crate::domain::areas::outline::Outline;
use crate::domain::map::State;
use crate::domain::map::board::{Board, Group};
use crate::domain::map::scale::rule;
use crate::domain::map::window::{Window, pixel};
use crate::web::brand::Brand;
use maud::{Markup, html};

/// From this zoom on wards are drawn and named; further out only councils.
const WARDS_FROM: u8 = 10;
/// How wide a letter of a name is, in tenths of a pixel, and how high its line.
const LETTER: i64 = 75;
const LINE: i64 = 18;

/// The drawing of a window, in the colours of the deployment.
pub fn drawing(lands: &Lands, board: &Board, window: &Window, brand: &Brand) -> Markup {
    let [north_west, south_east] = window.corners();
    let seen = bounds(north_west, south_east);
    let met = |lands: &'_ [Land]| -> Vec<usize> {
        let meets = |(at, land): (usize, &Land)| land.bounds.meets(&seen).then_some(at);
        lands.iter().enumerate().filter_map(meets).collect()
    };
    let show_wards = window.zoom() >= WARDS_FROM;
    let wards: Vec<&Land> = match show_wards {
        true => met(&lands.wards)
            .into_iter()
            .map(|at| &lands.wards[at])
            .collect(),
        false => vec![],
    };
    let councils: Vec<&Land> = met(&lands.councils)
        .into_iter()
        .map(|at| &lands.councils[at])
        .collect();
    let groups = board.groups(window);
    let named = if show_wards { &wards } else { &councils };
    let (width, height) = (window.width(), window.height());
    html! {
        svg xmlns="http://www.w3.org/2000/svg" width=(width) height=(height)
            viewBox={ "0 0 " (width) " " (height) } {
            rect width=(width) height=(height) fill="#f4f5f5" {}
            (edges(window, &wards, &councils, brand))
            (names(window, named, &groups))
            @for group in &groups { (mark(window, group, brand)) }
        }
    }
}

fn edges(window: &Window, wards: &[&Land], councils: &[&Land], brand: &Brand) -> Markup {
    let view = View::of_the_world(
        window.zoom(),
        corner(window),
        (window.width(), window.height()),
    );
    let outlines = |lands: &[&Land]| -> Vec<String> {
        let outlines: Vec<&Outline> = lands.iter().map(|land| &land.outline).collect();
        let mut paths = view.paths(&outlines);
        paths.retain(|path| !path.is_empty());
        paths
    };
    html! {
        @for path in outlines(councils) {
            path d=(path) fill=(brand.tint()) fill-rule="evenodd" {}
        }
        @for path in outlines(wards) {
            path d=(path) fill="none" stroke="#8fb0a8" stroke-width="1" {}
        }
        @for path in outlines(councils) {
            path d=(path) fill="none" stroke=(brand.colour()) stroke-width="2" {}
        }
    }
}

/// The pixel of the world at the north-west of a window.
fn corner(window: &Window) -> (i64, i64) {
    let (column, row) = window.place(Spot { across: 0, down: 0 });
    (-column, -row)
}

/// How far above or below its place a name may stand, in pixels, the nearest first.
const SHIFTS: [i64; 7] = [0, -26, 26, -40, 40, -54, 54];
/// Half of what a single mark and a group of marks take up.
const MARK: i64 = 12;
const GROUP: i64 = 18;

/// A box on the drawing: its middle and half its sides.
#[derive(Clone, Copy)]
struct Taken {
    x: i64,
    y: i64,
    half: i64,
    tall: i64,
}

impl Taken {
    fn meets(&self, other: &Taken) -> bool {
        (self.x - other.x).abs() < self.half + other.half
            && (self.y - other.y).abs() < self.tall + other.tall
    }
}

/// The names that fit without lying over each other or under a mark. One that does not fit is left out: a
/// closer look has room for it.
fn names(window: &Window, lands: &[&Land], groups: &[Group<'_>]) -> Markup {
    let of_mark = |group: &Group<'_>| {
        let (x, y) = window.place(group.spot);
        let half = if group.only.is_some() { MARK } else { GROUP };
        Taken {
            x,
            y,
            half,
            tall: half,
        }
    };
    let mut taken: Vec<Taken> = groups.iter().map(of_mark).collect();
    let mut shown = vec![];
    for land in lands {
        let Some(middle) = land.middle else { continue };
        let (x, y) = window.place(Spot::of(middle));
        let letters = i64::try_from(land.area.name.chars().count()).unwrap_or(i64::MAX / LETTER);
        let half = letters * LETTER / 20;
        // A name that left its own area would be read as that of another.
        let [north, south] = corners(land.bounds).map(|corner| window.place(corner).1);
        let fits = |shift: &i64| {
            let y = y + shift;
            let is_own = *shift == 0 || (north + LINE / 2..south).contains(&y);
            let is_inside = x - half >= 2
                && x + half <= window.width() - 2
                && (LINE..window.height() - 4).contains(&y);
            // Letters stand on their line, so their middle is above it.
            let name = Taken {
                x,
                y: y - 5,
                half,
                tall: LINE / 2,
            };
            (is_own && is_inside && !taken.iter().any(|other| other.meets(&name)))
                .then_some((y, name))
        };
        if let Some((y, name)) = SHIFTS.iter().find_map(fits) {
            taken.push(name);
            shown.push((x, y, land.area.name.as_str()));
        }
    }
    html! {
        @for (x, y, name) in shown {
            text x=(x) y=(y) text-anchor="middle" font-family="arial, sans-serif" font-size="14"
                fill="#0b0c0c" stroke="#fff" stroke-width="3" paint-order="stroke" { (name) }
        }
    }
}

fn mark(window: &Window, group: &Group<'_>, brand: &Brand) -> Markup {
    let (x, y) = window.place(group.spot);
    html! {
        g transform={ "translate(" (x) " " (y) ")" } {
            @match group.only {
                Some(mark) => {
                    g transform="translate(-11 -11) scale(1.375)" { (sign(mark.state)) }
                }
                None => {
                    circle r="16" fill=(brand.colour()) stroke="#fff" stroke-width="2" {}
                    text y="5" text-anchor="middle" font-family="arial, sans-serif" font-weight="700"
                        font-size=(if group.count > 999 { "11" } else { "14" }) fill="#fff" { (group.count) }
                }
            }
        }
    }
}

/// The sign of a state, 16 by 16. A page says beside it what it means.
pub fn sign(state: State) -> Markup {
    html! {
        @match state {
            State::Nominated => path d="m8 .8 7.2 7.2L8 15.2.8 8z" fill="#f2b134" stroke="#0b0c0c" stroke-width="1.5" {},
            State::Planned => circle cx="8" cy="8" r="6.5" fill="#fff" stroke="#1d70b8" stroke-width="3" {},
            State::UnderWay => {
                circle cx="8" cy="8" r="7" fill="#fff" stroke="#1d70b8" stroke-width="2" {}
                path d="M8 1a7 7 0 0 1 0 14z" fill="#1d70b8" {}
            },
            State::Done => {
                circle cx="8" cy="8" r="7.5" fill="#00703c" stroke="#fff" stroke-width="1" {}
                path d="m4.2 8.3 2.6 2.6 5-5.4" fill="none" stroke="#fff" stroke-width="2" {}
            },
            State::Stopped => {
                path d="M.5.5h15v15H.5z" fill="#505a5f" stroke="#fff" stroke-width="1" {}
                path d="m4.5 4.5 7 7m0-7-7 7" stroke="#fff" stroke-width="2" {}
            },
        }
    }
}

/// The sign of a state as large as the text around it. Its word stands beside it.
pub fn small_sign(state: State) -> Markup {
    html! {
        svg.app-glyph xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16"
            aria-hidden="true" focusable="false" { (sign(state)) }
    }
}

/// What each sign means.
pub fn legend() -> Markup {
    html! {
        ul.app-legend {
            @for state in State::ALL {
                li { (small_sign(state)) " " (crate::domain::text::capitalised(state.name())) }
            }
            li { span.app-legend__many aria-hidden="true" { "12" } " So many places close together" }
        }
    }
}

/// The pixel at the north-west of everything, and its size, at one zoom: for outlines sent as numbers.
pub fn frame([north_west, south_east]: [Spot; 2], zoom: u8) -> ((i64, i64), (i64, i64)) {
    let (west, north) = pixel(north_west, zoom);
    let (east, south) = pixel(south_east, zoom);
    ((west, north), (east - west + 1, south - north + 1))
}

/// How long the rule in the corner of a picture may be, in pixels.
const RULE: u32 = 90;

/// A picture with a cross in its middle, the spot that is being chosen; with a rule for lengths, and with
/// the name of the ward `here` where no name on the picture says it.
pub fn with_cross(picture: Markup, window: &Window, here: &str) -> Markup {
    let (width, height) = (window.width(), window.height());
    let (x, y) = (width / 2, height / 2);
    let drawn = format!(">{}</text>", html! { (here) }.0);
    let is_named = here.is_empty() || window.zoom() < WARDS_FROM || picture.0.contains(&drawn);
    let (long, length) = rule(window, RULE);
    let letters = i64::try_from(here.chars().count()).unwrap_or(i64::MAX / LETTER);
    let squeezed = (letters * LETTER / 10 > width - 10).then_some(width - 10);
    html! {
        svg xmlns="http://www.w3.org/2000/svg" width=(width) height=(height)
            viewBox={ "0 0 " (width) " " (height) } {
            (picture)
            g fill="none" stroke-linecap="round" {
                @for (colour, thick) in [("#fff", "6"), ("#d4351c", "3")] {
                    g stroke=(colour) stroke-width=(thick) {
                        circle cx=(x) cy=(y) r="9" {}
                        path d={ "M" (x - 18) " " (y) "h13m10 0h13M" (x) " " (y - 18) "v13m0 10v13" } {}
                    }
                }
            }
            g font-family="arial, sans-serif" font-size="14" fill="#0b0c0c" stroke="#fff" stroke-width="3" paint-order="stroke" {
                @if !is_named {
                    text x=(x) y="18" text-anchor="middle" textLength=[squeezed] lengthAdjust=[squeezed.map(|_| "spacingAndGlyphs")] { (here) }
                }
                text x="8" y=(height - 16) { (length) }
            }
            @for (colour, thick) in [("#fff", "5"), ("#0b0c0c", "2")] {
                path d={ "M8 " (height - 12) "v5h" (long) "v-5" } fill="none" stroke=(colour) stroke-width=(thick) {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The outlines that a sign is drawn of, without their colours, widths and sizes: a larger circle is
    /// no other shape.
    fn outlines(state: State) -> Vec<String> {
        let drawn = sign(state).into_string();
        let elements = drawn.split('<').filter(|part| !part.starts_with('/'));
        let outline = |element: &str| {
            let name = element.split_whitespace().next()?;
            let line = element
                .split(" d=\"")
                .nth(1)
                .and_then(|rest| rest.split('"').next());
            Some(format!("{name} {}", line.unwrap_or_default()))
        };
        elements.filter_map(outline).collect()
    }

    #[test]
    fn signs_of_states_are_told_apart_without_colour() {
        let signs: BTreeSet<Vec<String>> = State::ALL.into_iter().map(outlines).collect();
        assert_eq!(signs.len(), State::ALL.len(), "{signs:?}");
        assert!(signs.iter().all(|sign| !sign.is_empty()));
    }
}
