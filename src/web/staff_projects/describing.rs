//! Handlers: set a project up, from a nomination or agreed directly, and change its description.

use super::forms::{DescriptionForm, at_fields};
use super::moving::changed_meanwhile;
use super::pages::project;
use crate::actions::{Refusal, projects as actions};
use crate::domain::ids::Reference;
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::Permission;
use crate::store::nominations::{self, Listed, assess, places};
use crate::web::form::Posted;
use crate::web::govuk::{BackLink, Button, Hint, Input, Label, Select, SelectItem, Textarea};
use crate::web::mistaken;
use crate::web::paths::At;
use crate::web::pieces::day_field;
use crate::web::problem::Problem;
use crate::web::visit::{Answer, PageAnswer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, Render, html};

/// What can be chosen in the form.
struct Choices {
    categories: Vec<(String, String)>,
    areas: Vec<(String, String)>,
}

/// The choices; a project keeps its kind of work among them when that is offered no more.
async fn choices(visit: &Visit, kept: Option<&str>) -> Result<Choices, Problem> {
    let conn = visit.read();
    let offered = places::offered(&conn).await?;
    let mut categories = places::categories(&conn).await?;
    categories.retain(|one| kept == Some(one.code.as_str()) || offered.contains(one));
    let all = places::in_force(&conn, &visit.app.desk.atlas()).await?;
    let mut areas = vec![];
    for council in all.iter().filter(|place| place.kind == "council") {
        if visit.may(Permission::RunProjects, &council.code) {
            areas.push((council.code.clone(), council.name.clone()));
        }
        let inside = all.iter().filter(|place| {
            place.kind == "ward"
                && place.parent_code.as_deref() == Some(council.code.as_str())
                && visit.may(Permission::RunProjects, &place.code)
        });
        areas.extend(inside.map(|ward| {
            (
                ward.code.clone(),
                format!("{}: {}", council.name, ward.name),
            )
        }));
    }
    Ok(Choices {
        categories: categories.into_iter().map(|c| (c.code, c.name)).collect(),
        areas,
    })
}

fn new_page<'v>(visit: &'v Visit, body: Markup, mistakes: &Mistakes) -> PageAnswer<'v> {
    visit
        .page("Set up a project", body)
        .notice(mistaken::summary(mistakes))
        .before(BackLink::to("/staff/projects").render())
}

/// The form for a project that panel and probation service agreed directly.
pub async fn to_agree(visit: Visit) -> Answer {
    let choices = choices(&visit, None).await?;
    let form = DescriptionForm::new(visit.today());
    let none = Mistakes::none();
    let body = agree_view(visit.csrf_and_once(), &form, &choices, &none);
    Ok(new_page(&visit, body, &none).into_response())
}

/// Sets such a project up.
pub async fn agree(visit: Visit, posted: Posted<DescriptionForm>) -> Answer {
    let done = match posted.form.parse_agreed() {
        Ok(agreed) => {
            let once = posted.once_as_said();
            actions::agree(&visit.app.desk, &visit.person(), once, agreed).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    match done {
        Ok(reference) => Ok(visit.on_to(&format!("/staff/projects/{reference}"))),
        Err(refusal) => {
            let mistakes = at_fields(&Visit::mistakes_or_problem(refusal)?);
            let choices = choices(&visit, None).await?;
            let keys = visit.csrf_and_same_once(posted.once.as_ref());
            let body = agree_view(keys, &posted.form, &choices, &mistakes);
            Ok(new_page(&visit, body, &mistakes).invalid().into_response())
        }
    }
}

/// The nomination of an address, if the person may make a project of it.
async fn nomination(visit: &Visit, reference: &Reference) -> Result<Listed, Problem> {
    let found = nominations::by_reference(&visit.read(), reference.as_str()).await?;
    let listed = found.ok_or(Problem::NotFound)?;
    let whereabouts = &listed.nomination.proposal.whereabouts;
    let area = whereabouts.ward.as_ref().unwrap_or(&whereabouts.council);
    match visit.need(Permission::RunProjects, area) {
        Err(_) if !listed.nomination.is_public() => Err(Problem::NotFound),
        other => other.map(|()| listed.clone()),
    }
}

fn from_page<'v>(visit: &'v Visit, listed: &Listed, body: Markup) -> PageAnswer<'v> {
    let back = BackLink::to(format!("/nominations/{}", listed.nomination.reference));
    visit
        .page("Make it a project", body)
        .about(&listed.nomination.proposal.title)
        .before(back.render())
}

/// The form for a project of a nomination.
pub async fn to_take_up(visit: Visit, At(reference): At<Reference>) -> Answer {
    let listed = nomination(&visit, &reference).await?;
    let found = assess::latest(&visit.read(), listed.nomination.id).await?;
    let finding = found.as_ref().map(|assessment| &assessment.finding);
    let form = DescriptionForm::of_nomination(
        &listed,
        finding.map(|finding| finding.estimate_minutes),
        finding.map(|finding| finding.group_size),
    );
    let body = from_view(visit.csrf(), &form, &listed, &Mistakes::none());
    Ok(from_page(&visit, &listed, body).into_response())
}

/// Makes a project of a nomination.
pub async fn take_up(
    visit: Visit,
    At(reference): At<Reference>,
    posted: Posted<DescriptionForm>,
) -> Answer {
    let listed = nomination(&visit, &reference).await?;
    let done = match posted.form.parse_from(listed.nomination.id) {
        Ok(wanted) => actions::from_nomination(&visit.app.desk, &visit.person(), wanted).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    match done {
        Ok(project) => Ok(visit.on_to(&format!("/staff/projects/{project}"))),
        Err(refusal) => {
            let mistakes = Visit::mistakes_or_problem(refusal)?;
            let body = from_view(visit.csrf(), &posted.form, &listed, &mistakes);
            Ok(from_page(&visit, &listed, body)
                .notice(mistaken::summary(&mistakes))
                .invalid()
                .into_response())
        }
    }
}

fn edit_page<'v>(visit: &'v Visit, title: &str, back: String, body: Markup) -> PageAnswer<'v> {
    visit
        .page("Change the description", body)
        .about(title)
        .before(BackLink::to(back).render())
}

/// The form for a changed description.
pub async fn to_describe(visit: Visit, At(reference): At<Reference>) -> Answer {
    let project = project(&visit, &reference, Permission::RunProjects).await?;
    let choices = choices(&visit, Some(&project.description.category)).await?;
    let form = DescriptionForm::of(&project);
    let body = edit_view(visit.csrf_and_once(), &form, &choices, &Mistakes::none());
    let back = format!("/staff/projects/{reference}");
    Ok(edit_page(&visit, &project.description.title, back, body).into_response())
}

/// Changes the description.
pub async fn describe(
    visit: Visit,
    At(reference): At<Reference>,
    posted: Posted<DescriptionForm>,
) -> Answer {
    let form = &posted.form;
    let now = project(&visit, &reference, Permission::RunProjects).await?;
    let back = format!("/staff/projects/{reference}");
    let (desk, person) = (&visit.app.desk, visit.person());
    let done = match form.parse() {
        Ok(described) => {
            let version = form.version();
            let once = posted.once.clone();
            actions::describe(desk, &person, &reference, version, described, once).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    let title = &now.description.title;
    let kept = Some(now.description.category.as_str());
    match done {
        Ok(()) => Ok(visit.on_to(&back)),
        Err(Refusal::Stale) => {
            let form = DescriptionForm {
                version: now.version.to_string(),
                ..form.clone()
            };
            let choices = choices(&visit, kept).await?;
            let body = html! {
                (changed_meanwhile(&now))
                (edit_view(visit.csrf_and_once(), &form, &choices, &Mistakes::none()))
            };
            Ok(edit_page(&visit, title, back, body)
                .conflicting()
                .into_response())
        }
        Err(refusal) => {
            let mistakes = at_fields(&Visit::mistakes_or_problem(refusal)?);
            let choices = choices(&visit, kept).await?;
            let keys = visit.csrf_and_same_once(posted.once.as_ref());
            let body = edit_view(keys, form, &choices, &mistakes);
            Ok(edit_page(&visit, title, back, body)
                .notice(mistaken::summary(&mistakes))
                .invalid()
                .into_response())
        }
    }
}

fn agree_view(
    keys: Markup,
    form: &DescriptionForm,
    choices: &Choices,
    mistakes: &Mistakes,
) -> Markup {
    html! {
        p class="govuk-body" { "For work that the citizens’ panel and the probation service agreed without a nomination. It is public at once." }
        form method="post" novalidate {
            (keys)
            (select("area", "Which ward is it in?", &form.area, &choices.areas, mistakes))
            (day_field("agreed", "When was it agreed?", "", &form.agreed(), mistakes))
            (description(form, choices, mistakes))
            (Button::new("Set the project up"))
        }
    }
}

fn edit_view(
    keys: Markup,
    form: &DescriptionForm,
    choices: &Choices,
    mistakes: &Mistakes,
) -> Markup {
    html! {
        form method="post" novalidate {
            (keys)
            input type="hidden" name="version" value=(form.version);
            (description(form, choices, mistakes))
            (day_field("expected", "When should it be done? (optional)", "The public sees the month only.", &form.expected(), mistakes))
            (Button::new("Save"))
        }
    }
}

fn from_view(csrf: Markup, form: &DescriptionForm, listed: &Listed, mistakes: &Mistakes) -> Markup {
    let nomination = &listed.nomination;
    html! {
        p class="govuk-body" {
            "“" (nomination.proposal.title) "”, " (nomination.reference) ", " (listed.area_in_words())
            ". It becomes a project, and we write to whoever nominated, supported or follows it."
        }
        form method="post" novalidate {
            (csrf)
            (area_text("summary", "What is there to do?", "Everybody can read this. Check that it names no person.", &form.summary, mistakes))
            (line("supervised-by", "Who supervises? (optional)", &form.supervised_by, mistakes))
            (estimate_and_group(form, mistakes))
            (Button::new("Make it a project"))
        }
    }
}

fn description(form: &DescriptionForm, choices: &Choices, mistakes: &Mistakes) -> Markup {
    html! {
        (line("title", "What is the project called?", &form.title, mistakes))
        (select("category", "What kind of work is it?", &form.category, &choices.categories, mistakes))
        (line("place", "Where is it? (optional)", &form.place, mistakes))
        (area_text("summary", "What is there to do?", "Everybody can read this. Do not write about a person.", &form.summary, mistakes))
        (line("beneficiary", "Who benefits? (optional)", &form.beneficiary, mistakes))
        (line("supervised-by", "Who supervises? (optional)", &form.supervised_by, mistakes))
        (estimate_and_group(form, mistakes))
    }
}

fn estimate_and_group(form: &DescriptionForm, mistakes: &Mistakes) -> Markup {
    html! {
        (Input {
            inputmode: "decimal".into(), classes: "govuk-input--width-5".into(),
            hint: Some(Hint::from("All people together.")),
            ..input("estimate-hours", "How many hours of work? (optional)", &form.estimate_hours, mistakes)
        })
        (Input {
            inputmode: "numeric".into(), classes: "govuk-input--width-3".into(),
            hint: Some(Hint::from("More than this must be confirmed when a session is recorded.")),
            ..input("group-limit", "How many people at a time, at most? (optional)", &form.group_limit, mistakes)
        })
    }
}

fn input(name: &str, question: &str, value: &str, mistakes: &Mistakes) -> Input {
    Input {
        name: name.into(),
        value: value.into(),
        label: Label::question(question),
        error_message: mistaken::at(mistakes, name),
        ..Default::default()
    }
}

fn line(name: &str, question: &str, value: &str, mistakes: &Mistakes) -> Markup {
    input(name, question, value, mistakes).render()
}

fn area_text(name: &str, question: &str, hint: &str, value: &str, mistakes: &Mistakes) -> Markup {
    Textarea {
        name: name.into(),
        value: value.into(),
        label: Label::question(question),
        hint: Some(Hint::from(hint)),
        error_message: mistaken::at(mistakes, name),
        ..Default::default()
    }
    .render()
}

fn select(
    name: &str,
    question: &str,
    value: &str,
    choices: &[(String, String)],
    mistakes: &Mistakes,
) -> Markup {
    let pick = std::iter::once(SelectItem::new("", "Choose"));
    let items = choices
        .iter()
        .map(|(code, name)| SelectItem::new(code, name));
    Select {
        name: name.into(),
        value: value.into(),
        label: Label::question(question),
        items: pick.chain(items).collect(),
        error_message: mistaken::at(mistakes, name),
        ..Default::default()
    }
    .render()
}
