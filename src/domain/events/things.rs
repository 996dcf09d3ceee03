//! What events name: a thing by its reference, an address that stays out of the audit log, and what
//! became of a kind of work.

/// A thing as letters and the audit log name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its row.
    pub id: i64,
    /// What people say on the telephone, or the last part of its address.
    pub reference: String,
    /// Its title.
    pub title: String,
}

impl Named {
    /// A thing by its row, reference and title.
    pub fn new(id: i64, reference: impl Into<String>, title: impl Into<String>) -> Named {
        Named {
            id,
            reference: reference.into(),
            title: title.into(),
        }
    }
}

/// A letter's address and the secret path in it, kept out of the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret {
    /// Where the letter goes.
    pub email: String,
    /// A path on this site that only the reader of the letter knows, or a code.
    pub path: String,
}

/// What became of the kinds of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CategoryChange {
    /// So many came in as a file.
    Imported(usize),
    /// One with this code is new.
    Added(String),
    /// One has another name, description or position now.
    Changed {
        /// Its code.
        code: String,
        /// What moved.
        what: String,
    },
    /// One is not offered any more.
    Retired(String),
    /// One is offered again.
    OfferedAgain(String),
}
