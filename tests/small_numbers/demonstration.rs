//! What the demonstration's first year keeps: most of its projects had fewer than five offenders.

use payback_panel::domain::figures::Measures;
use payback_panel::domain::figures::cover::{self, Atom, Cell, Change, Decision, Earlier};
use payback_panel::domain::figures::period::Month;
use payback_panel::domain::figures::withholding::THRESHOLD;
use std::collections::BTreeMap;

fn records(name: &str) -> Vec<BTreeMap<String, String>> {
    let path = format!("{}/seed-data/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::Reader::from_path(path).expect("a seed file");
    reader
        .deserialize()
        .map(|row| row.expect("a row"))
        .collect()
}

fn changes() -> Vec<Change> {
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut number = |code: String| {
        let next = numbers.len() as u32;
        *numbers.entry(code).or_insert(next)
    };
    let mut projects = BTreeMap::new();
    for (id, row) in (1_i64..).zip(records("projects.csv")) {
        let place = ["council_code", "ward_code", "category", "origin"];
        let place = place.map(|column| number(format!("{column} {}", row[column])));
        projects.insert(row["reference"].clone(), (id, place));
    }
    let mut atoms: BTreeMap<Atom, Measures> = BTreeMap::new();
    for row in records("returns.csv")
        .iter()
        .filter(|row| row["status"] == "held")
    {
        let (project, [council, ward, category, origin]) = projects[&row["project"]];
        let month: Month = row["date"][..7].parse().expect("a month");
        let cell = Cell {
            council,
            ward,
            category,
            origin,
            month: month.number(),
        };
        let count = |column: &str| -> i64 { row[column].parse().expect("a number") };
        let counts = Measures {
            sessions_held: 1,
            attendances: count("attending"),
            offenders: count("new_to_project"),
            minutes_offered: count("minutes_offered"),
            minutes_credited: count("minutes_credited"),
            ..Measures::default()
        };
        *atoms.entry(Atom { cell, project }).or_default() += counts;
    }
    let before = Measures::default();
    atoms
        .into_iter()
        .map(|(atom, now)| Change { atom, before, now })
        .collect()
}

fn lost<K: Ord>(
    changes: &[Change],
    decision: &Decision,
    key: impl Fn(&Cell) -> K,
) -> (usize, usize) {
    let mut keys: Vec<K> = changes
        .iter()
        .map(|change| key(&change.atom.cell))
        .collect();
    keys.sort();
    keys.dedup();
    let all = keys.len();
    let mut touched: Vec<K> = vec![];
    for exchange in &decision.exchanges {
        let mut nets: BTreeMap<K, i64> = BTreeMap::new();
        for (atom, sign) in exchange.parts() {
            *nets.entry(key(&atom.cell)).or_default() += sign;
        }
        touched.extend(
            nets.into_iter()
                .filter(|(_, net)| *net != 0)
                .map(|(key, _)| key),
        );
    }
    touched.sort();
    touched.dedup();
    (touched.len(), all)
}

#[test]
fn the_panels_first_year_prints_its_totals_and_its_kinds_of_work() {
    let changes = changes();
    let nothing = BTreeMap::new();
    let earlier = Earlier {
        published: &nothing,
        lasting: &[],
        since_raised: &[],
    };
    let decision = cover::decide(&changes, earlier, THRESHOLD);
    assert!(decision.taken.iter().all(|taken| *taken), "nothing waits");
    let total: Measures = changes.iter().map(|change| change.now).sum();
    assert_eq!((total.offenders, total.minutes_credited), (676, 4_732 * 60));
    assert_eq!(lost(&changes, &decision, Cell::year).0, 0, "the year");
    assert_eq!(
        lost(&changes, &decision, |cell| cell.council).0,
        0,
        "the council"
    );
    let category = lost(&changes, &decision, |cell| cell.category);
    let origin = lost(&changes, &decision, |cell| cell.origin);
    let quarter = lost(&changes, &decision, Cell::quarter);
    let month = lost(&changes, &decision, |cell| cell.month);
    let ward = lost(&changes, &decision, |cell| cell.ward);
    println!(
        "lost: categories {category:?}, origins {origin:?}, quarters {quarter:?}, months {month:?}, wards {ward:?}"
    );
    assert_eq!(category.0, 0, "kinds of work");
}
