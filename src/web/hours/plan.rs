//! A project's usual days of work: the form, and setting them.

use super::pages::project;
use crate::actions::Refusal;
use crate::actions::hours::plans as actions;
use crate::domain::hours::Shift;
use crate::domain::hours::plan::{Every, Plan, Weekdays, weekday_name};
use crate::domain::hours::shift::TimeOfDay;
use crate::domain::ids::Reference;
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::Permission;
use crate::domain::text::listed;
use crate::domain::time::long_date;
use crate::store::hours::plans as store;
use crate::store::projects::Project;
use crate::web::form::Posted;
use crate::web::govuk::{
    BackLink, Button, Checkboxes, CheckboxesItem, Fieldset, Hint, Input, InsetText, Label, Radios,
    RadiosItem,
};
use crate::web::mistaken;
use crate::web::paths::At;
use crate::web::pieces::{DayTyped, day_field};
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use chrono::{NaiveDate, Weekday};
use maud::{Markup, Render, html};

crate::form! {
    /// The usual days, from a day on.
    pub struct PlanForm { from_day, from_month, from_year, every, start, end, version } many { weekdays }
}

impl PlanForm {
    /// The form with what holds now, to begin today or on the project's first day.
    fn of(now: Option<&Plan>, from: NaiveDate) -> PlanForm {
        let typed = DayTyped::of(from);
        let mut form = PlanForm {
            from_day: typed.day,
            from_month: typed.month,
            from_year: typed.year,
            every: Every::Week.weeks().to_string(),
            ..PlanForm::default()
        };
        if let Some(plan) = now {
            let days = Weekdays::ALL.into_iter();
            form.weekdays = days
                .filter(|day| plan.weekdays.has(*day))
                .map(code)
                .collect();
            form.every = plan.every.weeks().to_string();
            form.start = plan.shift.starts().to_string();
            form.end = plan.shift.ends().to_string();
        }
        form
    }

    fn from(&self) -> DayTyped {
        DayTyped::new(&self.from_day, &self.from_month, &self.from_year)
    }

    fn parse(&self) -> Result<Plan, Mistakes> {
        let mut found = Mistakes::none();
        let from = self.from().read("Enter the day from which this holds");
        let from = found.check("from-day", from);
        let every = self.every.parse().ok().and_then(Every::parse);
        let every = found.check(
            "every",
            every.ok_or("Choose every week or every other week"),
        );
        let starts = TimeOfDay::parse(&self.start).map_err(|_| "Enter a start time, like 09:30");
        let starts = found.check("start", starts);
        let ends = TimeOfDay::parse(&self.end).map_err(|_| "Enter an end time, like 15:30");
        let ends = found.check("end", ends);
        let shift = match (starts, ends) {
            (Some(starts), Some(ends)) => found.check("end", Shift::new(starts, ends)),
            _ => None,
        };
        let days = Weekdays::ALL.into_iter();
        let weekdays = Weekdays::of(days.filter(|day| self.weekdays.contains(&code(*day))));
        match (from, every, shift) {
            (Some(from), Some(every), Some(shift)) if found.is_empty() => Ok(Plan {
                from,
                weekdays,
                every,
                shift,
            }),
            _ => Err(found),
        }
    }
}

fn code(day: Weekday) -> String {
    weekday_name(day).to_lowercase()
}

fn page<'v>(
    visit: &'v Visit,
    project: &Project,
    body: Markup,
) -> crate::web::visit::PageAnswer<'v> {
    let back = BackLink::to(format!("/staff/projects/{}", project.reference));
    visit
        .page("Usual days of work", body)
        .of(&project.description.title)
        .before(back.render())
}

/// The form.
pub async fn to_set(visit: Visit, At(reference): At<Reference>) -> Answer {
    let project = project(&visit, &reference, Permission::RecordSessions).await?;
    let plans = store::of_project(&visit.read(), project.id).await?;
    let from = project.started_on.map_or(visit.today(), |first| {
        if plans.is_empty() {
            first
        } else {
            visit.today()
        }
    });
    let form = PlanForm {
        version: store::version(&visit.read(), project.id).await?.to_string(),
        ..PlanForm::of(plans.last(), from)
    };
    let body = view(visit.csrf_and_once(), &form, &plans, &Mistakes::none());
    Ok(page(&visit, &project, body).into_response())
}

/// Sets them.
pub async fn set(visit: Visit, At(reference): At<Reference>, posted: Posted<PlanForm>) -> Answer {
    let project = project(&visit, &reference, Permission::RecordSessions).await?;
    let form = &posted.form;
    let version = form.version.trim().parse().unwrap_or(-1);
    let (desk, person) = (&visit.app.desk, visit.person());
    let done = match form.parse() {
        Ok(plan) => {
            let once = posted.once.clone();
            actions::set(desk, &person, &reference, version, plan, once).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    let plans = store::of_project(&visit.read(), project.id).await?;
    match done {
        Ok(()) => Ok(visit.on_to(&format!("/staff/projects/{reference}"))),
        Err(Refusal::Stale) => {
            let now = store::version(&visit.read(), project.id).await?;
            let form = PlanForm {
                version: now.to_string(),
                ..form.clone()
            };
            let changed = InsetText {
                html: html! {
                    p { strong { "Somebody changed these days while you were typing." } }
                    p { "What holds now stands below the form. Check what you typed against it, then save it or go back." }
                },
                ..Default::default()
            };
            let body =
                html! { (changed) (view(visit.csrf_and_once(), &form, &plans, &Mistakes::none())) };
            Ok(page(&visit, &project, body).conflicting().into_response())
        }
        Err(refusal) => {
            let mistakes = Visit::mistakes_or_problem(refusal)?;
            let keys = visit.csrf_and_same_once(posted.once.as_ref());
            let body = view(keys, form, &plans, &mistakes);
            Ok(page(&visit, &project, body)
                .notice(mistaken::summary(&mistakes))
                .invalid()
                .into_response())
        }
    }
}

fn view(keys: Markup, form: &PlanForm, plans: &[Plan], mistakes: &Mistakes) -> Markup {
    let days = Weekdays::ALL
        .map(|day| CheckboxesItem::new(code(day), weekday_name(day)))
        .into();
    let every = [
        (Every::Week, "Every week"),
        (Every::Fortnight, "Every other week"),
    ]
    .map(|(every, words)| RadiosItem::new(every.weeks().to_string(), words))
    .into();
    let time = |name: &str, question: &str, value: &str, like: &str| Input {
        name: name.into(),
        value: value.into(),
        label: Label::question(question),
        hint: Some(Hint::from(like)),
        inputmode: "numeric".into(),
        autocomplete: "off".into(),
        classes: "govuk-input--width-5".into(),
        error_message: mistaken::at(mistakes, name),
        ..Default::default()
    };
    html! {
        p class="govuk-body" {
            "From these the week shows which sessions are missing. Staff see them; the public never does."
        }
        form method="post" novalidate {
            (keys)
            input type="hidden" name="version" value=(form.version);
            (Checkboxes {
                name: "weekdays".into(), values: form.weekdays.clone(), items: days,
                fieldset: Some(Fieldset::question("On which days does it work?")),
                hint: Some(Hint::from("Tick none where nothing is planned any more.")),
                ..Default::default()
            })
            (Radios {
                name: "every".into(), value: form.every.clone(), items: every,
                fieldset: Some(Fieldset::question("In which weeks?")),
                error_message: mistaken::at(mistakes, "every"), ..Default::default()
            })
            div class="app-session__times" {
                (time("start", "Start", &form.start, "Like 0930"))
                (time("end", "End", &form.end, "Like 1530"))
            }
            (day_field("from", "From which day on?", "What was planned before that day stays as it was.", &form.from(), mistakes))
            (Button::new("Save the usual days"))
        }
        @if !plans.is_empty() {
            h2 class="govuk-heading-m" { "What was planned so far" }
            ul class="govuk-list govuk-list--bullet" { @for plan in plans { li { (in_words(plan)) } } }
        }
    }
}

/// `From 2 November 2026: Tuesday and Thursday, 09:30 to 15:30, every week.`
fn in_words(plan: &Plan) -> String {
    let from = long_date(plan.from);
    if plan.weekdays.is_empty() {
        return format!("From {from}: nothing planned.");
    }
    let days: Vec<&str> = Weekdays::ALL
        .into_iter()
        .filter(|day| plan.weekdays.has(*day))
        .map(weekday_name)
        .collect();
    let weeks = match plan.every {
        Every::Week => "every week",
        Every::Fortnight => "every other week",
    };
    format!("From {from}: {}, {}, {weeks}.", listed(&days), plan.shift)
}
