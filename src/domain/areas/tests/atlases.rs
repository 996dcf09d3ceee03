//! The areas as they stand, and letters for references.

use super::super::AreaKind::{Council, Ward};
use super::super::atlas::Atlas;
use super::super::prefix::suggest;
use super::super::tree::AreaTree;
use super::super::ward_index::{Found, WardIndex};
use super::{area, code, patchwork, point};
use crate::domain::policy::Nesting;

fn atlas() -> Atlas {
    let wards = patchwork::wards(&[(0, 0)]);
    let mut areas: Vec<_> = wards.iter().map(|(ward, _)| ward.clone()).collect();
    areas.extend([
        area(Council, "C01", "K01"),
        area(Council, "C02", "K01"),
        area(Council, "K01", ""),
        area(Ward, "W99", "C01"),
    ]);
    let tree = AreaTree::new(areas).expect("a tree");
    Atlas::new(tree, WardIndex::new(wards), Some("2025".into()))
}

#[test]
fn a_point_leads_to_its_ward_council_and_set() {
    let atlas = atlas();
    let Found::Inside(ward) = atlas.locate(point(52.605, -1.195)) else {
        panic!("the town is not found");
    };
    assert_eq!(ward.code.as_str(), "T01");
    assert_eq!(
        atlas.council_of(ward).map(|council| council.code.as_str()),
        Some("C02")
    );
    assert_eq!(atlas.ward_set(), Some("2025"));
    assert_eq!(atlas.ward(&code("T01")), Some(ward));
}

#[test]
fn wards_of_an_earlier_set_lie_in_their_council_but_are_not_in_force() {
    let atlas = atlas();
    assert!(Nesting::covers(&atlas, "K01", "W99"));
    assert_eq!(atlas.ward(&code("W99")), None);
    assert_eq!(atlas.wards_in(&code("C01")).len(), 16);
    assert_eq!(atlas.wards_in(&code("K01")).len(), 17);
    assert_eq!(atlas.wards_in(&code("C02")).len(), 1);
    assert_eq!(atlas.councils().len(), 3);
}

#[test]
fn an_empty_atlas_answers_too() {
    let atlas = Atlas::default();
    assert!(atlas.has_no_wards());
    assert_eq!(atlas.locate(point(52.6, -1.1)), Found::Outside);
    assert!(Nesting::covers(&atlas, "E06000016", "E06000016"));
    assert!(!Nesting::covers(&atlas, "E06000016", ""));
}

#[test]
fn letters_for_references_are_initials_or_else_free() {
    let taken = |ones: &'static [&'static str]| move |prefix: &str| ones.contains(&prefix);
    for (name, ones, letters) in [
        ("North West Leicestershire", &[][..], "NWL"),
        ("Hinckley and Bosworth", &[], "HB"),
        ("Blaby", &[], "BL"),
        ("Blaby", &["BL", "BA"], "BB"),
        ("Leicester City Council", &[], "LE"),
        ("St. Helens", &[], "SH"),
        ("Stoke-on-Trent", &[], "ST"),
        ("Å", &[], "AAA"),
        ("Z", &["ZAA"], "ZAB"),
    ] {
        assert_eq!(suggest(name, taken(ones)), letters, "{name}");
    }
}
