//! The boundary of an area as polygons with holes.

use std::cmp::Ordering;
use std::fmt::Write as _;

use geo::{
    Area as _, BoundingRect as _, Coord, InteriorPoint as _, LineString, MultiPolygon, Polygon,
};

use super::bounds::{Bounds, Scale};
use super::point::Point;
use super::rings::{self, Fault};

/// The boundary of an area: one polygon or more, each with or without holes.
///
/// Kept in one normal form (where each ring begins, which way it runs, the order of rings), so two
/// files that draw the same shape give equal outlines.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline(MultiPolygon<f64>);

impl Outline {
    /// An outline of rings that [`rings`] has checked.
    pub(super) fn of(polygons: Vec<Polygon<f64>>) -> Outline {
        let mut polygons: Vec<Polygon<f64>> = polygons.into_iter().map(normal).collect();
        polygons.sort_by(|a, b| compare_rings(a.exterior(), b.exterior()));
        Outline(MultiPolygon::new(polygons))
    }

    pub(super) fn polygons(&self) -> &MultiPolygon<f64> {
        &self.0
    }

    /// Every ring, outer rings and holes alike.
    pub(super) fn rings(&self) -> impl Iterator<Item = &LineString<f64>> {
        self.0
            .iter()
            .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
    }

    /// Reads the text that [`Outline::to_geojson`] writes, or any GeoJSON polygon geometry. Says
    /// every fault that makes it unfit.
    pub fn from_geojson(text: &str) -> Result<Outline, Vec<Fault>> {
        let geometry: geojson::JsonValue = text.parse().map_err(|_| vec![Fault::NoGeometry])?;
        rings::read(&geometry).outline
    }

    /// The outline as a GeoJSON `MultiPolygon`, longitude first, no figure lost.
    pub fn to_geojson(&self) -> String {
        let mut text = String::from(r#"{"type":"MultiPolygon","coordinates":["#);
        for (p, polygon) in self.0.iter().enumerate() {
            text.push_str(if p == 0 { "[" } else { ",[" });
            let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
            for (r, ring) in rings.enumerate() {
                text.push_str(if r == 0 { "[" } else { ",[" });
                for (i, at) in ring.0.iter().enumerate() {
                    let comma = if i == 0 { "" } else { "," };
                    let _ = write!(text, "{comma}[{},{}]", at.x, at.y);
                }
                text.push(']');
            }
            text.push(']');
        }
        text.push_str("]}");
        text
    }

    /// The smallest box that holds the outline.
    pub fn bounds(&self) -> Bounds {
        let none = Bounds {
            south: 0.0,
            west: 0.0,
            north: 0.0,
            east: 0.0,
        };
        self.0.bounding_rect().map_or(none, |rect| Bounds {
            south: rect.min().y,
            west: rect.min().x,
            north: rect.max().y,
            east: rect.max().x,
        })
    }

    /// A place inside the outline, for a label or a marker.
    pub fn label_point(&self) -> Option<Point> {
        let inside = self.0.interior_point()?;
        Point::new(inside.y(), inside.x()).ok()
    }

    /// How large the area is.
    pub fn square_metres(&self) -> f64 {
        square_metres(&self.0)
    }

    /// How many corners the outline has, all rings together.
    pub fn corners(&self) -> usize {
        self.rings()
            .map(|ring| ring.0.len().saturating_sub(1))
            .sum()
    }
}

/// The size of polygons in degrees, at the scale of their own latitude.
pub(super) fn square_metres(polygons: &MultiPolygon<f64>) -> f64 {
    let Some(rect) = polygons.bounding_rect() else {
        return 0.0;
    };
    let scale = Scale::at(rect.center().y);
    polygons.unsigned_area() * scale.metres_north * scale.metres_east
}

/// Outer ring anticlockwise, holes clockwise, each from its smallest corner, holes in order.
fn normal(polygon: Polygon<f64>) -> Polygon<f64> {
    let (exterior, holes) = polygon.into_inner();
    let mut holes: Vec<LineString<f64>> = holes
        .into_iter()
        .map(|hole| normal_ring(hole, false))
        .collect();
    holes.sort_by(compare_rings);
    Polygon::new(normal_ring(exterior, true), holes)
}

fn normal_ring(ring: LineString<f64>, anticlockwise: bool) -> LineString<f64> {
    let mut corners = ring.0;
    corners.pop();
    if (twice_signed_area(&corners) > 0.0) != anticlockwise {
        corners.reverse();
    }
    let smallest = (0..corners.len()).min_by(|&a, &b| compare_corners(corners[a], corners[b]));
    corners.rotate_left(smallest.unwrap_or(0));
    corners.extend(corners.first().copied());
    LineString::new(corners)
}

/// Twice the area inside a ring given without its closing corner, positive if anticlockwise.
fn twice_signed_area(corners: &[Coord<f64>]) -> f64 {
    // Measured from the first corner, so that no figures are lost to large coordinates.
    let Some(&base) = corners.first() else {
        return 0.0;
    };
    corners
        .windows(2)
        .map(|pair| {
            let (a, b) = (pair[0] - base, pair[1] - base);
            a.x * b.y - b.x * a.y
        })
        .sum()
}

fn compare_corners(a: Coord<f64>, b: Coord<f64>) -> Ordering {
    a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y))
}

fn compare_rings(a: &LineString<f64>, b: &LineString<f64>) -> Ordering {
    let corners = a.0.iter().zip(&b.0);
    let first = corners.map(|(a, b)| compare_corners(*a, *b));
    first
        .fold(Ordering::Equal, Ordering::then)
        .then(a.0.len().cmp(&b.0.len()))
}
