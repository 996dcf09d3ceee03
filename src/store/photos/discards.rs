//! Names of files that are to be taken away, each from an instant on.
//!
//! A name comes here before its files are written, with an hour's grace, and leaves when a photo has
//! taken it; it comes back when the photo goes. So whenever the power fails, the name of every file
//! stands either at a photo or here. No part of the record: bookkeeping without audit lines.

use crate::store::instants::At;
use crate::store::{Conn, Db, StoreError, Work};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

const PUT: &str = "INSERT INTO photo_discard (key, due_at) VALUES ($1, $2) \
    ON CONFLICT (key) DO UPDATE SET due_at = excluded.due_at";

/// Names files that are about to be written and belong to no photo yet.
pub async fn expect(db: &Db, key: &str, due: DateTime<Utc>) -> Result<(), StoreError> {
    let values = [key.into(), At(due).to_string().into()];
    db.write_bookkeeping().run(PUT, values).await?;
    Ok(())
}

/// Names files whose photo is gone with this change.
pub async fn add(work: &Work, key: &str) -> Result<(), StoreError> {
    let values = [key.into(), At(work.at()).to_string().into()];
    work.read().run(PUT, values).await?;
    Ok(())
}

/// Takes a name off the list inside the change that gives the files to a photo. False if it was not on
/// it: then its files may be gone.
pub async fn claim(work: &Work, key: &str) -> Result<bool, StoreError> {
    let sql = "DELETE FROM photo_discard WHERE key = $1";
    Ok(work.read().run(sql, [key.into()]).await? == 1)
}

/// Takes a name off the list once its files are gone, or because a photo has it.
pub async fn done(db: &Db, key: &str) -> Result<(), StoreError> {
    let sql = "DELETE FROM photo_discard WHERE key = $1";
    db.write_bookkeeping().run(sql, [key.into()]).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Key {
    key: String,
}

/// Names whose files may go now and belong to no photo, oldest first.
pub async fn due(conn: &Conn<'_>, now: DateTime<Utc>) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT d.key FROM photo_discard d WHERE d.due_at <= $1 \
               AND NOT EXISTS (SELECT 1 FROM photo p WHERE p.key = d.key) ORDER BY d.due_at, d.key LIMIT 200";
    let rows: Vec<Key> = conn.all(sql, [At(now).to_string().into()]).await?;
    Ok(rows.into_iter().map(|row| row.key).collect())
}

/// Whether a name stands at a photo or here.
pub async fn is_known(conn: &Conn<'_>, key: &str) -> Result<bool, StoreError> {
    let sql = "SELECT (SELECT COUNT(*) FROM photo WHERE key = $1) \
               + (SELECT COUNT(*) FROM photo_discard WHERE key = $1)";
    Ok(conn.number(sql, [key.into()]).await? > 0)
}

/// Lets go of photos whose draft is gone: nobody can send them any more. Says how many.
pub async fn let_drafts_go(db: &Db, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let gone = "draft IS NOT NULL AND draft NOT IN (SELECT digest FROM nomination_draft)";
    let conn = db.write_bookkeeping();
    let put = format!(
        "INSERT INTO photo_discard (key, due_at) SELECT key, $1 FROM photo WHERE {gone} \
         ON CONFLICT (key) DO NOTHING"
    );
    conn.run(&put, [At(now).to_string().into()]).await?;
    conn.run(&format!("DELETE FROM photo WHERE {gone}"), [])
        .await
}
