//! What staff say of a session, and the rules that make it a return.
//!
//! A [`Claim`] is what was typed or stood in a file; [`Claim::check`] gathers every [`Refusal`] or
//! gives a [`SessionReturn`], which can hold nothing that the rules forbid. It counts heads and
//! minutes and knows nobody.

use super::notes::names_a_case;
use super::shift::TimeOfDay;
use super::stood_down::StoodDown;
use super::{Minutes, Shift};
use crate::domain::text::{grouped, hours};
use crate::domain::time::{london_date, long_date};
use chrono::{DateTime, NaiveDate, Utc};

/// The most people a return can hold, so that a slip of the finger is noticed.
pub const MOST_PEOPLE: i64 = 500;

/// Work that was done: heads and minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Worked {
    /// Offenders who attended.
    pub attending: i64,
    /// How many of them had never worked on this project before.
    pub new_to_project: i64,
    /// Minutes offered, all people together.
    pub offered: Minutes,
    /// Minutes credited, all people together.
    pub credited: Minutes,
}

/// How a session went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was held.
    Held(Worked),
    /// It was stood down: nobody worked.
    StoodDown(StoodDown),
}

impl Outcome {
    /// The word in the database and in files.
    pub fn status(&self) -> &'static str {
        match self {
            Outcome::Held(_) => HELD,
            Outcome::StoodDown(_) => STOOD_DOWN,
        }
    }

    /// The work, if any was done.
    pub fn worked(&self) -> Option<Worked> {
        match self {
            Outcome::Held(worked) => Some(*worked),
            Outcome::StoodDown(_) => None,
        }
    }

    /// Why it was stood down, if it was.
    pub fn reason(&self) -> Option<StoodDown> {
        match self {
            Outcome::Held(_) => None,
            Outcome::StoodDown(reason) => Some(*reason),
        }
    }
}

/// The word for a session that was held.
pub const HELD: &str = "held";
/// The word for a session that was stood down.
pub const STOOD_DOWN: &str = "stood-down";

/// One day's supervised work on a project, as it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionReturn {
    /// The day, in London.
    pub day: NaiveDate,
    /// From when to when.
    pub shift: Shift,
    /// How it went.
    pub outcome: Outcome,
    /// What staff noted. Never public.
    pub note: String,
}

/// What a project sets for its sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Site {
    /// The day its work began, if it has.
    pub started_on: Option<NaiveDate>,
    /// The day its work ended: completed or cancelled.
    pub ended_on: Option<NaiveDate>,
    /// The most people at a time, where one is set.
    pub group_limit: Option<i64>,
    /// Whether nobody has worked on it yet, so that whoever comes is new to it.
    pub nobody_yet: bool,
}

/// What somebody says of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The day.
    pub day: NaiveDate,
    /// From when.
    pub starts: TimeOfDay,
    /// To when.
    pub ends: TimeOfDay,
    /// Whether it was stood down.
    pub stood_down: bool,
    /// How many attended.
    pub attending: i64,
    /// How many of them were new to the project. May be left out where nobody has worked on it yet.
    pub new_to_project: Option<i64>,
    /// Minutes offered; worked out where nothing is said.
    pub offered: Option<i64>,
    /// Minutes credited; all that was offered where nothing is said.
    pub credited: Option<i64>,
    /// Why it was stood down.
    pub reason: Option<StoodDown>,
    /// Anything else.
    pub note: String,
    /// Whether it was said that more people than the limit is right.
    pub over_limit_confirmed: bool,
}

/// A rule of the ledger that a claim breaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The day is yet to come.
    #[error("The date of the session must be today or in the past")]
    InTheFuture,
    /// It is today, but not over.
    #[error("This session has not ended yet: record it when it is over")]
    NotEndedYet,
    /// Work has not begun.
    #[error("Work on this project has not started: move it to 'in progress' first")]
    NotStarted,
    /// Before the work began.
    #[error("The project started on {}: the session must be on that day or later", long_date(*.0))]
    BeforeStart(NaiveDate),
    /// After the work ended.
    #[error("The project ended on {}: the session must be on that day or earlier", long_date(*.0))]
    AfterEnd(NaiveDate),
    /// A time that the clocks skipped.
    #[error("The clocks went forward that night: there was no such time")]
    NotOnTheClock,
    /// The end is not after the start.
    #[error("The end time must be after the start time, on the same day")]
    Backwards,
    /// Held with nobody there.
    #[error("Enter how many people attended, or choose 'stood down' if nobody did")]
    NobodyAttended,
    /// Fewer than nobody, or a crowd.
    #[error("Enter a number of people from 0 to {MOST_PEOPLE}")]
    NotAHeadCount,
    /// More than the group may be.
    #[error(
        "The group limit is {0}: check the number, and tick the box if more people than that really attended"
    )]
    OverGroupLimit(i64),
    /// Nothing said of new people, where some have worked here before.
    #[error("Enter how many of them were new to this project, 0 if none")]
    NewNotSaid,
    /// More new people than people.
    #[error("The number of people new to the project cannot be more than attended")]
    NewAboveAttending,
    /// More time than there was.
    #[error("Time offered cannot be more than {} minutes ({}): everybody for the whole session", grouped(*.0), hours(*.0))]
    OfferedAboveTime(i64),
    /// Less than no time offered.
    #[error("Time offered cannot be below nothing")]
    OfferedBelowNothing,
    /// More time counted than was offered.
    #[error("Time credited cannot be more than the time offered ({} minutes)", grouped(*.0))]
    CreditedAboveOffered(i64),
    /// Less than no time credited.
    #[error("Time credited cannot be below nothing")]
    CreditedBelowNothing,
    /// Stood down, but with people.
    #[error("A session that was stood down has nobody attending")]
    StoodDownWithPeople,
    /// Stood down, but with minutes.
    #[error("A session that was stood down has no minutes")]
    StoodDownWithMinutes,
    /// Stood down for no reason.
    #[error("Choose why the session was stood down")]
    StoodDownWithoutReason,
    /// Held, with a reason for standing down.
    #[error("Leave the reason out, or choose 'stood down'")]
    HeldWithReason,
    /// The note names a case.
    #[error("{}", super::notes::NamesACase)]
    NoteNamesACase,
}

impl Refusal {
    /// The field it is about, by its name in a file of returns.
    pub fn field(&self) -> &'static str {
        match self {
            Refusal::InTheFuture
            | Refusal::NotStarted
            | Refusal::BeforeStart(_)
            | Refusal::AfterEnd(_) => "date",
            Refusal::NotOnTheClock => "start",
            Refusal::NotEndedYet | Refusal::Backwards => "end",
            Refusal::NobodyAttended
            | Refusal::NotAHeadCount
            | Refusal::OverGroupLimit(_)
            | Refusal::StoodDownWithPeople => "attending",
            Refusal::NewNotSaid | Refusal::NewAboveAttending => "new_to_project",
            Refusal::OfferedAboveTime(_)
            | Refusal::OfferedBelowNothing
            | Refusal::StoodDownWithMinutes => "minutes_offered",
            Refusal::CreditedAboveOffered(_) | Refusal::CreditedBelowNothing => "minutes_credited",
            Refusal::StoodDownWithoutReason | Refusal::HeldWithReason => "reason",
            Refusal::NoteNamesACase => "note",
        }
    }
}

/// Every rule about day and time that a session at a site breaks, but for an end before its start.
pub fn untimely(
    day: NaiveDate,
    starts: TimeOfDay,
    ends: TimeOfDay,
    site: &Site,
    now: DateTime<Utc>,
) -> Vec<Refusal> {
    let mut broken = vec![];
    if day > london_date(now) {
        broken.push(Refusal::InTheFuture);
    } else if let Ok(shift) = Shift::new(starts, ends) {
        match shift.ended_at(day) {
            Some(_) if !shift.was_on_the_clock(day) => broken.push(Refusal::NotOnTheClock),
            Some(end) if end > now => broken.push(Refusal::NotEndedYet),
            Some(_) => {}
            None => broken.push(Refusal::NotOnTheClock),
        }
    }
    match (site.started_on, site.ended_on) {
        (None, _) => broken.push(Refusal::NotStarted),
        (Some(started), _) if day < started => broken.push(Refusal::BeforeStart(started)),
        (_, Some(ended)) if day > ended => broken.push(Refusal::AfterEnd(ended)),
        _ => {}
    }
    broken
}

impl Claim {
    /// The return that this claim makes, or every rule it breaks, in the order of the form.
    pub fn check(&self, site: &Site, now: DateTime<Utc>) -> Result<SessionReturn, Vec<Refusal>> {
        let mut broken = untimely(self.day, self.starts, self.ends, site, now);
        let shift = Shift::new(self.starts, self.ends);
        if shift.is_err() {
            broken.push(Refusal::Backwards);
        }
        let outcome = match (self.stood_down, &shift) {
            (true, _) => self.stood_down(&mut broken),
            (false, Ok(shift)) => self.held(shift.length_on(self.day), site, &mut broken),
            (false, Err(_)) => self.held(Minutes::new(i64::MAX), site, &mut broken),
        };
        if names_a_case(&self.note) {
            broken.push(Refusal::NoteNamesACase);
        }
        match (shift, outcome) {
            (Ok(shift), Some(outcome)) if broken.is_empty() => Ok(SessionReturn {
                day: self.day,
                shift,
                outcome,
                note: self.note.clone(),
            }),
            _ => Err(broken),
        }
    }

    /// Whether a return that is in the ledger says just this: the same sent again, or by two people.
    pub fn agrees_with(&self, there: &SessionReturn, now: DateTime<Utc>) -> bool {
        let anywhere = Site {
            started_on: Some(NaiveDate::MIN),
            ended_on: None,
            group_limit: None,
            nobody_yet: false,
        };
        let new_there = there.outcome.worked().map(|worked| worked.new_to_project);
        let said = Claim {
            new_to_project: self.new_to_project.or(new_there),
            ..self.clone()
        };
        said.check(&anywhere, now).is_ok_and(|said| {
            (said.day, said.shift, said.outcome) == (there.day, there.shift, there.outcome)
        })
    }

    fn stood_down(&self, broken: &mut Vec<Refusal>) -> Option<Outcome> {
        if self.attending != 0 || self.new_to_project.unwrap_or(0) != 0 {
            broken.push(Refusal::StoodDownWithPeople);
        }
        if self.offered.unwrap_or(0) != 0 || self.credited.unwrap_or(0) != 0 {
            broken.push(Refusal::StoodDownWithMinutes);
        }
        if self.reason.is_none() {
            broken.push(Refusal::StoodDownWithoutReason);
        }
        self.reason.map(Outcome::StoodDown)
    }

    fn held(&self, length: Minutes, site: &Site, broken: &mut Vec<Refusal>) -> Option<Outcome> {
        let attending = self.attending;
        if attending == 0 {
            broken.push(Refusal::NobodyAttended);
        } else if !(1..=MOST_PEOPLE).contains(&attending) {
            broken.push(Refusal::NotAHeadCount);
        } else if let Some(limit) = site.group_limit
            && attending > limit
            && !self.over_limit_confirmed
        {
            broken.push(Refusal::OverGroupLimit(limit));
        }
        let new_to_project = match self.new_to_project {
            Some(said) => said,
            None if site.nobody_yet => attending,
            None => {
                broken.push(Refusal::NewNotSaid);
                0
            }
        };
        if !(0..=attending.max(0)).contains(&new_to_project) {
            broken.push(Refusal::NewAboveAttending);
        }
        let (offered, credited) = self.minutes(length.times(attending.max(0)), broken);
        if self.reason.is_some() {
            broken.push(Refusal::HeldWithReason);
        }
        Some(Outcome::Held(Worked {
            attending,
            new_to_project,
            offered,
            credited,
        }))
    }

    fn minutes(&self, most: Minutes, broken: &mut Vec<Refusal>) -> (Minutes, Minutes) {
        let offered = self.offered.unwrap_or(most.count());
        if offered < 0 {
            broken.push(Refusal::OfferedBelowNothing);
        } else if offered > most.count() {
            broken.push(Refusal::OfferedAboveTime(most.count()));
        }
        let credited = self.credited.unwrap_or(offered);
        if credited < 0 {
            broken.push(Refusal::CreditedBelowNothing);
        } else if credited > offered {
            broken.push(Refusal::CreditedAboveOffered(offered.max(0)));
        }
        (Minutes::new(offered), Minutes::new(credited))
    }
}
