//! Rings and outlines.

use super::super::outline::Outline;
use super::super::rings::Fault;
use super::point;

fn faults(kind: &str, coordinates: &str) -> Vec<Fault> {
    let text = format!(r#"{{"type":"{kind}","coordinates":{coordinates}}}"#);
    Outline::from_geojson(&text).err().unwrap_or_default()
}

fn polygon(coordinates: &str) -> String {
    let told: Vec<String> = faults("Polygon", coordinates)
        .iter()
        .map(Fault::to_string)
        .collect();
    told.join("; ")
}

const SQUARE: &str = "[[-1.2,52.6],[-1.1,52.6],[-1.1,52.7],[-1.2,52.7],[-1.2,52.6]]";

#[test]
fn a_sound_ring_has_no_faults() {
    assert_eq!(polygon(&format!("[{SQUARE}]")), "");
    // A height is passed over; a corner given twice over is one corner.
    assert_eq!(
        polygon("[[[-1.2,52.6,80],[-1.1,52.6,80],[-1.1,52.6,80],[-1.1,52.7,80],[-1.2,52.6,80]]]"),
        ""
    );
}

#[test]
fn each_fault_of_a_ring_is_told() {
    for (coordinates, told) in [
        (
            "[[[-1.2,52.6],[-1.1,52.6],[-1.2,52.6]]]",
            "polygon 1, ring 1 has 3 positions",
        ),
        (
            "[[[-1.2,52.6],[-1.1,52.6],[-1.1,52.7],[-1.2,52.7]]]",
            "is not closed",
        ),
        (
            "[[[-1.2,52.6],[-1.1,52.7],[-1.1,52.6],[-1.2,52.7],[-1.2,52.6]]]",
            "crosses itself near longitude -1.150000, latitude 52.650000",
        ),
        (
            "[[[-1.2,52.6],[-1.1,52.6],[-1.2,52.6],[-1.1,52.6],[-1.2,52.6]]]",
            "encloses nothing",
        ),
        // A spike: out and back along the same line.
        (
            "[[[-1.2,52.6],[-1.1,52.6],[-1.1,52.8],[-1.1,52.7],[-1.2,52.7],[-1.2,52.6]]]",
            "crosses itself",
        ),
        (
            "[[[52.6,-1.2],[52.6,-1.1],[52.7,-1.1],[52.7,-1.2],[52.6,-1.2]]]",
            "swapped",
        ),
        (
            "[[[457900,307800],[458900,307800],[458900,308800],[457900,307800]]]",
            "EPSG:27700",
        ),
        (
            "[[[-128000,6900000],[-127000,6900000],[-127000,6910000],[-128000,6900000]]]",
            "EPSG:3857",
        ),
        (
            "[[[2.35,48.85],[2.36,48.85],[2.36,48.86],[2.35,48.85]]]",
            "not in the United Kingdom",
        ),
        (
            "[[[-1.2,\"52.6\"],[-1.1,52.6],[-1.1,52.7],[-1.2,52.6]]]",
            "position 1: not two numbers",
        ),
        (
            "[[[-1.2,52.6],[-1.1],[-1.1,52.7],[-1.2,52.6]]]",
            "position 2: not two numbers",
        ),
        (
            "[[[-1.2,52.6],null,[-1.1,52.7],[-1.2,52.6]]]",
            "position 2: not two numbers",
        ),
        ("[]", "no geometry"),
        ("[[]]", "has 0 positions"),
    ] {
        let found = polygon(coordinates);
        assert!(found.contains(told), "{coordinates}: {found}");
    }
    assert_eq!(
        faults("Point", "[-1.2,52.6]"),
        [Fault::NotPolygons("Point".into())]
    );
    assert_eq!(Outline::from_geojson("null"), Err(vec![Fault::NoGeometry]));
    assert_eq!(Outline::from_geojson("{"), Err(vec![Fault::NoGeometry]));
}

#[test]
fn a_ring_that_only_touches_itself_is_used() {
    let eight = "[[[-1.2,52.6],[-1.15,52.65],[-1.1,52.6],[-1.1,52.7],[-1.15,52.65],[-1.2,52.7],[-1.2,52.6]]]";
    assert_eq!(polygon(eight), "");
}

#[test]
fn holes_and_parts_are_where_they_should_be() {
    let hole = |west: f64| {
        let east = west + 0.02;
        format!("[[{west},52.64],[{west},52.66],[{east},52.66],[{east},52.64],[{west},52.64]]")
    };
    assert_eq!(polygon(&format!("[{SQUARE},{}]", hole(-1.16))), "");
    assert!(polygon(&format!("[{SQUARE},{}]", hole(-1.5))).contains("outside its polygon"));
    assert!(
        polygon(&format!("[{SQUARE},{}]", hole(-1.11)))
            .contains("ring 1 and polygon 1, ring 2 cross")
    );
    let parts =
        |first: &str, second: &str| faults("MultiPolygon", &format!("[[{first}],[{second}]]"));
    assert_eq!(parts(SQUARE, &hole(-1.5)), []);
    assert!(matches!(
        parts(SQUARE, &hole(-1.16))[..],
        [Fault::PartsOverlap(..)]
    ));
    assert!(matches!(parts(SQUARE, SQUARE)[..], [Fault::Cross(..)]));
    // An island in a lake is no overlap.
    let with_lake = format!("{SQUARE},{}", hole(-1.16));
    let island = "[[-1.155,52.645],[-1.145,52.645],[-1.145,52.655],[-1.155,52.645]]";
    assert_eq!(parts(&with_lake, island), []);
}

#[test]
fn one_shape_is_one_outline_however_it_is_written() {
    let one = format!(r#"{{"type":"Polygon","coordinates":[{SQUARE}]}}"#);
    let turned = r#"{"type":"MultiPolygon","coordinates":[[[[-1.1,52.7],[-1.1,52.6],[-1.2,52.6],[-1.2,52.7],[-1.1,52.7]]]]}"#;
    let (one, turned) = (Outline::from_geojson(&one), Outline::from_geojson(turned));
    assert!(one.is_ok());
    assert_eq!(one, turned);
    let one = one.expect("an outline");
    assert_eq!(Outline::from_geojson(&one.to_geojson()), Ok(one.clone()));
    assert_eq!(one.corners(), 4);
    // 0.1 by 0.1 degrees here: 11,127 by 6,761 metres.
    assert!(
        (one.square_metres() - 75.2e6).abs() < 0.3e6,
        "{}",
        one.square_metres()
    );
    let middle = one.label_point().expect("a place inside");
    assert!(one.bounds().holds(middle));
    assert!(!one.bounds().holds(point(52.5, -1.15)));
}
