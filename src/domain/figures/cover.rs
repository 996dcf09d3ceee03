//! Cover: what hides a small number from whoever adds and subtracts everything that is published.
//!
//! The ledger is seen as atoms: one project in one month. Every published number is a sum of atoms.
//! An [`Exchange`] says that some people could as well have worked in one atom as in another: it names
//! atoms that are raised and atoms that are lowered by the same number of people. A view is published
//! only if no exchange changes it, so that each exchange is another ledger that fits everything published.
//! [`decide`] finds for each small number an exchange that lifts it to the threshold, and among those
//! the one that costs the fewest other views. It says which changes must wait where there is none.
//!
//! Why that is enough: a view that holds a small atom holds its whole cell, so lifting the cell lifts
//! the view; what is lowered has at least the people that the lift needs, so a view with both is not small.

use super::Measures;
use super::exchange::Search;
use super::mending::Taken;
use super::tally::Tally;
use std::collections::{BTreeMap, BTreeSet};

/// The finest cell that is published: a ward (or a council's places without one), a category, an
/// origin, a month. Codes are numbered by the caller; months count from year nought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    pub council: u32,
    /// A number for the ward, another for 'no ward' of each council.
    pub ward: u32,
    pub category: u32,
    pub origin: u32,
    pub month: i32,
}

impl Cell {
    /// The financial year, by the year it starts in.
    pub fn year(&self) -> i32 {
        (self.month - 3).div_euclid(12)
    }

    /// The quarter.
    pub fn quarter(&self) -> i32 {
        self.month.div_euclid(3)
    }
}

/// One project in one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Atom {
    pub cell: Cell,
    pub project: i64,
}

/// An atom that changed since the last publication.
#[derive(Debug, Clone, Copy)]
pub struct Change {
    pub atom: Atom,
    /// As published.
    pub before: Measures,
    /// As the ledger has it.
    pub now: Measures,
}

impl Change {
    /// Whether an exchange that raises it (`sign` 1) or lowers it (−1) by so many people still fits after the
    /// change: sessions that are gone have nobody, and a correction downwards could lay bare what it covers.
    pub(super) fn bears(&self, sign: i64, people: i64) -> bool {
        let now = &self.now;
        let spare = now.offenders.min(now.attendances - now.sessions_held);
        self.is_active() && (sign > 0 || (spare >= people && now.minutes_credited > 0))
    }

    /// Whether people worked in it.
    pub(super) fn is_active(&self) -> bool {
        self.now.sessions_held > 0
    }
}

/// What must not be small unless it is covered: every view holds whole cells, or is a project's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Piece {
    Cell(Cell),
    Project(i64),
}

impl Atom {
    /// The two pieces that hold it.
    pub fn pieces(&self) -> [Piece; 2] {
        [Piece::Cell(self.cell), Piece::Project(self.project)]
    }

    /// The project and the month, wherever they count.
    pub fn in_its_month(&self) -> (i64, i32) {
        (self.project, self.cell.month)
    }
}

/// A piece as last published.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    pub sessions_held: i64,
    pub attendances: i64,
    pub offenders: i64,
    /// By how many people an exchange of an earlier publication lifts it.
    pub cover: i64,
}

/// Other places where the same people could have worked: a ledger with `people` more in each raised
/// atom and `people` fewer in each lowered one fits everything that is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    pub raised: Vec<Atom>,
    pub lowered: Vec<Atom>,
    pub people: i64,
}

impl Exchange {
    /// Each atom with +1 or −1.
    pub fn parts(&self) -> impl Iterator<Item = (Atom, i64)> {
        let raised = self.raised.iter().map(|atom| (*atom, 1));
        raised.chain(self.lowered.iter().map(|atom| (*atom, -1)))
    }

    /// What it changes in a piece, for one person exchanged.
    pub fn net(&self, piece: Piece) -> i64 {
        self.parts()
            .filter(|(atom, _)| atom.pieces().contains(&piece))
            .map(|(_, sign)| sign)
            .sum()
    }
}

/// The pieces as last published, without what covers them.
fn pieces(published: &BTreeMap<Atom, Measures>) -> BTreeMap<Piece, Standing> {
    let mut pieces: BTreeMap<Piece, Standing> = BTreeMap::new();
    for (atom, counts) in published {
        for piece in atom.pieces() {
            let entry = pieces.entry(piece).or_default();
            entry.sessions_held += counts.sessions_held;
            entry.attendances += counts.attendances;
            entry.offenders += counts.offenders;
        }
    }
    pieces
}

/// The same with the cover that exchanges give.
fn covered<'a>(
    mut pieces: BTreeMap<Piece, Standing>,
    exchanges: impl Iterator<Item = &'a Exchange>,
) -> BTreeMap<Piece, Standing> {
    for exchange in exchanges {
        for piece in exchange.raised.iter().flat_map(Atom::pieces) {
            let lifts = exchange.net(piece) * exchange.people;
            if let Some(entry) = pieces.get_mut(&piece) {
                entry.cover = entry.cover.max(lifts);
            }
        }
    }
    pieces
}

/// What earlier publications took up: all that touches what changed.
#[derive(Debug, Clone, Copy)]
pub struct Earlier<'a> {
    pub published: &'a BTreeMap<Atom, Measures>,
    /// The exchanges that fit everything ever published, whatever the threshold was then.
    pub lasting: &'a [Exchange],
    /// Those that a raised threshold asked for: they fit what was published since.
    pub since_raised: &'a [Exchange],
}

impl Earlier<'_> {
    /// All exchanges, in the order that [`Mended`] counts them in.
    fn exchanges(&self) -> impl Iterator<Item = (usize, &Exchange)> {
        self.lasting.iter().chain(self.since_raised).enumerate()
    }

    fn standing(&self, broken: &BTreeSet<usize>) -> BTreeMap<Piece, Standing> {
        let lasting = self.lasting.iter().enumerate();
        let whole = lasting.filter(|(at, _)| !broken.contains(at));
        covered(pieces(self.published), whole.map(|(_, exchange)| exchange))
    }
}

/// An exchange of an earlier publication that no longer fits, and what it becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// Its place among the lasting ones, and then those since the threshold was raised.
    pub at: usize,
    /// It with other atoms; without any where both its sides changed enough.
    pub exchange: Exchange,
}

/// What a publication takes up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decision {
    /// For each change whether it is taken up now. What is not waits for the next publication.
    pub taken: Vec<bool>,
    /// The new exchanges. Those of earlier publications stay.
    pub exchanges: Vec<Exchange>,
    /// The earlier ones that stay otherwise.
    pub mended: Vec<Mended>,
}

/// Decides a publication: which changes it takes up, and what covers the small numbers among them.
///
/// An exchange is never given up, so that what two thresholds show never gives back what one hid. One that a
/// correction or a move breaks is mended, or the change waits: see `mending`.
pub fn decide(changes: &[Change], earlier: Earlier<'_>, threshold: i64) -> Decision {
    let mut taken = vec![true; changes.len()];
    let asked = earlier.exchanges().next().is_some();
    loop {
        let up = Taken::of(changes, &taken, asked);
        let broken: BTreeSet<usize> = earlier
            .exchanges()
            .filter(|(_, exchange)| !up.breaking(exchange).is_empty())
            .map(|(at, _)| at)
            .collect();
        let tally = Tally::of(changes, &taken, &earlier.standing(&broken));
        let mut search = Search::new(changes, &taken, tally, threshold);
        let mut mended = vec![];
        let mut stuck = vec![];
        for (at, exchange) in earlier.exchanges().filter(|(at, _)| broken.contains(at)) {
            match search.mended(exchange, &up) {
                Some(exchange) => {
                    search.reckon_with(&exchange, at < earlier.lasting.len());
                    mended.push(Mended { at, exchange });
                }
                None => stuck.extend(up.breaking(exchange)),
            }
        }
        if !stuck.is_empty() {
            stuck.iter().for_each(|at| taken[*at] = false);
            move_as_a_whole(changes, &mut taken);
            continue;
        }
        let (exchanges, bare) = search.run();
        if bare.is_empty() {
            return Decision {
                taken,
                exchanges,
                mended,
            };
        }
        leave_out(changes, &mut taken, &bare);
    }
}

/// Finds what covers, from now on, numbers that were published and that a raised threshold makes small.
///
/// Earlier publications show some of them: these exchanges fit only what is published from now on, so
/// they cover nothing of what a later one takes up. What they lower must keep its people all the same. Gives the
/// exchanges, and the pieces that nothing covers, or not up to the threshold: for those other values stay possible, or
/// they are withheld alone.
pub fn deepen(
    published: &BTreeMap<Atom, Measures>,
    exchanges: &[Exchange],
    threshold: i64,
) -> (Vec<Exchange>, Vec<Piece>) {
    let none = published.keys().map(|atom| (*atom, Measures::NONE));
    let covered = covered(pieces(&none.collect()), exchanges.iter());
    let all: Vec<Change> = published
        .iter()
        .map(|(atom, now)| Change {
            atom: *atom,
            before: Measures::NONE,
            now: *now,
        })
        .collect();
    let taken = vec![true; all.len()];
    let tally = Tally::of(&all, &taken, &covered);
    Search::new(&all, &taken, tally, threshold).run_making_do()
}

/// Leaves to a later publication what could not be covered.
fn leave_out(changes: &[Change], taken: &mut [bool], bare: &[Piece]) {
    let bare: BTreeSet<&Piece> = bare.iter().collect();
    for (change, taken) in changes.iter().zip(taken.iter_mut()) {
        let pieces = change.atom.pieces();
        *taken &= !pieces.iter().any(|piece| bare.contains(piece));
    }
    move_as_a_whole(changes, taken);
}

/// A project that moved moves as a whole: where part of it must wait, all of it does, or it would count in
/// both places.
fn move_as_a_whole(changes: &[Change], taken: &mut [bool]) {
    let moved = changes.iter().filter(|change| !change.is_active());
    let moved: BTreeSet<i64> = moved.map(|change| change.atom.project).collect();
    let waiting = changes.iter().zip(taken.iter());
    let waiting: BTreeSet<i64> = waiting
        .filter(|(_, taken)| !**taken)
        .map(|(change, _)| change.atom.project)
        .collect();
    for (change, taken) in changes.iter().zip(taken.iter_mut()) {
        let project = change.atom.project;
        *taken &= !(moved.contains(&project) && waiting.contains(&project));
    }
}
