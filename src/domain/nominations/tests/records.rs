//! Lines of a file of existing nominations.

use crate::domain::nominations::records::{self, Record};
use crate::domain::nominations::stage::Stage;
use std::collections::BTreeMap;

fn line(changes: &[(&'static str, &'static str)]) -> Result<Record, Vec<(String, String)>> {
    let mut cells: BTreeMap<&str, &str> = BTreeMap::from([
        ("reference", "LC-2009-0004"),
        ("title", "The field around Scalpay Close"),
        ("category", "clearance"),
        ("place", "Beaumont Leys"),
        ("lat", "52.66615"),
        ("lon", "-1.16386"),
        ("council_code", "E06000016"),
        ("ward_code", "E05010460"),
        ("submitted_on", "2009-03-16"),
        ("stage", "project"),
        ("assessed_on", "2009-03-30"),
        ("shortlisted_on", "2009-05-07"),
        ("decided_on", "2009-06-24"),
        ("supports", "75"),
        ("description", "The hedges have grown over the paths."),
        ("provenance", "known"),
        ("source", "Only the place is known"),
    ]);
    cells.extend(changes.iter().copied());
    records::read(|name| cells.get(name).copied().unwrap_or_default().to_string()).map_err(
        |mistakes| {
            mistakes
                .iter()
                .map(|m| (m.field.clone(), m.message.clone()))
                .collect()
        },
    )
}

#[test]
fn a_good_line_reads() {
    let record = line(&[]).unwrap();
    assert_eq!(record.stage, Stage::Project);
    assert_eq!(record.supports, 75);
    assert_eq!(
        record.proposal.whereabouts.ward.as_deref(),
        Some("E05010460")
    );
    assert_eq!(record.provenance, "known: Only the place is known");
}

#[test]
fn each_bad_field_is_named() {
    for (field, text) in [
        ("reference", "LC 2009"),
        ("title", ""),
        ("category", ""),
        ("place", " "),
        ("lat", "fifty"),
        ("council_code", ""),
        ("submitted_on", "16/03/2009"),
        ("submitted_on", ""),
        ("stage", "finished"),
        ("stage", "unconfirmed"),
        ("assessed_on", "2009-02-30"),
        ("shortlisted_on", "2009-03-29"),
        ("decided_on", "2009-01-01"),
        ("decided_on", ""),
        ("supports", "-1"),
        ("supports", "many"),
        ("decline_reason", "height"),
        ("merged_into", "LC-2009-0001"),
        ("description", "a\u{0}b"),
    ] {
        let wrong = line(&[(field, text)]).expect_err(field);
        assert_eq!(wrong.len(), 1, "{field} {text:?}: {wrong:?}");
        assert_eq!(wrong[0].0, field);
    }
}

#[test]
fn all_that_is_wrong_with_a_line_is_said_at_once() {
    let wrong = line(&[
        ("title", ""),
        ("stage", "declined"),
        ("decline_reason", ""),
        ("supports", "x"),
    ])
    .expect_err("wrong");
    let fields: Vec<&str> = wrong.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["title", "decline_reason", "supports"]);
}
