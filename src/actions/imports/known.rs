//! The projects that a file of sessions names: read once each, with what the person may do there.

use super::against::Against;
use crate::actions::{Desk, Person};
use crate::domain::hours::session_return::Site;
use crate::domain::policy::Permission;
use crate::store::hours::record::Counted;
use crate::store::projects::Project;
use crate::store::projects::holding::keep_all_still;
use crate::store::{StoreError, projects};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What an import needs to know of a project.
#[derive(Clone)]
pub struct Known {
    /// What it sets for its sessions.
    pub site: Site,
    /// Where its sessions are counted.
    pub counted: Counted,
    allowed: bool,
}

/// Held at once, with as many as some lines name beside them: less than a megabyte.
const MOST: usize = 1_000;

/// The projects met so far, and those that are none.
pub struct Projects {
    desk: Desk,
    person: Person,
    known: HashMap<String, Option<Known>>,
}

impl Projects {
    /// None met yet.
    pub fn new(desk: &Desk, person: &Person) -> Projects {
        Projects {
            desk: desk.clone(),
            person: person.clone(),
            known: HashMap::new(),
        }
    }

    /// Forgets them all where they are many: whichever comes again is read again.
    pub fn make_room(&mut self) {
        if self.known.len() > MOST {
            self.known.clear();
        }
    }

    /// Reads those among these that were not met before. A change keeps them where they are until it ends.
    pub async fn get_to_know(
        &mut self,
        against: &Against,
        references: impl Iterator<Item = &str>,
    ) -> Result<(), StoreError> {
        let mut unknown: Vec<String> = references
            .filter(|reference| !self.known.contains_key(*reference))
            .map(str::to_string)
            .collect();
        unknown.sort();
        unknown.dedup();
        if let Some(work) = against.change() {
            keep_all_still(work, &unknown).await?;
        }
        for project in projects::by_references(&against.read(), &unknown).await? {
            let reference = project.reference.as_str().to_string();
            self.known.insert(reference, Some(self.read(&project)));
        }
        for reference in unknown {
            self.known.entry(reference).or_insert(None);
        }
        Ok(())
    }

    /// A project that was met, or why its sessions cannot be imported.
    pub fn of(&self, reference: &str) -> Result<&Known, &'static str> {
        match self.known.get(reference) {
            Some(Some(known)) if known.allowed => Ok(known),
            Some(Some(_)) => Err("You may not record sessions for this project"),
            _ => Err("There is no project with this reference"),
        }
    }

    /// What is known of a project.
    fn read(&self, project: &Project) -> Known {
        let allowed = self
            .person
            .may(&self.desk, Permission::RecordSessions, project.area());
        Known {
            site: project.site(false),
            counted: Counted::of(project),
            allowed,
        }
    }
}

/// Projects by row, as many as the lines in hand are about. They were met before and stand still since.
#[derive(Default)]
pub struct InHand(BTreeMap<i64, Known>);

impl InHand {
    /// Takes up these, and lets go of all others.
    pub async fn take(
        &mut self,
        against: &Against,
        projects: &Projects,
        rows: &BTreeSet<i64>,
    ) -> Result<(), StoreError> {
        self.0.retain(|row, _| rows.contains(row));
        let more = rows.iter().filter(|row| !self.0.contains_key(row));
        let more: Vec<i64> = more.copied().collect();
        for project in projects::by_rows(&against.read(), &more).await? {
            self.0.insert(project.id, projects.read(&project));
        }
        Ok(())
    }

    /// One of them.
    pub fn of(&self, row: i64) -> Option<&Known> {
        self.0.get(&row)
    }
}
