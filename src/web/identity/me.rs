//! One's own account: what we hold, what to change, how to leave.

use super::forms::{CodeForm, DeleteForm, NameForm, NextQuery};
use super::{no_session_cookie, own_views as views, too_soon};
use crate::actions::Refusal;
use crate::actions::identity::{own as actions, sign_in};
use crate::domain::mistakes::Mistakes;
use crate::store::identity::people::Listed;
use crate::store::identity::{own_data, people, staff};
use crate::web::form::{Nothing, Posted};
use crate::web::govuk::{BackLink, NotificationBanner};
use crate::web::mistaken;
use crate::web::paths::Asked;
use crate::web::problem::Problem;
use crate::web::routes::{Access, Routes};
use crate::web::visit::{Answer, Visit};
use crate::web::{listening, nominations, panels};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use maud::{Markup, Render};
use std::future::Future;
use std::pin::Pin;

/// A part of the page that another room writes: what it holds about the account, with links to change it.
pub type Section = for<'v> fn(
    &'v Visit,
    i64,
)
    -> Pin<Box<dyn Future<Output = Result<Markup, Problem>> + Send + 'v>>;

/// The parts that other rooms write, in the order of the page. A room adds
/// `|visit, account| Box::pin(my_room::about(visit, account))`.
pub const SECTIONS: &[Section] = &[
    |visit, account| Box::pin(panels::mine::section(visit, account)),
    |visit, account| Box::pin(nominations::mine::section(visit, account)),
    |visit, account| Box::pin(listening::section(visit, account)),
];

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/me", Access::SignedIn, page)
        .get("/me/name", Access::SignedIn, ask_name)
        .post("/me/name", Access::SignedIn, rename)
        .get("/me/data.json", Access::SignedIn, data)
        .post(
            "/me/sign-out-everywhere",
            Access::SignedIn,
            sign_out_everywhere,
        )
        .get("/me/recovery-codes", Access::SignedIn, ask_recovery_codes)
        .post("/me/recovery-codes", Access::SignedIn, recovery_codes)
        .get("/me/delete", Access::SignedIn, ask_delete)
        .post("/me/delete", Access::SignedIn, delete)
}

fn account(visit: &Visit) -> Result<i64, Problem> {
    visit.person().account().ok_or(Problem::NotAllowed)
}

async fn own(visit: &Visit) -> Result<Listed, Problem> {
    let own = people::listed(&visit.read(), account(visit)?).await?;
    own.ok_or(Problem::NotFound)
}

fn back() -> Markup {
    BackLink::to("/me").render()
}

/// The page.
pub async fn page(visit: Visit, Asked(query): Asked<NextQuery>) -> Answer {
    let own = own(&visit).await?;
    let mut sections = vec![];
    for section in SECTIONS {
        sections.push(section(&visit, own.account.id).await?);
    }
    let areas = crate::store::areas::all(&visit.read()).await?;
    let body = views::page(&visit, &own, &areas, &sections);
    let mut page = visit.page("Your account", body);
    if query.done == "name" {
        page = page.notice(NotificationBanner::success("Your name was changed").render());
    }
    Ok(page.into_response())
}

/// Asks for another name.
pub async fn ask_name(visit: Visit) -> Answer {
    let account = own(&visit).await?.account;
    let form = NameForm {
        name: account.name.clone(),
        version: account.version.to_string(),
    };
    let body = views::name(&visit, &form, &Mistakes::none());
    Ok(visit
        .page("Change your name", body)
        .before(back())
        .into_response())
}

/// Changes the name.
pub async fn rename(visit: Visit, posted: Posted<NameForm>) -> Answer {
    let form = posted.form;
    let person = visit.person();
    let done = match form.parse() {
        Ok(name) => actions::rename(&visit.app.desk, &person, name, form.version()).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    match done {
        Ok(()) => Ok(visit.on_to("/me?done=name")),
        Err(Refusal::Mistaken(mistakes)) => {
            let body = views::name(&visit, &form, &mistakes);
            let page = visit.page("Change your name", body).before(back());
            let page = page.notice(mistaken::summary(&mistakes));
            Ok(page.invalid().into_response())
        }
        Err(Refusal::Stale) => {
            let version = own(&visit).await?.account.version.to_string();
            let body = views::name(&visit, &NameForm { version, ..form }, &Mistakes::none());
            let moved = Mistakes::one(
                "name",
                "Your account was changed meanwhile. Send again if the name is still right",
            );
            let page = visit.page("Change your name", body).before(back());
            let page = page.notice(mistaken::summary(&moved));
            Ok(page.conflicting().into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// Everything we hold about the account, as a file.
pub async fn data(visit: Visit) -> Answer {
    let account = own(&visit).await?.account;
    let held = own_data::held(&visit.read(), &account).await?;
    let all: serde_json::Map<String, serde_json::Value> = held
        .into_iter()
        .map(|(what, rows)| (what.to_string(), rows.into()))
        .collect();
    let text =
        serde_json::to_string_pretty(&all).map_err(|error| Problem::Failed(error.to_string()))?;
    let mut response = text.into_response();
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static("application/json");
    headers.insert(header::CONTENT_TYPE, kind);
    let name = HeaderValue::from_static("attachment; filename=\"my-data.json\"");
    headers.insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}

/// Signs every browser out.
pub async fn sign_out_everywhere(visit: Visit, _: Posted<Nothing>) -> Answer {
    sign_in::sign_out_everywhere(&visit.app.desk, &visit.person()).await?;
    let mut response = visit.on_to("/");
    let cookie = no_session_cookie(&visit.app);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// How many recovery codes are left, and the form for new ones. Only for accounts with codes of an app.
pub async fn ask_recovery_codes(visit: Visit) -> Answer {
    let left = codes_left(&visit).await?;
    let body = views::recovery_codes(&visit, left, &Mistakes::none());
    let page = visit.page("Recovery codes", body).before(back());
    Ok(page.into_response())
}

async fn codes_left(visit: &Visit) -> Result<i64, Problem> {
    let own = own(visit).await?;
    if !own.set_up {
        return Err(Problem::NotFound);
    }
    Ok(staff::recovery_codes_left(&visit.read(), own.account.id).await?)
}

/// Makes new recovery codes and shows them this once.
pub async fn recovery_codes(visit: Visit, posted: Posted<CodeForm>) -> Answer {
    let left = codes_left(&visit).await?;
    let made = match posted.form.parse() {
        Ok(code) => actions::new_recovery_codes(&visit.app.desk, &visit.person(), &code).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    match made {
        Ok(codes) => {
            let body = super::views::recovery_codes(&codes, "/me");
            Ok(visit.page("Keep your recovery codes", body).into_response())
        }
        Err(Refusal::Mistaken(mistakes)) => {
            let body = views::recovery_codes(&visit, left, &mistakes);
            let page = visit.page("Recovery codes", body).before(back());
            let page = page.notice(mistaken::summary(&mistakes));
            Ok(page.invalid().into_response())
        }
        Err(Refusal::Throttled { seconds }) => {
            let body = views::recovery_codes(&visit, left, &Mistakes::none());
            Ok(too_soon(visit.page("Recovery codes", body), seconds))
        }
        Err(other) => Err(other.into()),
    }
}

/// Says what deleting does, and asks.
pub async fn ask_delete(visit: Visit) -> Answer {
    let account = own(&visit).await?.account;
    let body = views::delete(&visit, &account, &Mistakes::none());
    let page = visit.page("Delete your account", body).before(back());
    Ok(page.into_response())
}

/// Deletes the account.
pub async fn delete(visit: Visit, posted: Posted<DeleteForm>) -> Answer {
    if posted.form.agree != "yes" {
        let account = own(&visit).await?.account;
        let message = "Tick the box if you want to delete your account";
        let mistakes = Mistakes::one("agree", message);
        let body = views::delete(&visit, &account, &mistakes);
        let page = visit.page("Delete your account", body).before(back());
        let page = page.notice(mistaken::summary(&mistakes));
        return Ok(page.invalid().into_response());
    }
    actions::erase(&visit.app.desk, &visit.person()).await?;
    let body = views::deleted();
    let mut response = visit.page("Your account is deleted", body).into_response();
    let cookie = no_session_cookie(&visit.app);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}
