//! How a shortlist came about, drawn: with places and points, or without them where few ranked.

use super::views::link;
use crate::domain::text::grouped;
use crate::store::panels::candidates::Candidate;
use crate::web::govuk::{Table, TableCell};
use crate::web::pieces::scrolling;
use maud::Markup;

/// What became of a candidate.
fn fate(one: &Candidate) -> &'static str {
    match one.outcome.as_ref() {
        Some(outcome) if outcome.chosen => "On the shortlist",
        Some(outcome) if outcome.place.is_some() => "Not this time",
        _ => "Taken out before the count",
    }
}

/// Each candidate with its score and what became of it, by reference: the order of the count is a ranking.
pub fn fates(candidates: &[Candidate]) -> Markup {
    let mut candidates: Vec<&Candidate> = candidates.iter().collect();
    candidates.sort_by_key(|one| one.reference());
    let row = |one: &Candidate| {
        vec![
            link(one).into(),
            TableCell::numeric(grouped(one.score())),
            fate(one).into(),
        ]
    };
    let table = Table {
        caption: "What became of each, by reference".into(),
        head: vec![
            "Nomination".into(),
            TableCell::numeric("Score of 100"),
            "Outcome".into(),
        ],
        first_cell_is_header: true,
        rows: candidates.into_iter().map(row).collect(),
        ..Default::default()
    };
    scrolling(&table)
}

/// Each candidate with its points, its first places and its score.
pub fn places(candidates: &[Candidate]) -> Markup {
    let figure = |number: Option<i64>| TableCell::numeric(number.map_or("–".into(), grouped));
    let (counted, left): (Vec<_>, Vec<_>) = candidates.iter().partition(|one| {
        one.outcome
            .as_ref()
            .is_some_and(|outcome| outcome.place.is_some())
    });
    let rows = counted.iter().chain(&left).map(|one| {
        let outcome = one.outcome.as_ref();
        vec![
            link(one).into(),
            figure(outcome.and_then(|outcome| outcome.place)),
            figure(outcome.and_then(|outcome| outcome.points)),
            figure(outcome.and_then(|outcome| outcome.firsts)),
            TableCell::numeric(grouped(one.score())),
            fate(one).into(),
        ]
    });
    let table = Table {
        caption: "Places, points, first places and scores".into(),
        head: vec![
            "Nomination".into(),
            TableCell::numeric("Place"),
            TableCell::numeric("Points"),
            TableCell::numeric("First places"),
            TableCell::numeric("Score of 100"),
            "Outcome".into(),
        ],
        first_cell_is_header: true,
        rows: rows.collect(),
        ..Default::default()
    };
    scrolling(&table)
}
