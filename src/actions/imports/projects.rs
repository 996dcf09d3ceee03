//! `projects.csv`: existing projects.
//!
//! The stage follows from the days: completed, else in progress once started, else agreed. A database
//! without any kind of work yet takes up those of the file, named by their codes; otherwise a kind of
//! work must be known.

use super::faults::Faults;
use super::project_lines::{COLUMNS, Ground, MORE, Row};
use super::rows::Rows;
use super::{Fault, Imported, NotImported, Progress, Run};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::events::Event;
use crate::domain::projects::Origin;
use crate::domain::text::capitalised;
use crate::domain::time::london_date;
use crate::store::nominations::places::{self, Category};
use crate::store::projects::change::{self, NewProject};
use crate::store::projects::{self as store, Project};
use crate::store::{StoreError, Work, categories, nominations};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io::Read;

/// Imports a file of projects.
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
            let ground = ground(at_desk, who, &work).await?;
            let mut import = Import::new(&ground);
            let rows = Rows::of(file, (&COLUMNS, &MORE), progress, move |line| {
                ground.row(line)
            });
            import.read(&work, rows).await?;
            if !import.faults.is_empty() {
                return Ok(Err(import.faults.in_order()));
            }
            let done = import.done;
            if run == Run::ForReal && done.added > 0 {
                import.note_numbers(&work).await?;
                work.commit(Event::ProjectsImported { count: done.added })
                    .await?;
            }
            Ok(Ok(done))
        })
        .await?;
    done.map_err(NotImported::Faults)
}

/// What every line is held against.
async fn ground(desk: Desk, person: Person, work: &Work) -> Result<Ground, StoreError> {
    let conn = work.read();
    let areas = places::all(&conn).await?;
    let known = places::categories(&conn).await?;
    Ok(Ground {
        desk,
        person,
        today: london_date(work.at()),
        areas: areas
            .into_iter()
            .map(|area| (area.code.clone(), area))
            .collect(),
        takes_up_categories: known.is_empty(),
        categories: known.into_iter().map(|category| category.code).collect(),
    })
}

struct Import {
    /// The kinds of work taken up so far, where those of the file are.
    taken_up: Option<BTreeSet<String>>,
    numbers: BTreeMap<(String, i32), i64>,
    added: HashSet<String>,
    faults: Faults,
    done: Imported,
}

impl Import {
    fn new(ground: &Ground) -> Import {
        Import {
            taken_up: ground.takes_up_categories.then(BTreeSet::new),
            numbers: BTreeMap::new(),
            added: HashSet::new(),
            faults: Faults::none(),
            done: Imported::default(),
        }
    }

    async fn read(&mut self, work: &Work, mut rows: Rows<Row>) -> Result<(), Refusal> {
        while let Some(some) = rows.next(&mut self.faults).await? {
            self.take(work, some).await?;
        }
        Ok(())
    }

    /// Adds the rows that are not there yet.
    async fn take(&mut self, work: &Work, rows: Vec<Row>) -> Result<(), Refusal> {
        self.take_up_categories(work, &rows).await?;
        let references: Vec<String> = rows
            .iter()
            .map(|row| row.project.reference.as_str().to_string())
            .collect();
        let there: HashMap<String, Project> = store::by_references(&work.read(), &references)
            .await?
            .into_iter()
            .map(|project| (project.reference.as_str().to_string(), project))
            .collect();
        let mut new: Vec<NewProject> = Vec::with_capacity(rows.len());
        for mut row in rows {
            let reference = row.project.reference.as_str();
            let here = new
                .iter()
                .find(|other| other.reference == row.project.reference);
            let same = match (there.get(reference), here) {
                (Some(there), _) => Some(self.says_the_same(there, &row.project)),
                (None, Some(other)) => Some(
                    facts(other) == facts(&row.project)
                        && other.description == row.project.description,
                ),
                (None, None) => None,
            };
            match same {
                Some(true) => self.done.already_there += 1,
                Some(false) => self.fault(
                    row.line,
                    "reference",
                    "A project with this reference is there, here or earlier in the file, and says \
                     something else: change that one on its page instead",
                ),
                None => {
                    let reference = row.project.reference.as_str().to_string();
                    self.link(work, &mut row).await?;
                    self.note_number(&row.project);
                    self.done.added += 1;
                    self.added.insert(reference);
                    new.push(row.project);
                }
            }
        }
        change::add_many(work, &new).await?;
        Ok(())
    }

    fn says_the_same(&self, there: &Project, row: &NewProject) -> bool {
        let there_facts = (there.council_code.as_str(), there.agreed_on, there.origin);
        let changed_since = !self.added.contains(there.reference.as_str());
        there_facts == facts(row) && (changed_since || there.description == row.description)
    }

    fn fault(&mut self, line: u64, field: &str, message: impl ToString) {
        self.faults.note(Fault {
            line,
            field: field.to_string(),
            message: message.to_string(),
        });
    }

    /// Links a project to its nomination, if that is here.
    async fn link(&mut self, work: &Work, row: &mut Row) -> Result<(), StoreError> {
        if row.nomination.is_empty() {
            return Ok(());
        }
        match nominations::by_reference(&work.read(), &row.nomination).await? {
            Some(found) => row.project.nomination_id = Some(found.nomination.id),
            None => self.done.unlinked += 1,
        }
        Ok(())
    }

    async fn take_up_categories(&mut self, work: &Work, rows: &[Row]) -> Result<(), StoreError> {
        let Some(taken_up) = &mut self.taken_up else {
            return Ok(());
        };
        let mut new = vec![];
        for row in rows {
            let code = &row.project.description.category;
            if taken_up.insert(code.clone()) {
                new.push(Category {
                    name: capitalised(&code.replace('-', " ")),
                    code: code.clone(),
                    description: String::new(),
                });
            }
        }
        categories::put(work, &new).await
    }

    /// Remembers the highest number used, so that no new reference meets an old one.
    fn note_number(&mut self, project: &NewProject) {
        let parts: Vec<&str> = project.reference.as_str().split('-').collect();
        let [_, year, number] = parts[..] else { return };
        let number: Option<i64> = number.strip_prefix('P').and_then(|n| n.parse().ok());
        if let (Ok(year), Some(number)) = (year.parse(), number) {
            let key = (project.council_code.clone(), year);
            let last: &mut i64 = self.numbers.entry(key).or_default();
            *last = number.max(*last);
        }
    }

    async fn note_numbers(&self, work: &Work) -> Result<(), StoreError> {
        for ((council, year), last) in &self.numbers {
            change::use_numbers_to(work, council, *year, *last).await?;
        }
        Ok(())
    }
}

/// What makes two rows of one reference the same record. What staff change on the project's page
/// afterwards, such as its title or its stage, does not make it another.
fn facts(project: &NewProject) -> (&str, NaiveDate, Origin) {
    (&project.council_code, project.agreed_on, project.origin)
}
