//! `attendances.csv`: lists of who attended, turned into sessions with head-counts.
//!
//! A case number is turned into a keyed digest as soon as its line is read, another one for each
//! project, and is never kept, logged or said back. Lines of one project and day are one session; a
//! person counts once in it, and once as new to the project. A list that overlaps an earlier one adds
//! only the people it has more. Lines are read in `lines`, sessions made of them in `sessions`.

mod day;
mod lines;
mod sessions;

use super::against::{self, Against};
use super::faults::Faults;
use super::known::Projects;
use super::return_lines::ANYWHERE;
use super::rows::Rows;
use super::sheet;
use super::{Fault, Imported, NotImported, Progress, Run};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::events::Event;
use crate::domain::hours::session_return::Refusal as Rule;
use crate::store::StoreError;
use crate::store::hours::attendances::Digest;
use crate::store::hours::batch::Counts;
use crate::store::hours::listed::{Lines, Listed};
use chrono::{DateTime, NaiveDate, Utc};
use lines::Row;
use sessions::Sessions;
use std::io::Read;

/// The columns of the file.
pub const COLUMNS: [&str; 7] = [
    "project",
    "date",
    "start",
    "end",
    "case_number",
    "outcome",
    "penalty_minutes",
];
/// Columns that may be there too: `yes` confirms that more people than the group limit attended.
pub const MORE: [&str; 1] = ["over_limit_confirmed"];

/// What stands behind how many lines were there already: an absence is not kept, so nothing tells whether it is new.
pub const ABSENCES: &str = ", or name somebody who did not come to a session that is there";

/// How a file names people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cases {
    /// By case number, as it came.
    Numbers,
    /// By the digests that [`digested`] put in their place.
    Digests,
}

/// Imports an attendance list.
pub async fn import(
    desk: &Desk,
    person: &Person,
    file: impl Read + Send + 'static,
    cases: Cases,
    run: Run,
    progress: Progress,
) -> Result<Imported, NotImported> {
    let (at_desk, who) = (desk.clone(), person.clone());
    against::hold(desk, person, run, move |against| async move {
        let rows = Rows::of(file, (&COLUMNS, &MORE), progress, move |line| {
            lines::row(line, cases)
        });
        let mut import = Import {
            projects: Projects::new(&at_desk, &who),
            desk: at_desk,
            lines: Lines::new().await?,
            faults: Faults::none(),
        };
        import.stage(&against, rows).await?;
        let sessions = import.sessions(&against).await?;
        let has_news = sessions.has_news();
        let (faults, done) = sessions.end(&against).await?;
        if !faults.is_empty() {
            return Err(NotImported::Faults(faults));
        }
        if has_news {
            let event = Event::AttendancesImported {
                count: done.added,
                already_there: done.already_there,
                sessions: done.sessions,
            };
            against.commit(event).await?;
        }
        Ok(done)
    })
    .await
}

/// The same list without its case numbers: each is a digest, every other column but the known ones is
/// left out, and every line keeps its number. For a list without mistakes.
pub fn digested(desk: &Desk, file: &[u8]) -> Vec<u8> {
    sheet::cleaned(file, &COLUMNS, &MORE, |line, column| {
        let text = line.text(column);
        if column != "case_number" {
            return text;
        }
        let project = line.text("project").to_ascii_uppercase();
        lines::case(&text).map_or_else(
            |_| String::new(),
            |case| crate::domain::ids::hex(&digest_of(desk, &project, &case)),
        )
    })
}

/// The digest of somebody on a project. On another project the same person has another.
fn digest_of(desk: &Desk, project: &str, case: &str) -> Digest {
    desk.short_digest("case-number", &format!("{project}|{case}"))
}

/// The digest of somebody's attendance on a day.
fn attendance_of(desk: &Desk, person: &Digest, day: NaiveDate) -> Digest {
    let person = crate::domain::ids::hex(person);
    desk.short_digest("attendance", &format!("{person}|{day}"))
}

struct Import {
    desk: Desk,
    projects: Projects,
    lines: Lines,
    faults: Faults,
}

impl Import {
    /// Stages every line that reads, digests in place of case numbers.
    async fn stage(&mut self, against: &Against, mut rows: Rows<Row>) -> Result<(), StoreError> {
        while let Some(some) = rows.next(&mut self.faults).await? {
            let references = some.iter().filter_map(|row| row.project.as_deref());
            self.projects.make_room();
            self.projects.get_to_know(against, references).await?;
            let now = against.at();
            let listed: Vec<Listed> = some
                .into_iter()
                .filter_map(|row| self.listed(row, now))
                .collect();
            self.lines.stage(&listed).await?;
        }
        self.lines.order().await
    }

    /// Makes sessions of everything staged.
    async fn sessions(self, against: &Against) -> Result<Sessions, Refusal> {
        let counts = Counts::read(&against.read()).await?;
        let mut sessions = Sessions::new(self.desk, self.projects, counts, self.faults);
        sessions.make(against, self.lines).await?;
        Ok(sessions)
    }

    /// A line whose project is known and whose time is right; or all that is wrong with it.
    fn listed(&mut self, row: Row, now: DateTime<Utc>) -> Option<Listed> {
        let known = row.project.as_deref().map(|named| self.projects.of(named));
        let site = match &known {
            Some(Ok(known)) => known.site,
            _ => ANYWHERE,
        };
        let broken = row.untimely(&site, now);
        if let Some(Err(why)) = known {
            self.faults.note(Fault::new(row.line, "project", why));
        }
        let at_fault = |rule: Rule| Fault::new(row.line, rule.field(), rule);
        let is_good = row.faults.is_empty() && broken.is_empty();
        self.faults.extend(row.faults);
        self.faults.extend(broken.into_iter().map(at_fault));
        let (Some(Ok(known)), true) = (known, is_good) else {
            return None;
        };
        let (reference, day, shift, said) = (row.project?, row.day?, row.shift?, row.said?);
        let person = match said.case {
            lines::Case::Number(number) => digest_of(&self.desk, &reference, &number),
            lines::Case::Digest(digest) => digest,
        };
        Some(Listed {
            line: row.line,
            project: known.counted.project,
            day,
            attendance: attendance_of(&self.desk, &person, day),
            person,
            starts: shift.starts().minutes(),
            ends: shift.ends().minutes(),
            outcome: said.outcome.code().to_string(),
            docked: said.docked.count(),
            confirmed: said.confirmed,
        })
    }
}
