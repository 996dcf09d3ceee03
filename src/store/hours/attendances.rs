//! What is kept of attendance lists: digests that tell people and attendances apart.
//!
//! They stand in tables that nothing refers to, until [`forget`] takes those of a project that closes. The
//! lines of a list while it is imported are in [`super::listed`].

use super::{SELECT, StoreError, Version, read};
use crate::store::at_once::{in_pieces, placeholders, typed_placeholders};
use crate::store::instants::Day;
use crate::store::{Conn, Engine, Work};
use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A keyed digest, shortened: of a person on a project, of an attendance, of what was said of one.
pub type Digest = [u8; 16];

/// Which of these people have worked on their projects.
pub async fn known(
    conn: &Conn<'_>,
    people: &[(i64, Digest)],
) -> Result<HashSet<(i64, Digest)>, StoreError> {
    let mut found = HashSet::new();
    for some in in_pieces(people) {
        let places =
            typed_placeholders(conn.engine(), some.len(), &["BIGINT", bytes(conn.engine())]);
        let sql = format!(
            "SELECT project_id, person FROM case_digest WHERE (project_id, person) IN (VALUES {places})"
        );
        for row in conn.all::<PersonRow>(sql, keys(some)).await? {
            found.insert((row.project_id, digest(&row.person)?));
        }
    }
    Ok(found)
}

/// What earlier lists said of these attendances.
pub async fn said(
    conn: &Conn<'_>,
    attendances: &[(i64, Digest)],
) -> Result<HashMap<(i64, Digest), Digest>, StoreError> {
    let mut found = HashMap::new();
    for some in in_pieces(attendances) {
        let places =
            typed_placeholders(conn.engine(), some.len(), &["BIGINT", bytes(conn.engine())]);
        let sql = format!(
            "SELECT project_id, attendance, says FROM attendance_digest \
             WHERE (project_id, attendance) IN (VALUES {places})"
        );
        for row in conn.all::<SaidRow>(sql, keys(some)).await? {
            found.insert(
                (row.project_id, digest(&row.attendance)?),
                digest(&row.says)?,
            );
        }
    }
    Ok(found)
}

/// What an engine calls a digest's type.
fn bytes(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "BLOB",
        Engine::Postgres => "BYTEA",
    }
}

fn keys(of: &[(i64, Digest)]) -> impl Iterator<Item = Value> {
    of.iter()
        .flat_map(|(project, digest)| [Value::from(*project), digest.to_vec().into()])
}

/// A closed project of which something is kept.
#[derive(FromQueryResult)]
struct Closed {
    project_id: i64,
}

#[derive(FromQueryResult)]
struct PersonRow {
    project_id: i64,
    person: Vec<u8>,
}

#[derive(FromQueryResult)]
struct SaidRow {
    project_id: i64,
    attendance: Vec<u8>,
    says: Vec<u8>,
}

pub(super) fn digest(bytes: &[u8]) -> Result<Digest, StoreError> {
    let read = bytes.try_into();
    read.map_err(|_| StoreError::Unreadable("a digest of an attendance list".into()))
}

/// Notes people who have worked on a project now.
pub async fn know(work: &Work, people: &[(i64, Digest)]) -> Result<(), StoreError> {
    for some in in_pieces(people) {
        let sql = format!(
            "INSERT INTO case_digest (project_id, person) VALUES {} ON CONFLICT (project_id, person) DO NOTHING",
            placeholders(work.engine(), some.len(), 2)
        );
        work.read().run(sql, keys(some)).await?;
    }
    Ok(())
}

/// Notes attendances that are counted now, with what was said of each.
pub async fn count(work: &Work, attendances: &[(i64, Digest, Digest)]) -> Result<(), StoreError> {
    for some in in_pieces(attendances) {
        let values = some.iter().flat_map(|(project, attendance, says)| {
            [
                Value::from(*project),
                attendance.to_vec().into(),
                says.to_vec().into(),
            ]
        });
        let sql = format!(
            "INSERT INTO attendance_digest (project_id, attendance, says) VALUES {} \
             ON CONFLICT (project_id, attendance) DO NOTHING",
            placeholders(work.engine(), some.len(), 3)
        );
        work.read().run(sql, values).await?;
    }
    Ok(())
}

/// Notes sessions that were made of a list.
pub async fn list_sessions(work: &Work, sessions: &[(String, i64)]) -> Result<(), StoreError> {
    for some in in_pieces(sessions) {
        let values = some
            .iter()
            .flat_map(|(key, project)| [Value::from(key.clone()), (*project).into()]);
        let sql = format!(
            "INSERT INTO listed_session (session_key, project_id) VALUES {}",
            placeholders(work.engine(), some.len(), 2)
        );
        work.read().run(sql, values).await?;
    }
    Ok(())
}

/// The sessions in force on each of these projects and days.
pub async fn on_days(
    conn: &Conn<'_>,
    wanted: &[(i64, NaiveDate)],
) -> Result<BTreeMap<(i64, NaiveDate), Vec<Version>>, StoreError> {
    let mut found: BTreeMap<(i64, NaiveDate), Vec<Version>> = BTreeMap::new();
    for some in in_pieces(wanted) {
        let places = typed_placeholders(conn.engine(), some.len(), &["BIGINT", "TEXT"]);
        let sql = format!("{SELECT} WHERE (f.project_id, f.day) IN (VALUES {places})");
        let values = some
            .iter()
            .flat_map(|(project, day)| [Value::from(*project), Day(*day).to_string().into()]);
        for version in read(conn, sql, values).await? {
            let place = (version.project, version.reads.day);
            found.entry(place).or_default().push(version);
        }
    }
    Ok(found)
}

#[derive(FromQueryResult)]
struct Key {
    session_key: String,
}

/// Which of these sessions were made of a list.
pub async fn are_listed(conn: &Conn<'_>, keys: &[String]) -> Result<BTreeSet<String>, StoreError> {
    let mut found = BTreeSet::new();
    for some in in_pieces(keys) {
        let sql = format!(
            "SELECT session_key FROM listed_session WHERE session_key IN {}",
            placeholders(conn.engine(), 1, some.len())
        );
        let rows: Vec<Key> = conn.all(sql, some.iter().map(Value::from)).await?;
        found.extend(rows.into_iter().map(|row| row.session_key));
    }
    Ok(found)
}

/// Whether a project has sessions that were held and are not made of a list: then a list cannot tell
/// for certain who is new.
pub async fn has_other_sessions(conn: &Conn<'_>, project: i64) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM (SELECT 1 FROM session_in_force f \
         JOIN session_return r ON r.id = f.return_id \
         LEFT JOIN listed_session l ON l.session_key = f.session_key \
         WHERE f.project_id = $1 AND r.status = 'held' AND l.session_key IS NULL LIMIT 1) AS found";
    Ok(conn.number(sql, [project.into()]).await? > 0)
}

/// What is kept of lists for as long as a project is open.
const KEPT: [&str; 3] = ["case_digest", "attendance_digest", "listed_session"];

/// Forgets whom a project has seen: it closes, and the counts are all that stays.
pub async fn forget(work: &Work, project: i64) -> Result<(), StoreError> {
    for table in KEPT {
        let sql = format!("DELETE FROM {table} WHERE project_id = $1");
        work.read().run(sql, [project.into()]).await?;
    }
    Ok(())
}

/// Forgets whom closed projects have seen, after a list that came when they were closed already. One project
/// after the other: SQLite holds the place of every row that a statement deletes.
pub async fn forget_closed(work: &Work) -> Result<(), StoreError> {
    let some =
        KEPT.map(|table| format!("EXISTS (SELECT 1 FROM {table} k WHERE k.project_id = p.id)"));
    let sql = format!(
        "SELECT p.id AS project_id FROM project p WHERE p.stage IN ('completed', 'cancelled') AND ({}) ORDER BY p.id",
        some.join(" OR ")
    );
    for closed in work.read().all::<Closed>(sql, []).await? {
        forget(work, closed.project_id).await?;
    }
    Ok(())
}
