//! Existing records from files: `nominations import`, `projects import`, `returns import` and
//! `attendances import`. They differ in what the file holds, and in nothing else.

use crate::actions::imports::attendances::{self, ABSENCES, Cases};
use crate::actions::imports::{projects, returns};
use crate::actions::nominations::import as nominations;
use crate::cli::Outcome;
use crate::cli::sheets::{self, SheetArgs};
use clap::Subcommand;

/// What to do with nominations.
#[derive(Debug, Subcommand)]
pub enum Nominations {
    /// Import nominations from a CSV file: all of them, or none.
    ///
    /// Columns, in any order: reference, title, category, place, council_code, submitted_on, stage (submitted,
    /// under-assessment, assessed, shortlisted, project, declined, merged or withdrawn). May also be there: lat, lon,
    /// ward_code, assessed_on, shortlisted_on, decided_on, decline_reason, decision_note, merged_into, project, supports,
    /// description, beneficiary, land_owner, toilets, site_access, provenance, source. Further columns are passed over.
    /// Days are written like 2009-06-21. Every mistake is reported with its line and column, on standard error.
    /// Nominations that are there already stay as they are.
    Import(SheetArgs),
}

/// What to do with projects.
#[derive(Debug, Subcommand)]
pub enum Projects {
    /// Import projects from a CSV file: all of them, or none.
    ///
    /// Columns, in any order: reference, title, category, council_code, ward_code, lat, lon, agreed_on,
    /// started_on, completed_on, origin (vote, nomination or other), nominated_on, beneficiary, summary. May also
    /// be there: place, nomination, estimate_minutes, supervised_by, closing_statement, work_done, group_limit,
    /// planned_month, expected_on, provenance, source. Further columns are passed over. Days are written like
    /// 2009-06-21. Every mistake is reported with its line and column, on standard error. Projects that are
    /// there already stay as they are.
    Import(SheetArgs),
}

/// What to do with session returns.
#[derive(Debug, Subcommand)]
pub enum Returns {
    /// Import session returns from a CSV file: all of them, or none.
    ///
    /// Columns, in any order: project (a reference), date (like 2009-06-21), start and end (like 09:30), status
    /// (held or stood-down), attending, new_to_project, minutes_offered, minutes_credited, reason (for a session
    /// stood down), note. May also be there: over_limit_confirmed (yes, where more people than the group limit
    /// attended). Further columns are passed over and not kept. Every mistake is reported with its line and column,
    /// on standard error. Returns that are there already, by project, date, times and numbers, are counted and
    /// left alone.
    Import(SheetArgs),
}

/// What to do with attendance lists.
#[derive(Debug, Subcommand)]
pub enum Attendances {
    /// Import an attendance list from a CSV file: all of it, or nothing.
    ///
    /// Columns, in any order: project (a reference), date (like 2009-06-21), start and end (like 09:30),
    /// case_number, outcome (a contact outcome code, like ATTC or UACP), penalty_minutes. May also be there:
    /// over_limit_confirmed (yes, where more people than the group limit attended). Further columns are passed over
    /// and not kept. Lines of one project and day are one session; where nobody attended it was stood down.
    ///
    /// Case numbers tell people apart while the file is read. They are never kept, logged or printed: what stays until
    /// the project closes is a digest, keyed by the deployment's secret. Every mistake is reported with its line and
    /// column, on standard error. Attendances that an earlier list had are counted and left alone; people whom an
    /// earlier list of the same session did not have are added to it.
    Import(SheetArgs),
}

/// What a file holds.
#[derive(Debug, Clone, Copy)]
pub enum Records {
    /// Nominations.
    Nominations,
    /// Projects.
    Projects,
    /// Session returns.
    Returns,
    /// Attendance lists.
    Attendances,
}

impl Records {
    fn noun(self) -> sheets::Noun {
        match self {
            Records::Nominations => ("nomination", "nominations", ""),
            Records::Projects => ("project", "projects", ""),
            Records::Returns => ("session return", "session returns", ""),
            Records::Attendances => ("attendance", "attendances", ABSENCES),
        }
    }
}

/// Imports a file of them.
pub async fn import(records: Records, args: SheetArgs) -> Outcome {
    sheets::run(
        args,
        records.noun(),
        |desk, person, file, run, progress| async move {
            match records {
                Records::Nominations => {
                    nominations::import(&desk, &person, file, run, progress).await
                }
                Records::Projects => projects::import(&desk, &person, file, run, progress).await,
                Records::Returns => returns::import(&desk, &person, file, run, progress).await,
                Records::Attendances => {
                    let cases = Cases::Numbers;
                    attendances::import(&desk, &person, file, cases, run, progress).await
                }
            }
        },
    )
    .await
}
