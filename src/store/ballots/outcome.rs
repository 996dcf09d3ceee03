//! What a round came to: the box as it is counted, the register's totals, the published files.

use crate::store::{Conn, StoreError, Work, rollup};
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Sealed {
    sealed: Vec<u8>,
}

/// The sealed ballots of a round, in the order of their random slots.
pub async fn sealed(conn: &Conn<'_>, round: i64) -> Result<Vec<Vec<u8>>, StoreError> {
    let rows: Vec<Sealed> = conn
        .all(
            "SELECT sealed FROM ballot_box WHERE round_id = $1 ORDER BY slot",
            [round.into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.sealed).collect())
}

/// How many ballots are in the box.
pub async fn in_box(conn: &Conn<'_>, round: i64) -> Result<i64, StoreError> {
    conn.number(
        "SELECT COUNT(*) FROM ballot_box WHERE round_id = $1",
        [round.into()],
    )
    .await
}

/// Whether an entitlement is used.
pub async fn has_voted(conn: &Conn<'_>, round: i64, voter: &str) -> Result<bool, StoreError> {
    let found = conn
        .number(
            "SELECT COUNT(*) FROM voter_register WHERE round_id = $1 AND voter = $2",
            [round.into(), voter.into()],
        )
        .await?;
    Ok(found > 0)
}

/// How many of the register came by one channel from one ward.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Registered {
    /// The ward.
    pub ward_code: Option<String>,
    /// Its name.
    pub ward_name: Option<String>,
    /// Whether a postcode showed the ward, or the voter chose it from a list.
    pub ward_checked: bool,
    /// By which way they voted.
    pub channel: String,
    /// How many.
    pub voters: i64,
}

/// The register's totals.
pub async fn registered(conn: &Conn<'_>, round: i64) -> Result<Vec<Registered>, StoreError> {
    conn.all(
        "SELECT v.ward_code, a.name AS ward_name, v.ward_checked, v.channel, COUNT(*) AS voters \
         FROM voter_register v LEFT JOIN area a ON a.code = v.ward_code WHERE v.round_id = $1 \
         GROUP BY v.ward_code, a.name, v.ward_checked, v.channel \
         ORDER BY v.ward_code, v.ward_checked, v.channel",
        [round.into()],
    )
    .await
}

/// A file that is published beside a result.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its text.
    pub content: String,
    /// The digest of its bytes.
    pub sha256: String,
}

/// Keeps the files of a result.
pub async fn put_files(work: &Work, round: i64, files: &[File]) -> Result<(), StoreError> {
    let conn = work.read();
    conn.run("DELETE FROM round_file WHERE round_id = $1", [round.into()])
        .await?;
    for file in files {
        conn.run(
            "INSERT INTO round_file (round_id, name, content, sha256) VALUES ($1, $2, $3, $4)",
            [
                round.into(),
                file.name.clone().into(),
                file.content.clone().into(),
                file.sha256.clone().into(),
            ],
        )
        .await?;
    }
    Ok(())
}

/// One published file.
pub async fn file(conn: &Conn<'_>, round: i64, name: &str) -> Result<Option<File>, StoreError> {
    conn.one(
        "SELECT name, content, sha256 FROM round_file WHERE round_id = $1 AND name = $2",
        [round.into(), name.into()],
    )
    .await
}

/// The names of the published files.
pub async fn file_names(conn: &Conn<'_>, round: i64) -> Result<Vec<String>, StoreError> {
    #[derive(FromQueryResult)]
    struct Name {
        name: String,
    }
    let rows: Vec<Name> = conn
        .all(
            "SELECT name FROM round_file WHERE round_id = $1 ORDER BY name",
            [round.into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

/// What the count gave.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Outcome {
    /// Ballots in the box.
    pub votes_cast: i64,
    /// Those that name an option.
    pub valid: i64,
    /// Those that name none.
    pub blank: i64,
    /// Those that did not read, and were rejected.
    pub malformed: i64,
    /// People in the register.
    pub registered: i64,
    /// Of those, how many showed their ward by a postcode.
    pub checked_wards: i64,
    /// And how many chose it from a list.
    pub declared_wards: i64,
    /// The ids of the winning options, one a line.
    pub winners: String,
    /// The result as JSON, stage by stage: the same as in `result.json`.
    pub stages: String,
    /// The Merkle root over the published list; empty where none is published.
    pub root: String,
}

impl Outcome {
    /// The ids of the winning options.
    pub fn winner_ids(&self) -> Vec<&str> {
        self.winners.lines().collect()
    }

    /// How many more ballots there are than people in the register. Whoever checks the published files is told.
    pub fn more_ballots(&self) -> i64 {
        (self.votes_cast - self.registered).max(0)
    }
}

/// Keeps what the count gave.
pub async fn put(work: &Work, round: i64, outcome: &Outcome) -> Result<(), StoreError> {
    work.read()
        .run(
            "INSERT INTO round_result (round_id, votes_cast, valid, blank, malformed, registered, \
             checked_wards, declared_wards, winners, stages, root) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            [
                round.into(),
                outcome.votes_cast.into(),
                outcome.valid.into(),
                outcome.blank.into(),
                outcome.malformed.into(),
                outcome.registered.into(),
                outcome.checked_wards.into(),
                outcome.declared_wards.into(),
                outcome.winners.clone().into(),
                outcome.stages.clone().into(),
                outcome.root.clone().into(),
            ],
        )
        .await?;
    // A result from before this service is declared with it; others count when somebody declares them.
    rollup::add(work, &rollup::of_round(&work.read(), round).await?).await
}

/// What the count gave, if it was counted.
pub async fn of(conn: &Conn<'_>, round: i64) -> Result<Option<Outcome>, StoreError> {
    conn.one(
        "SELECT votes_cast, valid, blank, malformed, registered, checked_wards, declared_wards, \
         winners, stages, root FROM round_result WHERE round_id = $1",
        [round.into()],
    )
    .await
}
