//! Releases: figures of a council and a period that one officer has checked and another published.
//!
//! A release holds the tables as the public saw them at that moment and never changes. A later
//! correction is a new revision, which names each number that it changes. What releases say of rows of
//! live figures is in [`said`], what an officer looks at first in [`findings`]. Start at [`Table`] and [`revised`].

pub mod findings;
pub mod said;
pub mod values;

use super::Measures;
use super::measure::{Counted, EDITION, LOW_SINCE, Measure, Wage};
use super::period::{Cut, Month, Span};
use super::view::{By, View};
use super::withholding::{PublicMeasures, Shown};
use chrono::{Datelike, NaiveDate};

/// Where a release stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Somebody looks at it.
    Draft,
    /// One officer found it right. Another may publish it.
    Checked,
    /// Frozen.
    Published,
}

impl Stage {
    /// The word in the database.
    pub fn code(self) -> &'static str {
        match self {
            Stage::Draft => "draft",
            Stage::Checked => "checked",
            Stage::Published => "published",
        }
    }

    /// The words for people.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Draft => "Draft",
            Stage::Checked => "Checked, waits for a second officer",
            Stage::Published => "Published",
        }
    }

    /// Reads the word.
    pub fn parse(code: &str) -> Option<Stage> {
        [Stage::Draft, Stage::Checked, Stage::Published]
            .into_iter()
            .find(|stage| stage.code() == code)
    }
}

/// What was done to a release, as the audit log keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Somebody began to look at it.
    Drafted,
    /// An officer found it right: the digest of its tables, and how many anomalies there were.
    Checked {
        /// The digest of the tables.
        digest: String,
        /// How many anomalies were listed.
        anomalies: usize,
    },
    /// It is to be checked again.
    SentBack {
        /// Whose check it was, where that is somebody else.
        checker: Option<i64>,
    },
    /// The draft is gone.
    Discarded,
    /// It is frozen, each file with its digest.
    Published {
        /// Digest and name of each file.
        digests: Vec<String>,
    },
}

/// The months of a release: a month, a quarter or a financial year, named by its first month.
pub fn period(length: Cut, first: Month) -> Result<Span, &'static str> {
    if length.row_of(first) != first {
        return Err(match length {
            Cut::Month => "Enter a month like 2026-04",
            Cut::Quarter => "A quarter begins in January, April, July or October",
            Cut::Year => "A financial year begins in April",
        });
    }
    Ok(length.span(first))
}

/// Unpaid work as part of a sentence began on 1 January 1973 (Criminal Justice Act 1972): no earlier month can have
/// figures.
const FIRST_YEAR: i32 = 1973;

/// Whether there can be records of a period.
pub fn can_have_records(span: Span) -> bool {
    span.to.last_day().year() >= FIRST_YEAR
}

/// Whether a period is over on a day: what goes on can still change every day.
pub fn is_over(span: Span, today: NaiveDate) -> bool {
    span.to.last_day() < today
}

/// The last part of a release's address: `e06000016-2009-04-to-2010-03`, later revisions with `-r2`.
pub fn slug(area: &str, span: Span, revision: i64) -> String {
    let area = area.to_lowercase().replace('_', "-");
    let months = if span.from == span.to {
        span.from.to_string()
    } else {
        format!("{}-to-{}", span.from, span.to)
    };
    if revision > 1 {
        format!("{area}-{months}-r{revision}")
    } else {
        format!("{area}-{months}")
    }
}

/// What a release is called: `Leicester, financial year 2009–10, revision 2`.
pub fn title(area: &str, span: Span, revision: i64) -> String {
    let months = span.words();
    match revision {
        1 => format!("{area}, {months}"),
        number => format!("{area}, {months}, revision {number}"),
    }
}

/// How the rows of a release are read: its edition of the measures, and what an hour is worth. A release from
/// before values were stated has no wage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The edition.
    pub edition: i64,
    /// The wage that the values of hours are made of.
    pub wage: Option<Wage>,
}

impl Reading {
    /// As releases are published now.
    pub fn now(wage: Wage) -> Reading {
        Reading {
            edition: EDITION,
            wage: Some(wage),
        }
    }

    /// The numbers of a row, each with its measure.
    pub fn numbers(self, row: &Row) -> impl Iterator<Item = (Measure, Shown)> {
        Measure::in_edition(self.edition).map(move |measure| (measure, self.number(row, measure)))
    }

    /// A number of a row.
    pub fn number(self, row: &Row, measure: Measure) -> Shown {
        let view = View {
            by: row.table.by().into_iter().collect(),
            ..View::everything()
        };
        let wage = self.wage.unwrap_or(Wage { pence: 0 });
        self.written(view.shown(&row.counts, measure, wage))
    }

    /// A number as releases of this edition write it.
    pub fn written(self, number: Shown) -> Shown {
        match number {
            Shown::Low if self.edition < LOW_SINCE => Shown::Count(0),
            number => number,
        }
    }

    /// What a revision changes, as releases of this edition write it.
    pub fn written_all(self, revised: &[Revised]) -> Vec<Revised> {
        let written = |one: &Revised| Revised {
            old: self.written(one.old),
            new: self.written(one.new),
            ..one.clone()
        };
        let all = revised.iter().map(written);
        all.filter(|one| one.old != one.new).collect()
    }
}

/// A table of a release: the total alone, or a row for each of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// Everything together.
    Total,
    /// A row for each of these.
    By(By),
}

impl Table {
    /// The tables of a release of these months, in their order. Each is a view of the public figures.
    /// What would be a single row of time is left out: a month is no quarter.
    pub fn of(span: Span) -> Vec<Table> {
        let months = span.to.number() - span.from.number() + 1;
        let is_shown = |table: &Table| match table {
            Table::By(By::Time(Cut::Month)) => months > 1,
            Table::By(By::Time(Cut::Quarter)) => months > 3,
            _ => true,
        };
        Table::ALL.into_iter().filter(is_shown).collect()
    }

    /// Every table that a release can have, in their order.
    pub const ALL: [Table; 6] = [
        Table::Total,
        Table::By(By::Time(Cut::Month)),
        Table::By(By::Time(Cut::Quarter)),
        Table::By(By::Category),
        Table::By(By::Origin),
        Table::By(By::Area),
    ];

    /// What its rows are rows of.
    fn by(self) -> Option<By> {
        match self {
            Table::Total => None,
            Table::By(by) => Some(by),
        }
    }

    /// The word in files.
    pub fn code(self) -> &'static str {
        match self {
            Table::Total => "total",
            Table::By(by) => by.code(),
        }
    }

    /// The words for people.
    pub fn name(self) -> &'static str {
        match self {
            Table::Total => "All together",
            Table::By(By::Area) => "Ward",
            Table::By(by) => by.name(),
        }
    }

    /// Reads the word.
    pub fn parse(code: &str) -> Option<Table> {
        Table::ALL.into_iter().find(|table| table.code() == code)
    }
}

/// The view of the public figures that a table of a release shows.
pub fn view(area: &str, span: Span, by: By) -> View {
    View {
        area: area.to_string(),
        span,
        by: vec![by],
        ..View::everything()
    }
}

/// A row of a table, with its numbers as the public sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Which table.
    pub table: Table,
    /// The code of the row; `total` for the total.
    pub code: String,
    /// The words for people.
    pub name: String,
    /// Its numbers.
    pub counts: PublicMeasures,
    /// The sets of ward boundaries that they are of. A release from before this was written down has none.
    pub ward_sets: Option<String>,
}

/// What may be revised: what is counted. What follows from it in other units follows here too.
pub fn compared(edition: i64) -> impl Iterator<Item = Measure> {
    Measure::in_edition(edition).filter(|measure| measure.counted_by() == *measure)
}

/// A number that a revision changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revised {
    /// In which table.
    pub table: Table,
    /// In which row, by its code.
    pub code: String,
    /// The row's words.
    pub name: String,
    /// What is counted.
    pub measure: Measure,
    /// As it was. A row that was not there counted nothing.
    pub old: Shown,
    /// As it is.
    pub new: Shown,
}

/// Every number of a release that differs from the same of a release of other months. Rows of time are of other months
/// and held against nothing.
pub fn beside((edition, old): (i64, &[Row]), new: &[Row]) -> Vec<Revised> {
    let timeless = |rows: &[Row]| -> Vec<Row> {
        let is = |row: &&Row| !matches!(row.table, Table::By(By::Time(_)));
        rows.iter().filter(is).cloned().collect()
    };
    revised((edition, &timeless(old)), &timeless(new))
}

/// Every number that differs between a revision and the one before, of those that the one before has, in the
/// order of the new rows; rows that are gone come last.
pub fn revised((edition, old): (i64, &[Row]), new: &[Row]) -> Vec<Revised> {
    let find = |rows: &[Row], like: &Row| {
        let same = |row: &&Row| row.table == like.table && row.code == like.code;
        rows.iter().find(same).map(|row| row.counts)
    };
    let number = |counts: Option<PublicMeasures>, measure: Measure| match counts {
        Some(counts) => counts.counted(measure),
        None => Measures::NONE.counted(measure),
    };
    let gone = |row: &&Row| find(new, row).is_none();
    let mut all = vec![];
    for row in new.iter().chain(old.iter().filter(gone)) {
        let (before, now) = (find(old, row), find(new, row));
        for measure in compared(edition) {
            let (old, new) = (number(before, measure), number(now, measure));
            if old != new {
                all.push(Revised {
                    table: row.table,
                    code: row.code.clone(),
                    name: row.name.clone(),
                    measure,
                    old,
                    new,
                });
            }
        }
    }
    all
}

#[cfg(test)]
mod tests;
