//! A supervisor's week at a glance: what was planned, what of it is recorded, and what is missing.

use super::forms::asked_day;
use super::missing;
use crate::domain::hours::plan::{monday_of, weekday_name};
use crate::domain::hours::week::{PlannedDay, Standing};
use crate::domain::policy::Permission;
use crate::domain::text::plural;
use crate::domain::time::{iso_date, long_date};
use crate::store::hours::plans::{self, Planning, RecordedDay};
use crate::web::govuk::{BackLink, Button, NotificationBanner, Table, TableCell};
use crate::web::paths::Asked;
use crate::web::pieces::{empty_list, pages, scrolling, stage_tag};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use chrono::{Datelike, Days, NaiveDate};
use maud::{Markup, Render, html};
use std::collections::BTreeMap;

/// Projects on a page.
const A_PAGE: usize = 15;
const WITHOUT_PLAN: usize = 10;

crate::form! {
    /// Which week: any day of it.
    pub struct WeekQuery { of, page, saved }
}

/// Sessions by project and day.
type Recorded = BTreeMap<(i64, NaiveDate), Vec<RecordedDay>>;

/// One project's days.
struct Line<'a> {
    project: &'a Planning,
    planned: Vec<PlannedDay>,
}

/// The week.
pub async fn week(visit: Visit, Asked(query): Asked<WeekQuery>) -> Answer {
    let monday = monday_of(asked_day(&query.of).unwrap_or(visit.today()));
    let (projects, recorded) = looked_at(&visit, monday).await?;
    let line = |project| line(project, &recorded, (monday, moved(monday, 6)), &visit);
    let lines: Vec<Line<'_>> = projects.iter().map(line).collect();
    let missing = missing::of(&visit, &projects).await?;
    let body = html! {
        (weeks(monday, visit.today()))
        (missing::listed(&missing))
        (table(&lines, &recorded, monday, &query))
        (without_plan(&projects))
    };
    let title = format!("The week of {}", long_date(monday));
    Ok(visit
        .page(title, body)
        .about("Sessions")
        .before(BackLink::to("/staff/sessions").render())
        .notice(saved(&query))
        .wide()
        .into_response())
}

/// The projects that whoever asks records, and what is recorded of the days that a week looks at.
async fn looked_at(visit: &Visit, monday: NaiveDate) -> Result<(Vec<Planning>, Recorded), Problem> {
    let within = visit.person().areas_where(Permission::RecordSessions);
    let conn = visit.read();
    let projects = plans::in_progress(&conn, within.as_deref()).await?;
    let rows: Vec<i64> = projects.iter().map(|project| project.project).collect();
    let mut recorded = Recorded::new();
    for one in plans::recorded(&conn, &rows, monday, moved(monday, 6)).await? {
        recorded
            .entry((one.project, one.day))
            .or_default()
            .push(one);
    }
    Ok((projects, recorded))
}

fn moved(day: NaiveDate, days: i64) -> NaiveDate {
    let by = Days::new(days.unsigned_abs());
    let there = if days < 0 {
        day.checked_sub_days(by)
    } else {
        day.checked_add_days(by)
    };
    there.unwrap_or(day)
}

fn line<'a>(
    project: &'a Planning,
    recorded: &Recorded,
    span: (NaiveDate, NaiveDate),
    visit: &Visit,
) -> Line<'a> {
    let is_recorded = |day| recorded.contains_key(&(project.project, day));
    Line {
        project,
        planned: project.planned(span, is_recorded, visit.now()),
    }
}

/// What was recorded just before, where the page follows a form.
fn saved(query: &WeekQuery) -> Markup {
    let count: Option<i64> = query
        .saved
        .parse()
        .ok()
        .filter(|count| (1..100).contains(count));
    let Some(count) = count else {
        return Markup::default();
    };
    NotificationBanner::success(format!(
        "{} recorded. The public figures take them in when they are next published.",
        plural(count, "session is", "sessions are")
    ))
    .render()
}

fn weeks(monday: NaiveDate, today: NaiveDate) -> Markup {
    let link = |days: i64, words: &str| {
        let of = iso_date(moved(monday, days));
        html! { a class="govuk-link" href={ "/staff/sessions/week?of=" (of) } { (words) } }
    };
    html! {
        ul class="govuk-list app-inline" {
            li { (link(-7, "The week before")) }
            @if monday != monday_of(today) { li { a class="govuk-link" href="/staff/sessions/week" { "This week" } } }
            li { (link(7, "The week after")) }
        }
        (Button::link("Record a day’s sessions", "/staff/sessions/day"))
    }
}

pub(super) fn form_of(project: &Planning, day: NaiveDate) -> String {
    format!(
        "/staff/projects/{}/sessions/new?date={}",
        project.reference,
        iso_date(day)
    )
}

pub(super) fn day_in_words(day: NaiveDate) -> String {
    format!("{} {}", weekday_name(day.weekday()), long_date(day))
}

/// A day of the week that the page is headed with: the year is said there.
fn day_of_week(day: NaiveDate) -> String {
    format!("{} {}", weekday_name(day.weekday()), day.format("%-d %B"))
}

/// The week itself, project by project.
fn table(lines: &[Line<'_>], recorded: &Recorded, monday: NaiveDate, query: &WeekQuery) -> Markup {
    let busy: Vec<(&Line<'_>, Vec<Vec<TableCell>>)> = lines
        .iter()
        .map(|line| (line, rows(line, recorded, monday)))
        .filter(|(_, rows)| !rows.is_empty())
        .collect();
    let last_page = busy.len().div_ceil(A_PAGE).max(1);
    let page = query.page.parse().unwrap_or(1).clamp(1, last_page);
    let shown = busy.into_iter().skip((page - 1) * A_PAGE).take(A_PAGE);
    let table = Table {
        caption: "The week, project by project".into(),
        caption_classes: "govuk-table__caption--m".into(),
        // How it stands comes second, so that it is in view on a telephone.
        head: ["Project", "How it stands", "Day", "Planned time"]
            .map(TableCell::from)
            .into(),
        first_cell_is_header: true,
        rows: shown.flat_map(|(_, rows)| rows).collect(),
        ..Default::default()
    };
    let of = iso_date(monday);
    html! {
        @if table.rows.is_empty() {
            (empty_list("No session is planned or recorded in this week.", html! {
                "Plan the usual days of a project on its page, and they come up here."
            }))
        } @else {
            (scrolling(&table))
            (pages("/staff/sessions/week", &[("of", of.as_str())], page as u64, last_page as u64))
        }
    }
}

/// A project's rows in the week: what was planned, and what is recorded though nobody planned it.
fn rows(line: &Line<'_>, recorded: &Recorded, monday: NaiveDate) -> Vec<Vec<TableCell>> {
    let project = line.project;
    let title = || {
        html! { a class="govuk-link" href={ "/staff/projects/" (project.reference) } { (project.title) } }
    };
    let mut rows = vec![];
    for day in monday.iter_days().take(7) {
        let planned = line.planned.iter().find(|planned| planned.day == day);
        let there = recorded.get(&(project.project, day)).map(Vec::as_slice);
        let there = there.unwrap_or_default();
        let time = match planned {
            Some(planned) => planned.shift.to_string(),
            None if there.is_empty() => continue,
            None => "Not planned".into(),
        };
        let how = html! {
            @match planned.map(|planned| planned.standing) {
                Some(Standing::Missing) => {
                    (stage_tag("missing")) " "
                    a class="govuk-link" href=(form_of(project, day)) {
                        "Record it" span class="govuk-visually-hidden" { ": " (project.title) ", " (day_in_words(day)) }
                    }
                }
                Some(Standing::ToCome) if there.is_empty() => (stage_tag("to come")),
                _ => @for one in there { (recorded_one(project, one)) },
            }
        };
        rows.push(vec![
            title().into(),
            how.into(),
            day_of_week(day).into(),
            time.into(),
        ]);
    }
    rows
}

fn recorded_one(project: &Planning, one: &RecordedDay) -> Markup {
    html! {
        (stage_tag(if one.held { "held" } else { "stood down" })) " "
        a class="govuk-link" href={ "/staff/sessions/" (one.key) } {
            "Details" span class="govuk-visually-hidden" { ": " (project.title) ", " (day_in_words(one.day)) }
        }
        " "
    }
}

fn without_plan(projects: &[Planning]) -> Markup {
    let all: Vec<&Planning> = projects
        .iter()
        .filter(|project| project.plans.is_empty())
        .collect();
    html! {
        @if !all.is_empty() {
            h2 class="govuk-heading-m" { "Without usual days" }
            p class="govuk-body" {
                "Nobody has said on which days " (plural(all.len() as i64, "project works", "projects work"))
                ", so nothing of them shows as missing here."
            }
            ul class="govuk-list" {
                @for project in all.iter().take(WITHOUT_PLAN) {
                    li {
                        a class="govuk-link" href={ "/staff/projects/" (project.reference) "/plan" } { "Set the usual days: " (project.title) }
                    }
                }
            }
        }
    }
}
