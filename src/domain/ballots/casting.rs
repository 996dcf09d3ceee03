//! Casting: may this form be cast, and what is written if so.
//!
//! Only decisions and texts. The register's unique key is what really stops a second vote, and
//! sealing happens outside; here the same form sent twice is told from another form, and neither
//! answer is an error page. Start at [`prepare`] and [`decide`].

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};

use super::merkle::Digest;
use super::paper::{Marks, MarksFault};
use super::receipt::{ReceiptCode, Record, RecordFault, record_length};
use super::round::{Stage, Times};
use super::rule_sheet::NamedRules;
use super::words::CheckWords;

/// A form as it was confirmed, ready to be sealed and entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// What goes on the receipt.
    pub code: ReceiptCode,
    pub words: CheckWords,
    /// The choice as the published list will show it.
    pub choices: String,
    /// What the register keeps, to know this very form again.
    pub form: Digest,
    /// What is sealed: the record at the round's fixed length.
    pub record: Vec<u8>,
}

/// What is to be done with a form that the rules allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ruling {
    /// Enter it: the entitlement is not used yet.
    Enter,
    /// It is in already. Show the same receipt again and write nothing.
    AlreadyEntered,
}

/// Why a form is not cast. Each is a page that explains, never an error page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CastRefusal {
    #[error("this vote has not opened yet")]
    NotOpenYet { opens_at: DateTime<Utc> },
    #[error("this vote has closed")]
    Closed { closes_at: DateTime<Utc> },
    #[error("you have already voted")]
    AlreadyVoted,
    #[error(transparent)]
    Marks(#[from] MarksFault),
}

/// Why a form cannot be prepared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PrepareFault {
    #[error(transparent)]
    Marks(#[from] MarksFault),
    #[error(transparent)]
    Record(#[from] RecordFault),
}

/// Makes the receipt, the register's digest and the record of a confirmed form.
///
/// `once` is the form's random one-time key, `secret` the round's receipt secret. The same form
/// gives the same result, whichever process prepares it.
pub fn prepare(
    rules: &NamedRules,
    marks: &Marks,
    words: CheckWords,
    once: &[u8],
    secret: &[u8],
) -> Result<Prepared, PrepareFault> {
    let sheet = &rules.sheet;
    marks.check(sheet.options.len(), sheet.most_ranks())?;
    let choices = marks.to_choices(&sheet.ids());
    let code = ReceiptCode::derive(secret, once);
    let record = Record {
        round_id: rules.round_id.clone(),
        method: sheet.method,
        choices: choices.clone(),
        code,
        words,
    };
    let record = record.to_padded(record_length(sheet))?;
    let form = form_digest(once, &choices, words);
    Ok(Prepared {
        code,
        words,
        choices,
        form,
        record,
    })
}

/// The digest by which the register knows a form again.
///
/// It covers the choice and the words besides the key, so that a form sent again with another
/// choice is another form: it must not show a receipt for a choice that was never entered. The key
/// is random and kept nowhere, so the digest tells nothing of the choice.
pub fn form_digest(once: &[u8], choices: &str, words: CheckWords) -> Digest {
    let mut digest = Sha256::new();
    digest.update(b"form|v1|");
    digest.update((once.len() as u64).to_be_bytes());
    digest.update(once);
    digest.update(choices.as_bytes());
    digest.update(b"|");
    digest.update(words.to_string().as_bytes());
    digest.finalize().into()
}

/// Whether a form is entered, is in already, or is refused.
///
/// `voted` is what the register holds for the entitlement: the digest of the form that used it.
pub fn decide(
    stage: Stage,
    times: &Times,
    voted: Option<&Digest>,
    form: &Digest,
    now: DateTime<Utc>,
) -> Result<Ruling, CastRefusal> {
    check_open(stage, times, now)?;
    match voted {
        None => Ok(Ruling::Enter),
        Some(earlier) if earlier == form => Ok(Ruling::AlreadyEntered),
        Some(_) => Err(CastRefusal::AlreadyVoted),
    }
}

/// Whether votes are taken now. The clock counts, also where nothing has closed the round yet.
pub fn check_open(stage: Stage, times: &Times, now: DateTime<Utc>) -> Result<(), CastRefusal> {
    if stage > Stage::Open || now >= times.closes_at {
        return Err(CastRefusal::Closed {
            closes_at: times.closes_at,
        });
    }
    if stage < Stage::Open || now < times.opens_at {
        return Err(CastRefusal::NotOpenYet {
            opens_at: times.opens_at,
        });
    }
    Ok(())
}
