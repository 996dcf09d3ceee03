//! Campaigns: the page that shows the rounds of one in all areas, and making one, for staff.

mod forms;
pub mod staff;
mod staff_views;
mod views;

use crate::domain::ballots::round::Stage;
use crate::domain::csv_cells::{self, Row};
use crate::domain::ids::Slug;
use crate::domain::time::{iso_date, london_date};
use crate::store::ballots::campaigns::{self, Campaign};
use crate::store::ballots::{Round, options, outcome};
use crate::web::govuk::BackLink;
use crate::web::paths::{Asked, At};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use forms::PartsQuery;
use maud::{Markup, Render, html};

/// How many rounds stand on a page.
pub const A_PAGE: usize = 20;

/// A round of a campaign with what it came to.
pub struct Part {
    /// The round.
    pub round: Round,
    /// The places that won and how many voted, once it is declared.
    pub result: Option<(Vec<String>, i64)>,
}

/// The campaign, if anybody may know of it: one of its rounds is announced.
async fn public(visit: &Visit, slug: &Slug) -> Result<(Campaign, Vec<Round>), Problem> {
    let conn = visit.read();
    let campaign = campaigns::by_slug(&conn, slug.as_str()).await?;
    let campaign = campaign.ok_or(Problem::NotFound)?;
    let all = campaigns::rounds_of(&conn, campaign.id).await?;
    let public: Vec<Round> = all.into_iter().filter(Round::is_public).collect();
    match public.is_empty() {
        true => Err(Problem::NotFound),
        false => Ok((campaign, public)),
    }
}

fn narrowed(rounds: Vec<Round>, query: &PartsQuery) -> Vec<Round> {
    let words = query.q.trim().to_lowercase();
    rounds
        .into_iter()
        .filter(|round| query.state.is_empty() || round.state.code() == query.state)
        .filter(|round| {
            let text = format!("{} {}", round.title, round.area_name).to_lowercase();
            words.split_whitespace().all(|word| text.contains(word))
        })
        .collect()
}

async fn part(visit: &Visit, round: Round) -> Result<Part, Problem> {
    let conn = visit.read();
    let found = match round.state.is(Stage::Declared) {
        true => outcome::of(&conn, round.id).await?,
        false => None,
    };
    let result = match found {
        None => None,
        Some(found) => {
            let all = options(&conn, round.id).await?;
            let ids = found.winner_ids();
            let won = all.iter().filter(|one| ids.contains(&one.id.as_str()));
            Some((won.map(|one| one.label.clone()).collect(), found.votes_cast))
        }
    };
    Ok(Part { round, result })
}

/// All rounds of a campaign with state, dates, links and results as they come.
pub async fn page(visit: Visit, At(slug): At<Slug>, Asked(query): Asked<PartsQuery>) -> Answer {
    let (campaign, all) = public(&visit, &slug).await?;
    let states = views::states(&all);
    let found = narrowed(all, &query);
    let last = found.len().div_ceil(A_PAGE).max(1);
    let at = query.page.parse().unwrap_or(1).clamp(1, last);
    let total = found.len();
    let mut parts = vec![];
    for round in found.into_iter().skip((at - 1) * A_PAGE).take(A_PAGE) {
        parts.push(part(&visit, round).await?);
    }
    let shown = views::Shown {
        parts: &parts,
        states: &states,
        total,
        at,
        last,
    };
    Ok(visit
        .page(&campaign.name, views::campaign(&campaign, &shown, &query))
        .about("Votes in many areas")
        .before(BackLink::to("/votes").render())
        .wide()
        .kept()
        .into_response())
}

/// The same list as a file.
pub async fn download(visit: Visit, At(slug): At<Slug>, Asked(query): Asked<PartsQuery>) -> Answer {
    let (_, all) = public(&visit, &slug).await?;
    let head = [
        "slug",
        "title",
        "area_code",
        "area",
        "state",
        "opens_on",
        "closes_on",
        "votes_cast",
        "won",
    ];
    let mut text = csv_cells::row(&head);
    for round in narrowed(all, &query) {
        let part = part(&visit, round).await?;
        let (won, votes) = part.result.unwrap_or_default();
        let votes = match part.round.state.is(Stage::Declared) {
            true => votes.to_string(),
            false => String::new(),
        };
        let row = Row::new()
            .text(&part.round.slug)
            .text(&part.round.title)
            .text(&part.round.area_code)
            .text(&part.round.area_name)
            .text(part.round.state.code())
            .text(&iso_date(london_date(part.round.times.opens_at)))
            .text(&iso_date(london_date(part.round.times.closes_at)))
            .figure(&votes)
            .text(&won.join("; "));
        text.push_str(&row.end());
    }
    let mut response = text.into_response();
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, kind);
    let name = format!("attachment; filename=\"{slug}.csv\"");
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// Links to the campaigns that everybody may see, for the list of votes. Nothing where there is none.
pub async fn links(visit: &Visit) -> Result<Markup, Problem> {
    let conn = visit.read();
    let mut shown = vec![];
    for campaign in campaigns::all(&conn).await? {
        let rounds = campaigns::rounds_of(&conn, campaign.id).await?;
        let public = rounds.iter().filter(|round| round.is_public()).count();
        if public > 0 {
            shown.push((campaign, public));
        }
    }
    Ok(html! {
        @if !shown.is_empty() {
            h2.govuk-heading-m { "Campaigns" }
            ul class="govuk-list govuk-list--bullet" {
                @for (campaign, rounds) in &shown {
                    li { a.govuk-link href={ "/votes/campaigns/" (campaign.slug) } { (campaign.name) } ": " (views::votes(*rounds)) }
                }
            }
        }
    })
}

/// A sentence with a link to the campaign that a round is part of.
pub async fn part_of(visit: &Visit, round: &Round) -> Result<Markup, Problem> {
    let of = campaigns::of_round(&visit.read(), round.id).await?;
    Ok(html! {
        @if let Some((slug, name)) = of {
            p.govuk-body { "This vote is part of " a.govuk-link href={ "/votes/campaigns/" (slug) } { (name) } ": votes in several areas at the same time." }
        }
    })
}
