//! No small number can be worked out from anything published: shown over random ledgers.
//!
//! `ledger` invents a ledger that grows and is corrected over three publications; `views` lists every
//! number that pages, files and feeds may show of it; `auditor` takes all of them together and asks a
//! linear programme for the bounds of each withheld one. `SMALL_NUMBER_LEDGERS=10000` runs them all.

mod auditor;
mod demonstration;
mod ledger;
mod views;

use auditor::Auditor;
use ledger::{Dice, Ledger};
use payback_panel::domain::figures::withholding::THRESHOLD;

/// A number that whoever runs the test may give.
#[expect(clippy::disallowed_methods, reason = "a test has no configuration")]
fn given(name: &str, otherwise: u64) -> u64 {
    let given = std::env::var(name).ok();
    given
        .and_then(|text| text.parse().ok())
        .unwrap_or(otherwise)
}

#[test]
fn a_withheld_number_is_never_known_and_may_always_be_large() {
    let (mut withheld, mut shown, mut waiting) = (0, 0, 0);
    let first = given("SMALL_NUMBER_FIRST", 0);
    for seed in first..first + given("SMALL_NUMBER_LEDGERS", 60) {
        let mut dice = Dice::new(seed);
        let publications = Ledger::random(&mut dice).publications(THRESHOLD);
        let auditor = Auditor::of(&publications);
        for (at, publication) in publications.iter().enumerate() {
            let all = views::all(publication);
            for view in &all {
                let total = publication.total(view.atoms);
                if publication.is_withheld(view.atoms) {
                    withheld += 1;
                } else {
                    shown += 1;
                    let small = |count: i64| (1..THRESHOLD).contains(&count);
                    assert!(
                        !small(total.offenders) && !small(total.attendances),
                        "ledger {seed}, publication {at}: {view:?} shows {total:?}"
                    );
                }
            }
            waiting += publication.waiting;
            for view in views::to_audit(&all, publication, &mut dice) {
                auditor
                    .doubts(at, view.atoms, THRESHOLD)
                    .unwrap_or_else(|known| {
                        panic!("ledger {seed}, publication {at}: {view:?}: {known}")
                    });
            }
        }
    }
    println!("{withheld} withheld, {shown} shown, {waiting} changes waited");
    assert!(
        shown > withheld / 20,
        "too much is withheld: {withheld} of {}",
        withheld + shown
    );
}
