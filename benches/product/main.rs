//! What the product's own pages cost, as ratios within one run.
//!
//! `cargo bench --bench product`. Four pages that everybody reads, over 10,000 projects: kept while the
//! data stands, against a bare axum server that sends the same bytes; made afresh each time, against their
//! handlers alone, which are queries and rendering; and with 2,000,000 returns against 2,000. Each pair is
//! driven in turn by one client. `--quick` takes fewer returns, `--keep FOLDER` keeps
//! what is laid for the next time. Run as a test, it says how to run it.

#[path = "../load/house.rs"]
mod house;
#[path = "../load/mod.rs"]
mod load;

mod data;
mod process;
mod servers;

use data::{Data, reference};
use load::Asking;
use servers::{Bench, Pair};
use std::path::PathBuf;
use std::time::Duration;

const CONNECTIONS: usize = 32;

/// How much is measured.
struct Effort {
    many: u32,
    rounds: usize,
    time: Duration,
}

/// A table's row: what, the two rates, the ratio, what was promised, and whether it was kept.
struct Line {
    what: String,
    of: u64,
    against: u64,
    ratio: u64,
    promised: String,
    kept: bool,
}

fn pages() -> Vec<(&'static str, String)> {
    vec![
        ("home", "/".into()),
        ("20 of 10,000 projects", "/projects".into()),
        ("a project", format!("/projects/{}", reference(7))),
        ("figures", "/figures".into()),
    ]
}

fn main() {
    let asked = |word: &str| std::env::args().any(|argument| argument == word);
    if !asked("--bench") {
        println!("The product's pages are measured with: cargo bench --bench product");
        return;
    }
    let quick = asked("--quick");
    let effort = Effort {
        many: if quick { 50_000 } else { 2_000_000 },
        rounds: if quick { 3 } else { 5 },
        time: Duration::from_secs(if quick { 1 } else { 2 }),
    };
    let mut after_keep = std::env::args().skip_while(|argument| argument != "--keep");
    let folder = after_keep.nth(1).map(PathBuf::from);
    let few = Data::with_returns(2_000, folder.as_deref());
    let many = Data::with_returns(effort.many, folder.as_deref());
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
    print(&lines);
    drop(bench);
    let process = process::measured(&few);
    println!("{process}");
    if lines.iter().any(|line| !line.kept) || !process.kept {
        std::process::exit(1);
    }
}

fn asking(path: &str) -> Asking {
    Asking::get(path, &[("accept-encoding", "gzip")])
}

/// A page kept while the data stands, against the same bytes from memory.
fn kept(bench: &Bench, effort: &Effort, name: &str, path: &str) -> Line {
    let bare = bench.bare_bytes(path);
    let pair = Pair {
        one: bench.kept(),
        other: bare,
    };
    let (of, against) = bench.drive(pair, &asking(path), effort.rounds, CONNECTIONS, effort.time);
    let ratio = of * 100 / against.max(1);
    Line {
        what: format!("{name}, kept / the same bytes from a bare server"),
        of,
        against,
        ratio,
        promised: "at least 0.50".into(),
        kept: ratio >= 50,
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
    let ratio = against * 100 / of.max(1);
    Line {
        what: format!("{name}, made afresh / its queries and rendering alone (cost)"),
        of,
        against,
        ratio,
        promised: "at most 1.50".into(),
        kept: ratio <= 150,
    }
}

/// A page made afresh with many returns, against few.
fn grown(bench: &Bench, effort: &Effort, name: &str, path: &str) -> Line {
    let pair = Pair {
        one: bench.afresh_many(),
        other: bench.afresh_few(),
    };
    let plain = Asking::get(path, &[]);
    let (of, against) = bench.drive(pair, &plain, effort.rounds, CONNECTIONS, effort.time);
    let ratio = against * 100 / of.max(1);
    Line {
        what: format!(
            "{name}, {} returns / 2,000 returns (cost)",
            payback_panel::domain::text::grouped(i64::from(effort.many))
        ),
        of,
        against,
        ratio,
        promised: "at most 1.20".into(),
        kept: ratio <= 120,
    }
}

fn print(lines: &[Line]) {
    println!("| what | answers/s | against, answers/s | ratio | promised |");
    println!("| --- | ---: | ---: | ---: | --- |");
    for line in lines {
        println!(
            "| {} | {} | {} | {}.{:02}{} | {} |",
            line.what,
            line.of,
            line.against,
            line.ratio / 100,
            line.ratio % 100,
            if line.kept { "" } else { " (missed)" },
            line.promised
        );
    }
}
