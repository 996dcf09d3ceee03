//! The lines of an attendance list while it is imported: written in the order of the file, read back in that
//! of project, day and person.
//!
//! They stand in a database of their own, so that memory stays flat however long the file is and however it is
//! ordered, and so that a list which is only looked through keeps nobody from writing.

use super::StoreError;
use super::attendances::{self, Digest, digest};
use crate::store::Conn;
use crate::store::at_once::{in_pieces, placeholders};
use crate::store::instants::Day;
use crate::store::scratch::Scratch;
use chrono::NaiveDate;
use sea_orm::FromQueryResult;
use sea_orm::sea_query::Value;

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

/// A staged line as it is read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staged {
    /// The line.
    pub line: Listed,
    /// Whether the person is known to have worked on the project.
    pub is_known: bool,
    /// What an earlier list said of this attendance.
    pub said: Option<Digest>,
}

#[derive(FromQueryResult)]
struct StagedRow {
    line: i64,
    project_id: i64,
    day: Day,
    person: Vec<u8>,
    attendance: Vec<u8>,
    starts: i64,
    ends: i64,
    outcome: String,
    docked: i64,
    confirmed: i64,
}

impl TryFrom<StagedRow> for Listed {
    type Error = StoreError;

    fn try_from(row: StagedRow) -> Result<Listed, StoreError> {
        Ok(Listed {
            line: u64::try_from(row.line).unwrap_or_default(),
            project: row.project_id,
            day: row.day.0,
            person: digest(&row.person)?,
            attendance: digest(&row.attendance)?,
            starts: row.starts,
            ends: row.ends,
            outcome: row.outcome,
            docked: row.docked,
            confirmed: row.confirmed != 0,
        })
    }
}

const COLUMNS: &str =
    "line, project_id, day, person, attendance, starts, ends, outcome, docked, confirmed";

/// The lines of a list.
pub struct Lines {
    scratch: Scratch,
    read: i64,
}

impl Lines {
    /// None yet.
    pub async fn new() -> Result<Lines, StoreError> {
        let table = "CREATE TABLE said (line INTEGER, project_id INTEGER, day TEXT, person BLOB, attendance BLOB, \
            starts INTEGER, ends INTEGER, outcome TEXT, docked INTEGER, confirmed INTEGER) STRICT";
        Ok(Lines {
            scratch: Scratch::with(&[table]).await?,
            read: 0,
        })
    }

    /// Adds lines.
    pub async fn stage(&self, lines: &[Listed]) -> Result<(), StoreError> {
        let conn = self.scratch.conn();
        for some in in_pieces(lines) {
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
                    line.outcome.as_str().into(),
                    line.docked.into(),
                    i64::from(line.confirmed).into(),
                ]);
            }
            let places = placeholders(conn.engine(), some.len(), 10);
            let sql = format!("INSERT INTO said ({COLUMNS}) VALUES {places}");
            conn.run(sql, values).await?;
        }
        Ok(())
    }

    /// Puts them in order of project, day, person and line. None is added after.
    pub async fn order(&self) -> Result<(), StoreError> {
        let sql = format!(
            "CREATE TABLE in_order AS SELECT {COLUMNS} FROM said ORDER BY project_id, day, person, line"
        );
        self.scratch.conn().run(sql, []).await?;
        Ok(())
    }

    /// The next so many lines in order, with what is known of each.
    pub async fn next(&mut self, conn: &Conn<'_>, take: i64) -> Result<Vec<Staged>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM in_order WHERE rowid > $1 AND rowid <= $2 ORDER BY rowid"
        );
        let places = [self.read.into(), (self.read + take).into()];
        self.read += take;
        let rows: Vec<StagedRow> = self.scratch.conn().all(sql, places).await?;
        let lines: Result<Vec<Listed>, StoreError> =
            rows.into_iter().map(Listed::try_from).collect();
        let lines = lines?;
        let keys = |of: fn(&Listed) -> Digest| -> Vec<(i64, Digest)> {
            lines.iter().map(|line| (line.project, of(line))).collect()
        };
        let known = attendances::known(conn, &keys(|line| line.person)).await?;
        let said = attendances::said(conn, &keys(|line| line.attendance)).await?;
        let staged = |line: Listed| Staged {
            is_known: known.contains(&(line.project, line.person)),
            said: said.get(&(line.project, line.attendance)).copied(),
            line,
        };
        Ok(lines.into_iter().map(staged).collect())
    }
}
