//! What happens to a count, as the audit log keeps it, and who gets a letter of it.
//!
//! What decided a tie stands in the line: the value or the lot that one officer typed stays on record also
//! where another sends the count back.

use super::telling::Lot;
use crate::domain::events::Named;
use crate::domain::letters::{Letter, Recipient};

/// Something that happened to the count of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CountEvent {
    /// It is whole and waits for a second officer.
    Whole {
        /// The Merkle root over the ballot list; empty where none is published.
        root: String,
        /// What decided a tie, where there was one.
        lot: Lot,
    },
    /// It stopped at a tie.
    Tied {
        /// The labels of the options that are tied.
        labels: Vec<String>,
    },
    /// A second officer sent it back.
    SentBack {
        /// Why.
        reason: String,
        /// The account that had counted; none where whoever runs the program did.
        counter: Option<i64>,
    },
}

impl CountEvent {
    /// The event's name in the audit log.
    pub fn kind(&self) -> &'static str {
        match self {
            CountEvent::Whole { .. } => "round-counted",
            CountEvent::Tied { .. } => "count-tied",
            CountEvent::SentBack { .. } => "count-sent-back",
        }
    }

    /// The rest of its line there.
    pub fn detail(&self) -> Vec<(&'static str, String)> {
        match self {
            CountEvent::Whole { root, lot } => {
                let mut detail = vec![("root", root.clone())];
                match lot {
                    Lot::NotNeeded => {}
                    Lot::Value(value) => detail.push(("tie value", value.clone())),
                    Lot::Drawn { order, witnesses } => detail.extend([
                        ("lot drawn", order.join(", ")),
                        ("before", witnesses.join("; ")),
                    ]),
                }
                detail
            }
            CountEvent::Tied { labels } => vec![("between", labels.join("; "))],
            CountEvent::SentBack { reason, .. } => vec![("reason", reason.clone())],
        }
    }
}

/// Who hears of it: whoever counted, where the count is sent back.
pub fn letters(round: &Named, happened: &CountEvent) -> Vec<Letter> {
    let CountEvent::SentBack {
        reason,
        counter: Some(counter),
    } = happened
    else {
        return vec![];
    };
    vec![Letter {
        kind: "count-sent-back",
        to: Recipient::Account(*counter),
        subject: format!("The count was sent back: {}", round.title),
        paragraphs: vec![
            format!(
                "You counted “{}”. Another officer looked at the count, sent it back and says why:",
                round.title
            ),
            reason.clone(),
            "Nothing of it is published. The box is as it was, and can be counted again:".into(),
            format!("/staff/rounds/{}", round.reference),
        ],
        why: "You get this email because you counted this vote.".into(),
    }]
}
