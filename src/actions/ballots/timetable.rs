//! What the clock does with rounds: opens and closes them, tells the audit log of ballots in batches,
//! clears what a declared round leaves behind, and reminds who keeps a key to destroy it.

use crate::actions::{Desk, Person, Refusal};
use crate::domain::ballots::box_events::BoxEvent;
use crate::domain::ballots::round::Refusal::KeysUntested;
use crate::domain::ballots::round::{Stage, due, open as may_open};
use crate::domain::events::Event;
use crate::domain::time::london_date;
use crate::store::ballot_box::clearing;
use crate::store::ballots::care::{self, Care};
use crate::store::ballots::{self as store, Round, State, change, keys, outcome};
use crate::store::{StoreError, Work};
use chrono::Duration;

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
            if next == Stage::Open && stays_shut(desk, &round).await? {
                break;
            }
            step(desk, &round, next).await?;
            stage = next;
        }
    }
    forget_order(desk).await
}

/// Whether a round that is due stays shut, because a key of its box has not passed its test. Its
/// officers are told once.
async fn stays_shut(desk: &Desk, round: &Round) -> Result<bool, StoreError> {
    let conn = desk.db.read();
    let untested = keys::untested(&conn, round.id).await?;
    let waiting = usize::try_from(untested).unwrap_or(usize::MAX);
    if may_open(Stage::Announced, &round.times, waiting, desk.now()) != Err(KeysUntested) {
        return Ok(false);
    }
    if care::was_done(&conn, round.id, Care::KeptShut).await? {
        return Ok(true);
    }
    let named = round.named();
    let work = move |work| async move {
        if care::note(&work, named.id, Care::KeptShut).await? {
            let (round, happened) = (named, BoxEvent::KeptShut { untested });
            work.commit(Event::OfBox { round, happened }).await?;
        }
        Ok(())
    };
    storage(desk.work(&Person::timetable(), work).await)?;
    Ok(true)
}

/// How many days before its end officers are reminded of the key that they keep.
const REMINDED_DAYS: i64 = 3;

/// Tells the officers who keep the key of a declared round, once, on which day to destroy it.
pub async fn remind_of_keys(desk: &Desk) -> Result<(), StoreError> {
    let by = desk.now() + Duration::days(REMINDED_DAYS);
    for round in care::keys_ending(&desk.db.read(), by).await? {
        let work = move |work: Work| async move {
            let found = store::by_id(&work.read(), round).await?;
            let found = found.ok_or(Refusal::NotThere)?;
            let end = found.keys_end_at.ok_or(Refusal::NotThere)?;
            if care::note(&work, round, Care::KeyEndTold).await? {
                let on = london_date(end);
                let (round, happened) = (found.named(), BoxEvent::KeyEnds { on });
                work.commit(Event::OfBox { round, happened }).await?;
            }
            Ok(())
        };
        storage(desk.work(&Person::timetable(), work).await)?;
    }
    Ok(())
}

/// After closing, wipes out in which order rows of the register and of the box came. Tried again until
/// it is done: other work may hold the tables.
async fn forget_order(desk: &Desk) -> Result<(), StoreError> {
    let rounds = care::order_known(&desk.db.read()).await?;
    if rounds.is_empty() {
        return Ok(());
    }
    clearing::forget_order(&desk.db, &rounds).await?;
    care::is_done(&desk.db, &rounds, Care::OrderForgotten, desk.now()).await
}

/// What became of a change by the clock: whatever is not storage's fault is a fault of ours.
pub(super) fn storage<T>(done: Result<T, Refusal>) -> Result<T, StoreError> {
    done.map_err(|refusal| match refusal {
        Refusal::Storage(error) => error,
        other => StoreError::Failed(other.to_string()),
    })
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
    if storage(done)? && to == Stage::Closed {
        // The secret behind the receipts must not live on in the log beside the database.
        clearing::empty_log(&desk.db).await?;
    }
    Ok(())
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
        storage(told)?;
    }
    Ok(())
}

/// Empties the boxes of declared rounds and destroys the keys whose day has come. Done again where it
/// was interrupted: it is noted once what was deleted is overwritten too.
pub async fn clear(desk: &Desk) -> Result<(), StoreError> {
    let boxes = care::box_full(&desk.db.read()).await?;
    let keys = care::key_there(&desk.db.read(), desk.now()).await?;
    for round in &boxes {
        clearing::delete(&desk.db, *round).await?;
    }
    for round in &keys {
        destroy_key(desk, *round).await?;
    }
    if !boxes.is_empty() || !keys.is_empty() {
        clearing::overwrite(&desk.db).await?;
    }
    care::is_done(&desk.db, &boxes, Care::BoxEmptied, desk.now()).await?;
    care::is_done(&desk.db, &keys, Care::KeyWiped, desk.now()).await
}

/// Destroys the key that the server held, and says so in the audit log.
async fn destroy_key(desk: &Desk, round: i64) -> Result<(), StoreError> {
    let work = move |work: Work| async move {
        let found = store::by_id(&work.read(), round).await?;
        let found = found.ok_or(Refusal::NotThere)?;
        if change::destroy_key(&work, round).await? {
            let (round, happened) = (found.named(), BoxEvent::KeyDestroyed);
            work.commit(Event::OfBox { round, happened }).await?;
        }
        Ok(())
    };
    storage(desk.work(&Person::timetable(), work).await)
}
