//! Handlers for officers who draft rounds.

use super::staff_forms::{DraftForm, NewQuery};
use super::staff_views as views;
use crate::actions::Refusal;
use crate::actions::ballots::{drafting, to_run};
use crate::domain::ids::Slug;
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::Permission;
use crate::store::ballots::{self, Round, lists};
use crate::store::panels::Panel;
use crate::store::panels::shortlists::Shortlist;
use crate::web::form::Posted;
use crate::web::govuk::BackLink;
use crate::web::mistaken;
use crate::web::paths::{Asked, At};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, PageAnswer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, Render};

/// The rounds that the person may run.
pub async fn list(visit: Visit) -> Answer {
    let own: Vec<Round> = ballots::all(&visit.read())
        .await?
        .into_iter()
        .filter(|round| visit.may(Permission::RunRounds, &round.area_code))
        .collect();
    Ok(visit
        .page("Votes that you look after", views::list(&own))
        .wide()
        .into_response())
}

/// Agreed shortlists that no vote has taken, of the areas whose votes the person may run; each as its number
/// and its name after the panel's or the area's.
pub(super) async fn free_lists(
    visit: &Visit,
    whose: impl Fn(&Panel) -> &str,
) -> Result<Vec<(String, String)>, Problem> {
    let all = lists::free(&visit.read()).await?;
    let own = all
        .iter()
        .filter(|(panel, _)| visit.may(Permission::RunRounds, &panel.area_code));
    let named = |(panel, list): &(Panel, Shortlist)| {
        let name = format!("{}: {}", whose(panel), list.title);
        (list.id.to_string(), name)
    };
    Ok(own.map(named).collect())
}

async fn agreed(visit: &Visit) -> Result<Vec<(String, String)>, Problem> {
    free_lists(visit, |panel| &panel.name).await
}

fn draft_page<'v>(
    visit: &'v Visit,
    title: &str,
    body: Markup,
    mistakes: &Mistakes,
) -> PageAnswer<'v> {
    visit
        .page(title, body)
        .notice(mistaken::summary(mistakes))
        .before(BackLink::to("/staff/rounds").render())
}

/// The form for a new round.
pub async fn new(visit: Visit, Asked(query): Asked<NewQuery>) -> Answer {
    let lists = agreed(&visit).await?;
    let form = DraftForm::fresh(query.shortlist);
    let none = Mistakes::none();
    let body = views::draft(visit.csrf_and_once(), &form, Some(&lists), &none);
    Ok(draft_page(&visit, "Draft a vote", body, &none).into_response())
}

/// Drafts a round.
pub async fn draft(visit: Visit, posted: Posted<DraftForm>) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    let done = match posted.form.parse_new() {
        Ok(new) => drafting::draft(desk, &person, new, posted.once_as_said()).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    match done {
        Ok(slug) => Ok(visit.on_to(&format!("/staff/rounds/{slug}"))),
        Err(refusal) => {
            let mistakes = Visit::mistakes_or_problem(refusal)?;
            let lists = agreed(&visit).await?;
            let keys = visit.csrf_and_same_once(posted.once.as_ref());
            let body = views::draft(keys, &posted.form, Some(&lists), &mistakes);
            let page = draft_page(&visit, "Draft a vote", body, &mistakes);
            Ok(page.invalid().into_response())
        }
    }
}

/// The form for changing a draft.
pub async fn to_edit(visit: Visit, At(slug): At<Slug>) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    let conn = visit.read();
    let round = to_run(desk, &person, &conn, slug.as_str(), Permission::RunRounds).await?;
    let none = Mistakes::none();
    let body = views::draft(visit.csrf_and_once(), &DraftForm::of(&round), None, &none);
    Ok(draft_page(&visit, "Change the draft", body, &none).into_response())
}

/// Changes a draft.
pub async fn edit(visit: Visit, At(slug): At<Slug>, posted: Posted<DraftForm>) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    // Before its fields are read: another council is not told what is wrong with them.
    to_run(
        desk,
        &person,
        &visit.read(),
        slug.as_str(),
        Permission::RunRounds,
    )
    .await?;
    let version = posted.form.version();
    let done = match posted.form.parse() {
        Ok(draft) => {
            let once = posted.once.clone();
            drafting::redraft(desk, &person, slug.as_str(), version, draft, once).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    let refusal = match done {
        Ok(()) => return Ok(visit.on_to(&format!("/staff/rounds/{slug}"))),
        Err(refusal) => refusal,
    };
    let mut form = posted.form.clone();
    let stale = refusal == Refusal::Stale;
    let mistakes = if stale {
        let conn = visit.read();
        let round = to_run(desk, &person, &conn, slug.as_str(), Permission::RunRounds).await?;
        form.version = round.version.to_string();
        Mistakes::one(
            "",
            "Somebody changed this draft since you opened the page. What you typed is still here; send it again to put it in place of theirs",
        )
    } else {
        Visit::mistakes_or_problem(refusal)?
    };
    let body = views::draft(visit.csrf_and_once(), &form, None, &mistakes);
    let page = draft_page(&visit, "Change the draft", body, &mistakes);
    let page = if stale {
        page.conflicting()
    } else {
        page.invalid()
    };
    Ok(page.into_response())
}
