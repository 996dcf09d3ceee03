//! A day's sessions of several projects in one form: which projects, what was typed, and recording it.

use super::day_views as views;
use super::forms::{SessionForm, asked_day, at_fields};
use super::missing;
use crate::actions::hours::day::{self as actions, DayRow, field};
use crate::domain::hours::plan::planned;
use crate::domain::hours::week::likely_day;
use crate::domain::ids::Reference;
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::Permission;
use crate::domain::time::iso_date;
use crate::store::hours::{self as store, Version, plans};
use crate::store::projects::{self, Project};
use crate::web::form::{Fields, Nothing, Posted};
use crate::web::govuk::BackLink;
use crate::web::mistaken;
use crate::web::paths::Asked;
use crate::web::pieces::DayTyped;
use crate::web::problem::Problem;
use crate::web::visit::{Answer, PageAnswer, Visit};
use axum::response::IntoResponse;
use chrono::NaiveDate;
use maud::{Markup, Render};

/// Projects on a form.
pub const A_PAGE: usize = 10;

crate::form! {
    /// Which day, and which projects: those that planned a session (`planned`) or all in progress.
    pub struct DayQuery { date, which, page }
}

/// One project's part of the form.
pub struct Row {
    /// Counted from 1.
    pub number: usize,
    /// The project.
    pub project: Project,
    /// Its last session that was held.
    pub last: Option<Version>,
    /// What stands in its boxes.
    pub form: SessionForm,
}

/// The questions of a row, by their names in the form of one session.
const QUESTIONS: [&str; 10] = [
    "status",
    "start",
    "end",
    "attending",
    "new-to-project",
    "minutes-offered",
    "minutes-credited",
    "reason",
    "note",
    "over-limit",
];

impl Row {
    /// What was typed into a row, with the one day of the form.
    fn typed(fields: &Fields, number: usize, day: &DayTyped) -> SessionForm {
        let get = |name: &str| fields.get(&field(name, number));
        SessionForm {
            date_day: day.day.clone(),
            date_month: day.month.clone(),
            date_year: day.year.clone(),
            status: get("status"),
            start: get("start"),
            end: get("end"),
            attending: get("attending"),
            new_to_project: get("new-to-project"),
            minutes_offered: get("minutes-offered"),
            minutes_credited: get("minutes-credited"),
            reason: get("reason"),
            note: get("note"),
            over_limit: get("over-limit"),
            ..SessionForm::default()
        }
    }

    /// Whether nothing is said of this project: what stands in its boxes came with the form.
    fn is_left_out(&self) -> bool {
        let form = &self.form;
        let said = [
            &form.status,
            &form.new_to_project,
            &form.minutes_offered,
            &form.minutes_credited,
            &form.reason,
            &form.note,
        ];
        said.into_iter().all(|text| text.trim().is_empty())
    }

    /// What is said, or the mistakes at the fields of this row.
    fn parse(&self) -> Result<DayRow, Mistakes> {
        let claim = self.form.parse().map_err(|found| {
            let mut at_row = Mistakes::none();
            for mistake in found.iter() {
                if QUESTIONS.contains(&mistake.field.as_str()) {
                    let title = &self.project.description.title;
                    let place = field(&mistake.field, self.number);
                    at_row.add(place, format!("{title}: {}", mistake.message));
                } else {
                    at_row.add(&mistake.field, &mistake.message);
                }
            }
            at_row
        })?;
        Ok(DayRow {
            number: self.number,
            project: self.project.reference.clone(),
            claim,
        })
    }
}

fn page<'v>(visit: &'v Visit, body: Markup) -> PageAnswer<'v> {
    visit
        .page("Record a day’s sessions", body)
        .before(BackLink::to("/staff/sessions/week").render())
        .wide()
}

/// The day that most likely waits: the latest with a planned session that is over and not recorded, else the
/// latest working day that is over.
async fn likely(visit: &Visit) -> Result<NaiveDate, Problem> {
    let missing = missing::now(visit).await?;
    let latest = missing.last().map(|(day, _)| *day);
    Ok(latest.unwrap_or_else(|| likely_day(NaiveDate::MIN, None, visit.now())))
}

/// The form for a day, filled in like each project's last session.
pub async fn to_record(visit: Visit, Asked(query): Asked<DayQuery>) -> Answer {
    let day = match asked_day(&query.date) {
        Some(day) => day,
        None => likely(&visit).await?,
    };
    let conn = visit.read();
    let within = visit.person().areas_where(Permission::RecordSessions);
    let all = plans::in_progress(&conn, within.as_deref()).await?;
    let rows: Vec<i64> = all.iter().map(|one| one.project).collect();
    let there = plans::recorded(&conn, &rows, day, day).await?;
    let is_recorded = |project: i64| there.iter().any(|one| one.project == project);
    let is_planned = |one: &&plans::Planning| planned(&one.plans, day).is_some();
    let open: Vec<&plans::Planning> = all
        .iter()
        .filter(|one| !is_recorded(one.project) && one.started_on <= day)
        .collect();
    let any_planned = open.iter().any(is_planned);
    let only_planned = query.which == "planned" || (query.which.is_empty() && any_planned);
    let wanted: Vec<&plans::Planning> = open
        .into_iter()
        .filter(|one| !only_planned || is_planned(one))
        .collect();
    let last_page = wanted.len().div_ceil(A_PAGE).max(1);
    let number = query.page.parse().unwrap_or(1).clamp(1, last_page);
    let mut rows = vec![];
    let some = wanted.iter().skip((number - 1) * A_PAGE).take(A_PAGE);
    for (at, one) in some.enumerate() {
        let project = projects::by_id(&conn, one.project).await?;
        let last = store::last_held(&conn, one.project).await?;
        let form = SessionForm::like(last.as_ref(), planned(&one.plans, day), day);
        rows.extend(project.map(|project| Row {
            number: at + 1,
            project,
            last,
            form,
        }));
    }
    let choosing = views::Choosing {
        day: iso_date(day),
        which: if only_planned { "planned" } else { "all" },
        found: wanted.len(),
        recorded: there.len(),
        pages: (number, last_page),
    };
    let body = views::day(
        &choosing,
        visit.csrf_and_once(),
        &DayTyped::of(day),
        &rows,
        &Mistakes::none(),
    );
    Ok(page(&visit, body).into_response())
}

/// The rows that came with a form.
async fn rows_of(visit: &Visit, fields: &Fields) -> Result<(DayTyped, Vec<Row>), Problem> {
    let day = DayTyped::new(
        &fields.get("date-day"),
        &fields.get("date-month"),
        &fields.get("date-year"),
    );
    let mut rows = vec![];
    for number in 1..=A_PAGE {
        let reference: Option<Reference> = fields.get(&field("project", number)).parse().ok();
        let Some(reference) = reference else { continue };
        let project = projects::by_reference(&visit.read(), &reference).await?;
        let project = project.ok_or(Problem::NotFound)?;
        visit.need(Permission::RecordSessions, project.area())?;
        rows.push(Row {
            number,
            last: store::last_held(&visit.read(), project.id).await?,
            form: Row::typed(fields, number, &day),
            project,
        });
    }
    Ok((day, rows))
}

/// Records the sessions, all of them or none.
pub async fn record(visit: Visit, posted: Posted<Nothing>) -> Answer {
    let (day, rows) = rows_of(&visit, &posted.fields).await?;
    let mistakes = match said(&day, &rows) {
        Ok((on, said)) => {
            let (desk, person) = (&visit.app.desk, visit.person());
            match actions::record(desk, &person, posted.once_as_said(), said).await {
                Ok(count) => {
                    let week = iso_date(on);
                    return Ok(
                        visit.on_to(&format!("/staff/sessions/week?of={week}&saved={count}"))
                    );
                }
                Err(refusal) => Visit::mistakes_or_problem(refusal)?,
            }
        }
        Err(mistakes) => mistakes,
    };
    let keys = visit.csrf_and_same_once(posted.once.as_ref());
    let body = views::again(keys, &day, &rows, &mistakes);
    Ok(page(&visit, body)
        .notice(mistaken::summary(&mistakes))
        .invalid()
        .into_response())
}

/// What is said of the day, or every mistake in every row.
fn said(day: &DayTyped, rows: &[Row]) -> Result<(NaiveDate, Vec<DayRow>), Mistakes> {
    let mut found = Mistakes::none();
    let on = day.read("Enter the date of the sessions, like 21 6 2026");
    let on = found.check("date-day", on);
    let mut said = vec![];
    for row in rows.iter().filter(|row| !row.is_left_out()) {
        match row.parse() {
            Ok(row) => said.push(row),
            Err(mistakes) => {
                // A day that does not read is one mistake, however many rows it is the day of.
                let own = mistakes.iter().filter(|one| one.field != "date-day");
                own.for_each(|one| found.add(&one.field, &one.message));
            }
        }
    }
    if said.is_empty() && found.is_empty() {
        let first = rows.first().map_or(1, |row| row.number);
        found.add(
            field("status", first),
            "Say of at least one project whether its session was held",
        );
    }
    match on {
        Some(on) if found.is_empty() => Ok((on, said)),
        _ => Err(at_fields(&found)),
    }
}
