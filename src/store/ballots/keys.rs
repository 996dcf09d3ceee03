//! The public keys of a sealed box, and whether a test ballot was opened with each. No private key is
//! ever here.

use super::Mode;
use crate::store::instants::At;
use crate::store::{Conn, StoreError, Work};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

/// One public key of a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoxKey {
    /// 1 for the key of the officer who counts, 2 for a second officer's.
    pub number: i64,
    /// The key, in hexadecimal.
    pub public_key: String,
    /// The test ballot, sealed, in hexadecimal. None in a draft.
    pub test_ballot: Option<String>,
    /// The keyed digest of the words in the test ballot.
    pub test_digest: Option<String>,
    /// When the test ballot was opened.
    pub tested_at: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct Row {
    number: i64,
    public_key: String,
    test_ballot: Option<String>,
    test_digest: Option<String>,
    tested_at: Option<At>,
}

/// The keys of a round's box, in the order in which ballots are sealed to them.
pub async fn of(conn: &Conn<'_>, round: i64) -> Result<Vec<BoxKey>, StoreError> {
    let rows: Vec<Row> = conn
        .all(
            "SELECT number, public_key, test_ballot, test_digest, tested_at FROM box_key \
             WHERE round_id = $1 ORDER BY number",
            [round.into()],
        )
        .await?;
    let key = |row: Row| BoxKey {
        number: row.number,
        public_key: row.public_key,
        test_ballot: row.test_ballot,
        test_digest: row.test_digest,
        tested_at: row.tested_at.map(|at| at.0),
    };
    Ok(rows.into_iter().map(key).collect())
}

/// Says where the key of a draft's box is, as the draft stood at a version. False where it moved on.
pub async fn choose(
    work: &Work,
    round: i64,
    version: i64,
    mode: Mode,
    public_keys: &[String],
) -> Result<bool, StoreError> {
    let conn = work.read();
    let touched = conn
        .run(
            "UPDATE round SET mode = $1, version = version + 1 \
             WHERE id = $2 AND version = $3 AND state = 'draft'",
            [mode.code().into(), round.into(), version.into()],
        )
        .await?;
    if touched == 0 {
        return Ok(false);
    }
    conn.run("DELETE FROM box_key WHERE round_id = $1", [round.into()])
        .await?;
    for (number, key) in (1_i64..).zip(public_keys) {
        conn.run(
            "INSERT INTO box_key (round_id, number, public_key) VALUES ($1, $2, $3)",
            [round.into(), number.into(), key.clone().into()],
        )
        .await?;
    }
    Ok(true)
}

/// A test ballot for one key.
#[derive(Clone)]
pub struct Test {
    /// Which key.
    pub number: i64,
    /// The sealed ballot, in hexadecimal.
    pub ballot: String,
    /// The keyed digest of its words.
    pub digest: String,
}

/// Keeps the test ballots of a round that is being announced.
pub async fn put_tests(work: &Work, round: i64, tests: &[Test]) -> Result<(), StoreError> {
    for test in tests {
        work.read()
            .run(
                "UPDATE box_key SET test_ballot = $1, test_digest = $2 \
                 WHERE round_id = $3 AND number = $4",
                [
                    test.ballot.clone().into(),
                    test.digest.clone().into(),
                    round.into(),
                    test.number.into(),
                ],
            )
            .await?;
    }
    Ok(())
}

/// Notes that a test ballot was opened. False where it had been already.
pub async fn note_tested(work: &Work, round: i64, number: i64) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run(
            "UPDATE box_key SET tested_at = $1, tested_by = $2 \
             WHERE round_id = $3 AND number = $4 AND tested_at IS NULL",
            [
                At(work.at()).to_string().into(),
                work.actor().account().into(),
                round.into(),
                number.into(),
            ],
        )
        .await?;
    Ok(touched == 1)
}

/// How many keys of a box have not passed their test.
pub async fn untested(conn: &Conn<'_>, round: i64) -> Result<i64, StoreError> {
    conn.number(
        "SELECT COUNT(*) FROM box_key WHERE round_id = $1 AND tested_at IS NULL",
        [round.into()],
    )
    .await
}
