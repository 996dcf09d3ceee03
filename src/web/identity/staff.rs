//! Signing in with a password, then a code. Every answer before the end is the same for everybody.

use super::forms::{CodeForm, NextQuery, PasswordForm};
use super::{Jar, KNOWN, TRY, caller, gone, next_page, old_session, signed_in, too_soon, views};
use crate::actions::Refusal;
use crate::actions::identity::CODE_MINUTES;
use crate::actions::identity::staff::{self as actions, Trying, Typed};
use crate::domain::mistakes::Mistakes;
use crate::store::identity::Strength;
use crate::web::form::Posted;
use crate::web::mistaken;
use crate::web::paths::Asked;
use crate::web::visit::{Answer, Visit};
use crate::web::visitor::cookie;
use axum::http::header;
use axum::response::{IntoResponse, Response};

const TITLE: &str = "Sign in as staff";
const CODE_TITLE: &str = "Enter your code";
/// How long a browser stays known: a quarter of a year.
const KNOWN_SECONDS: i64 = 90 * 24 * 3600;

fn trying(visit: &Visit, jar: &Jar) -> Trying {
    Trying {
        caller: caller(visit),
        known: jar.known.clone(),
    }
}

/// Asks for address and password.
pub async fn ask(visit: Visit, Asked(query): Asked<NextQuery>) -> Answer {
    let next = next_page(&query.next);
    let session = visit.visitor.session();
    if session.is_some_and(|session| session.strength == Strength::PasswordAndCode) {
        return Ok(visit.on_to(if next.is_empty() { "/staff" } else { &next }));
    }
    let form = PasswordForm {
        next,
        ..PasswordForm::default()
    };
    let body = views::ask_password(&visit, &form, &Mistakes::none());
    Ok(visit.page(TITLE, body).into_response())
}

/// Takes address and password, and asks for the code whatever they were.
pub async fn begin(visit: Visit, jar: Jar, posted: Posted<PasswordForm>) -> Answer {
    let form = posted.form;
    let address = match form.parse() {
        Ok(address) => address,
        Err(mistakes) => {
            let body = views::ask_password(&visit, &form, &mistakes);
            let page = visit.page(TITLE, body).notice(mistaken::summary(&mistakes));
            return Ok(page.invalid().into_response());
        }
    };
    let typed = Typed {
        address,
        password: form.password.clone(),
        next_page: next_page(&form.next),
    };
    match actions::begin(&visit.app.desk, &trying(&visit, &jar), typed).await {
        Ok(token) => {
            let mut response = visit.on_to("/staff/sign-in/code");
            let held = cookie(&visit.app, TRY, &token, CODE_MINUTES * 60);
            response.headers_mut().append(header::SET_COOKIE, held);
            Ok(response)
        }
        Err(Refusal::Throttled { seconds }) => {
            let body = views::ask_password(&visit, &form, &Mistakes::none());
            Ok(too_soon(visit.page(TITLE, body), seconds))
        }
        Err(other) => Err(other.into()),
    }
}

/// Asks for the code. Looks nothing up: there is nothing to learn here.
pub async fn ask_code(visit: Visit, jar: Jar) -> Answer {
    if jar.tried.is_none() {
        return Ok(visit.on_to("/staff/sign-in"));
    }
    let body = views::ask_code(&visit, &Mistakes::none());
    Ok(visit.page(CODE_TITLE, body).into_response())
}

/// Takes the code, and signs in if all was right.
pub async fn finish(visit: Visit, jar: Jar, posted: Posted<CodeForm>) -> Answer {
    let Some(tried) = jar.tried.clone() else {
        return Ok(visit.on_to("/staff/sign-in"));
    };
    let code = match posted.form.parse() {
        Ok(code) => code,
        Err(mistakes) => return Ok(code_again(&visit, &mistakes)),
    };
    let (desk, trying, old) = (&visit.app.desk, trying(&visit, &jar), old_session(&visit));
    match actions::finish(desk, &trying, &tried, &code, old).await {
        Ok((who, known)) => {
            let mut response = signed_in(&visit, &who, "/staff");
            for held in [
                cookie(&visit.app, TRY, "", 0),
                cookie(&visit.app, KNOWN, &known, KNOWN_SECONDS),
            ] {
                response.headers_mut().append(header::SET_COOKIE, held);
            }
            Ok(response)
        }
        Err(Refusal::Mistaken(mistakes)) => Ok(code_again(&visit, &mistakes)),
        Err(Refusal::NotThere) => Ok(gone(&visit, "Start again", views::try_ended())),
        Err(Refusal::Throttled { seconds }) => {
            let body = views::ask_code(&visit, &Mistakes::none());
            Ok(too_soon(visit.page(CODE_TITLE, body), seconds))
        }
        Err(other) => Err(other.into()),
    }
}

fn code_again(visit: &Visit, mistakes: &Mistakes) -> Response {
    let body = views::ask_code(visit, mistakes);
    let page = visit
        .page(CODE_TITLE, body)
        .notice(mistaken::summary(mistakes));
    page.invalid().into_response()
}
