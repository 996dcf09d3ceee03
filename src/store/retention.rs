//! Rows that have had their day. None of them is part of the record, so forgetting leaves no audit line.

use crate::domain::letters::VOTE_CODE;
use crate::store::instants::At;
use crate::store::{Db, StoreError};
use chrono::{DateTime, Duration, Utc};

async fn delete(db: &Db, sql: &str, before: DateTime<Utc>) -> Result<(), StoreError> {
    let before = At(before).to_string();
    db.write_bookkeeping().run(sql, [before.into()]).await?;
    Ok(())
}

/// One-time keys of forms used before the instant.
pub async fn forget_keys(db: &Db, before: DateTime<Utc>) -> Result<(), StoreError> {
    delete(db, "DELETE FROM once_key WHERE used_at < $1", before).await
}

/// Half-filled nominations last changed before the instant.
pub async fn forget_drafts(db: &Db, before: DateTime<Utc>) -> Result<(), StoreError> {
    delete(
        db,
        "DELETE FROM nomination_draft WHERE changed_at < $1",
        before,
    )
    .await
}

/// Files sent to be imported and last touched before the instant.
pub async fn forget_uploads(db: &Db, before: DateTime<Utc>) -> Result<(), StoreError> {
    delete(
        db,
        "DELETE FROM import_upload WHERE touched_at < $1",
        before,
    )
    .await
}

/// Codes to vote that ended before the instant, and the letters that brought them, whether they went or not: they
/// were written `lasting` before the codes ended.
pub async fn forget_vote_codes(
    db: &Db,
    now: DateTime<Utc>,
    lasting: Duration,
) -> Result<(), StoreError> {
    delete(db, "DELETE FROM vote_code WHERE ends_at < $1", now).await?;
    let letters = format!("DELETE FROM outbox WHERE kind = '{VOTE_CODE}' AND written_at < $1");
    delete(db, &letters, now - lasting).await
}

/// Sessions, links, codes and throttles that ended before the instant.
pub async fn forget_sign_ins(db: &Db, now: DateTime<Utc>) -> Result<(), StoreError> {
    delete(db, "DELETE FROM web_session WHERE ends_at < $1", now).await?;
    delete(db, "DELETE FROM one_time_link WHERE ends_at < $1", now).await?;
    delete(db, "DELETE FROM sign_in_try WHERE ends_at < $1", now).await?;
    delete(db, "DELETE FROM account_setup WHERE ends_at < $1", now).await?;
    delete(db, "DELETE FROM throttle WHERE free_at < $1", now).await
}
