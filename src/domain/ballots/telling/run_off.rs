//! Instant run-off: a stage for each place that drops out, and the last.

use super::super::canonical::Json;
use super::reading::{Tie, count, gains, look_back_words, lot_words, plain, texts, votes};
use super::{Bar, Row, Stage, Table};
use crate::domain::text::{grouped, plural};

/// A stage as published.
struct Round<'j> {
    json: &'j Json,
    votes: Vec<(String, i64)>,
    exhausted: i64,
    excluded: Option<String>,
}

impl Round<'_> {
    fn of(json: &Json) -> Option<Round<'_>> {
        Some(Round {
            json,
            votes: votes(json, plain)?,
            exhausted: count(json, "exhausted")?,
            excluded: json
                .get("excluded")
                .and_then(Json::as_text)
                .map(str::to_owned),
        })
    }

    fn continuing(&self) -> i64 {
        self.votes.iter().map(|(_, votes)| votes).sum()
    }

    fn votes_of(&self, label: &str) -> Option<i64> {
        self.votes
            .iter()
            .find(|(known, _)| known == label)
            .map(|(_, votes)| *votes)
    }
}

pub fn told(json: &Json, ties: &[Tie]) -> Option<(Vec<Stage>, Table)> {
    let rounds: Vec<Round<'_>> = json
        .get("rounds")?
        .as_list()?
        .iter()
        .map(Round::of)
        .collect::<Option<_>>()?;
    let winner = texts(json, "winners").into_iter().next();
    let stages = (1..)
        .zip(&rounds)
        .map(|(number, round)| {
            let before = rounds.get((number as usize).wrapping_sub(2));
            stage(number, round, before, winner.as_deref(), ties)
        })
        .collect();
    Some((stages, table(&rounds, winner.as_deref())))
}

fn stage(
    number: u64,
    round: &Round<'_>,
    before: Option<&Round<'_>>,
    winner: Option<&str>,
    ties: &[Tie],
) -> Stage {
    let continuing = round.continuing();
    let half = continuing / 2;
    let mut words = vec![match before {
        None => "Each paper counts for its first choice.".to_owned(),
        Some(before) => moved(before, round),
    }];
    match (&round.excluded, winner) {
        (Some(excluded), _) => {
            words.push(format!(
                "No place has more than half of the {} that still count.",
                plural(continuing, "vote", "votes")
            ));
            words.extend(look_back_words(round.json, "fewest", excluded));
            words.extend(lot_words(ties, number, "drops out"));
            let fewest = plural(round.votes_of(excluded).unwrap_or(0), "vote", "votes");
            words.push(format!(
                "{excluded}, with {fewest}, has the fewest and drops out."
            ));
        }
        (None, Some(winner)) if round.votes.len() == 1 => {
            words.push(format!("Only {winner} is left, and wins."));
        }
        (None, Some(winner)) => words.push(format!(
            "{winner} has {} of the {} votes that still count. That is more than half, so it wins.",
            grouped(round.votes_of(winner).unwrap_or(0)),
            grouped(continuing)
        )),
        (None, None) => {}
    }
    Stage {
        title: format!("Stage {number}"),
        words,
        bars: bars(round, winner),
        line: Some((half + 1, format!("more than half: {}", grouped(half + 1)))),
    }
}

/// The continuing places, the most votes first.
fn bars(round: &Round<'_>, winner: Option<&str>) -> Vec<Bar> {
    let is_last = round.excluded.is_none();
    let mut bars: Vec<Bar> = round
        .votes
        .iter()
        .map(|(label, votes)| Bar {
            label: label.clone(),
            length: *votes,
            note: match (
                round.excluded.as_ref() == Some(label),
                is_last && winner == Some(label),
            ) {
                (true, _) => "drops out",
                (_, true) => "wins",
                _ => "",
            }
            .to_owned(),
            shown: grouped(*votes),
        })
        .collect();
    bars.sort_by(|one, other| {
        other
            .length
            .cmp(&one.length)
            .then_with(|| one.label.cmp(&other.label))
    });
    bars
}

/// Where the votes of the place that dropped out went.
fn moved(before: &Round<'_>, now: &Round<'_>) -> String {
    let excluded = before.excluded.clone().unwrap_or_default();
    let votes = before.votes_of(&excluded).unwrap_or(0);
    if votes == 0 {
        return format!("{excluded} had no votes to pass on.");
    }
    let lost = now.exhausted - before.exhausted;
    let mut words = format!(
        "{excluded} is out, so its {} went to the next choice on each paper: {}.",
        plural(votes, "vote", "votes"),
        gains(&before.votes, &now.votes, grouped)
    );
    if lost > 0 {
        words.push_str(&format!(
            " {} no further choice and no longer {}.",
            if lost == 1 {
                "1 paper has".to_owned()
            } else {
                format!("{} papers have", grouped(lost))
            },
            if lost == 1 { "counts" } else { "count" }
        ));
    }
    words
}

fn table(rounds: &[Round<'_>], winner: Option<&str>) -> Table {
    let out_at = |label: &str| {
        rounds
            .iter()
            .position(|round| round.excluded.as_deref() == Some(label))
    };
    let first = rounds.first().map_or(&[][..], |round| &round.votes);
    let mut labels: Vec<(&String, i64)> =
        first.iter().map(|(label, votes)| (label, *votes)).collect();
    labels.sort_by_key(|(label, votes)| {
        let last = out_at(label).unwrap_or(usize::MAX);
        (
            winner != Some(label.as_str()),
            std::cmp::Reverse(last),
            std::cmp::Reverse(*votes),
        )
    });
    let mut rows: Vec<Row> = labels
        .iter()
        .map(|(label, _)| Row {
            label: (*label).clone(),
            numbers: rounds
                .iter()
                .map(|round| round.votes_of(label).map_or("–".to_owned(), grouped))
                .collect(),
            outcome: match (winner == Some(label.as_str()), out_at(label)) {
                (true, _) => "Won".to_owned(),
                (false, Some(stage)) => format!("Out after stage {}", stage + 1),
                (false, None) => String::new(),
            },
        })
        .collect();
    rows.push(Row {
        label: "No further choice".to_owned(),
        numbers: rounds
            .iter()
            .map(|round| grouped(round.exhausted))
            .collect(),
        outcome: String::new(),
    });
    let mut head: Vec<String> = (1..=rounds.len())
        .map(|stage| format!("Stage {stage}"))
        .collect();
    head.push("Outcome".to_owned());
    Table {
        caption: "Votes at each stage".to_owned(),
        head,
        rows,
        notes: vec![],
    }
}
