//! What browsers send about projects.

use crate::actions::projects::{Agreed, FromNomination};
use crate::domain::figures::period::Month;
use crate::domain::hours::Minutes;
use crate::domain::mistakes::{self, Mistakes};
use crate::domain::projects::Description;
use crate::domain::projects::moves::{Kind, Move};
use crate::domain::text::hours_figure;
use crate::store::nominations::Listed;
use crate::store::projects::Project;
use crate::web::pieces::{DayTyped, MonthTyped};
use chrono::{Datelike, NaiveDate};

crate::form! {
    /// What a project is, as staff set it up and change it.
    pub struct DescriptionForm {
        title, category, area, place, summary, beneficiary, supervised_by, estimate_hours, group_limit,
        agreed_day, agreed_month, agreed_year, expected_day, expected_month, expected_year, version
    }
}

crate::form! {
    /// A move from one stage to another.
    pub struct MoveForm {
        version, month_month, month_year, expected_day, expected_month, expected_year, on_day, on_month,
        on_year, reason, closing_statement, work_done
    }
}

crate::form! {
    /// News of a project.
    pub struct UpdateForm { title, body }
}

/// Hours as people write them, `120` or `7.5`, in minutes.
pub fn minutes_of_hours(text: &str) -> Result<Option<Minutes>, String> {
    const WHAT: &str = "Enter the hours as a number, like 120 or 7.5";
    let text: String = text.trim().chars().filter(|c| *c != ',').collect();
    if text.is_empty() {
        return Ok(None);
    }
    let (whole, tenth) = text.split_once('.').unwrap_or((&text, "0"));
    if tenth.len() != 1 {
        return Err(WHAT.into());
    }
    let whole = mistakes::whole(whole, 0, 1_000_000, WHAT).map_err(|_| WHAT)?;
    let tenth = mistakes::whole(tenth, 0, 9, WHAT).map_err(|_| WHAT)?;
    match whole * 60 + tenth * 6 {
        0 => Err("Enter more than no hours, or leave it empty".into()),
        minutes => Ok(Some(Minutes::new(minutes))),
    }
}

impl DescriptionForm {
    /// The form filled in with a project.
    pub fn of(project: &Project) -> DescriptionForm {
        let d = &project.description;
        let expected = project.expected_on.map(DayTyped::of).unwrap_or_default();
        DescriptionForm {
            title: d.title.clone(),
            category: d.category.clone(),
            place: d.place.clone(),
            summary: d.summary.clone(),
            beneficiary: d.beneficiary.clone(),
            supervised_by: d.supervised_by.clone(),
            estimate_hours: hours_typed(d.estimate),
            group_limit: number_typed(d.group_limit),
            expected_day: expected.day,
            expected_month: expected.month,
            expected_year: expected.year,
            version: project.version.to_string(),
            ..Default::default()
        }
    }

    /// The form for a project of a nomination, filled in with what was nominated and found.
    pub fn of_nomination(listed: &Listed, estimate: Option<i64>, group: Option<i64>) -> Self {
        DescriptionForm {
            summary: listed.nomination.proposal.description.clone(),
            estimate_hours: hours_typed(estimate.map(Minutes::new)),
            group_limit: number_typed(group.or(Some(8))),
            ..Default::default()
        }
    }

    /// The form for a project that was agreed today.
    pub fn new(today: NaiveDate) -> DescriptionForm {
        let agreed = DayTyped::of(today);
        DescriptionForm {
            group_limit: "8".into(),
            agreed_day: agreed.day,
            agreed_month: agreed.month,
            agreed_year: agreed.year,
            ..Default::default()
        }
    }

    /// The version the page was made from; one that does not read is never the present one.
    pub fn version(&self) -> i64 {
        self.version.trim().parse().unwrap_or(-1)
    }

    /// The day it was agreed, as it stands in its boxes.
    pub fn agreed(&self) -> DayTyped {
        DayTyped::new(&self.agreed_day, &self.agreed_month, &self.agreed_year)
    }

    /// The day it should be done by, as it stands in its boxes.
    pub fn expected(&self) -> DayTyped {
        DayTyped::new(
            &self.expected_day,
            &self.expected_month,
            &self.expected_year,
        )
    }

    fn estimate_and_group(&self, found: &mut Mistakes) -> (Option<Minutes>, Option<i64>) {
        let estimate = minutes_of_hours(&self.estimate_hours);
        let estimate = found.check("estimate-hours", estimate).flatten();
        let group = match self.group_limit.trim() {
            "" => None,
            typed => found.check("group-limit", mistakes::whole(typed, 1, 500, "")),
        };
        (estimate, group)
    }

    fn description(&self, found: &mut Mistakes) -> Option<Description> {
        let title = mistakes::line(
            &self.title,
            150,
            "Enter a title, like 'Hedges by the canal'",
        );
        let title = found.check("title", title);
        if self.category.is_empty() {
            found.add("category", "Choose a kind of work");
        }
        let place = found.check("place", mistakes::optional_line(&self.place, 300));
        let summary = mistakes::words(&self.summary, 4000, "Say what there is to do");
        let summary = found.check("summary", summary);
        let beneficiary = mistakes::optional_line(&self.beneficiary, 300);
        let beneficiary = found.check("beneficiary", beneficiary);
        let supervised_by = mistakes::optional_line(&self.supervised_by, 300);
        let supervised_by = found.check("supervised-by", supervised_by);
        let (estimate, group_limit) = self.estimate_and_group(found);
        Some(Description {
            title: title?,
            category: self.category.clone(),
            place: place?,
            summary: summary?,
            beneficiary: beneficiary?,
            supervised_by: supervised_by?,
            estimate,
            group_limit,
        })
    }

    /// A changed description and the day it should be done by, or every mistake.
    pub fn parse(&self) -> Result<(Description, Option<NaiveDate>), Mistakes> {
        let mut found = Mistakes::none();
        let description = self.description(&mut found);
        let expected = found.check("expected-day", self.expected().read_if_any());
        match (description, expected) {
            (Some(description), Some(expected)) if found.is_empty() => Ok((description, expected)),
            _ => Err(found),
        }
    }

    /// A project that was agreed directly, or every mistake.
    pub fn parse_agreed(&self) -> Result<Agreed, Mistakes> {
        let mut found = Mistakes::none();
        if self.area.is_empty() {
            found.add(
                "area",
                "Choose the ward, or the council if you do not know the ward",
            );
        }
        let description = self.description(&mut found);
        let agreed = self
            .agreed()
            .read("Enter the day it was agreed, like 21 6 2026");
        let agreed = found.check("agreed-day", agreed);
        match (description, agreed) {
            (Some(description), Some(agreed_on)) if found.is_empty() => Ok(Agreed {
                description,
                area: self.area.clone(),
                point: None,
                agreed_on,
            }),
            _ => Err(found),
        }
    }

    /// A nomination that becomes a project, or every mistake.
    pub fn parse_from(&self, nomination: i64) -> Result<FromNomination, Mistakes> {
        let mut found = Mistakes::none();
        let summary = mistakes::words(&self.summary, 4000, "Say what there is to do");
        let summary = found.check("summary", summary);
        let supervised_by = mistakes::optional_line(&self.supervised_by, 300);
        let supervised_by = found.check("supervised-by", supervised_by);
        let (estimate, group_limit) = self.estimate_and_group(&mut found);
        match supervised_by {
            Some(supervised_by) if found.is_empty() => Ok(FromNomination {
                nomination,
                round: None,
                summary,
                supervised_by,
                estimate,
                group_limit,
            }),
            _ => Err(found),
        }
    }
}

fn hours_typed(estimate: Option<Minutes>) -> String {
    let hours = estimate.map(|minutes| hours_figure(minutes.count()));
    hours.unwrap_or_default().replace(',', "")
}

fn number_typed(number: Option<i64>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

impl MoveForm {
    /// The form for a move, filled in with what is likely.
    pub fn new(kind: Kind, project: &Project, today: NaiveDate) -> MoveForm {
        let mut form = MoveForm {
            version: project.version.to_string(),
            work_done: project.work_done.clone(),
            ..Default::default()
        };
        if matches!(kind, Kind::Start | Kind::Complete) {
            let on = DayTyped::of(today);
            (form.on_day, form.on_month, form.on_year) = (on.day, on.month, on.year);
        }
        if kind == Kind::Schedule {
            let month = project.planned_month.map(Month::first_day);
            let next = Month::of(today).next().first_day();
            let month = month.unwrap_or(next);
            form.month_month = month.month().to_string();
            form.month_year = month.year().to_string();
            let expected = project.expected_on.map(DayTyped::of).unwrap_or_default();
            form.expected_day = expected.day;
            form.expected_month = expected.month;
            form.expected_year = expected.year;
        }
        form
    }

    /// The version the page was made from.
    pub fn version(&self) -> i64 {
        self.version.trim().parse().unwrap_or(-1)
    }

    /// The day of a start or an end, as it stands in its boxes.
    pub fn on(&self) -> DayTyped {
        DayTyped::new(&self.on_day, &self.on_month, &self.on_year)
    }

    /// The day it should be done by, as it stands in its boxes.
    pub fn expected(&self) -> DayTyped {
        DayTyped::new(
            &self.expected_day,
            &self.expected_month,
            &self.expected_year,
        )
    }

    /// The month of a plan, as it stands in its boxes.
    pub fn month(&self) -> MonthTyped {
        MonthTyped::new(&self.month_month, &self.month_year)
    }

    /// The move, or every mistake.
    pub fn parse(&self, kind: Kind) -> Result<Move, Mistakes> {
        let mut found = Mistakes::none();
        let wanted = match kind {
            Kind::Schedule => {
                let month = self.month().read("month", &mut found);
                let expected = found.check("expected-day", self.expected().read_if_any());
                month
                    .zip(expected)
                    .map(|(month, expected_on)| Move::Schedule { month, expected_on })
            }
            Kind::Start => {
                let on = self.on().read("Enter the first day, like 21 6 2026");
                found.check("on-day", on).map(|on| Move::Start { on })
            }
            Kind::Resume => Some(Move::Resume),
            Kind::Pause => {
                let reason = mistakes::words(&self.reason, 1000, "Say why the work is paused");
                found
                    .check("reason", reason)
                    .map(|reason| Move::Pause { reason })
            }
            Kind::Cancel => {
                let reason = mistakes::words(&self.reason, 1000, "Say why it will not be done");
                found
                    .check("reason", reason)
                    .map(|reason| Move::Cancel { reason })
            }
            Kind::Complete => self.complete(&mut found),
        };
        wanted.filter(|_| found.is_empty()).ok_or(found)
    }

    fn complete(&self, found: &mut Mistakes) -> Option<Move> {
        let on = self.on().read("Enter the last day, like 21 6 2026");
        let on = found.check("on-day", on);
        let statement = "Say a few words at the end: how it is now, and who helped";
        let statement = mistakes::words(&self.closing_statement, 4000, statement);
        let closing_statement = found.check("closing-statement", statement);
        let done = mistakes::words(&self.work_done, 4000, "Say what was done");
        let work_done = found.check("work-done", done);
        Some(Move::Complete {
            on: on?,
            closing_statement: closing_statement?,
            work_done: work_done?,
        })
    }
}

/// Mistakes that the action found, at the fields of the form.
pub fn at_fields(mistakes: &Mistakes) -> Mistakes {
    mistakes.moved(|field| match field {
        "on" => "on-day",
        "expected" => "expected-day",
        "agreed" => "agreed-day",
        "month" => "month-month",
        "" => "main-content",
        field => field,
    })
}

impl UpdateForm {
    /// The news, or every mistake.
    pub fn parse(&self) -> Result<(String, String), Mistakes> {
        let mut found = Mistakes::none();
        let title = mistakes::line(
            &self.title,
            120,
            "Enter a heading, like 'The first path is open'",
        );
        let title = found.check("title", title);
        let body = found.check("body", mistakes::words(&self.body, 4000, "Write the news"));
        match (title, body) {
            (Some(title), Some(body)) => Ok((title, body)),
            _ => Err(found),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_in_tenths() {
        let read = |text| minutes_of_hours(text).map(|minutes| minutes.map(Minutes::count));
        assert_eq!(read(""), Ok(None));
        assert_eq!(read("120"), Ok(Some(7200)));
        assert_eq!(read("1,200"), Ok(Some(72_000)));
        assert_eq!(read("7.5"), Ok(Some(450)));
        for text in ["0", "-1", "7.55", "7.", ".", "seven", "1e3", "99999999"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
