//! One account: what it may do where, and what an administrator does about it.

use super::account_views as views;
use super::back;
use super::forms::{GrantForm, ListQuery, VersionForm};
use crate::actions::Refusal;
use crate::actions::identity::accounts as actions;
use crate::domain::mistakes::Mistakes;
use crate::store::areas;
use crate::store::identity::people;
use crate::web::form::{Nothing, Posted};
use crate::web::govuk::NotificationBanner;
use crate::web::mistaken;
use crate::web::paths::{Asked, At};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use maud::Render;

/// The page.
pub async fn page(visit: Visit, At(id): At<i64>, Asked(query): Asked<ListQuery>) -> Answer {
    let said = match query.done.as_str() {
        "invited" => Some("We wrote to them. What they can do now is below"),
        "given" => Some("The role was given. It counts from now"),
        "taken" => Some("The role was taken away. It counts from now"),
        "disabled" => Some("The account is disabled and signed out on all devices"),
        "enabled" => Some("The account is enabled again"),
        _ => None,
    };
    let banner = said.map(|words| NotificationBanner::success(words).render());
    show(&visit, id, &GrantForm::default(), Shown::Done(banner)).await
}

enum Shown {
    Done(Option<maud::Markup>),
    Mistaken(Mistakes),
    Refused(String),
}

async fn show(visit: &Visit, id: i64, form: &GrantForm, shown: Shown) -> Answer {
    let conn = visit.read();
    let listed = people::listed(&conn, id).await?;
    let listed = listed.ok_or(Problem::NotFound)?;
    let areas = areas::all(&conn).await?;
    let none = Mistakes::none();
    let mistakes = match &shown {
        Shown::Mistaken(mistakes) => mistakes,
        _ => &none,
    };
    let body = views::account(visit, &listed, &areas, form, mistakes);
    let title = if listed.account.name.is_empty() {
        "Account"
    } else {
        &listed.account.name
    };
    let page = visit.page(title, body).before(back("/admin/accounts"));
    Ok(match shown {
        Shown::Done(None) => page.into_response(),
        Shown::Done(Some(banner)) => page.notice(banner).into_response(),
        Shown::Mistaken(mistakes) => page
            .notice(mistaken::summary(&mistakes))
            .invalid()
            .into_response(),
        Shown::Refused(why) => page
            .notice(mistaken::summary(&Mistakes::one("", why)))
            .conflicting()
            .into_response(),
    })
}

const STALE: &str = "Somebody changed this account meanwhile. What holds now is below";

async fn after(
    visit: &Visit,
    id: i64,
    done: Result<(), Refusal>,
    words: &str,
    form: GrantForm,
) -> Answer {
    match done {
        Ok(()) => Ok(visit.on_to(&format!("/admin/accounts/{id}?done={words}"))),
        Err(Refusal::Mistaken(mistakes)) => show(visit, id, &form, Shown::Mistaken(mistakes)).await,
        Err(Refusal::TooLate(why)) => show(visit, id, &form, Shown::Refused(why)).await,
        Err(Refusal::Stale) => show(visit, id, &form, Shown::Refused(STALE.into())).await,
        Err(other) => Err(other.into()),
    }
}

/// Gives a grant.
pub async fn give(visit: Visit, At(id): At<i64>, posted: Posted<GrantForm>) -> Answer {
    let form = posted.form;
    let done = match form.parse() {
        Ok(grant) => {
            let (desk, person) = (&visit.app.desk, visit.person());
            actions::give_grant(desk, &person, id, grant, posted.once).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    after(&visit, id, done, "given", form).await
}

/// Takes a grant away.
pub async fn take(visit: Visit, At(id): At<i64>, posted: Posted<GrantForm>) -> Answer {
    let done = match posted.form.parse() {
        Ok(grant) => {
            let (desk, person) = (&visit.app.desk, visit.person());
            actions::take_grant(desk, &person, id, grant, posted.once).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    after(&visit, id, done, "taken", GrantForm::default()).await
}

/// Disables the account.
pub async fn disable(visit: Visit, At(id): At<i64>, posted: Posted<VersionForm>) -> Answer {
    let version = posted.form.version();
    let done = actions::disable(&visit.app.desk, &visit.person(), id, version).await;
    after(&visit, id, done, "disabled", GrantForm::default()).await
}

/// Enables the account.
pub async fn enable(visit: Visit, At(id): At<i64>, posted: Posted<VersionForm>) -> Answer {
    let version = posted.form.version();
    let done = actions::enable(&visit.app.desk, &visit.person(), id, version).await;
    after(&visit, id, done, "enabled", GrantForm::default()).await
}

/// Writes a new invitation.
pub async fn invite_again(visit: Visit, At(id): At<i64>, posted: Posted<Nothing>) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    let done = actions::invite_again(desk, &person, id, posted.once).await;
    after(&visit, id, done, "invited", GrantForm::default()).await
}
