//! Codes that were emailed to voters, kept as keyed digests for a quarter of an hour.
//!
//! A code belongs to the form that asked for it, so that nobody who types another person's address
//! can spoil the code that person is waiting for. It is tried inside the casting transaction, in
//! [`crate::store::ballot_box`]. Rows are forgotten when they end.

use crate::store::instants::At;
use crate::store::{Conn, StoreError, Work};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Standing {
    digest: String,
}

/// The digest of the code that a form was sent and that has not ended.
pub async fn standing(
    conn: &Conn<'_>,
    round: i64,
    request: &str,
    now: DateTime<Utc>,
) -> Result<Option<String>, StoreError> {
    let sql = "SELECT digest FROM vote_code WHERE round_id = $1 AND request = $2 AND ends_at > $3";
    let values = [round.into(), request.into(), At(now).to_string().into()];
    let row: Option<Standing> = conn.one(sql, values).await?;
    Ok(row.map(|row| row.digest))
}

/// Keeps the digest of a code for a form, in place of the one it had or of one that has ended. False where
/// another was kept meanwhile.
pub async fn put(
    work: &Work,
    round: i64,
    (request, digest): (&str, &str),
    in_place_of: Option<&str>,
    ends_at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let kept = work
        .read()
        .run(
            "INSERT INTO vote_code (round_id, request, digest, ends_at, tries) \
             VALUES ($1, $2, $3, $4, 0) ON CONFLICT (round_id, request) DO UPDATE \
             SET digest = $3, ends_at = $4, tries = 0 \
             WHERE vote_code.digest = $5 OR vote_code.ends_at <= $6",
            [
                round.into(),
                request.into(),
                digest.into(),
                At(ends_at).to_string().into(),
                in_place_of.unwrap_or_default().into(),
                At(work.at()).to_string().into(),
            ],
        )
        .await?;
    Ok(kept == 1)
}
