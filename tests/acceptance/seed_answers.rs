//! The answers to the five questions for the panel's first year, worked out here from the seed files alone.
//!
//! Nothing of the product's own counting is used: the files are read, dates are taken apart and numbers are
//! added up anew, in the plainest way.

use chrono::{Datelike, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

type Line = BTreeMap<String, String>;

fn file(name: &str) -> Vec<Line> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("seed-data")
        .join(name);
    let mut reader = csv::Reader::from_path(&path).expect("a seed file");
    let names = reader.headers().expect("names").clone();
    let line = |row: Result<csv::StringRecord, csv::Error>| {
        let row = row.expect("a line");
        let pairs = names.iter().zip(row.iter());
        pairs
            .map(|(name, cell)| (name.to_string(), cell.to_string()))
            .collect()
    };
    reader.records().map(line).collect()
}

/// The answers on the page of questions, each a file.
pub const PARTS: [&str; 6] = [
    "nominations",
    "completed",
    "decided",
    "hours",
    "stood-down",
    "chosen",
];

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn year(day: NaiveDate) -> i32 {
    day.year() - i32::from(day.month() < 4)
}

fn words(year: i32) -> String {
    format!("{year}–{:02}", (year + 1) % 100)
}

/// The days within which so many in a hundred were done, the others being slower.
fn within(sorted: &[i64], percent: usize) -> i64 {
    sorted[(sorted.len() * percent).div_ceil(100) - 1]
}

/// A share in whole per cent, as people round.
fn share(part: usize, whole: usize) -> String {
    format!("{}%", (part * 200 + whole) / (2 * whole))
}

/// What the question's file must say in a line, for both years that the files reach over.
pub fn lines(part: &str) -> Vec<String> {
    match part {
        "nominations" | "completed" | "decided" => {
            [2008, 2009].map(|of| about_nominations(part, of)).into()
        }
        "hours" => hours().into_values().collect(),
        "stood-down" => stood_down(),
        "chosen" => chosen(),
        _ => panic!("no part {part}"),
    }
}

fn about_nominations(part: &str, of: i32) -> String {
    let projects: BTreeMap<String, String> = file("projects.csv")
        .into_iter()
        .map(|line| (line["reference"].clone(), line["completed_on"].clone()))
        .collect();
    let mut all = file("nominations.csv");
    all.retain(|line| year(day(&line["submitted_on"])) == of);
    let days = |line: &Line, end: &str| (day(end) - day(&line["submitted_on"])).num_days();
    let mut completed: Vec<i64> = all
        .iter()
        .filter_map(|line| Some(days(line, projects.get(&line["project"])?)))
        .collect();
    completed.sort_unstable();
    let first_said = |line: &Line| {
        let said = [&line["assessed_on"], &line["decided_on"]];
        said.into_iter().find(|day| !day.is_empty()).cloned()
    };
    let mut decided: Vec<i64> = all
        .iter()
        .filter_map(|line| Some(days(line, &first_said(line)?)))
        .collect();
    decided.sort_unstable();
    let (count, done, said) = (all.len(), completed.len(), decided.len());
    let year = words(of);
    match part {
        "nominations" => format!("{year},Leicester,{count}"),
        "completed" => format!(
            "{year},{count},{done},{done},{},{},{}",
            share(done, count),
            within(&completed, 50),
            within(&completed, 90)
        ),
        _ => format!(
            "{year},{said},{},{},{},0,0",
            within(&decided, 50),
            within(&decided, 90),
            share(decided.iter().filter(|days| **days <= 28).count(), said)
        ),
    }
}

/// Each kind of work with its line, exact.
pub fn hours() -> BTreeMap<String, String> {
    let kinds: BTreeMap<String, String> = file("categories.csv")
        .into_iter()
        .map(|line| (line["code"].clone(), line["name"].clone()))
        .collect();
    let of_project: BTreeMap<String, String> = file("projects.csv")
        .into_iter()
        .map(|line| (line["reference"].clone(), kinds[&line["category"]].clone()))
        .collect();
    let mut sums: BTreeMap<String, [i64; 4]> = BTreeMap::new();
    for line in file("returns.csv") {
        assert_eq!(year(day(&line["date"])), 2009);
        if line["status"] != "held" {
            continue;
        }
        let number = |name: &str| line[name].parse::<i64>().expect("a number");
        let sum = sums
            .entry(of_project[&line["project"]].clone())
            .or_default();
        let counted = [
            number("minutes_offered"),
            number("minutes_credited"),
            number("new_to_project"),
            1,
        ];
        sum.iter_mut()
            .zip(counted)
            .for_each(|(sum, more)| *sum += more);
    }
    let line = |(kind, [offered, credited, people, held]): (String, [i64; 4])| {
        let line = format!("2009–10,{kind},{offered},{credited},{people},{held}");
        (kind, line)
    };
    sums.into_iter().map(line).collect()
}

fn stood_down() -> Vec<String> {
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for line in file("returns.csv") {
        if line["status"] == "stood-down" {
            *reasons.entry(line["reason"].replace('-', " ")).or_default() += 1;
        }
    }
    let said = |(reason, sessions): (String, usize)| {
        let (first, rest) = reason.split_at(1);
        format!("2009–10,{}{rest},{sessions}", first.to_uppercase())
    };
    reasons.into_iter().map(said).collect()
}

/// The option with the most ballots, how many voted, and when its project was completed.
fn chosen() -> Vec<String> {
    let mut votes: BTreeMap<String, usize> = BTreeMap::new();
    let ballots = file("round-2009-06-ballots.csv");
    for ballot in &ballots {
        *votes.entry(ballot["choices"].clone()).or_default() += 1;
    }
    let most = votes.values().max().expect("votes");
    let winners: BTreeSet<&String> = votes
        .iter()
        .filter(|(_, count)| *count == most)
        .map(|(name, _)| name)
        .collect();
    assert_eq!(winners.len(), 1, "{votes:?}");
    assert_eq!(*winners.first().expect("a winner"), "scalpay-close");
    let voted = ballots.len();
    let by_vote = file("projects.csv")
        .into_iter()
        .filter(|line| line["origin"] == "vote");
    let became =
        by_vote.map(|line| format!(",{},Completed,{}", line["reference"], line["completed_on"]));
    let mut all: Vec<String> = became.collect();
    all.push(format!("Leicester,2009-06-21,{voted},"));
    all
}
