//! One nomination with everything that is known of it, and what can be decided about it now.

use super::act::Act;
use super::queue;
use crate::actions::nominations::staff_may;
use crate::domain::ids::Reference;
use crate::domain::nominations::likeness::Sketch;
use crate::domain::nominations::nomination::{Nomination, Step};
use crate::domain::nominations::promise::days_left_in_words;
use crate::domain::nominations::proposal::Contact;
use crate::domain::policy::Permission;
use crate::domain::text::plural;
use crate::domain::time::long_instant;
use crate::store::nominations::{self, Listed, assess, list};
use crate::store::photos::Photo;
use crate::web::govuk::{Breadcrumbs, Button, NotificationBanner};
use crate::web::nominations::one::{Story, story, views};
use crate::web::paths::{Asked, At};
use crate::web::photos::views::gallery;
use crate::web::pieces::{Timeline, TimelineEntry, key_facts, stage_tag};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, Render, html};

crate::form! {
    /// What was just done.
    pub struct Done { done }
}

/// The nomination of a reference, if the visitor may act on it as staff.
pub async fn for_staff(
    visit: &Visit,
    reference: &Reference,
    permission: Permission,
) -> Result<Listed, Problem> {
    let found = nominations::by_reference(&visit.read(), reference.as_str()).await?;
    let listed = found.ok_or(Problem::NotFound)?;
    staff_may(
        &visit.app.desk,
        &visit.person(),
        permission,
        &listed.nomination,
    )?;
    Ok(listed)
}

/// Open nominations that may ask for the same work, most likely first.
pub async fn similar_to(visit: &Visit, nomination: &Nomination) -> Result<Vec<Listed>, Problem> {
    let conn = visit.read();
    let proposal = &nomination.proposal;
    let mine = Sketch {
        id: nomination.id,
        reference: nomination.reference.clone(),
        ..Sketch::of(proposal)
    };
    let others = list::open_in(&conn, &proposal.whereabouts.council, true).await?;
    let ids: Vec<i64> = mine
        .similar(&others)
        .iter()
        .map(|sketch| sketch.id)
        .collect();
    let mut found = nominations::by_ids(&conn, &ids).await?;
    found.sort_by_key(|listed| ids.iter().position(|id| *id == listed.nomination.id));
    Ok(found)
}

/// The page.
pub async fn page(visit: Visit, At(reference): At<Reference>, Asked(q): Asked<Done>) -> Answer {
    let listed = for_staff(&visit, &reference, Permission::ModerateNominations).await?;
    let conn = visit.read();
    let contact = nominations::contact(&conn, listed.nomination.id).await?;
    let similar = match listed.nomination.stage.is_open() {
        true => similar_to(&visit, &listed.nomination).await?,
        false => vec![],
    };
    let promises = queue::promises(&visit, std::slice::from_ref(&listed)).await?;
    let left = queue::left(&visit, &listed, &promises);
    let assessment = assess::latest(&conn, listed.nomination.id).await?;
    let story = Story {
        assessment,
        ..story(&visit, listed).await?
    };
    let nomination = &story.listed.nomination;
    let body = html! {
        p.govuk-body { (stage_tag(&nomination.stage.name().to_lowercase())) " " (nomination.stage.meaning()) }
        @if let Some(days) = left { p.govuk-body { "Promise to decide: " strong { (days_left_in_words(days)) } "." } }
        (buttons(&visit, nomination))
        div.govuk-grid-row {
            div.govuk-grid-column-two-thirds {
                (photos(&story.photos))
                (views::proposal(nomination))
                (views::assessment(story.assessment.as_ref()))
                h2.govuk-heading-m { "What has happened" }
                (history(nomination, &story.steps))
            }
            div.govuk-grid-column-one-third {
                (contact_details(contact.as_ref()))
                (looks_alike(&similar))
                h2.govuk-heading-m { "The place" }
                (views::facts(&story))
                p.govuk-body { (plural(nomination.supporters, "supporter", "supporters")) }
                @if nomination.is_public() { p.govuk-body { a.govuk-link href={ "/nominations/" (nomination.reference) } { "See the public page" } } }
            }
        }
    };
    let page = visit
        .page(nomination.proposal.title.clone(), body)
        .about(reference.to_string())
        .before(html! {
            (Breadcrumbs::of([("Staff", "/staff"), ("Nominations", "/staff/nominations"), (reference.as_str(), "")]))
        })
        .notice(done(&q.done))
        .wide();
    Ok(page.into_response())
}

fn done(what: &str) -> Markup {
    match Act::parse(what) {
        Some(act) => NotificationBanner::success(act.done()).render(),
        None => Markup::default(),
    }
}

/// What can be decided about it now, by this visitor.
fn buttons(visit: &Visit, nomination: &Nomination) -> Markup {
    let council = &nomination.proposal.whereabouts.council;
    let possible = Act::ALL
        .into_iter()
        .filter(|act| act.is_possible(nomination) && visit.may(act.permission(), council));
    let links: Vec<Act> = possible.collect();
    html! {
        @if !links.is_empty() {
            div.govuk-button-group {
                @for (at, act) in links.iter().enumerate() {
                    @let class = if at == 0 { "" } else { "govuk-button--secondary" };
                    (Button {
                        classes: class.into(),
                        ..Button::link(act.link(), format!("/staff/nominations/{}/{}", nomination.reference, act.code()))
                    })
                }
            }
        }
    }
}

fn photos(photos: &[Photo]) -> Markup {
    html! {
        @if !photos.is_empty() {
            (gallery(photos))
            ul.govuk-list {
                @for photo in photos {
                    li { a.govuk-link href={ "/staff/photos/" (photo.id) } { "Look at this photo" span.govuk-visually-hidden { ": " (photo.alt) } } }
                }
            }
        }
    }
}

fn contact_details(contact: Option<&Contact>) -> Markup {
    html! {
        h2.govuk-heading-m { "The nominator" }
        @match contact {
            Some(contact) => (key_facts([
                ("Name", given(&contact.name)),
                ("Email", given(&contact.email)),
                ("Telephone", given(&contact.phone)),
            ])),
            None => p.govuk-body { "We hold no contact details for this nomination." },
        }
    }
}

fn given(answer: &str) -> String {
    if answer.is_empty() {
        "Not given"
    } else {
        answer
    }
    .into()
}

fn looks_alike(similar: &[Listed]) -> Markup {
    html! {
        @if !similar.is_empty() {
            h2.govuk-heading-m { "May be the same work" }
            ul.govuk-list {
                @for other in similar {
                    li {
                        a.govuk-link href={ "/staff/nominations/" (other.nomination.reference) } { (other.nomination.proposal.title) }
                        " (" (other.nomination.reference) ")"
                    }
                }
            }
        }
    }
}

/// The whole history with notes, oldest first.
fn history(nomination: &Nomination, steps: &[Step]) -> Markup {
    let entries = steps.iter().map(|step| {
        let note = html! {
            @if !step.note.is_empty() { p class="govuk-body app-typed" { "For staff and the nominator: " (step.note) } }
        };
        TimelineEntry {
            when: long_instant(step.at),
            ..views::entry(nomination, step, note)
        }
    });
    Timeline {
        entries: entries.collect(),
    }
    .render()
}
