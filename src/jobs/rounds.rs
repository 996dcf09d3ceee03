//! Rounds by the clock: they open and close in their turn, the audit log is told of ballots in batches,
//! what a declared round leaves behind is cleared, and whoever keeps a key is reminded of its end.

use crate::actions::Desk;
use crate::actions::ballots::{heads, timetable};
use crate::store::StoreError;

/// Opens and closes what is due, clears what may be cleared, and reminds of keys that end.
pub async fn keep_time(desk: &Desk) -> Result<(), StoreError> {
    timetable::open_and_close(desk).await?;
    timetable::clear(desk).await?;
    timetable::remind_of_keys(desk).await
}

/// Tells the audit log of ballots that came.
pub async fn tell_of_ballots(desk: &Desk) -> Result<(), StoreError> {
    timetable::tell_of_ballots(desk).await
}

/// Publishes a head of each open box, once a night.
pub async fn publish_heads(desk: &Desk) -> Result<(), StoreError> {
    heads::nightly(desk).await
}
