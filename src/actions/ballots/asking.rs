//! Who may vote in a round, and the code by which a mailbox is shown to be the voter's.
//!
//! The choice is never kept here: it travels in the pages, under a digest that only we can make.

use super::casting::{Paper, voter_key};
use crate::actions::identity::throttle::{self, Ask, Caller};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::areas::postcode::Postcode;
use crate::domain::areas::ward_index::Found;
use crate::domain::ballots::rule_sheet::WayToVote;
use crate::domain::events::{Event, Secret};
use crate::domain::identity::email::EmailAddress;
use crate::domain::identity::limits::{
    VOTE_CODES_FROM_A_RANGE, VOTE_CODES_FROM_AN_ADDRESS, VOTE_CODES_TO_A_MAILBOX,
};
use crate::domain::mistakes::Mistakes;
use crate::domain::retention::VOTE_CODE_MINUTES;
use crate::store::ballots::{Round, codes};
use crate::store::postcodes;
use chrono::Duration;

/// Where a voter lives, as far as the register keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// The code of the ward.
    pub ward: String,
    /// Whether a postcode showed it, or the voter chose it from a list.
    pub checked: bool,
}

/// Finds where a voter lives: by the postcode where it is known, else by the ward they chose. The
/// postcode is kept nowhere.
pub async fn home(desk: &Desk, round: &Round, postcode: &str, ward: &str) -> Result<Home, Refusal> {
    let postcode = Postcode::parse(postcode).map_err(|why| Refusal::mistake("postcode", why))?;
    let atlas = desk.atlas();
    let inside = |ward: &str| atlas.has_ward_in(&round.area_code, ward);
    if let Some(known) = postcodes::look_up(&desk.db, postcode).await? {
        let found = atlas.locate_published(known.point, known.ward.as_ref());
        let located = match found {
            Found::Inside(ward) | Found::JustOutside { nearest: ward, .. } => {
                Some(ward.code.to_string())
            }
            Found::Outside => None,
        };
        let ward = located.or_else(|| known.ward.map(|code| code.to_string()));
        return match ward {
            Some(ward) if inside(&ward) => Ok(Home {
                ward,
                checked: true,
            }),
            _ => Err(Refusal::mistake("postcode", outside(round))),
        };
    }
    if inside(ward) {
        return Ok(Home {
            ward: ward.to_string(),
            checked: false,
        });
    }
    Err(Refusal::Mistaken(Mistakes::one(
        "ward",
        "We do not know this postcode. Check it, or choose your ward from the list",
    )))
}

fn outside(round: &Round) -> String {
    format!(
        "This postcode is not in {}. Only people who live there can vote in this one",
        round.area_name
    )
}

/// What stands for the form that asks for a code: the code works with no other.
pub(super) fn request(desk: &Desk, round: &Round, voter: &str, paper: &Paper) -> String {
    let text = format!("{}|{voter}|{}", round.id, paper.once.as_str());
    desk.digest("vote-request", &text)
}

/// The digest of a code for a form. Spaces and other signs that people type do not count.
pub(super) fn code_digest(desk: &Desk, request: &str, typed: &str) -> String {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    desk.digest("vote-code", &format!("{request}|{digits}"))
}

/// What a page knows a code by that was sent, without anything of the code.
fn sent_as(desk: &Desk, digest: &str) -> String {
    desk.digest("vote-code-sent", digest)
}

/// Emails a code to vote. Does the same whether or not the mailbox has voted already: only who reads the
/// code learns that. The audit log is not told, and the letter goes when the code has ended: nothing that lasts
/// says when somebody voted.
///
/// A form sent twice is one letter: while a code stands for it, only who names that code gets another. Says by
/// what name the code is known that stands now.
pub async fn send_code(
    desk: &Desk,
    caller: Caller,
    round: &Round,
    (email, paper): (&EmailAddress, &Paper),
    after: &str,
) -> Result<String, Refusal> {
    if !round.is_open_at(desk.now()) {
        return Err(Refusal::TooLate("This vote is not open now.".into()));
    }
    if !round.takes(WayToVote::VerifiedEmail) {
        return Err(Refusal::NotAllowed);
    }
    let request = request(desk, round, &voter_key(desk, round, email), paper);
    let stands = codes::standing(&desk.db.read(), round.id, &request, desk.now()).await?;
    if let Some(known) = stands.as_deref().map(|digest| sent_as(desk, digest))
        && known != after
    {
        return Ok(known);
    }
    hold_back(desk, caller, round, email).await?;
    let number = desk.dice.below(100_000_000);
    let code = format!("{:04} {:04}", number / 10_000, number % 10_000);
    let digest = code_digest(desk, &request, &code);
    let secret = Secret {
        email: email.as_str().to_string(),
        path: code,
    };
    let (at_desk, round) = (desk.clone(), round.clone());
    desk.work(&Person::visitor(), move |work| async move {
        let ends_at = work.at() + Duration::minutes(VOTE_CODE_MINUTES);
        let new = (request.as_str(), digest.as_str());
        if !codes::put(&work, round.id, new, stands.as_deref(), ends_at).await? {
            let other = codes::standing(&work.read(), round.id, &request, work.at()).await?;
            return Ok(sent_as(&at_desk, &other.unwrap_or_default()));
        }
        let event = Event::VoteCodeAsked {
            round: round.named(),
            secret,
        };
        work.commit(event).await?;
        Ok(sent_as(&at_desk, &digest))
    })
    .await
}

/// Holds back whoever asks for codes too often.
async fn hold_back(
    desk: &Desk,
    caller: Caller,
    round: &Round,
    email: &EmailAddress,
) -> Result<(), Refusal> {
    let mut asks = caller.asks(
        "vote-codes",
        VOTE_CODES_FROM_AN_ADDRESS,
        VOTE_CODES_FROM_A_RANGE,
    );
    let mailbox = format!("{}|{}", round.id, email.key());
    asks.push(Ask::new(
        "vote-codes-to-mailbox",
        VOTE_CODES_TO_A_MAILBOX,
        mailbox,
    ));
    throttle::ask(desk, &asks).await
}
