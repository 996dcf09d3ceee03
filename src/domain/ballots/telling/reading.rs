//! Reading the parts of a published result.

use super::super::canonical::Json;
use crate::domain::text::{grouped, listed};

/// What decided a tie.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Lot {
    /// There was nothing to decide.
    #[default]
    NotNeeded,
    /// The public value that the rules name.
    Value(String),
    /// A lot drawn in public: the ids of the options, and who saw it.
    Drawn {
        order: Vec<String>,
        witnesses: Vec<String>,
    },
}

/// A tie that a lot decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    pub stage: u64,
    pub options: Vec<String>,
    pub chosen: Vec<String>,
}

/// The lot of a result.
pub fn lot(json: &Json) -> Lot {
    let Some(lot) = json.get("lot") else {
        return Lot::NotNeeded;
    };
    match lot.get("value").and_then(Json::as_text) {
        Some(value) => Lot::Value(value.to_owned()),
        None if lot.get("order").is_some() => Lot::Drawn {
            order: texts(lot, "order"),
            witnesses: texts(lot, "witnesses"),
        },
        None => Lot::NotNeeded,
    }
}

/// The ties of a result.
pub fn ties(json: &Json) -> Vec<Tie> {
    let listed = json.get("ties").and_then(Json::as_list).unwrap_or(&[]);
    let tie = |json: &Json| Tie {
        stage: whole(json, "stage").unwrap_or(0),
        options: texts(json, "options"),
        chosen: texts(json, "chosen"),
    };
    listed.iter().map(tie).collect()
}

/// A list of texts; empty where there is none.
pub fn texts(json: &Json, field: &str) -> Vec<String> {
    let list = json.get(field).and_then(Json::as_list).unwrap_or(&[]);
    list.iter()
        .filter_map(Json::as_text)
        .map(str::to_owned)
        .collect()
}

/// A whole number.
pub fn whole(json: &Json, field: &str) -> Option<u64> {
    json.get(field).and_then(Json::as_whole)
}

/// A whole number that is written as a number or as a text.
pub fn count(json: &Json, field: &str) -> Option<i64> {
    let field = json.get(field)?;
    match field.as_text() {
        Some(text) => text.parse().ok(),
        None => i64::try_from(field.as_whole()?).ok(),
    }
}

/// Votes by label, each a text, read by `read`.
pub fn votes(json: &Json, read: impl Fn(&str) -> Option<i64>) -> Option<Vec<(String, i64)>> {
    let Json::Object(votes) = json.get("votes")? else {
        return None;
    };
    votes
        .iter()
        .map(|(label, votes)| Some((label.clone(), read(votes.as_text()?)?)))
        .collect()
}

/// A whole number in a text.
pub fn plain(text: &str) -> Option<i64> {
    text.parse().ok()
}

/// A vote with five decimal places, in hundred-thousandths.
pub fn units(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let part: i64 = format!("{part:0<5}").get(..5)?.parse().ok()?;
    whole
        .parse::<i64>()
        .ok()?
        .checked_mul(100_000)?
        .checked_add(part)
}

/// Hundred-thousandths of a vote in figures, no longer than they must be.
pub fn vote_figure(units: i64) -> String {
    let whole = grouped(units / 100_000);
    let part = format!("{:05}", units % 100_000);
    match part.trim_end_matches('0') {
        "" => whole,
        part => format!("{whole}.{part}"),
    }
}

/// Who gained how much: `3 to A and 1 to B`.
pub fn gains(
    before: &[(String, i64)],
    now: &[(String, i64)],
    figure: impl Fn(i64) -> String,
) -> String {
    let mut gained: Vec<(i64, &str)> = now
        .iter()
        .filter_map(|(label, votes)| {
            let earlier = before.iter().find(|(known, _)| known == label)?.1;
            (*votes > earlier).then_some((votes - earlier, label.as_str()))
        })
        .collect();
    gained.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(other.1)));
    let words: Vec<String> = gained
        .iter()
        .map(|(gain, label)| format!("{} to {label}", figure(*gain)))
        .collect();
    if words.is_empty() {
        "none to another place".to_owned()
    } else {
        listed(&words)
    }
}

/// How equal options were told apart by earlier stages, where they were: `fewest` or `most`.
pub fn look_back_words(stage: &Json, least_or_most: &str, picked: &str) -> Option<String> {
    let look_back = stage.get("look_back")?;
    let options = texts(look_back, "options");
    let at = whole(look_back, "stage")?;
    Some(format!(
        "{} had equally many. Looking back to stage {at}, {picked} had the {least_or_most} of them.",
        listed(&options)
    ))
}

/// How a lot decided at a stage, where it did.
pub fn lot_words(ties: &[Tie], stage: u64, what: &str) -> Option<String> {
    let tie = ties.iter().find(|tie| tie.stage == stage)?;
    Some(format!(
        "{} were equal in every way. The lot decided: {} {what}.",
        listed(&tie.options),
        listed(&tie.chosen)
    ))
}
