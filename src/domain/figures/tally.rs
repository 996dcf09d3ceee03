//! What a publication adds up: the pieces as they will be published, and what is new of each project in a month.

use super::Measures;
use super::cover::{Change, Piece, Standing};
use std::collections::BTreeMap;

/// The pieces as they will be published.
pub(super) struct Tally {
    pub(super) pieces: BTreeMap<Piece, Standing>,
}

impl Tally {
    /// What was published with what is taken up added. A piece of which nothing is taken up stays as it was
    /// published, and so does its cover.
    pub(super) fn of(
        changes: &[Change],
        taken: &[bool],
        standing: &BTreeMap<Piece, Standing>,
    ) -> Tally {
        let mut pieces: BTreeMap<Piece, Standing> = BTreeMap::new();
        let taken = changes.iter().zip(taken).filter(|(_, taken)| **taken);
        for (change, _) in taken {
            for piece in change.atom.pieces() {
                let known = || standing.get(&piece).copied().unwrap_or_default();
                let entry = pieces.entry(piece).or_insert_with(known);
                entry.sessions_held += change.now.sessions_held - change.before.sessions_held;
                entry.attendances += change.now.attendances - change.before.attendances;
                entry.offenders += change.now.offenders - change.before.offenders;
            }
        }
        Tally { pieces }
    }

    pub(super) fn at(&self, piece: Piece) -> Standing {
        self.pieces.get(&piece).copied().unwrap_or_default()
    }
}

/// What was published of the months that projects have left since: in the cells where they were.
pub(super) struct Left(BTreeMap<(i64, i32), Measures>);

impl Left {
    pub(super) fn of(changes: &[Change], taken: &[bool]) -> Left {
        let taken = changes.iter().zip(taken).filter(|(_, taken)| **taken);
        let left = taken.filter(|(change, _)| !change.is_active());
        Left(
            left.map(|(change, _)| (change.atom.in_its_month(), change.before))
                .collect(),
        )
    }

    /// What is new of a change since the last publication, wherever it counted then: a project that moved
    /// takes what was published of its months along, and whoever saw it move knows how much that is.
    pub(super) fn new_of(&self, change: &Change) -> Measures {
        let mut new = change.now;
        new += -change.before;
        if let Some(moved) = self.0.get(&change.atom.in_its_month())
            && change.is_active()
        {
            new += -*moved;
        }
        new
    }

    /// Whether a project's month left a cell.
    pub(super) fn holds(&self, change: &Change) -> bool {
        self.0.contains_key(&change.atom.in_its_month())
    }
}

/// How many people can be taken out of what is new, with everything still possible: one offender stays, and one
/// person at each session.
pub(super) fn spare(new: &Measures) -> i64 {
    if new.minutes_credited < 1 || new.minutes_offered < 1 {
        return 0;
    }
    (new.offenders - 1).min(new.attendances - new.sessions_held)
}
