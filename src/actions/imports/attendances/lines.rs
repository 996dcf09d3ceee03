//! One line of an attendance list: what it says, or everything that is wrong with it.

use super::super::Fault;
use super::super::sheet::{Line, day, yes_or_no};
use super::Cases;
use crate::domain::hours::credit::Outcome;
use crate::domain::hours::shift::TimeOfDay;
use crate::domain::hours::{Minutes, Shift};
use crate::domain::ids::Reference;
use crate::domain::mistakes;
use crate::store::hours::attendances::Digest;
use chrono::NaiveDate;

/// Longer than the case number of any system.
const LONGEST_CASE: usize = 40;

/// Who a line is about.
pub enum Case {
    /// By case number. Lives as long as its line is read.
    Number(String),
    /// By a digest made of it before.
    Digest(Digest),
}

/// A line that read.
pub struct Row {
    pub line: u64,
    pub project: String,
    pub day: NaiveDate,
    pub shift: Shift,
    pub case: Case,
    pub outcome: Outcome,
    pub docked: Minutes,
    pub confirmed: bool,
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

/// Reads a line, or says everything that is wrong with it.
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
    let row = || {
        Some(Row {
            line: line.number,
            project: project?.as_str().to_string(),
            day: on?,
            shift: shift?,
            case: case?,
            outcome: outcome?,
            docked: docked?,
            confirmed: confirmed?,
        })
    };
    match row() {
        Some(row) if line.is_good() => Ok(row),
        _ => Err(line.into_faults()),
    }
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
