//! What people type when asked where.

use super::super::national_grid::{GridError, GridPoint, on_airy_in_degrees};
use super::super::near::{are_alike, likeness, may_be_the_same_place, metres_between};
use super::super::place::{Place, PlaceError};
use super::super::point::{NotAPoint, Point};
use super::super::postcode::{Postcode, PostcodeError, is_first_half};
use super::{code, point};
use crate::domain::areas::bounds::Bounds;
use crate::domain::areas::code::{AreaCode, CodeError};

#[test]
fn a_postcode_is_the_same_however_it_is_typed() {
    for (typed, kept) in [
        ("le42bf", "LE4 2BF"),
        ("LE4 2BF", "LE4 2BF"),
        (" l e 4 2 b f ", "LE4 2BF"),
        ("LE4\u{a0}2BF", "LE4 2BF"),
        ("le1-1aa", "LE1 1AA"),
        ("cv100ry", "CV10 0RY"),
        ("m11ae", "M1 1AE"),
        ("w1a 1hq", "W1A 1HQ"),
        ("ec1a1bb", "EC1A 1BB"),
        ("b338th", "B33 8TH"),
    ] {
        assert_eq!(
            Postcode::parse(typed).map(|p| p.to_string()),
            Ok(kept.to_owned())
        );
    }
    assert_eq!(
        Postcode::parse("le67 4qr").map(|p| p.district().to_owned()),
        Ok("LE67".into())
    );
}

#[test]
fn what_is_not_a_postcode_is_refused() {
    assert_eq!(Postcode::parse("  "), Err(PostcodeError::Empty));
    for typed in [
        "LE4",
        "LE4 2B",
        "LE4 2BFF",
        "LE4 BBF",
        "4LE 2BF",
        "LE4 2B1",
        "LE4 2CF",
        "QE4 2BF",
        "LEE 2BF",
        "LE456 2BF",
        "LE4 2BF, Leicester",
        "LÉ4 2BF",
        "12345",
        "LE4 2ВF",
    ] {
        assert_eq!(
            Postcode::parse(typed),
            Err(PostcodeError::Malformed),
            "{typed}"
        );
    }
}

#[test]
fn codes_are_kept_in_capitals_and_nothing_else_is_read_from_them() {
    assert_eq!(AreaCode::parse(" e05010463 "), Ok(code("E05010463")));
    assert_eq!(AreaCode::parse(""), Err(CodeError::Empty));
    assert_eq!(AreaCode::parse("E05 010463"), Err(CodeError::Character));
    assert_eq!(AreaCode::parse("E05010463<b>"), Err(CodeError::Character));
    assert_eq!(AreaCode::parse(&"E".repeat(21)), Err(CodeError::TooLong));
}

#[test]
fn coordinates_that_cannot_be_are_refused_for_what_they_are() {
    assert_eq!(
        Point::parse("52.6365", " -1.1330 "),
        Ok(point(52.6365, -1.133))
    );
    assert_eq!(
        Point::parse("52.6365", "\u{2212}1.1330"),
        Ok(point(52.6365, -1.133))
    );
    for (lat, lon, why) in [
        ("", "", NotAPoint::NotANumber),
        ("52.6", "", NotAPoint::NotANumber),
        ("NaN", "-1.1", NotAPoint::NotANumber),
        ("inf", "-1.1", NotAPoint::NotANumber),
        ("-infinity", "0", NotAPoint::NotANumber),
        ("52,6", "-1,1", NotAPoint::NotANumber),
        ("1e400", "0", NotAPoint::NotANumber),
        ("5e1", "0", NotAPoint::NotANumber),
        ("--1", "0", NotAPoint::NotANumber),
        ("90.01", "0", NotAPoint::OutOfRange),
        ("0", "-180.5", NotAPoint::OutOfRange),
        ("-1.133", "52.6365", NotAPoint::Swapped),
        ("457900", "307800", NotAPoint::Metres),
    ] {
        assert_eq!(Point::parse(lat, lon), Err(why), "{lat} {lon}");
    }
    assert_eq!(Point::new(f64::NAN, 0.0), Err(NotAPoint::NotANumber));
    assert_eq!(Point::new(0.0, f64::INFINITY), Err(NotAPoint::NotANumber));
    // The poles, the date line and Null Island are places.
    for (lat, lon) in [(90.0, 0.0), (-90.0, 180.0), (0.0, 0.0), (40.7, -74.0)] {
        assert!(Point::new(lat, lon).is_ok(), "{lat} {lon}");
    }
}

#[test]
fn the_published_worked_example_of_the_national_grid_comes_out() {
    // Ordnance Survey, "A guide to coordinate systems in Great Britain": Caister water tower.
    let tower = GridPoint::new(651_409.903, 313_177.270).expect("on the grid");
    let (lat, lon) = on_airy_in_degrees(tower);
    let degrees = |d: f64, m: f64, s: f64| d + m / 60.0 + s / 3600.0;
    // A hundred-thousandth of a second is a third of a millimetre.
    assert!(
        (lat - degrees(52.0, 39.0, 27.2531)).abs() * 3600.0 < 0.0001,
        "{lat}"
    );
    assert!(
        (lon - degrees(1.0, 43.0, 4.5177)).abs() * 3600.0 < 0.0001,
        "{lon}"
    );
    let wgs84 = point(degrees(52.0, 39.0, 28.723), degrees(1.0, 42.0, 57.787));
    let found = tower.to_point().expect("a point");
    assert!(metres_between(found, wgs84) < 0.05, "{found}");
}

#[test]
fn a_grid_reference_is_read_at_any_fineness() {
    for (typed, easting, northing) in [
        ("SK 5790 0780", 457_900.0, 307_800.0),
        ("SK579078", 457_900.0, 307_800.0),
        ("sk 57 07", 457_000.0, 307_000.0),
        ("SK57", 450_000.0, 370_000.0),
        ("SK 57901 07802", 457_901.0, 307_802.0),
        ("TG 51409 13177", 651_409.0, 313_177.0),
        ("SV 0000 0000", 0.0, 0.0),
        ("HP 6150 1380", 461_500.0, 1_213_800.0),
        ("TL 0000 9999", 500_000.0, 299_990.0),
    ] {
        let place = GridPoint::parse(typed).expect(typed);
        assert_eq!(
            (place.easting(), place.northing()),
            (easting, northing),
            "{typed}"
        );
    }
    for (typed, why) in [
        ("SI 5790 0780", GridError::Letters),
        ("5790 0780", GridError::Letters),
        ("ZZ 5790 0780", GridError::Letters),
        ("S", GridError::Letters),
        ("SK 579 07", GridError::Figures),
        ("SK", GridError::Figures),
        ("SK 579012 078012", GridError::Figures),
        ("SK 57x0 0780", GridError::Figures),
    ] {
        assert_eq!(GridPoint::parse(typed), Err(why), "{typed}");
    }
    assert_eq!(GridPoint::new(-1.0, 5.0), Err(GridError::OffTheGrid));
    assert_eq!(GridPoint::new(f64::NAN, 5.0), Err(GridError::OffTheGrid));
}

#[test]
fn what_is_typed_is_told_apart() {
    let pin = |text: &str| match Place::read(text) {
        Ok(Place::Pin(point)) => point,
        other => panic!("{text} was read as {other:?}"),
    };
    let clock_tower = point(52.6365, -1.133);
    for typed in [
        "52.6365, -1.1330",
        "52.6365 -1.1330",
        "52.6365;-1.1330",
        "52.6365N 1.1330W",
        "52.6365° N, 1.1330° W",
        "52.6365,\u{2212}1.1330",
    ] {
        assert_eq!(pin(typed), clock_tower, "{typed}");
    }
    let by_letters = pin("SK 5790 0780");
    assert_eq!(pin("457900, 307800"), by_letters);
    assert_eq!(pin("sk579078"), by_letters);
    assert!(
        metres_between(by_letters, point(52.664_63, -1.145_44)) < 50.0,
        "{by_letters}"
    );

    for words in [
        "LE4",
        "SK10",
        "Scalpay Close",
        "Ward 12",
        "St Mary's",
        "9 High Street",
        "N 12",
    ] {
        assert_eq!(Place::read(words), Ok(Place::Words(words.to_owned())));
    }
    assert_eq!(
        Place::read(" Scalpay   Close "),
        Ok(Place::Words("Scalpay Close".into()))
    );
    assert!(matches!(Place::read("le42bf"), Ok(Place::Postcode(_))));
    assert_eq!(Place::read(" "), Err(PlaceError::Empty));
    assert_eq!(Place::read(&"x".repeat(200)), Err(PlaceError::TooLong));
    assert_eq!(
        Place::read("-1.133, 52.6365"),
        Err(NotAPoint::Swapped.into())
    );
    assert_eq!(Place::read("95, 10"), Err(NotAPoint::OutOfRange.into()));
    assert_eq!(Place::read("SK 579 0780"), Err(GridError::Figures.into()));
}

#[test]
fn distances_are_metres_on_the_ground() {
    // One minute of latitude here is 1,854.6 metres on the ellipsoid, of longitude 1,129.3.
    let here = point(52.6, -1.1);
    let north = metres_between(here, point(52.6 + 1.0 / 60.0, -1.1));
    let east = metres_between(here, point(52.6, -1.1 + 1.0 / 60.0));
    assert!((north - 1854.6).abs() < 0.5, "{north}");
    assert!((east - 1129.3).abs() < 0.5, "{east}");
    assert_eq!(metres_between(here, here), 0.0);
    assert!(may_be_the_same_place(here, point(52.602, -1.1)));
    assert!(!may_be_the_same_place(here, point(52.6025, -1.1)));
}

#[test]
fn two_hundred_and_fifty_metres_are_near_and_a_metre_more_is_not() {
    let here = point(52.6, -1.1);
    for (north, east) in [(1.0, 0.0), (0.0, 1.0), (0.6, -0.8), (-1.0, 0.0)] {
        let at = |metres: f64| {
            point(
                52.6 + metres * north / 111_267.0,
                -1.1 + metres * east / 67_756.0,
            )
        };
        // The last point within the limit, and the first beyond it: no number lies between them.
        let (mut within, mut beyond) = (240.0_f64, 260.0_f64);
        while within.next_up() < beyond {
            let between = f64::midpoint(within, beyond);
            match metres_between(here, at(between)) <= 250.0 {
                true => within = between,
                false => beyond = between,
            }
        }
        assert!(may_be_the_same_place(here, at(within)));
        assert!(!may_be_the_same_place(here, at(beyond)));
        assert!((metres_between(here, at(within)) - 250.0).abs() < 1e-6);
        assert!(!may_be_the_same_place(here, at(within + 1.0)));
    }
}

#[test]
fn a_box_around_a_point_misses_nothing_within_its_distance() {
    let here = point(52.6, -1.1);
    let around = Bounds::around(here, 250.0);
    for turn in 0..360 {
        let (sin, cos) = f64::from(turn).to_radians().sin_cos();
        let (north, east) = (249.9 * cos / 111_267.0, 249.9 * sin / 67_756.0);
        let there = point(52.6 + north, -1.1 + east);
        assert!(metres_between(here, there) <= 250.0);
        assert!(around.holds(there), "at {turn} degrees");
    }
    assert!(!around.holds(point(52.61, -1.1)));
}

#[test]
fn texts_are_alike_by_their_words() {
    for (a, b) in [
        (
            "Clear the field at Scalpay Close",
            "Scalpay Close field clearing",
        ),
        (
            "Graffiti on the underpass, St. Mary's Rd",
            "underpass graffiti St Marys Road",
        ),
        (
            "Overgrown hedges Beaumont Walk",
            "Overgrown hedge, Beaumont Walk",
        ),
        ("Litter in Abbey Park", "LITTER ABBEY PARK!!"),
    ] {
        assert!(are_alike(a, b), "{a} / {b}: {}", likeness(a, b));
        assert_eq!(likeness(a, b), likeness(b, a));
    }
    for (a, b) in [
        (
            "Clear the field at Scalpay Close",
            "Paint the railings at Castle Park",
        ),
        ("Litter in Abbey Park", "Benches for Victoria Park"),
        ("", ""),
        ("the of", "the of"),
        ("!!!", "!!!"),
    ] {
        assert!(!are_alike(a, b), "{a} / {b}: {}", likeness(a, b));
    }
    assert_eq!(likeness("Abbey Park", "Abbey Park"), 100);
}

#[test]
fn half_a_postcode_is_told_from_words_and_from_a_whole_one() {
    for half in ["LE4", "le99", " Le1 ", "E1", "W1A", "EC1A"] {
        assert!(is_first_half(half), "{half}");
    }
    for other in [
        "", "LE", "LE4 2BF", "LE42BF", "Abbey", "12", "LÉ4", "L#4", "LE4 2",
    ] {
        assert!(!is_first_half(other), "{other}");
    }
}
