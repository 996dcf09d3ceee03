//! Forgets what is no longer needed: sent letters, spent links, ended sessions, old one-time keys.

use crate::actions::Desk;
use crate::store::{StoreError, outbox, retention};
use chrono::Duration;

/// Sent letters are kept so long for operators who look into a complaint.
const LETTERS: Duration = Duration::days(14);
/// One-time keys are kept so long: no honest browser sends a form again later.
const KEYS: Duration = Duration::days(30);
/// Half-filled nominations are kept so long after the last answer.
const DRAFTS: Duration = Duration::days(7);

/// Forgets it.
pub async fn forget(desk: &Desk) -> Result<(), StoreError> {
    let now = desk.now();
    outbox::forget_before(&desk.db, now - LETTERS).await?;
    retention::forget_keys(&desk.db, now - KEYS).await?;
    retention::forget_drafts(&desk.db, now - DRAFTS).await?;
    retention::forget_sign_ins(&desk.db, now).await
}
