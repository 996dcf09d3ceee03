//! Attendance lists while they are imported, and the digests that tell people and attendances apart.
//!
//! Lines are staged, read back in order of project, day and person, and taken away again, all in one
//! transaction: so memory stays flat however the file was ordered. What stays is digests, in tables
//! that nothing refers to, until [`forget`] takes those of a project that closes.

use super::{SELECT, StoreError, Version, read};
use crate::store::instants::Day;
use crate::store::rollup::placeholders;
use crate::store::{Conn, Work};
use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A keyed digest, shortened: of a person on a project, of an attendance, of what was said of one.
pub type Digest = [u8; 16];

/// Rows in one statement: short ones, because SQLite walks over the names of their values.
const AT_ONCE: usize = 100;

/// A line of an attendance list. The person is a digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its line in the file.
    pub line: u64,
    /// The project's row.
    pub project: i64,
    /// The day.
    pub day: NaiveDate,
    /// Who.
    pub person: Digest,
    /// Who and when.
    pub attendance: Digest,
    /// From when, in minutes after midnight.
    pub starts: i64,
    /// To when.
    pub ends: i64,
    /// The code of what came of it.
    pub outcome: String,
    /// Minutes docked.
    pub docked: i64,
    /// Whether the list says that more people than the project's limit is right.
    pub confirmed: bool,
}

/// Stages lines.
pub async fn stage(work: &Work, lines: &[Listed]) -> Result<(), StoreError> {
    for some in lines.chunks(AT_ONCE) {
        let mut values: Vec<Value> = Vec::with_capacity(some.len() * 10);
        for line in some {
            values.extend([
                Value::from(i64::try_from(line.line).unwrap_or(i64::MAX)),
                line.project.into(),
                Day(line.day).to_string().into(),
                line.person.to_vec().into(),
                line.attendance.to_vec().into(),
                line.starts.into(),
                line.ends.into(),
                line.outcome.clone().into(),
                line.docked.into(),
                line.confirmed.into(),
            ]);
        }
        let sql = format!(
            "INSERT INTO listed_attendance (line, project_id, day, person, attendance, starts, ends, outcome, docked, confirmed) VALUES {}",
            placeholders(some.len(), 10)
        );
        work.read().run(sql, values).await?;
    }
    Ok(())
}

/// A staged line as it is read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staged {
    /// The line.
    pub line: Listed,
    /// Whether the person is known to have worked on the project.
    pub is_known: bool,
    /// What an earlier list said of this attendance.
    pub said: Option<Digest>,
    id: i64,
}

#[derive(FromQueryResult)]
struct StagedRow {
    id: i64,
    line: i64,
    project_id: i64,
    day: Day,
    person: Vec<u8>,
    attendance: Vec<u8>,
    starts: i64,
    ends: i64,
    outcome: String,
    docked: i64,
    confirmed: bool,
    known: i64,
    says: Option<Vec<u8>>,
}

fn digest(bytes: &[u8]) -> Result<Digest, StoreError> {
    let read = bytes.try_into();
    read.map_err(|_| StoreError::Unreadable("a digest of an attendance list".into()))
}

impl TryFrom<StagedRow> for Staged {
    type Error = StoreError;

    fn try_from(row: StagedRow) -> Result<Staged, StoreError> {
        Ok(Staged {
            line: Listed {
                line: u64::try_from(row.line).unwrap_or_default(),
                project: row.project_id,
                day: row.day.0,
                person: digest(&row.person)?,
                attendance: digest(&row.attendance)?,
                starts: row.starts,
                ends: row.ends,
                outcome: row.outcome,
                docked: row.docked,
                confirmed: row.confirmed,
            },
            is_known: row.known == 1,
            said: row.says.as_deref().map(digest).transpose()?,
            id: row.id,
        })
    }
}

/// The next so many staged lines after one, in order of project, day, person and line.
pub async fn next_staged(
    work: &Work,
    after: Option<&Staged>,
    take: u64,
) -> Result<Vec<Staged>, StoreError> {
    let (beyond, values): (&str, Vec<Value>) = match after {
        None => ("", vec![]),
        Some(last) => (
            "WHERE (l.project_id, l.day, l.person, l.id) > ($1, $2, $3, $4)",
            vec![
                last.line.project.into(),
                Day(last.line.day).to_string().into(),
                last.line.person.to_vec().into(),
                last.id.into(),
            ],
        ),
    };
    let sql = format!(
        "SELECT l.*, CAST(CASE WHEN c.person IS NULL THEN 0 ELSE 1 END AS BIGINT) AS known, a.says \
         FROM listed_attendance l \
         LEFT JOIN case_digest c ON c.project_id = l.project_id AND c.person = l.person \
         LEFT JOIN attendance_digest a ON a.project_id = l.project_id AND a.attendance = l.attendance \
         {beyond} ORDER BY l.project_id, l.day, l.person, l.id LIMIT {take}"
    );
    let rows: Vec<StagedRow> = work.read().all(sql, values).await?;
    rows.into_iter().map(Staged::try_from).collect()
}

/// Takes every staged line away.
pub async fn clear_staged(work: &Work) -> Result<(), StoreError> {
    work.read().run("DELETE FROM listed_attendance", []).await?;
    Ok(())
}

/// Notes people who have worked on a project now.
pub async fn know(work: &Work, people: &[(i64, Digest)]) -> Result<(), StoreError> {
    for some in people.chunks(AT_ONCE) {
        let values = some
            .iter()
            .flat_map(|(project, person)| [Value::from(*project), person.to_vec().into()]);
        let sql = format!(
            "INSERT INTO case_digest (project_id, person) VALUES {} ON CONFLICT (project_id, person) DO NOTHING",
            placeholders(some.len(), 2)
        );
        work.read().run(sql, values).await?;
    }
    Ok(())
}

/// Notes attendances that are counted now, with what was said of each.
pub async fn count(work: &Work, attendances: &[(i64, Digest, Digest)]) -> Result<(), StoreError> {
    for some in attendances.chunks(AT_ONCE) {
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
            placeholders(some.len(), 3)
        );
        work.read().run(sql, values).await?;
    }
    Ok(())
}

/// Notes sessions that were made of a list.
pub async fn list_sessions(work: &Work, sessions: &[(String, i64)]) -> Result<(), StoreError> {
    for some in sessions.chunks(AT_ONCE) {
        let values = some
            .iter()
            .flat_map(|(key, project)| [Value::from(key.clone()), (*project).into()]);
        let sql = format!(
            "INSERT INTO listed_session (session_key, project_id) VALUES {}",
            placeholders(some.len(), 2)
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
    for some in wanted.chunks(AT_ONCE) {
        let places: Vec<String> = (0..some.len())
            .map(|at| {
                format!(
                    "(CAST(${} AS BIGINT), CAST(${} AS TEXT))",
                    at * 2 + 1,
                    at * 2 + 2
                )
            })
            .collect();
        let sql = format!(
            "{SELECT} WHERE (f.project_id, f.day) IN (VALUES {})",
            places.join(", ")
        );
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
    for some in keys.chunks(AT_ONCE) {
        let sql = format!(
            "SELECT session_key FROM listed_session WHERE session_key IN {}",
            placeholders(1, some.len())
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

/// Forgets whom closed projects have seen, after a list that came when they were closed already.
pub async fn forget_closed(work: &Work) -> Result<(), StoreError> {
    for table in KEPT {
        let sql = format!(
            "DELETE FROM {table} WHERE project_id IN \
             (SELECT id FROM project WHERE stage IN ('completed', 'cancelled'))"
        );
        work.read().run(sql, []).await?;
    }
    Ok(())
}
