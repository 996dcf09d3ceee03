//! Files that staff sent to be imported, between their check and their import.
//!
//! Bookkeeping, and no part of the record: what an import does stands in the audit log. A file goes an
//! hour after it was last touched. What is kept of one holds no case number.

use crate::store::instants::At;
use crate::store::{Conn, Db, StoreError, once};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Session returns: head-counts.
    Returns,
    /// Attendance lists.
    Attendances,
}

impl Kind {
    /// Both, in the order of the form.
    pub const ALL: [Kind; 2] = [Kind::Returns, Kind::Attendances];

    /// The word in the database and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Returns => "returns",
            Kind::Attendances => "attendances",
        }
    }

    /// Reads the word.
    pub fn parse(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// How far a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is being looked through.
    Checking,
    /// It has mistakes and changed nothing.
    Faulty,
    /// It has none and waits for a word.
    Ready,
    /// It is being imported.
    Importing,
    /// It is in.
    Imported,
}

impl State {
    const ALL: [State; 5] = [
        State::Checking,
        State::Faulty,
        State::Ready,
        State::Importing,
        State::Imported,
    ];

    fn code(self) -> &'static str {
        match self {
            State::Checking => "checking",
            State::Faulty => "faulty",
            State::Ready => "ready",
            State::Importing => "importing",
            State::Imported => "imported",
        }
    }

    /// Whether somebody or something is at work on it.
    pub fn is_at_work(self) -> bool {
        matches!(self, State::Checking | State::Importing)
    }
}

/// What an import comes to, or came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Lines that are new.
    pub added: i64,
    /// Lines that were there already.
    pub already_there: i64,
    /// Sessions that attendances make or are added to.
    pub sessions: i64,
    /// People counted as new who may have been counted before.
    pub unsure: i64,
}

/// A file without its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// What names it in addresses.
    pub key: String,
    /// Whose it is.
    pub account: i64,
    /// What it holds.
    pub kind: Kind,
    /// How far it is.
    pub state: State,
    /// Its lines, the heading not counted.
    pub lines: i64,
    /// What it comes to.
    pub counts: Counts,
    /// How many mistakes it has.
    pub problem_count: i64,
    /// When it was last touched.
    pub touched_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct Row {
    key: String,
    account_id: i64,
    kind: String,
    state: String,
    lines: i64,
    added: i64,
    already_there: i64,
    sessions: i64,
    unsure: i64,
    problem_count: i64,
    touched_at: At,
}

impl TryFrom<Row> for Upload {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Upload, StoreError> {
        let unreadable = |what: &str| StoreError::Unreadable(format!("{what} of an upload"));
        let state = State::ALL.into_iter().find(|one| one.code() == row.state);
        Ok(Upload {
            kind: Kind::parse(&row.kind).ok_or_else(|| unreadable("kind"))?,
            state: state.ok_or_else(|| unreadable("state"))?,
            key: row.key,
            account: row.account_id,
            lines: row.lines,
            counts: Counts {
                added: row.added,
                already_there: row.already_there,
                sessions: row.sessions,
                unsure: row.unsure,
            },
            problem_count: row.problem_count,
            touched_at: row.touched_at.0,
        })
    }
}

const SELECT: &str = "SELECT key, account_id, kind, state, lines, added, already_there, sessions, \
                      unsure, problem_count, touched_at FROM import_upload";

/// A file by its key.
pub async fn by_key(conn: &Conn<'_>, key: &str) -> Result<Option<Upload>, StoreError> {
    let sql = format!("{SELECT} WHERE key = $1");
    let row: Option<Row> = conn.one(sql, [key.into()]).await?;
    row.map(Upload::try_from).transpose()
}

/// The files of an account, the newest first.
pub async fn of_account(conn: &Conn<'_>, account: i64) -> Result<Vec<Upload>, StoreError> {
    let sql = format!("{SELECT} WHERE account_id = $1 ORDER BY touched_at DESC, key");
    let rows: Vec<Row> = conn.all(sql, [account.into()]).await?;
    rows.into_iter().map(Upload::try_from).collect()
}

#[derive(FromQueryResult)]
struct Bytes {
    bytes: Vec<u8>,
}

async fn bytes(conn: &Conn<'_>, column: &str, key: &str) -> Result<Vec<u8>, StoreError> {
    let sql = format!("SELECT {column} AS bytes FROM import_upload WHERE key = $1");
    let row: Option<Bytes> = conn.one(sql, [key.into()]).await?;
    Ok(row.map(|row| row.bytes).unwrap_or_default())
}

/// Every mistake of a file, as CSV.
pub async fn problems(conn: &Conn<'_>, key: &str) -> Result<Vec<u8>, StoreError> {
    bytes(conn, "problems", key).await
}

/// A file without mistakes, as it is imported.
pub async fn cleaned(conn: &Conn<'_>, key: &str) -> Result<Vec<u8>, StoreError> {
    bytes(conn, "cleaned", key).await
}

/// Notes that a file came and is being checked. False where it came before.
pub async fn put(
    db: &Db,
    key: &str,
    (account, kind): (i64, Kind),
    lines: i64,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let empty: Vec<u8> = vec![];
    let values: [Value; 7] = [
        key.into(),
        account.into(),
        kind.code().into(),
        lines.into(),
        empty.clone().into(),
        empty.into(),
        At(at).to_string().into(),
    ];
    let sql = "INSERT INTO import_upload (key, account_id, kind, state, lines, problems, cleaned, touched_at) \
               VALUES ($1, $2, $3, 'checking', $4, $5, $6, $7) ON CONFLICT (key) DO NOTHING";
    Ok(db.write_bookkeeping().run(sql, values).await? == 1)
}

/// Where a file stands after a step, and what is kept of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stands {
    /// How far it is.
    pub state: State,
    /// What it comes to.
    pub counts: Counts,
    /// Its mistakes as CSV, and how many.
    pub problems: (Vec<u8>, i64),
    /// Its lines, where it waits to be imported.
    pub cleaned: Vec<u8>,
}

/// Notes what came of a step. A file that was taken away meanwhile stays away.
pub async fn stands(
    db: &Db,
    key: &str,
    stands: Stands,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let values: [Value; 10] = [
        key.into(),
        stands.state.code().into(),
        stands.counts.added.into(),
        stands.counts.already_there.into(),
        stands.counts.sessions.into(),
        stands.counts.unsure.into(),
        stands.problems.0.into(),
        stands.problems.1.into(),
        stands.cleaned.into(),
        At(at).to_string().into(),
    ];
    let sql = "UPDATE import_upload SET state = $2, added = $3, already_there = $4, sessions = $5, unsure = $6, \
               problems = $7, problem_count = $8, cleaned = $9, touched_at = $10 WHERE key = $1";
    db.write_bookkeeping().run(sql, values).await?;
    Ok(())
}

/// Takes a file in hand to import it: true for one of all who ask. One that was taken in hand before a
/// certain instant, and was never finished, may be taken in hand again.
pub async fn begin(
    db: &Db,
    key: &str,
    stale_before: DateTime<Utc>,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let sql = "UPDATE import_upload SET state = 'importing', touched_at = $2 WHERE key = $1 \
               AND (state = 'ready' OR (state = 'importing' AND touched_at < $3))";
    let values: [Value; 3] = [
        key.into(),
        At(at).to_string().into(),
        At(stale_before).to_string().into(),
    ];
    Ok(db.write_bookkeeping().run(sql, values).await? == 1)
}

/// Lets go of a file that could not be imported just now: it waits again.
pub async fn put_back(db: &Db, key: &str) -> Result<(), StoreError> {
    let sql = "UPDATE import_upload SET state = 'ready' WHERE key = $1 AND state = 'importing'";
    db.write_bookkeeping().run(sql, [key.into()]).await?;
    Ok(())
}

/// Takes a file away. For a while it is known whose it was.
pub async fn take_away(db: &Db, upload: &Upload, now: DateTime<Utc>) -> Result<(), StoreError> {
    let conn = db.write_bookkeeping();
    once::note(&conn, &upload.key, GONE, &upload.account.to_string(), now).await?;
    let sql = "DELETE FROM import_upload WHERE key = $1";
    conn.run(sql, [upload.key.clone().into()]).await?;
    Ok(())
}

const GONE: &str = "upload-gone";

/// Whose a file was that was taken away a while ago.
pub async fn was_of(conn: &Conn<'_>, key: &str) -> Result<Option<i64>, StoreError> {
    let noted = once::noted(conn, key, GONE).await?;
    Ok(noted.and_then(|account| account.parse().ok()))
}
