//! A chequerboard over all wards: which wards could hold a point, found without searching.
//!
//! Most squares lie wholly in one ward, which answers at once; the others list the few wards whose
//! outline passes through or around them. Whatever the rounding of floating point, a place on an
//! edge falls in a square that lists the edge's ward, because both find their square by the same
//! arithmetic, which never turns an order round.

use geo::{Coord, Line};

use super::bounds::Bounds;
use super::outline::Outline;
use super::slabs::Slabs;

/// Squares over the box that holds all outlines.
#[derive(Debug)]
pub(super) struct Cells {
    bounds: Bounds,
    /// How many squares east, and how many north.
    across: usize,
    columns_per_degree: f64,
    rows_per_degree: f64,
    /// For each square where its wards begin, with [`WHOLE`] set if all of it is in that one ward;
    /// after the last square, where they end.
    starts: Vec<u32>,
    wards: Vec<u32>,
}

const WHOLE: u32 = 1 << 31;

/// What is known of a square.
pub(super) enum Cell<'a> {
    /// All of it lies in this ward and in no other.
    Whole(usize),
    /// These wards, in order, may hold a point of it; no other does.
    Shared(&'a [u32]),
}

/// A ward that a square has to do with, in the order squares are kept.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    square: usize,
    ward: u32,
    has_edge: bool,
}

impl Cells {
    /// Sorts outlines into squares; `slabs` are the same outlines made ready.
    pub fn new(outlines: &[&Outline], slabs: &[Slabs]) -> Cells {
        let corners: usize = outlines.iter().map(|outline| outline.corners()).sum();
        // About four squares to a corner: then most squares have no edge.
        let across = ((corners as f64 * 4.0).sqrt() as usize).clamp(8, 2048);
        let bounds = Bounds::of(outlines.iter().map(|outline| outline.bounds()));
        let bounds = bounds.unwrap_or(Bounds {
            south: f64::INFINITY,
            west: f64::INFINITY,
            north: f64::NEG_INFINITY,
            east: f64::NEG_INFINITY,
        });
        let per_degree = |from: f64, to: f64| across as f64 / (to - from).max(f64::MIN_POSITIVE);
        let mut cells = Cells {
            bounds,
            across,
            columns_per_degree: per_degree(bounds.west, bounds.east),
            rows_per_degree: per_degree(bounds.south, bounds.north),
            starts: Vec::with_capacity(across * across + 1),
            wards: Vec::new(),
        };
        let mut entries: Vec<Entry> = Vec::new();
        for (ward, (outline, slabs)) in outlines.iter().zip(slabs).enumerate() {
            cells.enter(ward as u32, outline, slabs, &mut entries);
        }
        entries.sort_unstable();
        cells.keep(&entries);
        cells
    }

    /// The square that a place falls in.
    #[inline]
    pub fn at(&self, at: Coord<f64>) -> Cell<'_> {
        let inside = (self.bounds.west..=self.bounds.east).contains(&at.x)
            && (self.bounds.south..=self.bounds.north).contains(&at.y);
        if !inside {
            return Cell::Shared(&[]);
        }
        let square = self.row(at.y) * self.across + self.column(at.x);
        let start = self.starts[square];
        let first = (start & !WHOLE) as usize;
        if start & WHOLE != 0 {
            return Cell::Whole(self.wards[first] as usize);
        }
        let end = (self.starts[square + 1] & !WHOLE) as usize;
        Cell::Shared(&self.wards[first..end])
    }

    fn column(&self, lon: f64) -> usize {
        // A negative or oversized float saturates in the cast.
        (((lon - self.bounds.west) * self.columns_per_degree) as usize).min(self.across - 1)
    }

    fn row(&self, lat: f64) -> usize {
        (((lat - self.bounds.south) * self.rows_per_degree) as usize).min(self.across - 1)
    }

    fn centre(&self, square: usize) -> Coord<f64> {
        let (row, column) = (square / self.across, square % self.across);
        Coord {
            x: self.bounds.west + (column as f64 + 0.5) / self.columns_per_degree,
            y: self.bounds.south + (row as f64 + 0.5) / self.rows_per_degree,
        }
    }

    /// Finds the squares of one ward: those an edge may pass, and between two of these in a row
    /// those that lie inside.
    fn enter(&self, ward: u32, outline: &Outline, slabs: &Slabs, entries: &mut Vec<Entry>) {
        let lines = outline.rings().flat_map(|ring| ring.lines());
        let mut edged: Vec<usize> = lines.flat_map(|line| self.squares_around(line)).collect();
        edged.sort_unstable();
        edged.dedup();
        for pair in edged.windows(2) {
            let between = pair[0] + 1..pair[1];
            let one_row = pair[0] / self.across == pair[1] / self.across;
            if one_row && !between.is_empty() && slabs.holds(self.centre(between.start)) {
                entries.extend(between.map(|square| Entry {
                    square,
                    ward,
                    has_edge: false,
                }));
            }
        }
        entries.extend(edged.into_iter().map(|square| Entry {
            square,
            ward,
            has_edge: true,
        }));
    }

    /// Every square that the box around an edge meets.
    fn squares_around(&self, edge: Line<f64>) -> impl Iterator<Item = usize> {
        let (a, b) = (edge.start, edge.end);
        let columns = self.column(a.x.min(b.x))..=self.column(a.x.max(b.x));
        let rows = self.row(a.y.min(b.y))..=self.row(a.y.max(b.y));
        let across = self.across;
        rows.flat_map(move |row| columns.clone().map(move |column| row * across + column))
    }

    /// Writes down sorted entries square by square.
    fn keep(&mut self, entries: &[Entry]) {
        let mut rest = entries;
        for square in 0..self.across * self.across {
            let count = rest
                .iter()
                .take_while(|entry| entry.square == square)
                .count();
            let (here, after) = rest.split_at(count);
            rest = after;
            let whole = matches!(here, [only] if !only.has_edge);
            self.starts
                .push(self.wards.len() as u32 | if whole { WHOLE } else { 0 });
            self.wards.extend(here.iter().map(|entry| entry.ward));
        }
        self.starts.push(self.wards.len() as u32);
    }
}
