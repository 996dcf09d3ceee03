use crate::domain::figures::Measures;
use crate::domain::figures::period::Month;
use crate::domain::hours::movement::{Movement, corrected, counts_for, recorded};
use crate::domain::hours::session_return::{Outcome, Worked};
use crate::domain::hours::shift::TimeOfDay;
use crate::domain::hours::stood_down::StoodDown;
use crate::domain::hours::{Minutes, SessionReturn, Shift};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn sessions() -> impl Strategy<Value = SessionReturn> {
    let outcome = prop_oneof![
        (1_i64..12, 0_i64..12, 0_i64..400, 0_i64..400).prop_map(|(attending, new, a, b)| {
            Outcome::Held(Worked {
                attending,
                new_to_project: new.min(attending),
                offered: Minutes::new(a.max(b)),
                credited: Minutes::new(a.min(b)),
            })
        }),
        (0_usize..6).prop_map(|at| Outcome::StoodDown(StoodDown::ALL[at])),
    ];
    (0_u64..200, 0_i64..1439, outcome).prop_map(|(after, starts, outcome)| {
        let time = |minutes| TimeOfDay::from_minutes(minutes).expect("a time");
        SessionReturn {
            day: NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day") + Days::new(after),
            shift: Shift::new(time(starts), time(1440)).expect("a shift"),
            outcome,
            note: String::new(),
        }
    })
}

#[derive(Debug, Clone)]
enum Entry {
    Record(SessionReturn),
    Correct(usize, SessionReturn),
}

fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let entry = prop_oneof![
        sessions().prop_map(Entry::Record),
        (any::<usize>(), sessions()).prop_map(|(which, reads)| Entry::Correct(which, reads)),
    ];
    prop::collection::vec(entry, 0..60)
}

fn add(cells: &mut BTreeMap<Month, Measures>, movement: Movement) {
    *cells.entry(movement.month).or_default() += movement.by;
}

proptest! {
    /// Adding up movements as they come gives what adding up the versions in force gives.
    #[test]
    fn the_ledger_balances(entries in entries()) {
        let mut in_force: Vec<SessionReturn> = vec![];
        let mut kept = BTreeMap::new();
        for entry in entries {
            match entry {
                Entry::Record(session) => {
                    add(&mut kept, recorded(&session));
                    in_force.push(session);
                }
                Entry::Correct(which, reads) if !in_force.is_empty() => {
                    let at = which % in_force.len();
                    for movement in corrected(&in_force[at], &reads) {
                        add(&mut kept, movement);
                    }
                    in_force[at] = reads;
                }
                Entry::Correct(..) => {}
            }
        }
        let mut anew: BTreeMap<Month, Measures> = BTreeMap::new();
        for session in &in_force {
            *anew.entry(Month::of(session.day)).or_default() += counts_for(session);
        }
        kept.retain(|_, cell| !cell.is_empty());
        anew.retain(|_, cell| !cell.is_empty());
        prop_assert_eq!(kept, anew);
    }

    #[test]
    fn a_correction_there_and_back_moves_nothing(before in sessions(), after in sessions()) {
        let mut cells = BTreeMap::new();
        for movement in corrected(&before, &after).into_iter().chain(corrected(&after, &before)) {
            add(&mut cells, movement);
        }
        prop_assert!(cells.values().all(Measures::is_empty));
    }
}
