//! Supporting a nomination. The form has a page of its own, so that the nomination's page stays the
//! same for everybody.

use super::acts::{button_page, spent_page, used_page};
use super::one::{is_own, known_to};
use crate::actions::Refusal;
use crate::actions::nominations::{links, support as supporting};
use crate::domain::identity::email::EmailAddress;
use crate::domain::ids::Reference;
use crate::domain::mistakes::Mistakes;
use crate::domain::nominations::nomination::Nomination;
use crate::store::identity::LinkPurpose;
use crate::store::nominations::support as store;
use crate::web::form::{Nothing, Posted};
use crate::web::govuk::{BackLink, Button, Input, Panel};
use crate::web::identity::{caller, old_session, signed_in};
use crate::web::mistaken::summary;
use crate::web::paths::At;
use crate::web::problem::Problem;
use crate::web::questions::Questions;
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, html};

crate::form! {
    /// Somebody's address.
    pub struct SupportForm { email }
}

async fn public(visit: &Visit, reference: &Reference) -> Result<Nomination, Problem> {
    let listed = known_to(visit, reference).await?;
    if listed.nomination.is_public() {
        Ok(listed.nomination)
    } else {
        Err(Problem::NotFound)
    }
}

/// The form of a page where an address is asked for and a letter is sent.
pub fn email_form(
    visit: &Visit,
    keys: &Markup,
    (email, mistakes): (&str, &Mistakes),
    button: &str,
) -> Markup {
    let ask = Questions::new(|_| email.to_string(), mistakes);
    html! {
        form method="post" action=(visit.path()) novalidate {
            (keys)
            (Input {
                kind: "email".into(),
                autocomplete: "email".into(),
                spellcheck: Some(false),
                ..ask.line("email", "Your email address", "We send you a link to confirm. We never publish your address.")
            })
            (Button::new(button))
        }
    }
}

/// What the page says and offers to this visitor.
async fn offer(
    visit: &Visit,
    nomination: &Nomination,
    keys: &Markup,
    form: &SupportForm,
    mistakes: &Mistakes,
) -> Result<Markup, Problem> {
    let account = visit.person().account();
    let supports = match account {
        Some(account) => store::is_there(&visit.read(), nomination.id, account).await?,
        None => false,
    };
    let button = |path: String, words: &str| {
        html! { form method="post" action=(path) novalidate { (keys) (Button::new(words)) } }
    };
    let path = visit.path();
    Ok(html! {
        p class="govuk-body-l" { "“" (nomination.proposal.title) "”, " (nomination.proposal.whereabouts.place) }
        @if is_own(visit, nomination) {
            p.govuk-body { "You nominated this yourself, so your support counts already." }
        } @else if supports {
            p.govuk-body { "You support this nomination. We write to you when there is news of it." }
            (button(format!("/nominations/{}/support/stop", nomination.reference), "Take my support back"))
        } @else if !nomination.stage.takes_support() {
            p.govuk-body { "This nomination takes no more support: it is " (nomination.stage.name().to_lowercase()) " now." }
        } @else if account.is_some() {
            p.govuk-body { "Your support shows the probation service and the citizens’ panel that people want this. Nobody sees who supports what." }
            (button(path.to_string(), "Support this nomination"))
        } @else {
            p.govuk-body { "Your support shows the probation service and the citizens’ panel that people want this. Each person counts once, and nobody sees who supports what." }
            (email_form(visit, keys, (&form.email, mistakes), "Support this nomination"))
        }
    })
}

async fn shown(
    visit: &Visit,
    nomination: &Nomination,
    keys: Markup,
    form: &SupportForm,
    mistakes: &Mistakes,
) -> Answer {
    let body = offer(visit, nomination, &keys, form, mistakes).await?;
    let page = visit
        .page("Support a nomination", body)
        .about(nomination.reference.clone())
        .before(html! { (BackLink::to(format!("/nominations/{}", nomination.reference))) })
        .notice(summary(mistakes));
    Ok(if mistakes.is_empty() {
        page.into_response()
    } else {
        page.invalid().into_response()
    })
}

/// The form.
pub async fn page(visit: Visit, At(reference): At<Reference>) -> Answer {
    let nomination = public(&visit, &reference).await?;
    shown(
        &visit,
        &nomination,
        visit.csrf_and_once(),
        &SupportForm::default(),
        &Mistakes::none(),
    )
    .await
}

/// Supports at once, or writes a letter.
pub async fn support(
    visit: Visit,
    At(reference): At<Reference>,
    posted: Posted<SupportForm>,
) -> Answer {
    let nomination = public(&visit, &reference).await?;
    let desk = &visit.app.desk;
    let done = if visit.visitor.is_signed_in() {
        let (person, once) = (visit.person(), posted.once.clone());
        supporting::support(desk, &person, &nomination.reference, once).await
    } else {
        match EmailAddress::parse(&posted.form.email) {
            Ok(email) => {
                let (caller, once) = (caller(&visit), posted.once.clone());
                supporting::ask(desk, caller, &nomination.reference, &email, once).await
            }
            Err(why) => Err(Refusal::mistake("email", why)),
        }
    };
    match done {
        Ok(()) => Ok(visit.on_to(&format!("/nominations/{reference}/supported"))),
        Err(Refusal::TooLate(_)) => Ok(visit.on_to(&format!("/nominations/{reference}/support"))),
        Err(refusal) => {
            let mistakes = Visit::mistakes_or_problem(refusal)?;
            let keys = visit.csrf_and_same_once(posted.once.as_ref());
            shown(&visit, &nomination, keys, &posted.form, &mistakes).await
        }
    }
}

/// What happens next.
pub async fn done(visit: Visit, At(reference): At<Reference>) -> Answer {
    let nomination = public(&visit, &reference).await?;
    let page_of_it = format!("/nominations/{reference}");
    let (title, words) = if visit.visitor.is_signed_in() {
        (
            "Thank you for your support",
            "We write to you when there is news of it. You can take your support back at any time.",
        )
    } else {
        (
            "Check your email",
            "We have sent you a link. Open it and press the button: then your support counts. The link works for 15 minutes.",
        )
    };
    let body = html! {
        (Panel { title_text: title.into(), text: nomination.proposal.title.clone(), ..Default::default() })
        h2.govuk-heading-m { "What happens next" }
        p.govuk-body { (words) }
        p.govuk-body { a.govuk-link href=(page_of_it) { "Go to the nomination" } }
    };
    Ok(visit.page(title, body).own_heading().into_response())
}

/// Takes support back.
pub async fn take_back(visit: Visit, At(reference): At<Reference>, _: Posted<Nothing>) -> Answer {
    let nomination = public(&visit, &reference).await?;
    supporting::take_back(&visit.app.desk, &visit.person(), &nomination.reference).await?;
    Ok(visit.on_to(&format!("/nominations/{reference}/support")))
}

/// The button behind the link in the letter.
pub async fn confirm_page(visit: Visit, At(token): At<String>) -> Answer {
    let found = links::look(&visit.app.desk, &token, LinkPurpose::ConfirmSupport).await?;
    Ok(match found {
        Some(link) => button_page(
            &visit,
            "Confirm your support",
            &format!(
                "Press the button to support nomination {}. It also signs you in.",
                link.subject
            ),
            "Confirm my support",
        ),
        None => gone(&visit),
    })
}

fn gone(visit: &Visit) -> axum::response::Response {
    spent_page(
        visit,
        html! { p.govuk-body { "If you confirmed your support already, there is nothing more to do. If not, " a.govuk-link href="/nominations" { "find the nomination" } " and support it again." } },
    )
}

/// Supports and signs in.
pub async fn confirm(visit: Visit, At(token): At<String>, _: Posted<Nothing>) -> Answer {
    match supporting::confirm(&visit.app.desk, old_session(&visit), &token).await {
        Ok(who) => Ok(signed_in(&visit, &who, "/nominations")),
        Err(Refusal::NotThere) => Ok(gone(&visit)),
        Err(Refusal::Stale) => Ok(used_page(&visit)),
        Err(other) => Err(other.into()),
    }
}
