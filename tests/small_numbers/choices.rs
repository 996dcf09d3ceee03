//! What is withheld beside a small number tells nothing of how small it is: the choice is the same whatever it is.

use crate::bounds::session;
use crate::ledger::{Dice, FIRST_MONTH, MONTHS};
use payback_panel::domain::figures::Measures;
use payback_panel::domain::figures::cover::{self, Atom, Cell, Change, Decision, Earlier};
use payback_panel::domain::figures::withholding::THRESHOLD;
use std::collections::BTreeMap;

/// Projects with a session each, no two of them in the same cell.
fn projects(dice: &mut Dice) -> BTreeMap<Cell, i64> {
    let mut projects = BTreeMap::new();
    for _ in 0..4 + dice.up_to(12) {
        let council = dice.up_to(2) as u32;
        let cell = Cell {
            council,
            ward: council * 10 + dice.up_to(4) as u32,
            category: dice.up_to(3) as u32,
            origin: dice.up_to(2) as u32,
            month: FIRST_MONTH + dice.up_to(MONTHS) as i32,
        };
        projects.insert(cell, 2 + dice.up_to(12));
    }
    projects
}

fn decided(projects: &BTreeMap<Cell, i64>) -> Decision {
    let changes: Vec<Change> = (1..)
        .zip(projects)
        .map(|(project, (cell, people))| Change {
            atom: Atom {
                cell: *cell,
                project,
            },
            before: Measures::NONE,
            now: session(*people),
        })
        .collect();
    let nothing = BTreeMap::new();
    let earlier = Earlier {
        published: &nothing,
        lasting: &[],
        since_raised: &[],
    };
    cover::decide(&changes, earlier, THRESHOLD)
}

#[test]
fn what_is_withheld_beside_a_small_number_does_not_tell_which_it_is() {
    let mut tried = 0;
    for seed in 0..400 {
        let projects = projects(&mut Dice::new(seed));
        let decision = decided(&projects);
        let small = projects.iter().filter(|(_, people)| **people < THRESHOLD);
        for (cell, _) in small {
            for people in 2..THRESHOLD {
                let mut other = projects.clone();
                other.insert(*cell, people);
                assert_eq!(
                    decided(&other),
                    decision,
                    "ledger {seed}, {people} in {cell:?}"
                );
                tried += usize::from(!decision.exchanges.is_empty());
            }
        }
    }
    assert!(tried > 1_000, "{tried} tried");
}
