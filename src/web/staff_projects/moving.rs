//! Handlers: a project's next step.

use super::forms::{MoveForm, at_fields};
use super::pages::project;
use crate::actions::{Refusal, projects as actions};
use crate::domain::ids::Reference;
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::Permission;
use crate::domain::projects::moves::Kind;
use crate::store::projects::Project;
use crate::web::form::Posted;
use crate::web::govuk::{BackLink, Button, Hint, InsetText, Label, Textarea};
use crate::web::mistaken;
use crate::web::paths::At2;
use crate::web::pieces::{day_field, month_field};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, PageAnswer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, Render, html};
use std::str::FromStr;

/// A move in an address.
pub struct KindInPath(Kind);

impl FromStr for KindInPath {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Kind::parse(text).map(KindInPath).ok_or(())
    }
}

fn page<'v>(visit: &'v Visit, project: &Project, kind: Kind, body: Markup) -> PageAnswer<'v> {
    let back = BackLink::to(format!("/staff/projects/{}", project.reference));
    visit
        .page(kind.name(), body)
        .of(&project.description.title)
        .before(back.render())
}

/// The form for a move.
pub async fn to_move(visit: Visit, At2(reference, kind): At2<Reference, KindInPath>) -> Answer {
    let KindInPath(kind) = kind;
    let project = project(&visit, &reference, Permission::RunProjects).await?;
    if !kind.is_open_from(project.stage) {
        return Err(not_open(&project));
    }
    let form = MoveForm::new(kind, &project, visit.today());
    let body = view(visit.csrf(), kind, &project, (&form, &Mistakes::none()));
    Ok(page(&visit, &project, kind, body).into_response())
}

fn not_open(project: &Project) -> Problem {
    Problem::TooLate(format!(
        "This project is {} now: that step is not open to it.",
        project.stage.name().to_lowercase()
    ))
}

/// Moves the project.
pub async fn move_on(
    visit: Visit,
    At2(reference, kind): At2<Reference, KindInPath>,
    posted: Posted<MoveForm>,
) -> Answer {
    let KindInPath(kind) = kind;
    let form = &posted.form;
    let project_before = project(&visit, &reference, Permission::RunProjects).await?;
    let (desk, person) = (&visit.app.desk, visit.person());
    let done = match form.parse(kind) {
        Ok(wanted) => actions::move_on(desk, &person, &reference, form.version(), wanted).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    match done {
        Ok(_) => Ok(visit.on_to(&format!("/staff/projects/{reference}"))),
        Err(Refusal::Stale) => {
            let now = project(&visit, &reference, Permission::RunProjects).await?;
            if !kind.is_open_from(now.stage) {
                return Err(not_open(&now));
            }
            let form = MoveForm {
                version: now.version.to_string(),
                ..form.clone()
            };
            let body = html! {
                (changed_meanwhile(&now))
                (view(visit.csrf(), kind, &now, (&form, &Mistakes::none())))
            };
            Ok(page(&visit, &now, kind, body).conflicting().into_response())
        }
        Err(refusal) => {
            let mistakes = at_fields(&Visit::mistakes_or_problem(refusal)?);
            let body = view(visit.csrf(), kind, &project_before, (form, &mistakes));
            Ok(page(&visit, &project_before, kind, body)
                .notice(mistaken::summary(&mistakes))
                .invalid()
                .into_response())
        }
    }
}

/// Somebody changed the project while the form was open.
pub fn changed_meanwhile(now: &Project) -> Markup {
    let text = html! {
        p { strong { "Somebody changed this project while you were typing." } }
        p {
            "It is now " (now.stage.name().to_lowercase()) ". What you typed is still below. Check it against "
            a class="govuk-link" href={ "/staff/projects/" (now.reference) } { "the project as it is now" }
            ", then save it or go back."
        }
    };
    html! { (InsetText { html: text, ..Default::default() }) }
}

fn view(
    csrf: Markup,
    kind: Kind,
    project: &Project,
    (form, mistakes): (&MoveForm, &Mistakes),
) -> Markup {
    html! {
        p class="govuk-body" { (what_follows(kind)) }
        form method="post" novalidate {
            (csrf)
            input type="hidden" name="version" value=(form.version);
            @match kind {
                Kind::Schedule => {
                    (month(form, mistakes))
                    (day_field("expected", "When should it be done? (optional)", "The public sees the month only.", &form.expected(), mistakes))
                }
                Kind::Start => { (day_field("on", "What is its first day?", "Sessions can be recorded from this day on.", &form.on(), mistakes)) }
                Kind::Pause | Kind::Cancel => { (words("reason", "Why?", "The public page shows it. Do not write about a person.", &form.reason, mistakes)) }
                Kind::Resume => {}
                Kind::Complete => {
                    (day_field("on", "What was its last day?", "", &form.on(), mistakes))
                    (words("work-done", "What was done?", "Like: 200 metres of hedge cut back, three walls cleaned.", &form.work_done, mistakes))
                    (words("closing-statement", "What is there to say at the end?", "How it is now, and who helped. Do not write about a person.", &form.closing_statement, mistakes))
                }
            }
            @if kind == Kind::Cancel { (Button::warning(kind.name())) }
            @else { (Button::new(if kind == Kind::Complete { "Complete it and publish this" } else { kind.name() })) }
        }
        p class="govuk-body-s" { "Project " (project.reference) }
    }
}

fn what_follows(kind: Kind) -> &'static str {
    match kind {
        Kind::Schedule => {
            "The public sees the month. Never a day: nobody should be able to wait for a group."
        }
        Kind::Start => "The project is then in progress, and sessions can be recorded.",
        Kind::Pause => "The public sees that the work is paused, and why.",
        Kind::Resume => "The project goes back to where it was before the pause.",
        Kind::Complete => {
            "What you write here is published on the project’s page. We write to whoever nominated, \
             supported or follows it, and ask what they think. A completed project stays completed."
        }
        Kind::Cancel => {
            "The public sees that the project will not be done, and why. This cannot be undone."
        }
    }
}

fn month(form: &MoveForm, mistakes: &Mistakes) -> Markup {
    let question = "In which month should the work start?";
    month_field(
        "month",
        question,
        "For example, 6 2026",
        &form.month(),
        mistakes,
    )
}

fn words(name: &str, question: &str, hint: &str, value: &str, mistakes: &Mistakes) -> Markup {
    html! {
        (Textarea {
            name: name.into(), value: value.into(), label: Label::question(question), hint: Some(Hint::from(hint)),
            error_message: mistaken::at(mistakes, name), ..Default::default()
        })
    }
}
