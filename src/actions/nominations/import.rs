//! Existing nominations from a file: all of it, or none and every mistake by its line and column.

use super::super::{Desk, Person, Refusal};
use crate::domain::events::Event;
use crate::domain::mistakes::Mistakes;
use crate::domain::nominations::nomination::{By, Step};
use crate::domain::nominations::records::{self, COLUMNS, NEEDED, Record};
use crate::domain::nominations::stage::Stage;
use crate::domain::policy::Permission;
use crate::domain::time::{london_date, start_of_day};
use crate::store::Work;
use crate::store::nominations::change::{self, NewNomination};
use crate::store::nominations::{by_reference, places};
use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};
use std::collections::BTreeMap;

/// What an import came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    /// Nominations that are new.
    pub added: usize,
}

/// A record and the line of the file it stands on.
struct OnLine {
    line: u64,
    record: Record,
}

/// Reads the file and writes all of it down; with `dry_run` it only says what is wrong.
pub async fn import(
    desk: &Desk,
    person: &Person,
    text: &str,
    dry_run: bool,
) -> Result<Imported, Refusal> {
    person.need(desk, Permission::ModerateNominations, "")?;
    let (records, mut wrong) = read(text);
    check_references(&records, &mut wrong);
    let today = london_date(desk.now());
    for found in &records {
        if found.record.submitted_on > today {
            mistake(
                &mut wrong,
                found.line,
                "submitted_on",
                "This day is still to come",
            );
        }
    }
    let added = records.len();
    desk.work(person, move |work| async move {
        for found in &records {
            check_against_the_store(&work, found, &mut wrong).await?;
            check_joined(&work, found, &records, &mut wrong).await?;
        }
        if !wrong.is_empty() {
            return Err(Refusal::Mistaken(in_order_of_line(wrong)));
        }
        if dry_run || records.is_empty() {
            return Ok(Imported { added });
        }
        write(&work, &records).await?;
        work.commit(Event::NominationsImported { count: added })
            .await?;
        Ok(Imported { added })
    })
    .await
}

fn mistake(wrong: &mut Wrong, line: u64, column: &str, message: impl std::fmt::Display) {
    wrong.push((line, column.to_string(), message.to_string()));
}

type Wrong = Vec<(u64, String, String)>;

fn in_order_of_line(mut wrong: Wrong) -> Mistakes {
    wrong.sort_by_key(|(line, ..)| *line);
    let mut mistakes = Mistakes::none();
    for (line, column, message) in wrong {
        let place = if column.is_empty() {
            format!("line {line}")
        } else {
            format!("line {line}, {column}")
        };
        mistakes.add(place, message);
    }
    mistakes
}

fn read(text: &str) -> (Vec<OnLine>, Wrong) {
    let (mut records, mut wrong) = (vec![], vec![]);
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let headings: Vec<String> = match reader.headers() {
        Ok(headings) => headings
            .iter()
            .map(|name| name.trim().to_lowercase())
            .collect(),
        Err(error) => {
            mistake(&mut wrong, 1, "", error);
            return (records, wrong);
        }
    };
    for needed in &COLUMNS[..NEEDED] {
        if !headings.iter().any(|heading| heading == needed) {
            mistake(&mut wrong, 1, needed, "There is no such column");
        }
    }
    if !wrong.is_empty() {
        return (records, wrong);
    }
    let mut line = 1;
    for row in reader.records() {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                mistake(&mut wrong, line + 1, "", error);
                continue;
            }
        };
        line = row.position().map_or(line + 1, csv::Position::line);
        if row.len() != headings.len() {
            let count = format!(
                "This line has {} cells and the heading {}",
                row.len(),
                headings.len()
            );
            mistake(&mut wrong, line, "", count);
            continue;
        }
        let cell = |name: &str| {
            let at = headings.iter().position(|heading| heading == name);
            at.and_then(|at| row.get(at))
                .unwrap_or_default()
                .to_string()
        };
        match records::read(cell) {
            Ok(record) => records.push(OnLine { line, record }),
            Err(mistakes) => {
                for found in mistakes.iter() {
                    mistake(&mut wrong, line, &found.field, &found.message);
                }
            }
        }
    }
    (records, wrong)
}

/// References must differ, and what is joined must be joined to something that is there.
fn check_references(records: &[OnLine], wrong: &mut Wrong) {
    let mut lines: BTreeMap<&str, u64> = BTreeMap::new();
    for found in records {
        let reference = found.record.reference.as_str();
        if let Some(first) = lines.insert(reference, found.line) {
            let message = format!("This reference is on line {first} already");
            mistake(wrong, found.line, "reference", message);
        }
    }
    for found in records {
        if found.record.merged_into.as_ref() == Some(&found.record.reference) {
            mistake(
                wrong,
                found.line,
                "merged_into",
                "A nomination cannot be joined to itself",
            );
        }
    }
}

async fn check_against_the_store(
    work: &Work,
    found: &OnLine,
    wrong: &mut Wrong,
) -> Result<(), Refusal> {
    let conn = work.read();
    let (record, line) = (&found.record, found.line);
    let place = &record.proposal.whereabouts;
    if by_reference(&conn, record.reference.as_str())
        .await?
        .is_some()
    {
        mistake(
            wrong,
            line,
            "reference",
            "There is a nomination with this reference already",
        );
    }
    if places::council(&conn, &place.council).await?.is_none() {
        mistake(
            wrong,
            line,
            "council_code",
            "There is no council with this code",
        );
    }
    if let Some(ward) = &place.ward {
        let known = places::find(&conn, ward).await?;
        let good = known.is_some_and(|known| {
            known.kind == "ward" && known.parent_code.as_deref() == Some(place.council.as_str())
        });
        if !good {
            mistake(
                wrong,
                line,
                "ward_code",
                "There is no ward with this code in that council",
            );
        }
    }
    if !places::is_category(&conn, &record.proposal.category).await? {
        mistake(
            wrong,
            line,
            "category",
            "There is no category with this code",
        );
    }
    Ok(())
}

/// What a nomination was joined to must be in the file or here.
async fn check_joined(
    work: &Work,
    found: &OnLine,
    records: &[OnLine],
    wrong: &mut Wrong,
) -> Result<(), Refusal> {
    let Some(into) = &found.record.merged_into else {
        return Ok(());
    };
    let in_file = records.iter().any(|other| other.record.reference == *into);
    if !in_file && by_reference(&work.read(), into.as_str()).await?.is_none() {
        let message = "There is no nomination with this reference";
        mistake(wrong, found.line, "merged_into", message);
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
