//! Single choice and approval: one stage.

use super::super::canonical::Json;
use super::reading::{Tie, count, plain, texts, votes};
use super::{Bar, Row, Stage, Table};
use crate::domain::text::{grouped, listed, percent, plural};

pub fn told(json: &Json, ties: &[Tie]) -> Option<(Vec<Stage>, Table)> {
    let mut votes = votes(json, plain)?;
    let winners = texts(json, "winners");
    let valid = count(json, "valid")?;
    let won = |label: &String| winners.contains(label);
    votes.sort_by(|one, other| {
        (other.1, won(&other.0))
            .cmp(&(one.1, won(&one.0)))
            .then_with(|| one.0.cmp(&other.0))
    });
    let mut words = vec![story(&votes, &winners)];
    words.extend(ties.iter().map(|tie| {
        format!(
            "{} had equally many votes. The lot decided: {} won.",
            listed(&tie.options),
            listed(&tie.chosen)
        )
    }));
    let bars = votes.iter().map(|(label, votes)| Bar {
        label: label.clone(),
        length: *votes,
        note: if won(label) { "won" } else { "" }.to_owned(),
        shown: grouped(*votes),
    });
    let rows = votes.iter().map(|(label, votes)| Row {
        label: label.clone(),
        numbers: vec![grouped(*votes), percent(*votes, valid)],
        outcome: if won(label) { "Won" } else { "" }.to_owned(),
    });
    let table = Table {
        caption: "Votes for each place".to_owned(),
        head: vec!["Votes".to_owned(), "Share".to_owned(), "Outcome".to_owned()],
        rows: rows.collect(),
        notes: vec![],
    };
    let stage = Stage {
        title: "The votes".to_owned(),
        words,
        bars: bars.collect(),
        line: None,
    };
    Some((vec![stage], table))
}

/// Who won, and by how much. `votes` stand the most first.
fn story(votes: &[(String, i64)], winners: &[String]) -> String {
    let (won, lost): (Vec<_>, Vec<_>) =
        votes.iter().partition(|(label, _)| winners.contains(label));
    if let ([(label, first)], Some((next, second))) = (won.as_slice(), lost.first()) {
        let lead = match first - second {
            0 => format!("as many as the next, {next}"),
            lead => format!("{} more than the next, {next}", grouped(lead)),
        };
        return format!(
            "{label} won with {}: {lead}.",
            plural(*first, "vote", "votes")
        );
    }
    let named: Vec<String> = won
        .iter()
        .map(|(label, votes)| format!("{label} with {}", plural(*votes, "vote", "votes")))
        .collect();
    format!(
        "The {} places with the most votes won: {}.",
        winners.len(),
        listed(&named)
    )
}
