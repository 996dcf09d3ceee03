//! What withholding costs: the views that an exchange changes, and how much each of them is worth to readers.

use super::cover::{Atom, Exchange};

/// How many kinds of views are weighed.
const KINDS: usize = 18;

/// A view that an exchange may change: its kind and up to three numbers that name it.
pub(super) type ViewKey = (u8, i64, i64, i64);

/// The views that an atom is part of, each with its worth: what everybody reads first, the figures of everywhere and of a
/// whole council, is worth the most.
fn views(atom: &Atom) -> [(i64, ViewKey); KINDS] {
    let cell = &atom.cell;
    let [council, ward, category, origin] =
        [cell.council, cell.ward, cell.category, cell.origin].map(i64::from);
    let [month, quarter, year] = [cell.month, cell.quarter(), cell.year()].map(i64::from);
    [
        (20, (0, atom.project, 0, 0)),
        (1000, (1, council, 0, 0)),
        (2000, (2, year, 0, 0)),
        (200, (3, council, year, 0)),
        (1000, (4, category, 0, 0)),
        (1000, (5, origin, 0, 0)),
        (300, (6, quarter, 0, 0)),
        (100, (7, month, 0, 0)),
        (20, (8, council, category, 0)),
        (20, (9, council, origin, 0)),
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

/// Tells each view that an exchange changes, with its worth.
pub(super) fn each_changed(exchange: &Exchange, mut tell: impl FnMut(i64, ViewKey)) {
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
