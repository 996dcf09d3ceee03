//! Handlers for everybody, and the ranking for members.

use super::forms::{ListQuery, RankForm};
use super::{staff, views};
use crate::actions::Refusal;
use crate::actions::panels::shortlists as actions;
use crate::domain::csv_cells;
use crate::domain::ids::Slug;
use crate::domain::mistakes::Mistakes;
use crate::domain::panels::State;
use crate::domain::panels::ranking::{Ranking, field};
use crate::domain::policy::Permission;
use crate::store::panels::shortlists::{self, Shortlist};
use crate::store::panels::{self, Panel, candidates};
use crate::web::form::Posted;
use crate::web::govuk::BackLink;
use crate::web::mistaken;
use crate::web::paths::{Asked, At, At2};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use maud::{Markup, Render, html};

const A_PAGE: usize = 20;

fn found(panels: Vec<Panel>, words: &str) -> Vec<Panel> {
    let words = words.trim().to_lowercase();
    panels
        .into_iter()
        .filter(|panel| {
            let text = format!("{} {}", panel.name, panel.area_name).to_lowercase();
            words.split_whitespace().all(|word| text.contains(word))
        })
        .collect()
}

/// All panels.
pub async fn list(visit: Visit, Asked(query): Asked<ListQuery>) -> Answer {
    let all = found(panels::all(&visit.read()).await?, &query.q);
    let last = all.len().div_ceil(A_PAGE).max(1);
    let page = query.page.parse().unwrap_or(1).clamp(1, last);
    let rows: Vec<Panel> = all
        .iter()
        .skip((page - 1) * A_PAGE)
        .take(A_PAGE)
        .cloned()
        .collect();
    let body = views::list(&rows, all.len(), &query.q, (page, last));
    Ok(visit
        .page("Citizens’ panels", body)
        .wide()
        .kept()
        .into_response())
}

/// The same list as a file.
pub async fn download(visit: Visit, Asked(query): Asked<ListQuery>) -> Answer {
    let mut text = String::from("slug,name,area_code,area,members\r\n");
    for panel in found(panels::all(&visit.read()).await?, &query.q) {
        let row = csv_cells::Row::new()
            .text(&panel.slug)
            .text(&panel.name)
            .text(&panel.area_code)
            .text(&panel.area_name)
            .number(panel.members);
        text.push_str(&row.end());
    }
    let mut response = text.into_response();
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, kind);
    let name = HeaderValue::from_static("attachment; filename=\"panels.csv\"");
    headers.insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}

/// One panel.
pub async fn panel(visit: Visit, At(slug): At<Slug>) -> Answer {
    let panel = panels::by_slug(&visit.read(), slug.as_str()).await?;
    let panel = panel.ok_or(Problem::NotFound)?;
    let sides = panels::sides(&visit.read(), panel.id).await?;
    let lists = shortlists::of_panel(&visit.read(), panel.id).await?;
    let may_run = visit.may(Permission::RunPanels, &panel.area_code);
    let ranks = is_member(&visit, &panel).await?;
    let meetings = super::minutes::on_panel_page(&visit, &panel, ranks).await?;
    let body = html! {
        (views::panel(&panel, &sides, &lists, may_run, ranks))
        (meetings)
    };
    Ok(visit
        .page(&panel.name, body)
        .before(BackLink::to("/panels").render())
        .kept()
        .into_response())
}

pub(super) async fn is_member(visit: &Visit, panel: &Panel) -> Result<bool, Problem> {
    match visit.person().account() {
        Some(account) if visit.may(Permission::RankForShortlist, &panel.area_code) => {
            Ok(panels::is_member(&visit.read(), panel.id, account).await?)
        }
        _ => Ok(false),
    }
}

/// One shortlist: what is on it and how it came about.
pub async fn shortlist(visit: Visit, At2(slug, id): At2<Slug, i64>) -> Answer {
    let (panel, shortlist) = actions::find(&visit.read(), slug.as_str(), id).await?;
    let candidates = candidates::of_shortlist(&visit.read(), id).await?;
    let ranked = shortlists::rankings(&visit.read(), id).await?.len();
    let ranks = shortlist.state == State::Ranking && is_member(&visit, &panel).await?;
    let runs = visit.may(Permission::RunPanels, &panel.area_code);
    let drafting = match shortlist.state {
        State::Agreed if runs => Some(staff::drafting(&visit, &panel, &shortlist).await?),
        _ => None,
    };
    let drafting = drafting.as_ref();
    let body = views::shortlist(&panel, &shortlist, &candidates, (ranked, ranks), drafting);
    Ok(visit
        .page(&shortlist.title, body)
        .about(&panel.name)
        .before(BackLink::to(format!("/panels/{slug}")).render())
        .wide()
        .kept()
        .into_response())
}

async fn for_member(
    visit: &Visit,
    slug: &Slug,
    id: i64,
) -> Result<(Panel, Shortlist, i64), Problem> {
    let (panel, shortlist) = actions::find(&visit.read(), slug.as_str(), id).await?;
    let account = visit.person().account().ok_or(Problem::NotAllowed)?;
    if !is_member(visit, &panel).await? {
        return Err(Problem::NotAllowed);
    }
    Ok((panel, shortlist, account))
}

/// The form on which a member ranks.
pub async fn to_rank(visit: Visit, At2(slug, id): At2<Slug, i64>) -> Answer {
    let (panel, shortlist, account) = for_member(&visit, &slug, id).await?;
    if shortlist.state != State::Ranking {
        return Ok(visit.on_to(&format!("/panels/{slug}/shortlists/{id}")));
    }
    let own = shortlists::rankings(&visit.read(), id).await?;
    let own = own.into_iter().find(|(whose, _)| *whose == account);
    let marks = |nomination| {
        let rank = own.as_ref().and_then(|(_, own)| own.rank_of(nomination));
        rank.map(|rank| rank.to_string()).unwrap_or_default()
    };
    let keys = visit.csrf_and_once();
    let of = (&panel, &shortlist);
    let page = ranking_page(&visit, keys, of, marks, &Mistakes::none()).await?;
    Ok(page.into_response())
}

async fn ranking_page<'v>(
    visit: &'v Visit,
    keys: Markup,
    (panel, shortlist): (&Panel, &Shortlist),
    marks: impl Fn(i64) -> String,
    mistakes: &Mistakes,
) -> Result<crate::web::visit::PageAnswer<'v>, Problem> {
    let candidates = candidates::of_shortlist(&visit.read(), shortlist.id).await?;
    let body = views::ranking(keys, shortlist, &candidates, marks, mistakes);
    Ok(visit
        .page("Rank the nominations", body)
        .about(&panel.name)
        .notice(mistaken::summary(mistakes))
        .before(BackLink::to(format!("/panels/{}", panel.slug)).render())
        .wide())
}

/// Keeps a member's ranking.
pub async fn rank(visit: Visit, At2(slug, id): At2<Slug, i64>, posted: Posted<RankForm>) -> Answer {
    let (panel, shortlist, _) = for_member(&visit, &slug, id).await?;
    let candidates = candidates::of_shortlist(&visit.read(), id).await?;
    let marks: Vec<(i64, String)> = candidates
        .iter()
        .map(|one| (one.id(), posted.fields.get(&field(one.id()))))
        .collect();
    let done = match Ranking::read(&marks) {
        Ok(ranking) => {
            let (desk, person) = (&visit.app.desk, visit.person());
            let once = posted.once.clone();
            actions::rank(desk, &person, slug.as_str(), id, ranking, once).await
        }
        Err(mistakes) => Err(Refusal::Mistaken(mistakes)),
    };
    match done {
        Ok(()) => Ok(visit.on_to(&format!("/panels/{slug}/shortlists/{id}/ranked"))),
        Err(refusal) => {
            let mistakes = Visit::mistakes_or_problem(refusal)?;
            let typed = |nomination| posted.fields.get(&field(nomination));
            let keys = visit.csrf_and_same_once(posted.once.as_ref());
            let of = (&panel, &shortlist);
            let page = ranking_page(&visit, keys, of, typed, &mistakes).await?;
            Ok(page.invalid().into_response())
        }
    }
}

/// What the member ranked, as it is kept.
pub async fn ranked(visit: Visit, At2(slug, id): At2<Slug, i64>) -> Answer {
    let (panel, shortlist, account) = for_member(&visit, &slug, id).await?;
    let candidates = candidates::of_shortlist(&visit.read(), id).await?;
    let own = shortlists::rankings(&visit.read(), id).await?;
    let own = own.into_iter().find(|(whose, _)| *whose == account);
    let (_, own) = own.ok_or(Problem::NotFound)?;
    let body = views::ranked(&panel, &shortlist, &own, &candidates);
    Ok(visit
        .page("Your ranking is kept", body)
        .about(&panel.name)
        .own_heading()
        .into_response())
}
