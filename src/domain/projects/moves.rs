//! From stage to stage: agreed, scheduled, in progress, completed; paused and cancelled with a reason.
//!
//! [`Standing::after`] says where a move leads, or every reason why it may not be made. Days come in
//! order: agreed, started, every session, completed; and nothing happened tomorrow.

use super::Stage;
use crate::domain::figures::period::Month;
use crate::domain::hours::notes::{NamesACase, names_a_case};
use crate::domain::time::long_date;
use chrono::NaiveDate;

/// A move without its particulars: what a page offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Give it a month, or another month.
    Schedule,
    /// Begin the work.
    Start,
    /// Let it wait.
    Pause,
    /// Go on.
    Resume,
    /// It is done.
    Complete,
    /// It will not be done.
    Cancel,
}

impl Kind {
    /// Every move, in the order of the page.
    pub const ALL: [Kind; 6] = [
        Kind::Schedule,
        Kind::Start,
        Kind::Resume,
        Kind::Complete,
        Kind::Pause,
        Kind::Cancel,
    ];

    /// The word in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Schedule => "schedule",
            Kind::Start => "start",
            Kind::Pause => "pause",
            Kind::Resume => "resume",
            Kind::Complete => "complete",
            Kind::Cancel => "cancel",
        }
    }

    /// The words on its button.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Schedule => "Give it a month",
            Kind::Start => "Start the work",
            Kind::Pause => "Pause",
            Kind::Resume => "Go on with the work",
            Kind::Complete => "Complete the project",
            Kind::Cancel => "Cancel the project",
        }
    }

    /// Reads the word.
    pub fn parse(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether a project in that stage can be moved so.
    pub fn is_open_from(self, stage: Stage) -> bool {
        use Stage::{Agreed, Cancelled, Completed, InProgress, Paused, Scheduled};
        match self {
            Kind::Schedule | Kind::Start => matches!(stage, Agreed | Scheduled),
            Kind::Pause => matches!(stage, Agreed | Scheduled | InProgress),
            Kind::Resume => stage == Paused,
            Kind::Complete => matches!(stage, InProgress | Paused),
            Kind::Cancel => !matches!(stage, Completed | Cancelled),
        }
    }
}

/// A move with its particulars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// Give it a month; the day it should be done by is for staff, the public sees its month.
    Schedule {
        /// The month in which work should begin.
        month: Month,
        /// The day by which it should be done.
        expected_on: Option<NaiveDate>,
    },
    /// Begin the work.
    Start {
        /// Its first day.
        on: NaiveDate,
    },
    /// Let it wait.
    Pause {
        /// Why, for the public page.
        reason: String,
    },
    /// Go on.
    Resume,
    /// It is done.
    Complete {
        /// Its last day.
        on: NaiveDate,
        /// What there is to say at the end, for the public page.
        closing_statement: String,
        /// What was done, for the public page.
        work_done: String,
    },
    /// It will not be done.
    Cancel {
        /// Why, for the public page.
        reason: String,
    },
}

impl Move {
    /// Which kind of move.
    pub fn kind(&self) -> Kind {
        match self {
            Move::Schedule { .. } => Kind::Schedule,
            Move::Start { .. } => Kind::Start,
            Move::Pause { .. } => Kind::Pause,
            Move::Resume => Kind::Resume,
            Move::Complete { .. } => Kind::Complete,
            Move::Cancel { .. } => Kind::Cancel,
        }
    }

    /// The reason, where the move has one.
    pub fn reason(&self) -> &str {
        match self {
            Move::Pause { reason } | Move::Cancel { reason } => reason,
            _ => "",
        }
    }

    fn words(&self) -> Vec<(&'static str, &str)> {
        match self {
            Move::Pause { reason } | Move::Cancel { reason } => vec![("reason", reason)],
            Move::Complete {
                closing_statement,
                work_done,
                ..
            } => vec![
                ("closing-statement", closing_statement),
                ("work-done", work_done),
            ],
            _ => vec![],
        }
    }
}

/// Where a project stands, as far as moves care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Its stage.
    pub stage: Stage,
    /// The stage to go back to when a pause ends.
    pub before_the_pause: Option<Stage>,
    /// The day it was agreed.
    pub agreed_on: NaiveDate,
    /// Its first day.
    pub started_on: Option<NaiveDate>,
    /// The day of its last session.
    pub last_session: Option<NaiveDate>,
}

/// Why a move may not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not from this stage.
    #[error("This project is {}: that step is not open to it", .0.name().to_lowercase())]
    NotFromHere(Stage),
    /// The month is over.
    #[error("The month must be this month or later")]
    MonthIsOver,
    /// Done before it begins.
    #[error("The day it should be done by must be in the month it starts, or later")]
    ExpectedBeforeMonth,
    /// It begins tomorrow.
    #[error("The first day must be today or in the past")]
    StartsInTheFuture,
    /// It began before it was agreed.
    #[error("The project was agreed on {}: the first day must be that day or later", long_date(*.0))]
    StartsBeforeAgreed(NaiveDate),
    /// Done tomorrow.
    #[error("The last day must be today or in the past")]
    CompletedInTheFuture,
    /// Done before it began.
    #[error("Work started on {}: the last day must be that day or later", long_date(*.0))]
    CompletedBeforeStart(NaiveDate),
    /// Never begun.
    #[error("Work has not started: there is nothing to complete")]
    NeverStarted,
    /// There were sessions afterwards.
    #[error("There was a session on {}: the last day must be that day or later", long_date(*.0))]
    SessionsAfterwards(NaiveDate),
    /// A text names a case.
    #[error("{NamesACase}")]
    NamesACase(&'static str),
}

impl Refusal {
    /// The field it is about; empty where it is about the move as such.
    pub fn field(&self) -> &'static str {
        match self {
            Refusal::NotFromHere(_) | Refusal::NeverStarted => "",
            Refusal::MonthIsOver => "month",
            Refusal::ExpectedBeforeMonth => "expected",
            Refusal::StartsInTheFuture
            | Refusal::StartsBeforeAgreed(_)
            | Refusal::CompletedInTheFuture
            | Refusal::CompletedBeforeStart(_)
            | Refusal::SessionsAfterwards(_) => "on",
            Refusal::NamesACase(field) => field,
        }
    }
}

impl Standing {
    /// The stage that a move leads to, or every reason against it.
    pub fn after(&self, wanted: &Move, today: NaiveDate) -> Result<Stage, Vec<Refusal>> {
        if !wanted.kind().is_open_from(self.stage) {
            return Err(vec![Refusal::NotFromHere(self.stage)]);
        }
        let mut against = vec![];
        let to = match wanted {
            Move::Schedule { month, expected_on } => {
                if *month < Month::of(today) {
                    against.push(Refusal::MonthIsOver);
                }
                if expected_on.is_some_and(|day| day < month.first_day()) {
                    against.push(Refusal::ExpectedBeforeMonth);
                }
                Stage::Scheduled
            }
            Move::Start { on } => {
                if *on > today {
                    against.push(Refusal::StartsInTheFuture);
                } else if *on < self.agreed_on {
                    against.push(Refusal::StartsBeforeAgreed(self.agreed_on));
                }
                Stage::InProgress
            }
            Move::Pause { .. } => Stage::Paused,
            Move::Resume => self.before_the_pause.unwrap_or(Stage::Agreed),
            Move::Complete { on, .. } => {
                against.extend(self.against_completing(*on, today));
                Stage::Completed
            }
            Move::Cancel { .. } => Stage::Cancelled,
        };
        let named = wanted
            .words()
            .into_iter()
            .filter(|(_, text)| names_a_case(text));
        against.extend(named.map(|(field, _)| Refusal::NamesACase(field)));
        if against.is_empty() {
            Ok(to)
        } else {
            Err(against)
        }
    }

    fn against_completing(&self, on: NaiveDate, today: NaiveDate) -> Option<Refusal> {
        let Some(started) = self.started_on else {
            return Some(Refusal::NeverStarted);
        };
        if on > today {
            Some(Refusal::CompletedInTheFuture)
        } else if on < started {
            Some(Refusal::CompletedBeforeStart(started))
        } else {
            self.last_session
                .filter(|last| on < *last)
                .map(Refusal::SessionsAfterwards)
        }
    }
}
