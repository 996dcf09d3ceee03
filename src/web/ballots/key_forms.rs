//! What officers send about the keys of a ballot box. A field that holds a private key has no place in a
//! form that is shown again.

use crate::actions::ballots::keys::{Keeping, Shown};
use crate::domain::ballots::box_key::{KeyFault, public_line, read_public};
use crate::domain::ballots::merkle::from_hex;
use crate::domain::mistakes::Mistakes;
use crate::store::ballots::keys::BoxKey;
use crate::store::ballots::{Mode, Round};

/// The value of the choice that the server keeps the key.
pub const SIMPLE: &str = "simple";
/// The value of the choice that officers keep it.
pub const SEALED: &str = "sealed";

crate::form! {
    /// Who keeps the key of a draft's box.
    pub struct BoxForm { version, keeping, public_key_1, public_key_2 }
}

crate::form! {
    /// What shows that a test ballot was opened.
    pub struct TestForm { number, words, key }
}

crate::form! {
    /// The count of a sealed box, without its keys: those are never put into a form.
    pub struct OpenForm { version }
}

impl BoxForm {
    /// The box of a draft as it stands.
    pub fn of(round: &Round, keys: &[BoxKey]) -> BoxForm {
        let line = |number: i64| {
            let key = keys.iter().find(|key| key.number == number);
            let key = key.and_then(|key| from_hex(&key.public_key));
            key.map(|key| public_line(&key)).unwrap_or_default()
        };
        let keeping = match round.mode {
            Mode::Sealed => SEALED,
            _ => SIMPLE,
        };
        BoxForm {
            version: round.version.to_string(),
            keeping: keeping.into(),
            public_key_1: line(1),
            public_key_2: line(2),
        }
    }

    /// Who keeps it, or what is wrong.
    pub fn keeping(&self) -> Result<Keeping, Mistakes> {
        match self.keeping.as_str() {
            SIMPLE => Ok(Keeping::Simple),
            SEALED => Ok(Keeping::Sealed {
                first: self.public_key_1.clone(),
                second: self.public_key_2.clone(),
            }),
            _ => Err(Mistakes::one("keeping", "Pick who keeps the key")),
        }
    }

    /// The form as it may be shown again: a private key that was typed by mistake is not repeated.
    pub fn without_private_keys(&self) -> BoxForm {
        let shown = |typed: &String| match read_public(typed) {
            Err(KeyFault::PrivateInPlaceOfPublic) => String::new(),
            _ => typed.clone(),
        };
        BoxForm {
            public_key_1: shown(&self.public_key_1),
            public_key_2: shown(&self.public_key_2),
            ..self.clone()
        }
    }
}

impl TestForm {
    /// The words or the key: what was brought.
    pub fn shown(&self) -> Result<Shown, Mistakes> {
        match (self.words.trim(), self.key.trim()) {
            ("", "") => Err(Mistakes::one(
                "words",
                "Enter the four words in the test ballot, or bring the key",
            )),
            ("", key) => Ok(Shown::Key(key.to_string())),
            (words, _) => Ok(Shown::Words(words.to_string())),
        }
    }
}
