//! `returns.csv`: existing session returns, head-counts only.

use super::against::{self, Against};
use super::faults::Faults;
use super::known::Projects;
use super::return_lines::{ANYWHERE, OVER_LIMIT, Row, beyond, row};
use super::rows::Rows;
use super::sheet;
use super::{Fault, Imported, NotImported, Progress, Run};
use crate::actions::{Desk, Person};
use crate::domain::events::Event;
use crate::domain::hours::SessionReturn;
use crate::domain::hours::session_return::Refusal as Rule;
use crate::store::StoreError;
use crate::store::hours::batch::{
    self, Counts, Keys, NewSession, Pretended, Times, Versions, times_of,
};
use crate::store::hours::record::Counted;
use chrono::{DateTime, Utc};
use std::collections::{HashMap, HashSet};
use std::io::Read;

/// The columns of the file.
pub const COLUMNS: [&str; 11] = [
    "project",
    "date",
    "start",
    "end",
    "status",
    "attending",
    "new_to_project",
    "minutes_offered",
    "minutes_credited",
    "reason",
    "note",
];
/// Columns that may be there too: `yes` confirms that more people than the group limit attended.
const MORE: [&str; 1] = [OVER_LIMIT];

/// Imports a file of returns.
pub async fn import(
    desk: &Desk,
    person: &Person,
    file: impl Read + Send + 'static,
    run: Run,
    progress: Progress,
) -> Result<Imported, NotImported> {
    let (at_desk, who) = (desk.clone(), person.clone());
    against::hold(desk, person, run, move |against| async move {
        let rows = Rows::of(file, (&COLUMNS, &MORE), progress, row);
        let mut import = Import::begin(&at_desk, &who, &against).await?;
        import.read(&against, rows).await?;
        if !import.faults.is_empty() {
            return Err(NotImported::Faults(import.faults));
        }
        let done = import.done;
        if let Some(work) = against.change().filter(|_| done.added > 0) {
            import.counts.write(work).await?;
            let event = Event::ReturnsImported {
                count: done.added,
                already_there: done.already_there,
            };
            against.commit(event).await?;
        }
        Ok(done)
    })
    .await
}

/// The same file with the known columns alone, every line on its number. For a file without mistakes.
pub fn cleaned(file: &[u8]) -> Vec<u8> {
    sheet::cleaned(file, &COLUMNS, &MORE, |line, column| line.text(column))
}

/// A return whose project is known and whose rules hold.
struct Checked {
    line: u64,
    counted: Counted,
    session: SessionReturn,
}

struct Import {
    projects: Projects,
    keys: Keys,
    counts: Counts,
    /// What a dry run would have appended so far.
    pretended: Option<Pretended>,
    faults: Faults,
    done: Imported,
}

impl Import {
    async fn begin(desk: &Desk, person: &Person, against: &Against) -> Result<Import, StoreError> {
        Ok(Import {
            projects: Projects::new(desk, person),
            keys: Keys::new(desk.dice.bytes()),
            counts: Counts::read(&against.read()).await?,
            pretended: match against.change() {
                Some(_) => None,
                None => Some(Pretended::new().await?),
            },
            faults: Faults::none(),
            done: Imported::default(),
        })
    }

    async fn read(&mut self, against: &Against, mut rows: Rows<Row>) -> Result<(), StoreError> {
        while let Some(some) = rows.next(&mut self.faults).await? {
            self.take(against, some).await?;
        }
        Ok(())
    }

    /// Checks rows that read, and appends those that are not there yet.
    async fn take(&mut self, against: &Against, rows: Vec<Row>) -> Result<(), StoreError> {
        let references = rows.iter().filter_map(|row| row.project.as_deref());
        self.projects.make_room();
        self.projects.get_to_know(against, references).await?;
        let mut checked = Vec::with_capacity(rows.len());
        for row in rows {
            checked.extend(self.checked(row, against.at()));
        }
        let new = self.not_there_yet(against, checked).await?;
        if let Some(work) = against.change() {
            batch::append(work, &new).await?;
            self.counts.make_room(work).await?;
        } else if let Some(pretended) = &self.pretended {
            pretended.append(against.at(), &new).await?;
        }
        Ok(())
    }

    /// Every version at each of these times, in the ledger or earlier in the file.
    async fn there(&self, against: &Against, times: &[Times]) -> Result<Versions, StoreError> {
        let mut there = batch::there(&against.read(), times).await?;
        if let Some(pretended) = &self.pretended {
            for (times, versions) in pretended.there(times).await? {
                there.entry(times).or_default().extend(versions);
            }
        }
        Ok(there)
    }

    /// The return of a line; or all that is wrong with it: its cells, its project, and the rules that it breaks there.
    fn checked(&mut self, mut row: Row, now: DateTime<Utc>) -> Option<Checked> {
        let line = row.line;
        let known = row.project.as_deref().map(|named| self.projects.of(named));
        let site = match &known {
            Some(Ok(known)) => known.site,
            _ => ANYWHERE,
        };
        let read = row
            .claim
            .take()
            .map(|claim| (claim.check(&site, now), claim));
        if let (true, Some(Ok(known)), Some((Ok(session), _))) = (row.is_good(), &known, &read) {
            return Some(Checked {
                line,
                counted: known.counted.clone(),
                session: session.clone(),
            });
        }
        if let Some(Err(why)) = known {
            self.faults.note(Fault::new(line, "project", why));
        }
        let mut faults = vec![];
        if let Some((Err(broken), claim)) = read {
            for rule in broken.iter().filter(|rule| row.is_to_be_told(rule)) {
                faults.push(match rule {
                    Rule::OverGroupLimit(limit) => {
                        Fault::new(line, OVER_LIMIT, beyond(claim.attending, *limit))
                    }
                    other => Fault::new(line, other.field(), other),
                });
            }
        }
        self.faults.extend(row.faults.into_iter().chain(faults));
        None
    }

    async fn not_there_yet(
        &mut self,
        against: &Against,
        rows: Vec<Checked>,
    ) -> Result<Vec<NewSession>, StoreError> {
        let times: Vec<_> = rows
            .iter()
            .map(|row| times_of(row.counted.project, &row.session))
            .collect();
        let there = self.there(against, &times).await?;
        let mut here: HashMap<Times, SessionReturn> = HashMap::new();
        let mut said_twice = HashSet::new();
        let mut new = Vec::with_capacity(rows.len());
        for (row, times) in rows.into_iter().zip(times) {
            let same = |other: &SessionReturn| other.outcome == row.session.outcome;
            let versions = there.get(&times).map(Vec::as_slice).unwrap_or_default();
            if versions.iter().any(|version| same(&version.reads))
                || here.get(&times).is_some_and(same)
            {
                self.done.already_there += 1;
            } else if versions.iter().any(|version| version.in_force) || here.contains_key(&times) {
                if said_twice.insert(row.line) {
                    self.faults.note(otherwise(row.line));
                }
            } else {
                if self.pretended.is_none() {
                    self.counts.note(&row.counted, &row.session);
                }
                self.done.added += 1;
                here.insert(times, row.session.clone());
                new.push(NewSession {
                    key: self.keys.draw(),
                    project: row.counted.project,
                    reads: row.session,
                });
            }
        }
        Ok(new)
    }
}

fn otherwise(line: u64) -> Fault {
    Fault {
        line,
        field: "start".into(),
        message:
            "A session of this project at just these times is recorded, here or earlier in the \
                  file, with other numbers: correct that one on its page instead"
                .into(),
    }
}
