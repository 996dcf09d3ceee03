//! Who can be part of an exchange: atoms with people to spare, and those that close a rectangle.

use super::cover::{Atom, Cell, Piece};
use super::exchange::Search;
use super::tally::spare;
use std::collections::BTreeMap;

/// So many atoms are tried as partners of a small one, and fewer where very many are small: with twice as
/// many partners four times as many rectangles are tried.
const PARTNERS: usize = 40;
const FEW_PARTNERS: usize = 8;

/// So many of them, the most alike, are tried with corners that close a rectangle less exactly, and so many of those.
const NEAR: usize = 12;
const CORNERS: usize = 2;

/// More changes than this in one publication are very many: the first publication of years of records.
const VERY_MANY: usize = 20_000;

/// So many atoms of a group are looked at for each partner.
const LOOKED_AT: usize = 5;

/// Atoms with something in common: what kind of thing, and the numbers that name it.
type Group = (u8, u32, i32, u32);

/// The groups of a cell, the most alike first: all in the same council and financial year.
fn groups(cell: &Cell) -> [Group; 4] {
    [
        (0, cell.ward, cell.year(), 0),
        (1, cell.council, cell.month, 0),
        (2, cell.council, cell.year(), cell.category),
        (3, cell.council, cell.year(), 0),
    ]
}

/// What two corners of a rectangle share with each other when not all is alike: what kind of thing, and which.
type Side = (u8, u32, i32);

/// The sides of a cell. A rectangle with such a corner keeps every total by both of a side's things.
fn sides(cell: &Cell) -> [Side; 3] {
    [
        (0, cell.category, cell.month),
        (1, cell.council, cell.year()),
        (2, cell.category, cell.year()),
    ]
}

/// What is new in a publication, by what it may have in common with something small.
#[derive(Default)]
pub(super) struct Company {
    /// With new sessions: people more there would not be noticed. In order.
    pub(super) open: Vec<usize>,
    by_cell: BTreeMap<Cell, Vec<usize>>,
    by_side: BTreeMap<Side, Vec<usize>>,
    /// With people to spare, most first.
    sparing: Vec<usize>,
    by_group: BTreeMap<Group, Vec<usize>>,
    /// How many are tried.
    partners: usize,
}

impl Company {
    /// Of so many changes.
    pub(super) fn of(changes: usize) -> Company {
        Company {
            partners: match changes > VERY_MANY {
                true => FEW_PARTNERS,
                false => PARTNERS,
            },
            ..Company::default()
        }
    }

    /// Takes in one with new sessions: each comes after those before it.
    pub(super) fn admits(&mut self, at: usize, cell: Cell) {
        self.open.push(at);
        self.by_cell.entry(cell).or_default().push(at);
        for side in sides(&cell) {
            self.by_side.entry(side).or_default().push(at);
        }
    }

    /// Takes in those with people to spare, most first.
    pub(super) fn borrows(&mut self, sparing: Vec<usize>, cell: impl Fn(usize) -> Cell) {
        for at in &sparing {
            for group in groups(&cell(*at)) {
                self.by_group.entry(group).or_default().push(*at);
            }
        }
        self.sparing = sparing;
    }
}

impl Search<'_> {
    pub(super) fn spare(&self, at: usize) -> i64 {
        spare(&self.left.new_of(&self.changes[at]))
    }

    /// Whether so many people can be taken out of what is new of an atom.
    pub(super) fn spares(&self, atom: &Atom, people: i64) -> bool {
        let sparing = self.company.sparing.iter();
        let mut enough = sparing.take_while(|at| self.spare(**at) >= people);
        enough.any(|at| self.changes[*at].atom == *atom)
    }

    /// Atoms with so many people to spare that are in no piece that is to be lifted: those most alike.
    pub(super) fn partners(&self, atom: &Atom, people: i64, lifted: &[Piece]) -> Vec<Atom> {
        let apart = |at: &&usize| {
            let other = &self.changes[**at].atom;
            let lends = other.project == atom.project || self.growth.lends(other.project);
            lends && !other.pieces().iter().any(|piece| lifted.contains(piece))
        };
        let sparing = |group: &[usize], most: usize| {
            let enough = group.iter().take_while(|at| self.spare(**at) >= people);
            enough.filter(apart).take(most).copied().collect::<Vec<_>>()
        };
        let mut found: Vec<usize> = groups(&atom.cell)
            .iter()
            .filter_map(|group| self.company.by_group.get(group))
            .flat_map(|group| sparing(group, LOOKED_AT * self.company.partners))
            .collect();
        if found.len() < 4 {
            found.extend(sparing(&self.company.sparing, 4 * PARTNERS));
        }
        found.sort_by_key(|at| (-alike(atom, &self.changes[*at].atom), *at));
        found.dedup();
        found.truncate(self.company.partners);
        found.into_iter().map(|at| self.changes[at].atom).collect()
    }

    /// Tells every rectangle with a small atom and two of its partners: the first and the second, and the fourth corner.
    pub(super) fn rectangles(
        &self,
        atom: &Atom,
        partners: &[Atom],
        mut tell: impl FnMut([Atom; 3]),
    ) {
        let pairs = |most: usize| {
            let near = &partners[..partners.len().min(most)];
            near.iter()
                .flat_map(move |first| near.iter().map(move |second| (first, second)))
        };
        for (first, second) in pairs(partners.len()).filter(|(first, second)| first != second) {
            let exact = corner(&atom.cell, &first.cell, &second.cell);
            let exact = exact.and_then(|cell| self.company.by_cell.get(&cell));
            let exact = exact.into_iter().flatten().take(5);
            exact.for_each(|at| tell([*first, *second, self.changes[*at].atom]));
        }
        for (first, second) in pairs(NEAR).filter(|(first, second)| first != second) {
            let [a, b, c] = [atom, first, second].map(|one| sides(&one.cell));
            for side in 0..a.len() {
                let fourth = opposite_side(a[side], b[side], c[side]);
                let fourth = fourth.and_then(|side| self.company.by_side.get(&side));
                let fourth = fourth.into_iter().flatten().take(CORNERS);
                fourth.for_each(|at| tell([*first, *second, self.changes[*at].atom]));
            }
        }
    }
}

/// The cell that closes a rectangle: alike to the second where the first is alike to the small one.
fn corner(small: &Cell, first: &Cell, second: &Cell) -> Option<Cell> {
    let place = |cell: &Cell| (cell.council, cell.ward);
    let (council, ward) = opposite(place(small), place(first), place(second))?;
    Some(Cell {
        council,
        ward,
        category: opposite(small.category, first.category, second.category)?,
        origin: opposite(small.origin, first.origin, second.origin)?,
        month: opposite(small.month, first.month, second.month)?,
    })
}

/// The side of such a cell.
fn opposite_side(small: Side, first: Side, second: Side) -> Option<Side> {
    Some((
        small.0,
        opposite(small.1, first.1, second.1)?,
        opposite(small.2, first.2, second.2)?,
    ))
}

/// What stands opposite in a rectangle of which three corners are known.
fn opposite<T: PartialEq>(corner: T, first: T, second: T) -> Option<T> {
    if corner == first {
        Some(second)
    } else if corner == second {
        Some(first)
    } else {
        None
    }
}

/// How much two atoms have in common.
pub(super) fn alike(one: &Atom, other: &Atom) -> i64 {
    let (a, b) = (&one.cell, &other.cell);
    let same = [
        (one.project == other.project, 3),
        (a.council == b.council, 8),
        (a.year() == b.year(), 8),
        (a.month == b.month, 3),
        (a.category == b.category, 3),
        (a.ward == b.ward, 3),
        (a.origin == b.origin, 1),
    ];
    same.iter()
        .filter(|(same, _)| *same)
        .map(|(_, worth)| worth)
        .sum()
}
