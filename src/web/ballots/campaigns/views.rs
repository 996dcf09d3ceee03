//! What everybody sees of a campaign.

use super::Part;
use super::forms::PartsQuery;
use crate::domain::ballots::round::Stage;
use crate::domain::text::{grouped, listed, plural};
use crate::domain::time::long_instant;
use crate::store::ballots::campaigns::Campaign;
use crate::store::ballots::{Round, State};
use crate::web::govuk::{Table, TableCell};
use crate::web::pieces::{
    FilterField, FilterForm, address, empty_list, pages, scrolling, stage_tag,
};
use maud::{Markup, html};

/// What the page shows besides the campaign.
pub struct Shown<'a> {
    /// The rounds on this page.
    pub parts: &'a [Part],
    /// How many rounds stand where, over the whole campaign.
    pub states: &'a [(&'static str, usize)],
    /// How many were found.
    pub total: usize,
    /// Which page this is.
    pub at: usize,
    /// Which is the last.
    pub last: usize,
}

/// How many rounds stand where, in the order of a round's life.
pub fn states(rounds: &[Round]) -> Vec<(&'static str, usize)> {
    let mut states: Vec<(&'static str, usize)> = vec![];
    let all = Stage::ALL.map(Stage::name).into_iter().chain(["abandoned"]);
    for name in all {
        let count = rounds.iter().filter(|round| round.state.code() == name);
        match count.count() {
            0 => {}
            count => states.push((name, count)),
        }
    }
    states
}

/// So many votes.
pub fn votes(count: usize) -> String {
    plural(i64::try_from(count).unwrap_or(i64::MAX), "vote", "votes")
}

/// The page.
pub fn campaign(campaign: &Campaign, shown: &Shown<'_>, query: &PartsQuery) -> Markup {
    let page = format!("/votes/campaigns/{}", campaign.slug);
    let asked = [("q", query.q.as_str()), ("state", query.state.as_str())];
    let download = address(&format!("{page}/votes.csv"), asked);
    let all: usize = shown.states.iter().map(|(_, count)| count).sum();
    html! {
        @for line in campaign.about.lines().filter(|line| !line.trim().is_empty()) { p.govuk-body-l { (line) } }
        p.govuk-body {
            (votes(all)) " at the same time, each in its own area: from " (long_instant(campaign.times.opens_at)) " to " (long_instant(campaign.times.closes_at)) ". "
            "You can vote in the area that you live in."
        }
        ul class="govuk-list app-campaign-states" { @for (state, count) in shown.states { li { (stage_tag(state)) " " (votes(*count)) } } }
        (filter(&page, shown, query))
        @if shown.parts.is_empty() { (empty_list("No vote was found.", html! { "Look for another name, or " a.govuk-link href=(page) { "see all votes of this campaign" } "." })) }
        @else {
            (scrolling(&table(shown.parts)))
            (pages(&page, &asked, shown.at as u64, shown.last as u64))
            p.govuk-body { a.govuk-link href=(download) { "Download this list (CSV)" } }
        }
        p.govuk-body { a.govuk-link href="/how-a-vote-is-counted" { "How a vote is counted and how you can check it" } }
    }
}

fn filter(address: &str, shown: &Shown<'_>, query: &PartsQuery) -> FilterForm {
    let states = shown.states.iter().map(|(state, _)| {
        let words = crate::domain::text::capitalised(state);
        ((*state).to_string(), words)
    });
    FilterForm {
        action: address.to_string(),
        search: Some(FilterField::text("q", "Search by area", &query.q)),
        fields: vec![FilterField::choice(
            "state",
            "State",
            &query.state,
            states.collect::<Vec<_>>(),
        )],
        found: i64::try_from(shown.total).unwrap_or(i64::MAX),
        noun: ("vote".into(), "votes".into()),
        ..Default::default()
    }
}

fn table(parts: &[Part]) -> Table {
    Table {
        caption: "The votes of this campaign".into(),
        caption_classes: "govuk-visually-hidden".into(),
        head: ["Area", "Vote", "State", "When", "Result"]
            .map(TableCell::from)
            .into(),
        first_cell_is_header: true,
        rows: parts.iter().map(row).collect(),
        ..Default::default()
    }
}

fn row(part: &Part) -> Vec<TableCell> {
    let round = &part.round;
    let address = format!("/votes/{}", round.slug);
    let when = match round.state {
        State::At(Stage::Draft | Stage::Announced) => {
            format!("Opens on {}", long_instant(round.times.opens_at))
        }
        State::At(Stage::Open) => format!("Closes on {}", long_instant(round.times.closes_at)),
        State::At(_) => format!("Closed on {}", long_instant(round.times.closes_at)),
        State::Abandoned => format!("Given up: {}", round.reason),
    };
    let result = match &part.result {
        Some((won, votes)) => html! {
            a.govuk-link href={ (address) "/result" } { @if won.is_empty() { "No place was chosen" } @else { (listed(won)) } }
            br; (grouped(*votes)) " voted"
        },
        None => match round.state {
            State::At(Stage::Closed | Stage::Counted) => html! { "Being counted" },
            _ => html! { "Not yet" },
        },
    };
    vec![
        html! { a.govuk-link href={ "/areas/" (round.area_code) } { (round.area_name) } }.into(),
        html! { a.govuk-link href=(address) { (round.title) } }.into(),
        stage_tag(round.state.code()).into(),
        when.into(),
        result.into(),
    ]
}
