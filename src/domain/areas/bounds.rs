//! A box of latitudes and longitudes, and metres on the ground for degrees.

use super::point::Point;

/// How many metres one degree is, at one latitude.
///
/// On the WGS84 ellipsoid, not a ball: right to a thousandth over tens of kilometres, which a ball
/// is not (0.3%).
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    pub metres_north: f64,
    pub metres_east: f64,
}

impl Scale {
    /// The scale at a latitude in degrees.
    pub fn at(lat: f64) -> Scale {
        const SEMI_MAJOR: f64 = 6_378_137.0;
        const ECCENTRICITY_SQUARED: f64 = 0.006_694_379_990_141;
        let (sin, cos) = lat.to_radians().sin_cos();
        let bend = 1.0 - ECCENTRICITY_SQUARED * sin * sin;
        let across = SEMI_MAJOR / bend.sqrt();
        let along = across * (1.0 - ECCENTRICITY_SQUARED) / bend;
        Scale {
            metres_north: along.to_radians(),
            metres_east: (across * cos).to_radians(),
        }
    }
}

/// A box of latitudes and longitudes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    pub south: f64,
    pub west: f64,
    pub north: f64,
    pub east: f64,
}

impl Bounds {
    /// The box that holds one point and nothing else.
    pub fn of_point(point: Point) -> Bounds {
        Bounds {
            south: point.lat(),
            north: point.lat(),
            west: point.lon(),
            east: point.lon(),
        }
    }

    /// The smallest box that holds every place within so many metres of a point. For asking a
    /// database first; a box's corners are further away than its sides.
    pub fn around(point: Point, metres: f64) -> Bounds {
        Bounds::of_point(point).widened(metres)
    }

    /// The smallest box that holds all of these; `None` for none.
    pub fn of(boxes: impl IntoIterator<Item = Bounds>) -> Option<Bounds> {
        boxes.into_iter().reduce(Bounds::with)
    }

    /// The smallest box that holds this one and another.
    pub fn with(self, other: Bounds) -> Bounds {
        Bounds {
            south: self.south.min(other.south),
            west: self.west.min(other.west),
            north: self.north.max(other.north),
            east: self.east.max(other.east),
        }
    }

    /// This box with so many metres added on each side.
    pub fn widened(self, metres: f64) -> Bounds {
        // A degree north is shortest at the equator, a degree east at the pole-most corner.
        let up = metres / Scale::at(0.0).metres_north;
        let furthest = self.south.abs().max(self.north.abs()) + up;
        let across = metres / Scale::at(furthest.min(89.0)).metres_east;
        Bounds {
            south: self.south - up,
            west: self.west - across,
            north: self.north + up,
            east: self.east + across,
        }
    }

    /// Whether a point lies in the box or on its edge.
    pub fn holds(&self, point: Point) -> bool {
        (self.south..=self.north).contains(&point.lat())
            && (self.west..=self.east).contains(&point.lon())
    }

    /// Whether two boxes share a point.
    pub fn meets(&self, other: &Bounds) -> bool {
        self.south <= other.north
            && other.south <= self.north
            && self.west <= other.east
            && other.west <= self.east
    }
}
