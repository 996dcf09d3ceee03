//! From a GeoJSON geometry to an [`Outline`], with everything that is wrong with its rings.

use geo::coordinate_position::{CoordPos, CoordinatePosition as _};
use geo::kernels::{Kernel as _, Orientation, RobustKernel};
use geo::line_intersection::{LineIntersection, line_intersection};
use geo::{Coord, Line, LineString, Polygon};
use geojson::JsonValue;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::outline::Outline;
use super::point::{in_the_united_kingdom, looks_like_metres};

/// Something wrong with a geometry.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Fault {
    #[error("it has no geometry")]
    NoGeometry,
    #[error("its geometry is a {0}, not a Polygon or MultiPolygon")]
    NotPolygons(String),
    #[error("{0}, position {1}: not two numbers")]
    NotAPosition(RingAt, usize),
    #[error("its coordinates are swapped: GeoJSON gives longitude first, then latitude")]
    Swapped,
    #[error(
        "its coordinates are eastings and northings of the National Grid (EPSG:27700); \
         convert the file to longitude and latitude (EPSG:4326)"
    )]
    NationalGrid,
    #[error(
        "its coordinates are metres of a web map (EPSG:3857); \
         convert the file to longitude and latitude (EPSG:4326)"
    )]
    WebMercator,
    #[error("longitude {0}, latitude {1} is not in the United Kingdom")]
    ElsewhereOnEarth(f64, f64),
    #[error("{0} has {1} positions; a ring needs four or more, the last equal to the first")]
    TooFewPositions(RingAt, usize),
    #[error("{0} is not closed: its last position is not its first")]
    Unclosed(RingAt),
    #[error("{0} encloses nothing")]
    NoArea(RingAt),
    #[error("{0} crosses itself near longitude {1:.6}, latitude {2:.6}")]
    CrossesItself(RingAt, f64, f64),
    #[error("{0} touches itself near longitude {1:.6}, latitude {2:.6}")]
    TouchesItself(RingAt, f64, f64),
    #[error("{0} and {1} cross near longitude {2:.6}, latitude {3:.6}")]
    Cross(RingAt, RingAt, f64, f64),
    #[error("{0} is a hole that lies outside its polygon")]
    HoleOutside(RingAt),
    #[error("{0} and {1} lie one inside the other")]
    PartsOverlap(RingAt, RingAt),
}

impl Fault {
    /// Whether the geometry can be used all the same. A ring that only touches itself encloses
    /// something definite, and official files hold a few.
    pub fn is_harmless(&self) -> bool {
        matches!(self, Fault::TouchesItself(..))
    }
}

/// Which ring of a geometry, counted from 1; the first ring of a polygon is its outer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RingAt {
    pub polygon: usize,
    pub ring: usize,
}

impl std::fmt::Display for RingAt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "polygon {}, ring {}", self.polygon, self.ring)
    }
}

/// What a geometry came to.
pub struct Read {
    /// The outline, or everything that makes it unfit.
    pub outline: Result<Outline, Vec<Fault>>,
    /// What is odd about it and does no harm.
    pub oddities: Vec<Fault>,
}

type Ring = Vec<Coord<f64>>;

/// Reads the `geometry` member of a GeoJSON feature.
pub fn read(geometry: &JsonValue) -> Read {
    let unfit = |faults| Read {
        outline: Err(faults),
        oddities: Vec::new(),
    };
    let rings = match positions(geometry) {
        Ok(rings) => rings,
        Err(fault) => return unfit(vec![fault]),
    };
    if let Some(fault) = misplaced(&rings) {
        return unfit(vec![fault]);
    }
    let mut faults: Vec<Fault> = rings.iter().filter_map(ring_fault).collect();
    if !faults.is_empty() {
        return unfit(faults);
    }
    let (oddities, crossings): (Vec<_>, Vec<_>) =
        crossings(&rings).into_iter().partition(Fault::is_harmless);
    faults.extend(crossings);
    if faults.is_empty() {
        faults.extend(misnested(&rings));
    }
    if !faults.is_empty() {
        return unfit(faults);
    }
    Read {
        outline: Ok(Outline::of(polygons(rings))),
        oddities,
    }
}

/// The positions as they stand, ring by ring; corners repeated at once are taken as one.
fn positions(geometry: &JsonValue) -> Result<Vec<(RingAt, Ring)>, Fault> {
    let kind = geometry.get("type").and_then(JsonValue::as_str);
    let coordinates = geometry.get("coordinates").and_then(JsonValue::as_array);
    let (Some(kind), Some(coordinates)) = (kind, coordinates) else {
        return Err(match kind {
            Some(kind) => Fault::NotPolygons(kind.to_owned()),
            None => Fault::NoGeometry,
        });
    };
    let polygons: Vec<&[JsonValue]> = match kind {
        "Polygon" => vec![coordinates],
        "MultiPolygon" => coordinates.iter().map(members).collect(),
        other => return Err(Fault::NotPolygons(other.to_owned())),
    };
    let mut rings = Vec::new();
    for (p, polygon) in polygons.into_iter().enumerate() {
        for (r, ring) in polygon.iter().enumerate() {
            let at = RingAt {
                polygon: p + 1,
                ring: r + 1,
            };
            let mut corners = Ring::new();
            for (i, position) in members(ring).iter().enumerate() {
                let corner = corner(position).ok_or(Fault::NotAPosition(at, i + 1))?;
                if corners.last() != Some(&corner) {
                    corners.push(corner);
                }
            }
            rings.push((at, corners));
        }
    }
    if rings.is_empty() {
        return Err(Fault::NoGeometry);
    }
    Ok(rings)
}

fn members(value: &JsonValue) -> &[JsonValue] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// Two numbers; a third, the height, is passed over.
fn corner(position: &JsonValue) -> Option<Coord<f64>> {
    let (x, y) = match members(position) {
        [x, y] | [x, y, _] => (x.as_f64()?, y.as_f64()?),
        _ => return None,
    };
    (x.is_finite() && y.is_finite()).then_some(Coord { x, y })
}

/// Coordinates of another kind than longitude and latitude, or of another country.
fn misplaced(rings: &[(RingAt, Ring)]) -> Option<Fault> {
    let corners = || rings.iter().flat_map(|(_, ring)| ring);
    let astray = corners().find(|at| !in_the_united_kingdom(at.y, at.x))?;
    if corners().all(|at| in_the_united_kingdom(at.x, at.y)) {
        return Some(Fault::Swapped);
    }
    if corners().all(|at| looks_like_metres(at.x, at.y)) {
        return Some(Fault::NationalGrid);
    }
    let on_a_web_map =
        |at: &Coord<f64>| at.x.abs() < 1_100_000.0 && (6_000_000.0..9_000_000.0).contains(&at.y);
    if corners().all(on_a_web_map) {
        return Some(Fault::WebMercator);
    }
    Some(Fault::ElsewhereOnEarth(astray.x, astray.y))
}

fn ring_fault((at, ring): &(RingAt, Ring)) -> Option<Fault> {
    if ring.len() < 4 {
        return Some(Fault::TooFewPositions(*at, ring.len()));
    }
    if ring.first() != ring.last() {
        return Some(Fault::Unclosed(*at));
    }
    let (a, b) = (ring[0], ring[1]);
    let on_one_line = |c: &Coord<f64>| RobustKernel::orient2d(a, b, *c) == Orientation::Collinear;
    ring.iter().all(on_one_line).then_some(Fault::NoArea(*at))
}

/// One side of a ring, and where it stands.
#[derive(Clone, Copy)]
struct Side {
    line: Line<f64>,
    ring: RingAt,
    index: usize,
    sides: usize,
}

impl Side {
    fn follows(&self, other: &Side) -> bool {
        self.ring == other.ring
            && ((self.index + 1) % self.sides == other.index
                || (other.index + 1) % self.sides == self.index)
    }
}

/// Every two sides of a geometry that meet where they should not; each pair of rings once.
fn crossings(rings: &[(RingAt, Ring)]) -> Vec<Fault> {
    let sides: Vec<Side> = rings.iter().flat_map(sides_of).collect();
    let boxes = sides.iter().enumerate().map(|(i, side)| {
        let (a, b) = (side.line.start, side.line.end);
        GeomWithData::new(Rectangle::from_corners([a.x, a.y], [b.x, b.y]), i)
    });
    let tree = RTree::bulk_load(boxes.collect());
    let mut faults: Vec<Fault> = Vec::new();
    for (i, side) in sides.iter().enumerate() {
        let (a, b) = (side.line.start, side.line.end);
        let reach = AABB::from_corners([a.x, a.y], [b.x, b.y]);
        let mut others: Vec<usize> = tree
            .locate_in_envelope_intersecting(&reach)
            .map(|other| other.data)
            .filter(|&other| other > i)
            .collect();
        others.sort_unstable();
        faults.extend(others.into_iter().filter_map(|j| meeting(side, &sides[j])));
    }
    // One crossing of two rings tells as much as fifty.
    let mut told: Vec<(bool, RingAt, Option<RingAt>)> = Vec::new();
    faults.retain(|fault| {
        let key = match *fault {
            Fault::Cross(a, b, ..) => (false, a, Some(b)),
            Fault::CrossesItself(a, ..) => (false, a, None),
            Fault::TouchesItself(a, ..) => (true, a, None),
            _ => return true,
        };
        let new = !told.contains(&key);
        told.push(key);
        new
    });
    faults
}

fn sides_of((at, ring): &(RingAt, Ring)) -> Vec<Side> {
    let sides = ring.len() - 1;
    let lines = ring.windows(2).map(|pair| Line::new(pair[0], pair[1]));
    lines
        .enumerate()
        .map(|(index, line)| Side {
            line,
            ring: *at,
            index,
            sides,
        })
        .collect()
}

/// What is wrong where two sides meet, if anything is.
fn meeting(a: &Side, b: &Side) -> Option<Fault> {
    let (at, crosses) = match line_intersection(a.line, b.line)? {
        LineIntersection::SinglePoint {
            intersection,
            is_proper,
        } => (intersection, is_proper),
        LineIntersection::Collinear { intersection } => {
            let overlap = intersection.start != intersection.end;
            (intersection.start, overlap)
        }
    };
    if a.ring != b.ring {
        return crosses.then_some(Fault::Cross(a.ring, b.ring, at.x, at.y));
    }
    if crosses {
        return Some(Fault::CrossesItself(a.ring, at.x, at.y));
    }
    (!a.follows(b)).then_some(Fault::TouchesItself(a.ring, at.x, at.y))
}

/// Holes outside their polygon, and polygons inside one another. Only for rings that do not cross:
/// then one corner that is off the other ring tells for the whole ring.
fn misnested(rings: &[(RingAt, Ring)]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let shells = || rings.iter().filter(|(at, _)| at.ring == 1);
    for (at, ring) in rings.iter().filter(|(at, _)| at.ring > 1) {
        let shell = shells().find(|(shell, _)| shell.polygon == at.polygon);
        if shell.is_some_and(|(_, shell)| position(ring, shell) == CoordPos::Outside) {
            faults.push(Fault::HoleOutside(*at));
        }
    }
    for (at, ring) in shells() {
        for (outer, shell) in shells().filter(|(outer, _)| outer != at) {
            let holes = || {
                rings
                    .iter()
                    .filter(|(hole, _)| hole.polygon == outer.polygon && hole.ring > 1)
            };
            let in_a_hole = || holes().any(|(_, hole)| position(ring, hole) == CoordPos::Inside);
            if position(ring, shell) == CoordPos::Inside && !in_a_hole() {
                faults.push(Fault::PartsOverlap(*outer, *at));
            }
        }
    }
    faults
}

/// Where the first corner that is not on the other ring lies.
fn position(ring: &Ring, within: &Ring) -> CoordPos {
    let within = Polygon::new(LineString::new(within.clone()), vec![]);
    ring.iter()
        .map(|corner| within.coordinate_position(corner))
        .find(|position| *position != CoordPos::OnBoundary)
        .unwrap_or(CoordPos::OnBoundary)
}

fn polygons(rings: Vec<(RingAt, Ring)>) -> Vec<Polygon<f64>> {
    let mut polygons: Vec<Polygon<f64>> = Vec::new();
    for (at, ring) in rings {
        let ring = LineString::new(ring);
        match polygons.last_mut() {
            Some(polygon) if at.ring > 1 => polygon.interiors_push(ring),
            _ => polygons.push(Polygon::new(ring, vec![])),
        }
    }
    polygons
}
