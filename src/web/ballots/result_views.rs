//! A result: the answer first, then turnout, then how it came about, then how to check.

use super::key_views;
use super::list::people;
use super::telling_views::{lot, told};
use crate::domain::ballots::method::{Method, PaperKind};
use crate::domain::ballots::rule_sheet::SMALLEST_POLL;
use crate::domain::ballots::telling::{Telling, lot_of, unclear_of};
use crate::domain::text::{grouped, listed, percent};
use crate::domain::time::{london_date, long_date, long_instant};
use crate::store::ballots::outcome::Outcome;
use crate::store::ballots::{Mode, Round, RoundOption};
use crate::web::govuk::{InsetText, SummaryList, SummaryListRow};
use maud::{Markup, html};

/// Parts of the page that are read apart.
pub struct Parts {
    /// By which way people voted.
    pub by_way: Markup,
    /// Wards that were found by postcode and chosen from a list, where that may be told.
    pub wards: Option<(i64, i64)>,
    /// What becomes of the places.
    pub next: Markup,
}

fn winners(outcome: &Outcome, options: &[RoundOption]) -> Vec<String> {
    let ids = outcome.winner_ids();
    let label = |id: &&str| {
        let option = options.iter().find(|option| option.id == **id);
        option.map(|option| option.label.clone())
    };
    ids.iter().filter_map(label).collect()
}

/// The answer in one sentence.
pub fn answer(round: &Round, outcome: &Outcome, options: &[RoundOption]) -> String {
    match winners(outcome, options).as_slice() {
        [] => format!("{}: no place was chosen", round.title),
        [one] => format!("{one} won the vote"),
        many => format!("{} won the vote", listed(many)),
    }
}

/// The whole page under the answer.
pub fn result(
    round: &Round,
    outcome: &Outcome,
    (options, telling): (&[RoundOption], Option<&Telling>),
    (files, parts): (&[String], Parts),
) -> Markup {
    html! {
        p.govuk-body-l { (round.question) }
        @for text in round.provenance.lines() { (InsetText::from(text)) }
        h2.govuk-heading-m { "Who voted" }
        (turnout(round, outcome, parts.wards))
        (parts.by_way)
        h2.govuk-heading-m { "How it came about" }
        (how(round, outcome, options, telling))
        (parts.next)
        h2.govuk-heading-m { "How you can check it" }
        (checking(round, outcome, files))
        (own_line(round, outcome))
        h2.govuk-heading-m { "About this vote" }
        (about(round))
    }
}

fn turnout(round: &Round, outcome: &Outcome, wards: Option<(i64, i64)>) -> Markup {
    let mut rows = vec![
        SummaryListRow::new("Votes cast", grouped(outcome.votes_cast).as_str()),
        SummaryListRow::new("Votes for a place", grouped(outcome.valid).as_str()),
        SummaryListRow::new(
            "Blank votes",
            grouped(outcome.blank - unclear_of(&outcome.stages)).as_str(),
        ),
    ];
    if let Some(unclear) = unclear(round, outcome) {
        let count = format!("{} (counted for no place)", grouped(unclear.count));
        rows.push(SummaryListRow::new(unclear.name, count.as_str()));
    }
    if outcome.malformed > 0 {
        let rejected = format!("{} (not readable, not counted)", grouped(outcome.malformed));
        rows.push(SummaryListRow::new("Rejected", rejected.as_str()));
    }
    if let Some(population) = round.population {
        let share = format!(
            "{} of the {} who live in {}, of all ages",
            percent(outcome.votes_cast, population),
            people(population),
            round.area_name
        );
        rows.push(SummaryListRow::new("Turnout", share.as_str()));
    }
    if let Some((checked, declared)) = wards {
        let wards = format!(
            "{} by postcode, {} chosen from a list by the voter",
            grouped(checked),
            grouped(declared)
        );
        rows.push(SummaryListRow::new(
            "How we know where voters live",
            wards.as_str(),
        ));
    }
    let list = SummaryList {
        rows,
        ..Default::default()
    };
    html! { (list) }
}

/// Votes that are marked and count for no place all the same.
struct Unclear {
    count: i64,
    /// What they are called, as a heading.
    name: &'static str,
}

/// Votes of a result that are marked and count for no place, where there are any.
fn unclear(round: &Round, outcome: &Outcome) -> Option<Unclear> {
    let count = unclear_of(&outcome.stages);
    let name = unclear_name(round.method);
    (count > 0).then_some(Unclear { count, name })
}

/// What a vote is called that is marked and counts for no place.
pub(super) fn unclear_name(method: Method) -> &'static str {
    match method.paper() {
        PaperKind::OneTick | PaperKind::Ticks => "Marked for more than one place",
        PaperKind::Ranks => "Marked with more than one first choice",
    }
}

/// How many votes are for a place, how many are blank, and how many are marked and count for none.
pub(super) fn kinds(round: &Round, outcome: &Outcome) -> String {
    let blank = outcome.blank - unclear_of(&outcome.stages);
    let (valid, blank) = (grouped(outcome.valid), grouped(blank));
    let unclear = unclear(round, outcome).map_or(String::new(), |unclear| {
        let count = grouped(unclear.count);
        format!(", {count} {}", unclear.name.to_lowercase())
    });
    format!("{valid} for a place, {blank} blank{unclear}")
}

/// How a result came about, as far as it is published.
pub fn how(
    round: &Round,
    outcome: &Outcome,
    options: &[RoundOption],
    telling: Option<&Telling>,
) -> Markup {
    let Some(telling) = telling else {
        return html! {
            p.govuk-body { "There were fewer than " (SMALLEST_POLL) " votes to count. So that nobody’s vote can be guessed, we publish how many were cast and what won, and nothing more." }
            (lot(round, options, &lot_of(&outcome.stages)))
        };
    };
    html! {
        p.govuk-body { (people(outcome.votes_cast)) " voted; " (kinds(round, outcome)) "." }
        (told(round, options, telling))
    }
}

fn checking(round: &Round, outcome: &Outcome, files: &[String]) -> Markup {
    html! {
        @match round.mode {
            Mode::Simple => (InsetText::from("This vote was held in simple mode: the key that opens the ballot box was kept on the server, sealed. Simple mode is for trials and demonstrations.")),
            Mode::Reported => (InsetText::from("This vote is from before this service. Its ballots were not cast here; they are counted by the same rules.")),
            Mode::Sealed => {},
        }
        (key_views::for_everybody(round))
        @if !round.sent_back.is_empty() {
            (InsetText::from(html! { "An earlier count was not declared: the second officer sent it back and said why: " (round.sent_back) }))
        }
        @if !outcome.root.is_empty() {
            p.govuk-body { "Every vote is in the published list, with the code on the voter’s receipt and no name. Anybody can count it again." }
            p.govuk-body { "The list’s fingerprint (Merkle root) is " code.app-code { (outcome.root) } "." }
        }
        @if outcome.root.is_empty() {
            p.govuk-body { "There is no list of votes to count again: there were fewer than " (SMALLEST_POLL) " votes. These files have the rules, how many people voted and what won." }
        }
        ul class="govuk-list govuk-list--bullet" {
            @for name in files { li { a.govuk-link href={ "/votes/" (round.slug) "/" (name) } { (name) } ": " (file_words(name)) } }
        }
        p.govuk-body { "With the program of this site: " code.app-code { "payback-panel round verify" } ", in a folder with these files. "
            a.govuk-link href="/how-a-vote-is-counted" { "How a vote is counted and how you can check it" }
        }
    }
}

fn file_words(name: &str) -> &'static str {
    match name {
        "ballots.csv" => "every vote, sorted by receipt code",
        "rule-sheet.json" => "the rules, published before the vote opened",
        "result.json" => "the result, stage by stage",
        "register-totals.json" => "how many people voted",
        _ => "the fingerprints of the other files",
    }
}

fn own_line(round: &Round, outcome: &Outcome) -> Markup {
    html! {
        h2.govuk-heading-m { "Find your own vote" }
        @if outcome.root.is_empty() {
            p.govuk-body { "No list is published for this vote, because there were fewer than " (SMALLEST_POLL) " votes to count." }
        } @else {
            p.govuk-body { "Every vote stands in the list with the code on its receipt. "
                a.govuk-link href={ "/votes/" (round.slug) "/find" } { "Find my vote" }
            }
        }
    }
}

fn about(round: &Round) -> Markup {
    let when = |at: Option<chrono::DateTime<chrono::Utc>>| at.map(|at| long_date(london_date(at)));
    html! {
        p.govuk-body {
            "It was open from " (long_instant(round.times.opens_at)) " to " (long_instant(round.times.closes_at)) ", for people who live in "
            a.govuk-link href={ "/areas/" (round.area_code) } { (round.area_name) } "."
            @if let Some(day) = when(round.counted_at) { " It was counted on " (day) }
            @if let Some(day) = when(round.declared_at) { " and declared on " (day) "." }
        }
        @if let (Some(slug), Some(list)) = (&round.panel_slug, round.shortlist_id) {
            p.govuk-body { a.govuk-link href={ "/panels/" (slug) "/shortlists/" (list) } { "How the places were shortlisted" } }
        }
        p.govuk-body { a.govuk-link href={ "/votes/" (round.slug) } { "The paper" } }
    }
}
