//! The map page, drawn: filter, drawing, ways to move it, and the list of what it shows.

use super::chart::Chart;
use super::drawing::{legend, small_sign};
use super::look::{Look, LookQuery};
use super::pages::owners;
use crate::domain::areas::atlas::Atlas;
use crate::domain::map::window::Window;
use crate::domain::map::{Kind, Mark, State};
use crate::domain::text::plural;
use crate::web::pieces::{FilterField, FilterForm, empty_list, pages};
use maud::{Markup, html};

/// Rows on a page of the list.
const PER_PAGE: usize = 20;

/// The filter above the map.
pub fn filter(query: &LookQuery, areas: Vec<(String, String)>) -> FilterForm {
    FilterForm {
        action: "/map".into(),
        fields: vec![
            FilterField::choice("area", "Area", &query.area, areas),
            FilterField::choice(
                "kind",
                "What to show",
                &query.kind,
                Kind::ALL.map(|kind| (kind.code(), kind.name())),
            ),
        ],
        ..FilterForm::default()
    }
}

/// What is shown.
pub struct Shown<'a> {
    pub chart: &'a Chart,
    pub look: &'a Look,
    pub atlas: &'a Atlas,
    /// Every mark in the window.
    pub marks: Vec<&'a Mark>,
    /// The page of the list.
    pub page: usize,
}

impl Shown<'_> {
    /// The page.
    pub fn page(&self, filter: FilterForm) -> Markup {
        html! {
            p.govuk-body { "Places that residents nominated, and the work that was done." }
            (filter)
            (legend())
            div.app-board data-map="board" data-area=[self.look.area.as_ref().map(ToString::to_string)]
                data-kind=[self.look.kind.map(Kind::code)] data-whole=[self.whole()] { (self.moving()) }
            p.govuk-body-s {
                "To draw your own map, take these places as open data: "
                a.govuk-link href="/data/projects.geojson" { "projects" } " and "
                a.govuk-link href="/data/nominations.geojson" { "nominations" } " (GeoJSON)."
            }
            (owners(&self.chart.lands.notes))
        }
    }

    fn whole(&self) -> Option<String> {
        let [from, to] = self.look.whole?;
        Some(format!(
            "{} {} {} {}",
            from.across, from.down, to.across, to.down
        ))
    }

    /// The part that changes as the map is moved.
    pub fn moving(&self) -> Markup {
        let window = &self.look.window;
        let (column, row) = window.first_cell();
        let (across, down) = window.cells();
        html! {
            div.app-board__map data-zoom=(window.zoom()) data-column=(column) data-row=(row)
                data-across=(across) data-down=(down) {
                (self.drawing())
                (self.ways())
            }
            div.app-board__list { (self.list()) }
        }
    }

    /// The drawing. Where a script draws the map it is hidden, and fetched only for paper.
    fn drawing(&self) -> Markup {
        let window = &self.look.window;
        html! {
            img.app-drawing src=(self.look.drawing()) alt=(self.described()) loading="lazy"
                width=(window.width()) height=(window.height());
        }
    }

    /// What the drawing shows, in words.
    fn described(&self) -> String {
        let tree = self.atlas.tree();
        let area = self.look.area.as_ref().and_then(|code| tree.get(code));
        let of = area.map_or_else(String::new, |area| format!(" in {}", area.name));
        let states: Vec<String> = State::ALL
            .into_iter()
            .filter_map(|state| {
                let of_state = self.marks.iter().filter(|mark| mark.state == state);
                let count = of_state.count();
                (count > 0).then(|| format!("{count} {}", state.name()))
            })
            .collect();
        let shown = match states.as_slice() {
            [] => "On this part no places.".to_string(),
            _ => format!(
                "On this part {}: {}. The list has each of them.",
                self.count(),
                states.join(", ")
            ),
        };
        format!("Map of nominations and projects{of}. {shown}")
    }

    fn count(&self) -> String {
        let many = i64::try_from(self.marks.len()).unwrap_or(i64::MAX);
        plural(many, "place", "places")
    }

    /// Links that move the map, for who has no script.
    fn ways(&self) -> Markup {
        let window = self.look.window;
        let (east, south) = (window.width() / 2, window.height() / 2);
        let way = |to: Window, words: &str| {
            let is_new = to.snapped() != window;
            html! {
                @if is_new { li { a.govuk-link href=(self.look.at(to.snapped())) { (words) } } }
            }
        };
        html! {
            nav.app-board__ways aria-label="Move the map" {
                ul.govuk-list {
                    (way(window.closer(1), "Zoom in"))
                    (way(window.closer(-1), "Zoom out"))
                    (way(window.moved(0, -south), "North"))
                    (way(window.moved(-east, 0), "West"))
                    (way(window.moved(east, 0), "East"))
                    (way(window.moved(0, south), "South"))
                }
            }
        }
    }

    fn list(&self) -> Markup {
        let mut marks = self.marks.clone();
        marks.sort_by(|a, b| {
            let by_state = a.state.cmp(&b.state);
            by_state.then_with(|| (&a.title, &a.reference).cmp(&(&b.title, &b.reference)))
        });
        let last = marks.len().div_ceil(PER_PAGE).max(1);
        let page = self.page.min(last);
        let rows = marks.chunks(PER_PAGE).nth(page - 1).unwrap_or_default();
        let pairs = self.look.pairs();
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let number = |at: usize| u64::try_from(at).unwrap_or(1);
        html! {
            h2.govuk-heading-m role="status" { (self.count()) " on this part of the map" }
            @if rows.is_empty() {
                (empty_list("Nothing here has been nominated yet.", html! {
                    a.govuk-link href="/map" { "See the whole map" } " or "
                    a.govuk-link href="/nominate" { "nominate a place" } "."
                }))
            } @else {
                ul.app-lines { @for mark in rows { li { (row(mark, self.atlas, "")) } } }
                (pages("/map", &pairs, number(page), number(last)))
            }
        }
    }
}

/// A mark as a line of a list, with more to say of it where there is.
pub fn row(mark: &Mark, atlas: &Atlas, more: &str) -> Markup {
    let area = atlas.tree().get(&mark.area);
    html! {
        (small_sign(mark.state)) " "
        a.govuk-link href=(mark.path()) { (mark.title) } br;
        span.govuk-body-s {
            @if let Some(area) = area { (area.name) ", " }
            (mark.stage.to_lowercase())
            @if mark.is_rough { " (only the area is known)" }
            @if !more.is_empty() { ", " (more) }
        }
    }
}
