//! What happens by itself: rounds open and close, letters go, kept pages learn of other processes,
//! old drafts and links are forgotten.
//!
//! One loop looks every second. Each task says what it did; a task that fails is logged and tried
//! again at its next turn, and never stops the others. Start at [`run`].

pub mod outbox;
pub mod retention;
pub mod rounds;

use crate::actions::Desk;
use crate::store::{StoreError, version};
use chrono::{DateTime, Duration, Utc};
use std::future::Future;

/// How often the loop looks.
const TICK: std::time::Duration = std::time::Duration::from_secs(1);

/// When a task ran last.
struct Turns {
    hourly: Option<DateTime<Utc>>,
}

impl Turns {
    fn is_hour_due(&mut self, now: DateTime<Utc>) -> bool {
        let due = self
            .hourly
            .is_none_or(|last| now - last >= Duration::hours(1));
        if due {
            self.hourly = Some(now);
        }
        due
    }
}

/// Looks after everything that falls due until `stop` completes.
pub async fn run(desk: Desk, stop: impl Future<Output = ()>) {
    let mut turns = Turns { hourly: None };
    tokio::pin!(stop);
    loop {
        turn(&desk, &mut turns).await;
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(TICK) => {}
        }
    }
}

async fn turn(desk: &Desk, turns: &mut Turns) {
    noted("version", version::look(&desk.db).await);
    noted("rounds", rounds::keep_time(desk).await);
    noted("outbox", outbox::send_due(desk).await);
    if turns.is_hour_due(desk.now()) {
        noted("ballots", rounds::tell_of_ballots(desk).await);
        noted("retention", retention::forget(desk).await);
    }
}

fn noted<T>(task: &'static str, outcome: Result<T, StoreError>) {
    if let Err(error) = outcome {
        tracing::warn!(task, %error, "a task failed and is tried again");
    }
}

/// Does once everything that is due now, for tests and for building the demonstration.
pub async fn catch_up(desk: &Desk) -> Result<(), StoreError> {
    version::look(&desk.db).await?;
    rounds::keep_time(desk).await?;
    outbox::send_due(desk).await?;
    Ok(())
}
