//! One line of a file of returns: what it says, or everything that is wrong with it.

use super::Fault;
use super::sheet::{Line, day, yes_or_no};
use crate::domain::hours::session_return::{Claim, HELD, MOST_PEOPLE, STOOD_DOWN, Site};
use crate::domain::hours::shift::TimeOfDay;
use crate::domain::hours::stood_down::StoodDown;
use crate::domain::ids::Reference;
use crate::domain::mistakes;
use chrono::{DateTime, NaiveDate, Utc};

/// The column that says that more people than the group limit is right.
pub const OVER_LIMIT: &str = "over_limit_confirmed";

/// What is to be confirmed in that column.
pub fn beyond(attending: i64, limit: i64) -> String {
    format!(
        "{attending} people attended and the group limit is {limit}: write 'yes' in this column if that is right"
    )
}

/// A line that read, before its project is known.
pub struct Row {
    /// Its line in the file.
    pub line: u64,
    /// The project's reference.
    pub project: String,
    /// What it says.
    pub claim: Claim,
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
        let stood_down = self.stood_down?;
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
            over_limit_confirmed: true,
        })
    }
}

/// Any project, long after any session.
const ANYWHERE: (Site, DateTime<Utc>) = (
    Site {
        started_on: Some(NaiveDate::MIN),
        ended_on: None,
        group_limit: None,
        nobody_yet: false,
    },
    DateTime::<Utc>::MAX_UTC,
);

/// Reads a line, or says everything that is wrong with it: beside cells that do not read, what the others break.
pub fn row(mut line: Line<'_>) -> Result<Row, Vec<Fault>> {
    let project = line.read("project", |text| text.parse::<Reference>());
    let cells = Cells::read(&mut line);
    match (project, cells.claim()) {
        (Some(project), Some(claim)) if line.is_good() => Ok(Row {
            line: line.number,
            project: project.as_str().to_string(),
            claim,
        }),
        _ => {
            let (site, now) = ANYWHERE;
            let broken = cells.at_best().map(|claim| claim.check(&site, now));
            for rule in broken.and_then(Result::err).unwrap_or_default() {
                if line.is_good_at(rule.field()) {
                    line.fault(rule.field(), rule);
                }
            }
            Err(line.into_faults())
        }
    }
}

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
