//! Photos of news of a project: before the work, and after it.

use super::upload::Upload;
use super::views;
use crate::actions::photos::{self as actions, To};
use crate::domain::ids::Reference;
use crate::domain::mistakes::Mistakes;
use crate::domain::photos::{Reason, Side};
use crate::domain::policy::Permission;
use crate::store::photos::{self as store, Pair, Subject};
use crate::store::projects::updates::{self, Update};
use crate::store::projects::{self, Project};
use crate::web::form::{Fields, Nothing, Posted};
use crate::web::govuk::{BackLink, Button, RadiosItem};
use crate::web::identity::caller;
use crate::web::mistaken;
use crate::web::paths::At2;
use crate::web::problem::Problem;
use crate::web::questions::Questions;
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, html};

/// News and its project, if the person may write news there.
async fn news(
    visit: &Visit,
    reference: &Reference,
    update: i64,
) -> Result<(Project, Update), Problem> {
    let conn = visit.read();
    let project = projects::by_reference(&conn, reference).await?;
    let project = project.ok_or(Problem::NotFound)?;
    visit.need(Permission::WriteUpdates, project.area())?;
    let found = updates::by_id(&conn, update).await?;
    let found = found.filter(|found| found.project == project.id);
    Ok((project, found.ok_or(Problem::NotFound)?))
}

/// The photos of news, and the form for one more.
pub async fn page(visit: Visit, At2(reference, update): At2<Reference, i64>) -> Answer {
    let keys = visit.csrf_and_once();
    let none = (&Fields::default(), &Mistakes::none());
    shown(&visit, (&reference, update), keys, none.0, none.1).await
}

async fn shown(
    visit: &Visit,
    (reference, update): (&Reference, i64),
    keys: Markup,
    fields: &Fields,
    mistakes: &Mistakes,
) -> Answer {
    let (project, update) = news(visit, reference, update).await?;
    let pairs = store::of_updates(&visit.read(), project.id).await?;
    let pair = pairs.get(&update.id).cloned().unwrap_or_default();
    let back = format!("/staff/projects/{reference}");
    let path = format!("{back}/updates/{}/photos", update.id);
    let body = html! {
        p.govuk-body { "Photos of “" (update.title) "”. They are shown side by side once the news is published and a moderator has passed them." }
        (views::advice())
        (there(visit, &pair, &back))
        @if pair.before.is_none() || pair.after.is_none() {
            form method="post" action=(path) enctype="multipart/form-data" novalidate {
                (keys)
                (sides(&pair, fields, mistakes))
                (views::questions(fields, mistakes))
                (Button::new("Add this photo"))
            }
        }
    };
    let page = visit
        .page("Photos before and after the work", body)
        .about(&project.description.title)
        .before(html! { (BackLink::to(back)) })
        .notice(mistaken::summary(mistakes));
    Ok(if mistakes.is_empty() {
        page.into_response()
    } else {
        page.invalid().into_response()
    })
}

/// The photos there are, each with a button that takes it away.
fn there(visit: &Visit, pair: &Pair, project: &str) -> Markup {
    let photos: Vec<_> = pair.before.iter().chain(pair.after.iter()).collect();
    html! {
        @if !photos.is_empty() {
            ul.app-photos {
                @for photo in photos {
                    li.app-photos__one {
                        h2 class="govuk-heading-s" { (photo.side.name()) }
                        (views::removable(photo, &visit.csrf(), &format!("{project}/photos/{}/remove", photo.id)))
                    }
                }
            }
        }
    }
}

/// Which of the two the photo is: only what is still missing can be chosen.
fn sides(pair: &Pair, fields: &Fields, mistakes: &Mistakes) -> Markup {
    let missing = [(Side::Before, &pair.before), (Side::After, &pair.after)]
        .into_iter()
        .filter(|(_, photo)| photo.is_none())
        .map(|(side, _)| RadiosItem::new(side.code(), side.name()));
    let ask = Questions::new(|field| fields.get(field), mistakes);
    html! { (ask.choice("side", "When was the photo taken?", "", missing)) }
}

/// Adds a photo to news.
pub async fn add(
    visit: Visit,
    At2(reference, update): At2<Reference, i64>,
    mut upload: Upload,
) -> Answer {
    news(&visit, &reference, update).await?;
    let side = Side::parse(&upload.fields.get("side")).filter(|side| *side != Side::Place);
    let added = match upload.take(side) {
        Ok(sent) => {
            let to = To::Update(reference.clone(), update);
            actions::add(&visit.app.desk, &visit.person(), caller(&visit), to, sent).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    match added {
        Ok(_) => Ok(visit.on_to(&format!(
            "/staff/projects/{reference}/updates/{update}/photos"
        ))),
        Err(refusal) => {
            let mistakes = Visit::mistakes_or_problem(refusal)?;
            let keys = visit.csrf_and_same_once(upload.once.as_ref());
            shown(
                &visit,
                (&reference, update),
                keys,
                &upload.fields,
                &mistakes,
            )
            .await
        }
    }
}

/// Takes a photo of news away. What is gone already stays gone.
pub async fn remove(
    visit: Visit,
    At2(reference, id): At2<Reference, i64>,
    _: Posted<Nothing>,
) -> Answer {
    let desk = &visit.app.desk;
    let project = projects::by_reference(&visit.read(), &reference).await?;
    let project = project.ok_or(Problem::NotFound)?;
    visit.need(Permission::WriteUpdates, project.area())?;
    let found = store::by_id(&visit.read(), id).await?;
    let back = visit.on_to(&format!("/staff/projects/{reference}"));
    let Some(filed) = found else {
        return Ok(back);
    };
    let is_of_it = matches!(filed.subject, Subject::Update(_))
        && filed.reference == project.reference.as_str();
    if !is_of_it {
        return Err(Problem::NotFound);
    }
    actions::take_down(desk, &visit.person(), "", id, Reason::Withdrawn).await?;
    Ok(back)
}
