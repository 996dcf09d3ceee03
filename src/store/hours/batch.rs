//! Appending many sessions at once, and finding those that are there already. For imports.

use super::record::Counted;
use super::{StoreError, heard, reads};
use crate::domain::hours::session_return::Worked;
use crate::domain::hours::stood_down::StoodDown;
use crate::domain::hours::{SessionReturn, movement};
use crate::domain::ids::hex;
use crate::store::at_once::{in_pieces, placeholders, typed_placeholders};
use crate::store::entities::hours::session_return as table;
use crate::store::instants::{At, Day};
use crate::store::rollup::{self, Sums};
use crate::store::scratch::Scratch;
use crate::store::{Conn, Work};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;
use std::collections::HashMap;

/// What makes a session the same session: project, day, start and end in minutes.
pub type Times = (i64, NaiveDate, i64, i64);

/// What makes a session the same session.
pub fn times_of(project: i64, session: &SessionReturn) -> Times {
    (
        project,
        session.day,
        session.shift.starts().minutes(),
        session.shift.ends().minutes(),
    )
}

/// A version at just these times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct There {
    /// What it says.
    pub reads: SessionReturn,
    /// Whether it is the one that counts.
    pub in_force: bool,
}

/// Versions by their times.
pub type Versions = HashMap<Times, Vec<There>>;

#[derive(FromQueryResult)]
struct Found {
    #[sea_orm(nested)]
    session: table::Model,
    in_force: i64,
}

/// Every version, in force or corrected since, at each of these times.
pub async fn there(conn: &Conn<'_>, wanted: &[Times]) -> Result<Versions, StoreError> {
    let mut found = Versions::new();
    for some in in_pieces(wanted) {
        let types = ["BIGINT", "TEXT", "BIGINT", "BIGINT"];
        let places = typed_placeholders(conn.engine(), some.len(), &types);
        let sql = format!(
            "SELECT r.*, CAST(CASE WHEN f.return_id IS NULL THEN 0 ELSE 1 END AS BIGINT) AS in_force \
             FROM session_return r LEFT JOIN session_in_force f ON f.return_id = r.id \
             WHERE (r.project_id, r.day, r.starts, r.ends) IN (VALUES {places})"
        );
        let values = some.iter().flat_map(|(project, day, starts, ends)| {
            [
                Value::from(*project),
                Value::from(Day(*day).to_string()),
                Value::from(*starts),
                Value::from(*ends),
            ]
        });
        for row in conn.all::<Found>(sql, values).await? {
            let reads = reads(&row.session)?;
            let version = There {
                in_force: row.in_force == 1,
                reads,
            };
            found
                .entry(times_of(row.session.project_id, &version.reads))
                .or_default()
                .push(version);
        }
    }
    Ok(found)
}

/// A session before it has a row.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// What names it in addresses.
    pub key: String,
    /// The project's row.
    pub project: i64,
    /// What it says.
    pub reads: SessionReturn,
}

/// Names for the sessions of one import, each after the one before, so that the database lays them side by
/// side. No other import draws the same first half.
#[derive(Debug)]
pub struct Keys {
    import: String,
    last: u64,
}

impl Keys {
    /// Names that begin with so much chance.
    pub fn new(import: [u8; 8]) -> Keys {
        Keys {
            import: hex(&import),
            last: 0,
        }
    }

    /// The next name.
    pub fn draw(&mut self) -> String {
        self.last += 1;
        format!("{}{:016x}", self.import, self.last)
    }
}

/// Appends sessions of one import, their keys in order. Their counts are added by [`Counts::write`].
pub async fn append(work: &Work, sessions: &[NewSession]) -> Result<(), StoreError> {
    let by = (work.actor().account(), work.at());
    append_to(&work.read(), by, sessions).await?;
    match (sessions.first(), sessions.last()) {
        (Some(first), Some(last)) => heard::of_import(&work.read(), (&first.key, &last.key)).await,
        _ => Ok(()),
    }
}

/// Where sessions are kept that would be appended, were the import no dry run.
pub struct Pretended(Scratch);

impl Pretended {
    /// None yet.
    pub async fn new() -> Result<Pretended, StoreError> {
        let tables = [
            "CREATE TABLE session_return (id INTEGER PRIMARY KEY, session_key TEXT UNIQUE, number INTEGER, \
             project_id INTEGER, day TEXT, starts INTEGER, ends INTEGER, status TEXT, attending INTEGER, \
             new_to_project INTEGER, minutes_offered INTEGER, minutes_credited INTEGER, reason TEXT, note TEXT, \
             correction TEXT, recorded_by INTEGER, recorded_at TEXT) STRICT",
            "CREATE INDEX session_return_project ON session_return (project_id, day)",
            "CREATE TABLE session_in_force (return_id INTEGER PRIMARY KEY, session_key TEXT, project_id INTEGER, \
             day TEXT, starts INTEGER, ends INTEGER) STRICT",
        ];
        Ok(Pretended(Scratch::with(&tables).await?))
    }

    /// Keeps sessions of one import, their keys in order.
    pub async fn append(
        &self,
        at: DateTime<Utc>,
        sessions: &[NewSession],
    ) -> Result<(), StoreError> {
        append_to(&self.0.conn(), (None, at), sessions).await
    }

    /// Those at each of these times.
    pub async fn there(&self, wanted: &[Times]) -> Result<Versions, StoreError> {
        there(&self.0.conn(), wanted).await
    }
}

/// By which account and when.
type Recorded = (Option<i64>, DateTime<Utc>);

async fn append_to(
    conn: &Conn<'_>,
    by: Recorded,
    sessions: &[NewSession],
) -> Result<(), StoreError> {
    for some in in_pieces(sessions) {
        append_returns(conn, by, some).await?;
        put_in_force(conn, some).await?;
    }
    Ok(())
}

async fn append_returns(
    conn: &Conn<'_>,
    (by, at): Recorded,
    sessions: &[NewSession],
) -> Result<(), StoreError> {
    let recorded_at = At(at).to_string();
    let mut values: Vec<Value> = Vec::with_capacity(sessions.len() * 16);
    for new in sessions {
        let worked = new.reads.outcome.worked();
        let count = |of: fn(&Worked) -> i64| Value::from(worked.as_ref().map_or(0, of));
        let reason = new.reads.outcome.reason().map(StoodDown::code);
        values.extend([
            new.key.as_str().into(),
            1_i64.into(),
            new.project.into(),
            Day(new.reads.day).to_string().into(),
            new.reads.shift.starts().minutes().into(),
            new.reads.shift.ends().minutes().into(),
            new.reads.outcome.status().into(),
            count(|worked| worked.attending),
            count(|worked| worked.new_to_project),
            count(|worked| worked.offered.count()),
            count(|worked| worked.credited.count()),
            reason.into(),
            new.reads.note.as_str().into(),
            "".into(),
            by.into(),
            recorded_at.as_str().into(),
        ]);
    }
    let sql = format!(
        "INSERT INTO session_return (session_key, number, project_id, day, starts, ends, status, attending, \
         new_to_project, minutes_offered, minutes_credited, reason, note, correction, recorded_by, recorded_at) \
         VALUES {}",
        placeholders(conn.engine(), sessions.len(), 16)
    );
    conn.run(sql, values).await?;
    Ok(())
}

/// Puts the first versions of sessions in force: every key from the first to the last is one of them.
async fn put_in_force(conn: &Conn<'_>, sessions: &[NewSession]) -> Result<(), StoreError> {
    let (Some(first), Some(last)) = (sessions.first(), sessions.last()) else {
        return Ok(());
    };
    let sql = "INSERT INTO session_in_force (session_key, return_id, project_id, day, starts, ends) \
        SELECT session_key, id, project_id, day, starts, ends FROM session_return \
        WHERE session_key >= $1 AND session_key <= $2 AND number = 1";
    let keys = [first.key.as_str().into(), last.key.as_str().into()];
    let put = conn.run(sql, keys).await?;
    if usize::try_from(put) != Ok(sessions.len()) {
        return Err(StoreError::Failed(
            "new sessions were not found again".into(),
        ));
    }
    Ok(())
}

/// Cells held before they are written: three megabytes.
const MOST_CELLS: usize = 20_000;

/// Counts of many sessions, added up before they are written.
#[derive(Debug)]
pub struct Counts {
    sums: Sums,
    projects: rollup::Additions,
}

impl Counts {
    /// Nothing counted yet.
    pub async fn read(conn: &Conn<'_>) -> Result<Counts, StoreError> {
        Ok(Counts {
            sums: Sums::read(conn).await?,
            projects: rollup::Additions::default(),
        })
    }

    /// Notes a session.
    pub fn note(&mut self, counted: &Counted, session: &SessionReturn) {
        let (leaf, counts) = counted.leaf(movement::recorded(session));
        self.sums.note(&leaf, counts);
        let addition = rollup::Addition::of(leaf.month, counts);
        self.projects.note(counted.project, addition);
    }

    /// Writes where much waits, so that memory stays flat.
    pub async fn make_room(&mut self, work: &Work) -> Result<(), StoreError> {
        if self.sums.len() + self.projects.count() > MOST_CELLS {
            self.write(work).await?;
        }
        Ok(())
    }

    /// Adds everything noted to the cells and the projects' totals, and starts anew.
    pub async fn write(&mut self, work: &Work) -> Result<(), StoreError> {
        let projects = std::mem::take(&mut self.projects);
        self.sums.write(work).await?;
        projects.write(work).await
    }
}
