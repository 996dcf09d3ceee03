//! A project's sessions with every version, one session, and what is missing.

use super::forms::ListQuery;
use super::views::{in_a_sentence, what};
use crate::domain::figures::Measures;
use crate::domain::hours::session_return::{HELD, Outcome, STOOD_DOWN};
use crate::domain::text::{grouped, hours_figure, plural};
use crate::domain::time::{long_date, long_instant};
use crate::store::hours::Version;
use crate::store::hours::waiting::Waiting;
use crate::store::projects::Project;
use crate::web::govuk::{Button, Table, TableCell};
use crate::web::pieces::{
    FilterField, FilterForm, empty_list, key_facts, pages, scrolling, stage_tag,
};
use chrono::NaiveDate;
use maud::{Markup, html};

/// A page of a project's sessions.
pub struct List<'a> {
    /// The project.
    pub project: &'a Project,
    /// The versions that count.
    pub sessions: &'a [Version],
    /// The versions of the same sessions that counted before.
    pub before: &'a [Version],
    /// What they add up to.
    pub total: Measures,
    /// What was asked for.
    pub query: &'a ListQuery,
    /// How many there are.
    pub found: i64,
    /// Which page, of how many.
    pub pages: (u64, u64),
    /// Whether the person may record and correct here.
    pub may_record: bool,
}

/// A project's sessions.
pub fn of_project(list: &List<'_>) -> Markup {
    let reference = &list.project.reference;
    let path = format!("/staff/projects/{reference}/sessions");
    let query = list.query;
    let asked = [
        ("status", query.status.as_str()),
        ("from", query.from.as_str()),
        ("to", query.to.as_str()),
    ];
    html! {
        @if list.may_record { (Button::link("Record a session", format!("{path}/new"))) }
        (total(&list.total))
        (FilterForm {
            action: path.clone(),
            fields: vec![
                FilterField::choice("status", "Held or not", &query.status, [(HELD, "Held"), (STOOD_DOWN, "Stood down")]),
                FilterField::date("from", "From day", &query.from),
                FilterField::date("to", "To day", &query.to),
            ],
            found: list.found,
            noun: ("session".into(), "sessions".into()),
            ..Default::default()
        })
        @if list.sessions.is_empty() {
            (empty_list("There is no such session.", html! { "Sessions appear here once they are recorded." }))
        } @else { (scrolling(&table(list))) }
        (pages(&path, &asked, list.pages.0, list.pages.1))
        p class="govuk-body" { a class="govuk-link" href={ (path) ".csv" } { "Every version as CSV" } }
    }
}

fn total(total: &Measures) -> Markup {
    key_facts([
        ("Sessions held", grouped(total.sessions_held)),
        ("Stood down", grouped(total.stood_down)),
        ("Offenders", grouped(total.offenders)),
        ("Attendances", grouped(total.attendances)),
        ("Hours offered", hours_figure(total.minutes_offered)),
        ("Hours credited", hours_figure(total.minutes_credited)),
    ])
}

fn table(list: &List<'_>) -> Table {
    let numeric = |text: &str| TableCell::numeric(text);
    let mut head: Vec<TableCell> = vec!["Date".into(), "Time".into(), "How it went".into()];
    head.extend(["Attended", "New", "Hours offered", "Hours credited"].map(numeric));
    head.push("".into());
    Table {
        caption: "Sessions, the last day first".into(),
        head,
        first_cell_is_header: true,
        rows: list
            .sessions
            .iter()
            .map(|session| row(session, list))
            .collect(),
        ..Default::default()
    }
}

fn row(session: &Version, list: &List<'_>) -> Vec<TableCell> {
    let reads = &session.reads;
    let worked = reads.outcome.worked();
    let number = |of: fn(&crate::domain::hours::session_return::Worked) -> String| {
        TableCell::numeric(worked.as_ref().map_or("–".to_string(), of))
    };
    let how = html! {
        @match reads.outcome {
            Outcome::Held(_) => (stage_tag("held")),
            Outcome::StoodDown(reason) => { (stage_tag("stood down")) " " (reason.name()) }
        }
        @for old in list.before.iter().filter(|old| old.key == session.key) {
            p class="govuk-hint govuk-!-margin-bottom-0" { "Before it was corrected: " (in_a_sentence(old)) }
        }
        @if !session.correction.is_empty() {
            p class="govuk-hint govuk-!-margin-bottom-0" { "Corrected: " (session.correction) }
        }
    };
    let links = html! {
        a class="govuk-link" href={ "/staff/sessions/" (session.key) } {
            "Details" span class="govuk-visually-hidden" { " of the session on " (long_date(reads.day)) }
        }
    };
    vec![
        long_date(reads.day).into(),
        reads.shift.to_string().into(),
        how.into(),
        number(|worked| grouped(worked.attending)),
        number(|worked| grouped(worked.new_to_project)),
        number(|worked| hours_figure(worked.offered.count())),
        number(|worked| hours_figure(worked.credited.count())),
        links.into(),
    ]
}

/// One session: what counts, and every version before it.
pub fn session(project: &Project, versions: &[Version], may_record: bool) -> Markup {
    html! {
        p class="govuk-body" {
            a class="govuk-link" href={ "/staff/projects/" (project.reference) } { (project.description.title) }
        }
        @for version in versions {
            h2 class="govuk-heading-m" {
                "Version " (version.number)
                @if version.in_force { ", which counts" } @else { ", which no longer counts" }
            }
            (what(version))
        }
        @if let Some(version) = versions.first().filter(|_| may_record) {
            (Button::link("Correct this session", format!("/staff/sessions/{}/correct", version.key)))
            p class="govuk-body-s" { "Last recorded " (long_instant(version.recorded_at)) "." }
        }
    }
}

/// What is missing.
pub fn waiting(projects: &[Waiting], total: i64, links: &Markup, today: NaiveDate) -> Markup {
    html! {
        ul class="govuk-list app-inline" {
            li { a class="govuk-link" href="/staff/sessions/week" { "The week at a glance" } }
            li { a class="govuk-link" href="/staff/sessions/day" { "Record a day’s sessions" } }
            li { a class="govuk-link" href="/staff/imports" { "Import from a file" } }
        }
        @if total > 0 {
            p class="govuk-body" {
                (plural(total, "project", "projects")) " in progress, the one we have heard nothing of for longest first. "
                a class="govuk-link" href="/staff/projects" { "Find a project by its name" }
            }
        }
        @if total == 0 {
            (empty_list("No project in your area is in progress.", html! {
                "Sessions can be recorded once a project is in progress. "
                a class="govuk-link" href="/staff/projects" { "See all projects" }
            }))
        } @else {
            ul class="govuk-list app-waiting" {
                @for one in projects { (waiting_one(one, today)) }
            }
            (links)
        }
    }
}

fn waiting_one(one: &Waiting, today: NaiveDate) -> Markup {
    let days = (today - one.since).num_days();
    html! {
        li class="app-waiting__one" {
            h2 class="govuk-heading-s govuk-!-margin-bottom-1" { (one.title) }
            p class="govuk-body govuk-!-margin-bottom-2" {
                (one.council_name) ". "
                @match one.last_session {
                    Some(day) => { "Last session " (long_date(day)) }
                    None => { "No session yet, in progress since " (long_date(one.since)) }
                }
                @match days {
                    0 => { ", today" }
                    days => { ", " (plural(days, "day", "days")) " ago" }
                }
                ". " (plural(one.sessions, "session", "sessions")) " recorded."
            }
            (Button {
                classes: "govuk-!-margin-bottom-4".into(),
                html: html! { "Record a session" span class="govuk-visually-hidden" { ": " (one.title) } },
                ..Button::link("", format!("/staff/projects/{}/sessions/new", one.reference))
            })
        }
    }
}
