//! One line of a file of returns: what it says, or everything that is wrong with it.

use super::Fault;
use super::sheet::{Line, day, yes_or_no};
use crate::domain::hours::session_return::{
    Claim, HELD, MOST_PEOPLE, Refusal as Rule, STOOD_DOWN, Site,
};
use crate::domain::hours::shift::TimeOfDay;
use crate::domain::hours::stood_down::StoodDown;
use crate::domain::ids::Reference;
use crate::domain::mistakes;
use chrono::NaiveDate;

/// The column that says that more people than the group limit is right.
pub const OVER_LIMIT: &str = "over_limit_confirmed";

/// What is to be confirmed in that column.
pub fn beyond(attending: i64, limit: i64) -> String {
    format!(
        "{attending} people attended and the group limit is {limit}: write 'yes' in this column if that is right"
    )
}

/// A line before its project is known.
pub struct Row {
    /// Its line in the file.
    pub line: u64,
    /// The project's reference, where it reads.
    pub project: Option<String>,
    /// What is wrong with its cells.
    pub faults: Vec<Fault>,
    /// What it says; with cells that do not read, what it says at best.
    pub claim: Option<Claim>,
}

impl Row {
    /// Whether every cell reads.
    pub fn is_good(&self) -> bool {
        self.faults.is_empty()
    }

    /// Whether a rule that the line breaks is to be told beside what its cells have: not at a cell that has a fault
    /// already, and nothing that a cell which does not read may yet put right.
    pub fn is_to_be_told(&self, rule: &Rule) -> bool {
        let is_wrong = |field: &str| self.faults.iter().any(|fault| fault.field == field);
        let is_sure = match rule {
            Rule::NotOnTheClock | Rule::NotEndedYet | Rule::Backwards => {
                !is_wrong("start") && !is_wrong("end")
            }
            Rule::NobodyAttended
            | Rule::NewNotSaid
            | Rule::StoodDownWithPeople
            | Rule::StoodDownWithMinutes
            | Rule::StoodDownWithoutReason
            | Rule::HeldWithReason => !is_wrong("status"),
            _ => true,
        };
        is_sure && !is_wrong(rule.field())
    }
}

/// The cells of a line, those that read.
struct Cells {
    on: Option<NaiveDate>,
    starts: Option<TimeOfDay>,
    ends: Option<TimeOfDay>,
    stood_down: Option<bool>,
    attending: Option<i64>,
    new_to_project: Option<i64>,
    offered: Option<i64>,
    credited: Option<i64>,
    reason: Option<StoodDown>,
    note: Option<String>,
    confirmed: Option<bool>,
}

impl Cells {
    fn read(line: &mut Line<'_>) -> Cells {
        let on = line.read("date", day);
        let starts = line.read("start", TimeOfDay::parse);
        let ends = line.read("end", TimeOfDay::parse);
        let stood_down = line.read("status", |text| match text.to_ascii_lowercase().as_str() {
            HELD => Ok(false),
            STOOD_DOWN => Ok(true),
            _ => Err("Use 'held' or 'stood-down'"),
        });
        let is_held = stood_down != Some(true);
        let mut number = |column, most| count(line, column, most, is_held);
        let attending = number("attending", MOST_PEOPLE);
        let new_to_project = number("new_to_project", MOST_PEOPLE);
        let offered = number("minutes_offered", MOST_PEOPLE * 1440);
        let credited = number("minutes_credited", MOST_PEOPLE * 1440);
        let reason = line.read_if_any("reason", |text| {
            StoodDown::parse(&text.to_ascii_lowercase()).ok_or_else(|| {
                let codes: Vec<_> = StoodDown::ALL.iter().map(|reason| reason.code()).collect();
                format!("Use one of: {}", codes.join(", "))
            })
        });
        Cells {
            on,
            starts,
            ends,
            stood_down,
            attending,
            new_to_project,
            offered,
            credited,
            reason,
            note: line.read("note", |text| mistakes::optional_words(text, 2000)),
            confirmed: line.read(OVER_LIMIT, yes_or_no),
        }
    }

    /// What they say, if all of them read.
    fn claim(&self) -> Option<Claim> {
        Some(Claim {
            day: self.on?,
            starts: self.starts?,
            ends: self.ends?,
            stood_down: self.stood_down?,
            attending: self.attending?,
            new_to_project: Some(self.new_to_project?),
            offered: Some(self.offered?),
            credited: Some(self.credited?),
            reason: self.reason,
            note: self.note.clone()?,
            over_limit_confirmed: self.confirmed?,
        })
    }

    /// What they would say with cells that keep every rule in place of those that do not read: the longest day, as many
    /// people as there can be, nobody new.
    fn at_best(&self) -> Option<Claim> {
        let stood_down = self.stood_down.unwrap_or(false);
        let (starts, ends) = match (self.starts, self.ends) {
            (Some(starts), Some(ends)) => (starts, ends),
            _ => (
                TimeOfDay::from_minutes(0)?,
                TimeOfDay::from_minutes(24 * 60)?,
            ),
        };
        let most = if stood_down { 0 } else { MOST_PEOPLE };
        Some(Claim {
            day: self.on.or(NaiveDate::from_ymd_opt(2009, 6, 21))?,
            starts,
            ends,
            stood_down,
            attending: self.attending.unwrap_or(most),
            new_to_project: self.new_to_project.or(Some(0)),
            offered: self.offered,
            credited: self.credited,
            reason: self.reason,
            note: self.note.clone().unwrap_or_default(),
            over_limit_confirmed: self.confirmed.unwrap_or(true),
        })
    }
}

/// Reads a line: what it says, and everything that is wrong with its cells.
pub fn row(mut line: Line<'_>) -> Result<Row, Vec<Fault>> {
    let project = line.read("project", |text| text.parse::<Reference>());
    let cells = Cells::read(&mut line);
    let claim = cells.claim().or_else(|| cells.at_best());
    Ok(Row {
        line: line.number,
        project: project.map(|reference| reference.as_str().to_string()),
        claim,
        faults: line.into_faults(),
    })
}

/// Any project, long after any session: for a line whose own is not known.
pub const ANYWHERE: Site = Site {
    started_on: Some(NaiveDate::MIN),
    ended_on: None,
    group_limit: None,
    nobody_yet: false,
};

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
