//! `projects.csv`: existing projects.
//!
//! The stage follows from the days: completed, else in progress once started, else agreed. A database
//! without any kind of work yet takes up those of the file, named by their codes; otherwise a kind of
//! work must be known.

use super::against::{self, Against};
use super::faults::Faults;
use super::project_lines::{COLUMNS, Ground, MORE, Row};
use super::rows::Rows;
use super::{Fault, Imported, NotImported, Progress, Run};
use crate::actions::{Desk, Person};
use crate::domain::events::Event;
use crate::domain::text::capitalised;
use crate::domain::time::london_date;
use crate::store::nominations::places::{self, Category};
use crate::store::projects::change::{self, NewProject};
use crate::store::projects::{self as store, Project};
use crate::store::ward_sets::WardSets;
use crate::store::{StoreError, Work, categories, nominations};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
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
    against::hold(desk, person, run, move |against| async move {
        let ground = ground(at_desk, who, &against).await?;
        let mut import = Import::new(&ground);
        let rows = Rows::of(file, (&COLUMNS, &MORE), progress, move |line| {
            ground.row(line)
        });
        import.read(&against, rows).await?;
        if !import.faults.is_empty() {
            return Err(NotImported::Faults(import.faults));
        }
        let done = import.done;
        if done.added > 0 {
            let event = Event::ProjectsImported { count: done.added };
            against.commit(event).await?;
        }
        Ok(done)
    })
    .await
}

/// What every line is held against.
async fn ground(desk: Desk, person: Person, against: &Against) -> Result<Ground, StoreError> {
    let conn = against.read();
    let areas = places::all(&conn).await?;
    let known = places::categories(&conn).await?;
    Ok(Ground {
        ward_sets: WardSets::of_every_ward(&conn).await?,
        desk,
        person,
        today: london_date(against.at()),
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
    /// What was added from earlier lines, by reference.
    added: HashMap<String, Said>,
    faults: Faults,
    done: Imported,
}

impl Import {
    fn new(ground: &Ground) -> Import {
        Import {
            taken_up: ground.takes_up_categories.then(BTreeSet::new),
            added: HashMap::new(),
            faults: Faults::none(),
            done: Imported::default(),
        }
    }

    async fn read(&mut self, against: &Against, mut rows: Rows<Row>) -> Result<(), StoreError> {
        while let Some(some) = rows.next(&mut self.faults).await? {
            self.take(against, some).await?;
        }
        Ok(())
    }

    /// Adds the rows that are not there yet.
    async fn take(&mut self, against: &Against, rows: Vec<Row>) -> Result<(), StoreError> {
        if let Some(work) = against.change() {
            self.take_up_categories(work, &rows).await?;
            use_numbers(work, &rows).await?;
        }
        let references: Vec<String> = rows
            .iter()
            .map(|row| row.project.reference.as_str().to_string())
            .collect();
        let there: HashMap<String, Project> = store::by_references(&against.read(), &references)
            .await?
            .into_iter()
            .map(|project| (project.reference.as_str().to_string(), project))
            .collect();
        let mut new: Vec<NewProject> = Vec::with_capacity(rows.len());
        for (mut row, reference) in rows.into_iter().zip(references) {
            let same = match (self.added.get(&reference), there.get(&reference)) {
                (Some(added), _) => Some(*added == said(&row.project)),
                (None, Some(there)) => Some(is_of(there, &row.project)),
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
                    self.link(against, &mut row).await?;
                    self.done.added += 1;
                    self.added.insert(reference, said(&row.project));
                    new.push(row.project);
                }
            }
        }
        match against.change() {
            Some(work) => change::add_many(work, &new).await,
            None => Ok(()),
        }
    }

    fn fault(&mut self, line: u64, field: &str, message: impl ToString) {
        self.faults.note(Fault {
            line,
            field: field.to_string(),
            message: message.to_string(),
        });
    }

    /// Links a project to its nomination, if that is here.
    async fn link(&mut self, against: &Against, row: &mut Row) -> Result<(), StoreError> {
        if row.nomination.is_empty() {
            return Ok(());
        }
        match nominations::by_reference(&against.read(), &row.nomination).await? {
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
}

/// Takes the numbers of references out of use, so that no new reference meets one of the file: before it is looked
/// for, as whoever makes a project meanwhile has taken one, or waits for the next.
async fn use_numbers(work: &Work, rows: &[Row]) -> Result<(), StoreError> {
    let mut numbers: BTreeMap<(&str, i32), i64> = BTreeMap::new();
    for Row { project, .. } in rows {
        let parts: Vec<&str> = project.reference.as_str().split('-').collect();
        let [_, year, number] = parts[..] else {
            continue;
        };
        let number: Option<i64> = number.strip_prefix('P').and_then(|n| n.parse().ok());
        if let (Ok(year), Some(number)) = (year.parse(), number) {
            let last = numbers.entry((&project.council_code, year)).or_default();
            *last = number.max(*last);
        }
    }
    for ((council, year), last) in numbers {
        change::use_numbers_to(work, council, year, last).await?;
    }
    Ok(())
}

/// What makes two rows of one reference the same record. What staff change on the project's page
/// afterwards, such as its title or its stage, does not make it another.
fn is_of(there: &Project, row: &NewProject) -> bool {
    let facts = (there.council_code.as_str(), there.agreed_on, there.origin);
    facts == (&row.council_code, row.agreed_on, row.origin)
}

/// What a line says of a project, digested: of one file, the same reference says the same.
type Said = u64;

fn said(project: &NewProject) -> Said {
    let d = &project.description;
    let mut says = DefaultHasher::new();
    (
        &project.council_code,
        project.agreed_on,
        project.origin.code(),
    )
        .hash(&mut says);
    format!("{d:?}").hash(&mut says);
    says.finish()
}
