//! The demonstration's files, read by the product's own readers.

use payback_panel::domain::areas::AreaKind;
use payback_panel::domain::areas::boundaries::{Columns, Reading, read};
use payback_panel::domain::areas::point::Point;
use payback_panel::domain::areas::ward_index::{Found, WardIndex};

fn wards() -> Reading {
    let columns = Columns {
        parent: Some("UTLACD".into()),
        ..Columns::default()
    };
    read(
        include_str!("../seed-data/areas-wards.geojson"),
        AreaKind::Ward,
        &columns,
    )
    .expect("a collection")
}

fn assert_fit(reading: &Reading, count: usize) {
    assert_eq!(reading.problems, []);
    assert_eq!(reading.warnings, []);
    assert_eq!(reading.boundaries.len(), count);
}

#[test]
fn the_outlines_are_fit_to_import_without_a_warning() {
    let none = Columns::default();
    let probation = include_str!("../seed-data/areas-probation.geojson");
    let councils = include_str!("../seed-data/areas-councils.geojson");
    let probation = read(probation, AreaKind::ProbationArea, &none).expect("a collection");
    let councils = read(councils, AreaKind::Council, &none).expect("a collection");
    assert_fit(&probation, 1);
    assert_fit(&councils, 3);
    assert_fit(&wards(), 176);
    let parents: Vec<_> = councils
        .boundaries
        .iter()
        .map(|boundary| boundary.area.parent.clone())
        .collect();
    let whole = Some(probation.boundaries[0].area.code.clone());
    assert_eq!(parents, [whole.clone(), whole.clone(), whole]);
}

#[test]
fn every_postcode_is_in_the_ward_it_names() {
    let index = WardIndex::new(
        wards()
            .boundaries
            .into_iter()
            .map(|boundary| (boundary.area, boundary.outline)),
    );
    let lines = include_str!("../seed-data/postcodes.csv").lines().skip(1);
    let mut count = 0;
    for line in lines {
        let fields: Vec<&str> = line.split(',').collect();
        let point = Point::parse(fields[1], fields[2]).expect("a point");
        match index.locate(point) {
            Found::Inside(ward) => assert_eq!(ward.code.to_string(), fields[3], "{line}"),
            other => panic!("{line}: {other:?}"),
        }
        count += 1;
    }
    assert_eq!(count, 528);
}
