//! Handlers: staff write news of a project, and whoever may publish makes it public.

use super::forms::UpdateForm;
use super::pages::project;
use crate::actions::projects::updates as actions;
use crate::domain::ids::Reference;
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::Permission;
use crate::store::projects::Project;
use crate::web::form::{Nothing, Posted};
use crate::web::govuk::{BackLink, Button, Hint, Input, Label, Textarea};
use crate::web::mistaken;
use crate::web::paths::{At, At2};
use crate::web::visit::{Answer, PageAnswer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, Render, html};

fn page<'v>(visit: &'v Visit, project: &Project, body: Markup) -> PageAnswer<'v> {
    let back = BackLink::to(format!("/staff/projects/{}", project.reference));
    visit
        .page("Write news", body)
        .of(&project.description.title)
        .before(back.render())
}

fn view(keys: Markup, form: &UpdateForm, mistakes: &Mistakes) -> Markup {
    html! {
        p class="govuk-body" { "A council officer reads it and publishes it. Then we write to whoever follows the project." }
        form method="post" novalidate {
            (keys)
            (Input {
                name: "title".into(), value: form.title.clone(), label: Label::question("Heading"),
                error_message: mistaken::at(mistakes, "title"), ..Default::default()
            })
            (Textarea {
                name: "body".into(), value: form.body.clone(), rows: Some(6), label: Label::question("News"),
                hint: Some(Hint::from("What was done and how it looks now. Do not write about a person, and do not say on which day the group comes next.")),
                error_message: mistaken::at(mistakes, "body"), ..Default::default()
            })
            (Button::new("Save"))
        }
    }
}

/// The form for news.
pub async fn to_write(visit: Visit, At(reference): At<Reference>) -> Answer {
    let project = project(&visit, &reference, Permission::WriteUpdates).await?;
    let form = UpdateForm::default();
    let body = view(visit.csrf_and_once(), &form, &Mistakes::none());
    Ok(page(&visit, &project, body).into_response())
}

/// Keeps news, not yet published.
pub async fn write(
    visit: Visit,
    At(reference): At<Reference>,
    posted: Posted<UpdateForm>,
) -> Answer {
    let project = project(&visit, &reference, Permission::WriteUpdates).await?;
    let done = match posted.form.parse() {
        Ok((title, text)) => {
            let (desk, once) = (&visit.app.desk, posted.once_as_said());
            actions::write(desk, &visit.person(), &reference, once, title, text).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    match done {
        Ok(_) => Ok(visit.on_to(&format!("/staff/projects/{reference}"))),
        Err(refusal) => {
            let mistakes = Visit::mistakes_or_problem(refusal)?;
            let keys = visit.csrf_and_same_once(posted.once.as_ref());
            let body = view(keys, &posted.form, &mistakes);
            Ok(page(&visit, &project, body)
                .notice(mistaken::summary(&mistakes))
                .invalid()
                .into_response())
        }
    }
}

/// Publishes news.
pub async fn publish(
    visit: Visit,
    At2(reference, update): At2<Reference, i64>,
    _posted: Posted<Nothing>,
) -> Answer {
    actions::publish(&visit.app.desk, &visit.person(), &reference, update).await?;
    Ok(visit.on_to(&format!("/staff/projects/{reference}")))
}
