//! How areas nest.

use super::super::AreaKind::{self, Council, ProbationArea, Ward};
use super::super::tree::{AreaTree, TreeError};
use super::{area, code};
use crate::domain::policy::Nesting;

fn midlands() -> AreaTree {
    AreaTree::new([
        area(Ward, "W1", "D1"),
        area(Ward, "W2", "U1"),
        area(Council, "D1", "K1"),
        area(Council, "D2", "K1"),
        area(Council, "K1", "P1"),
        area(Council, "U1", "P1"),
        area(ProbationArea, "P1", ""),
        area(Council, "U9", ""),
    ])
    .expect("a tree")
}

fn codes<'a>(areas: impl IntoIterator<Item = &'a super::super::Area>) -> Vec<&'a str> {
    areas.into_iter().map(|area| area.code.as_str()).collect()
}

#[test]
fn an_area_covers_itself_and_all_that_lies_in_it() {
    let tree = midlands();
    for (outer, inner, covered) in [
        ("P1", "W1", true),
        ("K1", "W1", true),
        ("D1", "W1", true),
        ("W1", "W1", true),
        ("W1", "D1", false),
        ("K1", "W2", false),
        ("U9", "W2", false),
        ("gone", "W2", false),
        ("gone", "gone", true),
    ] {
        assert_eq!(
            tree.covers(&code(outer), &code(inner)),
            covered,
            "{outer} {inner}"
        );
        assert_eq!(
            Nesting::covers(&tree, outer, inner),
            covered,
            "{outer} {inner}"
        );
    }
}

#[test]
fn paths_run_from_the_widest_area_down() {
    let tree = midlands();
    assert_eq!(codes(tree.path(&code("W1"))), ["P1", "K1", "D1", "W1"]);
    assert_eq!(codes(tree.path(&code("nowhere"))), [""; 0]);
    assert_eq!(codes(tree.children(&code("P1"))), ["K1", "U1"]);
    assert_eq!(codes(tree.roots()), ["P1", "U9"]);
    assert_eq!(
        codes(tree.councils_of(&code("P1"))),
        ["D1", "D2", "K1", "U1"]
    );
    assert_eq!(codes(tree.within(&code("P1"), Ward)), ["W1", "W2"]);
}

#[test]
fn a_ward_of_a_district_has_a_district_and_a_county_council() {
    let tree = midlands();
    assert_eq!(codes(tree.council_of(&code("W1"))), ["D1"]);
    assert_eq!(codes(tree.upper_council_of(&code("W1"))), ["K1"]);
    assert_eq!(codes(tree.council_of(&code("W2"))), ["U1"]);
    assert_eq!(codes(tree.upper_council_of(&code("W2"))), ["U1"]);
    assert_eq!(codes(tree.council_of(&code("P1"))), [""; 0]);
}

#[test]
fn what_does_not_nest_is_refused() {
    let refused = |areas: Vec<_>| AreaTree::new(areas).expect_err("not a tree");
    assert_eq!(
        refused(vec![area(Council, "C1", ""), area(Ward, "C1", "")]),
        TreeError::Twice(code("C1"))
    );
    assert_eq!(
        refused(vec![area(Ward, "W1", "C1")]),
        TreeError::UnknownParent {
            code: code("W1"),
            parent: code("C1")
        }
    );
    assert!(matches!(
        refused(vec![area(Ward, "W1", "W2"), area(Ward, "W2", "")]),
        TreeError::WrongNesting { .. }
    ));
    assert!(matches!(
        refused(vec![
            area(ProbationArea, "P1", "C1"),
            area(Council, "C1", "")
        ]),
        TreeError::WrongNesting { .. }
    ));
    assert!(matches!(
        refused(vec![
            area(Council, "C1", "C2"),
            area(Council, "C2", "C3"),
            area(Council, "C3", "C2")
        ]),
        TreeError::Circle(_)
    ));
}

#[test]
fn a_kind_is_read_by_the_word_it_is_written_as() {
    for kind in AreaKind::ALL {
        assert_eq!(AreaKind::parse(kind.as_str()), Some(kind));
    }
    assert_eq!(AreaKind::parse("parish"), None);
}
