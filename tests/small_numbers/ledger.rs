//! Invented ledgers, and what is published of them.

use payback_panel::domain::figures::Measures;
use payback_panel::domain::figures::cover::{self, Atom, Cell, Change, Earlier, Exchange, Piece};
use std::collections::{BTreeMap, BTreeSet};

/// Numbers that follow from a seed alone.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }

    /// From nought to one less than `below`.
    pub fn up_to(&mut self, below: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as i64 % below
    }
}

/// A session and the publication that first sees it.
struct Session {
    atom: Atom,
    publication: usize,
    attending: i64,
    new: i64,
    /// What a correction makes of it, and when.
    corrected: Option<(usize, Correction)>,
}

#[derive(Clone, Copy)]
enum Correction {
    /// So many attended, and so many of them were new.
    Counts(i64, i64),
    /// So many minutes less were credited.
    Minutes(i64),
    /// It was held in this month.
    Month(i32),
    /// It was stood down.
    StoodDown,
}

pub struct Ledger {
    sessions: Vec<Session>,
    /// Projects that change their ward, council, category or origin at a publication.
    moved: BTreeMap<i64, (usize, Cell)>,
}

pub const PUBLICATIONS: usize = 3;
/// Months from January 2026: the financial year turns in the middle.
pub const FIRST_MONTH: i32 = 2026 * 12;
pub const MONTHS: i64 = 6;

/// Councils: one beside a county, the county, and two inside it.
pub const COUNCILS: [u32; 4] = [0, COUNTY, 2, 3];
pub const COUNTY: u32 = 1;

/// What is recorded for a council, ten times the council's number and: nought in no ward, 1 and 2 in its own
/// wards, 3 in a ward that is another council's: the county's work in [`SHARED`], and the first council's in
/// [`MOVED`], which was its own once.
const PLACES: [i64; 4] = [4, 4, 3, 3];
pub const SHARED: [u32; 2] = [21, 13];
pub const MOVED: [u32; 2] = [22, 3];

impl Ledger {
    pub fn random(dice: &mut Dice) -> Ledger {
        let projects = 1 + dice.up_to(12);
        let largest = 2 + dice.up_to(9);
        let corrections = dice.up_to(3) == 0;
        let moves = dice.up_to(3) == 0;
        let mut sessions = vec![];
        let mut moved = BTreeMap::new();
        for project in 1..=projects {
            let place = Ledger::place(dice);
            if moves && dice.up_to(3) == 0 {
                let when = 1 + dice.up_to(PUBLICATIONS as i64 - 1) as usize;
                let to = match dice.up_to(2) {
                    0 => Ledger::place(dice),
                    _ => Cell {
                        category: dice.up_to(3) as u32,
                        ..place
                    },
                };
                moved.insert(project, (when, to));
            }
            let mut month = dice.up_to(MONTHS);
            let mut publication = dice.up_to(PUBLICATIONS as i64) as usize;
            let mut first = true;
            for _ in 0..1 + dice.up_to(4) {
                let attending = 1 + dice.up_to(largest);
                let new = if first {
                    attending
                } else {
                    dice.up_to(attending + 1) * dice.up_to(2)
                };
                let late = publication + 1 < PUBLICATIONS && corrections && dice.up_to(3) == 0;
                let corrected = late.then(|| {
                    let attending = 1 + dice.up_to(largest);
                    let correction = match dice.up_to(4) {
                        0 => Correction::StoodDown,
                        1 => Correction::Minutes(1 + dice.up_to(60)),
                        2 => Correction::Month(FIRST_MONTH + dice.up_to(MONTHS) as i32),
                        _ => Correction::Counts(attending, new.min(attending)),
                    };
                    (publication + 1, correction)
                });
                let cell = Cell {
                    month: FIRST_MONTH + month as i32,
                    ..place
                };
                let atom = Atom { cell, project };
                sessions.push(Session {
                    atom,
                    publication,
                    attending,
                    new,
                    corrected,
                });
                first = false;
                month = (month + dice.up_to(2)).min(MONTHS - 1);
                publication = (publication + dice.up_to(2) as usize).min(PUBLICATIONS - 1);
            }
        }
        Ledger { sessions, moved }
    }

    /// Where and what a project is; a month comes with each session.
    fn place(dice: &mut Dice) -> Cell {
        let council = dice.up_to(COUNCILS.len() as i64) as u32;
        Cell {
            council,
            ward: council * 10 + dice.up_to(PLACES[council as usize]) as u32,
            category: dice.up_to(3) as u32,
            origin: dice.up_to(2) as u32,
            month: FIRST_MONTH,
        }
    }

    /// Where a session counts as at a publication.
    fn counts_in(&self, session: &Session, publication: usize) -> Option<Atom> {
        let mut atom = session.atom;
        match session.corrected {
            Some((from, Correction::StoodDown)) if from <= publication => return None,
            Some((from, Correction::Month(month))) if from <= publication => {
                atom.cell.month = month;
            }
            _ => {}
        }
        match self.moved.get(&atom.project) {
            Some((from, to)) if *from <= publication => {
                let month = atom.cell.month;
                atom.cell = Cell { month, ..*to };
            }
            _ => {}
        }
        Some(atom)
    }

    fn as_at(&self, publication: usize) -> BTreeMap<Atom, Measures> {
        let mut atoms: BTreeMap<Atom, Measures> = BTreeMap::new();
        for session in self
            .sessions
            .iter()
            .filter(|session| session.publication <= publication)
        {
            let Some(atom) = self.counts_in(session, publication) else {
                continue;
            };
            let (attending, new) = match session.corrected {
                Some((from, Correction::Counts(attending, new))) if from <= publication => {
                    (attending, new)
                }
                _ => (session.attending, session.new),
            };
            let less = match session.corrected {
                Some((from, Correction::Minutes(less))) if from <= publication => less,
                _ => 0,
            };
            let counts = Measures {
                sessions_held: 1,
                attendances: attending,
                offenders: new,
                minutes_offered: attending * 420,
                minutes_credited: attending * 400 + session.new - less,
                ..Measures::default()
            };
            *atoms.entry(atom).or_default() += counts;
        }
        atoms
    }

    /// Publishes three times, as the product does, each time with the threshold that holds then.
    pub fn publications(&self, thresholds: [i64; PUBLICATIONS]) -> Vec<Publication> {
        let mut published: BTreeMap<Atom, Measures> = BTreeMap::new();
        let mut lasting: Vec<Exchange> = vec![];
        let mut since_raised: Vec<Exchange> = vec![];
        let mut all = vec![];
        for (number, threshold) in thresholds.into_iter().enumerate() {
            let now = self.as_at(number);
            let changes = changes(&published, &now);
            let earlier = Earlier {
                published: &published,
                lasting: &lasting,
                since_raised: &since_raised,
            };
            let decision = cover::decide(&changes, earlier, threshold);
            for (change, taken) in changes.iter().zip(&decision.taken) {
                if *taken {
                    published.remove(&change.atom);
                    if change.now != Measures::NONE {
                        published.insert(change.atom, change.now);
                    }
                }
            }
            for mended in &decision.mended {
                match mended.at.checked_sub(lasting.len()) {
                    None => lasting[mended.at] = mended.exchange.clone(),
                    Some(at) => since_raised[at] = mended.exchange.clone(),
                }
            }
            lasting.extend(decision.exchanges);
            let mut bare = vec![];
            if number > 0 && threshold > thresholds[number - 1] {
                let exchanges = [lasting.as_slice(), &since_raised].concat();
                let (more, left) = cover::deepen(&published, &exchanges, threshold);
                since_raised.extend(more);
                bare = left;
            }
            all.push(Publication {
                atoms: published
                    .iter()
                    .map(|(atom, counts)| (*atom, *counts))
                    .collect(),
                lasting: lasting.clone(),
                since_raised: since_raised.clone(),
                bare,
                waiting: decision.taken.iter().filter(|taken| !**taken).count(),
            });
        }
        all
    }
}

/// What the ledger has otherwise than it was published.
fn changes(published: &BTreeMap<Atom, Measures>, now: &BTreeMap<Atom, Measures>) -> Vec<Change> {
    let atoms: BTreeSet<&Atom> = published.keys().chain(now.keys()).collect();
    let changes = atoms.into_iter().map(|atom| Change {
        atom: *atom,
        before: published.get(atom).copied().unwrap_or_default(),
        now: now.get(atom).copied().unwrap_or_default(),
    });
    changes
        .filter(|change| change.before != change.now)
        .collect()
}

/// Atoms by their place in a publication's list.
pub type Atoms = u64;

/// What one publication holds.
pub struct Publication {
    pub atoms: Vec<(Atom, Measures)>,
    lasting: Vec<Exchange>,
    since_raised: Vec<Exchange>,
    /// What a raised threshold made small and nothing covers: shown before, withheld alone now.
    bare: Vec<Piece>,
    pub waiting: usize,
}

impl Publication {
    pub fn total(&self, atoms: Atoms) -> Measures {
        let within = self
            .atoms
            .iter()
            .enumerate()
            .filter(|(at, _)| atoms & (1 << at) != 0);
        within.map(|(_, (_, counts))| *counts).sum()
    }

    /// Whether an exchange changes the sum of these atoms.
    pub fn is_withheld(&self, atoms: Atoms) -> bool {
        self.is_changed(&self.lasting, atoms) || self.is_changed(&self.since_raised, atoms)
    }

    /// Whether an exchange does that fits everything published before, too.
    pub fn is_withheld_for_good(&self, atoms: Atoms) -> bool {
        self.is_changed(&self.lasting, atoms)
    }

    /// Whether something in this sum was shown before and is small since the threshold was raised, with
    /// nothing to cover it.
    pub fn is_bare(&self, atoms: &[Atom]) -> bool {
        let mut pieces = atoms.iter().flat_map(Atom::pieces);
        pieces.any(|piece| self.bare.contains(&piece))
    }

    /// The atoms themselves.
    pub fn within(&self, atoms: Atoms) -> Vec<Atom> {
        let within = self.atoms.iter().enumerate();
        within
            .filter(|(at, _)| atoms & (1 << at) != 0)
            .map(|(_, (atom, _))| *atom)
            .collect()
    }

    fn is_changed(&self, exchanges: &[Exchange], atoms: Atoms) -> bool {
        let holds = |atom: &Atom| {
            let at = self.atoms.iter().position(|(one, _)| one == atom);
            at.is_some_and(|at| atoms & (1 << at) != 0)
        };
        exchanges.iter().any(|exchange| {
            let inside = exchange.parts().filter(|(atom, _)| holds(atom));
            inside.map(|(_, sign)| sign).sum::<i64>() != 0
        })
    }
}
