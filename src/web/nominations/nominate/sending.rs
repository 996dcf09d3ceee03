//! Check your answers, send, and what happens next.

use super::begun::Begun;
use super::pages::email_of;
use super::similar::alike;
use super::views;
use crate::actions::Refusal;
use crate::actions::nominations::nominate;
use crate::domain::nominations::draft::Draft;
use crate::domain::nominations::proposal::Proposal;
use crate::store::nominations::places;
use crate::store::photos;
use crate::web::form::{Nothing, Posted};
use crate::web::govuk::{BackLink, Button, Panel};
use crate::web::identity::caller;
use crate::web::mistaken::summary;
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, html};

/// The answers as a proposal, or where to go to put them right.
pub async fn proposal_or_page(
    visit: &Visit,
    draft: &Draft,
) -> Result<Result<Proposal, String>, Problem> {
    if draft.reference().is_some() {
        return Ok(Err("/nominate/sent".into()));
    }
    if let Some(page) = draft.first_unanswered() {
        return Ok(Err(format!("/nominate/{}", page.code())));
    }
    match nominate::proposal(&visit.app.desk, &visit.read(), draft).await {
        Ok(proposal) => Ok(Ok(proposal)),
        Err(Refusal::Mistaken(mistakes)) => {
            let first = mistakes.iter().next();
            let field = first
                .map(|mistake| mistake.field.as_str())
                .unwrap_or_default();
            Ok(Err(format!(
                "/nominate/{}?change=yes",
                nominate::page_of(field).code()
            )))
        }
        Err(other) => Err(other.into()),
    }
}

/// All answers, to check before sending.
pub async fn check(visit: Visit) -> Answer {
    let begun = Begun::of(&visit).await?;
    let draft = &begun.draft;
    let proposal = match proposal_or_page(&visit, draft).await? {
        Ok(proposal) => proposal,
        Err(page) => return Ok(begun.on_to(&visit, &page)),
    };
    if !draft.is_different() && !alike(&visit, draft).await?.is_empty() {
        return Ok(begun.on_to(&visit, "/nominate/similar"));
    }
    let where_it_is = where_in_words(&visit, &proposal).await?;
    let categories = places::categories(&visit.read()).await?;
    let category = categories.iter().find(|c| c.code == proposal.category);
    let category = category.map(|c| c.name.as_str()).unwrap_or_default();
    let photos = photos::of_draft(&visit.read(), &begun.digest).await?;
    let body = html! {
        (views::answers(&begun, &where_it_is, category, email_of(&visit).as_deref()))
        (views::photos(&begun, &photos))
        (views::statement(&begun, html! { (visit.csrf_and_once()) (begun.shown(&visit)) }))
    };
    let page = visit
        .page("Check your answers before you send your nomination", body)
        .about("Nominate a place")
        .before(html! { (BackLink::to(begun.path("/nominate/photos"))) });
    Ok(page.into_response())
}

async fn where_in_words(visit: &Visit, proposal: &Proposal) -> Result<String, Problem> {
    let conn = visit.read();
    let place = &proposal.whereabouts;
    let council = places::find(&conn, &place.council).await?;
    let council = council.map(|council| council.name).unwrap_or_default();
    let ward = match &place.ward {
        Some(code) => places::find(&conn, code).await?,
        None => None,
    };
    Ok(ward.map_or_else(
        || format!("{council}, ward not known"),
        |ward| format!("{}, {council}", ward.name),
    ))
}

/// Sends it. The same form twice is one nomination and the same answer.
pub async fn send(visit: Visit, posted: Posted<Nothing>) -> Answer {
    let begun = Begun::of_form(&visit, &posted.fields).await?;
    let (desk, key) = (&visit.app.desk, &begun.digest);
    match nominate::send(desk, &visit.person(), caller(&visit), key, posted.once).await {
        Ok(_) => Ok(begun.on_to(&visit, "/nominate/sent")),
        Err(Refusal::Mistaken(mistakes)) => {
            let body = html! {
                p.govuk-body { "Something you told us no longer fits. Go through your answers and put it right." }
                (Button::link("Go to your answers", begun.path("/nominate/check")))
            };
            let page = visit.page("Your nomination was not sent", body);
            Ok(page.notice(summary(&mistakes)).invalid().into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// What happens next, for the browser that sent it.
pub async fn sent(visit: Visit) -> Answer {
    let draft = Begun::of(&visit).await?.draft;
    let Some(reference) = draft.reference() else {
        return Ok(visit.on_to("/nominate"));
    };
    let (title, body) = if draft.asks_to_confirm() {
        ("Check your email", ask_to_confirm(reference))
    } else {
        ("Nomination received", received(reference))
    };
    let page = visit.page(title, body).own_heading();
    Ok(page.into_response())
}

/// The reference in its panel.
pub fn panel(title: &str, reference: &str) -> Markup {
    html! {
        (Panel {
            title_text: title.into(),
            html: html! { "Your reference" br; strong { (reference) } },
            ..Default::default()
        })
    }
}

fn ask_to_confirm(reference: &str) -> Markup {
    html! {
        (panel("Check your email", reference))
        h2.govuk-heading-m { "There is one more thing to do" }
        p.govuk-body { "We have sent you an email. Open the link in it and press the button, so that we know the address is yours. Nobody reads your nomination before that." }
        p.govuk-body { "It also signs you in, and you can follow your nomination at " a.govuk-link href="/me" { "your account" } "." }
        p.govuk-body { "The link works for 7 days. If the email has not come after a few minutes, look in your spam folder." }
        (next_steps(reference))
    }
}

/// The panel and what happens next, once it counts.
pub fn received(reference: &str) -> Markup {
    html! {
        (panel("Nomination received", reference))
        p.govuk-body { "We have sent you an email with your reference." }
        p.govuk-body {
            "You can read your nomination, add photos to it and follow what becomes of it: "
            a.govuk-link href={ "/nominations/" (reference) } { "see your nomination " (reference) }
            ". Until a moderator has passed it, only you and our staff can."
        }
        (next_steps(reference))
    }
}

fn next_steps(reference: &str) -> Markup {
    html! {
        h2.govuk-heading-m { "What happens next" }
        ol class="govuk-list govuk-list--number" {
            li { "A moderator reads your nomination. Once it is passed, everybody can see and support it." }
            li { "The probation service finds out if the work can be done. This usually takes less than 4 weeks." }
            li { "We write to you at each step." }
        }
        p.govuk-body { "Keep your reference, " strong { (reference) } ". You can say it on the telephone." }
        p.govuk-body { a.govuk-link href="/nominations" { "See all nominations" } }
    }
}
