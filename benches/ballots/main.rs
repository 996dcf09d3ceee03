//! What counting costs, as ratios within one run.
//!
//! `cargo bench --bench ballots -- --votelib=PYTHON`. A million ranked ballots of ten options, counted from
//! memory by instant run-off and for three seats, against votelib in the same run, in a Python that has it
//! (`pip install votelib`). Then a published list of a million lines: read, checked against its root and
//! counted, against reading and hashing the file alone. `--quick` takes fewer. Run as a test, it says how
//! to run it.

mod list;
mod papers;
mod rival;

use payback_panel::domain::ballots::irv::count_irv;
use payback_panel::domain::ballots::lots::Lots;
use payback_panel::domain::ballots::stv::count_stv;
use payback_panel::domain::ballots::tally::Tally;
use std::time::Instant;

/// Options on each paper.
pub const OPTIONS: usize = 10;
/// Seats of the count for several.
const SEATS: usize = 3;
/// How often each thing is measured: the quickest counts.
const TIMES: usize = 3;
/// How many times faster than the rival a count must be.
const FASTER: u128 = 20;
/// How many times the cost of reading and hashing a list's check and count may be.
const DEARER: u128 = 10;

fn main() {
    let asked = |word: &str| std::env::args().any(|argument| argument == word);
    if !asked("--bench") {
        println!("Counting is measured with: cargo bench --bench ballots");
        return;
    }
    let ballots = if asked("--quick") { 20_000 } else { 1_000_000 };
    let papers = papers::drawn(ballots);
    println!("| what, {ballots} ballots | ms | against, ms | ratio | promised |");
    println!("| --- | ---: | ---: | ---: | --- |");
    let mut kept = against_votelib(&papers);
    kept &= list::measured(&papers);
    if !kept {
        std::process::exit(1);
    }
}

/// The quickest of several runs in microseconds, and what the last gave.
pub fn quickest<T>(mut run: impl FnMut() -> T) -> (u128, T) {
    let mut timed = || {
        let began = Instant::now();
        let given = run();
        (began.elapsed().as_micros().max(1), given)
    };
    let mut best = timed();
    for _ in 1..TIMES {
        let next = timed();
        if next.0 < best.0 {
            best = next;
        }
    }
    best
}

/// A row of the table. `ratio` is in hundredths.
pub fn row(what: &str, own: u128, other: u128, ratio: u128, promised: &str, kept: bool) {
    println!(
        "| {what} | {} | {} | {}.{:02}{} | {promised} |",
        own / 1000,
        other / 1000,
        ratio / 100,
        ratio % 100,
        if kept { "" } else { " (missed)" },
    );
}

/// Both counts from the papers as they lie in memory, grouping and all, against votelib's from ballots
/// that are grouped already.
fn against_votelib(papers: &[[u16; OPTIONS]]) -> bool {
    let tally = || Tally::of(OPTIONS, papers.iter().map(<[u16; OPTIONS]>::as_slice)).expect("few");
    let (irv, winner) = quickest(|| {
        let count = count_irv(&tally(), &Lots::none()).expect("no tie");
        Vec::from_iter(count.winner)
    });
    let (stv, winners) = quickest(|| {
        let count = count_stv(&tally(), SEATS, &Lots::none()).expect("no tie");
        count.winners
    });
    let Some(rival) = rival::measured(papers, SEATS) else {
        println!("| instant run-off | {} | not measured | | |", irv / 1000);
        println!("| three seats | {} | not measured | | |", stv / 1000);
        return true;
    };
    assert_eq!(rival.run_off.winners, winner, "the same winner");
    let mut theirs = rival.several.winners.clone();
    let mut ours = winners;
    theirs.sort_unstable();
    ours.sort_unstable();
    assert_eq!(theirs, ours, "the same winners");
    let mut kept = true;
    for (what, own, other) in [
        ("instant run-off / votelib", irv, rival.run_off.micros),
        ("three seats / votelib", stv, rival.several.micros),
    ] {
        let ratio = other * 100 / own;
        let fast = ratio >= FASTER * 100;
        kept &= fast;
        row(what, own, other, ratio, "at least 20 times as fast", fast);
    }
    kept
}

/// The row of the list: a cost, so less is better.
pub fn cost_row(what: &str, own: u128, alone: u128) -> bool {
    let ratio = own * 100 / alone;
    let kept = ratio <= DEARER * 100;
    row(what, own, alone, ratio, "at most 10 times the cost", kept);
    kept
}
