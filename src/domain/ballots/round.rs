//! Round: the life of a vote, `draft → announced → open → closed → counted → declared`. A count that is sent
//! back is the one way backwards.
//!
//! It opens and closes by the clock. Every step is a question here: the answer is the next stage
//! or the reasons why not. Once announced, the rule sheet cannot change, because its digest names
//! the round; a mistake means a new round. Start at [`Stage`] and [`due`].

use chrono::{DateTime, Utc};

use super::rule_sheet::RuleSheet;
use super::rule_sheet_faults::SheetFault;

/// Where a round stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    Draft,
    Announced,
    Open,
    Closed,
    Counted,
    Declared,
}

/// When a round opens and closes. It is open from the first instant up to, not at, the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    pub opens_at: DateTime<Utc>,
    pub closes_at: DateTime<Utc>,
}

/// Why a step in a round's life is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the vote is {}, and this needs it to be {}", .is.name(), .needs.name())]
    WrongStage { is: Stage, needs: Stage },
    #[error("the rules are not complete: {}", join(.0))]
    Sheet(Vec<SheetFault>),
    #[error("the opening time has already passed")]
    OpensInThePast,
    #[error("the vote opens at a set time, which has not come yet")]
    TooEarlyToOpen,
    #[error("the vote closes at a set time, which has not come yet")]
    TooEarlyToClose,
    #[error("a test ballot must be opened with each key before the vote can open")]
    KeysUntested,
    #[error("the count ended in a tie: lots must decide before it is complete")]
    TieUndecided,
    #[error(
        "the result must be declared or sent back by an officer other than the one who counted"
    )]
    SameOfficer,
}

impl Stage {
    pub const ALL: [Stage; 6] = [
        Stage::Draft,
        Stage::Announced,
        Stage::Open,
        Stage::Closed,
        Stage::Counted,
        Stage::Declared,
    ];

    /// The name in storage, open data and on pages.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Draft => "draft",
            Stage::Announced => "announced",
            Stage::Open => "open",
            Stage::Closed => "closed",
            Stage::Counted => "counted",
            Stage::Declared => "declared",
        }
    }

    /// The stage of that name.
    pub fn parse(name: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|stage| stage.name() == name)
    }

    /// Whether anybody may see the round.
    pub fn is_public(self) -> bool {
        self != Stage::Draft
    }

    /// Whether its rules may still be changed.
    pub fn takes_changes(self) -> bool {
        self == Stage::Draft
    }

    /// Whether anybody may see how the vote went.
    pub fn shows_result(self) -> bool {
        self == Stage::Declared
    }

    fn must_be(self, needs: Stage) -> Result<(), Refusal> {
        if self == needs {
            Ok(())
        } else {
            Err(Refusal::WrongStage { is: self, needs })
        }
    }
}

impl Times {
    /// The times of a rule sheet.
    pub fn of(sheet: &RuleSheet) -> Times {
        Times {
            opens_at: sheet.opens_at,
            closes_at: sheet.closes_at,
        }
    }

    /// Whether the clock says that votes are taken now.
    pub fn is_open_at(&self, now: DateTime<Utc>) -> bool {
        self.opens_at <= now && now < self.closes_at
    }
}

/// The step that the clock demands now, if any. After taking it, ask again: a round that nobody
/// looked after for long may be due to open and at once to close.
pub fn due(stage: Stage, times: &Times, now: DateTime<Utc>) -> Option<Stage> {
    match stage {
        Stage::Announced if now >= times.opens_at => Some(Stage::Open),
        Stage::Open if now >= times.closes_at => Some(Stage::Closed),
        _ => None,
    }
}

/// Publishes the rules. They must be complete, and the opening must lie ahead.
pub fn announce(stage: Stage, sheet: &RuleSheet, now: DateTime<Utc>) -> Result<Stage, Refusal> {
    stage.must_be(Stage::Draft)?;
    let faults = sheet.faults();
    if !faults.is_empty() {
        return Err(Refusal::Sheet(faults));
    }
    if sheet.opens_at <= now {
        return Err(Refusal::OpensInThePast);
    }
    Ok(Stage::Announced)
}

/// Opens the round by the clock. A sealed round waits until a test ballot has been opened with
/// each of its keys; `keys_untested` counts those for which that has not happened.
pub fn open(
    stage: Stage,
    times: &Times,
    keys_untested: usize,
    now: DateTime<Utc>,
) -> Result<Stage, Refusal> {
    stage.must_be(Stage::Announced)?;
    if now < times.opens_at {
        return Err(Refusal::TooEarlyToOpen);
    }
    if keys_untested > 0 {
        return Err(Refusal::KeysUntested);
    }
    Ok(Stage::Open)
}

/// Closes the round by the clock.
pub fn close(stage: Stage, times: &Times, now: DateTime<Utc>) -> Result<Stage, Refusal> {
    stage.must_be(Stage::Open)?;
    if now < times.closes_at {
        Err(Refusal::TooEarlyToClose)
    } else {
        Ok(Stage::Closed)
    }
}

/// Takes a complete count. One that ended in a tie leaves the round closed until lots are drawn.
pub fn count(stage: Stage, tie_undecided: bool) -> Result<Stage, Refusal> {
    stage.must_be(Stage::Closed)?;
    if tie_undecided {
        Err(Refusal::TieUndecided)
    } else {
        Ok(Stage::Counted)
    }
}

/// Declares the result. It takes a second officer.
pub fn declare(stage: Stage, same_officer_counted: bool) -> Result<Stage, Refusal> {
    by_a_second_officer(stage, same_officer_counted)?;
    Ok(Stage::Declared)
}

/// Sends a count back: the round is closed again, to be counted once more. It takes a second officer, so that
/// nobody tries one value after another by themselves.
pub fn send_back(stage: Stage, same_officer_counted: bool) -> Result<Stage, Refusal> {
    by_a_second_officer(stage, same_officer_counted)?;
    Ok(Stage::Closed)
}

fn by_a_second_officer(stage: Stage, same_officer_counted: bool) -> Result<(), Refusal> {
    stage.must_be(Stage::Counted)?;
    match same_officer_counted {
        true => Err(Refusal::SameOfficer),
        false => Ok(()),
    }
}

fn join(faults: &[SheetFault]) -> String {
    faults
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("; ")
}
