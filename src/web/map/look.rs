//! What somebody looks at on the map: which part, which marks, which page of the list; and its address.

use super::chart::Chart;
use crate::domain::areas::atlas::Atlas;
use crate::domain::areas::code::AreaCode;
use crate::domain::areas::mercator::{Spot, corners};
use crate::domain::map::Kind;
use crate::domain::map::board::Board;
use crate::domain::map::window::Window;
use std::sync::Arc;

/// How wide and high the drawing of the page is, in pixels before it is stretched.
pub const SIZE: (i64, i64) = (384, 384);
/// How close a single place is shown.
const CLOSE: i64 = 15;

crate::form! {
    /// What stands behind the question mark of the map. Columns and rows are cells from the north-west.
    pub struct LookQuery { area, kind, place, zoom, column, row, across, down, page, part }
}

/// What is looked at.
pub struct Look {
    pub window: Window,
    /// The corners of what is shown whole, where no part was asked for.
    pub whole: Option<[Spot; 2]>,
    pub area: Option<AreaCode>,
    pub kind: Option<Kind>,
}

impl LookQuery {
    fn window(&self) -> Option<Window> {
        let number = |text: &str| text.parse::<i64>().ok();
        let cells = |text: &str| number(text).unwrap_or(SIZE.0 / 64);
        Some(Window::of_cells(
            number(&self.zoom)?,
            (number(&self.column)?, number(&self.row)?),
            (cells(&self.across), cells(&self.down)),
        ))
    }

    /// The part around the place that is named. It is looked for among all marks, so only where one is named.
    fn around_place(&self, chart: &Chart) -> Option<Window> {
        if self.place.is_empty() {
            return None;
        }
        let mut marks = chart.board.marks();
        let mark = marks.find(|mark| mark.reference == self.place)?;
        Some(Window::around(mark.spot, CLOSE, SIZE).snapped())
    }

    /// What is wanted of a chart: the part that is named, else the place, else the area, else everything.
    pub fn look(&self, chart: &Chart) -> Look {
        let area = AreaCode::parse(&self.area).ok();
        let part = self.window().or_else(|| self.around_place(chart));
        let land = area.as_ref().and_then(|area| chart.lands.find(area));
        let whole = land.map_or_else(|| chart.corners(), |land| corners(land.bounds));
        Look {
            window: part.unwrap_or_else(|| fitted(whole)),
            whole: part.is_none().then_some(whole),
            kind: Kind::parse(&self.kind),
            area,
        }
    }

    /// The page of the list, from 1.
    pub fn page_number(&self) -> usize {
        self.page.parse().unwrap_or(1).clamp(1, 100_000)
    }
}

/// Everything between two corners, with room for the edges to be moved onto cells.
fn fitted(corners: [Spot; 2]) -> Window {
    let inner = Window::fit(corners, (SIZE.0 - 64, SIZE.1 - 64));
    Window::around(inner.centre(), i64::from(inner.zoom()), SIZE).snapped()
}

impl Look {
    /// Everything in a window.
    pub fn all(window: Window) -> Look {
        Look {
            window,
            whole: None,
            area: None,
            kind: None,
        }
    }

    /// The marks that are asked for, wherever they are.
    pub fn board(&self, chart: &Chart, atlas: &Atlas) -> Arc<Board> {
        chart.board_of(atlas, self.area.as_ref(), self.kind)
    }

    /// What it is, as the fields of an address.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let (column, row) = self.window.first_cell();
        let (across, down) = self.window.cells();
        let mut pairs = vec![];
        if let Some(area) = &self.area {
            pairs.push(("area", area.to_string()));
        }
        if let Some(kind) = self.kind {
            pairs.push(("kind", kind.code().to_string()));
        }
        pairs.extend([
            ("zoom", self.window.zoom().to_string()),
            ("column", column.to_string()),
            ("row", row.to_string()),
            ("across", across.to_string()),
            ("down", down.to_string()),
        ]);
        pairs
    }

    /// The address of the same marks in another part of the map.
    pub fn at(&self, window: Window) -> String {
        let moved = Look {
            window,
            whole: None,
            area: self.area.clone(),
            kind: self.kind,
        };
        format!("/map?{}", moved.query())
    }

    /// The address of the drawing.
    pub fn drawing(&self) -> String {
        format!("/map/drawing.svg?{}", self.query())
    }

    fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.pairs()).finish()
    }
}
