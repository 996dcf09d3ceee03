//! Every number that may be published of a ledger: each area, category, origin and span of months,
//! all of each, and each project.

use crate::ledger::{Atoms, COUNCILS, Dice, FIRST_MONTH, MONTHS, MOVED, Publication, SHARED};
use payback_panel::domain::figures::cover::{Atom, Cell};
use std::collections::BTreeMap;

#[derive(Debug, Clone)]
pub struct View {
    /// Said where an assertion fails.
    #[allow(dead_code)]
    pub name: String,
    pub atoms: Atoms,
    /// A single cell, or a project: what every other view is made of.
    pub is_base: bool,
}

type Test = (String, Box<dyn Fn(&Cell) -> bool>);

/// Every row of every table by area, and every total: areas, the places that are an area's own, and wards in
/// which two councils have something.
fn areas() -> Vec<Test> {
    let county = |cell: &Cell| cell.council != 0;
    let mut all: Vec<Test> = vec![
        ("everywhere".into(), Box::new(|_| true)),
        ("the county and what lies in it".into(), Box::new(county)),
    ];
    for council in COUNCILS {
        let own = move |cell: &Cell| cell.council == council;
        all.push((format!("recorded for {council}"), Box::new(own)));
        let wards = move |cell: &Cell| own(cell) && cell.ward != council * 10;
        all.push((format!("all wards of {council}"), Box::new(wards)));
        for place in council * 10..council * 10 + 4 {
            let here = move |cell: &Cell| cell.ward == place;
            all.push((format!("place {place}"), Box::new(here)));
        }
    }
    for ward in [SHARED, MOVED] {
        let here = move |cell: &Cell| ward.contains(&cell.ward);
        all.push((format!("ward {}", ward[0]), Box::new(here)));
    }
    all
}

fn or_all(what: &'static str, count: u32, of: fn(&Cell) -> u32) -> Vec<Test> {
    let mut all: Vec<Test> = vec![("".into(), Box::new(|_| true))];
    for one in 0..count {
        all.push((
            format!("{what} {one}"),
            Box::new(move |cell| of(cell) == one),
        ));
    }
    all
}

/// Every view once: those of the same atoms are the same number.
pub fn all(publication: &Publication) -> Vec<View> {
    let mut found: BTreeMap<Atoms, View> = BTreeMap::new();
    let mut add = |name: String, is_base: bool, holds: &dyn Fn(&Atom) -> bool| {
        let atoms = publication
            .atoms
            .iter()
            .enumerate()
            .filter(|(_, (atom, _))| holds(atom));
        let atoms: Atoms = atoms.map(|(at, _)| 1 << at).sum();
        if atoms != 0 {
            let view = found.entry(atoms).or_insert(View {
                name,
                atoms,
                is_base,
            });
            view.is_base |= is_base;
        }
    };
    for (atom, _) in &publication.atoms {
        let (project, cell) = (atom.project, atom.cell);
        add(format!("project {project}"), true, &|other| {
            other.project == project
        });
        add(format!("{cell:?}"), true, &|other| other.cell == cell);
    }
    for (area, in_area) in areas() {
        for (category, in_category) in or_all("category", 3, |cell| cell.category) {
            for (origin, in_origin) in or_all("origin", 2, |cell| cell.origin) {
                for from in FIRST_MONTH..FIRST_MONTH + MONTHS as i32 {
                    for to in from..FIRST_MONTH + MONTHS as i32 {
                        let name = format!("{area} {category} {origin} months {from} to {to}");
                        add(name, false, &|atom| {
                            let cell = &atom.cell;
                            in_area(cell)
                                && in_category(cell)
                                && in_origin(cell)
                                && (from..=to).contains(&cell.month)
                        });
                    }
                }
            }
        }
    }
    found.into_values().collect()
}

/// So many of the views that are put together are asked about at each publication.
const COMPOSED: usize = 20;

/// The withheld views to ask the auditor about: every base, and some of the rest.
pub fn to_audit(all: &[View], publication: &Publication, dice: &mut Dice) -> Vec<View> {
    let withheld: Vec<&View> = all
        .iter()
        .filter(|view| publication.is_withheld(view.atoms))
        .collect();
    let (bases, others): (Vec<_>, Vec<_>) = withheld.into_iter().partition(|view| view.is_base);
    let mut wanted = bases;
    for _ in 0..others.len().min(COMPOSED) {
        wanted.push(others[dice.up_to(others.len() as i64) as usize]);
    }
    wanted.into_iter().cloned().collect()
}
