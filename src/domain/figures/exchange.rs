//! Looking for the exchange that covers a small number and costs the fewest other views.
//!
//! An exchange of two atoms keeps the views that hold both or neither. One of four, a rectangle, keeps
//! totals by two things: months and wards, years and councils, months and kinds of work. Deterministic: the
//! same ledger gives the same exchanges.

use super::cover::{Atom, Cell, Change, Exchange, Piece, Standing};
use super::partners::Company;
use super::tally::{Growth, Left, Tally, people};
use super::withholding::are_few;
use super::worth::{ViewKey, each_changed};
use std::collections::{BTreeMap, BTreeSet};

pub(super) struct Search<'a> {
    pub(super) changes: &'a [Change],
    tally: Tally,
    threshold: i64,
    /// Whether people fewer than the threshold are better than nobody.
    makes_do: bool,
    /// What is taken up and has other people in it than before, by cell.
    by_cell: BTreeMap<Cell, Vec<usize>>,
    by_project: BTreeMap<i64, Vec<usize>>,
    pub(super) left: Left,
    pub(super) growth: Growth,
    pub(super) company: Company,
    /// Pieces that have other people, though nothing in them can be raised.
    stirred: BTreeSet<Piece>,
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
            makes_do: false,
            by_cell: BTreeMap::new(),
            by_project: BTreeMap::new(),
            changed_views: BTreeSet::new(),
            found: vec![],
            left: Left::of(changes, taken),
            growth: Growth::of(changes, taken),
            company: Company::of(changes.len()),
            stirred: BTreeSet::new(),
            waiting: BTreeSet::new(),
            next: vec![],
            bare: vec![],
        };
        let mut sparing = vec![];
        for (at, change) in changes.iter().enumerate() {
            if !taken[at] {
                continue;
            }
            let cell = change.atom.cell;
            let new = search.left.new_of(change);
            if change.is_active() && people(&new) != [0; 3] {
                if new.sessions_held > 0 {
                    search.company.admits(at, cell);
                }
                search.by_cell.entry(cell).or_default().push(at);
                let project = search.by_project.entry(change.atom.project).or_default();
                project.push(at);
            } else if people(&change.now) != people(&change.before) {
                search.stirred.extend(change.atom.pieces());
            }
            if search.spare(at) > 0 {
                sparing.push(at);
            }
        }
        sparing.sort_by_cached_key(|at| (-search.spare(*at), *at));
        search.company.borrows(sparing, |at| changes[at].atom.cell);
        search
    }

    /// Covers everything that needs it. Gives the exchanges, and the pieces that nothing covers.
    pub(super) fn run(mut self) -> (Vec<Exchange>, Vec<Piece>) {
        // What an exchange lifted to the threshold may have lost people since: it is withheld all the same.
        let few =
            self.tally.pieces.iter().filter(|(piece, now)| {
                self.is_small(now) || (now.cover > 0 && self.needs(**piece))
            });
        // In no order that would tell how small each is.
        let small: Vec<Piece> = few.map(|(piece, _)| *piece).collect();
        self.waiting.extend(&small);
        self.next.extend(small.into_iter().rev());
        while let Some(piece) = self.next.pop() {
            if !self.needs(piece) || self.is_still(piece) {
                continue;
            }
            let found = self.covering(piece);
            if let Some(exchange) = &found {
                self.reckon_with(exchange, true);
            }
            if self.needs(piece) {
                self.bare.push(piece);
            }
            self.found.extend(found);
        }
        (self.found, self.bare)
    }

    /// The same, where fewer people than the threshold are better than none. What they do not lift to it is bare too.
    pub(super) fn run_making_do(mut self) -> (Vec<Exchange>, Vec<Piece>) {
        self.makes_do = true;
        self.run()
    }

    /// By how many people a piece is lifted: by as many whatever its number is, or what was chosen would tell it.
    fn lift(&self, piece: Piece) -> i64 {
        self.threshold - self.tally.at(piece).offenders.min(1)
    }

    fn covering(&self, piece: Piece) -> Option<Exchange> {
        let half = |people: &i64| Some(people / 2).filter(|half| self.makes_do && *half > 0);
        let mut lifts = std::iter::successors(Some(self.lift(piece)), half);
        lifts.find_map(|people| self.best(piece, people))
    }

    /// Whether nobody came to a piece or went: it was published as it is.
    fn is_still(&self, piece: Piece) -> bool {
        let members = match piece {
            Piece::Cell(cell) => self.by_cell.contains_key(&cell),
            Piece::Project(project) => self.by_project.contains_key(&project),
        };
        !members && !self.stirred.contains(&piece)
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

    fn best(&self, piece: Piece, people: i64) -> Option<Exchange> {
        let members = match piece {
            Piece::Cell(cell) => self.by_cell.get(&cell),
            Piece::Project(project) => self.by_project.get(&project),
        }?;
        let found = members
            .iter()
            .take(3)
            .filter_map(|at| self.lifting(piece, *at, people));
        found
            .min_by_key(|(cost, _)| *cost)
            .map(|(_, exchange)| exchange)
    }

    /// The cheapest exchange that lifts an atom by so many people for its piece, and for the atom's other piece where
    /// that is small as well.
    fn lifting(&self, piece: Piece, at: usize, people: i64) -> Option<(i64, Exchange)> {
        let atom = self.changes[at].atom;
        let lifted: Vec<Piece> = atom
            .pieces()
            .into_iter()
            .filter(|one| *one == piece || self.needs(*one))
            .collect();
        let partners = self.partners(&atom, people, &lifted);
        let mut best: Option<(i64, Exchange)> = None;
        let mut offer = |raised: Vec<Atom>, lowered: Vec<Atom>| {
            let exchange = Exchange {
                raised,
                lowered,
                people,
            };
            if !self.is_plausible(&exchange, None) {
                return;
            }
            let cost = self.cost(&exchange);
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                best = Some((cost, exchange));
            }
        };
        for first in &partners {
            offer(vec![atom], vec![*first]);
        }
        self.rectangles(&atom, &partners, |[first, second, fourth]| {
            if ![atom, first, second].contains(&fourth) {
                offer(vec![atom, fourth], vec![first, second]);
            }
        });
        best
    }

    /// Whether an exchange fits what everybody knows of its projects from earlier publications, if another one stood
    /// in its place until now.
    pub(super) fn is_plausible(&self, exchange: &Exchange, before: Option<&Exchange>) -> bool {
        let parts = exchange
            .parts()
            .chain(before.into_iter().flat_map(Exchange::parts));
        let projects: BTreeSet<i64> = parts.map(|(atom, _)| atom.project).collect();
        projects.into_iter().all(|project| {
            let piece = Piece::Project(project);
            let net = exchange.net(piece) - before.map_or(0, |before| before.net(piece));
            self.growth.allows(project, net)
        })
    }

    pub(super) fn cost(&self, exchange: &Exchange) -> i64 {
        let mut cost = exchange.lowered.len() as i64;
        each_changed(exchange, |worth, key| {
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
        each_changed(exchange, |_, key| changed.push(key));
        self.changed_views.extend(changed);
    }
}
