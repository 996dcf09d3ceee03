//! One line of an attendance list: what it says, or everything that is wrong with it.

use super::super::Fault;
use super::super::sheet::{Line, day, yes_or_no};
use super::Cases;
use crate::domain::hours::credit::Outcome;
use crate::domain::hours::session_return::{Refusal as Rule, Site, untimely};
use crate::domain::hours::shift::TimeOfDay;
use crate::domain::hours::{Minutes, Shift};
use crate::domain::ids::Reference;
use crate::domain::mistakes;
use crate::store::hours::attendances::Digest;
use chrono::{DateTime, NaiveDate, Utc};

/// Longer than the case number of any system.
const LONGEST_CASE: usize = 40;

/// Who a line is about.
pub enum Case {
    /// By case number. Lives as long as its line is read.
    Number(String),
    /// By a digest made of it before.
    Digest(Digest),
}

/// A line before its project is known.
pub struct Row {
    pub line: u64,
    /// The project's reference, where it reads.
    pub project: Option<String>,
    /// What is wrong with its cells.
    pub faults: Vec<Fault>,
    pub day: Option<NaiveDate>,
    pub shift: Option<Shift>,
    /// What it says, where every cell reads.
    pub said: Option<Said>,
}

/// What a line says of a person.
pub struct Said {
    pub case: Case,
    pub outcome: Outcome,
    pub docked: Minutes,
    pub confirmed: bool,
}

impl Row {
    /// The rules of day and time that the line breaks at a site, as far as its cells read.
    pub fn untimely(&self, site: &Site, now: DateTime<Utc>) -> Vec<Rule> {
        let Some(day) = self.day else {
            return vec![];
        };
        if let Some(shift) = self.shift {
            return untimely(day, shift.starts(), shift.ends(), site, now);
        }
        let none = TimeOfDay::default();
        let mut broken = untimely(day, none, none, site, now);
        broken.retain(|rule| rule.field() == "date");
        broken
    }
}

/// A case number, the same however it is written. What does not read is never said back.
pub fn case(text: &str) -> Result<String, &'static str> {
    let signs = || text.chars().filter(|c| !c.is_whitespace());
    if signs().count() == 0 {
        return Err("Enter the case number");
    }
    let is_one = signs().count() <= LONGEST_CASE
        && signs().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.'));
    if is_one {
        Ok(signs().map(|c| c.to_ascii_uppercase()).collect())
    } else {
        Err("Use letters, digits, hyphens, slashes and points only, 40 at most")
    }
}

fn digest(text: &str) -> Result<Digest, &'static str> {
    const NONE: &str = "This is no digest";
    let mut digest = Digest::default();
    if text.len() != digest.len() * 2 || !text.is_ascii() {
        return Err(NONE);
    }
    for (at, byte) in digest.iter_mut().enumerate() {
        let pair = text.get(at * 2..at * 2 + 2).ok_or(NONE)?;
        *byte = u8::from_str_radix(pair, 16).map_err(|_| NONE)?;
    }
    Ok(digest)
}

/// Reads a line: what it says, and everything that is wrong with its cells.
pub fn row(mut line: Line<'_>, cases: Cases) -> Result<Row, Vec<Fault>> {
    let project = line.read("project", |text| text.parse::<Reference>());
    let on = line.read("date", day);
    let starts = line.read("start", TimeOfDay::parse);
    let ends = line.read("end", TimeOfDay::parse);
    let shift = match (starts, ends) {
        (Some(starts), Some(ends)) => line.check("end", Shift::new(starts, ends)),
        _ => None,
    };
    let case = line.read("case_number", |text| match cases {
        Cases::Numbers => case(text).map(Case::Number),
        Cases::Digests => digest(text).map(Case::Digest),
    });
    let outcome = line.read("outcome", Outcome::parse);
    let docked = docked(&mut line, shift);
    let confirmed = line.read("over_limit_confirmed", yes_or_no);
    let said = || {
        Some(Said {
            case: case?,
            outcome: outcome?,
            docked: docked?,
            confirmed: confirmed?,
        })
    };
    Ok(Row {
        line: line.number,
        project: project.map(|reference| reference.as_str().to_string()),
        day: on,
        shift,
        said: said(),
        faults: line.into_faults(),
    })
}

/// Penalty minutes: none where the cell is empty, never more than the attendance is long.
fn docked(line: &mut Line<'_>, shift: Option<Shift>) -> Option<Minutes> {
    const A_DAY: i64 = 24 * 60;
    line.read("penalty_minutes", |text| {
        let minutes = if text.is_empty() {
            0
        } else {
            mistakes::whole(text, 0, A_DAY, "")?
        };
        match shift {
            Some(shift) if minutes > shift.length().count() => Err(format!(
                "The penalty cannot be longer than the attendance ({} minutes)",
                shift.length()
            )),
            _ => Ok(Minutes::new(minutes)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_number_reads_the_same_however_it_is_written() {
        assert_eq!(case(" person-one "), Ok("PERSON-ONE".into()));
        assert_eq!(case("Person One"), Ok("PERSONONE".into()));
        assert!(case(" ").is_err());
        assert!(case("somebody@example").is_err());
        assert!(case(&"A".repeat(41)).is_err());
    }

    #[test]
    fn a_digest_reads_back_and_nothing_else_does() {
        let written = crate::domain::ids::hex(&[7; 16]);
        assert_eq!(digest(&written), Ok([7; 16]));
        for text in [
            "",
            "07",
            "é7070707070707070707070707070707",
            &"x".repeat(32),
        ] {
            assert!(digest(text).is_err(), "{text}");
        }
    }
}
