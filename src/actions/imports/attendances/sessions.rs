//! Sessions made of the staged lines of an attendance list, one project and day after the other.

use super::super::against::Against;
use super::super::faults::Faults;
use super::super::known::{InHand, Known, Projects};
use super::super::{Fault, Imported};
use super::day::{self, Found};
use crate::actions::{Desk, Refusal};
use crate::domain::hours::attendance::{DaySession, TooManyPeople};
use crate::domain::hours::correction::Correction;
use crate::domain::hours::session_return::Outcome;
use crate::domain::hours::{SessionReturn, StoodDown};
use crate::store::hours::Version;
use crate::store::hours::attendances::{self as store, Digest};
use crate::store::hours::batch::{self, Counts, Keys, NewSession, times_of};
use crate::store::hours::listed::{Lines, Staged};
use crate::store::hours::record;
use crate::store::{StoreError, Work};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet, HashSet};

const AT_ONCE: i64 = 4_000;
/// More lines of one project and day than any list of people has.
const MOST_LINES: usize = 5_000;

/// What a later list says of a session that an earlier one made.
const MORE_CAME: &str = "A later attendance list has more people.";
const OTHERWISE: &str = "A session of this project is recorded at this time with other numbers, or was not made of a \
                         list: correct that one on its page instead";
const BLAMED_OTHERWISE: &str = "An earlier list said that nobody came to this session, and this one that it was \
                                stood down: correct the session on its page first";
/// The lines of one project and day.
type Day = Vec<Staged>;
type Place = (i64, NaiveDate);

/// Sessions on their way into the ledger.
pub struct Sessions {
    desk: Desk,
    projects: Projects,
    in_hand: InHand,
    faults: Faults,
    done: Imported,
    counts: Counts,
    keys: Keys,
    /// The project in hand, whom the list brought to it, and whether it has sessions without a list.
    project: i64,
    seen: HashSet<Digest>,
    has_others: bool,
    new: Vec<NewSession>,
    corrected: Vec<(Version, SessionReturn)>,
    /// Whether an open project knows more people or attendances than before.
    learned: bool,
    people: Vec<(i64, Digest)>,
    counted: Vec<(i64, Digest, Digest)>,
}

/// What is in the ledger on the days in hand.
struct There {
    versions: BTreeMap<Place, Vec<Version>>,
    listed: BTreeSet<String>,
}

fn place(staged: &Staged) -> Place {
    (staged.line.project, staged.line.day)
}

impl Sessions {
    /// None made yet.
    pub fn new(desk: Desk, projects: Projects, counts: Counts, faults: Faults) -> Sessions {
        Sessions {
            keys: Keys::new(desk.dice.bytes()),
            desk,
            projects,
            in_hand: InHand::default(),
            faults,
            done: Imported::default(),
            counts,
            project: 0,
            seen: HashSet::new(),
            has_others: false,
            new: vec![],
            corrected: vec![],
            learned: false,
            people: vec![],
            counted: vec![],
        }
    }

    /// Makes sessions of everything staged.
    pub async fn make(&mut self, against: &Against, mut lines: Lines) -> Result<(), Refusal> {
        let mut open: Day = vec![];
        loop {
            let some = lines.next(&against.read(), AT_ONCE).await?;
            let is_end = some.is_empty();
            let mut days: Vec<Day> = vec![];
            for staged in some {
                if open
                    .first()
                    .is_some_and(|first| place(first) != place(&staged))
                {
                    days.push(std::mem::take(&mut open));
                }
                if open.len() < MOST_LINES {
                    open.push(staged);
                } else {
                    self.fault(&staged, "date", TooManyPeople);
                }
            }
            if is_end {
                days.extend((!open.is_empty()).then(|| std::mem::take(&mut open)));
            }
            self.take(against, &days).await?;
            if is_end {
                return Ok(());
            }
        }
    }

    /// Whether there is anything to keep.
    pub fn has_news(&self) -> bool {
        self.learned || self.done.added > 0
    }

    /// Writes what still waits and says what came of it.
    pub async fn end(mut self, against: &Against) -> Result<(Faults, Imported), Refusal> {
        if let Some(work) = against.change() {
            self.counts.write(work).await?;
            store::forget_closed(work).await?;
        }
        Ok((self.faults, self.done))
    }

    fn fault(&mut self, staged: &Staged, field: &str, message: impl ToString) {
        self.faults
            .note(Fault::new(staged.line.line, field, message));
    }

    /// Takes up some days: looks what is there, decides, writes.
    async fn take(&mut self, against: &Against, days: &[Day]) -> Result<(), Refusal> {
        let places: Vec<Place> = days
            .iter()
            .filter_map(|day| day.first())
            .map(place)
            .collect();
        let rows: BTreeSet<i64> = places.iter().map(|(project, _)| *project).collect();
        self.in_hand.take(against, &self.projects, &rows).await?;
        let versions = store::on_days(&against.read(), &places).await?;
        let keys: Vec<String> = versions
            .values()
            .flatten()
            .map(|version| version.key.clone())
            .collect();
        let listed = store::are_listed(&against.read(), &keys).await?;
        let there = There { versions, listed };
        for day in days {
            let Some(first) = day.first() else { continue };
            self.enter_project(against, first.line.project).await?;
            if let Some(found) = day::read(&self.desk, day, &mut self.faults)? {
                self.decide(against, found, &there).await?;
            }
        }
        match against.change() {
            Some(work) => self.write(work).await,
            None => {
                self.leave();
                Ok(())
            }
        }
    }

    async fn enter_project(&mut self, against: &Against, project: i64) -> Result<(), StoreError> {
        if project != self.project {
            self.project = project;
            self.seen.clear();
            self.has_others = store::has_other_sessions(&against.read(), project).await?;
        }
        Ok(())
    }

    /// Forgets what would be written, were there a change.
    fn leave(&mut self) {
        self.new.clear();
        self.corrected.clear();
        self.people.clear();
        self.counted.clear();
    }

    async fn write(&mut self, work: &Work) -> Result<(), Refusal> {
        let new = std::mem::take(&mut self.new);
        for session in &new {
            let counted = self.known(session.project)?.counted.clone();
            self.counts.note(&counted, &session.reads);
        }
        batch::append(work, &new).await?;
        let listed: Vec<_> = new
            .into_iter()
            .map(|session| (session.key, session.project))
            .collect();
        store::list_sessions(work, &listed).await?;
        store::know(work, &std::mem::take(&mut self.people)).await?;
        store::count(work, &std::mem::take(&mut self.counted)).await?;
        for (before, reads) in std::mem::take(&mut self.corrected) {
            let counted = self.known(before.project)?.counted.clone();
            let correction = Correction {
                reads,
                reason: MORE_CAME.into(),
            };
            if !record::correct(work, &counted, &before, &correction).await? {
                return Err(Refusal::Stale);
            }
        }
        self.counts.make_room(work).await?;
        Ok(())
    }

    fn known(&self, project: i64) -> Result<&Known, StoreError> {
        let known = self.in_hand.of(project);
        known.ok_or_else(|| StoreError::Failed("a staged line without its project".into()))
    }

    /// Decides what the lines of a project and day make: a session, more people at one, or nothing new.
    async fn decide(
        &mut self,
        against: &Against,
        found: Found<'_>,
        there: &There,
    ) -> Result<(), Refusal> {
        let known = self.known(found.first.line.project)?.clone();
        let versions = there.versions.get(&place(found.first));
        let versions = versions.map_or(&[][..], Vec::as_slice);
        self.done.already_there += found.before;
        let is_open = known.site.ended_on.is_none();
        let listed = versions
            .iter()
            .find(|version| is_open && there.listed.contains(&version.key));
        if found.arrivals.is_empty() && (found.is_counted || !versions.is_empty()) {
            if self.blames_otherwise(against, &found, listed).await? {
                self.fault(found.first, "outcome", BLAMED_OTHERWISE);
            }
            self.done.already_there += found.absent;
            return Ok(());
        }
        let (session, newcomers) = self.with_arrivals(&found);
        let reads = match listed {
            Some(version) => session.added_to(&version.reads).map(Some),
            None => session.session(found.first.line.day),
        };
        let reads = match reads {
            Ok(Some(reads)) => reads,
            Ok(None) => return Ok(()),
            Err(too_many) => {
                self.fault(found.first, "date", too_many);
                return Ok(());
            }
        };
        if listed.is_none() && self.is_there(against, &known, versions, &reads).await? {
            self.learned |= is_open;
            self.count_in(&found);
            self.done.already_there += found.lines() + found.absent;
            return Ok(());
        }
        let overlaps = |version: &Version| version.reads.shift.overlaps(reads.shift);
        if listed.is_none() && versions.iter().any(overlaps) {
            self.fault(found.first, "date", OTHERWISE);
        } else if let Some(over) = day::over_limit(&reads, &known, found.confirmed) {
            self.fault(found.first, "over_limit_confirmed", over);
        } else {
            self.done.unsure += if self.has_others { newcomers } else { 0 };
            self.keep(&found, &known, listed, reads);
        }
        Ok(())
    }

    /// Keeps a session for the next write: a new one, or another version of one that a list made.
    fn keep(
        &mut self,
        found: &Found<'_>,
        known: &Known,
        listed: Option<&Version>,
        reads: SessionReturn,
    ) {
        self.count_in(found);
        self.done.added += found.lines();
        self.done.sessions += 1;
        match listed {
            Some(version) => {
                self.done.already_there += found.absent;
                self.corrected.push((version.clone(), reads));
            }
            None => {
                self.done.added += found.absent;
                self.new.push(NewSession {
                    key: self.keys.draw(),
                    project: known.counted.project,
                    reads,
                });
            }
        }
    }

    /// The session with everybody who arrived, and how many of them are new to the project.
    fn with_arrivals(&mut self, found: &Found<'_>) -> (DaySession, usize) {
        let (mut session, mut newcomers) = (found.noted, 0);
        for arrival in &found.arrivals {
            let person = arrival.first.line.person;
            let is_new = !arrival.first.is_known && self.seen.insert(person);
            newcomers += usize::from(is_new);
            session.add(arrival.attendance, is_new);
        }
        (session, newcomers)
    }

    /// Notes that these people and attendances are counted now.
    fn count_in(&mut self, found: &Found<'_>) {
        for arrival in &found.arrivals {
            let line = &arrival.first.line;
            self.people.push((line.project, line.person));
            self.counted
                .push((line.project, line.attendance, arrival.says));
        }
    }

    /// Whether nobody came by what stands in the ledger, and by the list it was the service's doing.
    async fn blames_otherwise(
        &self,
        against: &Against,
        found: &Found<'_>,
        listed: Option<&Version>,
    ) -> Result<bool, StoreError> {
        let nobody_came = Outcome::StoodDown(StoodDown::NobodyAttended);
        let Some(version) = listed.filter(|version| version.reads.outcome == nobody_came) else {
            return Ok(false);
        };
        let known = self.known(version.project)?;
        match found.noted.session(version.reads.day) {
            Ok(Some(reads)) if reads.outcome != nobody_came => Ok(!self
                .is_there(against, known, std::slice::from_ref(version), &reads)
                .await?),
            _ => Ok(false),
        }
    }

    /// Whether the ledger has a session with these times and numbers, in force or corrected since. Who
    /// was new is not compared: with a project's digests gone a list cannot tell.
    async fn is_there(
        &self,
        against: &Against,
        known: &Known,
        versions: &[Version],
        reads: &SessionReturn,
    ) -> Result<bool, StoreError> {
        if versions
            .iter()
            .any(|version| day::is_same(&version.reads, reads))
        {
            return Ok(true);
        }
        if versions.is_empty() {
            return Ok(false);
        }
        let times = times_of(known.counted.project, reads);
        let found = batch::there(&against.read(), &[times]).await?;
        let mut earlier = found.into_values().flatten();
        Ok(earlier.any(|earlier| day::is_same(&earlier.reads, reads)))
    }
}
