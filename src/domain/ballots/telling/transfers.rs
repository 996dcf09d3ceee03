//! Several winners by ranking: first choices, then surpluses and exclusions one a stage.

use super::super::canonical::Json;
use super::reading::{
    Tie, count, gains, look_back_words, lot_words, texts, units, vote_figure, votes,
};
use super::{Bar, Row, Stage, Table};
use crate::domain::text::{grouped, listed, plural};
use std::cmp::Reverse;

const VOTE: i64 = 100_000;

/// A stage as published.
struct Step<'j> {
    json: &'j Json,
    number: u64,
    action: String,
    option: String,
    votes: Vec<(String, i64)>,
    non_transferable: i64,
    rounding_loss: i64,
    elected: Vec<String>,
}

impl Step<'_> {
    fn of(number: u64, json: &Json) -> Option<Step<'_>> {
        let text = |field: &str| json.get(field).and_then(Json::as_text);
        Some(Step {
            json,
            number,
            action: text("action")?.to_owned(),
            option: text("option").unwrap_or_default().to_owned(),
            votes: votes(json, units)?,
            non_transferable: units(text("non_transferable")?)?,
            rounding_loss: units(text("rounding_loss")?)?,
            elected: texts(json, "elected"),
        })
    }

    fn votes_of(&self, label: &str) -> i64 {
        let found = self.votes.iter().find(|(known, _)| known == label);
        found.map_or(0, |(_, votes)| *votes)
    }
}

pub fn told(json: &Json, ties: &[Tie]) -> Option<(Vec<Stage>, Table)> {
    let steps: Vec<Step<'_>> = (1..)
        .zip(json.get("rounds")?.as_list()?)
        .map(|(number, json)| Step::of(number, json))
        .collect::<Option<_>>()?;
    let quota = count(json, "quota")?;
    let seats = count(json, "seats")?;
    let mut stages = vec![];
    for (place, step) in steps.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|place| steps.get(place));
        let mut words = match before {
            None => vec![quota_words(quota, seats, count(json, "valid")?)],
            Some(before) => moved(before, step, ties),
        };
        words.extend(election(step, quota));
        stages.push(Stage {
            title: title(step),
            words,
            bars: bars(step, &steps[..place]),
            line: Some((quota * VOTE, format!("needed: {}", grouped(quota)))),
        });
    }
    Some((stages, table(&steps)))
}

fn title(step: &Step<'_>) -> String {
    match step.action.as_str() {
        "surplus" => format!("Stage {}: what {} does not need", step.number, step.option),
        "exclusion" => format!("Stage {}: {} drops out", step.number, step.option),
        _ => format!("Stage {}: first choices", step.number),
    }
}

fn quota_words(quota: i64, seats: i64, valid: i64) -> String {
    format!(
        "Each paper counts for its first choice. A place that reaches {} wins: that is one more than the \
         {} divided by {}, rounded down, so that no more than {} can reach it.",
        plural(quota, "vote", "votes"),
        plural(valid, "vote", "votes"),
        grouped(seats + 1),
        plural(seats, "place", "places")
    )
}

fn moved(before: &Step<'_>, step: &Step<'_>, ties: &[Tie]) -> Vec<String> {
    let mut words = vec![];
    let option = &step.option;
    let (had, has) = (before.votes_of(option), step.votes_of(option));
    let to = gains(&before.votes, &step.votes, vote_figure);
    if step.action == "surplus" {
        words.extend(look_back_words(step.json, "most", option));
        words.extend(lot_words(ties, step.number, "comes first"));
        words.push(format!(
            "{option} has {} more than it needs. Every one of its papers passes on the same part of a vote \
             to its next choice: {to}.",
            vote_figure(had - has)
        ));
    } else {
        words.extend(look_back_words(step.json, "fewest", option));
        words.extend(lot_words(ties, step.number, "drops out"));
        words.push(format!(
            "{option} has the fewest, {}, and drops out. Its papers go to their next choice at the value \
             they had: {to}.",
            vote_figure(had)
        ));
    }
    let lost = step.non_transferable - before.non_transferable;
    if lost > 0 {
        words.push(format!("{} had no further choice.", vote_figure(lost)));
    }
    let rounded = step.rounding_loss - before.rounding_loss;
    if rounded > 0 {
        words.push(format!("{} was lost in rounding.", vote_figure(rounded)));
    }
    words
}

fn election(step: &Step<'_>, quota: i64) -> Vec<String> {
    let (reached, rest): (Vec<&String>, Vec<&String>) = step
        .elected
        .iter()
        .partition(|label| step.votes_of(label) >= quota * VOTE);
    let mut words = vec![];
    if !reached.is_empty() {
        let verb = if reached.len() == 1 { "wins" } else { "win" };
        let named: Vec<String> = reached
            .iter()
            .map(|label| format!("{label} with {}", vote_figure(step.votes_of(label))))
            .collect();
        words.push(format!("{} {verb}.", listed(&named)));
    }
    if !rest.is_empty() {
        let verb = if rest.len() == 1 { "wins" } else { "win" };
        words.push(format!(
            "No more places are left than can still win, so {} {verb} too.",
            listed(&rest)
        ));
    }
    if step.elected.is_empty() {
        words.push("Nobody else reaches the number needed.".to_owned());
    }
    words
}

fn bars(step: &Step<'_>, earlier: &[Step<'_>]) -> Vec<Bar> {
    let won_before = |label: &String| earlier.iter().any(|step| step.elected.contains(label));
    let out = |label: &String| {
        earlier
            .iter()
            .chain([step])
            .any(|step| step.action == "exclusion" && step.option == *label)
    };
    let mut bars: Vec<Bar> = step
        .votes
        .iter()
        .filter(|(label, _)| !out(label))
        .map(|(label, votes)| {
            let note = match (step.elected.contains(label), won_before(label)) {
                (true, _) => "wins",
                (_, true) => "won",
                _ => "",
            };
            Bar {
                label: label.clone(),
                note: note.to_owned(),
                length: *votes,
                shown: vote_figure(*votes),
            }
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

fn table(steps: &[Step<'_>]) -> Table {
    let elected = |label: &str| {
        let won = |step: &Step<'_>| step.elected.iter().any(|won| won == label);
        steps.iter().position(won)
    };
    let mut rows: Vec<Row> = in_order(steps)
        .into_iter()
        .map(|label| Row {
            label: label.clone(),
            numbers: steps
                .iter()
                .map(|step| vote_figure(step.votes_of(label)))
                .collect(),
            outcome: match (elected(label), out_at(steps, label)) {
                (Some(stage), _) => format!("Won at stage {}", stage + 1),
                (None, Some(stage)) => format!("Out at stage {}", stage + 1),
                (None, None) => String::new(),
            },
        })
        .collect();
    rows.extend(sums(steps));
    let mut head: Vec<String> = steps
        .iter()
        .map(|step| format!("Stage {}", step.number))
        .collect();
    head.push("Outcome".to_owned());
    Table {
        caption: "Votes at each stage".to_owned(),
        head,
        rows,
        notes: vec!["Votes are counted to five decimal places. Each stage adds up to the same number of votes.".to_owned()],
    }
}

/// What belongs to no place at each stage.
fn sums(steps: &[Step<'_>]) -> [Row; 2] {
    let row = |label: &str, sum: fn(&Step<'_>) -> i64| Row {
        label: label.to_owned(),
        numbers: steps.iter().map(|step| vote_figure(sum(step))).collect(),
        outcome: String::new(),
    };
    [
        row("No further choice", |step| step.non_transferable),
        row("Lost in rounding", |step| step.rounding_loss),
    ]
}

/// At which stage a place dropped out, counted from nothing.
fn out_at(steps: &[Step<'_>], label: &str) -> Option<usize> {
    let out = |step: &Step<'_>| step.action == "exclusion" && step.option == label;
    steps.iter().position(out)
}

/// The winners in the order of election, then the others, who stayed longest first.
fn in_order<'s>(steps: &'s [Step<'_>]) -> Vec<&'s String> {
    let order: Vec<&String> = steps.iter().flat_map(|step| &step.elected).collect();
    let first = steps.first().map_or(&[][..], |step| &step.votes);
    let mut labels: Vec<&String> = first.iter().map(|(label, _)| label).collect();
    labels.sort_by_key(|label| {
        let won = order.iter().position(|won| won == label);
        let last = steps.last().map_or(0, |step| step.votes_of(label));
        (
            won.unwrap_or(usize::MAX),
            Reverse(out_at(steps, label).unwrap_or(usize::MAX)),
            Reverse(last),
        )
    });
    labels
}
