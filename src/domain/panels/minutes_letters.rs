//! Letters about minutes: to the members when a text waits for them, to its writer when a member asks
//! for a correction.

use super::minutes::Step;
use crate::domain::events::Named;
use crate::domain::letters::{Letter, MEMBER, Recipient};
use crate::domain::time::long_date;

/// Who hears of what happened to minutes.
pub fn letters(panel: &Named, step: &Step) -> Vec<Letter> {
    match step {
        Step::Written { at, met_on } => {
            let before = if at.number == 1 {
                "The minutes of this meeting are written"
            } else {
                "The minutes of this meeting were corrected, and need agreement anew"
            };
            vec![Letter {
                kind: "minutes-wait",
                to: Recipient::PanelMembers(panel.id),
                subject: format!(
                    "{}: minutes of {} to agree",
                    panel.title,
                    long_date(*met_on)
                ),
                paragraphs: vec![
                    format!("{before}. Please read them, and agree or ask for a correction:"),
                    format!("/panels/{}/minutes/{}/answer", panel.reference, at.minutes),
                    "When more than half of the members agree, everybody can read them.".into(),
                ],
                why: MEMBER.into(),
            }]
        }
        Step::CorrectionAsked {
            at,
            met_on,
            writer: Some(writer),
        } => vec![Letter {
            kind: "minutes-correction-asked",
            to: Recipient::Account(*writer),
            subject: format!("{}: a correction to the minutes is asked for", panel.title),
            paragraphs: vec![
                format!(
                    "A member asks for a correction to the minutes of {} that you wrote. Read what they say here:",
                    long_date(*met_on)
                ),
                format!("/staff/panels/{}/minutes/{}", panel.reference, at.minutes),
            ],
            why: "You get this email because you wrote these minutes.".into(),
        }],
        Step::CorrectionAsked { writer: None, .. } | Step::AgreedTo(_) | Step::Agreed(_) => vec![],
    }
}
