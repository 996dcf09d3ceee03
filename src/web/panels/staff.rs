//! Handlers for staff who run panels.

use super::forms::{EndForm, OpeningForm, PanelForm, SeatForm};
use super::{staff_minutes, staff_views as views};
use crate::actions::Refusal;
use crate::actions::panels as actions;
use crate::domain::ids::Slug;
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::Permission;
use crate::store::ballots::lists;
use crate::store::panels::shortlists::{self, Shortlist};
use crate::store::panels::{self, Panel, candidates};
use crate::web::form::{Nothing, Posted};
use crate::web::govuk::BackLink;
use crate::web::mistaken;
use crate::web::paths::{At, At2};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, PageAnswer, Visit};
use axum::response::IntoResponse;
use maud::Render;

/// The panels that the person may run.
pub async fn list(visit: Visit) -> Answer {
    let own: Vec<Panel> = panels::all(&visit.read())
        .await?
        .into_iter()
        .filter(|panel| visit.may(Permission::RunPanels, &panel.area_code))
        .collect();
    Ok(visit
        .page("Panels that you look after", views::list(&own))
        .wide()
        .into_response())
}

async fn areas(visit: &Visit) -> Result<Vec<(String, String)>, Problem> {
    let all = panels::areas(&visit.read()).await?;
    let reached = |(code, _): &(String, String)| visit.may(Permission::RunPanels, code);
    Ok(all.into_iter().filter(reached).collect())
}

/// The form for a new panel.
pub async fn new(visit: Visit) -> Answer {
    let areas = areas(&visit).await?;
    let body = views::new(
        visit.csrf_and_once(),
        &PanelForm::default(),
        &areas,
        &Mistakes::none(),
    );
    Ok(new_page(&visit, body, &Mistakes::none()).into_response())
}

fn new_page<'v>(visit: &'v Visit, body: maud::Markup, mistakes: &Mistakes) -> PageAnswer<'v> {
    visit
        .page("Make a panel", body)
        .notice(mistaken::summary(mistakes))
        .before(BackLink::to("/staff/panels").render())
}

/// Makes a panel.
pub async fn make(visit: Visit, posted: Posted<PanelForm>) -> Answer {
    let areas = areas(&visit).await?;
    let done = match posted.form.parse(&areas) {
        Ok(panel) => {
            actions::make(
                &visit.app.desk,
                &visit.person(),
                panel,
                posted.once_as_said(),
            )
            .await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    match done {
        Ok(slug) => Ok(visit.on_to(&format!("/staff/panels/{slug}"))),
        Err(refusal) => {
            let mistakes = Visit::mistakes_or_problem(refusal)?;
            let keys = visit.csrf_and_same_once(posted.once.as_ref());
            let body = views::new(keys, &posted.form, &areas, &mistakes);
            Ok(new_page(&visit, body, &mistakes).invalid().into_response())
        }
    }
}

pub(super) async fn to_run(visit: &Visit, slug: &Slug) -> Result<Panel, Problem> {
    let desk = &visit.app.desk;
    Ok(actions::to_run(desk, &visit.person(), &visit.read(), slug.as_str()).await?)
}

/// One panel: its members and its shortlists.
pub async fn panel(visit: Visit, At(slug): At<Slug>) -> Answer {
    let panel = to_run(&visit, &slug).await?;
    let keys = visit.csrf_and_once();
    let page = panel_page(
        &visit,
        &panel,
        keys,
        &SeatForm::default(),
        &Mistakes::none(),
    )
    .await?;
    Ok(page.into_response())
}

async fn panel_page<'v>(
    visit: &'v Visit,
    panel: &Panel,
    keys: maud::Markup,
    form: &SeatForm,
    mistakes: &Mistakes,
) -> Result<PageAnswer<'v>, Problem> {
    let members = panels::members(&visit.read(), panel.id).await?;
    let lists = shortlists::of_panel(&visit.read(), panel.id).await?;
    let minutes = staff_minutes::on_panel_page(visit, panel).await?;
    let body = views::panel(keys, panel, &members, (&lists, minutes), (form, mistakes));
    Ok(visit
        .page(&panel.name, body)
        .notice(mistaken::summary(mistakes))
        .before(BackLink::to("/staff/panels").render())
        .wide())
}

/// Seats a member.
pub async fn seat(visit: Visit, At(slug): At<Slug>, posted: Posted<SeatForm>) -> Answer {
    let panel = to_run(&visit, &slug).await?;
    let done = match posted.form.parse() {
        Ok(seat) => {
            let (desk, person) = (&visit.app.desk, visit.person());
            actions::seat(desk, &person, slug.as_str(), seat, posted.once.clone()).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    match done {
        Ok(()) => Ok(visit.on_to(&format!("/staff/panels/{slug}"))),
        Err(refusal) => {
            let mistakes = Visit::mistakes_or_problem(refusal)?;
            let keys = visit.csrf_and_same_once(posted.once.as_ref());
            let page = panel_page(&visit, &panel, keys, &posted.form, &mistakes).await?;
            Ok(page.invalid().into_response())
        }
    }
}

/// Asks before a member is let go.
pub async fn to_unseat(visit: Visit, At2(slug, account): At2<Slug, i64>) -> Answer {
    let panel = to_run(&visit, &slug).await?;
    let members = panels::members(&visit.read(), panel.id).await?;
    let member = members.into_iter().find(|one| one.account == account);
    let member = member.ok_or(Problem::NotFound)?;
    let body = views::unseat(visit.csrf(), &panel, &member);
    Ok(visit
        .page("Remove a member", body)
        .about(&panel.name)
        .before(BackLink::to(format!("/staff/panels/{slug}")).render())
        .into_response())
}

/// Lets a member go.
pub async fn unseat(
    visit: Visit,
    At2(slug, account): At2<Slug, i64>,
    _posted: Posted<Nothing>,
) -> Answer {
    actions::unseat(&visit.app.desk, &visit.person(), slug.as_str(), account).await?;
    Ok(visit.on_to(&format!("/staff/panels/{slug}")))
}

async fn opening_page<'v>(
    visit: &'v Visit,
    panel: &Panel,
    keys: maud::Markup,
    form: &OpeningForm,
    mistakes: &Mistakes,
) -> Result<PageAnswer<'v>, Problem> {
    let found = candidates::assessed_in(&visit.read(), &panel.area_code).await?;
    let body = views::opening(keys, panel, &found, form, mistakes);
    Ok(visit
        .page("Open a shortlist", body)
        .about(&panel.name)
        .notice(mistaken::summary(mistakes))
        .before(BackLink::to(format!("/staff/panels/{}", panel.slug)).render()))
}

/// The form for a new shortlist.
pub async fn to_open(visit: Visit, At(slug): At<Slug>) -> Answer {
    let panel = to_run(&visit, &slug).await?;
    let form = OpeningForm {
        places: "5".into(),
        ..Default::default()
    };
    let keys = visit.csrf_and_once();
    let page = opening_page(&visit, &panel, keys, &form, &Mistakes::none()).await?;
    Ok(page.into_response())
}

/// Puts nominations up for ranking.
pub async fn open(visit: Visit, At(slug): At<Slug>, posted: Posted<OpeningForm>) -> Answer {
    let panel = to_run(&visit, &slug).await?;
    let (desk, person) = (&visit.app.desk, visit.person());
    let done = match posted.form.parse() {
        Ok(opening) => {
            let once = posted.once.clone();
            actions::shortlists::open(desk, &person, slug.as_str(), opening, once).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    match done {
        Ok(id) => Ok(visit.on_to(&format!("/staff/panels/{slug}/shortlists/{id}"))),
        Err(refusal) => {
            let mistakes = Visit::mistakes_or_problem(refusal)?;
            let keys = visit.csrf_and_same_once(posted.once.as_ref());
            let page = opening_page(&visit, &panel, keys, &posted.form, &mistakes).await?;
            Ok(page.invalid().into_response())
        }
    }
}

/// Whether whoever asks may draft the vote on a shortlist, and what it is once it is drafted.
pub(super) async fn drafting(
    visit: &Visit,
    panel: &Panel,
    list: &Shortlist,
) -> Result<views::Drafting, Problem> {
    Ok(views::Drafting {
        may_draft: visit.may(Permission::RunRounds, &panel.area_code),
        vote: lists::vote_on(&visit.read(), list.id).await?,
    })
}

async fn shortlist_page<'v>(
    visit: &'v Visit,
    panel: &Panel,
    list: &Shortlist,
    form: &EndForm,
    mistakes: &Mistakes,
) -> Result<PageAnswer<'v>, Problem> {
    let ranked = shortlists::rankings(&visit.read(), list.id).await?;
    let ranked: Vec<i64> = ranked.into_iter().map(|(account, _)| account).collect();
    let members = panels::members(&visit.read(), panel.id).await?;
    let drafting = drafting(visit, panel, list).await?;
    let body = views::shortlist(
        visit.csrf(),
        (panel, list, &drafting),
        (&members, &ranked),
        form,
        mistakes,
    );
    Ok(visit
        .page(&list.title, body)
        .about(&panel.name)
        .notice(mistaken::summary(mistakes))
        .before(BackLink::to(format!("/staff/panels/{}", panel.slug)).render()))
}

/// A shortlist being ranked: who has, and what can be done about it.
pub async fn shortlist(visit: Visit, At2(slug, id): At2<Slug, i64>) -> Answer {
    let panel = to_run(&visit, &slug).await?;
    let (_, list) = actions::shortlists::find(&visit.read(), slug.as_str(), id).await?;
    let form = EndForm {
        version: list.version.to_string(),
        ..Default::default()
    };
    let page = shortlist_page(&visit, &panel, &list, &form, &Mistakes::none()).await?;
    Ok(page.into_response())
}

/// Agrees a shortlist.
pub async fn agree(visit: Visit, At2(slug, id): At2<Slug, i64>, posted: Posted<EndForm>) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    let done = match posted.form.agreeing() {
        Ok(agreeing) => {
            actions::shortlists::agree(desk, &person, slug.as_str(), id, agreeing).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    ended(&visit, &slug, id, &posted.form, done).await
}

/// Gives a shortlist up.
pub async fn abandon(
    visit: Visit,
    At2(slug, id): At2<Slug, i64>,
    posted: Posted<EndForm>,
) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    let version = posted.form.version();
    let done = match posted.form.why() {
        Ok(why) => {
            actions::shortlists::abandon(desk, &person, slug.as_str(), id, version, why).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    ended(&visit, &slug, id, &posted.form, done).await
}

async fn ended(
    visit: &Visit,
    slug: &Slug,
    id: i64,
    form: &EndForm,
    done: Result<(), Refusal>,
) -> Answer {
    let refusal = match done {
        Ok(()) => return Ok(visit.on_to(&format!("/panels/{slug}/shortlists/{id}"))),
        Err(refusal) => refusal,
    };
    let panel = to_run(visit, slug).await?;
    let (_, list) = actions::shortlists::find(&visit.read(), slug.as_str(), id).await?;
    let mut form = form.clone();
    let stale = refusal == Refusal::Stale;
    let mistakes = if stale {
        form.version = list.version.to_string();
        let why = "Somebody changed this shortlist since you opened the page. Look at it again; what you typed is still here";
        Mistakes::one("", why)
    } else {
        Visit::mistakes_or_problem(refusal)?
    };
    let page = shortlist_page(visit, &panel, &list, &form, &mistakes).await?;
    let page = if stale {
        page.conflicting()
    } else {
        page.invalid()
    };
    Ok(page.into_response())
}
