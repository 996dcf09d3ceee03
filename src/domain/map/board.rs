//! Every mark, laid out so that those of a part of the map are found at once; and groups of them.
//!
//! Marks are kept in the order of a curve that fills every square before it leaves it, so that the
//! marks of a cell, whatever the zoom, stand side by side. Beside each stands the sum of all before it, so
//! that a group is the difference of two sums, however many marks are in it. A group is what one cell holds:
//! the same marks give the same groups whatever window asks, and every mark is in exactly one.

use super::window::{CELL, Window};
use super::{Mark, State};
use crate::domain::areas::mercator::Spot;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// How near to the edge of its cell a mark and a group may stand, in pixels. Marks are drawn 24 pixels
/// wide and groups 34, so no two lie over each other, and a finger meets the one that it means.
const INSET_OF_ONE: i64 = 12;
const INSET_OF_SEVERAL: i64 = 17;

/// Marks, all or some.
#[derive(Debug, Default)]
pub struct Board {
    marks: Vec<Arc<Mark>>,
    /// The place of each mark on the curve, in order.
    curve: Vec<u64>,
    /// What the marks before each come to, and after the last what all do.
    sums: Vec<Sum>,
}

/// What some marks come to.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    states: [u32; State::ALL.len()],
    across: u64,
    down: u64,
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

impl Sum {
    fn with(mut self, mark: &Mark) -> Sum {
        self.states[mark.state.index()] += 1;
        self.across += u64::from(mark.spot.across);
        self.down += u64::from(mark.spot.down);
        self
    }

    fn less(self, earlier: Sum) -> Sum {
        Sum {
            states: std::array::from_fn(|at| self.states[at] - earlier.states[at]),
            across: self.across - earlier.across,
            down: self.down - earlier.down,
        }
    }
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

/// The stretch of the curve in one cell of a zoom; none outside the world.
fn stretch(zoom: u8, (column, row): (i64, i64)) -> Option<(u64, u64)> {
    // A cell has 64 = 2^6 pixels, and the world 2^(8 + zoom).
    let bits = u32::from(zoom) + 2;
    let (column, row) = (u32::try_from(column).ok()?, u32::try_from(row).ok()?);
    if bits > 31 || column >> bits != 0 || row >> bits != 0 {
        return None;
    }
    let low = (spread(column) | spread(row) << 1) << (64 - 2 * bits);
    Some((low, low | (u64::MAX >> (2 * bits))))
}

fn on_the_curve(spot: Spot) -> u64 {
    spread(spot.across) | spread(spot.down) << 1
}

/// The end of a stretch is looked for among so many places first.
const NEAR: usize = 64;

impl Board {
    /// Lays the marks out, in whatever order they come.
    pub fn new(marks: Vec<Mark>) -> Board {
        Board::laid(marks.into_iter().map(Arc::new).collect())
    }

    fn laid(mut marks: Vec<Arc<Mark>>) -> Board {
        marks.sort_by(|a, b| {
            let place = |mark: &Mark| on_the_curve(mark.spot);
            let by_place = place(a).cmp(&place(b));
            by_place.then_with(|| (a.kind, &a.reference).cmp(&(b.kind, &b.reference)))
        });
        Board::of(marks)
    }

    /// Of marks that are in order.
    fn of(marks: Vec<Arc<Mark>>) -> Board {
        let curve = marks.iter().map(|mark| on_the_curve(mark.spot)).collect();
        let mut sums = Vec::with_capacity(marks.len() + 1);
        let mut sum = Sum::default();
        sums.push(sum);
        for mark in &marks {
            sum = sum.with(mark);
            sums.push(sum);
        }
        Board { marks, curve, sums }
    }

    /// The same with what is known now of some references: their marks as they were go, and these come.
    pub fn changed(&self, references: &BTreeSet<String>, now: Vec<Mark>) -> Board {
        let stays = |mark: &&Arc<Mark>| !references.contains(&mark.reference);
        let stay = self.marks.iter().filter(stays).cloned();
        Board::laid(stay.chain(now.into_iter().map(Arc::new)).collect())
    }

    /// The marks that are wanted, as a board of their own.
    pub fn only(&self, wanted: impl Fn(&Mark) -> bool) -> Board {
        let some = self.marks.iter().filter(|mark| wanted(mark));
        Board::of(some.cloned().collect())
    }

    /// Every mark.
    pub fn marks(&self) -> impl Iterator<Item = &Mark> + Clone {
        self.marks.iter().map(AsRef::as_ref)
    }

    /// Where the marks of one cell of a zoom stand, which is within `among`.
    fn in_cell(&self, zoom: u8, cell: (i64, i64), among: &Range<usize>) -> Range<usize> {
        match stretch(zoom, cell) {
            Some((low, high)) => self.between(low, high, among),
            None => 0..0,
        }
    }

    /// Where the marks of a stretch of the curve stand, which is within `among`.
    fn between(&self, low: u64, high: u64, among: &Range<usize>) -> Range<usize> {
        let curve = &self.curve[among.clone()];
        let from = curve.partition_point(|place| *place < low);
        // Few lie in most stretches: their end is close by, and is not looked for among all.
        let rest = &curve[from..];
        let near = match rest.get(NEAR) {
            Some(place) if *place > high => &rest[..NEAR],
            _ => rest,
        };
        let to = from + near.partition_point(|place| *place <= high);
        among.start + from..among.start + to
    }

    /// Where the marks of a window's cells stand, with others between them: the curve comes to the cell in the
    /// north-west before it comes to any other, and to the one in the south-east after all.
    fn around(&self, window: &Window) -> Range<usize> {
        let ((column, row), (across, down)) = (window.first_cell(), window.cells());
        let all = 0..self.curve.len();
        let first = stretch(window.zoom(), (column, row));
        let last = stretch(window.zoom(), (column + across - 1, row + down - 1));
        match first.zip(last) {
            Some(((low, _), (_, high))) => self.between(low, high, &all),
            // It reaches over the edge of the world.
            None => all,
        }
    }

    fn cells(window: &Window) -> impl Iterator<Item = (i64, i64)> + use<> {
        let (column, row) = window.first_cell();
        let (across, down) = window.cells();
        (row..row + down).flat_map(move |row| (column..column + across).map(move |c| (c, row)))
    }

    /// The marks in the cells that a window touches.
    pub fn shown(&self, window: &Window) -> Vec<&Mark> {
        let around = self.around(window);
        Self::cells(window)
            .flat_map(|cell| &self.marks[self.in_cell(window.zoom(), cell, &around)])
            .map(AsRef::as_ref)
            .collect()
    }

    /// The groups in the cells that a window touches.
    pub fn groups(&self, window: &Window) -> Vec<Group<'_>> {
        self.each_group(window).collect()
    }

    /// The same one after another, for who writes them down and keeps none.
    pub fn each_group(&self, window: &Window) -> impl Iterator<Item = Group<'_>> + use<'_> {
        let (around, zoom) = (self.around(window), window.zoom());
        Self::cells(window).filter_map(move |cell| self.group(zoom, cell, &around))
    }

    fn group(&self, zoom: u8, cell: (i64, i64), around: &Range<usize>) -> Option<Group<'_>> {
        let here = self.in_cell(zoom, cell, around);
        if here.is_empty() {
            return None;
        }
        let first = self.marks.get(here.start)?;
        let Sum {
            states,
            across,
            down,
        } = self.sums[here.end].less(self.sums[here.start]);
        let count = u32::try_from(here.len()).ok()?;
        let mean = |sum: u64| u32::try_from(sum.checked_div(u64::from(count))?).ok();
        let middle = Spot {
            across: mean(across)?,
            down: mean(down)?,
        };
        let (only, by) = match count {
            1 => (Some(first.as_ref()), INSET_OF_ONE),
            _ => (None, INSET_OF_SEVERAL),
        };
        Some(Group {
            spot: inset(middle, by, zoom, cell),
            count,
            states,
            only,
        })
    }
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
