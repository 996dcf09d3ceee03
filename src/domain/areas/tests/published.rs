//! Against the published boundaries and postcodes of Leicester, Leicestershire and Rutland.
//!
//! The files are open data and are not kept here. They are looked for in `../shared/geo`, or
//! where `PAYBACK_GEO_DIR` says; without them these tests say that they were left out, or fail
//! where `CI` says that nothing may be.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use geo::{Closest, ClosestPoint, Distance, Geodesic, Line};

use super::super::boundaries::{Columns, Reading, What, read};
use super::super::bounds::Bounds;
use super::super::code::AreaCode;
use super::super::drawing::View;
use super::super::national_grid::GridPoint;
use super::super::near::metres_between;
use super::super::outline::Outline;
use super::super::place::Place;
use super::super::point::Point;
use super::super::ward_index::{Found, JUST_OUTSIDE_METRES, WardIndex};
use super::super::{Area, AreaKind};

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
        let leaves_nothing_out = std::env::var("CI").is_ok_and(|word| word == "true");
        assert!(!leaves_nothing_out, "{name} is not there");
        eprintln!("left out: {name} is not there; set PAYBACK_GEO_DIR to the folder that holds it");
    }
    text
}

fn rows(name: &str) -> Option<Vec<HashMap<String, String>>> {
    let text = published(name)?;
    let mut file = csv::Reader::from_reader(text.as_bytes());
    let rows: Result<Vec<_>, _> = file.deserialize().collect();
    Some(rows.expect("a table"))
}

fn boundaries(name: &str, kind: AreaKind) -> Option<Reading> {
    Some(read(&published(name)?, kind, &Columns::default()).expect("a collection"))
}

fn index(reading: Reading) -> WardIndex {
    let areas = reading
        .boundaries
        .into_iter()
        .map(|found| (found.area, found.outline));
    WardIndex::new(areas)
}

fn at(row: &HashMap<String, String>) -> Point {
    Point::parse(&row["lat"], &row["lon"]).expect("a point")
}

fn inside(found: Found<'_>) -> Option<&Area> {
    match found {
        Found::Inside(area) => Some(area),
        _ => None,
    }
}

#[test]
fn published_boundaries_have_no_faults() {
    for (name, kind, count) in [
        ("wards_2025.geojson", AreaKind::Ward, 176),
        ("wards_2013.geojson", AreaKind::Ward, 171),
        ("districts_2025.geojson", AreaKind::Council, 9),
        ("upper_tier_2025.geojson", AreaKind::Council, 3),
    ] {
        let Some(reading) = boundaries(name, kind) else {
            return;
        };
        assert_eq!(reading.problems, [], "{name}");
        assert_eq!(reading.warnings, [], "{name}");
        assert_eq!(reading.boundaries.len(), count, "{name}");
    }
}

fn outlines(reading: Reading) -> HashMap<AreaCode, Outline> {
    let found = reading.boundaries.into_iter();
    found
        .map(|found| (found.area.code, found.outline))
        .collect()
}

#[test]
fn published_wards_cover_their_councils_and_a_missing_one_is_told() {
    let (Some(mut wards), Some(districts)) = (
        boundaries("wards_2025.geojson", AreaKind::Ward),
        boundaries("districts_2025.geojson", AreaKind::Council),
    ) else {
        return;
    };
    let councils = outlines(districts);
    wards.compare_with_councils(&[], &councils);
    assert_eq!(wards.warnings, []);
    // Each ward taken away in turn is missed, in its own council and in its own size, and nothing else is.
    for missing in (0..wards.boundaries.len()).step_by(7) {
        let mut rest = wards.clone();
        let gone = rest.boundaries.remove(missing);
        rest.compare_with_councils(&[], &councils);
        let mut told = 0.0;
        for warning in &rest.warnings {
            let What::Bare {
                council,
                square_metres,
                ..
            } = &warning.what
            else {
                panic!("without {}: {warning}", gone.area.name);
            };
            assert_eq!(Some(council), gone.area.parent.as_ref(), "{warning}");
            told += square_metres;
        }
        let share = told / gone.outline.square_metres();
        assert!(
            (0.98..1.001).contains(&share),
            "{}: {share}",
            gone.area.name
        );
    }
}

#[test]
fn wards_at_another_resolution_than_their_council_are_no_gaps() {
    let name = "leicester_wards_full_resolution.geojson";
    let (Some(text), Some(districts)) = (
        published(name),
        boundaries("districts_2025.geojson", AreaKind::Council),
    ) else {
        return;
    };
    // The file names no council.
    let text = text.replace("\"hectares\"", r#""LAD25CD":"E06000016","hectares""#);
    let mut city = read(&text, AreaKind::Ward, &Columns::default()).expect("a collection");
    assert_eq!((city.problems.len(), city.boundaries.len()), (0, 21));
    city.compare_with_councils(&[], &outlines(districts));
    assert_eq!(city.warnings, []);
}

#[test]
fn every_postcode_gets_the_ward_published_for_it() {
    let (Some(wards), Some(rows), Some(known)) = (
        boundaries("wards_2025.geojson", AreaKind::Ward),
        rows("postcodes_2025.csv"),
        rows("boundary_disagreements.csv"),
    ) else {
        return;
    };
    let index = index(wards);
    let known: HashSet<&String> = known.iter().map(|row| &row["postcode"]).collect();
    let mut wrong = Vec::new();
    let mut right = 0;
    for row in rows.iter().filter(|row| !known.contains(&row["postcode"])) {
        let ward = inside(index.locate(at(row)));
        let codes = ward.map(|ward| {
            (
                ward.code.to_string(),
                ward.parent.clone().map(|c| c.to_string()),
            )
        });
        if codes == Some((row["ward_code"].clone(), Some(row["lad_code"].clone()))) {
            right += 1;
        } else {
            wrong.push((&row["postcode"], codes));
        }
    }
    assert_eq!(wrong, [], "{right} right");
    assert!(right > 24_000, "{right}");
}

#[test]
fn every_postcode_of_the_city_is_in_its_full_resolution_ward() {
    let name = "leicester_wards_full_resolution.geojson";
    let columns = Columns {
        parent: Some("WD25CD".into()),
        ..Columns::default()
    };
    let (Some(text), Some(rows)) = (published(name), rows("postcodes_2025.csv")) else {
        return;
    };
    // The file names no council, which is a problem of each feature and nothing else is.
    let reading = read(&text, AreaKind::Ward, &Columns::default()).expect("a collection");
    assert_eq!(reading.problems.len(), 21);
    let reading = read(
        &text,
        AreaKind::Council,
        &Columns {
            code: Some("WD25CD".into()),
            ..columns
        },
    )
    .expect("a collection");
    assert_eq!(reading.problems, []);
    let index = index(reading);
    let city = rows.iter().filter(|row| row["lad_code"] == "E06000016");
    let mut count = 0;
    for row in city {
        let found = inside(index.locate(at(row))).map(|area| area.code.to_string());
        assert_eq!(
            found.as_ref(),
            Some(&row["ward_code"]),
            "{}",
            row["postcode"]
        );
        count += 1;
    }
    // Postcodes come and go every quarter; an emptied file must not pass for a right one.
    assert!(count > 6_000, "{count}");
}

#[test]
fn the_city_is_not_in_the_county() {
    let (Some(councils), Some(rows)) = (
        boundaries("upper_tier_2025.geojson", AreaKind::Council),
        rows("places.csv"),
    ) else {
        return;
    };
    let index = index(councils);
    for row in rows {
        let upper = match row["lad_code"].as_str() {
            unitary if unitary.starts_with("E06") => unitary,
            _ => "E10000018",
        };
        let found = inside(index.locate(at(&row))).map(|area| area.code.as_str());
        assert_eq!(found, Some(upper), "{}", row["name"]);
    }
}

/// The published distances were taken before the coordinates were made exact: the older
/// conversion moves a point here by 2.5 metres at most, and the distances are rounded.
const PUBLISHED_WITHIN_METRES: u32 = 3;

#[test]
fn a_postcode_outside_is_outside_and_within_25_metres_just_outside() {
    let (Some(wards), Some(rows)) = (
        boundaries("wards_2025.geojson", AreaKind::Ward),
        rows("postcodes_outside_2025.csv"),
    ) else {
        return;
    };
    let lines: Vec<Line> = wards
        .boundaries
        .iter()
        .flat_map(|found| found.outline.rings())
        .flat_map(|ring| ring.lines().collect::<Vec<_>>())
        .collect();
    let index = index(wards);
    let mut just_outside = 0;
    for row in rows {
        let (name, at) = (&row["postcode"], at(&row));
        let published: u32 = row["metres_outside"].parse().expect("metres");
        match index.locate(at) {
            Found::Inside(ward) => panic!("{name} is in {}", ward.code),
            Found::JustOutside { metres, .. } => {
                just_outside += 1;
                let naive = naive_metres(&lines, at);
                assert!((f64::from(metres) - naive).abs() < 0.6, "{name}: {naive}");
                let apart = metres.abs_diff(published);
                assert!(
                    apart <= PUBLISHED_WITHIN_METRES,
                    "{name}: {metres} for {published}"
                );
            }
            Found::Outside => {
                assert!(published + PUBLISHED_WITHIN_METRES >= 25, "{name}");
                if published < 40 {
                    let naive = naive_metres(&lines, at);
                    assert!(naive > JUST_OUTSIDE_METRES, "{name}: {naive}");
                }
            }
        }
    }
    assert!(just_outside > 10, "{just_outside}");
}

/// Metres to the nearest of all lines, each in turn, along the ellipsoid.
fn naive_metres(lines: &[Line], at: Point) -> f64 {
    let at = geo::Point::new(at.lon(), at.lat());
    let metres = lines.iter().filter_map(|line| {
        // Degrees east are shorter than degrees north; the foot is sought where they are equal.
        let shrink = at.y().to_radians().cos();
        let squeezed = |x: f64, y: f64| geo::Point::new(x * shrink, y);
        let side = Line::new(
            squeezed(line.start.x, line.start.y),
            squeezed(line.end.x, line.end.y),
        );
        let (Closest::SinglePoint(foot) | Closest::Intersection(foot)) =
            side.closest_point(&squeezed(at.x(), at.y()))
        else {
            return None;
        };
        Some(Geodesic.distance(at, geo::Point::new(foot.x() / shrink, foot.y())))
    });
    metres.fold(f64::INFINITY, f64::min)
}

#[test]
fn grid_references_come_within_three_metres_of_published_coordinates() {
    let Some(rows) = rows("postcodes_2025.csv") else {
        return;
    };
    let (mut furthest, mut total) = (0.0_f64, 0.0_f64);
    for row in &rows {
        let metres = |name: &str| row[name].parse::<f64>().expect("metres");
        let grid = GridPoint::new(metres("easting"), metres("northing")).expect("on the grid");
        let off = metres_between(grid.to_point().expect("a point"), at(row));
        furthest = furthest.max(off);
        total += off;
        if row["postcode"] == "LE4 2BF" {
            let typed = format!("{}, {}", row["easting"], row["northing"]);
            assert_eq!(
                Place::read(&typed),
                Ok(Place::Pin(grid.to_point().expect("a point")))
            );
        }
    }
    let mean = total / rows.len() as f64;
    assert!(
        furthest < 3.0 && mean < 2.5,
        "furthest {furthest}, mean {mean}"
    );
}

#[test]
fn a_map_of_the_citys_wards_stays_a_few_kilobytes() {
    let Some(wards) = boundaries("wards_2025.geojson", AreaKind::Ward) else {
        return;
    };
    let size = |council: &str| {
        let outlines: Vec<&Outline> = wards
            .boundaries
            .iter()
            .filter(|found| {
                found
                    .area
                    .parent
                    .as_ref()
                    .is_some_and(|code| council.is_empty() || code.as_str() == council)
            })
            .map(|found| &found.outline)
            .collect();
        let bounds = Bounds::of(outlines.iter().map(|outline| outline.bounds())).expect("land");
        let paths = View::fit(bounds, 640, 8).paths(&outlines);
        assert!(paths.iter().all(|path| path.starts_with('M')));
        paths.iter().map(String::len).sum::<usize>()
    };
    assert!(size("E06000016") < 8_000, "{}", size("E06000016"));
    assert!(size("") < 40_000, "{}", size(""));
}
