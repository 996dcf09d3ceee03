//! What browsers send when people vote.

use crate::actions::ballots::asking::Home;
use crate::actions::ballots::casting::{Envelope, Paper};
use crate::domain::ballots::words::CheckWords;
use crate::domain::identity::email::EmailAddress;
use crate::domain::ids::OnceKey;
use crate::domain::mistakes::Mistakes;

/// The value of the choice of nothing.
pub const BLANK: &str = "blank";

crate::form! {
    /// What the list of votes is asked for.
    pub struct ListQuery { q, area, state, page }
}

crate::form! {
    /// Which receipt somebody looks for.
    pub struct ReceiptQuery { receipt }
}

crate::form! {
    /// A marked paper.
    pub struct PaperForm {} many { choice }
}

impl PaperForm {
    /// What was marked, as the published list will show it.
    pub fn choices(&self) -> Result<String, Mistakes> {
        match self.choice.as_slice() {
            [] => Err(Mistakes::one(
                "choice",
                "Pick one place, or pick the blank vote",
            )),
            [one] if one == BLANK => Ok(String::new()),
            many => Ok(many.join("+")),
        }
    }
}

crate::form! {
    /// A paper on its way, with what the voter says of themselves. `mark` is our digest over it.
    pub struct EnvelopeForm {
        choices, mark, email, postcode, ward, checked, word_1, word_2, sealed_mark, code,
    }
}

impl EnvelopeForm {
    /// The paper, if the form carries the key that it was made with.
    pub fn paper(&self, once: Option<&OnceKey>) -> Option<Paper> {
        Some(Paper {
            once: once?.clone(),
            choices: self.choices.clone(),
        })
    }

    /// The two check words or none.
    pub fn words(&self) -> Result<CheckWords, Mistakes> {
        let (first, second) = (self.word_1.trim(), self.word_2.trim());
        if first.is_empty() != second.is_empty() {
            let field = if first.is_empty() { "word-1" } else { "word-2" };
            return Err(Mistakes::one(field, "Pick two check words, or none"));
        }
        CheckWords::parse(&format!("{first} {second}"))
            .map_err(|_| Mistakes::one("word-1", "Pick check words from the list"))
    }

    /// The mailbox to be shown.
    pub fn mailbox(&self) -> Result<EmailAddress, Mistakes> {
        EmailAddress::parse(&self.email).map_err(|why| Mistakes::one("email", why))
    }

    /// The envelope as the page before the last made it; its digest must still be checked.
    pub fn envelope(&self, paper: Paper) -> Option<Envelope> {
        Some(Envelope {
            paper,
            words: self.words().ok()?,
            home: Home {
                ward: self.ward.clone(),
                checked: self.checked == "yes",
            },
            email: Some(self.mailbox().ok()?),
        })
    }
}
