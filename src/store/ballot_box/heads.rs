//! The heads of a box as they are written down, and the digests of the sealed ballots.
//!
//! Digests are read a page at a time in the order of random slots and sorted here, so that memory stays
//! at 32 bytes a ballot.

use crate::domain::ballots::heads::Head;
use crate::domain::ballots::merkle::{Digest, from_hex, to_hex};
use crate::store::instants::Day;
use crate::store::{Conn, StoreError, Work};
use sea_orm::FromQueryResult;
use sha2::{Digest as _, Sha256};

/// As many sealed ballots are in memory at once.
const PAGE: i64 = 1_000;

#[derive(FromQueryResult)]
struct Sealed {
    slot: String,
    sealed: Vec<u8>,
}

/// The digests of the sealed ballots of a round, sorted.
pub async fn digests(conn: &Conn<'_>, round: i64) -> Result<Vec<Digest>, StoreError> {
    let mut digests: Vec<Digest> = vec![];
    let mut after = String::new();
    loop {
        let page: Vec<Sealed> = conn
            .all(
                "SELECT slot, sealed FROM ballot_box WHERE round_id = $1 AND slot > $2 \
                 ORDER BY slot LIMIT $3",
                [round.into(), after.clone().into(), PAGE.into()],
            )
            .await?;
        let Some(last) = page.last() else {
            break;
        };
        after = last.slot.clone();
        digests.extend(page.iter().map(|one| digest(&one.sealed)));
    }
    digests.sort_unstable();
    Ok(digests)
}

/// The digest of one sealed ballot.
pub fn digest(sealed: &[u8]) -> Digest {
    Sha256::digest(sealed).into()
}

#[derive(FromQueryResult)]
struct Row {
    number: i64,
    day: Day,
    ballots: i64,
    root: String,
    head: String,
}

/// The heads of a round, the first first.
pub async fn of(conn: &Conn<'_>, round: i64) -> Result<Vec<Head>, StoreError> {
    let rows: Vec<Row> = conn
        .all(
            "SELECT number, day, ballots, root, head FROM box_head WHERE round_id = $1 \
             ORDER BY number",
            [round.into()],
        )
        .await?;
    let unreadable = || StoreError::Unreadable(format!("a head of round {round}"));
    let head = |row: Row| {
        Some(Head {
            number: u64::try_from(row.number).ok()?,
            day: row.day.0,
            ballots: u64::try_from(row.ballots).ok()?,
            root: from_hex(&row.root)?,
            head: from_hex(&row.head)?,
        })
    };
    rows.into_iter()
        .map(|row| head(row).ok_or_else(unreadable))
        .collect()
}

#[derive(FromQueryResult)]
struct List {
    digests: Vec<u8>,
}

/// The sorted digests under the last head. Empty before the first.
pub async fn list(conn: &Conn<'_>, round: i64) -> Result<Vec<Digest>, StoreError> {
    let row: Option<List> = conn
        .one(
            "SELECT digests FROM box_list WHERE round_id = $1",
            [round.into()],
        )
        .await?;
    let bytes = row.map(|row| row.digests).unwrap_or_default();
    let (whole, _) = bytes.as_chunks::<32>();
    Ok(whole.to_vec())
}

/// Writes a head and its list down. False where another process was first.
pub async fn put(
    work: &Work,
    round: i64,
    head: &Head,
    sorted: &[Digest],
) -> Result<bool, StoreError> {
    let conn = work.read();
    let number = i64::try_from(head.number).unwrap_or(i64::MAX);
    let ballots = i64::try_from(head.ballots).unwrap_or(i64::MAX);
    let touched = conn
        .run(
            "INSERT INTO box_head (round_id, number, day, ballots, root, head) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (round_id, number) DO NOTHING",
            [
                round.into(),
                number.into(),
                Day(head.day).to_string().into(),
                ballots.into(),
                to_hex(&head.root).into(),
                to_hex(&head.head).into(),
            ],
        )
        .await?;
    if touched == 0 {
        return Ok(false);
    }
    conn.run(
        "INSERT INTO box_list (round_id, digests) VALUES ($1, $2) \
         ON CONFLICT (round_id) DO UPDATE SET digests = $2",
        [round.into(), sorted.concat().into()],
    )
    .await?;
    Ok(true)
}
