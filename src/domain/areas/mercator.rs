//! The square map of the world that maps on screens are cut from (Web Mercator), in whole numbers.
//!
//! A [`Spot`] counts across and down in steps of a 2^32nd of the world, a centimetre, so that which
//! square of which zoom a place lies in is a matter of shifting bits and never of rounding.

use super::bounds::{Bounds, Scale};
use super::point::Point;
use std::f64::consts::PI;

/// The furthest north and south that the square shows, in degrees.
const FURTHEST: f64 = 85.051_128_779_806_59;
/// How many steps the world is wide and high.
const STEPS: f64 = 4_294_967_296.0;

/// A place on the square map: steps from the west edge, steps from the north edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    pub across: u32,
    pub down: u32,
}

impl Spot {
    /// Where a point lies on the square.
    pub fn of(point: Point) -> Spot {
        // Casts saturate, so the edge of the world is the last step.
        Spot {
            across: (across(point.lon()) * STEPS) as u32,
            down: (down(point.lat()) * STEPS) as u32,
        }
    }

    /// The point at the middle of the step; `None` where no place is, as in the sea off Somalia.
    pub fn to_point(self) -> Option<Point> {
        let lon = (f64::from(self.across) + 0.5) / STEPS * 360.0 - 180.0;
        Point::new(latitude((f64::from(self.down) + 0.5) / STEPS), lon).ok()
    }

    /// The corners of the smallest box that has the spot in its middle and holds all between two corners.
    pub fn amid(self, [north_west, south_east]: [Spot; 2]) -> [Spot; 2] {
        let reach = |at: u32, from: u32, to: u32| at.abs_diff(from).max(at.abs_diff(to));
        let across = reach(self.across, north_west.across, south_east.across);
        let down = reach(self.down, north_west.down, south_east.down);
        [
            Spot {
                across: self.across.saturating_sub(across),
                down: self.down.saturating_sub(down),
            },
            Spot {
                across: self.across.saturating_add(across),
                down: self.down.saturating_add(down),
            },
        ]
    }

    /// How many metres on the ground so many steps to the east of the spot are.
    pub fn metres_east(self, steps: u32) -> u32 {
        let lat = self.to_point().map_or(0.0, Point::lat);
        let degrees = f64::from(steps) / STEPS * 360.0;
        (Scale::at(lat).metres_east * degrees).round() as u32
    }
}

/// The box of latitudes and longitudes between a spot at the north-west and one at the south-east.
pub fn bounds(north_west: Spot, south_east: Spot) -> Bounds {
    let lon = |spot: Spot| f64::from(spot.across) / STEPS * 360.0 - 180.0;
    let lat = |spot: Spot| latitude(f64::from(spot.down) / STEPS);
    Bounds {
        south: lat(south_east),
        west: lon(north_west),
        north: lat(north_west),
        east: lon(south_east),
    }
}

/// The spots at the north-west and the south-east corner of a box.
pub fn corners(bounds: Bounds) -> [Spot; 2] {
    let spot = |lat: f64, lon: f64| Spot {
        across: (across(lon) * STEPS) as u32,
        down: (down(lat) * STEPS) as u32,
    };
    [
        spot(bounds.north, bounds.west),
        spot(bounds.south, bounds.east),
    ]
}

/// How far across the world a longitude is, from 0 to 1.
pub(super) fn across(lon: f64) -> f64 {
    (lon + 180.0) / 360.0
}

/// How far down the world a latitude is, from 0 to 1.
pub(super) fn down(lat: f64) -> f64 {
    let lat = lat.clamp(-FURTHEST, FURTHEST).to_radians();
    (1.0 - lat.tan().asinh() / PI) / 2.0
}

fn latitude(down: f64) -> f64 {
    (PI * (1.0 - 2.0 * down)).sinh().atan().to_degrees()
}

/// The scale of the whole world drawn so many pixels wide.
pub(super) fn world_pixels(zoom: u8) -> f64 {
    256.0 * f64::from(zoom).exp2()
}
