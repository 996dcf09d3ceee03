//! Marking the register before a paper is handed over, by nothing that is kept in clear.

use super::asking::{self, Home};
use super::casting::voter_key;
use super::to_run;
use super::voting_codes;
use crate::actions::{Desk, Person, Refusal};
use crate::domain::ballots::casting::form_digest;
use crate::domain::ballots::desk::Claim;
use crate::domain::ballots::rule_sheet::WayToVote;
use crate::domain::ballots::words::CheckWords;
use crate::domain::ids::OnceKey;
use crate::domain::policy::Permission;
use crate::store::ballot_box::Channel;
use crate::store::ballot_box::desk::{Mark, Marked, mark as mark_register};
use crate::store::ballots::Round;
use crate::store::ballots::voting_codes as letters;

/// Marks a person, so that one paper may be handed over. The same form again gets the same answer.
///
/// `home` is where they said they live: a postcode, and a ward for where it is not known. A letter shows
/// by itself that somebody lives in the area.
pub async fn mark(
    desk: &Desk,
    person: &Person,
    round: &Round,
    (claim, way): (&Claim, WayToVote),
    (postcode, ward): (&str, &str),
    once: &OnceKey,
) -> Result<Marked, Refusal> {
    let conn = desk.db.read();
    let round = to_run(desk, person, &conn, &round.slug, Permission::RunRounds).await?;
    if !round.is_open_at(desk.now()) {
        return Ok(Marked::NotOpen);
    }
    if !round.takes(way) {
        return Err(Refusal::NotAllowed);
    }
    let (voter, home) = match claim {
        Claim::Letter(code) => {
            let voter = voting_codes::digest(desk, &round, *code);
            if !letters::is_in_force(&conn, round.id, &voter).await? {
                let why =
                    "This code is not on any letter for this vote. Check each letter and digit";
                return Err(Refusal::mistake("code", why));
            }
            (voter, None)
        }
        Claim::Mailbox(email) => (voter_key(desk, &round, email), Some((postcode, ward))),
        Claim::NameAndAddress {
            name,
            house,
            postcode: lives,
        } => {
            let text = format!("{}|{name}|{house}|{lives}", round.id);
            (desk.digest("desk-voter", &text), Some((postcode, ward)))
        }
    };
    let home: Option<Home> = match home {
        Some((postcode, ward)) => Some(asking::home(desk, &round, postcode, ward).await?),
        None => None,
    };
    let form = form_digest(once.as_str().as_bytes(), "", CheckWords::none());
    let mark = Mark {
        round: round.id,
        voter,
        form,
        ward_checked: home.as_ref().is_none_or(|home| home.checked),
        ward: home.map(|home| home.ward),
        channel: match way {
            WayToVote::Paper => Channel::Paper,
            _ => Channel::Desk,
        },
        at: desk.now(),
    };
    Ok(mark_register(&desk.db, &mark).await?)
}
