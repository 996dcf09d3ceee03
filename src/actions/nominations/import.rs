//! Existing nominations from a file: all of it, or none and every mistake by its line and column.

use crate::actions::imports::faults::Faults;
use crate::actions::imports::rows::Rows;
use crate::actions::imports::sheet::Line;
use crate::actions::imports::{Fault, Imported, NotImported, Progress, Run};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::events::Event;
use crate::domain::nominations::nomination::{By, Nomination, Step};
use crate::domain::nominations::records::{self, COLUMNS, NEEDED, Record};
use crate::domain::nominations::stage::Stage;
use crate::domain::policy::Permission;
use crate::domain::time::{london_date, start_of_day};
use crate::store::nominations::by_reference;
use crate::store::nominations::change::{self, NewNomination};
use crate::store::nominations::places::{self, Place};
use crate::store::{StoreError, Work};
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
pub async fn import(
    desk: &Desk,
    person: &Person,
    file: impl Read + Send + 'static,
    run: Run,
    progress: Progress,
) -> Result<Imported, NotImported> {
    person.need(desk, Permission::ModerateNominations, "")?;
    let today = london_date(desk.now());
    let done = desk
        .work(person, move |work| async move {
            let (records, mut faults) = read(file, progress).await?;
            for found in &records {
                if found.record.submitted_on > today {
                    fault(
                        &mut faults,
                        found.line,
                        "submitted_on",
                        "This day is still to come",
                    );
                }
            }
            check_references(&records, &mut faults);
            let ground = Ground::of(&work).await?;
            let mut already_there = 0;
            let mut new = vec![];
            for found in records {
                ground.check(&found, &mut faults);
                let there = by_reference(&work.read(), found.record.reference.as_str()).await?;
                match there.map(|listed| says_the_same(&listed.nomination, &found.record)) {
                    None => new.push(found),
                    Some(true) => already_there += 1,
                    Some(false) => fault(
                        &mut faults,
                        found.line,
                        "reference",
                        "There is another nomination with this reference already",
                    ),
                }
            }
            check_joined(&work, &new, &mut faults).await?;
            if !faults.is_empty() {
                return Ok(Err(faults.in_order()));
            }
            let added = new.len();
            if run == Run::ForReal && added > 0 {
                write(&work, &new).await?;
                work.commit(Event::NominationsImported { count: added })
                    .await?;
            }
            Ok(Ok(Imported {
                added,
                already_there,
                ..Imported::default()
            }))
        })
        .await?;
    done.map_err(NotImported::Faults)
}

fn fault(faults: &mut Faults, line: u64, field: &str, message: impl ToString) {
    faults.note(Fault {
        line,
        field: field.to_string(),
        message: message.to_string(),
    });
}

async fn read(
    file: impl Read + Send + 'static,
    progress: Progress,
) -> Result<(Vec<OnLine>, Faults), StoreError> {
    let (mut records, mut faults) = (vec![], Faults::none());
    let mut rows = Rows::of(file, ALL.split_at(NEEDED), progress, read_line);
    while let Some(some) = rows.next(&mut faults).await? {
        records.extend(some);
    }
    Ok((records, faults))
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

/// References must differ, and nothing is joined to itself.
fn check_references(records: &[OnLine], faults: &mut Faults) {
    let mut lines: BTreeMap<&str, u64> = BTreeMap::new();
    for found in records {
        let reference = found.record.reference.as_str();
        if let Some(first) = lines.insert(reference, found.line) {
            let message = format!("This reference is on line {first} already");
            fault(faults, found.line, "reference", message);
        }
        if found.record.merged_into.as_ref() == Some(&found.record.reference) {
            let message = "A nomination cannot be joined to itself";
            fault(faults, found.line, "merged_into", message);
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
    async fn of(work: &Work) -> Result<Ground, Refusal> {
        let conn = work.read();
        let places = places::all(&conn).await?;
        let categories = places::categories(&conn).await?;
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

/// What a nomination was joined to must be in the file or here.
async fn check_joined(work: &Work, records: &[OnLine], faults: &mut Faults) -> Result<(), Refusal> {
    for found in records {
        let Some(into) = &found.record.merged_into else {
            continue;
        };
        let in_file = records.iter().any(|other| other.record.reference == *into);
        if !in_file && by_reference(&work.read(), into.as_str()).await?.is_none() {
            let message = "There is no nomination with this reference";
            fault(faults, found.line, "merged_into", message);
        }
    }
    Ok(())
}

async fn write(work: &Work, records: &[OnLine]) -> Result<(), Refusal> {
    for OnLine { record, .. } in records {
        let id = change::add(work, &new_nomination(record)).await?;
        for step in steps(record) {
            change::add_step(work, id, &step, None).await?;
        }
        if let Some(number) = number(record) {
            let year = record.submitted_on.year();
            let council = &record.proposal.whereabouts.council;
            change::use_numbers_to(work, council, year, number).await?;
        }
    }
    for OnLine { record, .. } in records {
        let Some(into) = &record.merged_into else {
            continue;
        };
        change::join_record(work, record.reference.as_str(), into.as_str()).await?;
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
