//! Ground of a council that lies in none of its wards.

use std::collections::HashMap;

use super::super::boundaries::{Boundary, Columns, Reading, read};
use super::super::code::AreaCode;
use super::super::outline::Outline;
use super::super::{Area, AreaKind};
use super::{area, code};

/// A hundredth of a degree is 676 metres from west to east here, and 1113 from south to north.
const SIDE: f64 = 0.01;

fn rectangle(west: f64, south: f64, east: f64, north: f64) -> String {
    format!(
        "[[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]"
    )
}

fn feature(code: &str, parent: &str, rings: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{{"code":"{code}","name":"{code}","parent":"{parent}"}},"geometry":{{"type":"Polygon","coordinates":{rings}}}}}"#
    )
}

/// One of the nine wards of a council, three by three; the wards of the east reach so much less far.
fn ward(number: u8, short_of_the_edge: f64) -> String {
    let (column, row) = (f64::from(number % 3), f64::from(number / 3));
    let (west, south) = (column.mul_add(SIDE, -1.2), row.mul_add(SIDE, 52.6));
    let short = if number % 3 == 2 {
        short_of_the_edge
    } else {
        0.0
    };
    let rings = rectangle(west, south, west + SIDE - short, south + SIDE);
    feature(&format!("W{number}"), "C1", &rings)
}

fn council(code: &str) -> String {
    feature(code, "", &rectangle(-1.2, 52.6, -1.17, 52.63))
}

fn reads(kind: AreaKind, features: &[String]) -> Reading {
    let text = format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        features.join(",")
    );
    read(&text, kind, &Columns::default()).expect("a collection")
}

fn outlines(councils: &[&str]) -> HashMap<AreaCode, Outline> {
    let councils: Vec<String> = councils.iter().map(|code| council(code)).collect();
    let reading = reads(AreaKind::Council, &councils);
    let outlines = reading.boundaries.into_iter();
    outlines
        .map(|found| (found.area.code, found.outline))
        .collect()
}

/// What is told of wards in a council that is known.
fn told(wards: &[String], known: &[Boundary]) -> Vec<String> {
    let mut reading = reads(AreaKind::Ward, wards);
    reading.compare_with_councils(known, &outlines(&["C1"]));
    assert_eq!(reading.problems, []);
    reading.warnings.iter().map(ToString::to_string).collect()
}

#[test]
fn a_council_that_its_wards_cover_is_not_told_of() {
    let wards: Vec<String> = (0..9).map(|number| ward(number, 0.0)).collect();
    assert_eq!(told(&wards, &[]), [""; 0]);
}

#[test]
fn a_ward_that_is_missing_is_told_wherever_it_is() {
    for missing in 0..9_u8 {
        let wards: Vec<String> = (0..9)
            .filter(|n| *n != missing)
            .map(|n| ward(n, 0.0))
            .collect();
        let told = told(&wards, &[]);
        assert_eq!(told.len(), 1, "without {missing}: {told:?}");
        let whole = match missing {
            // Enclosed by the others it is a gap, and not told twice.
            4 => "there is a gap of 75",
            _ => "square metres of C1 lie in none of its wards, near 52.6",
        };
        assert!(told[0].contains(whole), "without {missing}: {told:?}");
        assert!(
            told[0].contains(": 75") || missing == 4,
            "its size: {told:?}"
        );
    }
}

#[test]
fn wards_that_stop_short_of_the_edge_are_told_and_two_generalised_edges_are_not() {
    // 34 metres: two outlines that were each simplified by up to 20.
    let close: Vec<String> = (0..9).map(|number| ward(number, 0.0005)).collect();
    assert_eq!(told(&close, &[]), [""; 0]);
    // 101 metres along the whole of the eastern edge.
    let short: Vec<String> = (0..9).map(|number| ward(number, 0.0015)).collect();
    let told = told(&short, &[]);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("feature 6 (W5 W5): 33"), "{told:?}");
}

#[test]
fn a_gap_is_told_though_a_long_strip_hangs_on_it() {
    // The seventh ward is missing, and all of the east is 34 metres short: one piece of bare ground.
    let wards: Vec<String> = (0..9)
        .filter(|n| *n != 8)
        .map(|n| ward(n, 0.0005))
        .collect();
    let told = told(&wards, &[]);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("lie in none of its wards"), "{told:?}");
}

#[test]
fn wards_that_the_set_has_already_count() {
    let all: Vec<String> = (0..9).map(|number| ward(number, 0.0)).collect();
    let known = reads(AreaKind::Ward, &all[..5]).boundaries;
    assert_eq!(told(&all[5..], &known), [""; 0]);
    let told = told(&all[6..], &known);
    assert_eq!(told.len(), 1, "{told:?}");
}

#[test]
fn a_council_that_comes_after_its_wards_is_told_of_itself() {
    let some: Vec<String> = (0..8).map(|number| ward(number, 0.0)).collect();
    let known = reads(AreaKind::Ward, &some).boundaries;
    let mut reading = reads(AreaKind::Council, &[council("C0"), council("C1")][1..]);
    reading.compare_with_councils(&known, &HashMap::new());
    let told: Vec<String> = reading.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("feature 1 (C1 C1): "), "{told:?}");
}

#[test]
fn a_council_without_a_single_ward_is_not_asked_for_any() {
    let mut reading = reads(AreaKind::Council, &[council("C1")]);
    reading.compare_with_councils(&[], &outlines(&["C2"]));
    assert_eq!(reading.warnings, []);
    // Nor one whose wards the file has nothing to do with.
    let stranger = Boundary {
        area: Area {
            parent: Some(code("C2")),
            ..area(AreaKind::Ward, "W0", "C2")
        },
        ..reads(AreaKind::Ward, &[ward(0, 0.0)]).boundaries[0].clone()
    };
    let all: Vec<String> = (0..9).map(|number| ward(number, 0.0)).collect();
    let mut reading = reads(AreaKind::Ward, &all);
    reading.compare_with_councils(&[stranger], &outlines(&["C1", "C2"]));
    assert_eq!(reading.warnings, []);
}
