//! Handlers: what people think of finished work.

use crate::actions::listening_feedback as actions;
use crate::domain::ids::Reference;
use crate::domain::mistakes::{self, Mistakes};
use crate::domain::projects::feedback::Rating;
use crate::store::feedback as store;
use crate::store::projects::{self, Project};
use crate::web::form::Posted;
use crate::web::govuk::{
    BackLink, Button, Fieldset, Hint, Label, Panel, Radios, RadiosItem, Textarea,
};
use crate::web::mistaken;
use crate::web::paths::At;
use crate::web::problem::Problem;
use crate::web::visit::{Answer, PageAnswer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, Render, html};

crate::form! {
    /// What somebody thinks of the result.
    pub struct FeedbackForm { rating, words }
}

impl FeedbackForm {
    /// The answer, or every mistake.
    pub fn parse(&self) -> Result<(Rating, String), Mistakes> {
        let mut found = Mistakes::none();
        let rating = self
            .rating
            .trim()
            .parse()
            .ok()
            .map_or_else(|| Rating::new(0), Rating::new);
        let rating = found.check("rating", rating);
        let words = found.check("words", mistakes::optional_words(&self.words, 2000));
        match (rating, words) {
            (Some(rating), Some(words)) => Ok((rating, words)),
            _ => Err(found),
        }
    }
}

async fn project(visit: &Visit, reference: &Reference) -> Result<Project, Problem> {
    let project = projects::by_reference(&visit.read(), reference).await?;
    project.ok_or(Problem::NotFound)
}

fn page<'v>(visit: &'v Visit, project: &Project, body: Markup) -> PageAnswer<'v> {
    let back = BackLink::to(format!("/projects/{}", project.reference));
    visit
        .page("What do you think of it?", body)
        .of(&project.description.title)
        .before(back.render())
}

/// The form, filled in with what was answered before.
pub async fn to_give(visit: Visit, At(reference): At<Reference>) -> Answer {
    let project = project(&visit, &reference).await?;
    let person = visit.person();
    if !actions::may_answer(&visit.app.desk, &person, &project).await? {
        return Ok(page(&visit, &project, not_asked(&project)).into_response());
    }
    let before = match person.account() {
        Some(account) => store::of(&visit.read(), project.id, account).await?,
        None => None,
    };
    let form = before
        .map(|answer| FeedbackForm {
            rating: answer.rating.number().to_string(),
            words: answer.words,
        })
        .unwrap_or_default();
    let body = view(visit.csrf_and_once(), &project, &form, &Mistakes::none());
    Ok(page(&visit, &project, body).into_response())
}

fn not_asked(project: &Project) -> Markup {
    html! {
        p class="govuk-body" {
            "We ask people who nominated, supported or followed a project, once it is finished."
        }
        p class="govuk-body" {
            a class="govuk-link" href={ "/follow/project/" (project.reference) } { "Follow this project" }
            " to be asked."
        }
    }
}

fn view(keys: Markup, project: &Project, form: &FeedbackForm, mistakes: &Mistakes) -> Markup {
    let items = Rating::ALL
        .map(|rating| RadiosItem::new(rating.number().to_string(), rating.words()))
        .into();
    html! {
        p class="govuk-body" { "The work at “" (project.description.title) "” is finished." }
        form method="post" novalidate {
            (keys)
            (Radios {
                name: "rating".into(), value: form.rating.clone(), items,
                fieldset: Some(Fieldset::question("How good is the result?")),
                error_message: mistaken::at(mistakes, "rating"), ..Default::default()
            })
            (Textarea {
                name: "words".into(), value: form.words.clone(), label: Label::question("Is there more to say? (optional)"),
                hint: Some(Hint::from("Only staff read this. Do not write about a person.")),
                error_message: mistaken::at(mistakes, "words"), ..Default::default()
            })
            (Button::new("Send"))
        }
    }
}

/// Keeps the answer.
pub async fn give(
    visit: Visit,
    At(reference): At<Reference>,
    posted: Posted<FeedbackForm>,
) -> Answer {
    let project = project(&visit, &reference).await?;
    let done = match posted.form.parse() {
        Ok((rating, words)) => {
            let (desk, person) = (&visit.app.desk, visit.person());
            let once = posted.once.clone();
            actions::give(desk, &person, &reference, rating, words, once).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    match done {
        Ok(()) => Ok(visit.on_to(&format!("/projects/{reference}/feedback/thanks"))),
        Err(refusal) => {
            let mistakes = Visit::mistakes_or_problem(refusal)?;
            let keys = visit.csrf_and_same_once(posted.once.as_ref());
            let body = view(keys, &project, &posted.form, &mistakes);
            Ok(page(&visit, &project, body)
                .notice(mistaken::summary(&mistakes))
                .invalid()
                .into_response())
        }
    }
}

/// Thanks, and what happens next.
pub async fn thanks(visit: Visit, At(reference): At<Reference>) -> Answer {
    let project = project(&visit, &reference).await?;
    let body = html! {
        (Panel { title_text: "Thank you".into(), ..Default::default() })
        p class="govuk-body" {
            "We count your answer with the others on the page of the project. What you wrote goes to the staff who ran it. "
            "You can change your answer at any time."
        }
        p class="govuk-body" {
            a class="govuk-link" href={ "/projects/" (project.reference) } { "Back to " (project.description.title) }
        }
    };
    Ok(visit
        .page("Thank you", body)
        .own_heading()
        .of(&project.description.title)
        .into_response())
}
