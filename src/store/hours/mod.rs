//! The ledger of sessions: every version of every return, and which one is in force.
//!
//! Reading is here; [`record`] appends one return and [`batch`] many. Nothing here changes or deletes
//! a row of the ledger: the database refuses it.

pub mod attendances;
pub mod batch;
pub(in crate::store) mod heard;
pub mod listed;
pub mod plans;
pub mod record;
pub mod waiting;

use crate::domain::hours::session_return::{HELD, Outcome, Worked};
use crate::domain::hours::shift::TimeOfDay;
use crate::domain::hours::stood_down::StoodDown;
use crate::domain::hours::{Minutes, SessionReturn, Shift};
use crate::store::entities::hours::session_return as table;
use crate::store::instants::{At, Day};
use crate::store::{Conn, StoreError};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;

/// One version of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its row.
    pub id: i64,
    /// What names the session in addresses.
    pub key: String,
    /// The project's row.
    pub project: i64,
    /// The first version is 1.
    pub number: i64,
    /// What it says.
    pub reads: SessionReturn,
    /// Why the version before was wrong.
    pub correction: String,
    /// Who recorded it; nobody where it came from a file at the command line.
    pub recorded_by: Option<String>,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// Whether it is the one that counts.
    pub in_force: bool,
}

#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    session: table::Model,
    recorder: Option<String>,
    in_force: i64,
}

fn unreadable(what: &str, of: &table::Model) -> StoreError {
    StoreError::Unreadable(format!("{what} of session return {}", of.id))
}

/// What a row says.
fn reads(row: &table::Model) -> Result<SessionReturn, StoreError> {
    let time =
        |minutes| TimeOfDay::from_minutes(minutes).ok_or_else(|| unreadable("time of day", row));
    let shift = Shift::new(time(row.starts)?, time(row.ends)?)
        .map_err(|_| unreadable("start and end", row))?;
    let outcome = if row.status == HELD {
        Outcome::Held(Worked {
            attending: row.attending,
            new_to_project: row.new_to_project,
            offered: Minutes::new(row.minutes_offered),
            credited: Minutes::new(row.minutes_credited),
        })
    } else {
        let reason = row.reason.as_deref().and_then(StoodDown::parse);
        Outcome::StoodDown(reason.ok_or_else(|| unreadable("reason", row))?)
    };
    Ok(SessionReturn {
        day: row.day.0,
        shift,
        outcome,
        note: row.note.clone(),
    })
}

impl TryFrom<Row> for Version {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Version, StoreError> {
        let reads = reads(&row.session)?;
        let session = row.session;
        Ok(Version {
            id: session.id,
            key: session.session_key,
            project: session.project_id,
            number: session.number,
            reads,
            correction: session.correction,
            recorded_by: row.recorder,
            recorded_at: session.recorded_at.0,
            in_force: row.in_force == 1,
        })
    }
}

const SELECT: &str = "SELECT r.*, a.name AS recorder, \
    CAST(CASE WHEN f.return_id IS NULL THEN 0 ELSE 1 END AS BIGINT) AS in_force \
    FROM session_return r LEFT JOIN session_in_force f ON f.return_id = r.id \
    LEFT JOIN account a ON a.id = r.recorded_by";

async fn read(
    conn: &Conn<'_>,
    sql: String,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<Version>, StoreError> {
    let rows: Vec<Row> = conn.all(sql, values).await?;
    rows.into_iter().map(Version::try_from).collect()
}

/// Every version of a session, newest first.
pub async fn versions(conn: &Conn<'_>, key: &str) -> Result<Vec<Version>, StoreError> {
    let sql = format!("{SELECT} WHERE r.session_key = $1 ORDER BY r.number DESC");
    read(conn, sql, [key.into()]).await
}

/// The version of a session that counts.
pub async fn in_force(conn: &Conn<'_>, key: &str) -> Result<Option<Version>, StoreError> {
    let sql = format!("{SELECT} WHERE f.session_key = $1");
    Ok(read(conn, sql, [key.into()]).await?.pop())
}

/// Which sessions of a project.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SessionFilter {
    /// Held ones, or those stood down.
    pub held: Option<bool>,
    /// On this day or later.
    pub from: Option<NaiveDate>,
    /// On this day or earlier.
    pub to: Option<NaiveDate>,
}

impl SessionFilter {
    /// The condition and its values; `$1` is the project.
    fn sql(&self, project: i64) -> (String, Vec<Value>) {
        let mut sql = "f.project_id = $1".to_string();
        let mut values: Vec<Value> = vec![project.into()];
        let mut add = |column: &str, value: Value| {
            values.push(value);
            sql.push_str(&format!(" AND {column} ${}", values.len()));
        };
        if let Some(held) = self.held {
            add(if held { "r.status =" } else { "r.status <>" }, HELD.into());
        }
        if let Some(from) = self.from {
            add("r.day >=", Day(from).to_string().into());
        }
        if let Some(to) = self.to {
            add("r.day <=", Day(to).to_string().into());
        }
        (sql, values)
    }
}

/// How many sessions a project has.
pub async fn count(
    conn: &Conn<'_>,
    project: i64,
    filter: &SessionFilter,
) -> Result<i64, StoreError> {
    let (condition, values) = filter.sql(project);
    conn.number(
        format!(
            "SELECT COUNT(*) FROM session_in_force f JOIN session_return r ON r.id = f.return_id WHERE {condition}"
        ),
        values,
    )
    .await
}

/// Sessions of a project in force, the last day first.
pub async fn of_project(
    conn: &Conn<'_>,
    project: i64,
    filter: &SessionFilter,
    skip: u64,
    take: u64,
) -> Result<Vec<Version>, StoreError> {
    let (condition, values) = filter.sql(project);
    let sql = format!(
        "{SELECT} WHERE {condition} ORDER BY r.day DESC, r.starts DESC, r.id DESC LIMIT {take} OFFSET {skip}"
    );
    read(conn, sql, values).await
}

/// The next so many versions of a project after a row, in force or not: for files that stream.
pub async fn every_version(
    conn: &Conn<'_>,
    project: i64,
    after: i64,
    take: u64,
) -> Result<Vec<Version>, StoreError> {
    let sql = format!("{SELECT} WHERE r.project_id = $1 AND r.id > $2 ORDER BY r.id LIMIT {take}");
    read(conn, sql, [project.into(), after.into()]).await
}

/// Versions of a project's sessions that no longer count, newest first.
pub async fn corrected_of_project(
    conn: &Conn<'_>,
    project: i64,
    keys: &[String],
) -> Result<Vec<Version>, StoreError> {
    if keys.is_empty() {
        return Ok(vec![]);
    }
    let places: Vec<String> = (2..keys.len() + 2).map(|at| format!("${at}")).collect();
    let sql = format!(
        "{SELECT} WHERE r.project_id = $1 AND f.return_id IS NULL AND r.session_key IN ({}) \
         ORDER BY r.number DESC",
        places.join(", ")
    );
    let mut values: Vec<Value> = vec![project.into()];
    values.extend(keys.iter().map(Value::from));
    read(conn, sql, values).await
}

/// The last session of a project that was held, whose values the next form offers.
pub async fn last_held(conn: &Conn<'_>, project: i64) -> Result<Option<Version>, StoreError> {
    let sql = format!(
        "{SELECT} WHERE f.project_id = $1 AND r.status = 'held' ORDER BY r.day DESC, r.starts DESC LIMIT 1"
    );
    Ok(read(conn, sql, [project.into()]).await?.pop())
}

#[derive(FromQueryResult)]
struct LastDay {
    day: Day,
}

/// The day of a project's last session, held or stood down.
pub async fn last_day(conn: &Conn<'_>, project: i64) -> Result<Option<NaiveDate>, StoreError> {
    let row: Option<LastDay> = conn
        .one(
            "SELECT day FROM session_in_force WHERE project_id = $1 ORDER BY day DESC LIMIT 1",
            [project.into()],
        )
        .await?;
    Ok(row.map(|row| row.day.0))
}

/// The session in force of a project at just these times, if there is one.
pub async fn at_times(
    conn: &Conn<'_>,
    project: i64,
    day: NaiveDate,
    shift: Shift,
) -> Result<Option<Version>, StoreError> {
    let sql = format!(
        "{SELECT} WHERE f.project_id = $1 AND f.day = $2 AND f.starts = $3 AND f.ends = $4"
    );
    let values = [
        project.into(),
        Day(day).to_string().into(),
        shift.starts().minutes().into(),
        shift.ends().minutes().into(),
    ];
    Ok(read(conn, sql, values).await?.pop())
}

/// When something was recorded last about a project: any version counts.
pub async fn last_recorded_at(
    conn: &Conn<'_>,
    project: i64,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    #[derive(FromQueryResult)]
    struct Recorded {
        recorded_at: At,
    }
    let row: Option<Recorded> = conn
        .one(
            "SELECT recorded_at FROM session_return WHERE project_id = $1 ORDER BY id DESC LIMIT 1",
            [project.into()],
        )
        .await?;
    Ok(row.map(|row| row.recorded_at.0))
}
