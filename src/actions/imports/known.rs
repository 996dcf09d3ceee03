//! The projects that a file of sessions names: read once each, with what the person may do there.

use super::against::Against;
use crate::actions::{Desk, Person};
use crate::domain::hours::session_return::Site;
use crate::domain::policy::Permission;
use crate::store::hours::record::Counted;
use crate::store::projects::holding::keep_all_still;
use crate::store::{StoreError, projects};
use std::collections::{BTreeMap, HashMap};

/// What an import needs to know of a project.
#[derive(Clone)]
pub struct Known {
    /// What it sets for its sessions.
    pub site: Site,
    /// Where its sessions are counted.
    pub counted: Counted,
    allowed: bool,
}

/// Held at once: a few megabytes.
const MOST: usize = 5_000;

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
            let allowed = self
                .person
                .may(&self.desk, Permission::RecordSessions, project.area());
            let known = Known {
                site: project.site(false),
                counted: Counted::of(&project),
                allowed,
            };
            self.known
                .insert(project.reference.as_str().to_string(), Some(known));
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

    /// Those that sessions can be imported for, by row.
    pub fn by_row(self) -> BTreeMap<i64, Known> {
        let all = self.known.into_values().flatten();
        let allowed = all.filter(|known| known.allowed);
        allowed
            .map(|known| (known.counted.project, known))
            .collect()
    }
}
