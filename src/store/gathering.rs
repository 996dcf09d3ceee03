//! Many who ask for the same kind of thing at once are served together: one look, or one transaction, for all
//! of them instead of one each.
//!
//! Nobody waits for more to come: whoever comes alone is served at once, and whoever comes meanwhile is served
//! next, together with all who have come by then. So groups grow by themselves as storage slows, what is
//! told is never older than the question, and waiting here has no time limit, as waiting for a connection
//! has.

use super::at_once::in_pieces;
use super::ballot_box::Cast;
use super::ballots::casting::{RoundId, RoundSlug};
use super::identity::sessions::{AccountId, SessionDigest};
use super::{Conn, Db, StoreError};
use crate::domain::areas::postcode::Postcode;
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::future::Future;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;

/// The most that one look or one transaction serves.
const MOST: usize = 256;

/// What is asked one by one and served together.
pub(super) trait Gathered: Sized + Send + Sync + 'static {
    /// What each is told.
    type Answer: Send + 'static;

    /// Serves all of them. The answers stand in the order of those who asked.
    fn serve(
        db: &Db,
        asked: &[Self],
    ) -> impl Future<Output = Result<Vec<Self::Answer>, StoreError>> + Send;
}

/// A key under which something is read, of which many are looked up at once.
pub(super) trait LookedUp: Clone + Ord + Hash + Send + Sync + 'static {
    /// What stands under it.
    type Found: Clone + Send + 'static;

    /// Reads what stands under some keys, of which no two are the same, in one statement.
    fn look_up(
        conn: &Conn<'_>,
        keys: &[Self],
    ) -> impl Future<Output = Result<HashMap<Self, Self::Found>, StoreError>> + Send;
}

impl<K: LookedUp> Gathered for K {
    type Answer = Option<K::Found>;

    async fn serve(db: &Db, asked: &[K]) -> Result<Vec<Option<K::Found>>, StoreError> {
        let keys: BTreeSet<&K> = asked.iter().collect();
        let keys: Vec<K> = keys.into_iter().cloned().collect();
        let mut found = HashMap::new();
        for some in in_pieces(&keys) {
            found.extend(K::look_up(&db.read(), some).await?);
        }
        Ok(asked.iter().map(|key| found.get(key).cloned()).collect())
    }
}

/// Everybody who waits in this process, by what they ask for.
#[derive(Clone, Default)]
pub(super) struct Gatherings {
    pub sessions: Gathering<SessionDigest>,
    pub accounts: Gathering<AccountId>,
    pub postcodes: Gathering<Postcode>,
    pub rounds: Gathering<RoundSlug>,
    pub receipt_secrets: Gathering<RoundId>,
    pub casts: Gathering<Cast>,
}

/// Those of one kind who wait in this process.
pub(super) struct Gathering<Q: Gathered>(Arc<Mutex<Queue<Q>>>);

struct Queue<Q: Gathered> {
    waiting: VecDeque<Waiting<Q>>,
    serving: bool,
    most: usize,
}

struct Waiting<Q: Gathered> {
    asked: Q,
    answer: oneshot::Sender<Result<Q::Answer, StoreError>>,
}

impl<Q: Gathered> Clone for Gathering<Q> {
    fn clone(&self) -> Self {
        Gathering(Arc::clone(&self.0))
    }
}

impl<Q: Gathered> Default for Gathering<Q> {
    fn default() -> Self {
        Gathering(Arc::new(Mutex::new(Queue {
            waiting: VecDeque::new(),
            serving: false,
            most: MOST,
        })))
    }
}

impl<Q: Gathered> Gathering<Q> {
    /// Asks, and waits for the answer.
    pub async fn ask(&self, db: &Db, asked: Q) -> Result<Q::Answer, StoreError> {
        let (answer, answered) = oneshot::channel();
        if self.push(Waiting { asked, answer }) {
            // In a task of its own: a closed tab must not stop what others wait for.
            tokio::spawn(serve_all(self.clone(), db.clone()));
        }
        let broke_off = |_| Err(StoreError::Failed("who was serving broke off".into()));
        answered.await.unwrap_or_else(broke_off)
    }

    /// From now on at most so many are served together, for measuring what that is worth. At least one, and
    /// never more than [`MOST`].
    pub fn serve_at_most(&self, most: usize) {
        self.lock().most = most.clamp(1, MOST);
    }

    fn lock(&self) -> MutexGuard<'_, Queue<Q>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts one in line. Whether nobody is serving, so that somebody must begin.
    fn push(&self, waiting: Waiting<Q>) -> bool {
        let mut queue = self.lock();
        queue.waiting.push_back(waiting);
        !std::mem::replace(&mut queue.serving, true)
    }

    /// The next to be served; with none left, serving is over.
    fn next(&self) -> Vec<Waiting<Q>> {
        let mut queue = self.lock();
        let count = queue.waiting.len().min(queue.most);
        queue.serving = count > 0;
        queue.waiting.drain(..count).collect()
    }
}

/// Ends the turn of who serves also where they broke off, so that the next who asks starts another. Those who
/// still wait are answered with a failure by being dropped.
struct Turn<Q: Gathered>(Gathering<Q>);

impl<Q: Gathered> Drop for Turn<Q> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let mut queue = self.0.lock();
            queue.serving = false;
            queue.waiting.clear();
        }
    }
}

async fn serve_all<Q: Gathered>(gathering: Gathering<Q>, db: Db) {
    let turn = Turn(gathering);
    loop {
        let waiting = turn.0.next();
        if waiting.is_empty() {
            return;
        }
        serve_group(&db, waiting).await;
    }
}

/// Serves a group. Where a row of one of them is what failed, the halves are served apart, and so on, until that
/// one fails alone.
async fn serve_group<Q: Gathered>(db: &Db, waiting: Vec<Waiting<Q>>) {
    let (asked, mut answers): (Vec<Q>, VecDeque<_>) = waiting
        .into_iter()
        .map(|one| (one.asked, one.answer))
        .unzip();
    let mut groups = vec![asked.as_slice()];
    while let Some(group) = groups.pop() {
        match Q::serve(db, group).await {
            Ok(told) => {
                for (told, answer) in told.into_iter().zip(answers.drain(..group.len())) {
                    let _ = answer.send(Ok(told));
                }
            }
            Err(error) if error.is_of_a_row() && group.len() > 1 => {
                let (first, second) = group.split_at(group.len() / 2);
                groups.extend([second, first]);
            }
            Err(error) => {
                for answer in answers.drain(..group.len()) {
                    let _ = answer.send(Err(error.clone()));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
