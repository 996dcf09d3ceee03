//! The ballot box: the one write that does not go through `Work`.
//!
//! Casts that wait are written together, up to [`MOST`] a transaction, and each is answered only after
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
use crate::store::{Db, StoreError};
use chrono::{DateTime, Utc};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

/// The most casts that one transaction takes.
pub const MOST: usize = 256;

/// How often a code may be typed wrong before it is worthless.
pub const TRIES: i64 = 5;

/// How many casts of a process are prepared at once: what they need is read, the ballot is sealed. The
/// others wait here, in line and without a time limit, and not for a connection, where waiting ends in
/// a refusal.
const PREPARED_AT_ONCE: usize = 8;

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

struct Waiting {
    cast: Cast,
    answer: oneshot::Sender<Result<Answer, StoreError>>,
}

struct Queue {
    waiting: VecDeque<Waiting>,
    writing: bool,
    most: usize,
}

impl Default for Queue {
    fn default() -> Self {
        Queue {
            waiting: VecDeque::new(),
            writing: false,
            most: MOST,
        }
    }
}

/// The casts of this process that wait for the writer.
#[derive(Clone)]
pub struct CastQueue {
    queue: Arc<Mutex<Queue>>,
    preparing: Arc<Semaphore>,
}

impl Default for CastQueue {
    fn default() -> Self {
        CastQueue {
            queue: Arc::default(),
            preparing: Arc::new(Semaphore::new(PREPARED_AT_ONCE)),
        }
    }
}

impl CastQueue {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a cast in line. Whether a writer must be started.
    fn push(&self, waiting: Waiting) -> bool {
        let mut queue = self.lock();
        queue.waiting.push_back(waiting);
        !std::mem::replace(&mut queue.writing, true)
    }

    /// The next casts to write; with none left the writer is done.
    fn next(&self) -> Vec<Waiting> {
        let mut queue = self.lock();
        let count = queue.waiting.len().min(queue.most);
        queue.writing = count > 0;
        queue.waiting.drain(..count).collect()
    }
}

/// Ends the writer's turn also where it broke off, so that the next cast starts another. Casts that
/// still wait are answered with a failure by being dropped.
struct Turn(CastQueue);

impl Drop for Turn {
    fn drop(&mut self) {
        let mut queue = self.0.lock();
        if std::thread::panicking() {
            queue.writing = false;
            queue.waiting.clear();
        }
    }
}

/// Waits for a turn to prepare a cast. The turn ends when what is given back is dropped.
pub async fn turn_to_prepare(db: &Db) -> Result<OwnedSemaphorePermit, StoreError> {
    let preparing = Arc::clone(&db.casts().preparing);
    let turn = preparing.acquire_owned().await;
    turn.map_err(|closed| StoreError::Failed(closed.to_string()))
}

/// From now on a transaction of this process takes at most so many casts, for measuring what it is worth to
/// write them together. Never more than [`MOST`], and at least one.
pub fn write_at_most(db: &Db, casts: usize) {
    db.casts().lock().most = casts.clamp(1, MOST);
}

/// Casts a ballot and answers once it is on the disk.
///
/// One entitlement is one ballot, however many casts come at once and from however many processes:
/// the register's key says so. The same form gets the same answer each time.
pub async fn cast(db: &Db, cast: Cast) -> Result<Answer, StoreError> {
    let (answer, answered) = oneshot::channel();
    if db.casts().push(Waiting { cast, answer }) {
        // In a task of its own: a closed tab must not stop the ballots of others.
        tokio::spawn(write_all(db.clone()));
    }
    answered
        .await
        .unwrap_or_else(|_| Err(StoreError::Failed("the ballot writer broke off".into())))
}

async fn write_all(db: Db) {
    let turn = Turn(db.casts().clone());
    loop {
        let waiting = turn.0.next();
        if waiting.is_empty() {
            return;
        }
        let (casts, answers): (Vec<Cast>, Vec<_>) = waiting
            .into_iter()
            .map(|one| (one.cast, one.answer))
            .unzip();
        match batch::write(&db, &casts).await {
            Ok(ruled) => {
                for (answer, ruling) in answers.into_iter().zip(ruled) {
                    let _ = answer.send(Ok(ruling));
                }
            }
            Err(error) => {
                for answer in answers {
                    let _ = answer.send(Err(error.clone()));
                }
            }
        }
    }
}
