//! Appending many sessions at once, and finding those that are there already. For imports.

use super::record::{Counted, in_force, row};
use super::{StoreError, reads};
use crate::domain::figures::Measures;
use crate::domain::hours::{SessionReturn, movement};
use crate::store::entities::hours::{session_in_force, session_return as table};
use crate::store::instants::Day;
use crate::store::rollup::{self, Leaf};
use crate::store::{Conn, Work};
use chrono::NaiveDate;
use sea_orm::sea_query::Value;
use sea_orm::{EntityTrait, FromQueryResult};
use std::collections::{BTreeMap, HashMap};

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

#[derive(FromQueryResult)]
struct Found {
    #[sea_orm(nested)]
    session: table::Model,
    in_force: i64,
}

/// Every version, in force or corrected since, at each of these times.
pub async fn there(
    conn: &Conn<'_>,
    wanted: &[Times],
) -> Result<HashMap<Times, Vec<There>>, StoreError> {
    let mut found: HashMap<Times, Vec<There>> = HashMap::new();
    for some in wanted.chunks(rollup::ROWS_AT_ONCE) {
        let places: Vec<String> = (0..some.len())
            .map(|at| {
                let first = at * 4 + 1;
                format!(
                    "(CAST(${first} AS BIGINT), CAST(${} AS TEXT), CAST(${} AS BIGINT), CAST(${} AS BIGINT))",
                    first + 1,
                    first + 2,
                    first + 3
                )
            })
            .collect();
        let sql = format!(
            "SELECT r.*, CAST(CASE WHEN f.return_id IS NULL THEN 0 ELSE 1 END AS BIGINT) AS in_force \
             FROM session_return r LEFT JOIN session_in_force f ON f.return_id = r.id \
             WHERE (r.project_id, r.day, r.starts, r.ends) IN (VALUES {})",
            places.join(", ")
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

#[derive(FromQueryResult)]
struct Key {
    id: i64,
    session_key: String,
}

/// Appends sessions, 500 at a time. Their counts are added by [`Counts::write`].
pub async fn append(work: &Work, sessions: &[NewSession]) -> Result<(), StoreError> {
    let conn = work.read();
    for some in sessions.chunks(500) {
        let rows = some
            .iter()
            .map(|new| row(work, &new.key, 1, new.project, &new.reads, ""));
        table::Entity::insert_many(rows)
            .exec_without_returning(conn.db())
            .await?;
        let places: Vec<String> = (1..=some.len()).map(|at| format!("${at}")).collect();
        let sql = format!(
            "SELECT id, session_key FROM session_return WHERE number = 1 AND session_key IN ({})",
            places.join(", ")
        );
        let keys: Vec<Key> = conn
            .all(sql, some.iter().map(|new| Value::from(new.key.clone())))
            .await?;
        let rows: HashMap<String, i64> = keys
            .into_iter()
            .map(|key| (key.session_key, key.id))
            .collect();
        let mut forces = Vec::with_capacity(some.len());
        for new in some {
            let id = rows
                .get(&new.key)
                .ok_or_else(|| StoreError::Failed("a new session was not found again".into()))?;
            forces.push(in_force(&new.key, *id, new.project, &new.reads));
        }
        session_in_force::Entity::insert_many(forces)
            .exec_without_returning(conn.db())
            .await?;
    }
    Ok(())
}

/// Counts of many sessions, added up before they are written.
#[derive(Debug, Default)]
pub struct Counts {
    cells: BTreeMap<Leaf, Measures>,
    projects: BTreeMap<i64, Measures>,
}

impl Counts {
    /// Notes a session.
    pub fn note(&mut self, counted: &Counted, session: &SessionReturn) {
        let movement = movement::recorded(session);
        let (leaf, counts) = counted.leaf(movement);
        *self.cells.entry(leaf).or_default() += counts;
        *self.projects.entry(counted.project).or_default() += counts;
    }

    /// How many cells wait to be written.
    pub fn waiting(&self) -> usize {
        self.cells.len() + self.projects.len()
    }

    /// Adds everything noted to the month cells and the projects' totals, and starts anew.
    pub async fn write(&mut self, work: &Work) -> Result<(), StoreError> {
        let cells: Vec<_> = std::mem::take(&mut self.cells).into_iter().collect();
        let projects: Vec<_> = std::mem::take(&mut self.projects).into_iter().collect();
        rollup::add(work, &cells).await?;
        rollup::add_to_projects(work, &projects).await
    }
}

/// How many values a row of the ledger binds, so that a batch stays below what a database takes.
#[cfg(test)]
fn columns() -> usize {
    use sea_orm::Iterable;
    table::Column::iter().count()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_batch_binds_fewer_values_than_either_database_takes() {
        // SQLite takes 32,766 values a statement, PostgreSQL 65,535.
        assert!(super::columns() * 500 < 32_766);
    }
}
