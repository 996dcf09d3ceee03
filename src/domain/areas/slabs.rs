//! One outline made ready for "is this point in it", asked many times.
//!
//! The sides are sorted into rows by latitude, so a question looks at a handful of them. The
//! answer is exact: a side is compared with the point by an adaptive-precision test, so what lies
//! on a side is found to lie on it, from whichever of two neighbours it is looked at.

use geo::kernels::{Kernel as _, Orientation, RobustKernel};
use geo::{Coord, Line};

use super::outline::Outline;

/// An outline's sides, in rows.
#[derive(Debug)]
pub(super) struct Slabs {
    south: f64,
    north: f64,
    rows_per_degree: f64,
    /// Where each row's sides begin, and after the last row where they end.
    starts: Vec<u32>,
    /// Each from its southern end to its northern.
    sides: Vec<Line<f64>>,
}

impl Slabs {
    pub fn new(outline: &Outline) -> Slabs {
        let sides: Vec<Line<f64>> = outline
            .rings()
            .flat_map(|ring| ring.lines())
            .map(northward)
            .collect();
        let bounds = outline.bounds();
        let rows = (sides.len() / 2).clamp(1, 4096);
        let height = bounds.north - bounds.south;
        let mut slabs = Slabs {
            south: bounds.south,
            north: bounds.north,
            rows_per_degree: rows as f64 / height.max(f64::MIN_POSITIVE),
            starts: vec![0],
            sides: Vec::new(),
        };
        let mut by_row: Vec<Vec<Line<f64>>> = vec![Vec::new(); rows];
        for side in sides {
            let (first, last) = (slabs.row(side.start.y, rows), slabs.row(side.end.y, rows));
            for row in &mut by_row[first..=last] {
                row.push(side);
            }
        }
        for row in by_row {
            slabs.sides.extend(row);
            slabs.starts.push(slabs.sides.len() as u32);
        }
        slabs
    }

    fn row(&self, lat: f64, rows: usize) -> usize {
        // A negative or oversized float saturates in the cast.
        (((lat - self.south) * self.rows_per_degree) as usize).min(rows - 1)
    }

    /// Whether a place lies inside the outline or on its edge. In a hole is outside; on the edge
    /// of a hole is on the edge.
    pub fn holds(&self, at: Coord<f64>) -> bool {
        if at.y < self.south || at.y > self.north {
            return false;
        }
        let row = self.row(at.y, self.starts.len() - 1);
        let sides = self.starts[row] as usize..self.starts[row + 1] as usize;
        let mut inside = false;
        // How many sides a line from here to the east crosses: odd means inside.
        for side in &self.sides[sides] {
            let (a, b) = (side.start, side.end);
            if at.y < a.y || at.y > b.y {
                continue;
            }
            let (west, east) = if a.x < b.x { (a.x, b.x) } else { (b.x, a.x) };
            if at.x > east {
                continue;
            }
            if at.x >= west {
                if a.y == b.y {
                    return true;
                }
                match RobustKernel::orient2d(a, b, at) {
                    Orientation::Collinear => return true,
                    Orientation::Clockwise => continue,
                    Orientation::CounterClockwise => {}
                }
            }
            // A side counts its southern end and not its northern, so that a corner between two
            // sides counts once.
            inside ^= at.y < b.y;
        }
        inside
    }
}

fn northward(side: Line<f64>) -> Line<f64> {
    if side.start.y <= side.end.y {
        return side;
    }
    Line::new(side.end, side.start)
}
