//! What lies around a spot, in words: a list that says what the map beside it shows, nearest first.
//!
//! It goes with the map on which a place is chosen, so it also holds the picture that stands in for a
//! map that moves on paper.

use super::chart::Chart;
use super::files::picture_of;
use super::look::Look;
use super::views::row;
use crate::domain::areas::atlas::Atlas;
use crate::domain::areas::mercator::Spot;
use crate::domain::areas::near::tens_of_metres;
use crate::domain::map::board::Board;
use crate::domain::map::window::Window;
use crate::domain::map::{Mark, compass};
use crate::domain::text::plural;
use maud::{Markup, html};

/// So many are told of; a list that is heard must end.
const MOST: usize = 10;

/// The marks in a window around a spot.
pub struct Nearby<'a> {
    atlas: &'a Atlas,
    window: Window,
    /// Nearest first.
    marks: Vec<&'a Mark>,
}

impl<'a> Nearby<'a> {
    /// What a chart shows in the window, whose middle is the spot.
    pub fn of(chart: &'a Chart, atlas: &'a Atlas, window: Window) -> Nearby<'a> {
        Nearby {
            atlas,
            window,
            marks: nearest(&chart.board, &window),
        }
    }

    /// The parts that change as the map is moved: the picture for paper, and the list.
    pub fn moving(&self) -> Markup {
        html! { (self.printed()) (self.list()) }
    }

    /// The picture for paper. It is not fetched before somebody prints.
    pub fn printed(&self) -> Markup {
        let (src, (width, height)) = picture_of(&self.window);
        html! {
            img.app-choose__printed src=(src) width=(width) height=(height) loading="lazy"
                alt="Map with a cross on the spot that is chosen";
        }
    }

    /// The list.
    pub fn list(&self) -> Markup {
        let count = i64::try_from(self.marks.len()).unwrap_or(i64::MAX);
        let rest = self.marks.len().saturating_sub(MOST);
        html! {
            div.app-choosing__list {
                h2.govuk-heading-m { (plural(count, "place", "places")) " on this part of the map" }
                @if self.marks.is_empty() {
                    p.govuk-body { "Nobody has nominated a place on this part of the map, and no work is planned there." }
                } @else {
                    p.govuk-body {
                        "Nominations and projects, nearest to the cross first. If your place is one of them, you do not need to nominate it again: open it to support or follow it. We keep your answers."
                    }
                    ul.app-lines {
                        @for mark in self.marks.iter().take(MOST) { li { (row(mark, self.atlas, &self.away(mark))) } }
                    }
                }
                @if rest > 0 {
                    p.govuk-body {
                        "These are the nearest " (MOST) ". Zoom in to be told of fewer, or "
                        a.govuk-link href=(Look::all(self.window).at(self.window.snapped())) { "see all of them on the map of places" }
                        "."
                    }
                }
            }
        }
    }

    /// How far from the cross a mark is, and where: `120 m north-east of the cross`. Nothing where only
    /// its area is known.
    fn away(&self, mark: &Mark) -> String {
        let centre = self.window.centre();
        let metres = match (centre.to_point(), mark.spot.to_point()) {
            (Some(here), Some(there)) if !mark.is_rough => tens_of_metres(here, there),
            _ => return String::new(),
        };
        let far = match metres {
            0 => return "at the cross".into(),
            1..1000 => format!("{metres} m"),
            _ => format!("{}.{} km", metres / 1000, metres % 1000 / 100),
        };
        format!("{far} {} of the cross", compass(centre, mark.spot))
    }
}

/// The marks that a window shows, nearest to its middle first.
fn nearest<'a>(board: &'a Board, window: &Window) -> Vec<&'a Mark> {
    let centre = window.centre();
    let away = |spot: Spot| {
        let square = |a: u32, b: u32| u128::from(a.abs_diff(b)).pow(2);
        square(spot.across, centre.across) + square(spot.down, centre.down)
    };
    let mut marks = board.shown(window);
    marks.retain(|mark| window.shows(mark.spot));
    marks.sort_by(|a, b| {
        let by_distance = away(a.spot).cmp(&away(b.spot));
        by_distance.then_with(|| (&a.title, &a.reference).cmp(&(&b.title, &b.reference)))
    });
    marks
}
