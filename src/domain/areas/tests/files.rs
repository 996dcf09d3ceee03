//! Reading boundary files.

use std::collections::HashMap;

use super::super::AreaKind;
use super::super::boundaries::{Columns, FileError, Reading, read};
use super::{area, code};

fn feature(properties: &str, west: f64, south: f64) -> String {
    sized(properties, west, south, 0.01)
}

fn sized(properties: &str, west: f64, south: f64, size: f64) -> String {
    let (east, north) = (west + size, south + size);
    format!(
        r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"Polygon","coordinates":[[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]}}}}"#
    )
}

fn ward(number: u32, west: f64, south: f64) -> String {
    let properties = format!(
        r#"{{"WD25CD":"E0501{number:04}","WD25NM":"Ward {number}","LAD25CD":"E06000016","LAD25NM":"Leicester"}}"#
    );
    feature(&properties, west, south)
}

fn file(features: &[String]) -> String {
    format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        features.join(",")
    )
}

fn wards(features: &[String]) -> Reading {
    read(&file(features), AreaKind::Ward, &Columns::default()).expect("a collection")
}

fn problems(reading: &Reading) -> String {
    let told: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
    told.join("\n")
}

#[test]
fn official_property_names_of_any_year_are_recognised() {
    for (kind, properties, own, name, parent, parent_name) in [
        (
            AreaKind::Ward,
            r#"{"WD13CD":"E05001784","WD13NM":"Abbey","LADCD":"E06000016","LADNM":"Leicester"}"#,
            "E05001784",
            "Abbey",
            Some("E06000016"),
            Some("Leicester"),
        ),
        (
            AreaKind::Ward,
            r#"{"wd31cd":"E05010458","wd31nm":"Abbey","lad31cd":"E06000016","UTLACD":"E06000016","wd31nmw":"x"}"#,
            "E05010458",
            "Abbey",
            Some("E06000016"),
            None,
        ),
        (
            AreaKind::Council,
            r#"{"LAD25CD":"E07000129","LAD25NM":"Blaby","UTLACD":"E10000018","UTLANM":"Leicestershire","wards":17}"#,
            "E07000129",
            "Blaby",
            Some("E10000018"),
            Some("Leicestershire"),
        ),
        (
            AreaKind::Council,
            r#"{"LAD25CD":"E06000016","LAD25NM":"Leicester","UTLACD":"E06000016","UTLANM":"Leicester"}"#,
            "E06000016",
            "Leicester",
            None,
            None,
        ),
        (
            AreaKind::Council,
            r#"{"CTYUA24CD":"E10000018","CTYUA24NM":"Leicestershire"}"#,
            "E10000018",
            "Leicestershire",
            None,
            None,
        ),
        (
            AreaKind::Council,
            r#"{"UTLACD":"E10000018","UTLANM":"Leicestershire","PDU25CD":"PDU7","PDU25NM":"Leicester, Leicestershire and Rutland"}"#,
            "E10000018",
            "Leicestershire",
            Some("PDU7"),
            Some("Leicester, Leicestershire and Rutland"),
        ),
        (
            AreaKind::ProbationArea,
            r#"{"code":"pdu7","name":"Leicester"}"#,
            "PDU7",
            "Leicester",
            None,
            None,
        ),
    ] {
        let text = file(&[feature(properties, -1.2, 52.6)]);
        let reading = read(&text, kind, &Columns::default()).expect("a collection");
        assert_eq!(problems(&reading), "", "{properties}");
        let found = &reading.boundaries[0];
        assert_eq!(found.area.code.as_str(), own);
        assert_eq!(found.area.name, name);
        assert_eq!(found.area.parent.as_ref().map(|p| p.as_str()), parent);
        let named = found.named_parent.as_ref().map(|area| area.name.as_str());
        assert_eq!(named, parent_name);
    }
}

#[test]
fn other_property_names_are_taken_from_flags() {
    let properties = r#"{"WD25CD":"E05000001","id":12345,"label":"Abbey","in":"E06000016"}"#;
    let columns = Columns {
        code: Some("id".into()),
        name: Some("label".into()),
        parent: Some("in".into()),
    };
    let text = file(&[feature(properties, -1.2, 52.6)]);
    let reading = read(&text, AreaKind::Ward, &columns).expect("a collection");
    assert_eq!(reading.boundaries[0].area.code.as_str(), "12345");
    assert_eq!(reading.boundaries[0].area.name, "Abbey");
}

#[test]
fn every_problem_is_told_feature_by_feature() {
    let bow = r#"{"type":"Feature","properties":{"WD25CD":"E05000005","WD25NM":"Bow","LAD25CD":"E06000016"},"geometry":{"type":"Polygon","coordinates":[[[-1.2,52.6],[-1.1,52.7],[-1.1,52.6],[-1.2,52.7],[-1.2,52.6]]]}}"#;
    let reading = wards(&[
        feature(r#"{"WD25NM":"Abbey","LAD25CD":"E06000016"}"#, -1.2, 52.6),
        feature(
            r#"{"WD25CD":"E05000002","WD25NM":" ","LAD25CD":"E06000016"}"#,
            -1.3,
            52.6,
        ),
        feature(r#"{"WD25CD":"E05000003","WD25NM":"Castle"}"#, -1.4, 52.6),
        ward(4, -1.5, 52.6),
        bow.to_owned(),
        ward(4, -1.7, 52.6),
        feature(
            r#"{"WD25CD":"E05 007","WD25NM":"Seven","LAD25CD":"E06000016"}"#,
            -1.8,
            52.6,
        ),
        r#"{"type":"Feature","properties":null,"geometry":null}"#.to_owned(),
        "17".to_owned(),
    ]);
    let told = problems(&reading);
    for expected in [
        "feature 1 (Abbey): it has no code",
        "feature 2 (E05000002): it has no name",
        "feature 3 (E05000003 Castle): it does not say which council it lies in",
        "feature 5 (E05000005 Bow): polygon 1, ring 1 crosses itself",
        "feature 6 (E05010004 Ward 4): feature 4 has the same code",
        "feature 7 (E05 007 Seven): its code cannot be used",
        "feature 8: it has no geometry",
        "feature 9: it is not a GeoJSON feature",
    ] {
        assert!(told.contains(expected), "{expected} in:\n{told}");
    }
    assert!(!reading.is_fit());
    // What can be drawn is still compared with its neighbours.
    assert_eq!(reading.boundaries.len(), 3);
}

#[test]
fn a_name_that_does_not_print_or_has_no_end_is_told() {
    let named = |at: u32, name: &str| {
        let properties =
            format!(r#"{{"WD25CD":"E0500000{at}","WD25NM":"{name}","LAD25CD":"E06000016"}}"#);
        feature(&properties, f64::from(at).mul_add(0.02, -1.4), 52.6)
    };
    let long = "é".repeat(201);
    let odd = [
        r"Ab\u0000bey",
        r"Ab\u001b[31mbey",
        r"Ab\nbey",
        r"Ab\u0085bey",
        &long,
    ];
    let features: Vec<String> = (1..).zip(odd).map(|(at, name)| named(at, name)).collect();
    let reading = wards(&features);
    let told: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), odd.len(), "{told:?}");
    for (at, told) in (1..).zip(&told) {
        assert!(
            told.starts_with(&format!("feature {at} (E0500000{at} ")),
            "{told}"
        );
        assert!(
            told.ends_with("longer than 200 characters or holds control characters"),
            "{told}"
        );
        assert!(!told.contains(char::is_control), "{told:?}");
    }
    assert!(reading.boundaries.is_empty());
    let reading = wards(&[named(1, &"é".repeat(200))]);
    assert_eq!(problems(&reading), "");
}

#[test]
fn wards_that_overlap_are_told_and_slivers_are_not() {
    let overlapping = wards(&[
        ward(1, -1.2, 52.6),
        ward(2, -1.195, 52.6),
        ward(3, -1.1, 52.6),
    ]);
    let told = problems(&overlapping);
    assert_eq!(overlapping.problems.len(), 1, "{told}");
    assert!(told.starts_with("feature 2 (E05010002 Ward 2): it overlaps E05010001 Ward 1 by "));
    // Two metres wide along 1.1 kilometres: how separately rounded files meet.
    let sliver = wards(&[ward(1, -1.2, 52.6), ward(2, -1.19003, 52.6)]);
    assert_eq!(problems(&sliver), "");
    assert_eq!(sliver.warnings, []);
}

#[test]
fn a_ring_of_wards_around_nothing_is_a_warning() {
    let mut ring = Vec::new();
    for (number, (x, y)) in [
        (0, 0),
        (1, 0),
        (2, 0),
        (0, 1),
        (2, 1),
        (0, 2),
        (1, 2),
        (2, 2),
    ]
    .into_iter()
    .enumerate()
    {
        let (west, south) = (
            f64::from(x).mul_add(0.01, -1.2),
            f64::from(y).mul_add(0.01, 52.6),
        );
        ring.push(ward(number as u32, west, south));
    }
    let reading = wards(&ring);
    assert_eq!(problems(&reading), "");
    assert_eq!(reading.warnings.len(), 1);
    let told = reading.warnings[0].to_string();
    assert!(
        told.starts_with("feature 1 (E05010000 Ward 0): there is a gap of 75"),
        "{told}"
    );
    assert!(told.contains("near 52.61"), "{told}");
}

#[test]
fn a_council_may_lie_in_its_own_county_in_the_same_file() {
    let county = sized(r#"{"code":"K1","name":"County"}"#, -1.25, 52.55, 0.2);
    let district = feature(
        r#"{"code":"D1","name":"District","parent":"K1"}"#,
        -1.2,
        52.6,
    );
    let stranger = feature(r#"{"code":"D2","name":"Stranger"}"#, -1.18, 52.6);
    let read = |features: &[String]| {
        read(&file(features), AreaKind::Council, &Columns::default()).expect("a collection")
    };
    assert_eq!(problems(&read(&[county.clone(), district])), "");
    assert!(problems(&read(&[county, stranger])).contains("overlaps K1 County"));
}

#[test]
fn an_unknown_parent_is_told_unless_the_file_names_it() {
    let named = ward(1, -1.2, 52.6);
    let unnamed = feature(r#"{"code":"W2","name":"Two","parent":"C9"}"#, -1.1, 52.6);
    let mut reading = wards(&[named, unnamed]);
    let mut known = reading.clone();
    let council = area(AreaKind::Council, "C9", "");
    known.compare_with_areas(&HashMap::from([(code("C9"), council)]), &HashMap::new());
    assert_eq!(problems(&known), "");
    reading.compare_with_areas(&HashMap::new(), &HashMap::new());
    assert_eq!(
        problems(&reading),
        "feature 2 (W2 Two): it lies in C9, which is not known; import that first"
    );
}

#[test]
fn an_area_known_as_another_kind_or_with_a_taken_prefix_is_told() {
    let properties = r#"{"code":"C1","name":"One","prefix":"LC","parent":"K1","population":5}"#;
    let text = file(&[feature(properties, -1.2, 52.6)]);
    let mut reading = read(&text, AreaKind::Council, &Columns::default()).expect("a collection");
    assert_eq!(reading.boundaries[0].population, Some(5));
    let known = HashMap::from([
        (code("C1"), area(AreaKind::Ward, "C1", "")),
        (code("K1"), area(AreaKind::Council, "K1", "")),
    ]);
    reading.compare_with_areas(&known, &HashMap::from([("LC".to_owned(), code("C2"))]));
    assert_eq!(
        problems(&reading),
        "feature 1 (C1 One): it is already known as a ward\n\
         feature 1 (C1 One): its prefix LC is already that of C2"
    );
    let bad = r#"{"code":"C1","name":"One","prefix":"lc","population":"many"}"#;
    let text = file(&[feature(bad, -1.2, 52.6)]);
    let reading = read(&text, AreaKind::Council, &Columns::default()).expect("a collection");
    assert_eq!(reading.problems.len(), 2, "{}", problems(&reading));
}

#[test]
fn a_ward_that_overlaps_one_the_set_already_has_is_told() {
    let known = wards(&[ward(1, -1.2, 52.6), ward(2, -1.1, 52.6)]);
    let mut later = wards(&[ward(3, -1.195, 52.6), ward(4, -1.0, 52.6)]);
    later.compare_with(&known.boundaries);
    let told = problems(&later);
    assert!(
        told.starts_with("feature 1 (E05010003 Ward 3): it overlaps E05010001 Ward 1"),
        "{told}"
    );
    assert_eq!(later.problems.len(), 1);
    // The same ward again is not its own neighbour.
    let mut again = wards(&[ward(1, -1.2, 52.6)]);
    again.compare_with(&known.boundaries);
    assert_eq!(problems(&again), "");
}

#[test]
fn wards_that_reach_out_of_their_council_are_a_warning() {
    let council = wards(&[ward(9, -1.2, 52.6)]).boundaries.remove(0).outline;
    let parents = HashMap::from([(code("E06000016"), council)]);
    let mut inside = wards(&[ward(1, -1.2, 52.6)]);
    inside.compare_with_parents(&parents);
    assert_eq!(inside.warnings, []);
    // A hundred metres off: degrees of another datum.
    let mut shifted = wards(&[ward(1, -1.1985, 52.6)]);
    shifted.compare_with_parents(&parents);
    let told = shifted.warnings[0].to_string();
    assert!(
        told.contains("lie outside E06000016") && told.contains("same coordinates"),
        "{told}"
    );
}

#[test]
fn a_note_or_else_the_files_attribution_stays_with_the_boundary() {
    let noted = feature(
        r#"{"code":"C1","name":"One","note":"Schematic"}"#,
        -1.2,
        52.6,
    );
    let plain = feature(r#"{"code":"C2","name":"Two"}"#, -1.1, 52.6);
    let text = file(&[noted, plain]).replacen('{', r#"{"attribution":"Contains OS data","#, 1);
    let reading = read(&text, AreaKind::Council, &Columns::default()).expect("a collection");
    let notes: Vec<&str> = reading
        .boundaries
        .iter()
        .map(|found| found.note.as_str())
        .collect();
    assert_eq!(notes, ["Schematic", "Contains OS data"]);
}

#[test]
fn what_is_no_boundary_file_is_refused_whole() {
    let refused =
        |text: &str| read(text, AreaKind::Ward, &Columns::default()).expect_err("no file");
    assert!(matches!(refused("not json"), FileError::NotJson(_)));
    assert!(matches!(refused(""), FileError::NotJson(_)));
    assert!(matches!(
        refused(&"[".repeat(100_000)),
        FileError::NotJson(_)
    ));
    assert_eq!(refused("[]"), FileError::NotACollection);
    assert_eq!(refused(r#"{"type":"Topology"}"#), FileError::NotACollection);
    assert_eq!(
        refused(r#"{"type":"FeatureCollection"}"#),
        FileError::NotACollection
    );
    assert_eq!(
        refused(r#"{"type":"FeatureCollection","features":[]}"#),
        FileError::Empty
    );
    let crs = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"features":[1]}"#;
    assert_eq!(
        refused(crs),
        FileError::OtherDatum("urn:ogc:def:crs:EPSG::27700".into())
    );
    let plain = file(&[ward(1, -1.2, 52.6)]);
    let named = plain.replacen(
        '{',
        r#"{"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"#,
        1,
    );
    assert!(read(&named, AreaKind::Ward, &Columns::default()).is_ok());
    let marked = format!("\u{FEFF}{plain}");
    assert!(read(&marked, AreaKind::Ward, &Columns::default()).is_ok());
}
