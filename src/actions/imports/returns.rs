//! `returns.csv`: existing session returns, head-counts only.

use super::known::Projects;
use super::sheet::{self, Line, Sheet, day, yes_or_no};
use super::{Fault, Imported, NotImported, Progress, Run};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::events::Event;
use crate::domain::hours::SessionReturn;
use crate::domain::hours::session_return::{Claim, HELD, MOST_PEOPLE, STOOD_DOWN};
use crate::domain::hours::shift::TimeOfDay;
use crate::domain::hours::stood_down::StoodDown;
use crate::domain::mistakes;
use crate::ports::dice::Dice;
use crate::store::hours::batch::{self, Counts, NewSession, times_of};
use crate::store::hours::record::Counted;
use crate::store::{StoreError, Work};
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
const MORE: [&str; 1] = ["over_limit_confirmed"];

const AT_ONCE: u64 = 500;
const CELLS_AT_ONCE: usize = 5_000;

/// Imports a file of returns.
pub async fn import(
    desk: &Desk,
    person: &Person,
    file: impl Read + Send + 'static,
    run: Run,
    progress: Progress,
) -> Result<Imported, NotImported> {
    let (at_desk, who) = (desk.clone(), person.clone());
    let done = desk
        .work(person, move |work| async move {
            let mut import = Import {
                projects: Projects::new(&at_desk, &who),
                desk: at_desk,
                counts: Counts::default(),
                faults: vec![],
                done: Imported::default(),
            };
            import.read(&work, file, &progress).await?;
            if !import.faults.is_empty() {
                import.faults.sort_by_key(|fault| fault.line);
                return Ok(Err(import.faults));
            }
            let done = import.done;
            if run == Run::ForReal && done.added > 0 {
                import.counts.write(&work).await?;
                let event = Event::ReturnsImported {
                    count: done.added,
                    already_there: done.already_there,
                };
                work.commit(event).await?;
            }
            Ok(Ok(done))
        })
        .await?;
    done.map_err(NotImported::Faults)
}

/// The same file with the known columns alone, every line on its number. For a file without mistakes.
pub fn cleaned(file: &[u8]) -> Vec<u8> {
    sheet::cleaned(file, &COLUMNS, &MORE, |line, column| line.text(column))
}

/// A line that read, before its project is known.
struct Read1 {
    line: u64,
    project: String,
    claim: Claim,
}

/// A return whose project is known and whose rules hold.
struct Checked {
    line: u64,
    counted: Counted,
    session: SessionReturn,
}

struct Import {
    desk: Desk,
    projects: Projects,
    counts: Counts,
    faults: Vec<Fault>,
    done: Imported,
}

impl Import {
    async fn read(
        &mut self,
        work: &Work,
        file: impl Read + Send,
        progress: &Progress,
    ) -> Result<(), Refusal> {
        let mut sheet = match Sheet::open(file, &COLUMNS, &MORE) {
            Ok(sheet) => sheet,
            Err(faults) => {
                self.faults = faults;
                return Ok(());
            }
        };
        let mut lines = 0;
        loop {
            let batch = sheet.batch(AT_ONCE, row);
            self.faults.extend(batch.faults);
            lines += batch.lines;
            self.take(work, batch.rows).await?;
            progress(lines);
            if batch.is_last {
                return Ok(());
            }
        }
    }

    /// Checks rows that read, and appends those that are not there yet.
    async fn take(&mut self, work: &Work, rows: Vec<Read1>) -> Result<(), Refusal> {
        let references = rows.iter().map(|row| row.project.as_str());
        self.projects.get_to_know(work, references).await?;
        let mut checked = Vec::with_capacity(rows.len());
        for row in rows {
            checked.extend(self.checked(row, work));
        }
        let new = self.not_there_yet(work, checked).await?;
        batch::append(work, &new).await?;
        if self.counts.waiting() > CELLS_AT_ONCE {
            self.counts.write(work).await?;
        }
        Ok(())
    }

    fn checked(&mut self, row: Read1, work: &Work) -> Option<Checked> {
        let line = row.line;
        let mut fault = |field: &str, message: String| {
            self.faults.push(Fault {
                line,
                field: field.to_string(),
                message,
            });
        };
        let known = match self.projects.of(&row.project) {
            Ok(known) => known,
            Err(why) => {
                fault("project", why.into());
                return None;
            }
        };
        match row.claim.check(&known.site, work.at()) {
            Ok(session) => Some(Checked {
                line,
                counted: known.counted.clone(),
                session,
            }),
            Err(broken) => {
                for refusal in broken {
                    fault(refusal.field(), refusal.to_string());
                }
                None
            }
        }
    }

    async fn not_there_yet(
        &mut self,
        work: &Work,
        rows: Vec<Checked>,
    ) -> Result<Vec<NewSession>, StoreError> {
        let times: Vec<_> = rows
            .iter()
            .map(|row| times_of(row.counted.project, &row.session))
            .collect();
        let there = batch::there(&work.read(), &times).await?;
        let mut here: HashMap<batch::Times, SessionReturn> = HashMap::new();
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
                    self.faults.push(otherwise(row.line));
                }
            } else {
                self.counts.note(&row.counted, &row.session);
                self.done.added += 1;
                here.insert(times, row.session.clone());
                new.push(NewSession {
                    key: session_key(&self.desk.dice),
                    project: row.counted.project,
                    reads: row.session,
                });
            }
        }
        Ok(new)
    }
}

fn session_key(dice: &Dice) -> String {
    dice.once().as_str().to_string()
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

/// Reads a line, or says everything that is wrong with it.
fn row(mut line: Line<'_>) -> Result<Read1, Vec<Fault>> {
    let project = line.read("project", |text| {
        text.parse::<crate::domain::ids::Reference>()
    });
    let on = line.read("date", day);
    let starts = line.read("start", TimeOfDay::parse);
    let ends = line.read("end", TimeOfDay::parse);
    let stood_down = line.read("status", |text| match text {
        HELD => Ok(false),
        STOOD_DOWN => Ok(true),
        _ => Err("Use 'held' or 'stood-down'"),
    });
    let is_held = stood_down != Some(true);
    let people = |line: &mut Line<'_>, column| count(line, column, MOST_PEOPLE, is_held);
    let attending = people(&mut line, "attending");
    let new_to_project = people(&mut line, "new_to_project");
    let minutes = |line: &mut Line<'_>, column| count(line, column, MOST_PEOPLE * 1440, is_held);
    let offered = minutes(&mut line, "minutes_offered");
    let credited = minutes(&mut line, "minutes_credited");
    let reason = line.read_if_any("reason", |text| {
        StoodDown::parse(text).ok_or_else(|| {
            let codes: Vec<_> = StoodDown::ALL.iter().map(|reason| reason.code()).collect();
            format!("Use one of: {}", codes.join(", "))
        })
    });
    let note = line.read("note", |text| mistakes::optional_words(text, 2000));
    let confirmed = line.read("over_limit_confirmed", yes_or_no);
    let claim = || {
        Some(Claim {
            day: on?,
            starts: starts?,
            ends: ends?,
            stood_down: stood_down?,
            attending: attending?,
            new_to_project: Some(new_to_project?),
            offered: Some(offered?),
            credited: Some(credited?),
            reason,
            note: note?,
            over_limit_confirmed: confirmed?,
        })
    };
    match (project, claim()) {
        (Some(project), Some(claim)) if line.is_good() => Ok(Read1 {
            line: line.number,
            project: project.as_str().to_string(),
            claim,
        }),
        _ => Err(line.into_faults()),
    }
}

/// A whole number; a session that was stood down may leave it empty.
fn count(line: &mut Line<'_>, column: &str, most: i64, needed: bool) -> Option<i64> {
    line.read(column, |text| {
        if text.is_empty() && !needed {
            return Ok(0);
        }
        mistakes::whole(
            text,
            0,
            most,
            &format!("Enter a whole number from 0 to {most}"),
        )
    })
}
