//! What the product's own pages cost, as ratios within one run.
//!
//! `cargo bench --bench product`. Four pages that everybody reads, over 10,000 projects: kept while the
//! data stands, against a bare axum server that sends the same bytes; made afresh each time, against their
//! handlers alone, which are queries and rendering; and with 2,000,000 returns against 2,000, as are the
//! other lists that everybody reads and those that staff read, signed in. Each pair is
//! driven in turn by one client. `--quick` takes fewer returns, `--keep FOLDER` keeps
//! what is laid for the next time, `--process` measures its start and its memory alone. Run as a test, it
//! says how to run it.

#[path = "../load/data.rs"]
mod data;
#[path = "../load/house.rs"]
mod house;
#[path = "../load/mod.rs"]
mod load;
#[path = "../load/measured.rs"]
mod measured;
#[path = "../load/servers.rs"]
mod servers;

mod process;

use data::{Data, reference};
use load::Asking;
use measured::{CONNECTIONS, Effort, Line, Promise, grown, grown_for, kept, print};
use servers::{Bench, Pair};

fn pages() -> Vec<(&'static str, String)> {
    vec![
        ("home", "/".into()),
        ("20 of 10,000 projects", "/projects".into()),
        ("a project", format!("/projects/{}", reference(7))),
        ("figures", "/figures".into()),
    ]
}

/// The other lists that everybody reads: they show no return, and must not look for any either.
const LISTS: [(&str, &str); 3] = [
    ("nominations", "/nominations"),
    ("votes", "/votes"),
    ("panels", "/panels"),
];

/// What staff open every day.
const OF_STAFF: [(&str, &str); 6] = [
    ("what there is to do", "/staff"),
    ("20 of 10,000 projects for staff", "/staff/projects"),
    ("a session to record", "/staff/sessions"),
    ("the week’s sessions", "/staff/sessions/week"),
    ("releases", "/staff/releases"),
    ("exact figures", "/staff/figures"),
];

fn main() {
    let asked = |word: &str| std::env::args().any(|argument| argument == word);
    if !asked("--bench") {
        println!("The product's pages are measured with: cargo bench --bench product");
        return;
    }
    let effort = Effort::asked();
    let few = Data::with_returns(2_000, effort.folder());
    if asked("--process") {
        println!("{}", process::measured(&few));
        return;
    }
    let many = Data::with_returns(effort.many, effort.folder());
    let bench = Bench::new(&few, &many);
    let mut lines = vec![];
    for (name, path) in pages() {
        lines.push(kept(&bench, &effort, name, &path));
    }
    for (name, path) in pages() {
        lines.push(afresh(&bench, &effort, name, &path));
    }
    for (name, path) in pages() {
        lines.push(grown(&bench, &effort, name, &path));
    }
    for (name, path) in LISTS {
        lines.push(grown(&bench, &effort, name, path));
    }
    let officer = bench.officer();
    for (name, path) in OF_STAFF {
        let asking = Asking::get(path, &[("cookie", officer.as_str())]);
        lines.push(grown_for(&bench, &effort, name, &asking));
    }
    print(&lines, "answers/s");
    drop(bench);
    let process = process::measured(&few);
    println!("{process}");
    if lines.iter().any(|line| !line.is_kept()) || !process.kept {
        std::process::exit(1);
    }
}

/// A page made afresh, against its handler alone: the cost, so the rates the other way round.
fn afresh(bench: &Bench, effort: &Effort, name: &str, path: &str) -> Line {
    let pair = Pair {
        one: bench.afresh_few(),
        other: bench.handlers(),
    };
    let plain = Asking::get(path, &[]);
    let (of, against) = bench.drive(pair, &plain, effort.rounds, CONNECTIONS, effort.time);
    Line::of(
        format!("{name}, made afresh / its queries and rendering alone (cost)"),
        (of, against),
        Promise::AtMost(150),
    )
}
