//! Buckets of limits, each one instant. Bookkeeping, no part of the record: it leaves no audit line.
//!
//! A bucket's name must be a digest: no address and no mailbox stands here in clear.

use crate::domain::identity::limits::Limit;
use crate::store::instants::At;
use crate::store::{Db, StoreError};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Bucket {
    free_at: String,
}

/// How often two who ask at the same instant are asked to try again before one of them must wait.
const RETRIES: usize = 8;

/// Asks for one more in a bucket. `Err(seconds)` inside says how long to wait.
pub async fn ask(
    db: &Db,
    bucket: &str,
    limit: Limit,
    now: DateTime<Utc>,
) -> Result<Result<(), i64>, StoreError> {
    let conn = db.write_bookkeeping();
    for _ in 0..RETRIES {
        let row: Option<Bucket> = conn
            .one(
                "SELECT free_at FROM throttle WHERE bucket = $1",
                [bucket.into()],
            )
            .await?;
        let held = row.as_ref().map(|row| row.free_at.parse::<At>());
        let next = match limit.ask(held.transpose()?.map(|at| at.0), now) {
            Ok(next) => At(next).to_string(),
            Err(seconds) => return Ok(Err(seconds)),
        };
        // Only where nobody else asked meanwhile.
        let touched = match row {
            None => {
                conn.run(
                    "INSERT INTO throttle (bucket, free_at) VALUES ($1, $2) ON CONFLICT (bucket) DO NOTHING",
                    [bucket.into(), next.into()],
                )
                .await?
            }
            Some(row) => {
                conn.run(
                    "UPDATE throttle SET free_at = $1 WHERE bucket = $2 AND free_at = $3",
                    [next.into(), bucket.into(), row.free_at.into()],
                )
                .await?
            }
        };
        if touched == 1 {
            return Ok(Ok(()));
        }
    }
    Ok(Err(1))
}

/// Empties a bucket: whoever got in was no guesser.
pub async fn empty(db: &Db, bucket: &str) -> Result<(), StoreError> {
    db.write_bookkeeping()
        .run("DELETE FROM throttle WHERE bucket = $1", [bucket.into()])
        .await?;
    Ok(())
}
