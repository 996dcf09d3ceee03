//! Somebody who has every publication, knows how many sessions each project held in each month and
//! that nothing else changes without one, knows that sessions which went to another month took their people along,
//! and has a solver.
//!
//! How many can work at a place at once bounds nothing: no public page tells it.

use crate::bounds::{Independent, Known, MEASURES};
use crate::ledger::{Atoms, Publication};
use crate::views;

pub struct Auditor<'a> {
    publications: &'a [Publication],
    /// For each publication, for each of its atoms, its place.
    places: Vec<Vec<usize>>,
    known: Known,
}

impl<'a> Auditor<'a> {
    pub fn of(publications: &'a [Publication]) -> Auditor<'a> {
        let mut auditor = Auditor {
            publications,
            places: vec![],
            known: Known::default(),
        };
        for (at, publication) in publications.iter().enumerate() {
            // Whoever sees a project move knows that its sessions moved along.
            let months = |publication: &Publication| -> Vec<_> {
                let atoms = publication.atoms.iter();
                atoms
                    .map(|(atom, counts)| (atom.in_its_month(), *counts))
                    .collect()
            };
            let before = at.checked_sub(1);
            let earlier = before.map(|before| months(&publications[before]));
            let earlier = earlier.as_deref().zip(before);
            let earlier = earlier.map(|(atoms, before)| (atoms, auditor.places[before].as_slice()));
            let places = auditor.known.lists(&months(publication), earlier);
            auditor.places.push(places);
        }
        for at in 0..publications.len() {
            auditor.read(at);
        }
        auditor
    }

    /// Reads every number of a publication, leaving out those that others already give.
    fn read(&mut self, at: usize) {
        let publication = &self.publications[at];
        let shown = views::all(publication).into_iter().map(|view| view.atoms);
        let mut independent = Independent::default();
        for atoms in shown.filter(|atoms| !publication.is_withheld(*atoms)) {
            let row = (0..publication.atoms.len())
                .map(|bit| f64::from(u8::from(atoms & (1 << bit) != 0)))
                .collect();
            if !independent.takes(row) {
                continue;
            }
            let total = publication.total(atoms);
            for (measure, of) in MEASURES.iter().enumerate() {
                self.known
                    .is_told(self.within(at, atoms), measure, of(&total));
            }
        }
    }

    fn within(&self, at: usize, atoms: Atoms) -> Vec<usize> {
        let places = self.places[at].iter().enumerate();
        places
            .filter(|(bit, _)| atoms & (1 << bit) != 0)
            .map(|(_, place)| *place)
            .collect()
    }

    /// Whether a withheld sum stays open: more than one value, and up to the threshold or above.
    pub fn doubts(&self, at: usize, atoms: Atoms, threshold: i64) -> Result<(), String> {
        let total = self.publications[at].total(atoms);
        self.known
            .doubts(&self.within(at, atoms), &total, threshold)
    }
}
