//! How a list of attendances becomes a session: everybody's bookings of one day on one project.
//!
//! A person counts once however many bookings they have that day; a booking counts by its outcome
//! ([`super::credit`]). Who somebody is never comes here. Start at [`DaySession`].

use super::credit::{self, Outcome as Contact};
use super::session_return::{MOST_PEOPLE, Outcome, Worked};
use super::{Minutes, SessionReturn, Shift, StoodDown};
use chrono::NaiveDate;

/// One person's booked attendance and what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Booking {
    /// From when to when.
    pub shift: Shift,
    /// What came of it.
    pub contact: Contact,
    /// Minutes docked for lateness or conduct.
    pub docked: Minutes,
}

/// Two bookings of one person lie in each other.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("The same person is on the list twice at this time")]
pub struct Overlapping;

/// What one person's bookings of a day come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attendance {
    /// From their first start to their last end.
    pub span: Shift,
    /// Minutes offered.
    pub offered: Minutes,
    /// Minutes credited.
    pub credited: Minutes,
}

/// What one person's bookings of a day come to: nothing where none of them counts as attended.
pub fn of_person(day: NaiveDate, bookings: &[Booking]) -> Result<Option<Attendance>, Overlapping> {
    let mut bookings = bookings.to_vec();
    bookings.sort_by_key(|booking| booking.shift);
    let overlap = bookings
        .windows(2)
        .any(|two| two[0].shift.overlaps(two[1].shift));
    if overlap {
        return Err(Overlapping);
    }
    let worked = bookings.iter().filter(|booking| booking.contact.attended());
    let attendance = |booking: &Booking| Attendance {
        span: booking.shift,
        offered: booking.shift.length_on(day),
        credited: credit::credited(booking.contact, day, booking.shift, booking.docked),
    };
    Ok(worked.map(attendance).reduce(|one, other| {
        let span = one.span.and(other.span);
        Attendance {
            span,
            offered: one.offered + other.offered,
            credited: one.credited + other.credited,
        }
    }))
}

/// A list names more people at a session than any session has.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("More than {MOST_PEOPLE} people are on the list for this project and day")]
pub struct TooManyPeople;

/// The note of a session that a list says was stood down by the service.
const NO_REASON: &str = "The attendance list does not say why.";

/// The session of one project and day, as a list adds people to it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DaySession {
    booked: Option<Shift>,
    is_the_services_doing: bool,
    span: Option<Shift>,
    attending: i64,
    new_to_project: i64,
    offered: Minutes,
    credited: Minutes,
}

impl DaySession {
    /// Takes note of a booking, whatever came of it: times and reason of a session to which nobody
    /// came are read from these.
    pub fn note(&mut self, booking: &Booking) {
        self.booked = Some(match self.booked {
            None => booking.shift,
            Some(span) => span.and(booking.shift),
        });
        self.is_the_services_doing |= booking.contact.is_the_services_doing();
    }

    /// Adds somebody who attended.
    pub fn add(&mut self, attendance: Attendance, is_new: bool) {
        self.span = Some(match self.span {
            None => attendance.span,
            Some(span) => span.and(attendance.span),
        });
        self.attending += 1;
        self.new_to_project += i64::from(is_new);
        self.offered = self.offered + attendance.offered;
        self.credited = self.credited + attendance.credited;
    }

    /// How many attended.
    pub fn attending(&self) -> i64 {
        self.attending
    }

    /// Whether anybody attended.
    pub fn is_held(&self) -> bool {
        self.attending > 0
    }

    /// The session that the list makes. Nothing of an empty list.
    ///
    /// Where nobody attended it was stood down: by the service, if the list says so of anybody, and
    /// else because nobody came.
    pub fn session(&self, day: NaiveDate) -> Result<Option<SessionReturn>, TooManyPeople> {
        if self.attending > MOST_PEOPLE {
            return Err(TooManyPeople);
        }
        let (shift, outcome) = match (self.span, self.booked) {
            (Some(span), _) => (span, Outcome::Held(self.worked())),
            (None, Some(booked)) if self.is_the_services_doing => {
                (booked, Outcome::StoodDown(StoodDown::Other))
            }
            (None, Some(booked)) => (booked, Outcome::StoodDown(StoodDown::NobodyAttended)),
            (None, None) => return Ok(None),
        };
        let note = match outcome {
            Outcome::StoodDown(StoodDown::Other) => NO_REASON,
            _ => "",
        };
        Ok(Some(SessionReturn {
            day,
            shift,
            outcome,
            note: note.to_string(),
        }))
    }

    fn worked(&self) -> Worked {
        Worked {
            attending: self.attending,
            new_to_project: self.new_to_project,
            offered: self.offered,
            credited: self.credited,
        }
    }

    /// What a session reads once these people are added to it.
    pub fn added_to(&self, before: &SessionReturn) -> Result<SessionReturn, TooManyPeople> {
        let mut all = *self;
        if let Outcome::Held(worked) = before.outcome {
            all.span = Some(all.span.map_or(before.shift, |span| span.and(before.shift)));
            all.attending += worked.attending;
            all.new_to_project += worked.new_to_project;
            all.offered = all.offered + worked.offered;
            all.credited = all.credited + worked.credited;
        }
        let reads = all.session(before.day)?;
        Ok(reads.map_or_else(
            || before.clone(),
            |reads| SessionReturn {
                note: match before.note.as_str() {
                    NO_REASON => reads.note,
                    own => own.to_string(),
                },
                ..reads
            },
        ))
    }
}
