//! Half-filled nomination forms, kept by the digest of the browser they belong to; of several that one browser
//! has begun, the others by that digest, a stop and their own key.
//!
//! A draft is bookkeeping and no part of the record: it leaves no audit line. What was sent is taken
//! out of it; only the reference stays, so that the same browser can be told it again.

use crate::domain::nominations::draft::Draft;
use crate::store::entities::nominations::nomination_draft;
use crate::store::instants::At;
use crate::store::{Conn, Db, StoreError, Work};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};
use std::collections::BTreeMap;

fn written(draft: &Draft) -> Result<String, StoreError> {
    serde_json::to_string(draft.answers()).map_err(|error| StoreError::Failed(error.to_string()))
}

const PUT: &str = "INSERT INTO nomination_draft (digest, answers, changed_at) VALUES ($1, $2, $3) \
    ON CONFLICT (digest) DO UPDATE SET answers = excluded.answers, changed_at = excluded.changed_at";

/// The draft of a browser, if it has one.
pub async fn of(conn: &Conn<'_>, digest: &str) -> Result<Option<Draft>, StoreError> {
    let row = nomination_draft::Entity::find_by_id(digest.to_string())
        .one(conn.db())
        .await?;
    row.as_ref().map(read).transpose()
}

fn read(row: &nomination_draft::Model) -> Result<Draft, StoreError> {
    let answers: BTreeMap<String, String> = serde_json::from_str(&row.answers)
        .map_err(|error| StoreError::Unreadable(error.to_string()))?;
    Ok(Draft::from_answers(answers))
}

/// Every draft of a browser with what it is kept under, the newest first.
pub async fn of_browser(conn: &Conn<'_>, digest: &str) -> Result<Vec<(String, Draft)>, StoreError> {
    let others = nomination_draft::Column::Digest.starts_with(format!("{digest}."));
    let its = Condition::any()
        .add(nomination_draft::Column::Digest.eq(digest))
        .add(others);
    let rows = nomination_draft::Entity::find()
        .filter(its)
        .order_by_desc(nomination_draft::Column::ChangedAt)
        .order_by_asc(nomination_draft::Column::Digest)
        .all(conn.db())
        .await?;
    let drafts = rows.iter().map(|row| Ok((row.digest.clone(), read(row)?)));
    drafts.collect()
}

/// The same inside the transaction of its sending: whoever else sends the same draft waits here.
pub async fn held(work: &Work, digest: &str) -> Result<Option<Draft>, StoreError> {
    let conn = work.read();
    conn.run(
        "UPDATE nomination_draft SET changed_at = changed_at WHERE digest = $1",
        [digest.into()],
    )
    .await?;
    of(&conn, digest).await
}

/// Keeps the draft of a browser.
pub async fn keep(
    db: &Db,
    digest: &str,
    draft: &Draft,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let answers = written(draft)?;
    db.write_bookkeeping()
        .run(
            PUT,
            [digest.into(), answers.into(), At(now).to_string().into()],
        )
        .await?;
    Ok(())
}

/// Replaces the draft in the transaction of its sending.
pub async fn replace(work: &Work, digest: &str, draft: &Draft) -> Result<(), StoreError> {
    let answers = written(draft)?;
    work.read()
        .run(
            PUT,
            [
                digest.into(),
                answers.into(),
                At(work.at()).to_string().into(),
            ],
        )
        .await?;
    Ok(())
}
