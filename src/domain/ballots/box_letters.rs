//! Letters to the officers who keep the key of a ballot box: that it stays shut, that the key ends.

use super::box_events::BoxEvent;
use crate::domain::events::Named;
use crate::domain::letters::{Letter, Recipient};
use crate::domain::time::long_date;
use chrono::NaiveDate;

const OFFICER: &str = "You get this email because you look after votes for your council.";

/// Who hears of it.
pub fn letters(round: &Named, happened: &BoxEvent) -> Vec<Letter> {
    match happened {
        BoxEvent::KeptShut { .. } => vec![kept_shut(round)],
        BoxEvent::KeyEnds { on } => vec![key_ends(round, *on)],
        BoxEvent::HeadPublished { .. } | BoxEvent::KeyTested { .. } | BoxEvent::KeyDestroyed => {
            vec![]
        }
    }
}

fn kept_shut(round: &Named) -> Letter {
    Letter {
        kind: "round-kept-shut",
        to: Recipient::RoundOfficers(round.id),
        subject: format!("The vote could not open: {}", round.title),
        paragraphs: vec![
            format!(
                "It is time for “{}” to open, but nobody has shown yet that the key of its ballot box \
                 works. It opens by itself as soon as the test ballot has been opened:",
                round.title
            ),
            format!("/staff/rounds/{}/keys", round.reference),
            "If the key is lost, give the vote up and draft another one with a new key.".into(),
        ],
        why: OFFICER.into(),
    }
}

fn key_ends(round: &Named, on: NaiveDate) -> Letter {
    let day = long_date(on);
    Letter {
        kind: "box-key-ends",
        to: Recipient::RoundOfficers(round.id),
        subject: format!("Destroy the key on {day}: {}", round.title),
        paragraphs: vec![
            format!(
                "The time to object to the result of “{}” is over on {day}. Whoever keeps a private key of its \
                 ballot box destroys every copy of it on that day: files, paper, and copies in a safe place.",
                round.title
            ),
            format!("/staff/rounds/{}", round.reference),
            "Backups of this service from the days of the vote should go by then too. If somebody has objected, \
             keep the key until that is settled."
                .into(),
        ],
        why: OFFICER.into(),
    }
}
