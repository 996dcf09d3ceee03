//! The public list of nominations: searched, filtered, sorted, in pages.

use crate::domain::areas::code::AreaCode;
use crate::domain::nominations::stage::Stage;
use crate::domain::text::plural;
use crate::domain::time::{iso_date, london_date, long_date};
use crate::store::nominations::Listed;
use crate::store::nominations::list::{self, Order, Seen, Wanted};
use crate::store::nominations::places::{self, Place};
use crate::store::photos::{Photo, openers};
use crate::web::govuk::Button;
use crate::web::known;
use crate::web::paths::Asked;
use crate::web::photos::views as photos;
use crate::web::pieces::{Card, FilterField, FilterForm, address, card_rows, empty_list, pages};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use chrono::NaiveDate;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Rows on a page.
pub const PER_PAGE: u64 = 20;

crate::form! {
    /// What stands behind the question mark of a list of nominations.
    pub struct ListQuery { q, area, category, stage, origin, from, to, sort, page }
}

impl ListQuery {
    /// What is wanted. What does not read is left out of the filter.
    pub fn wanted(&self, seen: Seen) -> Wanted {
        Wanted {
            seen,
            words: self
                .q
                .chars()
                .filter(|c| !c.is_control())
                .take(200)
                .collect(),
            area: AreaCode::parse(&self.area)
                .ok()
                .map(|code| code.to_string()),
            category: Some(self.category.clone()).filter(|code| is_a_code(code)),
            stages: Stage::parse(&self.stage).into_iter().collect(),
            by_vote: match self.origin.as_str() {
                "vote" => Some(true),
                "nomination" => Some(false),
                _ => None,
            },
            from: day(&self.from),
            to: day(&self.to),
            order: Order::parse(&self.sort),
        }
    }

    /// Refuses an area or a kind of work that is not there. What can be no code at all is left out.
    pub async fn need_known(&self, visit: &Visit) -> Result<(), Problem> {
        let area = AreaCode::parse(&self.area);
        known::area(visit, area.as_ref().map_or("", AreaCode::as_str)).await?;
        let category = Some(self.category.as_str()).filter(|code| is_a_code(code));
        known::category(visit, category.unwrap_or_default()).await
    }

    /// The page asked for, from 1.
    pub fn page_number(&self) -> u64 {
        self.page.parse().unwrap_or(1).clamp(1, 1_000_000)
    }

    /// The query without its page.
    pub fn pairs(&self) -> [(&str, &str); 8] {
        [
            ("q", self.q.as_str()),
            ("area", &self.area),
            ("category", &self.category),
            ("stage", &self.stage),
            ("origin", &self.origin),
            ("from", &self.from),
            ("to", &self.to),
            ("sort", &self.sort),
        ]
    }

    /// The same filters at another address.
    pub fn at(&self, path: &str) -> String {
        address(path, self.pairs())
    }
}

/// Whether a text can be a code at all.
pub fn is_a_code(text: &str) -> bool {
    let sign = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    (1..=60).contains(&text.len()) && text.bytes().all(sign)
}

/// A day as a date field sends it; anything else is none.
fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok()
}

/// The form above a list, for the stages that its reader can meet.
pub async fn filter(
    visit: &Visit,
    query: &ListQuery,
    path: &str,
    stages: &[Stage],
    found: i64,
) -> Result<FilterForm, Problem> {
    let conn = visit.read();
    let places = places::all(&conn).await?;
    let categories = places::categories(&conn).await?;
    let categories = categories.into_iter().map(|c| (c.code, c.name));
    let order = Order::parse(&query.sort);
    let keep = |text: &str, good: bool| {
        if good {
            text.to_string()
        } else {
            String::new()
        }
    };
    let from = keep(&query.from, day(&query.from).is_some());
    let to = keep(&query.to, day(&query.to).is_some());
    Ok(FilterForm {
        opener: String::new(),
        action: path.into(),
        search: Some(FilterField::text(
            "q",
            "Search by word, place or reference",
            &query.q,
        )),
        fields: vec![
            FilterField::choice("area", "Area", &query.area, areas(&places, &query.area)),
            FilterField::choice("category", "Kind of work", &query.category, categories),
            FilterField::choice(
                "stage",
                "Stage",
                &query.stage,
                stages.iter().map(|stage| (stage.code(), stage.name())),
            ),
            FilterField::choice(
                "origin",
                "Chosen by a vote",
                &query.origin,
                [
                    ("vote", "Chosen by a vote"),
                    ("nomination", "Not chosen by a vote"),
                ],
            ),
            FilterField::date("from", "From day, nominated", &from),
            FilterField::date("to", "To day, nominated", &to),
        ],
        sort: Some(FilterField::choice(
            "sort",
            "Sort by",
            order.code(),
            Order::ALL.map(|order| (order.code(), order.name())),
        )),
        found,
        noun: ("nomination".into(), "nominations".into()),
    })
}

/// The councils, and the wards of the council that is chosen or that the chosen ward lies in.
pub fn areas(places: &[Place], chosen: &str) -> Vec<(String, String)> {
    let chosen_place = places.iter().find(|place| place.code == chosen);
    let open = chosen_place.map(|place| match &place.parent_code {
        Some(parent) if place.kind == "ward" => parent.as_str(),
        _ => place.code.as_str(),
    });
    let mut choices = vec![];
    for council in places.iter().filter(|place| place.kind == "council") {
        choices.push((council.code.clone(), council.name.clone()));
        if open == Some(council.code.as_str()) {
            let inside = places.iter().filter(|place| {
                place.kind == "ward" && place.parent_code.as_deref() == Some(council.code.as_str())
            });
            choices.extend(inside.map(|ward| {
                (
                    ward.code.clone(),
                    format!("{}: {}", council.name, ward.name),
                )
            }));
        }
    }
    choices
}

/// A nomination in a list.
pub fn card(listed: &Listed, folder: &str) -> Card {
    let nomination = &listed.nomination;
    let sent = london_date(nomination.submitted_at);
    Card {
        title: nomination.proposal.title.clone(),
        href: format!("{folder}/{}", nomination.reference),
        place: listed.place_in_words(),
        stage: Some(nomination.stage.name().to_lowercase()),
        facts: vec![
            listed.category.clone(),
            plural(nomination.supporters, "supporter", "supporters"),
        ],
        more: html! {
            p class="govuk-body-s govuk-!-margin-bottom-0" {
                (nomination.reference) ", nominated on "
                time datetime=(iso_date(sent)) { (long_date(sent)) }
            }
        },
        ..Default::default()
    }
}

/// All public nominations.
pub async fn page(visit: Visit, Asked(query): Asked<ListQuery>) -> Answer {
    query.need_known(&visit).await?;
    let wanted = query.wanted(Seen::ByEverybody);
    let number = query.page_number();
    let (found, total) = list::page(&visit.read(), &wanted, number, PER_PAGE).await?;
    let ids: Vec<i64> = found.iter().map(|listed| listed.nomination.id).collect();
    let openers = openers(&visit.read(), &ids).await?;
    let filter = filter(&visit, &query, "/nominations", &Stage::PUBLIC, total).await?;
    let last = u64::try_from(total).unwrap_or(0).div_ceil(PER_PAGE).max(1);
    let body = html! {
        div.govuk-grid-row {
            div.govuk-grid-column-two-thirds {
                p class="govuk-body-l" { "Places that residents would like Community Payback to work on, with what became of each." }
                p.govuk-body { (Button::link("Nominate a place", "/nominate")) }
                p.govuk-body { a.govuk-link href=(address("/map", [("kind", "nomination"), ("area", wanted.area.as_deref().unwrap_or_default())])) { "See nominations on a map" } }
            }
        }
        (filter)
        @if found.is_empty() { (nothing_found(total > 0)) } @else { (card_rows(&shown(&found, &openers))) }
        (pages("/nominations", &query.pairs(), number, last))
        p.govuk-body { a.govuk-link href=(query.at("/nominations.csv")) { "Download this list (CSV)" } }
    };
    Ok(visit
        .page("Nominations", body)
        .wide()
        .kept()
        .into_response())
}

fn shown(found: &[Listed], openers: &BTreeMap<i64, Photo>) -> Vec<Card> {
    let with_photo = |listed: &Listed| Card {
        photo: openers.get(&listed.nomination.id).map(photos::piece),
        ..card(listed, "/nominations")
    };
    found.iter().map(with_photo).collect()
}

fn nothing_found(elsewhere: bool) -> Markup {
    let why = if elsewhere {
        "There is nothing on this page of the list."
    } else {
        "No nomination matches."
    };
    empty_list(
        why,
        html! {
            a.govuk-link href="/nominations" { "See all nominations" }
            " or "
            a.govuk-link href="/nominate" { "nominate a place yourself" }
            "."
        },
    )
}
