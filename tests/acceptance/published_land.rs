//! The boundaries and postcodes that were published for Leicester, Leicestershire and Rutland, through the
//! commands of an operator. They are not kept here: README says where they are looked for.

use crate::world::{Operator, leaves_nothing_out};
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

type Row = HashMap<String, String>;

/// The text of a published file.
#[expect(
    clippy::disallowed_methods,
    reason = "a test's own setting, not the product's"
)]
fn published(name: &str) -> Option<String> {
    let folder = std::env::var_os("PAYBACK_GEO_DIR").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/geo")),
        PathBuf::from,
    );
    let text = std::fs::read_to_string(folder.join(name)).ok();
    if text.is_none() {
        assert!(!leaves_nothing_out(), "{name} is not there");
        println!("left out: {name} is not there");
    }
    text
}

fn rows(text: &str) -> Vec<Row> {
    let mut file = csv::Reader::from_reader(text.as_bytes());
    let rows: Result<Vec<Row>, _> = file.deserialize().collect();
    rows.expect("a table")
}

/// Imports the four files of boundaries, where they are there.
fn with_the_land(operator: &Operator) -> Option<()> {
    for (file, words, said) in [
        (
            "upper_tier_2025.geojson",
            "council --set 2025",
            "Set 2025, councils: 3 added, 0 changed, 0 as they were.\n",
        ),
        (
            "districts_2025.geojson",
            "council --set 2025",
            // The city and Rutland are in both.
            "Set 2025, councils: 7 added, 0 changed, 2 as they were.\n",
        ),
        (
            "wards_2025.geojson",
            "ward --set 2025",
            "Set 2025, wards: 176 added, 0 changed, 0 as they were.\n",
        ),
        (
            "wards_2013.geojson",
            "ward --set 2013",
            "Set 2013, wards: 171 added, 0 changed, 0 as they were.\n",
        ),
    ] {
        operator.writes(file, published(file)?);
        let words = format!("areas import {file} --kind {words}");
        let output = operator.runs(&words);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success() && told.is_empty(),
            "{words}: {told}"
        );
        assert_eq!(String::from_utf8_lossy(&output.stdout), said, "{words}");
    }
    Some(())
}

/// What is located of some rows: by a name of each and some of its columns.
fn located(operator: &Operator, rows: &[Row], columns: &[&str], more: &str) -> Vec<Row> {
    let mut file = csv::Writer::from_writer(vec![]);
    let heading = std::iter::once("id").chain(columns.iter().copied());
    file.write_record(heading).expect("a heading");
    for (id, row) in rows.iter().enumerate() {
        let id = id.to_string();
        let cells = columns.iter().map(|column| row[*column].as_str());
        let cells = std::iter::once(id.as_str()).chain(cells);
        file.write_record(cells).expect("a row");
    }
    operator.writes("asked.csv", file.into_inner().expect("a file"));
    let answers = self::rows(&operator.gets(&format!("locate asked.csv {more}")));
    assert_eq!(answers.len(), rows.len());
    for (id, answer) in answers.iter().enumerate() {
        assert_eq!(answer["id"], id.to_string());
    }
    answers
}

fn codes(row: &Row, ward: &str, council: &str) -> (String, String) {
    (row[ward].clone(), row[council].clone())
}

commands!(
    published_boundaries_are_imported_and_places_are_in_their_wards,
    |operator| {
        let (Some(()), Some(places)) = (with_the_land(operator), published("places.csv")) else {
            return;
        };
        let places = rows(&places);
        let found = located(operator, &places, &["lat", "lon"], "");
        for (place, found) in places.iter().zip(&found) {
            let published = codes(place, "ward_code", "lad_code");
            assert_eq!(codes(found, "ward_code", "council_code"), published);
            let names = codes(place, "ward_name", "lad_name");
            assert_eq!(codes(found, "ward_name", "council_name"), names);
            assert_eq!(found["note"], "", "{}", place["name"]);
        }
        // In the wards before, all are somewhere too.
        let before = located(operator, &places, &["lat", "lon"], "--set 2013");
        assert!(before.iter().all(|found| found["note"].is_empty()));
        for (point, set, row) in [
            (
                "--lat 52.6365 --lon -1.133",
                "2025",
                "E05010463,Castle,E06000016,Leicester,",
            ),
            (
                "--lat 52.6365 --lon -1.133",
                "2013",
                "E05001789,Castle,E06000016,Leicester,",
            ),
            (
                "--lat 52.6708 --lon -0.727",
                "2025",
                "E05012641,Oakham North East,E06000017,Rutland,",
            ),
            ("--lat 52.4 --lon -1.9", "2025", ",,,,outside"),
        ] {
            let printed = operator.gets(&format!("locate {point} --set {set}"));
            let last = printed.lines().last().unwrap_or_default();
            assert_eq!(last, format!(",{row}"), "{point} in {set}");
        }
        for (file, words, count) in [
            ("districts_2025.geojson", "council --set 2025", 9),
            ("wards_2025.geojson", "ward --set 2025", 176),
        ] {
            let said = operator.gets(&format!("areas import {file} --kind {words}"));
            let told = format!("0 added, 0 changed, {count} as they were.\n");
            assert!(said.ends_with(&told), "{said}");
        }
    }
);

commands!(
    published_postcodes_are_imported_and_located_by_name_and_by_point,
    |operator| {
        let (Some(()), Some(table), Some(outside), Some(known)) = (
            with_the_land(operator),
            published("postcodes_2025.csv"),
            published("postcodes_outside_2025.csv"),
            published("boundary_disagreements.csv"),
        ) else {
            return;
        };
        operator.writes("postcodes.csv", &table);
        let table = rows(&table);
        assert!(table.len() > 24_000, "{}", table.len());
        let said = operator.gets("postcodes import postcodes.csv");
        assert_eq!(said, format!("Imported {} postcodes.\n", table.len()));
        // By name the published ward stands; by its point it is the ward around it, for all but a known few.
        let by_name = located(operator, &table, &["postcode"], "");
        let by_point = located(operator, &table, &["lat", "lon"], "");
        let mut others = BTreeSet::new();
        for (row, (named, pointed)) in table.iter().zip(by_name.iter().zip(&by_point)) {
            let published = codes(row, "ward_code", "lad_code");
            let found = codes(named, "ward_code", "council_code");
            assert_eq!(found, published, "{}", row["postcode"]);
            if codes(pointed, "ward_code", "council_code") != published {
                others.insert(row["postcode"].clone());
            }
        }
        let known: BTreeSet<String> = rows(&known)
            .iter()
            .map(|row| row["postcode"].clone())
            .collect();
        let strange: Vec<_> = others.difference(&known).collect();
        assert!(strange.is_empty(), "{strange:?}");
        let outside = rows(&outside);
        let by_point = located(operator, &outside, &["lat", "lon"], "");
        for (row, found) in outside.iter().zip(&by_point) {
            assert_eq!(found["ward_code"], "", "{}", row["postcode"]);
            assert!(found["note"].contains("outside"), "{}", row["postcode"]);
        }
        let unknown = located(operator, &outside, &["postcode"], "");
        assert!(
            unknown
                .iter()
                .all(|found| found["note"] == "postcode not known")
        );
    }
);
