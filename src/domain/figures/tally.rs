//! What a publication adds up: the pieces as they will be published, and what is new of each project in a month.

use super::Measures;
use super::cover::{Change, Piece, Standing};
use std::collections::{BTreeMap, BTreeSet};

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

/// The counts that tell of people: sessions held, attendances, offenders.
pub(super) fn people(counts: &Measures) -> [i64; 3] {
    [counts.sessions_held, counts.attendances, counts.offenders]
}

/// What became of the projects of which something was published before, all months together: whoever sees a session
/// in another month takes it that the same people came.
pub(super) struct Growth(BTreeMap<i64, Grown>);

#[derive(Default)]
struct Grown {
    /// New people, in the order of [`people`].
    new: [i64; 3],
    /// Whether a month has fewer than was published.
    has_less: bool,
}

impl Growth {
    pub(super) fn of(changes: &[Change], taken: &[bool]) -> Growth {
        let taken = || changes.iter().zip(taken).filter(|(_, taken)| **taken);
        let restated = taken().filter(|(change, _)| change.before != Measures::NONE);
        let restated: BTreeSet<i64> = restated.map(|(change, _)| change.atom.project).collect();
        let mut months: BTreeMap<(i64, i32), [i64; 3]> = BTreeMap::new();
        for (change, _) in taken().filter(|(change, _)| restated.contains(&change.atom.project)) {
            let entry = months.entry(change.atom.in_its_month()).or_default();
            let (now, before) = (people(&change.now), people(&change.before));
            (0..3).for_each(|of| entry[of] += now[of] - before[of]);
        }
        let mut projects: BTreeMap<i64, Grown> = BTreeMap::new();
        for ((project, _), new) in months {
            let entry = projects.entry(project).or_default();
            (0..3).for_each(|of| entry.new[of] += new[of]);
            entry.has_less |= new.iter().any(|count| *count < 0);
        }
        Growth(projects)
    }

    /// Whether what is new of a project is new indeed: nothing of it can have gone from one month to another.
    pub(super) fn lends(&self, project: i64) -> bool {
        !self.0.get(&project).is_some_and(|grown| grown.has_less)
    }

    /// Whether a project has `net` times as many people as an exchange moves more than it has, and that can be
    /// believed: none are more where no session was added, and none fewer than were there before.
    pub(super) fn allows(&self, project: i64, net: i64) -> bool {
        let Some(Grown { new, has_less }) = self.0.get(&project) else {
            return true;
        };
        let [sessions, attendances, offenders] = *new;
        let fell = sessions < 0 || attendances < sessions || offenders < 0;
        match net.signum() {
            1 => *new != [0; 3],
            -1 => fell || !has_less,
            _ => true,
        }
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
