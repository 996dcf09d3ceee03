//! Mending: what becomes of an exchange whose people are taken away by a correction or a move.
//!
//! An exchange says that a small number could as well be larger by some people, who then are missing
//! elsewhere. When the small number's sessions go, because they were stood down after all or belong to another
//! month, those people must go somewhere else in the other ledger too, or every total that falls would tell
//! how many there were. They go into something else that is new in the same publication. A project that moves
//! takes them along.

use super::cover::{Atom, Change, Exchange};
use super::exchange::Search;
use super::partners::alike;
use super::tally::Left;
use std::collections::BTreeMap;

/// So many atoms are tried in the place of one that is gone.
const TRIED: usize = 40;

/// What changed, by its atom and by its project and month, as far as it is taken up.
pub(super) struct Taken<'a> {
    changes: &'a [Change],
    by_atom: BTreeMap<Atom, usize>,
    moved_to: BTreeMap<(i64, i32), usize>,
}

impl<'a> Taken<'a> {
    /// Of a first publication, which has many changes, no exchange asks anything.
    pub(super) fn of(changes: &'a [Change], taken: &[bool], asked: bool) -> Taken<'a> {
        let left = Left::of(changes, taken);
        let taken = || (0..changes.len()).filter(|at| asked && taken[*at]);
        let moved = taken().filter(|at| changes[*at].is_active() && left.holds(&changes[*at]));
        Taken {
            changes,
            by_atom: taken().map(|at| (changes[at].atom, at)).collect(),
            moved_to: moved
                .map(|at| (changes[at].atom.in_its_month(), at))
                .collect(),
        }
    }

    /// The changes after which an exchange no longer fits.
    pub(super) fn breaking(&self, exchange: &Exchange) -> Vec<usize> {
        let changed = exchange
            .parts()
            .filter_map(|(atom, sign)| Some((*self.by_atom.get(&atom)?, sign)));
        changed
            .filter(|(at, sign)| !self.changes[*at].bears(*sign, exchange.people))
            .map(|(at, _)| at)
            .collect()
    }

    /// Where a project's month counts now, if it moved.
    fn moved(&self, atom: &Atom) -> Option<usize> {
        let at = *self.moved_to.get(&atom.in_its_month())?;
        (self.changes[at].atom != *atom).then_some(at)
    }
}

impl Search<'_> {
    /// An exchange of an earlier publication with other atoms for those that can no longer be part of it; none
    /// at all, where both of its sides changed enough. Nothing where no other atom will do.
    pub(super) fn mended(&mut self, exchange: &Exchange, taken: &Taken<'_>) -> Option<Exchange> {
        let gone = taken.breaking(exchange);
        let mut left: Vec<(Atom, i64)> = vec![];
        let mut lost: Option<Atom> = None;
        for (atom, sign) in exchange.parts() {
            let is_gone = gone.iter().any(|at| self.changes[*at].atom == atom);
            let along = taken
                .moved(&atom)
                .filter(|at| self.changes[*at].bears(sign, exchange.people));
            let along = along.or_else(|| self.along(&atom, sign, exchange));
            match (is_gone, along) {
                (false, _) => left.push((atom, sign)),
                (true, Some(at)) => left.push((self.changes[at].atom, sign)),
                (true, None) => lost = Some(atom),
            }
        }
        self.give_up(exchange);
        let mut mended = sides(&left, exchange.people);
        while mended.raised.len() != mended.lowered.len() {
            mended = self.balanced(&mended, &lost?, exchange)?;
        }
        self.is_plausible(&mended, Some(exchange)).then_some(mended)
    }

    /// Another month of the same project, to which its sessions went.
    fn along(&self, atom: &Atom, sign: i64, exchange: &Exchange) -> Option<usize> {
        let is_part = |other: &Atom| exchange.parts().any(|(part, _)| part == *other);
        let own = self.company.open.iter().copied().filter(|at| {
            let other = &self.changes[*at].atom;
            other.project == atom.project && !is_part(other)
        });
        let mut fitting =
            own.filter(|at| sign > 0 || self.spares(&self.changes[*at].atom, exchange.people));
        fitting.next()
    }

    /// The cheapest way to bring one more atom to the side that is short of one.
    fn balanced(&self, exchange: &Exchange, lost: &Atom, before: &Exchange) -> Option<Exchange> {
        let sign = match exchange.raised.len() < exchange.lowered.len() {
            true => 1,
            false => -1,
        };
        let tried = match sign > 0 {
            true => self.open_beside(lost),
            false => {
                let lifted: Vec<_> = exchange.raised.iter().flat_map(Atom::pieces).collect();
                let mut tried = self.partners(lost, exchange.people, &lifted);
                // One that is raised can also be left as it is.
                let raised = exchange.raised.iter();
                tried.extend(raised.filter(|atom| self.spares(atom, exchange.people)));
                tried
            }
        };
        let with = tried
            .into_iter()
            .filter_map(|atom| with(exchange, atom, sign))
            .filter(|now| {
                now.raised.len() != now.lowered.len() || self.is_plausible(now, Some(before))
            });
        with.min_by_key(|exchange| self.cost(exchange))
    }

    /// Atoms of which something is new, those most like another first.
    fn open_beside(&self, lost: &Atom) -> Vec<Atom> {
        let open = self.company.open.iter().map(|at| self.changes[*at].atom);
        let mut open: Vec<Atom> = open.collect();
        open.sort_by_key(|atom| (-alike(lost, atom), *atom));
        open.truncate(TRIED);
        open
    }
}

/// Atoms by their side.
fn sides(parts: &[(Atom, i64)], people: i64) -> Exchange {
    let side = |wanted: i64| {
        let side = parts.iter().filter(|(_, sign)| *sign == wanted);
        side.map(|(atom, _)| *atom).collect()
    };
    Exchange {
        raised: side(1),
        lowered: side(-1),
        people,
    }
}

/// An exchange with one more atom on a side; one less on the other, if it stands there. Nothing where it is part
/// of it already.
fn with(exchange: &Exchange, atom: Atom, sign: i64) -> Option<Exchange> {
    let mut changed = exchange.clone();
    let (side, other) = match sign > 0 {
        true => (&mut changed.raised, &mut changed.lowered),
        false => (&mut changed.lowered, &mut changed.raised),
    };
    if side.contains(&atom) {
        return None;
    }
    match other.iter().position(|one| *one == atom) {
        Some(at) => {
            other.remove(at);
        }
        None => side.push(atom),
    }
    Some(changed)
}
