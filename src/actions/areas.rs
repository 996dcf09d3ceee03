//! Importing boundaries, and keeping the desk's atlas up to date.
//!
//! A set of boundaries only grows. Importing a newer set changes nothing that was written down
//! with an older one: nominations keep the ward, the set and the council they were made in.

use super::{Desk, Person, Refusal};
use crate::domain::areas::boundaries::{Boundary, Problem, Reading, What};
use crate::domain::areas::code::AreaCode;
use crate::domain::areas::outline::Outline;
use crate::domain::areas::tree::{AreaTree, is_nested_otherwise};
use crate::domain::areas::{Area, AreaKind, prefix};
use crate::domain::events::Event;
use crate::domain::mistakes::{self, Mistakes};
use crate::domain::policy::Permission;
use crate::domain::time::{iso_date, london_date};
use crate::store::areas::{AreaDetails, WardSet};
use crate::store::{self, StoreError, Work};
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

/// Boundaries to import, as read from a file.
#[derive(Debug, Clone)]
pub struct Import {
    /// The set they belong to, like `2025`.
    pub set: String,
    /// The first and the last day the set holds, if said. A new set whose name is a year holds
    /// from that year on.
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    /// What the areas are.
    pub kind: AreaKind,
    /// What the file came to.
    pub reading: Reading,
    /// Whether boundaries that the set has already may be changed.
    pub replace: bool,
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Imported {
    pub added: usize,
    pub replaced: usize,
    pub unchanged: usize,
    /// Parents that the file names, made without a boundary of their own.
    pub parents: Vec<Area>,
    /// What is odd and may be right.
    pub warnings: Vec<Problem>,
}

/// Imports boundaries: all of them, or none and every problem by its feature.
///
/// The same file again changes nothing. Another boundary, name or parent for an area that the set
/// has already is a problem unless the import says to replace.
pub async fn import(desk: &Desk, person: &Person, import: Import) -> Result<Imported, Refusal> {
    person.need(desk, Permission::ManageSettings, "")?;
    let set = mistakes::line(&import.set, 40, "Enter the name of the set, like 2025")
        .map_err(|message| Refusal::mistake("set", message))?;
    let import = Import { set, ..import };
    let imported = desk
        .work(person, |work| async move { write(work, import).await })
        .await?;
    refresh(desk).await?;
    Ok(imported)
}

async fn write(work: Work, mut import: Import) -> Result<Imported, Refusal> {
    let known = Known::read(&work, &import).await?;
    let set = set_of(&known.sets, &import);
    refuse_days_that_never_come(&set)?;
    known.compare(&mut import);
    let mut imported = Imported {
        warnings: std::mem::take(&mut import.reading.warnings),
        ..Imported::default()
    };
    let mut fresh: Vec<&Boundary> = Vec::new();
    for found in &import.reading.boundaries {
        match known.boundaries.get(&found.area.code) {
            None => imported.added += 1,
            Some(old) if is_the_same(old, found) && known.has_details(found) => {
                imported.unchanged += 1;
                continue;
            }
            Some(_) => imported.replaced += 1,
        }
        fresh.push(found);
    }
    let same_days = known.sets.contains(&set);
    if fresh.is_empty() && same_days && import.reading.is_fit() {
        return Ok(imported);
    }
    refuse_problems(&import.reading)?;
    store::areas::put_set(&work, &set).await?;
    imported.parents = known.put_areas(&work, &set, &fresh).await?;
    for found in &fresh {
        store::areas::put_boundary(&work, &set.name, found).await?;
    }
    let areas = check_tree(&work).await?;
    if is_nested_otherwise(|code| Some(&known.areas.get(code)?.area), &areas) {
        store::figures::nest_anew(&work).await?;
    }
    work.commit(Event::AreasImported {
        set: set.name,
        kind: import.kind.as_str().to_owned(),
        count: imported.added + imported.replaced,
    })
    .await?;
    Ok(imported)
}

/// Whether a file says of an area what the set has. A file that names no parent denies none.
fn is_the_same(old: &Boundary, new: &Boundary) -> bool {
    let parent = new.area.parent.is_none() || old.area.parent == new.area.parent;
    parent && old.area.name == new.area.name && old.outline == new.outline
}

/// A set has to hold for a day at least, also where only one of its days is given and the other was known.
fn refuse_days_that_never_come(set: &WardSet) -> Result<(), Refusal> {
    match (set.valid_from, set.valid_to) {
        (Some(from), Some(to)) if to < from => Err(Refusal::mistake(
            "to",
            format!(
                "The last day is before the first: set {} would hold from {} to {}. Give both days",
                set.name,
                iso_date(from),
                iso_date(to)
            ),
        )),
        _ => Ok(()),
    }
}

fn refuse_problems(reading: &Reading) -> Result<(), Refusal> {
    let mut mistakes = Mistakes::none();
    for problem in &reading.problems {
        mistakes.add(problem.place(), &problem.what);
    }
    match mistakes.is_empty() {
        true => Ok(()),
        false => Err(Refusal::Mistaken(mistakes)),
    }
}

/// All areas together must still form a tree. Gives them.
async fn check_tree(work: &Work) -> Result<Vec<Area>, Refusal> {
    let details = store::areas::all(&work.read()).await?;
    let areas: Vec<Area> = details.into_iter().map(|details| details.area).collect();
    match AreaTree::new(areas.clone()) {
        Ok(_) => Ok(areas),
        Err(error) => Err(Refusal::mistake("parent", error)),
    }
}

/// The import's set with the days it will have, among the sets there are.
fn set_of(sets: &[WardSet], import: &Import) -> WardSet {
    let old = sets.iter().find(|set| set.name == import.set);
    let year = import.set.get(..4).and_then(|year| year.parse().ok());
    let first_of_year = year.and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1));
    let old_from = old.map_or(first_of_year, |set| set.valid_from);
    WardSet {
        name: import.set.clone(),
        valid_from: import.valid_from.or(old_from),
        valid_to: import.valid_to.or(old.and_then(|set| set.valid_to)),
    }
}

/// What the database has before an import.
struct Known {
    areas: HashMap<AreaCode, AreaDetails>,
    /// Newest first.
    sets: Vec<WardSet>,
    /// Of the import's set and kind.
    boundaries: HashMap<AreaCode, Boundary>,
    /// The wards of the import's set.
    wards: Vec<Boundary>,
    /// Of the councils and probation areas of the set.
    outlines: HashMap<AreaCode, Outline>,
    /// Of councils: as the set has them, else as those sets have them that hold when this one begins.
    councils: HashMap<AreaCode, Outline>,
    sets_by_area: Vec<(String, AreaCode)>,
}

impl Known {
    async fn read(work: &Work, import: &Import) -> Result<Known, StoreError> {
        let conn = work.read();
        let areas = store::areas::all(&conn).await?;
        let mut outlines = HashMap::new();
        for kind in [AreaKind::ProbationArea, AreaKind::Council] {
            for found in store::areas::boundaries(&conn, &import.set, kind).await? {
                outlines.insert(found.area.code, found.outline);
            }
        }
        let boundaries = store::areas::boundaries(&conn, &import.set, import.kind).await?;
        let sets = store::areas::sets(&conn).await?;
        let begins = set_of(&sets, import).valid_from;
        let begins = begins.unwrap_or_else(|| london_date(work.at()));
        let mut councils = HashMap::new();
        let own = sets.iter().filter(|set| set.name == import.set);
        let others = sets
            .iter()
            .filter(|set| set.name != import.set && set.holds_on(begins));
        for set in own.chain(others) {
            for found in store::areas::boundaries(&conn, &set.name, AreaKind::Council).await? {
                councils.entry(found.area.code).or_insert(found.outline);
            }
        }
        Ok(Known {
            areas: areas
                .into_iter()
                .map(|d| (d.area.code.clone(), d))
                .collect(),
            sets,
            wards: store::areas::boundaries(&conn, &import.set, AreaKind::Ward).await?,
            councils,
            boundaries: boundaries
                .into_iter()
                .map(|b| (b.area.code.clone(), b))
                .collect(),
            outlines,
            sets_by_area: store::areas::sets_by_area(&conn).await?,
        })
    }

    /// Adds what is wrong with the file beside what is known.
    fn compare(&self, import: &mut Import) {
        let reading = &mut import.reading;
        let areas = self
            .areas
            .values()
            .map(|d| (d.area.code.clone(), d.area.clone()));
        let prefixes = self
            .areas
            .values()
            .filter_map(|d| Some((d.prefix.clone()?, d.area.code.clone())));
        reading.compare_with_areas(&areas.collect(), &prefixes.collect());
        let old: Vec<Boundary> = self.boundaries.values().cloned().collect();
        reading.compare_with(&old);
        reading.compare_with_parents(&self.outlines);
        reading.compare_with_councils(&self.wards, &self.councils);
        if import.replace {
            return;
        }
        for found in &reading.boundaries {
            let old = self.boundaries.get(&found.area.code);
            if old.is_some_and(|old| !is_the_same(old, found)) {
                let differs = What::Differs(import.set.clone());
                reading.problems.push(found.problem(differs));
            }
        }
    }

    /// Writes the areas of new boundaries down, with the parents that the file names. Says which
    /// of those parents are new.
    async fn put_areas(
        &self,
        work: &Work,
        set: &WardSet,
        fresh: &[&Boundary],
    ) -> Result<Vec<Area>, StoreError> {
        let parents = self.new_parents(fresh);
        let mut prefixes: HashSet<String> = self.prefixes_with(fresh);
        let mut rows: Vec<AreaDetails> = Vec::new();
        for parent in parents.iter().chain(&self.placed_parents(fresh)) {
            rows.push(self.details(parent.clone(), None, &mut prefixes));
        }
        for found in fresh
            .iter()
            .filter(|found| self.describes(set, &found.area.code))
        {
            rows.push(self.details(found.area.clone(), Some(found), &mut prefixes));
        }
        // A parent may stand further down the file: first everything new without its parent.
        let is_new = |row: &&AreaDetails| !self.areas.contains_key(&row.area.code);
        let mut orphans: Vec<AreaDetails> = rows.iter().filter(is_new).cloned().collect();
        for orphan in &mut orphans {
            orphan.area.parent = None;
        }
        store::areas::put(work, &orphans).await?;
        store::areas::put(work, &rows).await?;
        Ok(parents)
    }

    /// The parents that the file names and nobody knows, each once.
    fn new_parents(&self, fresh: &[&Boundary]) -> Vec<Area> {
        let in_file: HashSet<&AreaCode> = fresh.iter().map(|found| &found.area.code).collect();
        let mut parents: Vec<Area> = Vec::new();
        for parent in fresh.iter().filter_map(|found| found.named_parent.as_ref()) {
            let is_new = !self.areas.contains_key(&parent.code)
                && !in_file.contains(&parent.code)
                && !parents.iter().any(|made| made.code == parent.code);
            if is_new {
                let above = parent.parent.clone();
                parents.push(Area {
                    parent: above.filter(|above| self.areas.contains_key(above)),
                    ..parent.clone()
                });
            }
        }
        parents
    }

    /// The known parents that lie in nothing yet, where the file says what they lie in.
    fn placed_parents(&self, fresh: &[&Boundary]) -> Vec<Area> {
        let mut placed: Vec<Area> = Vec::new();
        for parent in fresh.iter().filter_map(|found| found.named_parent.as_ref()) {
            let above = parent
                .parent
                .as_ref()
                .filter(|above| self.areas.contains_key(*above));
            let known = self.areas.get(&parent.code).map(|details| &details.area);
            if let (Some(above), Some(known)) = (above, known)
                && known.parent.is_none()
                && !placed.iter().any(|area| area.code == known.code)
            {
                placed.push(Area {
                    parent: Some(above.clone()),
                    ..known.clone()
                });
            }
        }
        placed
    }

    /// Whether the prefix and the population that a file gives are the ones known.
    fn has_details(&self, found: &Boundary) -> bool {
        let Some(old) = self.areas.get(&found.area.code) else {
            return false;
        };
        let people = found.population.map(i64::from);
        (found.prefix.is_none() || found.prefix == old.prefix)
            && (people.is_none() || people == old.population)
    }

    /// Whether a set is the newest that has an area, and so says what it is called now.
    fn describes(&self, set: &WardSet, code: &AreaCode) -> bool {
        let from = |name: &str| {
            self.sets
                .iter()
                .find(|set| set.name == name)
                .map(|set| set.valid_from)
        };
        self.sets_by_area
            .iter()
            .filter(|(name, other)| other == code && *name != set.name)
            .all(|(name, _)| from(name).is_none_or(|other| other <= set.valid_from))
    }

    fn prefixes_with(&self, fresh: &[&Boundary]) -> HashSet<String> {
        let known = self
            .areas
            .values()
            .filter_map(|details| details.prefix.clone());
        known
            .chain(fresh.iter().filter_map(|found| found.prefix.clone()))
            .collect()
    }

    /// An area's row: what the file says, else what was known, else what has to be.
    fn details(
        &self,
        mut area: Area,
        found: Option<&Boundary>,
        prefixes: &mut HashSet<String>,
    ) -> AreaDetails {
        let old = self.areas.get(&area.code);
        area.parent = area
            .parent
            .or_else(|| old.and_then(|old| old.area.parent.clone()));
        let said = found.and_then(|found| found.prefix.clone());
        let mut prefix = said.or_else(|| old.and_then(|old| old.prefix.clone()));
        if prefix.is_none() && area.kind == AreaKind::Council {
            let suggested = prefix::suggest(&area.name, |prefix| prefixes.contains(prefix));
            prefixes.insert(suggested.clone());
            prefix = Some(suggested);
        }
        let people = found.and_then(|found| found.population).map(i64::from);
        AreaDetails {
            area,
            prefix,
            population: people.or_else(|| old.and_then(|old| old.population)),
            promise_days: old.and_then(|old| old.promise_days),
        }
    }
}

/// Reads the areas anew if they changed since they were last read, here or in another process, or
/// if another set came into force. Says whether it did.
pub async fn refresh(desk: &Desk) -> Result<bool, StoreError> {
    let conn = desk.db.read();
    let today = london_date(desk.now());
    let stamp = format!("{today} {}", store::areas::version(&conn).await?);
    if stamp == desk.areas_stamp() {
        return Ok(false);
    }
    let atlas = store::areas::atlas(&conn, today, None).await?;
    desk.set_areas(atlas, stamp);
    Ok(true)
}
