//! What imports cost: the time of session returns against SQLite's own `.import`, and memory against length.
//!
//! `cargo bench --bench imports`. 2,000,000 session returns of `generate` are imported by the program, and the
//! same file by `sqlite3` (in the path; without it this one line is passed over) into a table with the same
//! columns, the same settings and an index for each that our table of returns has. Then the peak memory of
//! `attendances import`, of a list and of a file with nothing but mistakes, and of `generate`, with ten times
//! as much. `--quick` takes a tenth. Run as a test, it
//! says how to run it.

#[path = "../load/memory.rs"]
mod memory;

mod files;
mod program;
mod rival;

use files::Folder;
use program::Database;

/// Ten times as much may take so many hundredths of the memory.
const MOST_GROWTH: u64 = 120;
/// The import is at least so many hundredths as fast as SQLite's own.
const LEAST_SPEED: u128 = 10;

fn main() {
    let asked = |word: &str| std::env::args().any(|argument| argument == word);
    if !asked("--bench") {
        println!("Imports are measured with: cargo bench --bench imports");
        return;
    }
    let quick = asked("--quick");
    let size = |whole: u64| if quick { whole / 10 } else { whole };
    let speed = is_fast(size(2_000_000));
    let lists = is_flat("attendances import, lines", size(100_000), |lines| {
        let folder = Folder::new("attendances");
        // A session has some six lines.
        folder.generates(lines / 4);
        folder.lists(lines);
        let database = Database::with_projects(&folder);
        database.peak_kib(&["attendances", "import", &folder.path("attendances.csv")])
    });
    let wrong = is_flat("a wrong file, lines", size(100_000), |lines| {
        let folder = Folder::new("wrong");
        folder.writes_wrong(lines);
        let file = folder.path("attendances.csv");
        Database::empty(&folder).peak_of_refusal_kib(&["attendances", "import", &file])
    });
    let generate = is_flat("generate, session returns", size(100_000), |returns| {
        let folder = Folder::new("generate");
        Database::empty(&folder).peak_kib(&["generate", "--returns", &returns.to_string()])
    });
    if !(speed && lists && wrong && generate) {
        std::process::exit(1);
    }
}

/// Imports so many returns, ours and SQLite's way.
fn is_fast(returns: u64) -> bool {
    let folder = Folder::new("returns");
    folder.generates(returns);
    let file = folder.path("returns.csv");
    let Some(rival) = rival::Rival::found() else {
        println!(
            "Passed over: `sqlite3` is not installed, so there is no `.import` to measure returns against."
        );
        return true;
    };
    let bare = rival.imports(&folder, &file, rival::BARE);
    let indexed = rival.imports(&folder, &file, rival::INDEXED);
    let ours = Database::with_projects(&folder).time(&["returns", "import", &file]);
    let hundredths = |of: std::time::Duration| of.as_millis() * 100 / ours.as_millis().max(1);
    let kept = hundredths(indexed) >= LEAST_SPEED;
    println!(
        "{returns} session returns: `returns import` {} ms; `.import` with the same indexes {} ms (as fast: 0.{:02}, \
         promised: at least 0.{LEAST_SPEED}{}); `.import` without any index {} ms (0.{:02}).",
        ours.as_millis(),
        indexed.as_millis(),
        hundredths(indexed),
        if kept { "" } else { ", missed" },
        bare.as_millis(),
        hundredths(bare)
    );
    kept
}

/// Measures with so much and with ten times as much.
fn is_flat(what: &str, few: u64, peak_kib: impl Fn(u64) -> u64) -> bool {
    let (little, much) = (peak_kib(few), peak_kib(few * 10));
    let kept = little > 0 && much * 100 <= little * MOST_GROWTH;
    println!(
        "{what}: peak memory {little} KiB with {few}, {much} KiB with {} (promised: at most {MOST_GROWTH} hundredths{}).",
        few * 10,
        if kept { "" } else { ", missed" }
    );
    kept
}
