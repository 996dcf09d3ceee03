//! Following a nomination, a project or an area: a small form page of its own for each.

use crate::actions::Refusal;
use crate::actions::listening as following;
use crate::actions::nominations::links;
use crate::domain::identity::email::EmailAddress;
use crate::domain::listening::Kind;
use crate::domain::mistakes::Mistakes;
use crate::store::identity::LinkPurpose;
use crate::store::listening::{self as store, Subject};
use crate::web::form::{Nothing, Posted};
use crate::web::govuk::{BackLink, Button, Panel};
use crate::web::identity::{caller, old_session, signed_in};
use crate::web::mistaken::summary;
use crate::web::nominations::acts::{button_page, spent_page, used_page};
use crate::web::nominations::list::is_a_code;
use crate::web::nominations::support::email_form;
use crate::web::paths::{At, At2};
use crate::web::pieces::empty_list;
use crate::web::problem::Problem;
use crate::web::routes::{Access, Routes};
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, html};

/// Following and stopping to.
pub fn routes() -> Routes {
    Routes::new()
        .get("/follow/confirm/{token}", Access::Public, confirm_page)
        .post("/follow/confirm/{token}", Access::Public, confirm)
        .get("/follow/{kind}/{subject}", Access::Public, page)
        .post("/follow/{kind}/{subject}", Access::Public, follow)
        .post("/follow/{kind}/{subject}/stop", Access::SignedIn, stop)
        .get("/follow/{kind}/{subject}/done", Access::Public, done)
}

crate::form! {
    /// Somebody's address.
    pub struct FollowForm { email }
}

async fn subject(visit: &Visit, kind: Kind, key: &str) -> Result<Subject, Problem> {
    if !is_a_code(key) {
        return Err(Problem::NotFound);
    }
    let found = store::subject(&visit.read(), kind, key).await?;
    found.ok_or(Problem::NotFound)
}

fn page_of(subject: &Subject) -> String {
    format!("/{}/{}", subject.kind.folder(), subject.key)
}

fn address(subject: &Subject) -> String {
    format!("/follow/{}/{}", subject.kind.code(), subject.key)
}

async fn shown(
    visit: &Visit,
    subject: &Subject,
    keys: Markup,
    email: &str,
    mistakes: &Mistakes,
) -> Answer {
    let account = visit.person().account();
    let follows = match account {
        Some(account) => {
            store::is_there(&visit.read(), account, subject.kind, &subject.key).await?
        }
        None => false,
    };
    let button = |path: String, words: &str| {
        html! { form method="post" action=(path) novalidate { (keys) (Button::new(words)) } }
    };
    let body = html! {
        p class="govuk-body-l" { (subject.title) }
        @if follows {
            p.govuk-body { "We write to you about " (subject.kind.news()) "." }
            (button(format!("{}/stop", address(subject)), "Stop these emails"))
        } @else {
            p.govuk-body { "You get an email about " (subject.kind.news()) ". Each email says how to stop them." }
            @if account.is_some() {
                (button(address(subject), "Get news by email"))
            } @else {
                (email_form(visit, &keys, (email, mistakes), "Get news by email"))
            }
        }
    };
    let page = visit
        .page("Get news by email", body)
        .about(subject.title.clone())
        .before(html! { (BackLink::to(page_of(subject))) })
        .notice(summary(mistakes));
    Ok(if mistakes.is_empty() {
        page.into_response()
    } else {
        page.invalid().into_response()
    })
}

/// The form.
pub async fn page(visit: Visit, At2(kind, key): At2<Kind, String>) -> Answer {
    let subject = subject(&visit, kind, &key).await?;
    let keys = visit.csrf_and_once();
    shown(&visit, &subject, keys, "", &Mistakes::none()).await
}

/// Follows at once, or writes a letter.
pub async fn follow(
    visit: Visit,
    At2(kind, key): At2<Kind, String>,
    posted: Posted<FollowForm>,
) -> Answer {
    let subject = subject(&visit, kind, &key).await?;
    let desk = &visit.app.desk;
    let followed = if visit.visitor.is_signed_in() {
        following::follow(desk, &visit.person(), kind, &key, posted.once.clone()).await
    } else {
        match EmailAddress::parse(&posted.form.email) {
            Ok(email) => {
                let once = posted.once.clone();
                following::ask(desk, caller(&visit), kind, &key, &email, once).await
            }
            Err(why) => Err(Refusal::mistake("email", why)),
        }
    };
    match followed {
        Ok(()) => Ok(visit.on_to(&format!("{}/done", address(&subject)))),
        Err(refusal) => {
            let mistakes = Visit::mistakes_or_problem(refusal)?;
            let keys = visit.csrf_and_same_once(posted.once.as_ref());
            shown(&visit, &subject, keys, &posted.form.email, &mistakes).await
        }
    }
}

/// What happens next.
pub async fn done(visit: Visit, At2(kind, key): At2<Kind, String>) -> Answer {
    let subject = subject(&visit, kind, &key).await?;
    let signed_in = visit.visitor.is_signed_in();
    let title = if signed_in {
        "You will get news by email"
    } else {
        "Check your email"
    };
    let body = html! {
        (Panel { title_text: title.into(), text: subject.title.clone(), ..Default::default() })
        h2.govuk-heading-m { "What happens next" }
        @if signed_in {
            p.govuk-body { "We write to you about " (subject.kind.news()) ". You can stop these emails on " a.govuk-link href="/me" { "your account page" } "." }
        } @else {
            p.govuk-body { "We have sent you a link. Open it and press the button. The link works for 15 minutes." }
        }
        p.govuk-body { a.govuk-link href=(page_of(&subject)) { "Go back to " (subject.title) } }
    };
    Ok(visit.page(title, body).own_heading().into_response())
}

/// Stops.
pub async fn stop(visit: Visit, At2(kind, key): At2<Kind, String>, _: Posted<Nothing>) -> Answer {
    if !is_a_code(&key) {
        return Err(Problem::NotFound);
    }
    following::unfollow(&visit.app.desk, &visit.person(), kind, &key).await?;
    Ok(visit.on_to("/me"))
}

/// The button behind the link in the letter.
pub async fn confirm_page(visit: Visit, At(token): At<String>) -> Answer {
    let found = links::look(&visit.app.desk, &token, LinkPurpose::ConfirmFollow).await?;
    let named = found.and_then(|link| following::subject_of(&link.subject));
    let Some((kind, key)) = named else {
        return Ok(spent_page(&visit, html! {}));
    };
    let subject = subject(&visit, kind, &key).await?;
    let words = format!(
        "Press the button to get news of “{}” by email. It also signs you in.",
        subject.title
    );
    Ok(button_page(
        &visit,
        "Get news by email",
        &words,
        "Get news by email",
    ))
}

/// Follows and signs in.
pub async fn confirm(visit: Visit, At(token): At<String>, _: Posted<Nothing>) -> Answer {
    match following::confirm(&visit.app.desk, old_session(&visit), &token).await {
        Ok(who) => Ok(signed_in(&visit, &who, "/me")),
        Err(Refusal::NotThere) => Ok(spent_page(&visit, html! {})),
        Err(Refusal::Stale) => Ok(used_page(&visit)),
        Err(other) => Err(other.into()),
    }
}

/// The part of somebody's own page that is about what they follow.
pub async fn section(visit: &Visit, account: i64) -> Result<Markup, Problem> {
    let followed = store::of_account(&visit.read(), account).await?;
    Ok(html! {
        h2.govuk-heading-m { "News you get by email" }
        @if followed.is_empty() {
            (empty_list("You follow nothing yet.", html! { "Open a nomination, a project or an area and choose “Get news by email”." }))
        } @else {
            ul.govuk-list {
                @for subject in &followed {
                    li {
                        a.govuk-link href=(page_of(subject)) { (subject.title) } " "
                        a.govuk-link href=(address(subject)) { "Stop" span.govuk-visually-hidden { " news of " (subject.title) } }
                    }
                }
            }
        }
    })
}
