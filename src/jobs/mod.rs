//! What happens by itself: rounds open and close, letters go, kept pages learn of other processes,
//! old drafts and links are forgotten.
//!
//! One loop looks every second, and one sends letters. Each task says what it did; a task that fails is logged and tried
//! again at its next turn, and never stops the others. Start at [`run`].

pub mod outbox;
pub mod photos;
pub mod retention;
pub mod rounds;

use crate::actions::{Desk, areas, figures};
use crate::store::{StoreError, version};
use chrono::{DateTime, Duration, Utc};
use std::fmt::Display;
use std::future::Future;
use tokio::sync::watch;

/// How often the loop looks.
const TICK: std::time::Duration = std::time::Duration::from_secs(1);

/// How often a busy database is asked again where everything due is done at once: PostgreSQL wipes the order of
/// a box out when the older transactions of all its databases have ended. The loop has no end of turns.
const TURNS_IN_ALL: u32 = 60;

/// How long a letter that is on its way may take once stopping has begun.
const GRACE: std::time::Duration = std::time::Duration::from_secs(5);

/// When a task ran last.
#[derive(Default)]
struct Turns {
    minute: Option<DateTime<Utc>>,
    hour: Option<DateTime<Utc>>,
    day: Option<DateTime<Utc>>,
}

/// Whether so much time has gone by since the last turn, which then is now.
fn is_due(last: &mut Option<DateTime<Utc>>, now: DateTime<Utc>, every: Duration) -> bool {
    let due = last.is_none_or(|last| now - last >= every);
    if due {
        *last = Some(now);
    }
    due
}

/// Looks after everything that falls due until `stop` completes.
///
/// Letters go in a loop of their own: a mail server that is slow to answer must not keep a vote open.
pub async fn run(desk: Desk, stop: impl Future<Output = ()>) {
    let (told, hears) = watch::channel(false);
    let letters = tokio::spawn(outbox::run(desk.clone(), hears));
    let mut turns = Turns::default();
    tokio::pin!(stop);
    loop {
        turn(&desk, &mut turns).await;
        tokio::select! {
            () = &mut stop => break,
            () = tokio::time::sleep(TICK) => {}
        }
    }
    let _ = told.send(true);
    let ending = letters.abort_handle();
    if tokio::time::timeout(GRACE, letters).await.is_err() {
        tracing::warn!("a letter was on its way when the grace ended; it is tried again");
        ending.abort();
    }
}

async fn turn(desk: &Desk, turns: &mut Turns) {
    noted("version", version::look(&desk.db).await);
    noted("rounds", rounds::keep_time(desk).await);
    noted("figures", figures::publish_if_due(desk).await);
    if is_due(&mut turns.minute, desk.now(), Duration::minutes(1)) {
        // Areas that another process imported, and sets that come into force at midnight.
        noted("areas", areas::refresh(desk).await);
        noted("photos", photos::clear(desk).await);
        noted("uploads", retention::forget_uploads(desk).await);
        noted("vote codes", retention::forget_vote_codes(desk).await);
    }
    if is_due(&mut turns.hour, desk.now(), Duration::hours(1)) {
        noted("ballots", rounds::tell_of_ballots(desk).await);
        noted("heads", rounds::publish_heads(desk).await);
        noted("retention", retention::forget(desk).await);
        noted("photos", photos::let_go(desk).await);
    }
    if is_due(&mut turns.day, desk.now(), Duration::days(1)) {
        noted("photos", photos::clear_strays(desk).await);
    }
}

fn noted<T>(task: &'static str, outcome: Result<T, impl Display>) {
    if let Err(error) = outcome {
        tracing::warn!(task, %error, "a task failed and is tried again");
    }
}

/// Does once everything that is due now, for tests and where the clock of the demonstration is put forward.
pub async fn catch_up(desk: &Desk) -> Result<(), StoreError> {
    catch_up_unpublished(desk).await?;
    noted("figures", figures::publish_if_due(desk).await);
    Ok(())
}

/// The same without publishing figures, for building the demonstration: what a single publication takes
/// up at the end finds cover in all of the ledger, where small numbers of each day would wait for company.
pub async fn catch_up_unpublished(desk: &Desk) -> Result<(), StoreError> {
    version::look(&desk.db).await?;
    let mut turns = TURNS_IN_ALL;
    while let Err(error) = rounds::keep_time(desk).await {
        turns -= 1;
        if turns == 0 || error != StoreError::Busy {
            return Err(error);
        }
        tokio::time::sleep(TICK).await;
    }
    outbox::send_due(desk).await?;
    Ok(())
}
