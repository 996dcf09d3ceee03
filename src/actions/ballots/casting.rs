//! Casting: the paper as it travels through the pages, and the ballot as it goes into the box.
//!
//! The server keeps no choice before the box. The pages carry it in hidden fields with a digest of ours
//! over round, key and choice, so that none of them can be altered on the way. Start at [`cast`].

use super::asking::{self, Home};
use super::receipt_secret;
use crate::actions::{Desk, Person, Refusal};
use crate::domain::ballots::ballot_list::read_choices;
use crate::domain::ballots::casting::{Prepared, prepare};
use crate::domain::ballots::rank_words::marked;
use crate::domain::ballots::rule_sheet::{NamedRules, RuleSheet, WayToVote};
use crate::domain::ballots::words::CheckWords;
use crate::domain::identity::email::EmailAddress;
use crate::domain::ids::{OnceKey, hex};
use crate::ports::sealing::{Key, seal_to_all};
use crate::store::StoreError;
use crate::store::ballot_box::{self, Answer, Cast, Channel, TypedCode};
use crate::store::ballots::{self as store, Round, outcome};
use crate::store::identity::sessions;
use std::sync::Arc;

/// A marked paper on its way through the pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// The key of this form. From it and a secret of the round comes the receipt.
    pub once: OnceKey,
    /// What was marked, as the published list will show it. Empty for a blank ballot.
    pub choices: String,
}

impl Paper {
    /// The digest that shows that we made the page with this paper in it.
    pub fn mark(&self, desk: &Desk, round: &Round) -> String {
        let text = format!("{}|{}|{}", round.id, self.once.as_str(), self.choices);
        desk.digest("paper", &text)
    }
}

/// A paper together with everything else that the page before the last knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The paper.
    pub paper: Paper,
    /// The check words, or none.
    pub words: CheckWords,
    /// Where the voter lives.
    pub home: Home,
    /// The mailbox to be shown; none where the voter is signed in.
    pub email: Option<EmailAddress>,
}

impl Envelope {
    /// The digest that shows that we made the page with this envelope in it.
    pub fn mark(&self, desk: &Desk, round: &Round) -> String {
        let email = self.email.as_ref().map_or("", EmailAddress::as_str);
        let text = format!(
            "{}|{}|{}|{}|{}|{}|{email}",
            round.id,
            self.paper.once.as_str(),
            self.paper.choices,
            self.words,
            self.home.ward,
            self.home.checked,
        );
        desk.digest("envelope", &text)
    }
}

/// What the voter may keep: the code, the words and the choice. Shown once, kept nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The code, in groups of four.
    pub code: String,
    /// The check words, or nothing.
    pub words: String,
    /// What was marked, a line for each mark, by its label; nothing for a blank ballot.
    pub chosen: Vec<String>,
}

/// What came of casting. None of these is an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Casting {
    /// It is in the box: now, or since the same form came before.
    Voted(Receipt),
    /// Another ballot of this person is in the box.
    AlreadyVoted,
    /// The code that was typed is not the one that was sent.
    WrongCode,
    /// The code has ended or was typed wrong too often.
    CodeEnded,
    /// Votes are not taken now.
    NotOpen,
}

/// The entitlement of a mailbox in a round.
pub(super) fn voter_key(desk: &Desk, round: &Round, email: &EmailAddress) -> String {
    desk.digest("voter", &format!("{}|{}", round.id, email.key()))
}

/// Reads what was marked on a paper of the round.
pub fn read_marks(sheet: &RuleSheet, choices: &str) -> Result<String, String> {
    read_choices(choices, sheet)
        .map(|marks| marks.to_choices(&sheet.ids()))
        .map_err(|why| why.to_string())
}

/// The rules of a round that is open now.
pub fn open_rules(desk: &Desk, round: &Round) -> Result<Option<Arc<NamedRules>>, StoreError> {
    if round.is_open_at(desk.now()) {
        desk.rules.of(round).map(Some)
    } else {
        Ok(None)
    }
}

/// Casts a ballot. `code` is what was typed, where the mailbox must still be shown.
///
/// The same envelope gives the same answer each time, also at the same instant; another envelope of the
/// same person is told that they have voted. Neither is an error. Where storage is busy it is tried again:
/// a ballot that was entered unnoticed comes back as the same form.
pub async fn cast(
    desk: &Desk,
    person: &Person,
    round: &Round,
    envelope: &Envelope,
    code: &str,
) -> Result<Casting, Refusal> {
    for _ in 1..TRIES_WHEN_BUSY {
        match cast_once(desk, person, round, envelope, code).await {
            Err(Refusal::Storage(StoreError::Busy)) => {}
            done => return done,
        }
    }
    cast_once(desk, person, round, envelope, code).await
}

/// How often a cast is tried while storage is busy, each time for as long as a connection is waited for.
pub(super) const TRIES_WHEN_BUSY: usize = 3;

async fn cast_once(
    desk: &Desk,
    person: &Person,
    round: &Round,
    envelope: &Envelope,
    code: &str,
) -> Result<Casting, Refusal> {
    let (email, must_show) = mailbox(desk, person, envelope).await?;
    let voter = voter_key(desk, round, &email);
    let typed = must_show.then(|| {
        let request = asking::request(desk, round, &voter, &envelope.paper);
        let digest = asking::code_digest(desk, &request, code);
        TypedCode { request, digest }
    });
    let entitled = Entitled {
        voter,
        ward: Some(envelope.home.ward.clone()),
        ward_checked: envelope.home.checked,
        way: WayToVote::VerifiedEmail,
        code: typed,
    };
    enter(desk, round, &envelope.paper, envelope.words, entitled).await
}

/// Who casts, as the register will know them, and by which right.
pub(super) struct Entitled {
    /// The keyed digest that stands for the one entitlement.
    pub voter: String,
    /// The ward, where it is known.
    pub ward: Option<String>,
    /// Whether the ward is checked rather than said.
    pub ward_checked: bool,
    /// The way to vote, which the round must take.
    pub way: WayToVote,
    /// The code to try that was emailed.
    pub code: Option<TypedCode>,
}

/// Seals a paper and enters it under an entitlement, in one transaction.
pub(super) async fn enter(
    desk: &Desk,
    round: &Round,
    paper: &Paper,
    words: CheckWords,
    entitled: Entitled,
) -> Result<Casting, Refusal> {
    let at = desk.now();
    let Some(rules) = open_rules(desk, round)? else {
        return Ok(Casting::NotOpen);
    };
    let sheet = &rules.sheet;
    if !sheet.may_vote.contains(&entitled.way) {
        return Err(Refusal::NotAllowed);
    }
    let Some(stored) = store::casting::receipt_secret(&desk.db, round.id).await? else {
        return Ok(Casting::NotOpen);
    };
    let prepared = prepared(desk, &rules, (paper, words), &entitled.voter, &stored)?;
    let sealed = seal_to_all(&desk.dice, keys(sheet)?, &prepared.record);
    let cast = Cast {
        round: round.id,
        voter: entitled.voter,
        form: prepared.form,
        ward: entitled.ward,
        ward_checked: entitled.ward_checked,
        channel: match entitled.way {
            WayToVote::VotingCode => Channel::Code,
            _ => Channel::Email,
        },
        code: entitled.code,
        slot: hex(&desk.dice.bytes::<16>()),
        sealed,
        at,
    };
    Ok(match ballot_box::cast(&desk.db, cast).await? {
        Answer::Entered | Answer::SameForm => Casting::Voted(Receipt {
            code: prepared.code.to_string(),
            words: prepared.words.to_string(),
            chosen: marked(sheet, &prepared.choices),
        }),
        Answer::AlreadyVoted => Casting::AlreadyVoted,
        Answer::WrongCode => Casting::WrongCode,
        Answer::CodeEnded => Casting::CodeEnded,
        Answer::NotOpen => Casting::NotOpen,
    })
}

/// Whether the person who is signed in has voted in the round. How is known to nobody.
pub async fn has_voted(desk: &Desk, person: &Person, round: &Round) -> Result<bool, StoreError> {
    let Some(account) = person.account() else {
        return Ok(false);
    };
    let account = sessions::account(&desk.db, account).await?;
    let email = account.and_then(|account| EmailAddress::parse(&account.email).ok());
    match email {
        Some(email) => {
            let voter = voter_key(desk, round, &email);
            outcome::has_voted(&desk.db.read(), round.id, &voter).await
        }
        None => Ok(false),
    }
}

/// The mailbox that votes, and whether it must still be shown by a code.
async fn mailbox(
    desk: &Desk,
    person: &Person,
    envelope: &Envelope,
) -> Result<(EmailAddress, bool), Refusal> {
    if let Some(email) = &envelope.email {
        return Ok((email.clone(), true));
    }
    let account = person.account().ok_or(Refusal::NotAllowed)?;
    let account = sessions::account(&desk.db, account).await?;
    let account = account.ok_or(Refusal::NotAllowed)?;
    let email = EmailAddress::parse(&account.email);
    Ok((email.map_err(|_| Refusal::NotAllowed)?, false))
}

/// The receipt, the register's digest and the record. The receipt is bound to the voter besides the form's
/// key, so that two people who vote from one page never get one code.
fn prepared(
    desk: &Desk,
    rules: &NamedRules,
    (paper, words): (&Paper, CheckWords),
    voter: &str,
    stored: &str,
) -> Result<Prepared, Refusal> {
    let marks = read_choices(&paper.choices, &rules.sheet)
        .map_err(|why| Refusal::mistake("choice", why))?;
    let once = format!("{}|{voter}", paper.once.as_str());
    let secret = receipt_secret(desk, stored);
    prepare(rules, &marks, words, once.as_bytes(), secret.as_bytes())
        .map_err(|why| Refusal::mistake("choice", why))
}

/// The keys that a ballot is sealed to. There is always one: nothing goes into a box unsealed.
fn keys(sheet: &RuleSheet) -> Result<&[Key], StoreError> {
    match sheet.ballot_box.keys() {
        [] => Err(StoreError::Unreadable("a rule sheet without a key".into())),
        keys => Ok(keys),
    }
}
