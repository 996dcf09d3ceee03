//! Setting up a staff account: a password, then the first code, then the recovery codes.

use super::forms::{CodeForm, NewPasswordForm};
use super::{gone, old_session, session_cookie, views};
use crate::actions::Refusal;
use crate::actions::identity::codes::{Codes, app_address};
use crate::actions::identity::invitations::{self as actions, Invitation};
use crate::domain::mistakes::Mistakes;
use crate::web::form::Posted;
use crate::web::mistaken;
use crate::web::paths::At;
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::http::header;
use axum::response::{IntoResponse, Response};

const TITLE: &str = "Set up your account";
const CODE_TITLE: &str = "Set up your codes";

fn ended(visit: &Visit) -> Response {
    gone(
        visit,
        "This invitation does not work any more",
        views::invitation_ended(),
    )
}

/// Asks for a password. Opening the invitation changes nothing.
pub async fn ask(visit: Visit, At(token): At<String>) -> Answer {
    match actions::open(&visit.app.desk, &token).await {
        Ok(invitation) => {
            let body = views::choose_password(&visit, &invitation, &Mistakes::none());
            Ok(visit.page(TITLE, body).into_response())
        }
        Err(Refusal::NotThere) => Ok(ended(&visit)),
        Err(other) => Err(other.into()),
    }
}

/// Takes the password.
pub async fn choose(
    visit: Visit,
    At(token): At<String>,
    posted: Posted<NewPasswordForm>,
) -> Answer {
    let NewPasswordForm { password, again } = posted.form;
    let desk = &visit.app.desk;
    match actions::choose_password(desk, &token, password, &again).await {
        Ok(()) => Ok(visit.on_to(&format!("{}/code", visit.path()))),
        Err(Refusal::Mistaken(mistakes)) => {
            let invitation = actions::open(desk, &token).await?;
            let body = views::choose_password(&visit, &invitation, &mistakes);
            let page = visit.page(TITLE, body).notice(mistaken::summary(&mistakes));
            Ok(page.invalid().into_response())
        }
        Err(Refusal::NotThere) => Ok(ended(&visit)),
        Err(other) => Err(other.into()),
    }
}

/// Shows the secret and asks for the first code.
pub async fn ask_code(visit: Visit, At(token): At<String>) -> Answer {
    match actions::chosen(&visit.app.desk, &token).await {
        Ok(Some((invitation, kept))) => {
            let body = code_view(&visit, &invitation, &kept, &Mistakes::none());
            Ok(visit.page(CODE_TITLE, body).into_response())
        }
        Ok(None) => Ok(visit.on_to(visit.path().trim_end_matches("/code"))),
        Err(Refusal::NotThere) => Ok(ended(&visit)),
        Err(other) => Err(other.into()),
    }
}

fn code_view(
    visit: &Visit,
    invitation: &Invitation,
    kept: &str,
    mistakes: &Mistakes,
) -> maud::Markup {
    let desk = &visit.app.desk;
    let secret = Codes::of(desk, kept).secret();
    let service = &visit.app.config.service;
    let address = app_address(desk, kept, service, &invitation.account.email);
    views::set_up_codes(visit, &secret, address.as_deref(), mistakes)
}

/// Takes the first code: the account is ready, and the recovery codes are shown this once.
pub async fn confirm(visit: Visit, At(token): At<String>, posted: Posted<CodeForm>) -> Answer {
    let desk = &visit.app.desk;
    let tried = match posted.form.parse() {
        Ok(code) => actions::confirm(desk, &token, &code, old_session(&visit)).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    match tried {
        Ok((who, codes)) => {
            let body = views::recovery_codes(&codes, "/staff");
            let mut response = visit.page("Keep your recovery codes", body).into_response();
            let cookie = session_cookie(&visit.app, &who.token, who.strength);
            response.headers_mut().append(header::SET_COOKIE, cookie);
            Ok(response)
        }
        Err(Refusal::Mistaken(mistakes)) => again(&visit, &token, &mistakes).await,
        Err(Refusal::NotThere) => Ok(ended(&visit)),
        Err(other) => Err(other.into()),
    }
}

async fn again(visit: &Visit, token: &str, mistakes: &Mistakes) -> Answer {
    let chosen = actions::chosen(&visit.app.desk, token).await?;
    let (invitation, kept) = chosen.ok_or(Problem::NotFound)?;
    let body = code_view(visit, &invitation, &kept, mistakes);
    let page = visit
        .page(CODE_TITLE, body)
        .notice(mistaken::summary(mistakes));
    Ok(page.invalid().into_response())
}
