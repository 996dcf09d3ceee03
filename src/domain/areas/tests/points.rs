//! Which ward a point lies in, on an invented land.

use geo::Contains as _;
use proptest::prelude::*;

use super::super::near::metres_between;
use super::super::outline::Outline;
use super::super::ward_index::{Found, WardIndex};
use super::super::{Area, AreaKind};
use super::patchwork::{self, ACROSS};
use super::{area, point};

const STILL: &[(i8, i8)] = &[(0, 0)];

/// An answer that outlives the index it came from.
fn told(found: Found<'_>) -> String {
    match found {
        Found::Inside(ward) => ward.code.to_string(),
        Found::JustOutside { metres, nearest } => format!("{metres} m from {}", nearest.code),
        Found::Outside => "outside".to_owned(),
    }
}

fn square(code: &str, west: f64, south: f64, east: f64, north: f64) -> (Area, Outline) {
    let ring = vec![
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
    ];
    (
        area(AreaKind::Ward, code, "C01"),
        patchwork::outline(&[ring]),
    )
}

#[test]
fn a_point_inside_one_ward_is_in_that_ward() {
    let index = WardIndex::new(patchwork::wards(STILL));
    assert_eq!(index.len(), ACROSS * ACROSS + 1);
    assert_eq!(told(index.locate(point(52.615, -1.185))), "W15");
    assert_eq!(told(index.locate(point(52.6395, -1.1605))), "W25");
}

#[test]
fn a_town_in_a_hole_is_not_in_the_ward_around_it() {
    let index = WardIndex::new(patchwork::wards(STILL));
    assert_eq!(told(index.locate(point(52.605, -1.195))), "T01");
    assert_eq!(told(index.locate(point(52.602, -1.195))), "W10");
    let without_the_town = patchwork::wards(STILL)
        .into_iter()
        .filter(|(area, _)| area.code.as_str() != "T01");
    let index = WardIndex::new(without_the_town);
    assert_eq!(told(index.locate(point(52.605, -1.195))), "outside");
}

#[test]
fn a_point_on_a_shared_edge_or_corner_belongs_to_the_smallest_code() {
    let index = WardIndex::new(patchwork::wards(STILL));
    // A corner of four wards, an edge of two, the edge of the hole, an outer corner.
    assert_eq!(told(index.locate(point(52.61, -1.19))), "W10");
    assert_eq!(told(index.locate(point(52.615, -1.18))), "W15");
    let rim = patchwork::wards(STILL).pop().expect("the town").1.bounds();
    assert_eq!(told(index.locate(point(rim.south, -1.195))), "T01");
    assert_eq!(told(index.locate(point(52.6, -1.2))), "W10");
}

#[test]
fn just_outside_ends_at_twenty_five_metres() {
    let index = WardIndex::new([square("W1", -1.2, 52.6, -1.1, 52.7)]);
    let degrees = |metres: f64| metres / metres_between(point(52.6, -1.15), point(51.6, -1.15));
    for (metres, answer) in [
        (0.2, "0 m from W1"),
        (4.0, "4 m from W1"),
        (21.4, "21 m from W1"),
        (24.9, "25 m from W1"),
        (25.1, "outside"),
        (5000.0, "outside"),
    ] {
        let south = point(52.6 - degrees(metres), -1.15);
        assert_eq!(told(index.locate(south)), answer, "{metres} metres south");
    }
    // Off a corner the distance is to the corner, not to the box.
    let (lat, lon) = (52.6 - degrees(20.0), -1.2 - degrees(20.0) / 0.607);
    assert_eq!(told(index.locate(point(lat, lon))), "outside");
}

#[test]
fn between_two_wards_the_nearer_is_named_and_the_smaller_code_where_both_are_as_near() {
    let gap = 0.0002;
    let east = square("W1", -1.2 + gap, 52.6, -1.1, 52.7);
    let west = square("W2", -1.3, 52.6, -1.2 - gap, 52.7);
    let index = WardIndex::new([east, west]);
    assert_eq!(
        told(index.locate(point(52.65, -1.2 + gap / 2.0))),
        "7 m from W1"
    );
    assert_eq!(
        told(index.locate(point(52.65, -1.2 - gap / 2.0))),
        "7 m from W2"
    );
    assert_eq!(told(index.locate(point(52.65, -1.2))), "14 m from W1");
}

#[test]
fn an_index_of_nothing_answers_outside() {
    let index = WardIndex::new([]);
    assert!(index.is_empty());
    assert_eq!(index.locate(point(52.65, -1.2)), Found::Outside);
    assert_eq!(index.locate(point(0.0, 0.0)), Found::Outside);
}

fn pushes() -> impl Strategy<Value = Vec<(i8, i8)>> {
    let push = (-100..=100_i8, -100..=100_i8);
    proptest::collection::vec(push, (ACROSS + 1) * (ACROSS + 1))
}

proptest! {
    #[test]
    fn every_point_has_one_answer_and_it_is_what_the_shapes_say(
        pushes in pushes(),
        at in proptest::collection::vec((52.595..52.645_f64, -1.205..-1.155_f64), 50),
    ) {
        let wards = patchwork::wards(&pushes);
        let index = WardIndex::new(wards.clone());
        for (lat, lon) in at {
            let held = wards
                .iter()
                .filter(|(_, outline)| outline.polygons().contains(&geo::Point::new(lon, lat)))
                .map(|(area, _)| area.code.to_string())
                .min();
            let answer = told(index.locate(point(lat, lon)));
            match held {
                Some(code) => prop_assert_eq!(answer, code),
                None => prop_assert!(answer.contains("m from") || answer == "outside"),
            }
        }
    }

    #[test]
    fn every_corner_and_every_place_on_an_edge_is_in_some_ward(
        pushes in pushes(), share in 0.0..1.0_f64,
    ) {
        let wards = patchwork::wards(&pushes);
        let index = WardIndex::new(wards.clone());
        for line in wards.iter().flat_map(|(_, outline)| outline.rings()).flat_map(|r| r.lines()) {
            let corner = point(line.start.y, line.start.x);
            prop_assert!(matches!(index.locate(corner), Found::Inside(_)));
            let lon = line.start.x + share * (line.end.x - line.start.x);
            let lat = line.start.y + share * (line.end.y - line.start.y);
            let near_enough = match index.locate(point(lat, lon)) {
                Found::Inside(_) => true,
                Found::JustOutside { metres, .. } => metres == 0,
                Found::Outside => false,
            };
            prop_assert!(near_enough, "{lat}, {lon} is on an edge");
        }
    }

    #[test]
    fn the_order_of_wards_never_changes_an_answer(
        (wards, shuffled) in pushes().prop_flat_map(|pushes| {
            let wards = patchwork::wards(&pushes);
            (Just(wards.clone()), Just(wards).prop_shuffle())
        }),
        at in proptest::collection::vec((52.595..52.645_f64, -1.205..-1.155_f64), 30),
    ) {
        let corners: Vec<(f64, f64)> = wards
            .iter()
            .flat_map(|(_, outline)| outline.rings())
            .flat_map(|ring| ring.lines())
            .flat_map(|line| [line.start, (line.start + line.end) / 2.0])
            .map(|corner| (corner.y, corner.x))
            .collect();
        let (one, other) = (WardIndex::new(wards), WardIndex::new(shuffled));
        for (lat, lon) in at.into_iter().chain(corners) {
            let here = point(lat, lon);
            prop_assert_eq!(told(one.locate(here)), told(other.locate(here)));
        }
    }

    #[test]
    fn any_coordinate_on_earth_has_an_answer(lat in -90.0..=90.0_f64, lon in -180.0..=180.0_f64) {
        let index = WardIndex::new(patchwork::wards(STILL));
        if let Ok(point) = super::Point::new(lat, lon) {
            let far = !(52.5..52.7).contains(&lat) || !(-1.3..-1.1).contains(&lon);
            prop_assert!(!far || index.locate(point) == Found::Outside);
        }
    }
}
