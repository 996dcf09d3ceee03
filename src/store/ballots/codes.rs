//! Codes that were emailed to voters, kept as keyed digests for a quarter of an hour.
//!
//! A code belongs to the form that asked for it, so that nobody who types another person's address
//! can spoil the code that person is waiting for. It is tried inside the casting transaction, in
//! [`crate::store::ballot_box`]. Rows are forgotten when they end.

use crate::store::instants::At;
use crate::store::{StoreError, Work};
use chrono::{DateTime, Utc};

/// Keeps the digest of a code for a form. Asking again with the same form replaces it.
pub async fn put(
    work: &Work,
    round: i64,
    request: &str,
    digest: &str,
    ends_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    work.read()
        .run(
            "INSERT INTO vote_code (round_id, request, digest, ends_at, tries) \
             VALUES ($1, $2, $3, $4, 0) ON CONFLICT (round_id, request) DO UPDATE \
             SET digest = $3, ends_at = $4, tries = 0",
            [
                round.into(),
                request.into(),
                digest.into(),
                At(ends_at).to_string().into(),
            ],
        )
        .await?;
    Ok(())
}
