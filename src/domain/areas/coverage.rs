//! Whether areas that ought to fit together do: overlaps and gaps between neighbours.
//!
//! Official boundaries are rounded and generalised, so slivers along shared edges are normal and
//! are not reported: only what is wide as well as long.

use geo::bool_ops::unary_union;
use geo::{
    AffineOps as _, AffineTransform, BooleanOps as _, Buffer as _, Contains as _, Distance as _,
    Euclidean, Length as _, MultiPolygon, Polygon,
};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::bounds::{Bounds, Scale};
use super::outline::{Outline, square_metres};
use super::point::Point;

/// Less than this is rounding, in square metres.
const SMALLEST: f64 = 100.0;
/// Narrower than this on the whole is generalisation, in metres.
const NARROWEST: f64 = 5.0;
/// Ground between the edge of an area and those in it is told of where it is wider than this, in metres:
/// official outlines are generalised to 20 metres, and two that are so apart can lie twice as far apart.
const NARROWEST_TO_THE_EDGE: f64 = 40.0;

/// Two areas that cover the same ground, by their places in the list that was given.
#[derive(Debug, Clone, PartialEq)]
pub struct Overlap {
    pub a: usize,
    pub b: usize,
    pub square_metres: f64,
    pub near: Point,
}

/// Ground that areas enclose and none covers.
#[derive(Debug, Clone, PartialEq)]
pub struct Gap {
    /// An area on its edge, by its place in the list.
    pub beside: usize,
    pub square_metres: f64,
    pub near: Point,
}

/// Ground of an area that none of those in it covers.
#[derive(Debug, Clone, PartialEq)]
pub struct Bare {
    pub square_metres: f64,
    pub near: Point,
    shape: MultiPolygon<f64>,
}

impl Bare {
    /// Whether a place is part of it.
    pub fn holds(&self, at: Point) -> bool {
        self.shape.contains(&geo::Point::new(at.lon(), at.lat()))
    }

    /// How far an outline is from the middle of it, for finding the nearest and nothing else.
    pub fn away(&self, outline: &Outline) -> f64 {
        let near = geo::Point::new(self.near.lon(), self.near.lat());
        Euclidean.distance(&near, outline.polygons())
    }
}

/// Every two outlines that overlap, in order.
pub fn overlaps(outlines: &[&Outline]) -> Vec<Overlap> {
    let tree = boxes(outlines);
    let mut overlaps = Vec::new();
    for (a, outline) in outlines.iter().enumerate() {
        let reach = envelope(outline.bounds());
        let mut others: Vec<usize> = tree
            .locate_in_envelope_intersecting(&reach)
            .map(|other| other.data)
            .filter(|&b| b > a)
            .collect();
        others.sort_unstable();
        for b in others {
            let shared = outline.polygons().intersection(outlines[b].polygons());
            let wide: Vec<Polygon<f64>> = shared.into_iter().filter(is_wide).collect();
            let shared = MultiPolygon::new(wide);
            if let Some(near) = somewhere_in(&shared) {
                let square_metres = square_metres(&shared);
                overlaps.push(Overlap {
                    a,
                    b,
                    square_metres,
                    near,
                });
            }
        }
    }
    overlaps
}

/// Every gap that the outlines together enclose.
///
/// The hole that a whole layer has on purpose (a county without its city) looks the same when the
/// city is not in the list; a gap is therefore a reason to look, not an error.
pub fn gaps(outlines: &[&Outline]) -> Vec<Gap> {
    let together = unary_union(outlines.iter().map(|outline| outline.polygons()));
    let tree = boxes(outlines);
    let mut gaps: Vec<Gap> = Vec::new();
    for hole in together.iter().flat_map(Polygon::interiors) {
        let hole = Polygon::new(hole.clone(), vec![]);
        let (wide, corner) = (is_wide(&hole), hole.exterior().0.first().copied());
        let hole = MultiPolygon::new(vec![hole]);
        if let (true, Some(corner), Some(near)) = (wide, corner, somewhere_in(&hole)) {
            let at = AABB::from_point([corner.x, corner.y]);
            let beside = tree
                .locate_in_envelope_intersecting(&at)
                .map(|outline| outline.data)
                .filter(|&i| touches(outlines[i], corner))
                .min();
            gaps.push(Gap {
                beside: beside.unwrap_or(0),
                square_metres: square_metres(&hole),
                near,
            });
        }
    }
    gaps
}

/// How much of an outline lies outside another, and where; `None` where it is no more than slivers.
pub fn beyond(inner: &Outline, outer: &Outline) -> Option<(f64, Point)> {
    let rest = inner.polygons().difference(outer.polygons());
    let wide = MultiPolygon::new(rest.into_iter().filter(is_wide).collect());
    Some((square_metres(&wide), somewhere_in(&wide)?))
}

/// The ground of an outline that is open to its edge or lies between those in it, and that no strip
/// between two generalised outlines can be: it is wide somewhere.
pub fn bare(whole: &Outline, parts: &[&Outline]) -> Vec<Bare> {
    let together = unary_union(parts.iter().map(|part| part.polygons()));
    let rest = whole.polygons().difference(&together);
    let scale = Scale::at(whole.bounds().south);
    let to_metres = AffineTransform::scale(
        scale.metres_east,
        scale.metres_north,
        geo::Coord { x: 0.0, y: 0.0 },
    );
    let Some(to_degrees) = to_metres.inverse() else {
        return vec![];
    };
    // Taking a margin off all around leaves nothing of a strip; what is left gets its margin back.
    let margin = NARROWEST_TO_THE_EDGE / 2.0;
    let cores = rest.affine_transform(&to_metres).buffer(-margin);
    let wide = cores
        .into_iter()
        .map(|core| core.buffer(margin).affine_transform(&to_degrees));
    let told = |shape: MultiPolygon<f64>| {
        Some(Bare {
            square_metres: square_metres(&shape),
            near: somewhere_in(&shape)?,
            shape,
        })
    };
    wide.filter_map(told).collect()
}

/// Whether a corner lies on an outline, give or take what cutting shapes loses.
fn touches(outline: &Outline, corner: geo::Coord<f64>) -> bool {
    let corner = geo::Point::from(corner);
    outline
        .rings()
        .flat_map(|ring| ring.lines())
        .any(|line| Euclidean.distance(&corner, &line) < 1e-6)
}

/// Whether a shape is more than a sliver.
fn is_wide(shape: &Polygon<f64>) -> bool {
    let Some(corner) = shape.exterior().0.first() else {
        return false;
    };
    let area = square_metres(&MultiPolygon::new(vec![shape.clone()]));
    let degrees_around = Euclidean.length(shape.exterior());
    // Degrees of longitude are shorter, so this makes the edge too long and the width too small,
    // by less than half.
    let metres_around = degrees_around * Scale::at(corner.y).metres_north;
    area >= SMALLEST && 2.0 * area / metres_around >= NARROWEST
}

fn somewhere_in(shape: &MultiPolygon<f64>) -> Option<Point> {
    use geo::InteriorPoint as _;
    let inside = shape.interior_point()?;
    Point::new(inside.y(), inside.x()).ok()
}

type Boxes = RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>;

fn boxes(outlines: &[&Outline]) -> Boxes {
    let boxes = outlines.iter().enumerate().map(|(i, outline)| {
        let Bounds {
            south,
            west,
            north,
            east,
        } = outline.bounds();
        GeomWithData::new(Rectangle::from_corners([west, south], [east, north]), i)
    });
    RTree::bulk_load(boxes.collect())
}

fn envelope(bounds: Bounds) -> AABB<[f64; 2]> {
    AABB::from_corners([bounds.west, bounds.south], [bounds.east, bounds.north])
}
