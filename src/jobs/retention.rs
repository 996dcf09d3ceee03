//! Forgets what is no longer needed: sent letters, spent links, ended sessions, old one-time keys.

use crate::actions::nominations::tidy;
use crate::actions::{Desk, Refusal};
use crate::domain::retention::{
    DRAFT_DAYS, FORM_KEY_DAYS, LETTER_DAYS, UPLOAD_MINUTES, VOTE_CODE_MINUTES,
};
use crate::store::{StoreError, outbox, retention};
use chrono::Duration;

/// Takes away files that were sent to be imported and then left lying.
pub async fn forget_uploads(desk: &Desk) -> Result<(), StoreError> {
    let before = desk.now() - Duration::minutes(UPLOAD_MINUTES);
    retention::forget_uploads(&desk.db, before).await
}

/// Takes away what says that somebody asked for a code to vote, once the code has ended.
pub async fn forget_vote_codes(desk: &Desk) -> Result<(), StoreError> {
    let lasting = Duration::minutes(VOTE_CODE_MINUTES);
    retention::forget_vote_codes(&desk.db, desk.now(), lasting).await
}

/// Forgets it.
pub async fn forget(desk: &Desk) -> Result<(), StoreError> {
    let now = desk.now();
    outbox::forget_before(&desk.db, now - Duration::days(LETTER_DAYS)).await?;
    retention::forget_keys(&desk.db, now - Duration::days(FORM_KEY_DAYS)).await?;
    retention::forget_drafts(&desk.db, now - Duration::days(DRAFT_DAYS)).await?;
    retention::forget_sign_ins(&desk.db, now).await?;
    match tidy::forget_unconfirmed(desk).await {
        Ok(_) => Ok(()),
        Err(Refusal::Storage(error)) => Err(error),
        Err(other) => Err(StoreError::Failed(other.to_string())),
    }
}
