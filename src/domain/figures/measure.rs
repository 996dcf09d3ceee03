//! The measures: what a column of figures counts, with its words, in one list.
//!
//! Pages, files, the API, the data dictionary, the command line and releases are made of it, so that none can
//! say another thing than the rest. Start at [`MEASURES`].

mod list;

use super::arranged::Stage;
use super::withholding::Shown;
use crate::domain::text::{grouped, hours_figure};

pub use list::{COUNT, MEASURES};

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Nominations passed by a moderator.
    Nominations,
    /// Projects agreed.
    ProjectsAgreed,
    /// Projects completed.
    ProjectsCompleted,
    /// Sessions held.
    SessionsHeld,
    /// Sessions stood down.
    StoodDown,
    /// Attendances.
    Attendances,
    /// Offenders on projects.
    Offenders,
    /// Hours offered.
    HoursOffered,
    /// Hours credited.
    HoursCredited,
    /// Minutes offered.
    MinutesOffered,
    /// Minutes credited.
    MinutesCredited,
    /// What the hours credited are worth.
    Value,
    /// Supports of nominations.
    Supports,
    /// Nominations decided.
    Decided,
    /// Nominations decided within the promise.
    DecidedInTime,
    /// Votes declared.
    Rounds,
    /// Ballots cast.
    VotesCast,
    /// Ballots cast against the people who live there.
    Turnout,
    /// Projects by where they stand now.
    NowAgreed,
    /// Projects with a month.
    NowScheduled,
    /// Projects in progress.
    NowInProgress,
    /// Projects that are paused.
    NowPaused,
    /// Projects that are done.
    NowCompleted,
    /// Projects that will not be done.
    NowCancelled,
    /// Days from nomination to completion: the median.
    MedianDays,
}

/// In what a measure is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Things or people, by their name.
    Number(&'static str),
    /// Whole minutes.
    Minutes,
    /// Minutes, shown as hours.
    Hours,
    /// Whole pounds.
    Pounds,
    /// Tenths of one per cent.
    Percent,
}

/// What is said of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// The measure.
    pub measure: Measure,
    /// Its name in files.
    pub code: &'static str,
    /// Its name for people.
    pub words: &'static str,
    /// In what it is counted.
    pub unit: Unit,
    /// The stage of the work that it tells of.
    pub stage: Stage,
    /// How it is counted.
    pub means: &'static str,
    /// In which edition of releases it first stands.
    pub since: i64,
}

const PEOPLE: &str = "people";

/// The edition of releases that are published now. One from before has the measures of its own edition.
pub const EDITION: i64 = 4;

/// Since this edition releases mark what would round to nothing. The files of one from before stay as they are.
pub const LOW_SINCE: i64 = 4;

impl Measure {
    /// What is said of it.
    pub fn told(self) -> &'static Told {
        &MEASURES[self as usize]
    }

    /// Reads its name in files.
    pub fn parse(code: &str) -> Option<Measure> {
        let found = MEASURES.iter().find(|told| told.code == code);
        found.map(|told| told.measure)
    }

    /// The measures that releases of an edition have.
    pub fn in_edition(edition: i64) -> impl Iterator<Item = Measure> {
        let known = MEASURES.iter().filter(move |told| told.since <= edition);
        known.map(|told| told.measure)
    }

    /// The measures that tell of a stage of the work, as pages show them, of those that an edition has.
    pub fn of_stage(stage: Stage, edition: i64) -> impl Iterator<Item = Measure> {
        let known = Measure::in_edition(edition);
        known.filter(move |measure| measure.told().stage == stage && measure.on_pages() == *measure)
    }

    /// Whether it can be withheld to cover a small number of people.
    pub fn is_of_people(self) -> bool {
        matches!(
            self.told().unit,
            Unit::Number(PEOPLE) | Unit::Minutes | Unit::Hours | Unit::Pounds
        )
    }

    /// Whether it goes on changing after a period without anything being put right: people support nominations,
    /// nominations are decided and projects move on. A live number of it is never a revision of a published one.
    pub fn is_of_today(self) -> bool {
        use Measure::*;
        matches!(
            self,
            Supports
                | Decided
                | DecidedInTime
                | NowAgreed
                | NowScheduled
                | NowInProgress
                | NowPaused
                | NowCompleted
                | NowCancelled
        )
    }

    /// The measure that it follows from: a revision names that one.
    pub fn counted_by(self) -> Measure {
        match self {
            Measure::HoursOffered => Measure::MinutesOffered,
            Measure::HoursCredited | Measure::Value => Measure::MinutesCredited,
            own => own,
        }
    }

    /// The measure as pages show it: time in hours.
    pub fn on_pages(self) -> Measure {
        match self {
            Measure::MinutesOffered => Measure::HoursOffered,
            Measure::MinutesCredited => Measure::HoursCredited,
            other => other,
        }
    }

    /// A number of it as people read it.
    pub fn in_words(self, number: Shown) -> String {
        match (self.told().unit, number) {
            (Unit::Hours, Shown::Count(minutes)) => hours_figure(minutes),
            (Unit::Percent, Shown::Count(tenths)) => format!("{}%", decimal(tenths)),
            (Unit::Pounds, Shown::Count(pounds)) => format!("£{}", grouped(pounds)),
            (_, Shown::Count(number)) => grouped(number),
            (_, mark) => mark.mark(),
        }
    }
}

/// A number of tenths: `7.4`, `12`.
pub fn decimal(tenths: i64) -> String {
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        tenth => format!("{}.{tenth}", tenths / 10),
    }
}

/// What an hour of work is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wage {
    /// In pence.
    pub pence: i64,
}

impl Wage {
    /// As people read it: `£12.71 an hour`.
    pub fn words(self) -> String {
        format!("£{}.{:02} an hour", self.pence / 100, self.pence % 100)
    }

    /// What some minutes are worth in whole pounds, rounded down.
    pub fn pounds(self, minutes: i64) -> i64 {
        let value = i128::from(minutes) * i128::from(self.pence) / 6000;
        i64::try_from(value).unwrap_or(i64::MAX)
    }
}

/// Counts of which each measure can be read.
pub trait Counted {
    /// A number that is counted; of minutes for hours and for their value.
    fn counted(&self, measure: Measure) -> Shown;

    /// A number in its unit, hours in minutes.
    fn shown(&self, measure: Measure, wage: Wage) -> Shown {
        match (measure, self.counted(measure)) {
            (Measure::Value, Shown::Count(minutes)) => Shown::Count(wage.pounds(minutes)),
            (_, counted) => counted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_measure_stands_in_its_place_and_under_its_own_name() {
        for (at, told) in MEASURES.iter().enumerate() {
            assert_eq!(told.measure as usize, at, "{}", told.code);
            assert_eq!(Measure::parse(told.code), Some(told.measure));
            assert!((1..=EDITION).contains(&told.since));
        }
    }

    #[test]
    fn hours_at_a_wage_are_whole_pounds() {
        let wage = Wage { pence: 1271 };
        assert_eq!(wage.words(), "£12.71 an hour");
        assert_eq!(Wage { pence: 1205 }.words(), "£12.05 an hour");
        assert_eq!(wage.pounds(4_732 * 60), 60_143);
        assert_eq!(wage.pounds(0), 0);
        let most = Wage { pence: 10_000 };
        assert_eq!(most.pounds(i64::MAX), i64::MAX);
    }
}
