//! Looking for the exchange that covers a small number and costs the fewest other views.
//!
//! An exchange of two atoms keeps the views that hold both or neither. One of four, a rectangle, keeps
//! every total by one thing: by month, by ward, by category, by origin. Deterministic: the same ledger
//! gives the same exchanges.

use super::Measures;
use super::cover::{Atom, Cell, Change, Exchange, Piece, Standing};
use super::tally::{Left, Tally, spare};
use super::withholding::are_few;
use std::collections::{BTreeMap, BTreeSet};

/// So many atoms are tried as partners of a small one, and fewer where very many are small: with twice as
/// many partners four times as many rectangles are tried.
const PARTNERS: usize = 40;
const FEW_PARTNERS: usize = 8;

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

/// How much a view is worth, by what it is a view of.
const KINDS: usize = 18;

/// A view that an exchange may change: its kind and up to three numbers that name it.
type ViewKey = (u8, i64, i64, i64);

fn views(atom: &Atom) -> [(i64, ViewKey); KINDS] {
    let cell = &atom.cell;
    let [council, ward, category, origin] =
        [cell.council, cell.ward, cell.category, cell.origin].map(i64::from);
    let [month, quarter, year] = [cell.month, cell.quarter(), cell.year()].map(i64::from);
    [
        (20, (0, atom.project, 0, 0)),
        (400, (1, council, 0, 0)),
        (200, (2, year, 0, 0)),
        (200, (3, council, year, 0)),
        (60, (4, category, 0, 0)),
        (60, (5, origin, 0, 0)),
        (30, (6, quarter, 0, 0)),
        (20, (7, month, 0, 0)),
        (50, (8, council, category, 0)),
        (50, (9, council, origin, 0)),
        (20, (10, council, category, year)),
        (20, (11, council, origin, year)),
        (30, (12, council, quarter, 0)),
        (20, (13, council, month, 0)),
        (15, (14, ward, 0, 0)),
        (10, (15, ward, year, 0)),
        (2, (16, council, category, month)),
        (2, (17, council, origin, month)),
    ]
}

pub(super) struct Search<'a> {
    pub(super) changes: &'a [Change],
    tally: Tally,
    threshold: i64,
    /// What is taken up and has people in it, by cell.
    by_cell: BTreeMap<Cell, Vec<usize>>,
    by_project: BTreeMap<i64, Vec<usize>>,
    left: Left,
    /// What is taken up with something new in it: people more or fewer there would not be noticed.
    pub(super) open: Vec<usize>,
    /// Those with people to spare, by what they may have in common with a small one.
    by_group: BTreeMap<Group, Vec<usize>>,
    /// The same, most first.
    sparing: Vec<usize>,
    partners: usize,
    changed_views: BTreeSet<ViewKey>,
    found: Vec<Exchange>,
    waiting: BTreeSet<Piece>,
    next: Vec<Piece>,
    bare: Vec<Piece>,
}

impl<'a> Search<'a> {
    pub(super) fn new(
        changes: &'a [Change],
        taken: &[bool],
        tally: Tally,
        threshold: i64,
    ) -> Search<'a> {
        let mut search = Search {
            changes,
            tally,
            threshold,
            by_cell: BTreeMap::new(),
            by_project: BTreeMap::new(),
            by_group: BTreeMap::new(),
            sparing: vec![],
            partners: match changes.len() > VERY_MANY {
                true => FEW_PARTNERS,
                false => PARTNERS,
            },
            changed_views: BTreeSet::new(),
            found: vec![],
            left: Left::of(changes, taken),
            open: vec![],
            waiting: BTreeSet::new(),
            next: vec![],
            bare: vec![],
        };
        for (at, change) in changes.iter().enumerate() {
            if !taken[at] {
                continue;
            }
            let cell = change.atom.cell;
            if change.is_active() && search.left.new_of(change) != Measures::NONE {
                search.open.push(at);
                search.by_cell.entry(cell).or_default().push(at);
                let project = search.by_project.entry(change.atom.project).or_default();
                project.push(at);
            }
            if search.spare(at) > 0 {
                search.sparing.push(at);
            }
        }
        let left = &search.left;
        search
            .sparing
            .sort_by_cached_key(|at| (-spare(&left.new_of(&changes[*at])), *at));
        for at in &search.sparing {
            for group in groups(&changes[*at].atom.cell) {
                search.by_group.entry(group).or_default().push(*at);
            }
        }
        search
    }

    /// Covers everything that needs it. Gives the exchanges, and the pieces that nothing covers.
    pub(super) fn run(mut self) -> (Vec<Exchange>, Vec<Piece>) {
        // What an exchange lifted to the threshold may have lost people since: it is withheld all the same.
        let few =
            self.tally.pieces.iter().filter(|(piece, now)| {
                self.is_small(now) || (now.cover > 0 && self.needs(**piece))
            });
        let mut small: Vec<(i64, Piece)> =
            few.map(|(piece, now)| (now.offenders, *piece)).collect();
        // Those that need the most people first: they have the smallest choice.
        small.sort_unstable();
        self.waiting.extend(small.iter().map(|(_, piece)| *piece));
        self.next
            .extend(small.into_iter().rev().map(|(_, piece)| piece));
        while let Some(piece) = self.next.pop() {
            if !self.needs(piece) {
                continue;
            }
            match self.best(piece) {
                Some(exchange) => {
                    self.reckon_with(&exchange, true);
                    self.found.push(exchange);
                }
                None => self.bare.push(piece),
            }
        }
        (self.found, self.bare)
    }

    fn spare(&self, at: usize) -> i64 {
        spare(&self.left.new_of(&self.changes[at]))
    }

    /// Whether so many people can be taken out of what is new of an atom.
    pub(super) fn spares(&self, atom: &Atom, people: i64) -> bool {
        let sparing = self.sparing.iter();
        let mut enough = sparing.take_while(|at| self.spare(**at) >= people);
        enough.any(|at| self.changes[*at].atom == *atom)
    }

    fn is_small(&self, now: &Standing) -> bool {
        let Standing {
            sessions_held,
            attendances,
            offenders,
            ..
        } = *now;
        are_few(sessions_held, attendances, offenders, self.threshold)
    }

    /// Whether a piece that is small, or that an exchange changes, is not covered yet.
    fn needs(&self, piece: Piece) -> bool {
        let now = self.tally.at(piece);
        now.offenders < self.threshold && now.cover < self.threshold - now.offenders
    }

    fn best(&self, piece: Piece) -> Option<Exchange> {
        let members = match piece {
            Piece::Cell(cell) => self.by_cell.get(&cell),
            Piece::Project(project) => self.by_project.get(&project),
        }?;
        let found = members
            .iter()
            .take(3)
            .filter_map(|at| self.lifting(piece, *at));
        found
            .min_by_key(|(cost, _)| *cost)
            .map(|(_, exchange)| exchange)
    }

    /// The cheapest exchange that lifts an atom for its piece, and for the atom's other piece where that
    /// is small as well.
    fn lifting(&self, piece: Piece, at: usize) -> Option<(i64, Exchange)> {
        let atom = self.changes[at].atom;
        let lifted: Vec<Piece> = atom
            .pieces()
            .into_iter()
            .filter(|one| *one == piece || self.needs(*one))
            .collect();
        let needed = lifted
            .iter()
            .map(|one| self.threshold - self.tally.at(*one).offenders);
        let people = needed.max()?;
        let partners = self.partners(&atom, people, &lifted);
        let mut best: Option<(i64, Exchange)> = None;
        let mut offer = |raised: Vec<Atom>, lowered: Vec<Atom>| {
            let exchange = Exchange {
                raised,
                lowered,
                people,
            };
            let cost = self.cost(&exchange);
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                best = Some((cost, exchange));
            }
        };
        for first in &partners {
            offer(vec![atom], vec![*first]);
        }
        for first in &partners {
            for second in partners.iter().filter(|second| *second != first) {
                for fourth in self.corner(&atom, first, second) {
                    offer(vec![atom, fourth], vec![*first, *second]);
                }
            }
        }
        best
    }

    /// Atoms with so many people to spare that are in no piece that is to be lifted: those most alike.
    pub(super) fn partners(&self, atom: &Atom, people: i64, lifted: &[Piece]) -> Vec<Atom> {
        let apart = |at: &&usize| {
            let pieces = self.changes[**at].atom.pieces();
            !pieces.iter().any(|piece| lifted.contains(piece))
        };
        let sparing = |group: &[usize], most: usize| {
            let enough = group.iter().take_while(|at| self.spare(**at) >= people);
            enough.filter(apart).take(most).copied().collect::<Vec<_>>()
        };
        let mut found: Vec<usize> = groups(&atom.cell)
            .iter()
            .filter_map(|group| self.by_group.get(group))
            .flat_map(|group| sparing(group, LOOKED_AT * self.partners))
            .collect();
        if found.len() < 4 {
            found.extend(sparing(&self.sparing, 4 * PARTNERS));
        }
        found.sort_by_key(|at| (-alike(atom, &self.changes[*at].atom), *at));
        found.dedup();
        found.truncate(self.partners);
        found.into_iter().map(|at| self.changes[at].atom).collect()
    }

    /// The atoms that close a rectangle: alike to the second where the first is alike to the small one.
    fn corner(&self, atom: &Atom, first: &Atom, second: &Atom) -> Vec<Atom> {
        let (a, b, c) = (&atom.cell, &first.cell, &second.cell);
        let (Some((council, ward)), Some(category), Some(origin), Some(month)) = (
            opposite(
                (a.council, a.ward),
                (b.council, b.ward),
                (c.council, c.ward),
            ),
            opposite(a.category, b.category, c.category),
            opposite(a.origin, b.origin, c.origin),
            opposite(a.month, b.month, c.month),
        ) else {
            return vec![];
        };
        let cell = Cell {
            council,
            ward,
            category,
            origin,
            month,
        };
        let there = self.by_cell.get(&cell).into_iter().flatten();
        there
            .map(|at| self.changes[*at].atom)
            .filter(|fourth| ![atom, first, second].contains(&fourth))
            .take(4)
            .collect()
    }

    pub(super) fn cost(&self, exchange: &Exchange) -> i64 {
        let mut cost = exchange.lowered.len() as i64;
        self.each_changed(exchange, |worth, key| {
            if !self.changed_views.contains(&key) && !self.is_hidden(&key) {
                cost += worth;
            }
        });
        cost
    }

    /// Whether a project is withheld whatever happens.
    fn is_hidden(&self, key: &ViewKey) -> bool {
        let piece = Piece::Project(key.1);
        key.0 == 0 && self.tally.at(piece).offenders < self.threshold
    }

    fn each_changed(&self, exchange: &Exchange, mut tell: impl FnMut(i64, ViewKey)) {
        let parts: Vec<_> = exchange
            .parts()
            .map(|(atom, sign)| (views(&atom), sign))
            .collect();
        for kind in 0..KINDS {
            for (at, (mine, _)) in parts.iter().enumerate() {
                let (worth, key) = mine[kind];
                let same = |other: &&([(i64, ViewKey); KINDS], i64)| other.0[kind].1 == key;
                let is_first = !parts[..at].iter().any(|other| same(&other));
                let net: i64 = parts.iter().filter(same).map(|(_, sign)| sign).sum();
                if is_first && net != 0 {
                    tell(worth, key);
                }
            }
        }
    }

    /// What an exchange lifts is covered, if it fits all that was published, and what it changes must be.
    pub(super) fn reckon_with(&mut self, exchange: &Exchange, is_lasting: bool) {
        self.give_up(exchange);
        let pieces: BTreeSet<Piece> = exchange
            .parts()
            .flat_map(|(atom, _)| atom.pieces())
            .collect();
        for piece in pieces {
            let net = exchange.net(piece);
            let Some(now) = self.tally.pieces.get_mut(&piece) else {
                continue;
            };
            if net > 0 && is_lasting {
                now.cover = now.cover.max(exchange.people * net);
            }
            if net != 0 && now.offenders < self.threshold && self.waiting.insert(piece) {
                self.next.push(piece);
            }
        }
    }

    /// The views that an exchange changes are withheld: another that changes them costs nothing more.
    pub(super) fn give_up(&mut self, exchange: &Exchange) {
        let mut changed = vec![];
        self.each_changed(exchange, |_, key| changed.push(key));
        self.changed_views.extend(changed);
    }
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
