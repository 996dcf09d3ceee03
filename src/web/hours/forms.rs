//! What browsers send about sessions.

use crate::domain::hours::session_return::{Claim, HELD, MOST_PEOPLE, Outcome, STOOD_DOWN};
use crate::domain::hours::shift::TimeOfDay;
use crate::domain::hours::stood_down::StoodDown;
use crate::domain::hours::{Minutes, Shift};
use crate::domain::mistakes::{self, Mistakes};
use crate::store::hours::Version;
use crate::web::pieces::DayTyped;
use chrono::NaiveDate;

crate::form! {
    /// A session, as it is recorded and corrected.
    pub struct SessionForm {
        date_day, date_month, date_year, status, start, end, attending, new_to_project, minutes_offered,
        minutes_credited, reason, note, over_limit, version, correction
    }
}

crate::form! {
    /// What the list of a project's sessions is asked for.
    pub struct ListQuery { page, status, from, to }
}

crate::form! {
    /// What the form for a new session is asked for: its day.
    pub struct NewQuery { date }
}

impl NewQuery {
    /// The day asked for.
    pub fn day(&self) -> Option<NaiveDate> {
        asked_day(&self.date)
    }
}

/// A day in an address, like `2026-11-20`.
pub fn asked_day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok()
}

impl SessionForm {
    /// The form for a project's next session, filled in with what its last one is likely to share
    /// with it, and with the times that were planned for the day.
    pub fn like(last: Option<&Version>, planned: Option<Shift>, day: NaiveDate) -> SessionForm {
        let mut form = SessionForm::default();
        form.put_day(day);
        if let Some(shift) = planned.or(last.map(|last| last.reads.shift)) {
            form.put_shift(shift);
        }
        if let Some(worked) = last.and_then(|last| last.reads.outcome.worked()) {
            form.attending = worked.attending.to_string();
        }
        form
    }

    /// The form for a correction, filled in with what is in force. Minutes that follow from the times and the people
    /// stay empty, so that they follow when those are corrected.
    pub fn of(version: &Version) -> SessionForm {
        let reads = &version.reads;
        let mut form = SessionForm {
            status: reads.outcome.status().into(),
            note: reads.note.clone(),
            version: version.number.to_string(),
            ..Default::default()
        };
        form.put_day(reads.day);
        form.put_shift(reads.shift);
        match reads.outcome {
            Outcome::Held(worked) => {
                form.attending = worked.attending.to_string();
                form.new_to_project = worked.new_to_project.to_string();
                let whole = reads.shift.length_on(reads.day).times(worked.attending);
                let unless = |usual: Minutes, minutes: Minutes| match minutes == usual {
                    true => String::new(),
                    false => minutes.to_string(),
                };
                form.minutes_offered = unless(whole, worked.offered);
                form.minutes_credited = unless(worked.offered, worked.credited);
            }
            Outcome::StoodDown(reason) => form.reason = reason.code().into(),
        }
        form
    }

    fn put_day(&mut self, day: NaiveDate) {
        let typed = DayTyped::of(day);
        self.date_day = typed.day;
        self.date_month = typed.month;
        self.date_year = typed.year;
    }

    fn put_shift(&mut self, shift: Shift) {
        self.start = shift.starts().to_string();
        self.end = shift.ends().to_string();
    }

    /// The day as it stands in its boxes.
    pub fn day(&self) -> DayTyped {
        DayTyped::new(&self.date_day, &self.date_month, &self.date_year)
    }

    /// The version that the page was made from; one that does not read is never the present one.
    pub fn based_on(&self) -> i64 {
        self.version.trim().parse().unwrap_or(-1)
    }

    /// What is said of the session, or every mistake.
    pub fn parse(&self) -> Result<Claim, Mistakes> {
        let mut found = Mistakes::none();
        let day = self
            .day()
            .read("Enter the date of the session, like 21 6 2026");
        let day = found.check("date-day", day);
        let status = match self.status.as_str() {
            HELD => Ok(false),
            STOOD_DOWN => Ok(true),
            _ => Err("Choose whether the session was held"),
        };
        let stood_down = found.check("status", status);
        let starts = TimeOfDay::parse(&self.start).map_err(|_| "Enter a start time, like 09:30");
        let starts = found.check("start", starts);
        let ends = TimeOfDay::parse(&self.end).map_err(|_| "Enter an end time, like 15:30");
        let ends = found.check("end", ends);
        let counts = match stood_down {
            // What stands in boxes that do not apply is not asked about.
            Some(true) | None => Some(Counts::default()),
            Some(false) => self.counts(&mut found),
        };
        let reason = match stood_down {
            Some(true) => StoodDown::parse(&self.reason),
            _ => None,
        };
        let note = found.check("note", mistakes::optional_words(&self.note, 2000));
        let claim = || {
            let counts = counts?;
            Some(Claim {
                day: day?,
                starts: starts?,
                ends: ends?,
                stood_down: stood_down?,
                attending: counts.attending,
                new_to_project: counts.new_to_project,
                offered: counts.offered,
                credited: counts.credited,
                reason,
                note: note?,
                over_limit_confirmed: self.over_limit == "yes",
            })
        };
        match claim() {
            Some(claim) if found.is_empty() => Ok(claim),
            _ => Err(found),
        }
    }

    fn counts(&self, found: &mut Mistakes) -> Option<Counts> {
        let people = |text: &str, missing| mistakes::whole(text, 0, MOST_PEOPLE, missing);
        let attending = found.check(
            "attending",
            people(&self.attending, "Enter how many people attended"),
        );
        // Left empty at a project's first session, when everybody is new: the ledger's rules decide.
        let new_to_project = match self.new_to_project.trim() {
            "" => Some(None),
            typed => found.check("new-to-project", people(typed, "")).map(Some),
        };
        let offered = minutes("minutes-offered", &self.minutes_offered, found);
        let credited = minutes("minutes-credited", &self.minutes_credited, found);
        Some(Counts {
            attending: attending?,
            new_to_project: new_to_project?,
            offered: offered?,
            credited: credited?,
        })
    }

    /// Why it was wrong, or what to do about it.
    pub fn why(&self) -> Result<String, Mistakes> {
        mistakes::words(
            &self.correction,
            500,
            "Say why the session is corrected, like 'I read the sheet wrongly'",
        )
        .map_err(|why| Mistakes::one("correction", why))
    }
}

#[derive(Default)]
struct Counts {
    attending: i64,
    new_to_project: Option<i64>,
    offered: Option<i64>,
    credited: Option<i64>,
}

/// Minutes, or nothing where they are to be worked out. `None` is a mistake.
fn minutes(field: &str, text: &str, found: &mut Mistakes) -> Option<Option<i64>> {
    if text.trim().is_empty() {
        return Some(None);
    }
    let read = mistakes::whole(text, 0, MOST_PEOPLE * 1440, "");
    found.check(field, read).map(Some)
}

/// Mistakes that the action found, at the fields of the form.
pub fn at_fields(mistakes: &Mistakes) -> Mistakes {
    mistakes.moved(|field| match field {
        "date" => "date-day",
        field => field,
    })
}
