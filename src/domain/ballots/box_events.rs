//! What happens to a ballot box and its keys, as the audit log keeps it. Nothing in it tells of one voter.

use chrono::NaiveDate;

/// Something that happened to the box of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BoxEvent {
    /// A night's head was published.
    HeadPublished {
        /// Which, from 1.
        number: i64,
        /// Its digest.
        head: String,
    },
    /// A test ballot was opened with a key.
    KeyTested {
        /// Which key, 1 or 2.
        number: i64,
    },
    /// Its time to open came, and a key had not passed its test.
    KeptShut {
        /// How many keys.
        untested: i64,
    },
    /// Officers were told on which day to destroy the key that they keep.
    KeyEnds {
        /// That day.
        on: NaiveDate,
    },
    /// The key that the server held was destroyed.
    KeyDestroyed,
}

impl BoxEvent {
    /// The event's name in the audit log.
    pub fn kind(&self) -> &'static str {
        match self {
            BoxEvent::HeadPublished { .. } => "box-head-published",
            BoxEvent::KeyTested { .. } => "box-key-tested",
            BoxEvent::KeptShut { .. } => "round-kept-shut",
            BoxEvent::KeyEnds { .. } => "box-key-ends",
            BoxEvent::KeyDestroyed => "box-key-destroyed",
        }
    }

    /// The rest of its line there.
    pub fn detail(&self) -> Vec<(&'static str, String)> {
        match self {
            BoxEvent::HeadPublished { number, head } => {
                vec![("number", number.to_string()), ("head", head.clone())]
            }
            BoxEvent::KeyTested { number } => vec![("key", number.to_string())],
            BoxEvent::KeptShut { untested } => vec![("keys not tested", untested.to_string())],
            BoxEvent::KeyEnds { on } => vec![("on", on.to_string())],
            BoxEvent::KeyDestroyed => vec![],
        }
    }
}
