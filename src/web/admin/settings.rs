//! Settings: each with what it means, what it is and who must agree to a change.

use super::back;
use super::forms::{ListQuery, SettingForm};
use super::settings_views as views;
use crate::actions::Refusal;
use crate::actions::settings::{self as actions, Changed};
use crate::domain::mistakes::Mistakes;
use crate::domain::settings::{self as all, SMALL_NUMBER_THRESHOLD, Setting};
use crate::store::figures::raised;
use crate::store::identity;
use crate::store::settings as store;
use crate::web::form::{Nothing, Posted};
use crate::web::govuk::NotificationBanner;
use crate::web::mistaken;
use crate::web::paths::{Asked, At};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use maud::Render;

/// All of them.
pub async fn list(visit: Visit, Asked(query): Asked<ListQuery>) -> Answer {
    let conn = visit.read();
    let set = store::all(&conn).await?;
    let proposals = store::proposals(&conn).await?;
    let body = views::list(&set, &proposals);
    let mut page = visit.page("Settings", body).before(back("/admin")).wide();
    let said = match query.done.as_str() {
        "changed" => Some("The setting was changed. It holds from now"),
        "proposed" => Some("The change waits for a second administrator"),
        "withdrawn" => Some("The proposal was withdrawn"),
        _ => None,
    };
    if let Some(words) = said {
        page = page.notice(NotificationBanner::success(words).render());
    }
    Ok(page.into_response())
}

fn found(name: &str) -> Result<&'static Setting, Problem> {
    all::find(name).ok_or(Problem::NotFound)
}

async fn form_page(
    visit: &Visit,
    setting: &'static Setting,
    typed: Option<&str>,
    refused: Option<(Mistakes, bool)>,
) -> Answer {
    let conn = visit.read();
    let now = store::in_force(&conn, setting).await?;
    let proposal = store::proposal(&conn, setting.name).await?;
    let by = match &proposal {
        Some(proposal) => identity::account(&conn, proposal.proposed_by).await?,
        None => None,
    };
    let none = Mistakes::none();
    let mistakes = refused.as_ref().map_or(&none, |(mistakes, _)| mistakes);
    let waiting = proposal.as_ref().zip(by.as_ref());
    let form = SettingForm {
        value: typed.unwrap_or(&now).to_string(),
        based_on: now,
    };
    let raised = match setting.name == SMALL_NUMBER_THRESHOLD.name {
        true => Some(raised::of_months(&conn).await?),
        false => None,
    };
    let body = views::form(visit, setting, &form, (waiting, raised.as_ref()), mistakes);
    let page = visit
        .page(setting.title, body)
        .before(back("/admin/settings"))
        .notice(mistaken::summary(mistakes));
    Ok(match refused {
        None => page.into_response(),
        Some((_, false)) => page.invalid().into_response(),
        Some((_, true)) => page.conflicting().into_response(),
    })
}

/// One of them.
pub async fn ask(visit: Visit, At(name): At<String>) -> Answer {
    form_page(&visit, found(&name)?, None, None).await
}

const MOVED: &str = "Somebody changed this setting meanwhile. What holds now is below";

async fn refused(
    visit: &Visit,
    setting: &'static Setting,
    typed: Option<&str>,
    refusal: Refusal,
) -> Answer {
    let refused = match refusal {
        Refusal::Mistaken(mistakes) => (mistakes, false),
        Refusal::Stale => (Mistakes::one("value", MOVED), true),
        Refusal::TooLate(why) => (Mistakes::one("", why), true),
        other => return Err(other.into()),
    };
    form_page(visit, setting, typed, Some(refused)).await
}

/// Changes it, or proposes the change.
pub async fn change(visit: Visit, At(name): At<String>, posted: Posted<SettingForm>) -> Answer {
    let setting = found(&name)?;
    let SettingForm { value, based_on } = posted.form;
    let (desk, person) = (&visit.app.desk, visit.person());
    match actions::change(desk, &person, setting, &based_on, &value).await {
        Ok(Changed::Done) => Ok(visit.on_to("/admin/settings?done=changed")),
        Ok(Changed::Proposed) => Ok(visit.on_to("/admin/settings?done=proposed")),
        Err(refusal) => refused(&visit, setting, Some(&value), refusal).await,
    }
}

/// Agrees to a proposal.
pub async fn agree(visit: Visit, At(name): At<String>, posted: Posted<SettingForm>) -> Answer {
    let setting = found(&name)?;
    let (desk, person) = (&visit.app.desk, visit.person());
    match actions::agree(desk, &person, setting, &posted.form.value).await {
        Ok(()) => Ok(visit.on_to("/admin/settings?done=changed")),
        Err(refusal) => refused(&visit, setting, None, refusal).await,
    }
}

/// Withdraws a proposal.
pub async fn withdraw(visit: Visit, At(name): At<String>, _: Posted<Nothing>) -> Answer {
    let setting = found(&name)?;
    match actions::withdraw(&visit.app.desk, &visit.person(), setting).await {
        Ok(()) => Ok(visit.on_to("/admin/settings?done=withdrawn")),
        Err(refusal) => refused(&visit, setting, None, refusal).await,
    }
}
