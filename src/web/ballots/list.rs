//! All votes: open now, announced, and past.

use super::campaigns;
use super::forms::ListQuery;
use crate::actions::publishing::records::{Cell, Column, Record, heading, line};
use crate::domain::ballots::round::Stage;
use crate::domain::ballots::rule_sheet::SMALLEST_POLL;
use crate::domain::text::grouped;
use crate::domain::time::{iso_date, london_date, long_date, long_instant};
use crate::store::ballots::{self, Round, State};
use crate::web::paths::Asked;
use crate::web::pieces::{Card, FilterField, FilterForm, address, card_rows, empty_list, pages};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use maud::{Markup, html};

const A_PAGE: usize = 20;

/// What the list can be narrowed to.
const STATES: [(&str, &str); 3] = [
    ("open", "Open now"),
    ("announced", "Announced"),
    ("past", "Past"),
];

/// Which part of the list a round belongs to.
fn part(round: &Round) -> &'static str {
    match round.state {
        State::At(Stage::Open) => "open",
        State::At(Stage::Draft | Stage::Announced) => "announced",
        _ => "past",
    }
}

async fn found(visit: &Visit, query: &ListQuery) -> Result<Vec<Round>, Problem> {
    let words = query.q.trim().to_lowercase();
    let all = ballots::all(&visit.read()).await?;
    let nesting = visit.app.desk.nesting();
    Ok(all
        .into_iter()
        .filter(Round::is_public)
        .filter(|round| query.state.is_empty() || part(round) == query.state)
        .filter(|round| query.area.is_empty() || nesting.covers(&query.area, &round.area_code))
        .filter(|round| {
            let text = format!("{} {} {}", round.title, round.question, round.area_name);
            let text = text.to_lowercase();
            words.split_whitespace().all(|word| text.contains(word))
        })
        .collect())
}

/// The page of votes.
pub async fn page(visit: Visit, Asked(query): Asked<ListQuery>) -> Answer {
    let all = found(&visit, &query).await?;
    let of = |wanted: &str| -> Vec<&Round> {
        all.iter().filter(|round| part(round) == wanted).collect()
    };
    let (mut open, mut announced, past) = (of("open"), of("announced"), of("past"));
    // What ends first, or begins first, stands first.
    open.sort_by_key(|round| (round.times.closes_at, round.id));
    announced.sort_by_key(|round| (round.times.opens_at, round.id));
    let last = past.len().div_ceil(A_PAGE).max(1);
    let at = query.page.parse().unwrap_or(1).clamp(1, last);
    let shown: Vec<&Round> = past
        .iter()
        .skip((at - 1) * A_PAGE)
        .take(A_PAGE)
        .copied()
        .collect();
    let asked = [
        ("q", query.q.as_str()),
        ("area", &query.area),
        ("state", &query.state),
    ];
    let download = address("/votes.csv", asked);
    let campaigns = campaigns::links(&visit).await?;
    let body = html! {
        p.govuk-body-l { "Residents choose which places Community Payback works on. Every result of " (SMALLEST_POLL) " votes or more can be counted again by anyone." }
        @if at == 1 { (campaigns) }
        (filter(&query, &all))
        @if all.is_empty() {
            (empty_list("No vote was found.", html! {
                "Votes are announced here before they open. Meanwhile, " a.govuk-link href="/nominate" { "nominate a place" } "."
            }))
        }
        @if at == 1 { (section("Open now", &open)) (section("Announced", &announced)) }
        (section("Past votes", &shown))
        (pages("/votes", &asked, at as u64, last as u64))
        @if !all.is_empty() { p.govuk-body { a.govuk-link href=(download) { "Download this list (CSV)" } } }
        p.govuk-body { a.govuk-link href="/how-a-vote-is-counted" { "How a vote is counted and how you can check it" } }
    };
    Ok(visit.page("Votes", body).wide().kept().into_response())
}

fn filter(query: &ListQuery, all: &[Round]) -> FilterForm {
    let mut areas: Vec<(String, String)> = all
        .iter()
        .map(|round| (round.area_code.clone(), round.area_name.clone()))
        .collect();
    areas.sort_by(|a, b| a.1.cmp(&b.1));
    areas.dedup();
    FilterForm {
        action: "/votes".into(),
        search: Some(FilterField::text("q", "Search votes", &query.q)),
        fields: vec![
            FilterField::choice("area", "Area", &query.area, areas),
            FilterField::choice("state", "When", &query.state, STATES),
        ],
        found: i64::try_from(all.len()).unwrap_or(i64::MAX),
        noun: ("vote".into(), "votes".into()),
        ..Default::default()
    }
}

fn section(title: &str, rounds: &[&Round]) -> Markup {
    let cards: Vec<Card> = rounds.iter().map(|round| card(round)).collect();
    html! {
        @if !cards.is_empty() {
            h2.govuk-heading-m { (title) }
            (card_rows(&cards))
        }
    }
}

fn card(round: &Round) -> Card {
    let is_declared = round.state.is(Stage::Declared);
    let when = match round.state {
        State::At(Stage::Open) => format!("Closes on {}", long_instant(round.times.closes_at)),
        State::At(Stage::Announced | Stage::Draft) => {
            format!("Opens on {}", long_instant(round.times.opens_at))
        }
        State::Abandoned => "Given up before it opened".into(),
        State::At(_) => format!(
            "Closed on {}",
            long_date(london_date(round.times.closes_at))
        ),
    };
    Card {
        title: round.title.clone(),
        href: match is_declared {
            true => format!("/votes/{}/result", round.slug),
            false => format!("/votes/{}", round.slug),
        },
        place: round.area_name.clone(),
        stage: Some(round.state.code().into()),
        summary: round.question.clone(),
        facts: vec![when],
        ..Default::default()
    }
}

/// The columns of the file, each with what it says.
pub const COLUMNS: [Column; 10] = [
    Column::code("slug", "The last part of the vote’s address").always(),
    Column::words("title", "What it is about").always(),
    Column::code("area_code", "The code of the area that votes").always(),
    Column::words("area", "The area that votes").always(),
    Column::code("state", "Where it stands").always(),
    Column::words("method", "How it is counted").always(),
    Column::day("opens_on", "The day it opens").always(),
    Column::day("closes_on", "The day it closes").always(),
    Column::count(
        "votes_cast",
        "people",
        "How many voted, once the result is declared",
    ),
    Column::count("population", "people", "How many people live in the area"),
];

/// The same list as a file. An open vote has no number of votes in it.
pub async fn download(visit: Visit, Asked(query): Asked<ListQuery>) -> Answer {
    let records = records(&visit, &found(&visit, &query).await?).await?;
    let text: String = std::iter::once(heading(&COLUMNS))
        .chain(records.iter().map(|record| line(record)))
        .collect();
    let mut response = text.into_response();
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, kind);
    let name = HeaderValue::from_static("attachment; filename=\"votes.csv\"");
    headers.insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}

/// Every vote that is public, in the order in which they were set up.
pub async fn all_public(visit: &Visit) -> Result<Vec<Round>, Problem> {
    let mut all = found(visit, &ListQuery::default()).await?;
    all.sort_by_key(|round| round.id);
    Ok(all)
}

/// Votes as rows.
pub async fn records(visit: &Visit, rounds: &[Round]) -> Result<Vec<Record>, Problem> {
    let mut all = vec![];
    for round in rounds {
        let outcome = match round.state.is(Stage::Declared) {
            true => ballots::outcome::of(&visit.read(), round.id).await?,
            false => None,
        };
        all.push(vec![
            Cell::text(&round.slug),
            Cell::text(&round.title),
            Cell::text(&round.area_code),
            Cell::text(&round.area_name),
            Cell::text(round.state.code()),
            Cell::text(round.method.name()),
            Cell::text(iso_date(london_date(round.times.opens_at))),
            Cell::text(iso_date(london_date(round.times.closes_at))),
            Cell::number(outcome.map(|outcome| outcome.votes_cast)),
            Cell::number(round.population),
        ]);
    }
    Ok(all)
}

/// So many people, grouped.
pub fn people(count: i64) -> String {
    format!(
        "{} {}",
        grouped(count),
        if count == 1 { "person" } else { "people" }
    )
}
