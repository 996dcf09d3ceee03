//! Appending to the ledger: a new session, or a new version of one.
//!
//! The return, the row that says it is in force, the cells and the project's total change in
//! one transaction.

use super::{Version, heard};
use crate::domain::figures::Measures;
use crate::domain::hours::correction::Correction;
use crate::domain::hours::movement::{self, Movement};
use crate::domain::hours::session_return::{Outcome, SessionReturn};
use crate::domain::hours::{Minutes, session_return};
use crate::store::entities::hours::{session_in_force, session_return as table};
use crate::store::instants::{At, Day};
use crate::store::projects::Project;
use crate::store::rollup::{self, Leaf};
use crate::store::{StoreError, Work};
use sea_orm::{ActiveValue::Set, EntityTrait};

/// Whose sessions are counted where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The project's row.
    pub project: i64,
    /// The council.
    pub council: String,
    /// The ward, where it is known.
    pub ward: Option<String>,
    /// The category of work.
    pub category: String,
    /// The origin.
    pub origin: &'static str,
}

impl Counted {
    /// Where a project's sessions are counted.
    pub fn of(project: &Project) -> Counted {
        Counted {
            project: project.id,
            council: project.council_code.clone(),
            ward: project.ward_code.clone(),
            category: project.description.category.clone(),
            origin: project.origin.code(),
        }
    }

    /// The cell of a movement with what it adds.
    pub fn leaf(&self, movement: Movement) -> (Leaf, Measures) {
        let leaf = Leaf {
            council: self.council.clone(),
            ward: self.ward.clone(),
            category: self.category.clone(),
            origin: self.origin.to_string(),
            month: movement.month,
        };
        (leaf, movement.by)
    }
}

/// A version before it has a row.
fn row(
    work: &Work,
    key: &str,
    number: i64,
    project: i64,
    reads: &SessionReturn,
    correction: &str,
) -> table::ActiveModel {
    let worked = reads.outcome.worked();
    let count = |of: fn(&session_return::Worked) -> i64| worked.as_ref().map_or(0, of);
    table::ActiveModel {
        session_key: Set(key.to_string()),
        number: Set(number),
        project_id: Set(project),
        day: Set(Day(reads.day)),
        starts: Set(reads.shift.starts().minutes()),
        ends: Set(reads.shift.ends().minutes()),
        status: Set(reads.outcome.status().to_string()),
        attending: Set(count(|worked| worked.attending)),
        new_to_project: Set(count(|worked| worked.new_to_project)),
        minutes_offered: Set(count(|worked| Minutes::count(worked.offered))),
        minutes_credited: Set(count(|worked| Minutes::count(worked.credited))),
        reason: Set(reason(&reads.outcome)),
        note: Set(reads.note.clone()),
        correction: Set(correction.to_string()),
        recorded_by: Set(work.actor().account()),
        recorded_at: Set(At(work.at())),
        ..Default::default()
    }
}

fn reason(outcome: &Outcome) -> Option<String> {
    outcome.reason().map(|reason| reason.code().to_string())
}

fn in_force(
    key: &str,
    return_id: i64,
    project: i64,
    reads: &SessionReturn,
) -> session_in_force::ActiveModel {
    session_in_force::ActiveModel {
        session_key: Set(key.to_string()),
        return_id: Set(return_id),
        project_id: Set(project),
        day: Set(Day(reads.day)),
        starts: Set(reads.shift.starts().minutes()),
        ends: Set(reads.shift.ends().minutes()),
    }
}

async fn count(work: &Work, counted: &Counted, movements: &[Movement]) -> Result<(), StoreError> {
    let leaves: Vec<_> = movements
        .iter()
        .map(|movement| counted.leaf(*movement))
        .collect();
    rollup::add(work, &leaves).await?;
    let mut totals = rollup::Additions::default();
    for Movement { month, by } in movements {
        totals.note(counted.project, rollup::Addition::of(*month, *by));
    }
    totals.write(work).await
}

/// Appends a new session. `StoreError::Taken` if the project has one at just these times.
pub async fn append(
    work: &Work,
    counted: &Counted,
    key: &str,
    reads: &SessionReturn,
) -> Result<(), StoreError> {
    let conn = work.read();
    let row = row(work, key, 1, counted.project, reads, "");
    let done = table::Entity::insert(row).exec(conn.db()).await?;
    let force = in_force(key, done.last_insert_id, counted.project, reads);
    session_in_force::Entity::insert(force)
        .exec_without_returning(conn.db())
        .await?;
    heard::of(work, counted.project, reads.day).await?;
    count(work, counted, &[movement::recorded(reads)]).await
}

/// Appends a new version of a session, which counts from now on instead of the one before. False if
/// the one before is no longer in force.
pub async fn correct(
    work: &Work,
    counted: &Counted,
    before: &Version,
    correction: &Correction,
) -> Result<bool, StoreError> {
    let conn = work.read();
    let number = before.number + 1;
    let row = row(
        work,
        &before.key,
        number,
        counted.project,
        &correction.reads,
        &correction.reason,
    );
    let done = table::Entity::insert(row).exec(conn.db()).await?;
    let reads = &correction.reads;
    let touched = conn
        .run(
            "UPDATE session_in_force SET return_id = $1, day = $2, starts = $3, ends = $4 \
             WHERE session_key = $5 AND return_id = $6",
            [
                done.last_insert_id.into(),
                Day(reads.day).to_string().into(),
                reads.shift.starts().minutes().into(),
                reads.shift.ends().minutes().into(),
                before.key.clone().into(),
                before.id.into(),
            ],
        )
        .await?;
    if touched != 1 {
        return Ok(false);
    }
    if reads.day != before.reads.day {
        heard::again(work, counted.project).await?;
    }
    let movements = movement::corrected(&before.reads, reads);
    count(work, counted, &movements).await?;
    if reads.outcome.reason() != before.reads.outcome.reason() {
        for movement in movements {
            rollup::note_changed(work, counted.leaf(movement).0).await?;
        }
    }
    Ok(true)
}
