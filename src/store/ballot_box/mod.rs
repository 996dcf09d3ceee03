//! The ballot box: the one write that does not go through `Work`.
//!
//! Casts that wait are gathered and written together in one transaction, and each is answered only after
//! the commit. Into the register goes who has voted, into the box the sealed ballot; nothing is in both,
//! and neither has a time, an address, a session or a receipt. A cast leaves no audit line: the jobs
//! loop tells the log of ballots in batches. Start at [`cast`]; the transaction is in `batch`,
//! emptying a box for good in
//! [`clearing`], the nightly heads in [`heads`].

mod batch;
pub mod clearing;
pub mod desk;
pub mod heads;
mod rows;

use crate::domain::ballots::merkle::Digest;
use crate::store::gathering::Gathered;
use crate::store::{Db, StoreError};
use chrono::{DateTime, Utc};

/// How often a code may be typed wrong before it is worthless.
pub const TRIES: i64 = 5;

/// By which way somebody votes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// A verified email address.
    Email,
    /// A code from a letter.
    Code,
    /// A paper handed over at a desk.
    Desk,
    /// A paper that was sent out.
    Paper,
}

impl Channel {
    /// The word in the database.
    pub fn code(self) -> &'static str {
        match self {
            Channel::Email => "email",
            Channel::Code => "code",
            Channel::Desk => "desk",
            Channel::Paper => "paper",
        }
    }
}

/// A code that was typed, to be tried against the one that was sent.
#[derive(Clone, PartialEq, Eq)]
pub struct TypedCode {
    /// What stands for the form that asked for the code.
    pub request: String,
    /// The keyed digest of what was typed.
    pub digest: String,
}

/// A ballot to enter. Nothing in it outlives the call but what the two tables hold.
#[derive(Clone)]
pub struct Cast {
    /// The round.
    pub round: i64,
    /// The keyed digest of round and mailbox, or of round and voting code: the entitlement.
    pub voter: String,
    /// What the register keeps to know this very form again.
    pub form: Digest,
    /// The voter's ward, where it is known.
    pub ward: Option<String>,
    /// Whether a postcode showed the ward, or the voter chose it from a list.
    pub ward_checked: bool,
    /// By which way they vote.
    pub channel: Channel,
    /// The code to try, where the mailbox is not shown by being signed in.
    pub code: Option<TypedCode>,
    /// A random key for the box.
    pub slot: String,
    /// The sealed ballot.
    pub sealed: Vec<u8>,
    /// When the form came.
    pub at: DateTime<Utc>,
}

/// What came of a cast. None of these is a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It is in.
    Entered,
    /// This very form is in already.
    SameForm,
    /// Another form of the same person is in.
    AlreadyVoted,
    /// The code is not the one that was sent, or on no letter of the round.
    WrongCode,
    /// The code has ended, or was typed wrong too often.
    CodeEnded,
    /// Votes are not taken now.
    NotOpen,
}

/// From now on a transaction of this process takes at most so many casts, for measuring what it is worth to
/// write them together. At least one.
pub fn write_at_most(db: &Db, casts: usize) {
    db.gatherings().casts.serve_at_most(casts);
}

/// Casts a ballot and answers once it is on the disk.
///
/// One entitlement is one ballot, however many casts come at once and from however many processes:
/// the register's key says so. The same form gets the same answer each time.
pub async fn cast(db: &Db, cast: Cast) -> Result<Answer, StoreError> {
    db.gatherings().casts.ask(db, cast).await
}

impl Gathered for Cast {
    type Answer = Answer;

    async fn serve(db: &Db, casts: &[Cast]) -> Result<Vec<Answer>, StoreError> {
        batch::write(db, casts).await
    }
}
