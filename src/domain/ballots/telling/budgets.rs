//! Budgets of hours: what was taken, what did not fit, and what its supporters held.

use super::super::canonical::Json;
use super::reading::{Tie, count, texts, whole};
use super::{Bar, Row, Stage, Table};
use crate::domain::text::{grouped, hours, hours_figure, listed, plural};
use std::cmp::Reverse;

/// An option as published. Amounts are minutes.
struct Place {
    label: String,
    votes: i64,
    cost: i64,
    /// At which place in the order of taking, if it was taken.
    taken: Option<usize>,
    effective: String,
    held: i64,
}

fn places(json: &Json) -> Option<Vec<Place>> {
    let winners = texts(json, "winners");
    let place = |json: &Json| {
        let text = |field: &str| json.get(field).and_then(Json::as_text).unwrap_or_default();
        let label = text("name").to_owned();
        Some(Place {
            votes: count(json, "votes")?,
            cost: count(json, "cost")?,
            taken: winners.iter().position(|won| *won == label),
            effective: two_places(text("effective_votes")),
            // Down to a tenth of an hour, so that too few never looks like enough.
            held: text("held").split('.').next()?.parse::<i64>().unwrap_or(0) / 6 * 6,
            label,
        })
    };
    json.get("options")?.as_list()?.iter().map(place).collect()
}

/// A decimal number cut down to two places.
fn two_places(text: &str) -> String {
    match text.split_once('.') {
        Some((whole, part)) => format!("{whole}.{}", part.get(..2).unwrap_or(part)),
        None => text.to_owned(),
    }
}

fn lot_words(ties: &[Tie]) -> impl Iterator<Item = String> + '_ {
    ties.iter().map(|tie| {
        format!(
            "{} were equal. The lot decided: {} came first.",
            listed(&tie.options),
            listed(&tie.chosen)
        )
    })
}

fn bars<'p>(places: impl IntoIterator<Item = &'p Place>) -> Vec<Bar> {
    let bar = |place: &Place| Bar {
        label: place.label.clone(),
        length: place.votes,
        note: if place.taken.is_some() { "taken" } else { "" }.to_owned(),
        shown: grouped(place.votes),
    };
    places.into_iter().map(bar).collect()
}

/// What the hours went to.
fn use_of_hours(budget: i64, cost: i64, taken: &[&Place]) -> Stage {
    let mut bars: Vec<Bar> = taken
        .iter()
        .map(|place| Bar {
            label: place.label.clone(),
            note: String::new(),
            length: place.cost,
            shown: hours(place.cost),
        })
        .collect();
    bars.push(Bar {
        label: "Left over".to_owned(),
        note: String::new(),
        length: budget - cost,
        shown: hours(budget - cost),
    });
    Stage {
        title: "What the hours go to".to_owned(),
        words: vec![format!(
            "{} of the {} are taken, and {} left over.",
            hours_figure(cost),
            hours(budget),
            are(budget - cost)
        )],
        bars,
        line: None,
    }
}

/// By votes, high first: what fits is taken, what does not is passed over.
pub fn greedy(json: &Json, ties: &[Tie]) -> Option<(Vec<Stage>, Table)> {
    let (budget, cost) = (count(json, "budget")?, count(json, "cost")?);
    let mut places = places(json)?;
    places.sort_by_key(|place| {
        (
            Reverse(place.votes),
            place.cost,
            place.taken.unwrap_or(usize::MAX),
            place.label.clone(),
        )
    });
    let mut left = budget;
    let mut words = vec![format!(
        "There are {}. The places come up in the order of their votes; of equal ones the one that needs \
         fewer hours comes first.",
        hours(budget)
    )];
    words.extend(lot_words(ties));
    let mut rows = vec![];
    for place in &places {
        let (said, outcome) = greedy_step(place, &mut left);
        words.push(said);
        rows.push(Row {
            label: place.label.clone(),
            numbers: vec![
                grouped(place.votes),
                hours_figure(place.cost),
                hours_figure(left),
            ],
            outcome: outcome.to_owned(),
        });
    }
    let taken: Vec<&Place> = places
        .iter()
        .filter(|place| place.taken.is_some())
        .collect();
    let in_order = Stage {
        title: "In the order of votes".to_owned(),
        words,
        bars: bars(&places),
        line: None,
    };
    let head = ["Votes", "Hours needed", "Hours left", "Outcome"];
    let table = Table {
        caption: "Votes and hours for each place".to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows,
        notes: vec![],
    };
    Some((vec![in_order, use_of_hours(budget, cost, &taken)], table))
}

/// What became of a place whose turn it is, with so many minutes left.
fn greedy_step(place: &Place, left: &mut i64) -> (String, &'static str) {
    let needs = format!(
        "{}: {}, {}.",
        place.label,
        plural(place.votes, "vote", "votes"),
        hours(place.cost)
    );
    if place.taken.is_some() {
        *left -= place.cost;
        let words = format!("{needs} It fits, and is taken. {} left.", are(*left));
        return (words, "Taken");
    }
    if place.votes == 0 {
        return (format!("{needs} Nobody picked it."), "No votes");
    }
    let words = format!("{needs} It does not fit in the {} left.", hours(*left));
    (words, "Did not fit")
}

fn are(minutes: i64) -> String {
    match hours(minutes) {
        one if one == "1 hour" => "1 hour is".to_owned(),
        many => format!("{many} are"),
    }
}

/// By equal shares: what its supporters could pay for together, and what they held.
pub fn equal_shares(json: &Json, ties: &[Tie]) -> Option<(Vec<Stage>, Table)> {
    let (budget, cost) = (count(json, "budget")?, count(json, "cost")?);
    let valid = count(json, "valid")?;
    let steps = whole(json, "steps")?;
    let mut places = places(json)?;
    places.sort_by_key(|place| {
        (
            place.taken.unwrap_or(usize::MAX),
            Reverse(place.votes),
            place.label.clone(),
        )
    });
    let (taken, left): (Vec<&Place>, Vec<&Place>) =
        places.iter().partition(|place| place.taken.is_some());
    let stages = vec![
        Stage {
            title: "Everybody gets an equal share".to_owned(),
            words: share_words(
                budget,
                valid,
                steps,
                left.iter().any(|place| place.votes > 0),
            ),
            bars: bars(&places),
            line: None,
        },
        Stage {
            title: "What the shares pay for".to_owned(),
            words: lot_words(ties)
                .chain(taken.iter().map(|place| paid_words(place)))
                .collect(),
            ..Stage::default()
        },
        Stage {
            title: "What is not taken".to_owned(),
            words: left.iter().map(|place| unpaid_words(place)).collect(),
            ..Stage::default()
        },
        use_of_hours(budget, cost, &taken),
    ];
    let stages = stages.into_iter().filter(|stage| !stage.words.is_empty());
    Some((stages.collect(), shares_table(&places, steps)))
}

fn shares_table(places: &[Place], steps: u64) -> Table {
    let rows = places.iter().map(|place| Row {
        label: place.label.clone(),
        numbers: vec![
            grouped(place.votes),
            hours_figure(place.cost),
            if place.effective.is_empty() {
                "–".to_owned()
            } else {
                place.effective.clone()
            },
            hours_figure(place.held),
        ],
        outcome: if place.taken.is_some() {
            "Taken"
        } else {
            "Not taken"
        }
        .to_owned(),
    });
    let head = [
        "Votes",
        "Hours needed",
        "Effective votes",
        "Hours held",
        "Outcome",
    ];
    Table {
        caption: "Votes and hours for each place".to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: rows.collect(),
        notes: vec![
            "Effective votes: the hours a place needs, divided by the most that anybody paid for it. Where everybody pays alike, it is the number of people who pay. The place with the most comes first.".to_owned(),
            "Hours held: what the people who picked a place held together, just before it was taken, or at the end where it was not.".to_owned(),
            format!("Shares were raised by {}, each a thousandth of the first share.", plural(i64::try_from(steps).unwrap_or(i64::MAX), "step", "steps")),
        ],
    }
}

fn share_words(budget: i64, valid: i64, steps: u64, any_left: bool) -> Vec<String> {
    let mut words = vec![format!(
        "{} picked at least one place. Each begins with an equal share of the {}.",
        plural(valid, "person", "people"),
        hours(budget)
    )];
    if steps > 0 {
        words.push(format!(
            "Not all hours can be used that way, so all shares were raised together, a little at a time: by \
             {}.{} per cent in the end.",
            steps / 10,
            steps % 10
        ));
    }
    if any_left {
        words.push(format!(
            "Raised once more, the places taken would need more than {}. So it stops here.",
            hours(budget)
        ));
    }
    words
}

fn paid_words(place: &Place) -> String {
    format!(
        "{} needs {}. The {} who picked it held {} together, so they pay for it.",
        place.label,
        hours(place.cost),
        plural(place.votes, "person", "people"),
        hours(place.held)
    )
}

fn unpaid_words(place: &Place) -> String {
    if place.votes == 0 {
        return format!("{} was picked by nobody.", place.label);
    }
    format!(
        "{} needs {}. The {} who picked it hold {} together at the end: too few.",
        place.label,
        hours(place.cost),
        plural(place.votes, "person", "people"),
        hours(place.held)
    )
}
