//! Existing nominations from a file: all of it, or none and every mistake by its line and column.

use crate::actions::imports::against::{self, Against};
use crate::actions::imports::faults::Faults;
use crate::actions::imports::rows::Rows;
use crate::actions::imports::sheet::Line;
use crate::actions::imports::{Fault, Imported, NotImported, Progress, Run};
use crate::actions::{Desk, Person};
use crate::domain::events::Event;
use crate::domain::ids::Reference;
use crate::domain::nominations::nomination::{By, Nomination, Step};
use crate::domain::nominations::records::{self, COLUMNS, NEEDED, Record};
use crate::domain::nominations::stage::Stage;
use crate::domain::policy::Permission;
use crate::domain::time::{london_date, start_of_day};
use crate::store::nominations::by_reference;
use crate::store::nominations::change::{self, NewNomination};
use crate::store::nominations::places::{self, Place};
use crate::store::{Conn, StoreError, Work};
use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

/// Every column, those that must be there first.
const ALL: &[&str] = &COLUMNS;

/// A record and the line of the file it stands on.
struct OnLine {
    line: u64,
    record: Record,
}

/// Reads the file and writes all of it down. Nominations that are there already stay as they are.
///
/// Rows are taken up some at a time: of all of them memory holds the references alone, which must differ.
pub async fn import(
    desk: &Desk,
    person: &Person,
    file: impl Read + Send + 'static,
    run: Run,
    progress: Progress,
) -> Result<Imported, NotImported> {
    person.need(desk, Permission::ModerateNominations, "")?;
    against::hold(desk, person, run, move |against| async move {
        let mut rows = Rows::of(file, ALL.split_at(NEEDED), progress, read_line);
        let mut import = Import::begin(&against).await?;
        while let Some(some) = rows.next(&mut import.faults).await? {
            import.take(&against, some).await?;
        }
        import.joins(&against).await?;
        if !import.faults.is_empty() {
            return Err(NotImported::Faults(import.faults));
        }
        let done = import.done;
        if against.change().is_some() && done.added > 0 {
            let event = Event::NominationsImported { count: done.added };
            against.commit(event).await?;
        }
        Ok(done)
    })
    .await
}

/// A nomination that was joined to another.
struct Joined {
    line: u64,
    reference: Reference,
    into: Reference,
}

/// How far an import is.
struct Import {
    ground: Ground,
    today: NaiveDate,
    /// The line that each reference is on.
    lines: BTreeMap<Reference, u64>,
    /// Those to join, once all are there.
    joined: Vec<Joined>,
    faults: Faults,
    done: Imported,
}

impl Import {
    async fn begin(against: &Against) -> Result<Import, StoreError> {
        Ok(Import {
            ground: Ground::of(&against.read()).await?,
            today: london_date(against.at()),
            lines: BTreeMap::new(),
            joined: vec![],
            faults: Faults::none(),
            done: Imported::default(),
        })
    }

    /// Checks some rows, and writes those that are not there yet, as long as nothing is wrong.
    async fn take(&mut self, against: &Against, rows: Vec<OnLine>) -> Result<(), StoreError> {
        for found in rows {
            self.check(&found);
            let record = &found.record;
            let there = by_reference(&against.read(), record.reference.as_str()).await?;
            match there.map(|listed| says_the_same(&listed.nomination, record)) {
                None => self.add(against, found).await?,
                Some(true) => self.done.already_there += 1,
                Some(false) if self.is_first(&found) => fault(
                    &mut self.faults,
                    found.line,
                    "reference",
                    "There is another nomination with this reference already",
                ),
                Some(false) => {}
            }
        }
        Ok(())
    }

    /// Whether its reference is on no line before: one that is, is told so already.
    fn is_first(&self, found: &OnLine) -> bool {
        self.lines.get(&found.record.reference) == Some(&found.line)
    }

    fn check(&mut self, found: &OnLine) {
        let (line, record) = (found.line, &found.record);
        if record.submitted_on > self.today {
            let message = "This day is still to come";
            fault(&mut self.faults, line, "submitted_on", message);
        }
        match self.lines.get(&record.reference) {
            Some(first) => {
                let message = format!("This reference is on line {first} already");
                fault(&mut self.faults, line, "reference", message);
            }
            None => {
                self.lines.insert(record.reference.clone(), line);
            }
        }
        if record.merged_into.as_ref() == Some(&record.reference) {
            let message = "A nomination cannot be joined to itself";
            fault(&mut self.faults, line, "merged_into", message);
        }
        self.ground.check(found, &mut self.faults);
    }

    async fn add(&mut self, against: &Against, found: OnLine) -> Result<(), StoreError> {
        self.done.added += 1;
        if let Some(work) = against.change().filter(|_| self.faults.is_empty()) {
            write(work, &found.record).await?;
        }
        let OnLine { line, record } = found;
        let reference = record.reference;
        self.joined.extend(record.merged_into.map(|into| Joined {
            line,
            reference,
            into,
        }));
        Ok(())
    }

    /// Joins what was joined to another, which must be in the file or here.
    async fn joins(&mut self, against: &Against) -> Result<(), StoreError> {
        for joined in &self.joined {
            let into = joined.into.as_str();
            if !self.lines.contains_key(&joined.into)
                && by_reference(&against.read(), into).await?.is_none()
            {
                let message = "There is no nomination with this reference";
                fault(&mut self.faults, joined.line, "merged_into", message);
            }
            if let Some(work) = against.change().filter(|_| self.faults.is_empty()) {
                change::join_record(work, joined.reference.as_str(), into).await?;
            }
        }
        Ok(())
    }
}

fn fault(faults: &mut Faults, line: u64, field: &str, message: impl ToString) {
    faults.note(Fault {
        line,
        field: field.to_string(),
        message: message.to_string(),
    });
}

fn read_line(mut line: Line<'_>) -> Result<OnLine, Vec<Fault>> {
    let number = line.number;
    let cells: BTreeMap<&str, String> = COLUMNS
        .into_iter()
        .map(|column| (column, line.text(column)))
        .collect();
    let read = records::read(|column| cells.get(column).cloned().unwrap_or_default());
    let mut faults = line.into_faults();
    match read {
        Ok(record) if faults.is_empty() => Ok(OnLine {
            line: number,
            record,
        }),
        Ok(_) => Err(faults),
        Err(mistakes) => {
            let seen: BTreeSet<String> = faults.iter().map(|fault| fault.field.clone()).collect();
            let unseen = mistakes.iter().filter(|m| !seen.contains(&m.field));
            faults.extend(unseen.map(|m| Fault::new(number, &m.field, &m.message)));
            Err(faults)
        }
    }
}

/// Whether what is there is what the line says. What became of it since does not count.
fn says_the_same(there: &Nomination, record: &Record) -> bool {
    there.proposal.title == record.proposal.title
        && there.proposal.whereabouts.council == record.proposal.whereabouts.council
        && london_date(there.submitted_at) == record.submitted_on
}

/// What records stand on: the areas and categories there are.
struct Ground {
    places: BTreeMap<String, Place>,
    categories: BTreeSet<String>,
}

impl Ground {
    async fn of(conn: &Conn<'_>) -> Result<Ground, StoreError> {
        let places = places::all(conn).await?;
        let categories = places::categories(conn).await?;
        Ok(Ground {
            places: places
                .into_iter()
                .map(|place| (place.code.clone(), place))
                .collect(),
            categories: categories
                .into_iter()
                .map(|category| category.code)
                .collect(),
        })
    }

    fn check(&self, found: &OnLine, faults: &mut Faults) {
        let (line, proposal) = (found.line, &found.record.proposal);
        let place = &proposal.whereabouts;
        let council = self.places.get(&place.council);
        if council.is_none_or(|council| council.kind != "council") {
            let message = "There is no council with this code";
            fault(faults, line, "council_code", message);
        }
        if let Some(ward) = &place.ward {
            let good = self.places.get(ward).is_some_and(|known| {
                known.kind == "ward" && known.parent_code.as_deref() == Some(place.council.as_str())
            });
            if !good {
                let message = "There is no ward with this code in that council";
                fault(faults, line, "ward_code", message);
            }
        }
        if !self.categories.contains(&proposal.category) {
            let message = "There is no category with this code";
            fault(faults, line, "category", message);
        }
    }
}

async fn write(work: &Work, record: &Record) -> Result<(), StoreError> {
    let id = change::add(work, &new_nomination(record)).await?;
    for step in steps(record) {
        change::add_step(work, id, &step, None).await?;
    }
    if let Some(number) = number(record) {
        let year = record.submitted_on.year();
        let council = &record.proposal.whereabouts.council;
        change::use_numbers_to(work, council, year, number).await?;
    }
    Ok(())
}

/// The number in a reference of our own form: the last part, where it is digits alone.
fn number(record: &Record) -> Option<i64> {
    let last = record.reference.as_str().rsplit('-').next()?;
    let digits = !last.is_empty() && last.len() <= 9 && last.bytes().all(|b| b.is_ascii_digit());
    if digits { last.parse().ok() } else { None }
}

fn new_nomination(record: &Record) -> NewNomination {
    let decision = match record.stage {
        Stage::Declined | Stage::Merged => record.decided_on,
        _ => record.assessed_on.or(record.decided_on),
    };
    NewNomination {
        reference: record.reference.to_string(),
        stage: record.stage,
        proposal: record.proposal.clone(),
        nominator: None,
        contact: None,
        submitted_at: nine_in_the_morning(record.submitted_on),
        published_at: (record.stage != Stage::Submitted)
            .then(|| nine_in_the_morning(record.submitted_on)),
        decided_at: decision.map(nine_in_the_morning),
        decline_reason: record.decline_reason,
        earlier_supports: record.supports,
        provenance: record.provenance.clone(),
    }
}

/// Records give days. Nine in the morning stands for the day.
fn nine_in_the_morning(day: NaiveDate) -> DateTime<Utc> {
    start_of_day(day) + Duration::hours(9)
}

fn steps(record: &Record) -> Vec<Step> {
    let mut steps = vec![];
    let mut add = |day: Option<NaiveDate>, stage: Stage, reason: &str, minute: i64| {
        if let Some(day) = day {
            steps.push(Step {
                at: nine_in_the_morning(day) + Duration::minutes(minute),
                stage,
                reason: reason.to_string(),
                note: String::new(),
                by: By::Records,
                public: true,
            });
        }
    };
    add(Some(record.submitted_on), Stage::Submitted, "", 0);
    if record.stage != Stage::Submitted {
        add(Some(record.submitted_on), Stage::UnderAssessment, "", 1);
    }
    add(record.assessed_on, Stage::Assessed, "", 2);
    add(record.shortlisted_on, Stage::Shortlisted, "", 3);
    if !record.stage.is_open() {
        add(record.decided_on, record.stage, &record.decision_note, 5);
    }
    steps
}
