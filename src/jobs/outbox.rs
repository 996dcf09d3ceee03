//! Sends the letters that are due: at least once each, and twice only if the power fails between the
//! mail server's yes and our note of it.

use crate::actions::Desk;
use crate::ports::post::PostError;
use crate::store::StoreError;
use crate::store::outbox::{self, Posted};
use chrono::Duration;
use tokio::sync::watch;

/// How many letters go in one turn.
const BATCH: u64 = 50;

/// After how many tries a letter is given up: with the waits below, a little over two days.
const TRIES: i64 = 14;

/// How long to wait after so many tries: a minute, doubling up to six hours.
fn wait(tries: i64) -> Duration {
    let minutes = 1_i64 << tries.clamp(0, 9);
    Duration::minutes(minutes.min(360))
}

/// For so long a letter is one process's to send. Longer than a mail server is waited for; if the
/// process is killed meanwhile, another sends it afterwards.
const CLAIM: Duration = Duration::minutes(5);

/// Sends what is due, every second, until it is told to stop.
pub async fn run(desk: Desk, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        super::noted("outbox", send_some(&desk, &stop).await);
        let told = tokio::time::timeout(super::TICK, stop.changed()).await;
        if told.is_ok_and(|told| told.is_err()) {
            return; // whoever could tell is gone
        }
    }
}

/// Sends what is due and says how many letters went.
pub async fn send_due(desk: &Desk) -> Result<usize, StoreError> {
    let (_keep, never) = watch::channel(false);
    send_some(desk, &never).await
}

async fn send_some(desk: &Desk, stop: &watch::Receiver<bool>) -> Result<usize, StoreError> {
    let mut sent = 0;
    for letter in outbox::due(&desk.db.read(), desk.now(), BATCH).await? {
        if *stop.borrow() {
            break;
        }
        let is_ours = outbox::claim(&desk.db, &letter, desk.now() + CLAIM).await?;
        if is_ours && send(desk, &letter).await? {
            sent += 1;
        }
    }
    Ok(sent)
}

async fn send(desk: &Desk, letter: &Posted) -> Result<bool, StoreError> {
    match desk.post.send(letter).await {
        Ok(()) => {
            outbox::sent(&desk.db, letter.id, desk.now()).await?;
            Ok(true)
        }
        Err(PostError::Never(trouble)) => {
            outbox::failed(&desk.db, letter, desk.now(), &trouble, None).await?;
            Ok(false)
        }
        Err(PostError::Later(trouble)) => {
            let next = (letter.attempts + 1 < TRIES).then(|| wait(letter.attempts));
            outbox::failed(&desk.db, letter, desk.now(), &trouble, next).await?;
            Ok(false)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_tried_for_more_than_a_day_before_it_is_given_up() {
        let whole: Duration = (0..TRIES - 1).map(wait).sum();
        assert!(whole > Duration::hours(24), "{whole}");
        assert!(whole < Duration::days(3), "{whole}");
    }
}
