//! One-time keys of forms: the same form sent twice is one change and one answer.

use crate::domain::ids::{OnceKey, hex};
use crate::store::entities::house::once_key as table;
use crate::store::instants::At;
use crate::store::{Conn, StoreError, Work};
use chrono::{DateTime, Utc};
use sea_orm::EntityTrait;
use sha2::{Digest, Sha256};

/// What a key says of the request that carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// Not before: go on, and end with [`remember`].
    Never,
    /// Before, with this outcome: answer the same.
    Before(String),
}

/// What is kept of words that were sent with a key.
pub fn digest_of(sent: &str) -> String {
    hex(&Sha256::digest(sent.as_bytes()))
}

fn digest(key: &str, purpose: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(purpose.as_bytes());
    hasher.update(b"|");
    hasher.update(key.as_bytes());
    hex(&hasher.finalize())
}

/// Keeps something under a key that is no part of a change.
pub(super) async fn note(
    conn: &Conn<'_>,
    key: &str,
    purpose: &str,
    outcome: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO once_key (digest, purpose, outcome, used_at) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (digest) DO NOTHING";
    let values = [
        digest(key, purpose).into(),
        purpose.to_string().into(),
        outcome.to_string().into(),
        At(now).to_string().into(),
    ];
    conn.run(sql, values).await?;
    Ok(())
}

/// What was kept under a key.
pub(super) async fn noted(
    conn: &Conn<'_>,
    key: &str,
    purpose: &str,
) -> Result<Option<String>, StoreError> {
    let row = table::Entity::find_by_id(digest(key, purpose));
    Ok(row.one(conn.db()).await?.map(|row| row.outcome))
}

/// What came of the change that claimed a key, if one did.
pub async fn outcome(
    conn: &Conn<'_>,
    key: &OnceKey,
    purpose: &str,
) -> Result<Option<String>, StoreError> {
    noted(conn, key.as_str(), purpose).await
}

/// Claims the key for this change. Of two at the same instant one waits here for the other.
pub async fn claim(work: &Work, key: &OnceKey, purpose: &str) -> Result<Seen, StoreError> {
    let conn = work.read();
    let digest = digest(key.as_str(), purpose);
    let claimed = conn
        .run(
            "INSERT INTO once_key (digest, purpose, outcome, used_at) VALUES ($1, $2, '', $3) \
             ON CONFLICT (digest) DO NOTHING",
            [
                digest.clone().into(),
                purpose.to_string().into(),
                At(work.at()).to_string().into(),
            ],
        )
        .await?;
    if claimed == 1 {
        return Ok(Seen::Never);
    }
    let row = table::Entity::find_by_id(digest).one(conn.db()).await?;
    Ok(Seen::Before(row.map(|row| row.outcome).unwrap_or_default()))
}

/// Keeps what came of the change under its key.
pub async fn remember(
    work: &Work,
    key: &OnceKey,
    purpose: &str,
    outcome: &str,
) -> Result<(), StoreError> {
    work.read()
        .run(
            "UPDATE once_key SET outcome = $1 WHERE digest = $2",
            [
                outcome.to_string().into(),
                digest(key.as_str(), purpose).into(),
            ],
        )
        .await?;
    Ok(())
}
