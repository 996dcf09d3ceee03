//! What casting asks of a round: of one round for all who vote in it at the same moment.
//!
//! Whether a ballot is taken is not decided by what is read here, but where it is written, in
//! [`crate::store::ballot_box`].

use super::{Round, rounds};
use crate::store::at_once::placeholders;
use crate::store::gathering::LookedUp;
use crate::store::{Conn, Db, StoreError};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// The last part of the address of a round.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::store) struct RoundSlug(String);

/// The row of a round.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::store) struct RoundId(i64);

/// A round by the last part of its address, where many ask at once.
pub async fn round(db: &Db, slug: &str) -> Result<Option<Arc<Round>>, StoreError> {
    let rounds = &db.gatherings().rounds;
    rounds.ask(db, RoundSlug(slug.into())).await
}

/// What receipt codes of a round are made from. Destroyed when the round closes.
pub async fn receipt_secret(db: &Db, round: i64) -> Result<Option<String>, StoreError> {
    let secrets = &db.gatherings().receipt_secrets;
    secrets.ask(db, RoundId(round)).await
}

impl LookedUp for RoundSlug {
    type Found = Arc<Round>;

    async fn look_up(
        conn: &Conn<'_>,
        slugs: &[RoundSlug],
    ) -> Result<HashMap<RoundSlug, Arc<Round>>, StoreError> {
        let these = format!(
            "WHERE r.slug IN {}",
            placeholders(conn.engine(), 1, slugs.len())
        );
        let values = slugs.iter().map(|slug| Value::from(slug.0.as_str()));
        let found = rounds(conn, &these, values).await?.into_iter();
        Ok(found
            .map(|round| (RoundSlug(round.slug.clone()), Arc::new(round)))
            .collect())
    }
}

#[derive(FromQueryResult)]
struct Secret {
    id: i64,
    receipt_secret: String,
}

impl LookedUp for RoundId {
    type Found = String;

    async fn look_up(
        conn: &Conn<'_>,
        ids: &[RoundId],
    ) -> Result<HashMap<RoundId, String>, StoreError> {
        let sql = format!(
            "SELECT id, receipt_secret FROM round WHERE receipt_secret IS NOT NULL AND id IN {}",
            placeholders(conn.engine(), 1, ids.len())
        );
        let rows: Vec<Secret> = conn
            .all(sql, ids.iter().map(|id| Value::from(id.0)))
            .await?;
        let found = rows
            .into_iter()
            .map(|row| (RoundId(row.id), row.receipt_secret));
        Ok(found.collect())
    }
}
