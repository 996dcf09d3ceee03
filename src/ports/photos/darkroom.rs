//! The darkroom: one photo at a time, off the threads that answer requests, and none for long.

use super::developing::Spoilt;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How long a photo waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long one may take.
const DEADLINE: Duration = Duration::from_secs(10);
/// Megabytes of files that may be in memory at once, arriving or waiting for their turn.
const TABLE_MEGABYTES: usize = 64;

/// Where photos are drawn anew. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Darkroom {
    lamp: Arc<Semaphore>,
    table: Arc<Semaphore>,
    deadline: Duration,
}

impl Default for Darkroom {
    fn default() -> Darkroom {
        Darkroom::with_deadline(DEADLINE)
    }
}

/// Room on the table for a file that is arriving. Given back when it is dropped.
#[derive(Debug, Default)]
pub struct Room(Vec<OwnedSemaphorePermit>);

impl Darkroom {
    /// One in which a photo may take so long. Longer than usual where nobody waits for it, as when the
    /// demonstration is made on a machine that has much else to do.
    pub fn with_deadline(deadline: Duration) -> Darkroom {
        Darkroom {
            lamp: Arc::new(Semaphore::new(1)),
            table: Arc::new(Semaphore::new(TABLE_MEGABYTES)),
            deadline,
        }
    }

    /// Makes room for a file that has become so long. Nothing where the table is full.
    pub fn make_room(&self, room: &mut Room, bytes: usize) -> Option<()> {
        while room.0.len() <= bytes / (1024 * 1024) {
            room.0.push(self.table.clone().try_acquire_owned().ok()?);
        }
        Some(())
    }

    /// Does a piece of work when its turn comes. Work that takes too long goes on to its end, and
    /// nothing else begins before, but nobody waits for it any more.
    pub async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Spoilt> + Send + 'static,
    ) -> Result<T, Spoilt> {
        let turn = self.lamp.clone().acquire_owned();
        let Ok(Ok(turn)) = tokio::time::timeout(PATIENCE, turn).await else {
            return Err(Spoilt::Busy);
        };
        let working = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        match tokio::time::timeout(self.deadline, working).await {
            Ok(Ok(done)) => done,
            // A decoder that panics met a file that it cannot read.
            Ok(Err(_)) => Err(Spoilt::Damaged),
            Err(_) => Err(Spoilt::TooSlow),
        }
    }
}
