//! Which ward a point lies in.
//!
//! Every point gets one answer, and the same answer in whatever order the wards were given: on an
//! edge between two wards it is the ward with the smaller code. Holes count as holes. A point in
//! no ward but within 25 metres of one is told so, with the nearest. Works for any layer of areas
//! that do not overlap, so councils too.

use geo::Coord;
use rstar::{AABB, RTree, RTreeObject};

use super::Area;
use super::bounds::{Bounds, Scale};
use super::cells::{Cell, Cells};
use super::outline::Outline;
use super::point::Point;
use super::slabs::Slabs;

/// How far from an edge a point still is 'just outside', in metres.
pub const JUST_OUTSIDE_METRES: f64 = 25.0;

/// Where a point lies among the wards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Found<'a> {
    /// In this ward or on its edge. The ward's parent is its council.
    Inside(&'a Area),
    /// In no ward, and this far from the nearest, in whole metres.
    JustOutside { metres: u32, nearest: &'a Area },
    /// In no ward, nor near one.
    Outside,
}

/// The wards of one set, made ready to be asked.
#[derive(Debug)]
pub struct WardIndex {
    /// In order of code, which settles who has a shared edge.
    wards: Vec<Area>,
    slabs: Vec<Slabs>,
    cells: Cells,
    edges: RTree<Edge>,
}

impl Default for WardIndex {
    fn default() -> Self {
        WardIndex::new([])
    }
}

impl WardIndex {
    /// Makes an index of wards and their outlines.
    pub fn new(wards: impl IntoIterator<Item = (Area, Outline)>) -> WardIndex {
        let mut wards: Vec<(Area, Outline)> = wards.into_iter().collect();
        wards.sort_by(|(a, _), (b, _)| a.code.cmp(&b.code).then_with(|| a.name.cmp(&b.name)));
        let slabs: Vec<Slabs> = wards
            .iter()
            .map(|(_, outline)| Slabs::new(outline))
            .collect();
        let edges = wards
            .iter()
            .enumerate()
            .flat_map(|(ward, (_, outline))| edges_of(ward, outline))
            .collect();
        let outlines: Vec<&Outline> = wards.iter().map(|(_, outline)| outline).collect();
        let cells = Cells::new(&outlines, &slabs);
        WardIndex {
            wards: wards.into_iter().map(|(area, _)| area).collect(),
            slabs,
            cells,
            edges: RTree::bulk_load(edges),
        }
    }

    /// How many wards there are.
    pub fn len(&self) -> usize {
        self.wards.len()
    }

    pub fn is_empty(&self) -> bool {
        self.wards.is_empty()
    }

    /// The wards, in order of code.
    pub fn areas(&self) -> &[Area] {
        &self.wards
    }

    /// Where a point lies. Never fails.
    pub fn locate(&self, point: Point) -> Found<'_> {
        let at = Coord {
            x: point.lon(),
            y: point.lat(),
        };
        match self.ward_at(at) {
            Some(ward) => Found::Inside(&self.wards[ward]),
            None => self.nearest(point),
        }
    }

    fn ward_at(&self, at: Coord<f64>) -> Option<usize> {
        match self.cells.at(at) {
            Cell::Whole(ward) => Some(ward),
            Cell::Shared(wards) => wards
                .iter()
                .map(|&ward| ward as usize)
                .find(|&ward| self.slabs[ward].holds(at)),
        }
    }

    fn nearest(&self, point: Point) -> Found<'_> {
        let reach = Bounds::around(point, JUST_OUTSIDE_METRES);
        let reach = AABB::from_corners([reach.west, reach.south], [reach.east, reach.north]);
        let near = self.edges.locate_in_envelope_intersecting(&reach);
        let nearest = near
            .map(|edge| (edge.metres_from(point), edge.ward))
            .filter(|(metres, _)| *metres <= JUST_OUTSIDE_METRES)
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        match nearest {
            None => Found::Outside,
            Some((metres, ward)) => Found::JustOutside {
                metres: metres.round() as u32,
                nearest: &self.wards[ward as usize],
            },
        }
    }
}

/// One side of a ward's outline.
#[derive(Debug)]
struct Edge {
    a: [f64; 2],
    b: [f64; 2],
    ward: u32,
}

fn edges_of(ward: usize, outline: &Outline) -> impl Iterator<Item = Edge> {
    let lines = outline.rings().flat_map(|ring| ring.lines());
    lines.map(move |line| Edge {
        a: [line.start.x, line.start.y],
        b: [line.end.x, line.end.y],
        ward: ward as u32,
    })
}

impl RTreeObject for Edge {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(self.a, self.b)
    }
}

impl Edge {
    /// Metres from a point to the nearest place on this side.
    fn metres_from(&self, point: Point) -> f64 {
        let scale = Scale::at(point.lat());
        let metres = |[lon, lat]: [f64; 2]| {
            (
                (lon - point.lon()) * scale.metres_east,
                (lat - point.lat()) * scale.metres_north,
            )
        };
        let (a, b) = (metres(self.a), metres(self.b));
        let along = (b.0 - a.0, b.1 - a.1);
        let length_squared = along.0 * along.0 + along.1 * along.1;
        let share = -(a.0 * along.0 + a.1 * along.1) / length_squared;
        let share = if length_squared > 0.0 {
            share.clamp(0.0, 1.0)
        } else {
            0.0
        };
        (a.0 + share * along.0).hypot(a.1 + share * along.1)
    }
}
