//! Every mark, laid out so that those of a part of the map are found at once; and groups of them.
//!
//! Marks are kept in the order of a curve that fills every square before it leaves it, so that the
//! marks of a cell, whatever the zoom, stand side by side. A group is what one cell holds: the same
//! marks give the same groups whatever window asks, and every mark is in exactly one.

use super::window::{CELL, Window};
use super::{Mark, State};
use crate::domain::areas::mercator::Spot;

/// How near to the edge of its cell a mark and a group may stand, in pixels. Marks are drawn 24 pixels
/// wide and groups 34, so no two lie over each other, and a finger meets the one that it means.
const INSET_OF_ONE: i64 = 12;
const INSET_OF_SEVERAL: i64 = 17;

/// All marks.
#[derive(Debug, Default)]
pub struct Board {
    marks: Vec<Mark>,
    /// The place of each mark on the curve, in order.
    curve: Vec<u64>,
}

/// Marks of one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group<'a> {
    /// Where it is drawn: one mark at its own spot, several in their middle, both as far as the cell allows.
    pub spot: Spot,
    pub count: u32,
    /// How many are in each state, in the order of [`State::ALL`].
    pub states: [u32; State::ALL.len()],
    /// The mark, where it is only one.
    pub only: Option<&'a Mark>,
}

/// Spreads the bits of a number so that another's fit between them.
fn spread(number: u32) -> u64 {
    let mut bits = u64::from(number);
    for (shift, mask) in [
        (16, 0x0000_FFFF_0000_FFFF),
        (8, 0x00FF_00FF_00FF_00FF),
        (4, 0x0F0F_0F0F_0F0F_0F0F),
        (2, 0x3333_3333_3333_3333),
        (1, 0x5555_5555_5555_5555),
    ] {
        bits = (bits | bits << shift) & mask;
    }
    bits
}

fn on_the_curve(spot: Spot) -> u64 {
    spread(spot.across) | spread(spot.down) << 1
}

impl Board {
    /// Lays the marks out, in whatever order they come.
    pub fn new(mut marks: Vec<Mark>) -> Board {
        marks.sort_by(|a, b| {
            let place = |mark: &Mark| on_the_curve(mark.spot);
            let by_place = place(a).cmp(&place(b));
            by_place.then_with(|| (a.kind, &a.reference).cmp(&(b.kind, &b.reference)))
        });
        let curve = marks.iter().map(|mark| on_the_curve(mark.spot)).collect();
        Board { marks, curve }
    }

    /// Every mark.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// The marks of one cell of a zoom.
    fn in_cell(&self, zoom: u8, column: i64, row: i64) -> &[Mark] {
        // A cell has 64 = 2^6 pixels, and the world 2^(8 + zoom).
        let bits = u32::from(zoom) + 2;
        let (Ok(column), Ok(row)) = (u32::try_from(column), u32::try_from(row)) else {
            return &[];
        };
        if bits > 31 || column >> bits != 0 || row >> bits != 0 {
            return &[];
        }
        let low = (spread(column) | spread(row) << 1) << (64 - 2 * bits);
        let high = low | (u64::MAX >> (2 * bits));
        let from = self.curve.partition_point(|place| *place < low);
        let to = from + self.curve[from..].partition_point(|place| *place <= high);
        &self.marks[from..to]
    }

    fn cells(window: &Window) -> impl Iterator<Item = (i64, i64)> {
        let (column, row) = window.first_cell();
        let (across, down) = window.cells();
        (row..row + down).flat_map(move |row| (column..column + across).map(move |c| (c, row)))
    }

    /// The marks in the cells that a window touches, of those that are wanted.
    pub fn shown(&self, window: &Window, wanted: impl Fn(&Mark) -> bool) -> Vec<&Mark> {
        Self::cells(window)
            .flat_map(|(column, row)| self.in_cell(window.zoom(), column, row))
            .filter(|mark| wanted(mark))
            .collect()
    }

    /// The groups in the cells that a window touches, of the marks that are wanted.
    pub fn groups(&self, window: &Window, wanted: impl Fn(&Mark) -> bool) -> Vec<Group<'_>> {
        Self::cells(window)
            .filter_map(|(column, row)| {
                let marks = self.in_cell(window.zoom(), column, row);
                group(
                    marks.iter().filter(|mark| wanted(mark)),
                    window.zoom(),
                    (column, row),
                )
            })
            .collect()
    }
}

fn group<'a>(
    marks: impl Iterator<Item = &'a Mark>,
    zoom: u8,
    cell: (i64, i64),
) -> Option<Group<'a>> {
    let mut states = [0; State::ALL.len()];
    let (mut count, mut across, mut down) = (0_u32, 0_u64, 0_u64);
    let mut only = None;
    for mark in marks {
        states[mark.state.index()] += 1;
        count += 1;
        across += u64::from(mark.spot.across);
        down += u64::from(mark.spot.down);
        only = (count == 1).then_some(mark);
    }
    let mean = |sum: u64| u32::try_from(sum.checked_div(u64::from(count))?).ok();
    let middle = Spot {
        across: mean(across)?,
        down: mean(down)?,
    };
    let by = match only {
        Some(_) => INSET_OF_ONE,
        None => INSET_OF_SEVERAL,
    };
    Some(Group {
        spot: inset(middle, by, zoom, cell),
        count,
        states,
        only,
    })
}

/// A spot of a cell, moved so many pixels away from the cell's edge.
fn inset(spot: Spot, by: i64, zoom: u8, (column, row): (i64, i64)) -> Spot {
    let step = 24 - zoom.min(24);
    let clamp = |at: u32, cell: i64| {
        let first = (cell * CELL + by) << step;
        let last = (cell * CELL + CELL - by) << step;
        u32::try_from(i64::from(at).clamp(first, last)).unwrap_or(at)
    };
    Spot {
        across: clamp(spot.across, column),
        down: clamp(spot.down, row),
    }
}
