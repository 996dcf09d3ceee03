//! Who supports which nomination: one row a person, whatever they press how often.

use super::change::recounted;
use crate::store::instants::At;
use crate::store::{Conn, StoreError, Work};

/// Adds an account's support. False if it was there already.
pub async fn add(work: &Work, nomination: i64, account: i64) -> Result<bool, StoreError> {
    let sql = "INSERT INTO support (nomination_id, account_id, at) VALUES ($1, $2, $3) \
         ON CONFLICT (nomination_id, account_id) DO NOTHING";
    let at = At(work.at()).to_string();
    let values = [nomination.into(), account.into(), at.into()];
    let added = recounted(work, nomination, work.read().run(sql, values)).await?;
    Ok(added == 1)
}

/// Takes an account's support back. False if there was none.
pub async fn remove(work: &Work, nomination: i64, account: i64) -> Result<bool, StoreError> {
    let sql = "DELETE FROM support WHERE nomination_id = $1 AND account_id = $2";
    let values = [nomination.into(), account.into()];
    let removed = recounted(work, nomination, work.read().run(sql, values)).await?;
    Ok(removed == 1)
}

/// Whether an account supports a nomination.
pub async fn is_there(conn: &Conn<'_>, nomination: i64, account: i64) -> Result<bool, StoreError> {
    let found = conn
        .number(
            "SELECT COUNT(*) FROM support WHERE nomination_id = $1 AND account_id = $2",
            [nomination.into(), account.into()],
        )
        .await?;
    Ok(found > 0)
}

/// Moves everybody who supports or nominated the one over to the other. Who supports both counts once,
/// and who nominated the other does not become their own supporter.
pub async fn move_all(work: &Work, from: i64, into: i64) -> Result<(), StoreError> {
    recounted(work, from, recounted(work, into, moved(work, from, into))).await
}

async fn moved(work: &Work, from: i64, into: i64) -> Result<(), StoreError> {
    let conn = work.read();
    conn.run(
        "INSERT INTO support (nomination_id, account_id, at) \
         SELECT $2, s.account_id, s.at FROM support s WHERE s.nomination_id = $1 \
         ON CONFLICT (nomination_id, account_id) DO NOTHING",
        [from.into(), into.into()],
    )
    .await?;
    conn.run(
        "INSERT INTO support (nomination_id, account_id, at) \
         SELECT $2, n.nominator_id, $3 FROM nomination n WHERE n.id = $1 AND n.nominator_id IS NOT NULL \
         ON CONFLICT (nomination_id, account_id) DO NOTHING",
        [
            from.into(),
            into.into(),
            At(work.at()).to_string().into(),
        ],
    )
    .await?;
    conn.run(
        "DELETE FROM support WHERE nomination_id = $1 AND account_id IN \
         (SELECT nominator_id FROM nomination WHERE id = $1 AND nominator_id IS NOT NULL)",
        [into.into()],
    )
    .await?;
    conn.run(
        "DELETE FROM support WHERE nomination_id = $1",
        [from.into()],
    )
    .await?;
    Ok(())
}
