//! What figures cost with 2,000,000 session returns, as ratios within one run.
//!
//! `cargo bench --bench figures`. Every public view: kept, against a bare server of the same bytes, and made
//! afresh, against the same with 2,000 returns. What staff see exactly of one council, against reading one row
//! by its number (`exact`). And `figures refresh`, after one new return and after everything was worked out again
//! (`refreshes`). `--quick` takes fewer returns, `--keep FOLDER` keeps what is laid for the next time, as
//! the bench `product` does. Run as a test, it says how to run it.

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

mod exact;
mod refreshes;

use data::Data;
use measured::{Effort, grown, kept, print};
use servers::Bench;

/// A council, and a ward of it.
const COUNCIL: &str = "E06000016";
const WARD: &str = "E05010459";

fn views() -> Vec<(&'static str, String)> {
    let mut all = vec![
        ("figures by year", "/figures".into()),
        ("questions", "/figures/questions".into()),
        (
            "an answer as a file",
            "/figures/questions.csv?part=hours".into(),
        ),
        ("a council's page", format!("/areas/{COUNCIL}")),
        ("a ward's page", format!("/areas/{WARD}")),
        ("CSV by month", "/figures.csv?by=month".into()),
        ("JSON by month", "/figures.json?by=month".into()),
        ("API by area", "/api/v1/figures?by=area".into()),
        (
            "API by area and year",
            "/api/v1/figures?by=area,year".into(),
        ),
    ];
    let cuts = [
        ("figures by quarter", "quarter"),
        ("figures by month", "month"),
        ("figures by area", "area"),
        ("figures by kind of work", "category"),
        ("figures by origin", "origin"),
    ];
    all.extend(cuts.map(|(name, by)| (name, format!("/figures?by={by}"))));
    let of_council = [
        ("a council by year", "year"),
        ("a council by ward", "area"),
        ("a council by kind of work", "category"),
    ];
    all.extend(of_council.map(|(name, by)| (name, format!("/figures?area={COUNCIL}&by={by}"))));
    all
}

fn main() {
    let asked = |word: &str| std::env::args().any(|argument| argument == word);
    if !asked("--bench") {
        println!("Figures are measured with: cargo bench --bench figures");
        return;
    }
    let effort = Effort::asked();
    let few = Data::with_returns(2_000, effort.folder());
    let many = Data::with_returns(effort.many, effort.folder());
    let empty = Data::with_returns(0, effort.folder());
    let mut times = refreshes::measured(&many, &empty);
    times.extend(exact::measured(&many));
    print(&times, "µs");
    println!();
    let bench = Bench::new(&few, &many);
    let mut rates = vec![];
    for measure in [kept, grown] {
        for (name, path) in views() {
            rates.push(measure(&bench, &effort, name, &path));
        }
    }
    print(&rates, "answers/s");
    if rates.iter().chain(&times).any(|line| !line.is_kept()) {
        std::process::exit(1);
    }
}
