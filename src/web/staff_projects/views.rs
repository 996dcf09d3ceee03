//! The words of the staff pages of projects.

use crate::domain::figures::Measures;
use crate::domain::projects::moves::Kind;
use crate::domain::text::{grouped, hours, hours_figure, plural};
use crate::domain::time::{iso_date, london_date, long_date};
use crate::store::feedback::Answer;
use crate::store::projects::Project;
use crate::store::projects::steps::Step;
use crate::store::projects::updates::Update;
use crate::web::govuk::{Button, Table, TableCell};
use crate::web::pieces::{
    FilterForm, Timeline, TimelineEntry, empty_list, key_facts, scrolling, stage_tag,
};
use crate::web::projects::views::paragraphs;
use chrono::NaiveDate;
use maud::{Markup, html};

/// A page of a list with what is around it.
pub struct Listed {
    /// The projects of this page.
    pub projects: Vec<Project>,
    /// The form above them.
    pub filter: FilterForm,
    /// The links below them.
    pub pages: Markup,
    /// Where the same is as a file.
    pub csv: String,
}

/// The projects that somebody looks after.
pub fn list(listed: &Listed, may_run: bool) -> Markup {
    html! {
        @if may_run { (Button::link("Set up a project", "/staff/projects/new")) }
        (listed.filter)
        @if listed.projects.is_empty() {
            (empty_list("No project of yours is like that.", html! {
                "Take a filter away, or " a class="govuk-link" href="/staff/projects" { "see all of them" } "."
            }))
        } @else { (scrolling(&table(&listed.projects))) }
        (listed.pages)
        p class="govuk-body" { a class="govuk-link" href=(listed.csv) { "These projects as CSV, with public figures" } }
    }
}

fn table(projects: &[Project]) -> Table {
    Table {
        caption: "Projects".into(),
        caption_classes: "govuk-visually-hidden".into(),
        head: ["Project", "Area", "Stage", "When"].map(TableCell::from).into(),
        first_cell_is_header: true,
        rows: projects
            .iter()
            .map(|project| {
                vec![
                    html! {
                        a class="govuk-link" href={ "/staff/projects/" (project.reference) } { (project.description.title) }
                        br; span class="govuk-hint" { (project.reference) }
                    }
                    .into(),
                    project.area_in_words().into(),
                    stage_tag(&project.stage.name().to_lowercase()).into(),
                    when(project).into(),
                ]
            })
            .collect(),
        ..Default::default()
    }
}

fn when(project: &Project) -> String {
    match (
        project.completed_on,
        project.started_on,
        project.planned_month,
    ) {
        (Some(day), _, _) => format!("Completed {}", long_date(day)),
        (None, Some(day), _) => format!("Since {}", long_date(day)),
        (None, None, Some(month)) => format!("For {}", month.words()),
        (None, None, None) => format!("Agreed {}", long_date(project.agreed_on)),
    }
}

/// One project as staff see it.
pub struct One {
    /// The project.
    pub project: Project,
    /// Its steps.
    pub steps: Vec<Step>,
    /// Its news, published or not.
    pub updates: Vec<Update>,
    /// What people think.
    pub answers: Vec<Answer>,
    /// What its sessions come to, exactly.
    pub total: Measures,
    /// Its last session.
    pub last_session: Option<NaiveDate>,
    /// Whether the person may move and change it.
    pub may_run: bool,
    /// Whether they may record sessions.
    pub may_record: bool,
    /// Whether they may write news.
    pub may_write: bool,
    /// Whether they may publish news.
    pub may_publish: bool,
    /// The hidden field of the forms.
    pub csrf: Markup,
}

/// One project with all that can be done about it.
pub fn one(one: &One) -> Markup {
    let project = &one.project;
    let path = format!("/staff/projects/{}", project.reference);
    html! {
        p class="govuk-body" {
            (project.reference) ", " (project.area_in_words()) " " (stage_tag(&project.stage.name().to_lowercase()))
        }
        @if one.may_record && project.started_on.is_some() {
            (Button::link("Record a session", format!("{path}/sessions/new")))
        }
        div class="govuk-grid-row" {
            div class="govuk-grid-column-two-thirds" {
                @if one.may_run && !project.stage.is_over() { (moves(one, &path)) }
                (sessions(one, &path))
                (news(one, &path))
                (opinions(&one.answers))
            }
            div class="govuk-grid-column-one-third" {
                (facts(project))
                @if one.may_run {
                    p class="govuk-body" { a class="govuk-link" href={ (path) "/edit" } { "Change the description" } }
                }
                p class="govuk-body" { a class="govuk-link" href={ "/projects/" (project.reference) } { "What everybody sees" } }
                (history(&one.steps))
            }
        }
    }
}

fn moves(one: &One, path: &str) -> Markup {
    let stage = one.project.stage;
    html! {
        h2 class="govuk-heading-m" { "Next step" }
        ul class="govuk-list govuk-list--spaced" {
            @for kind in Kind::ALL.into_iter().filter(|kind| kind.is_open_from(stage)) {
                li { a class="govuk-link" href={ (path) "/move/" (kind.code()) } { (kind.name()) } }
            }
        }
    }
}

fn sessions(one: &One, path: &str) -> Markup {
    let total = &one.total;
    html! {
        h2 class="govuk-heading-m" { "Sessions" }
        (key_facts([
            ("Held", grouped(total.sessions_held)),
            ("Stood down", grouped(total.stood_down)),
            ("Offenders", grouped(total.offenders)),
            ("Hours offered", hours_figure(total.minutes_offered)),
            ("Hours credited", hours_figure(total.minutes_credited)),
            ("Last session", one.last_session.map(long_date).unwrap_or_default()),
        ]))
        p class="govuk-body" { a class="govuk-link" href={ (path) "/sessions" } { "All sessions" } }
        @if one.may_record {
            p class="govuk-body" { a class="govuk-link" href={ (path) "/plan" } { "Usual days of work" } }
        }
    }
}

fn news(one: &One, path: &str) -> Markup {
    html! {
        h2 class="govuk-heading-m" { "News" }
        @if one.updates.is_empty() { p class="govuk-body" { "Nobody has written any yet." } }
        @for update in &one.updates {
            h3 class="govuk-heading-s govuk-!-margin-bottom-1" { (update.title) }
            (paragraphs(&update.body))
            @if one.may_write {
                p class="govuk-body" { a class="govuk-link" href={ (path) "/updates/" (update.id) "/photos" } { "Photos before and after" span class="govuk-visually-hidden" { ": " (update.title) } } }
            }
            @match update.published_at {
                Some(at) => { p class="govuk-body-s" { "Published on " (long_date(london_date(at))) "." } }
                None => {
                    p class="govuk-body-s" { "Written on " (long_date(london_date(update.written_at))) ". Not published yet: a council officer does that." }
                    @if one.may_publish {
                        form method="post" action={ (path) "/updates/" (update.id) "/publish" } {
                            (one.csrf)
                            (Button {
                                html: html! { "Publish" span class="govuk-visually-hidden" { ": " (update.title) } },
                                ..Button::secondary("")
                            })
                        }
                    }
                }
            }
        }
        @if one.may_write {
            p class="govuk-body" { a class="govuk-link" href={ (path) "/updates/new" } { "Write news" } }
        }
    }
}

fn opinions(answers: &[Answer]) -> Markup {
    html! {
        @if !answers.is_empty() {
            h2 class="govuk-heading-m" { "What people think of it" }
            p class="govuk-body" { (plural(answers.len().try_into().unwrap_or(i64::MAX), "answer", "answers")) ". The public sees the numbers, not the words." }
            ul class="govuk-list govuk-list--spaced" {
                @for answer in answers {
                    li { strong { (answer.rating.words()) } @if !answer.words.is_empty() { ": " (answer.words) } }
                }
            }
        }
    }
}

fn facts(project: &Project) -> Markup {
    let d = &project.description;
    key_facts([
        ("Where", d.place.clone()),
        ("Kind of work", project.category_name.clone()),
        ("Who benefits", d.beneficiary.clone()),
        ("Who supervises", d.supervised_by.clone()),
        (
            "Work expected",
            d.estimate
                .map(|estimate| hours(estimate.count()))
                .unwrap_or_default(),
        ),
        (
            "Group limit",
            d.group_limit.map(grouped).unwrap_or_default(),
        ),
        (
            "Planned month",
            project
                .planned_month
                .map(|month| month.words())
                .unwrap_or_default(),
        ),
        (
            "Should be done by",
            project.expected_on.map(long_date).unwrap_or_default(),
        ),
        ("How it came about", project.origin.name().to_string()),
    ])
}

fn history(steps: &[Step]) -> Markup {
    let entries = steps
        .iter()
        .rev()
        .map(|step| {
            let day = london_date(step.at);
            TimelineEntry {
                id: None,
                when: long_date(day),
                datetime: Some(iso_date(day)),
                title: step.stage.name().to_string(),
                by: String::new(),
                body: paragraphs(&step.reason),
            }
        })
        .collect();
    html! {
        @if !steps.is_empty() {
            h2 class="govuk-heading-m" { "Steps" }
            (Timeline { entries })
        }
    }
}
