//! Measured against promised: rows of a table of ratios, and what of the pages every bench of them asks.

use crate::load::Asking;
use crate::servers::{Bench, Pair};
use payback_panel::domain::text::grouped;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Lines that are open to each server.
pub const CONNECTIONS: usize = 32;

/// How much is measured.
pub struct Effort {
    pub many: u32,
    pub rounds: usize,
    pub time: Duration,
    folder: Option<PathBuf>,
}

impl Effort {
    /// As the command line says: `--quick` takes fewer returns, `--keep FOLDER` keeps what is laid.
    pub fn asked() -> Effort {
        let quick = std::env::args().any(|argument| argument == "--quick");
        let mut after_keep = std::env::args().skip_while(|argument| argument != "--keep");
        Effort {
            many: if quick { 50_000 } else { 2_000_000 },
            rounds: if quick { 3 } else { 5 },
            time: Duration::from_secs(if quick { 1 } else { 2 }),
            folder: after_keep.nth(1).map(PathBuf::from),
        }
    }

    /// Where what is laid is kept.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }
}

/// What a ratio was promised to be, in hundredths.
#[derive(Clone, Copy)]
pub enum Promise {
    AtLeast(u64),
    AtMost(u64),
}

/// A table's row: what, the two rates or times, the ratio, what was promised, and whether it was kept.
pub struct Line {
    what: String,
    of: u64,
    against: u64,
    ratio: u64,
    promise: Promise,
}

impl Line {
    /// Of two rates: as large as the other where it is to be at least so much; where it is to be at most so
    /// much the costs are meant, so the rates the other way round.
    pub fn of(what: String, (of, against): (u64, u64), promise: Promise) -> Line {
        let ratio = match promise {
            Promise::AtLeast(_) => of * 100 / against.max(1),
            Promise::AtMost(_) => against * 100 / of.max(1),
        };
        Line {
            what,
            of,
            against,
            ratio,
            promise,
        }
    }

    /// Of two times, of which the first is to be at most so much of the second.
    #[allow(dead_code)] // not every measurement has times
    pub fn of_times(what: String, (of, against): (Duration, Duration), most: u64) -> Line {
        let micros = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        let (of, against) = (micros(of), micros(against));
        Line {
            what,
            of,
            against,
            ratio: of.saturating_mul(100) / against.max(1),
            promise: Promise::AtMost(most),
        }
    }

    pub fn is_kept(&self) -> bool {
        match self.promise {
            Promise::AtLeast(least) => self.ratio >= least,
            Promise::AtMost(most) => self.ratio <= most,
        }
    }
}

/// A page kept while the data stands, against the same bytes from memory.
pub fn kept(bench: &Bench, effort: &Effort, name: &str, path: &str) -> Line {
    let bare = bench.bare_bytes(path);
    let pair = Pair {
        one: bench.kept(),
        other: bare,
    };
    let asking = Asking::get(path, &[("accept-encoding", "gzip")]);
    let rates = bench.drive(pair, &asking, effort.rounds, CONNECTIONS, effort.time);
    Line::of(
        format!("{name}, kept / the same bytes from a bare server"),
        rates,
        Promise::AtLeast(50),
    )
}

/// A page made afresh with many returns, against few.
pub fn grown(bench: &Bench, effort: &Effort, name: &str, path: &str) -> Line {
    grown_for(bench, effort, name, &Asking::get(path, &[]))
}

/// The same of a page as somebody asks for it, such as an officer who is signed in.
pub fn grown_for(bench: &Bench, effort: &Effort, name: &str, asking: &Asking) -> Line {
    let pair = Pair {
        one: bench.afresh_many(),
        other: bench.afresh_few(),
    };
    let rates = bench.drive(pair, asking, effort.rounds, CONNECTIONS, effort.time);
    Line::of(
        format!(
            "{name}, {} returns / 2,000 returns (cost)",
            grouped(i64::from(effort.many))
        ),
        rates,
        Promise::AtMost(120),
    )
}

/// The table, with the unit of its numbers.
pub fn print(lines: &[Line], unit: &str) {
    println!("| what | {unit} | against, {unit} | ratio | promised |");
    println!("| --- | ---: | ---: | ---: | --- |");
    for line in lines {
        let (word, promised) = match line.promise {
            Promise::AtLeast(least) => ("at least", least),
            Promise::AtMost(most) => ("at most", most),
        };
        println!(
            "| {} | {} | {} | {}.{:02}{} | {word} {}.{:02} |",
            line.what,
            line.of,
            line.against,
            line.ratio / 100,
            line.ratio % 100,
            if line.is_kept() { "" } else { " (missed)" },
            promised / 100,
            promised % 100
        );
    }
}
