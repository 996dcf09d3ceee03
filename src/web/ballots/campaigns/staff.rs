//! Campaigns for officers: making one, bringing shortlists in, announcing all of its rounds.

use super::forms::{CampaignForm, ListsForm};
use super::staff_views as views;
use crate::actions::ballots::campaigns as actions;
use crate::domain::ids::{OnceKey, Slug};
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::Permission;
use crate::domain::text::plural;
use crate::store::ballots::campaigns;
use crate::store::panels;
use crate::web::ballots::staff::free_lists;
use crate::web::form::{Nothing, Posted};
use crate::web::govuk::{BackLink, NotificationBanner};
use crate::web::mistaken;
use crate::web::paths::At;
use crate::web::problem::Problem;
use crate::web::visit::{Answer, PageAnswer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, Render, html};

/// Every campaign: officers of any council may bring shortlists in.
pub async fn list(visit: Visit) -> Answer {
    let all = campaigns::all(&visit.read()).await?;
    Ok(visit
        .page("Campaigns", views::list(&all))
        .before(BackLink::to("/staff/rounds").render())
        .wide()
        .into_response())
}

/// The areas in which the person may run rounds, as code and name.
async fn areas(visit: &Visit) -> Result<Vec<(String, String)>, Problem> {
    let all = panels::areas(&visit.read()).await?;
    let may = |code: &str| visit.may(Permission::RunRounds, code);
    Ok(all.into_iter().filter(|(code, _)| may(code)).collect())
}

async fn new_page<'v>(
    visit: &'v Visit,
    (form, once): (&CampaignForm, Option<&OnceKey>),
    mistakes: &Mistakes,
) -> Result<PageAnswer<'v>, Problem> {
    let areas = areas(visit).await?;
    let keys = visit.csrf_and_same_once(once);
    Ok(visit
        .page("Make a campaign", views::new(keys, form, &areas, mistakes))
        .notice(mistaken::summary(mistakes))
        .before(BackLink::to("/staff/campaigns").render()))
}

/// The form for a new campaign.
pub async fn new(visit: Visit) -> Answer {
    let mut form = CampaignForm::fresh();
    if let [(only, _)] = areas(&visit).await?.as_slice() {
        form.area.clone_from(only);
    }
    let page = new_page(&visit, (&form, None), &Mistakes::none()).await?;
    Ok(page.into_response())
}

/// Makes a campaign.
pub async fn make(visit: Visit, posted: Posted<CampaignForm>) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    let done = match posted.form.parse(&areas(&visit).await?) {
        Ok(campaign) => actions::make(desk, &person, campaign, posted.once_as_said()).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    match done {
        Ok(slug) => Ok(visit.on_to(&format!("/staff/campaigns/{slug}"))),
        Err(refusal) => {
            let mistakes = Visit::mistakes_or_problem(refusal)?;
            let sent = (&posted.form, posted.once.as_ref());
            let page = new_page(&visit, sent, &mistakes).await?;
            Ok(page.invalid().into_response())
        }
    }
}

async fn campaign_page<'v>(
    visit: &'v Visit,
    slug: &Slug,
    form: &ListsForm,
    (mistakes, done): (&Mistakes, Markup),
) -> Result<PageAnswer<'v>, Problem> {
    let conn = visit.read();
    let campaign = campaigns::by_slug(&conn, slug.as_str()).await?;
    let campaign = campaign.ok_or(Problem::NotFound)?;
    let rounds = campaigns::rounds_of(&conn, campaign.id).await?;
    // A draft of another council is no business of theirs.
    let own = |area: &str| visit.may(Permission::RunRounds, area);
    let rounds: Vec<_> = rounds
        .into_iter()
        .filter(|round| round.is_public() || own(&round.area_code))
        .map(|round| (own(&round.area_code), round))
        .collect();
    let lists = free_lists(visit, |panel| &panel.area_name).await?;
    let body = views::campaign(
        || visit.csrf_and_once(),
        &campaign,
        &rounds,
        &lists,
        (form, mistakes),
    );
    Ok(visit
        .page(&campaign.name, body)
        .about("Campaign")
        .notice(html! { (mistaken::summary(mistakes)) (done) })
        .before(BackLink::to("/staff/campaigns").render())
        .wide())
}

/// One campaign with its rounds and what can be done next.
pub async fn page(visit: Visit, At(slug): At<Slug>) -> Answer {
    let form = ListsForm::default();
    let page = campaign_page(&visit, &slug, &form, (&Mistakes::none(), html! {})).await?;
    Ok(page.into_response())
}

/// Drafts a round for each shortlist that was picked.
pub async fn add(visit: Visit, At(slug): At<Slug>, posted: Posted<ListsForm>) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    let lists = posted.form.numbers();
    match actions::add_rounds(desk, &person, slug.as_str(), &lists, posted.once.clone()).await {
        Ok(_) => Ok(visit.on_to(&format!("/staff/campaigns/{slug}"))),
        Err(refusal) => {
            let mistakes = Visit::mistakes_or_problem(refusal)?;
            let shown = (&mistakes, html! {});
            let page = campaign_page(&visit, &slug, &posted.form, shown).await?;
            Ok(page.invalid().into_response())
        }
    }
}

/// Announces all drafts of the campaign that the person may run.
pub async fn announce(visit: Visit, At(slug): At<Slug>, _: Posted<Nothing>) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    let done = actions::announce(desk, &person, slug.as_str()).await?;
    let count = i64::try_from(done.rounds).unwrap_or(i64::MAX);
    let said = format!("{} announced.", plural(count, "vote is", "votes are"));
    let mut mistakes = Mistakes::none();
    for (title, why) in &done.refused {
        mistakes.add("", format!("{title}: {why}"));
    }
    let banner = match done.rounds {
        0 => html! {},
        _ => NotificationBanner::success(said).render(),
    };
    let form = ListsForm::default();
    let page = campaign_page(&visit, &slug, &form, (&mistakes, banner)).await?;
    Ok(match mistakes.is_empty() {
        true => page.into_response(),
        false => page.invalid().into_response(),
    })
}
