//! The lines of one project and day: who attended, and who of them is not counted yet.

use super::super::faults::Faults;
use super::super::return_lines::beyond;
use super::super::{Fault, known::Known};
use crate::actions::Desk;
use crate::domain::hours::attendance::{self, Attendance, Booking, DaySession};
use crate::domain::hours::credit::Outcome as Contact;
use crate::domain::hours::session_return::{Outcome, Worked};
use crate::domain::hours::shift::TimeOfDay;
use crate::domain::hours::{Minutes, SessionReturn, Shift};
use crate::store::StoreError;
use crate::store::hours::attendances::Digest;
use crate::store::hours::listed::Staged;

const SAID_OTHERWISE: &str = "This attendance was imported before and said something else: correct the session on its \
                              page, and leave this line out";

/// Somebody who attended and is not counted yet.
pub struct Arrival<'d> {
    pub first: &'d Staged,
    pub lines: usize,
    pub attendance: Attendance,
    pub says: Digest,
}

/// What the lines of one project and day come to.
pub struct Found<'d> {
    pub first: &'d Staged,
    /// Every booking taken note of, nobody added.
    pub noted: DaySession,
    pub arrivals: Vec<Arrival<'d>>,
    /// Lines of people who did not attend.
    pub absent: usize,
    /// Lines that an earlier list had, and those that are there twice.
    pub before: usize,
    /// Whether an earlier list had somebody of these.
    pub is_counted: bool,
    pub confirmed: bool,
}

fn booking(staged: &Staged) -> Result<Booking, StoreError> {
    let line = &staged.line;
    let time = TimeOfDay::from_minutes;
    let read = || {
        Some(Booking {
            shift: Shift::new(time(line.starts)?, time(line.ends)?).ok()?,
            contact: Contact::parse(&line.outcome).ok()?,
            docked: Minutes::new(line.docked),
        })
    };
    read().ok_or_else(|| StoreError::Unreadable("a staged attendance".into()))
}

impl Found<'_> {
    /// How many lines name somebody who attended and is not counted yet.
    pub fn lines(&self) -> usize {
        self.arrivals.iter().map(|arrival| arrival.lines).sum()
    }
}

/// What the lines of a project and day say. Nothing where somebody is on the list twice; mistakes are
/// added to the others.
pub fn read<'d>(
    desk: &Desk,
    day: &'d [Staged],
    faults: &mut Faults,
) -> Result<Option<Found<'d>>, StoreError> {
    let Some(first) = day.iter().min_by_key(|staged| staged.line.line) else {
        return Ok(None);
    };
    let mut found = Found {
        first,
        noted: DaySession::default(),
        arrivals: vec![],
        absent: 0,
        before: 0,
        is_counted: false,
        confirmed: day.iter().any(|staged| staged.line.confirmed),
    };
    for lines in day.chunk_by(|one, other| one.line.person == other.line.person) {
        let (Some(own), Some(last)) = (lines.first(), lines.last()) else {
            continue;
        };
        let bookings = bookings(lines)?;
        let count = bookings.len();
        found.before += lines.len() - count;
        bookings.iter().for_each(|one| found.noted.note(one));
        let attended = match attendance::of_person(first.line.day, &bookings) {
            Ok(attended) => attended,
            Err(overlapping) => {
                faults.note(Fault::new(last.line.line, "case_number", overlapping));
                return Ok(None);
            }
        };
        found.is_counted |= own.said.is_some();
        match (attended, own.said) {
            (Some(_), Some(said)) if said == says(desk, own, &bookings) => found.before += count,
            // Who counts and is absent now is said otherwise too, and would count for ever.
            (_, Some(_)) => faults.note(Fault::new(own.line.line, "outcome", SAID_OTHERWISE)),
            (None, None) => found.absent += count,
            (Some(attendance), None) => found.arrivals.push(Arrival {
                first: own,
                lines: count,
                attendance,
                says: says(desk, own, &bookings),
            }),
        }
    }
    Ok(Some(found))
}

/// One person's bookings of a day, the same line twice only once.
fn bookings(lines: &[Staged]) -> Result<Vec<Booking>, StoreError> {
    let mut bookings: Vec<Booking> = vec![];
    for line in lines {
        let booking = booking(line)?;
        if !bookings.contains(&booking) {
            bookings.push(booking);
        }
    }
    bookings.sort_by_key(|booking| booking.shift);
    Ok(bookings)
}

/// The digest of what is said of somebody's attendance.
fn says(desk: &Desk, own: &Staged, bookings: &[Booking]) -> Digest {
    let attendance = crate::domain::ids::hex(&own.line.attendance);
    let said: Vec<String> = bookings
        .iter()
        .map(|one| format!("{} {} {}", one.shift, one.contact.code(), one.docked))
        .collect();
    desk.short_digest(
        "attendance-says",
        &format!("{attendance}|{}", said.join("|")),
    )
}

/// Whether two say the same of a session, but for who was new.
pub fn is_same(one: &SessionReturn, other: &SessionReturn) -> bool {
    let outcome = |session: &SessionReturn| match session.outcome {
        Outcome::Held(worked) => Outcome::Held(Worked {
            new_to_project: 0,
            ..worked
        }),
        stood_down => stood_down,
    };
    (one.shift, outcome(one)) == (other.shift, outcome(other))
}

/// What is to be confirmed where more people attended than the project's limit.
pub fn over_limit(reads: &SessionReturn, known: &Known, confirmed: bool) -> Option<String> {
    let (attending, limit) = (reads.outcome.worked()?.attending, known.site.group_limit?);
    (attending > limit && !confirmed).then(|| beyond(attending, limit))
}
