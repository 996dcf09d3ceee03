//! What the clock does with rounds: opens and closes them, tells the audit log of ballots in batches,
//! and clears what a declared round leaves behind.

use crate::actions::{Desk, Person, Refusal};
use crate::domain::ballots::round::{Stage, due};
use crate::domain::events::Event;
use crate::store::ballot_box::clearing;
use crate::store::ballots::{self as store, Round, State, change, outcome};
use crate::store::{StoreError, Work};

/// The fewest new ballots that the audit log is told of while a round is open: so many that the line
/// says nothing of one person.
const BATCH: i64 = 20;

/// Opens and closes what falls due. A round that nobody looked after for long may do both at once.
/// Going back in time never opens a round again: a step is taken once.
pub async fn open_and_close(desk: &Desk) -> Result<(), StoreError> {
    for round in store::ticking(&desk.db.read()).await? {
        let State::At(mut stage) = round.state else {
            continue;
        };
        while let Some(next) = due(stage, &round.times, desk.now()) {
            step(desk, &round, next).await?;
            stage = next;
        }
    }
    Ok(())
}

async fn step(desk: &Desk, round: &Round, to: Stage) -> Result<(), StoreError> {
    let moving = round.clone();
    let done = desk
        .work(&Person::timetable(), move |work| async move {
            if !change::step(&work, moving.id, to).await? {
                return Ok(false);
            }
            let mut events = vec![];
            let round = moving.named();
            if to == Stage::Closed {
                events.extend(received(&work, moving.id, 1).await?);
                events.push(Event::RoundClosed { round });
            } else {
                events.push(Event::RoundOpened { round });
            }
            work.commit_all(events).await?;
            Ok(true)
        })
        .await;
    match done {
        Ok(true) if to == Stage::Closed => {
            // The secret behind the receipts must not live on in the log beside the database.
            clearing::empty_log(&desk.db).await
        }
        Ok(_) => Ok(()),
        Err(Refusal::Storage(error)) => Err(error),
        Err(other) => Err(StoreError::Failed(other.to_string())),
    }
}

/// The line for the audit log where at least so many ballots came since the last.
async fn received(work: &Work, round: i64, least: i64) -> Result<Option<Event>, Refusal> {
    let conn = work.read();
    let known = store::by_id(&conn, round)
        .await?
        .map_or(0, |round| round.received);
    let now = outcome::in_box(&conn, round).await?;
    if now - known < least {
        return Ok(None);
    }
    change::note_received(work, round, now).await?;
    Ok(Some(Event::BallotsReceived {
        round,
        ballots: now - known,
    }))
}

/// Tells the audit log how many ballots came, where there are enough since the last time.
pub async fn tell_of_ballots(desk: &Desk) -> Result<(), StoreError> {
    let open = store::ticking(&desk.db.read()).await?;
    for round in open.into_iter().filter(|round| round.state.is(Stage::Open)) {
        let told = desk
            .work(&Person::timetable(), move |work| async move {
                if let Some(event) = received(&work, round.id, BATCH).await? {
                    work.commit(event).await?;
                }
                Ok(())
            })
            .await;
        match told {
            Ok(()) => {}
            Err(Refusal::Storage(error)) => return Err(error),
            Err(other) => return Err(StoreError::Failed(other.to_string())),
        }
    }
    Ok(())
}

/// Empties the boxes of declared rounds and destroys the keys whose day has come. Done again where it
/// was interrupted.
pub async fn clear(desk: &Desk) -> Result<(), StoreError> {
    let (boxes, keys) = store::to_clear(&desk.db.read(), desk.now()).await?;
    for round in &boxes {
        clearing::delete(&desk.db, *round).await?;
    }
    for round in &keys {
        change::destroy_key(&desk.db, *round).await?;
    }
    if !boxes.is_empty() || !keys.is_empty() {
        clearing::overwrite(&desk.db).await?;
    }
    Ok(())
}
