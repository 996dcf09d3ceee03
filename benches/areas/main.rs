//! The ward of a point, against shapely's STRtree for the same points, in one run.
//!
//! `cargo bench --bench areas [-- FILE.geojson]`. The wards are the demonstration's, or those of a file. The
//! points lie in the boxes around them. shapely comes from PyPI into an environment of its own below
//! the build folder; its tree is asked point by point, as the product is, and all at once. Both must name
//! the same wards. Run as a test, it says how to run it.

use payback_panel::domain::areas::AreaKind;
use payback_panel::domain::areas::boundaries::{self, Boundary, Columns};
use payback_panel::domain::areas::bounds::Bounds;
use payback_panel::domain::areas::point::Point;
use payback_panel::domain::areas::ward_index::{Found, WardIndex};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

const POINTS: usize = 100_000;
const SHAPELY: &str = "shapely==2.1.2";
/// The promises: so many times as fast, and so many nanoseconds in the median.
const TIMES: u64 = 10;
const MEDIAN_NANOSECONDS: u64 = 2_000;
/// Points on an edge may fall either way: of so many points one may differ.
const ONE_IN: usize = 1_000;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if !arguments.iter().any(|argument| argument == "--bench") {
        println!("The ward of a point is measured with: cargo bench --bench areas");
        return;
    }
    let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join("seed-data/areas-wards.geojson");
    let given = arguments
        .iter()
        .find(|argument| argument.ends_with(".geojson"));
    let file = given.map_or(seed, PathBuf::from);
    let text = fs::read_to_string(&file).expect("a file of wards");
    let reading = boundaries::read(&text, AreaKind::Ward, &Columns::default()).expect("wards");
    let points = thrown(&reading.boundaries);
    let own = measured(reading.boundaries, &points);
    let other = shapely(&file, &points);
    if !told(&own, &other) {
        std::process::exit(1);
    }
}

/// How long it took for each point, and which ward each lies in; nothing for none.
struct Answers {
    /// The middle of the times of single points, in nanoseconds; none where only all at once was timed.
    median: Option<u64>,
    /// All of them one after another, for each point, in nanoseconds.
    each: u64,
    /// The same where all are asked at once.
    at_once: Option<u64>,
    wards: Vec<String>,
}

/// Points thrown over the wards: each somewhere in the box around one of them, so that most lie in that
/// ward, some in one beside it and some outside.
fn thrown(wards: &[Boundary]) -> Vec<Point> {
    let boxes: Vec<Bounds> = wards.iter().map(|ward| ward.outline.bounds()).collect();
    let mut die = 2009_u64;
    let mut roll = || {
        die = die
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (die >> 40) as f64 / f64::from(1 << 24)
    };
    (0..POINTS)
        .map(|number| {
            let around = boxes[number % boxes.len()];
            let mut along = |from: f64, to: f64| from + (to - from) * roll();
            let lat = along(around.south, around.north);
            Point::new(lat, along(around.west, around.east)).expect("a point")
        })
        .collect()
}

fn measured(wards: Vec<Boundary>, points: &[Point]) -> Answers {
    let index = WardIndex::new(wards.into_iter().map(|ward| (ward.area, ward.outline)));
    let ward = |point: &Point| match index.locate(*point) {
        Found::Inside(area) => area.code.as_str(),
        _ => "",
    };
    let mut rounds = vec![];
    for _ in 0..5 {
        let began = Instant::now();
        for point in points {
            std::hint::black_box(ward(point));
        }
        rounds.push(nanoseconds(began) / points.len() as u64);
    }
    rounds.sort_unstable();
    let mut singles: Vec<u64> = points
        .iter()
        .map(|point| {
            let began = Instant::now();
            std::hint::black_box(ward(point));
            nanoseconds(began)
        })
        .collect();
    singles.sort_unstable();
    Answers {
        median: Some(singles[singles.len() / 2]),
        each: rounds[rounds.len() / 2],
        at_once: None,
        wards: points.iter().map(|point| ward(point).to_string()).collect(),
    }
}

fn nanoseconds(began: Instant) -> u64 {
    u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX)
}

fn run(program: &Path, arguments: &[&str]) -> String {
    let done = Command::new(program).args(arguments).output();
    let done = done.unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(
        done.status.success(),
        "{} {arguments:?}: {said}",
        program.display()
    );
    String::from_utf8(done.stdout).expect("text")
}

/// The same points asked of shapely, by a script in an environment that is made the first time.
fn shapely(wards: &Path, points: &[Point]) -> Answers {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-areas");
    let python = folder.join("bin/python");
    if !python.exists() {
        let folder = folder.to_str().expect("a path in UTF-8");
        run(Path::new("python3"), &["-m", "venv", folder]);
    }
    run(
        &python,
        &[
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            SHAPELY,
        ],
    );
    let mut lines = String::new();
    for point in points {
        let _ = writeln!(lines, "{},{}", point.lat(), point.lon());
    }
    let file = folder.join("points.csv");
    fs::write(&file, lines).expect("written");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/areas/strtree.py");
    let told = run(
        &python,
        &[&script, wards, &file].map(|path| path.to_str().expect("a path in UTF-8")),
    );
    let mut lines = told.lines();
    let mut number = || {
        lines
            .next()
            .and_then(|line| line.parse().ok())
            .expect("a number")
    };
    let (each, at_once) = (number(), Some(number()));
    Answers {
        median: None,
        each,
        at_once,
        wards: lines.map(str::to_string).collect(),
    }
}

/// Prints the table, and says whether every promise is kept: against shapely asked point by point, as the
/// product is, and against its quickest way, all points at once.
fn told(own: &Answers, other: &Answers) -> bool {
    let times = |theirs: u64| theirs / own.each.max(1);
    let (median, at_once) = (
        own.median.unwrap_or(u64::MAX),
        other.at_once.unwrap_or_default(),
    );
    assert_eq!(own.wards.len(), other.wards.len());
    let pairs = own.wards.iter().zip(&other.wards);
    let differ = pairs.filter(|(one, two)| one != two).count();
    let inside = own.wards.iter().filter(|ward| !ward.is_empty()).count();
    println!(
        "{POINTS} points, {inside} of them in a ward; shapely names another ward for {differ} (edges)"
    );
    println!("| the ward of a point | ns | times as long as ours | promised |");
    println!("| --- | ---: | ---: | --- |");
    println!("| ours, one after another | {} | | |", own.each);
    println!("| ours, the median of single ones | {median} | | under {MEDIAN_NANOSECONDS} ns |");
    println!(
        "| shapely's STRtree, one after another | {} | {} | at least {TIMES} times |",
        other.each,
        times(other.each)
    );
    println!(
        "| shapely's STRtree, all at once | {at_once} | {} | at least {TIMES} times |",
        times(at_once)
    );
    let quickest = other.each.min(at_once);
    times(quickest) >= TIMES && median < MEDIAN_NANOSECONDS && differ * ONE_IN <= POINTS
}
