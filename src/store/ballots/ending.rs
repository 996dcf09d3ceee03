//! The end of a round: counted, stopped at a tie, sent back, declared.

use crate::store::instants::At;
use crate::store::{StoreError, Work, rollup};
use chrono::{DateTime, Utc};

/// Notes that a closed round is counted. False where it moved on since that version.
pub async fn counted(
    work: &Work,
    round: i64,
    version: i64,
    tie_value: Option<&str>,
) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run(
            "UPDATE round SET state = 'counted', counted_at = $1, counted_by = $2, tie_value = $3, \
             version = version + 1 WHERE id = $4 AND version = $5 AND state = 'closed'",
            [
                At(work.at()).to_string().into(),
                work.actor().account().into(),
                tie_value.into(),
                round.into(),
                version.into(),
            ],
        )
        .await?;
    Ok(touched == 1)
}

/// Notes between which options a count has stopped. False where the round is no longer closed.
pub async fn tied(work: &Work, round: i64, options: &[String]) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run(
            "UPDATE round SET tied = $1 WHERE id = $2 AND state = 'closed'",
            [options.join("\n").into(), round.into()],
        )
        .await?;
    Ok(touched == 1)
}

/// Notes that a counted round is declared, and what was said of a list with more ballots than voters. False
/// where it moved on since that version.
pub async fn declared(
    work: &Work,
    round: i64,
    version: i64,
    keys_end_at: DateTime<Utc>,
    more_ballots: &str,
) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run(
            "UPDATE round SET state = 'declared', declared_at = $1, declared_by = $2, \
             keys_end_at = $3, more_ballots = $4, population = (SELECT a.population FROM area a \
             WHERE a.code = round.area_code), version = version + 1 \
             WHERE id = $5 AND version = $6 AND state = 'counted'",
            [
                At(work.at()).to_string().into(),
                work.actor().account().into(),
                At(keys_end_at).to_string().into(),
                more_ballots.into(),
                round.into(),
                version.into(),
            ],
        )
        .await?;
    if touched == 1 {
        rollup::add(work, &rollup::of_round(&work.read(), round).await?).await?;
    }
    Ok(touched == 1)
}

/// Sends a count back: the round is closed again, and nothing of the count is left but the audit log's line.
/// False where it moved on since that version.
pub async fn sent_back(
    work: &Work,
    round: i64,
    version: i64,
    reason: &str,
) -> Result<bool, StoreError> {
    let conn = work.read();
    let touched = conn
        .run(
            "UPDATE round SET state = 'closed', counted_at = NULL, counted_by = NULL, tie_value = NULL, \
             sent_back = $1, sent_back_by = $2, version = version + 1 \
             WHERE id = $3 AND version = $4 AND state = 'counted'",
            [
                reason.into(),
                work.actor().account().into(),
                round.into(),
                version.into(),
            ],
        )
        .await?;
    if touched != 1 {
        return Ok(false);
    }
    for table in ["round_result", "round_file"] {
        let sql = format!("DELETE FROM {table} WHERE round_id = $1");
        conn.run(sql, [round.into()]).await?;
    }
    Ok(true)
}
