//! Heads of open boxes: made each night by the clock, looked at again before the count.

use super::timetable::storage;
use crate::actions::{Desk, Person, Refusal};
use crate::domain::ballots::box_events::BoxEvent;
use crate::domain::ballots::heads::{self as rule, Head};
use crate::domain::ballots::merkle::to_hex;
use crate::domain::ballots::round::Stage;
use crate::domain::events::Event;
use crate::domain::time::london_date;
use crate::store::ballot_box::heads as store_heads;
use crate::store::ballots::{self as store, Round, outcome};
use crate::store::{Conn, StoreError};

/// Publishes another head of each open box to which enough ballots came since the last, once a night.
pub async fn nightly(desk: &Desk) -> Result<(), StoreError> {
    let ticking = store::ticking(&desk.db.read()).await?;
    for round in ticking.iter().filter(|round| round.state.is(Stage::Open)) {
        one(desk, round).await?;
    }
    Ok(())
}

async fn one(desk: &Desk, round: &Round) -> Result<(), StoreError> {
    let conn = desk.db.read();
    let heads = store_heads::of(&conn, round.id).await?;
    let (since, today) = (london_date(round.times.opens_at), london_date(desk.now()));
    let due = |ballots: u64| rule::is_due(heads.last(), since, today, ballots);
    let in_box = outcome::in_box(&conn, round.id).await?;
    if !due(u64::try_from(in_box).unwrap_or(0)) {
        return Ok(());
    }
    let sorted = store_heads::digests(&conn, round.id).await?;
    if !due(sorted.len() as u64) {
        return Ok(());
    }
    let head = rule::next(heads.last(), &sorted, today);
    let named = round.named();
    let work = move |work| async move {
        if store_heads::put(&work, named.id, &head, &sorted).await? {
            let happened = BoxEvent::HeadPublished {
                number: i64::try_from(head.number).unwrap_or(i64::MAX),
                head: to_hex(&head.head),
            };
            let round = named;
            work.commit(Event::OfBox { round, happened }).await?;
        }
        Ok(())
    };
    storage(desk.work(&Person::timetable(), work).await)
}

/// Refuses the count of a box that no longer holds what it held at its last head.
pub(super) async fn check(
    conn: &Conn<'_>,
    round: &Round,
    sealed: &[Vec<u8>],
) -> Result<Vec<Head>, Refusal> {
    let heads = store_heads::of(conn, round.id).await?;
    let listed = store_heads::list(conn, round.id).await?;
    let mut now: Vec<_> = sealed.iter().map(|one| store_heads::digest(one)).collect();
    now.sort_unstable();
    rule::check(&heads, &listed, &now).map_err(|fault| {
        Refusal::mistake(
            "",
            format!(
                "This vote cannot be counted, because its ballot box was tampered with: {fault}. Tell your administrator, and draft the vote again"
            ),
        )
    })?;
    Ok(heads)
}
