//! The part of the map that is shown: a zoom, and a box of pixels of the world drawn at that zoom.
//!
//! A tile is 256 pixels wide, as everywhere; a [`CELL`] is a quarter of that, and no group of places
//! crosses the edge of one.

use crate::domain::areas::mercator::Spot;

/// How wide a cell is, in pixels.
pub const CELL: i64 = 64;
/// Of two to a side how many cells a tile has.
const CELL_BITS: u8 = 2;
/// The furthest out: Great Britain and Ireland in a hand's breadth.
pub const LEAST_ZOOM: u8 = 5;
/// The closest: a house is a thumb wide.
pub const MOST_ZOOM: u8 = 18;
/// The most cells that a window may be wide or high.
const MOST_CELLS: i64 = 48;

/// A zoom and a box of pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    zoom: u8,
    left: i64,
    top: i64,
    width: i64,
    height: i64,
}

/// Where a spot lies in the world drawn at a zoom, in pixels.
pub fn pixel(spot: Spot, zoom: u8) -> (i64, i64) {
    let shift = 24 - zoom.min(24);
    (
        i64::from(spot.across >> shift),
        i64::from(spot.down >> shift),
    )
}

/// The north-west corner of a pixel of the world; one outside the world gives its edge.
fn spot_at(zoom: u8, x: i64, y: i64) -> Spot {
    let step = |pixel: i64| {
        let steps = pixel.max(0) << (24 - zoom.min(24));
        u32::try_from(steps).unwrap_or(u32::MAX)
    };
    Spot {
        across: step(x),
        down: step(y),
    }
}

fn in_range(zoom: i64) -> u8 {
    let zoom = zoom.clamp(i64::from(LEAST_ZOOM), i64::from(MOST_ZOOM));
    u8::try_from(zoom).unwrap_or(LEAST_ZOOM)
}

impl Window {
    /// So many pixels around a spot.
    pub fn around(spot: Spot, zoom: i64, (width, height): (i64, i64)) -> Window {
        let zoom = in_range(zoom);
        let (x, y) = pixel(spot, zoom);
        Window {
            zoom,
            left: x - width / 2,
            top: y - height / 2,
            width,
            height,
        }
    }

    /// The closest look at everything between two corners, in so many pixels.
    pub fn fit([north_west, south_east]: [Spot; 2], size: (i64, i64)) -> Window {
        let zoom = (LEAST_ZOOM..=MOST_ZOOM).rev().find(|zoom| {
            let (west, north) = pixel(north_west, *zoom);
            let (east, south) = pixel(south_east, *zoom);
            east - west < size.0 && south - north < size.1
        });
        let middle = |a: u32, b: u32| a.midpoint(b);
        let centre = Spot {
            across: middle(north_west.across, south_east.across),
            down: middle(north_west.down, south_east.down),
        };
        Window::around(centre, i64::from(zoom.unwrap_or(LEAST_ZOOM)), size)
    }

    /// Whole cells, counted from the north-west of the world. Too many or none are mended.
    pub fn of_cells(zoom: i64, (column, row): (i64, i64), (across, down): (i64, i64)) -> Window {
        let zoom = in_range(zoom);
        let all = 1_i64 << (zoom + CELL_BITS);
        let within = |cell: i64| cell.clamp(-MOST_CELLS, all);
        Window {
            zoom,
            left: within(column) * CELL,
            top: within(row) * CELL,
            width: across.clamp(1, MOST_CELLS) * CELL,
            height: down.clamp(1, MOST_CELLS) * CELL,
        }
    }

    /// A tile, as Leaflet and everybody else counts them; `None` where the zoom has no such tile.
    pub fn tile(zoom: u8, x: u32, y: u32) -> Option<Window> {
        let is_there = (LEAST_ZOOM..=MOST_ZOOM).contains(&zoom) && x >> zoom == 0 && y >> zoom == 0;
        is_there.then_some(Window {
            zoom,
            left: i64::from(x) * 256,
            top: i64::from(y) * 256,
            width: 256,
            height: 256,
        })
    }

    /// The same window moved so that its edges lie between cells.
    pub fn snapped(self) -> Window {
        let nearest = |at: i64| (at + CELL / 2).div_euclid(CELL) * CELL;
        Window {
            left: nearest(self.left),
            top: nearest(self.top),
            ..self
        }
    }

    /// Closer, or further away for less than nothing, around the same middle.
    pub fn closer(self, by: i64) -> Window {
        let zoom = i64::from(self.zoom) + by;
        Window::around(self.centre(), zoom, (self.width, self.height))
    }

    /// The same size, so many pixels to the east and to the south.
    pub fn moved(self, east: i64, south: i64) -> Window {
        Window {
            left: self.left + east,
            top: self.top + south,
            ..self
        }
    }

    /// The spot that a pixel of the window shows, counted from its north-west corner.
    pub fn spot(&self, x: i64, y: i64) -> Spot {
        spot_at(self.zoom, self.left + x, self.top + y)
    }

    /// The spot in the middle.
    pub fn centre(&self) -> Spot {
        self.spot(self.width / 2, self.height / 2)
    }

    /// The spots at the north-west and the south-east corner.
    pub fn corners(&self) -> [Spot; 2] {
        [self.spot(0, 0), self.spot(self.width, self.height)]
    }

    /// Where a spot lies in the window, counted from its north-west corner; perhaps outside.
    pub fn place(&self, spot: Spot) -> (i64, i64) {
        let (x, y) = pixel(spot, self.zoom);
        (x - self.left, y - self.top)
    }

    /// Whether a spot lies in the window.
    pub fn shows(&self, spot: Spot) -> bool {
        let (x, y) = self.place(spot);
        (0..self.width).contains(&x) && (0..self.height).contains(&y)
    }

    /// The first cell, counted from the north-west of the world: its column and row.
    pub fn first_cell(&self) -> (i64, i64) {
        (self.left.div_euclid(CELL), self.top.div_euclid(CELL))
    }

    /// How many cells it is wide and high.
    pub fn cells(&self) -> (i64, i64) {
        let (column, row) = self.first_cell();
        let last = |end: i64| (end - 1).div_euclid(CELL) + 1;
        (
            last(self.left + self.width) - column,
            last(self.top + self.height) - row,
        )
    }

    pub fn zoom(&self) -> u8 {
        self.zoom
    }

    pub fn width(&self) -> i64 {
        self.width
    }

    pub fn height(&self) -> i64 {
        self.height
    }
}
