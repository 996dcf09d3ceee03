//! No small number can be worked out from anything published: shown over random ledgers.
//!
//! `ledger` invents a ledger that grows, and of which sessions are corrected or stood down and projects move, over three
//! publications; `views` lists every
//! number that pages, files and feeds may show of it; `auditor` takes all of them together and asks the
//! linear programme of `bounds` about each withheld one. `SMALL_NUMBER_LEDGERS=10000` runs them all.
//! A release is a copy of some of these numbers as at one publication: who keeps every publication has it.

mod auditor;
mod bounds;
mod choices;
mod demonstration;
mod ledger;
mod measures;
mod views;

use auditor::Auditor;
use ledger::{Atoms, Dice, Ledger, PUBLICATIONS, Publication};
use payback_panel::domain::figures::Measures;
use payback_panel::domain::figures::withholding::{THRESHOLD, are_few};

/// A number that whoever runs the test may give.
#[expect(clippy::disallowed_methods, reason = "a test has no configuration")]
fn given(name: &str, otherwise: u64) -> u64 {
    let given = std::env::var(name).ok();
    given
        .and_then(|text| text.parse().ok())
        .unwrap_or(otherwise)
}

fn few(total: &Measures, threshold: i64) -> bool {
    let Measures {
        sessions_held,
        attendances,
        offenders,
        ..
    } = *total;
    are_few(sessions_held, attendances, offenders, threshold)
}

#[test]
fn a_withheld_number_is_never_known_and_may_always_be_large() {
    let (mut withheld, mut shown, mut waiting, mut asked) = (0, 0, 0, 0);
    let first = given("SMALL_NUMBER_FIRST", 0);
    for seed in first..first + given("SMALL_NUMBER_LEDGERS", 60) {
        let mut dice = Dice::new(seed);
        let publications = Ledger::random(&mut dice).publications([THRESHOLD; PUBLICATIONS]);
        let auditor = Auditor::of(&publications);
        for (at, publication) in publications.iter().enumerate() {
            let all = views::all(publication);
            for view in &all {
                let total = publication.total(view.atoms);
                if publication.is_withheld(view.atoms) {
                    withheld += 1;
                } else {
                    shown += 1;
                    assert!(
                        !few(&total, THRESHOLD),
                        "ledger {seed}, publication {at}: {view:?} shows {total:?}"
                    );
                }
            }
            waiting += publication.waiting;
            for view in views::to_audit(&all, publication, &mut dice) {
                asked += 1;
                auditor
                    .doubts(at, view.atoms, THRESHOLD)
                    .unwrap_or_else(|known| {
                        panic!("ledger {seed}, publication {at}: {view:?}: {known}")
                    });
            }
        }
    }
    println!(
        "{withheld} withheld, of which bounds were asked for {asked}; {shown} shown; {waiting} changes waited"
    );
    assert!(
        shown > withheld / 20,
        "too much is withheld: {withheld} of {}",
        withheld + shown
    );
}

/// Thresholds of the three publications: lowered, raised, and both.
const MOVES: [[i64; PUBLICATIONS]; 6] = [
    [10, 5, 5],
    [10, 10, 5],
    [5, 10, 10],
    [5, 5, 8],
    [10, 5, 10],
    [5, 10, 5],
];

/// The least threshold that any part of this sum was published under.
fn kept_to(
    publications: &[Publication],
    from: usize,
    at: usize,
    atoms: Atoms,
    moves: &[i64],
) -> i64 {
    let is_new = |number: usize| {
        let known = &publications[number].atoms;
        let within = publications[at].within(atoms);
        !known.iter().any(|(one, _)| within.contains(one))
    };
    let first = (from..at).find(|number| !is_new(*number)).unwrap_or(at);
    moves[first..=at].iter().copied().min().unwrap_or(THRESHOLD)
}

#[test]
fn a_threshold_that_moves_gives_nothing_back_that_was_withheld() {
    let (mut for_good, mut since, mut bare, mut shown) = (0, 0, 0, 0);
    let first = given("SMALL_NUMBER_FIRST", 0);
    for seed in first..first + given("SMALL_NUMBER_LEDGERS", 60) {
        let moves = MOVES[seed as usize % MOVES.len()];
        let mut dice = Dice::new(seed ^ 0x7A11);
        let publications = Ledger::random(&mut dice).publications(moves);
        let raised = (1..PUBLICATIONS)
            .rfind(|at| moves[*at] > moves[at - 1])
            .unwrap_or(0);
        let everything = Auditor::of(&publications);
        let newcomer = Auditor::of(&publications[raised..]);
        for (at, publication) in publications.iter().enumerate() {
            let all = views::all(publication);
            let told =
                |view: &views::View| format!("ledger {seed} {moves:?}, publication {at}: {view:?}");
            for view in all
                .iter()
                .filter(|view| !publication.is_withheld(view.atoms))
            {
                let total = publication.total(view.atoms);
                assert!(
                    !few(&total, moves[at])
                        || publications[raised].is_bare(&publication.within(view.atoms)),
                    "{}",
                    told(view)
                );
                shown += 1;
            }
            for view in views::to_audit(&all, publication, &mut dice) {
                let refused = |known: String| -> () { panic!("{}: {known}", told(&view)) };
                // Whoever kept every publication.
                if publication.is_withheld_for_good(view.atoms) {
                    for_good += 1;
                    let level = kept_to(&publications, 0, at, view.atoms, &moves);
                    everything
                        .doubts(at, view.atoms, level)
                        .unwrap_or_else(refused);
                }
                // Whoever has only those since the threshold was raised.
                if at < raised {
                    continue;
                }
                // What nobody could lift to the threshold can still be something else.
                let is_bare = publications[raised].is_bare(&publication.within(view.atoms));
                let level = match is_bare {
                    true => 0,
                    false => kept_to(&publications, raised, at, view.atoms, &moves),
                };
                bare += u64::from(is_bare);
                since += u64::from(!is_bare);
                newcomer
                    .doubts(at - raised, view.atoms, level)
                    .unwrap_or_else(refused);
            }
        }
    }
    println!("{for_good} withheld for good, {since} since, {bare} bare, {shown} shown");
    assert!(
        for_good > 0 && since > bare && shown > 0,
        "nothing was tried"
    );
}
