//! Signing in by a link, and signing out. Opening the link changes nothing, however often a mail scanner
//! does it; the button behind it spends it.

use super::forms::{LinkForm, NextQuery};
use super::{caller, gone, next_page, no_session_cookie, old_session, signed_in, too_soon, views};
use crate::actions::Refusal;
use crate::actions::identity::sign_in as actions;
use crate::domain::mistakes::Mistakes;
use crate::store::identity::{self, LinkPurpose};
use crate::web::form::{Nothing, Posted};
use crate::web::mistaken;
use crate::web::paths::{Asked, At};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::http::header;
use axum::response::IntoResponse;

const TITLE: &str = "Sign in";

/// Asks for the address.
pub async fn ask(visit: Visit, Asked(query): Asked<NextQuery>) -> Answer {
    let next = next_page(&query.next);
    if visit.visitor.is_signed_in() {
        return Ok(visit.on_to(if next.is_empty() { "/me" } else { &next }));
    }
    let form = LinkForm {
        next,
        ..LinkForm::default()
    };
    let body = views::ask_link(&visit, (&form, None), &Mistakes::none());
    Ok(visit.page(TITLE, body).into_response())
}

/// Sends the link. The answer is the same for every address.
pub async fn send(visit: Visit, posted: Posted<LinkForm>) -> Answer {
    let (form, once) = (posted.form, posted.once);
    let address = match form.parse() {
        Ok(address) => address,
        Err(mistakes) => {
            let body = views::ask_link(&visit, (&form, once.as_ref()), &mistakes);
            let page = visit.page(TITLE, body).notice(mistaken::summary(&mistakes));
            return Ok(page.invalid().into_response());
        }
    };
    let next = next_page(&form.next);
    let asked = (address.clone(), next);
    match actions::ask_for_link(&visit.app.desk, caller(&visit), asked, once.clone()).await {
        Ok(()) => {
            let body = views::link_sent(address.as_str(), &form.next);
            Ok(visit.page("Check your email", body).into_response())
        }
        Err(Refusal::Throttled { seconds }) => {
            let body = views::ask_link(&visit, (&form, once.as_ref()), &Mistakes::none());
            Ok(too_soon(visit.page(TITLE, body), seconds))
        }
        Err(other) => Err(other.into()),
    }
}

/// What a link opens: a button. Spends nothing.
pub async fn show(visit: Visit, At(token): At<String>) -> Answer {
    let digest = visit.app.desk.digest("link", &token);
    let link = identity::link(&visit.read(), &digest, LinkPurpose::SignIn).await?;
    match link.filter(|link| link.works_at(visit.now())) {
        Some(link) => {
            let body = views::sign_in_button(&visit, &link.email);
            Ok(visit.page(TITLE, body).into_response())
        }
        None => Ok(gone(&visit, views::LINK_ENDED, views::link_ended())),
    }
}

/// Spends the link and signs in.
pub async fn spend(visit: Visit, At(token): At<String>, _: Posted<Nothing>) -> Answer {
    let (desk, person, old) = (&visit.app.desk, visit.person(), old_session(&visit));
    match actions::sign_in_by_link(desk, &person, old, &token).await {
        Ok(who) => Ok(signed_in(&visit, &who, "/me")),
        Err(Refusal::NotThere) => Ok(gone(&visit, views::LINK_ENDED, views::link_ended())),
        Err(other) => Err(other.into()),
    }
}

/// Signs this browser out. Somebody who is not signed in is out already: a second press needs no token, which
/// went with the session.
pub async fn sign_out(
    visit: Visit,
    posted: Result<Posted<Nothing>, Problem>,
) -> Result<axum::response::Response, Problem> {
    if let Some(session) = old_session(&visit) {
        posted?;
        actions::sign_out(&visit.app.desk, &visit.person(), session).await?;
    }
    let mut response = visit.on_to("/");
    let cookie = no_session_cookie(&visit.app);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}
