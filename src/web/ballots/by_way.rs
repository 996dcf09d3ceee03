//! By which way people voted, as the published totals say it: small cells are withheld there already.

use crate::domain::ballots::canonical::Json;
use crate::domain::ballots::publication::REGISTER_TOTALS;
use crate::domain::ballots::rule_sheet::WayToVote;
use crate::domain::ballots::small_cells::tells_wards;
use crate::domain::text::{grouped, listed, plural};
use crate::store::ballots::Round;
use crate::store::ballots::outcome::{self, Outcome};
use crate::web::govuk::{Details, WarningText};
use crate::web::problem::Problem;
use crate::web::visit::Visit;
use maud::{Markup, html};

/// The published totals of a round. None where the vote is from before this service.
pub async fn published(visit: &Visit, round: i64) -> Result<Option<Json>, Problem> {
    let file = outcome::file(&visit.read(), round, REGISTER_TOTALS).await?;
    Ok(file.and_then(|file| Json::parse(file.content.trim_end()).ok()))
}

/// The part of a result's page on ways to vote and on papers.
pub fn section(totals: Option<&Json>, round: &Round, votes_cast: i64) -> Markup {
    html! { @if let Some(json) = totals { (of(json)) (more_than_people(json, round, votes_cast)) } }
}

/// How many wards were found by postcode and how many chosen from a list, where that may be told. With
/// letters or papers nobody gives a postcode; of a small poll only totals are told. Rounds that were
/// published with a number that gives others away are held to the rule all the same.
pub fn wards(totals: Option<&Json>, outcome: &Outcome) -> Option<(i64, i64)> {
    let (checked, declared) = (outcome.checked_wards, outcome.declared_wards);
    let number = |count: i64| u64::try_from(count).unwrap_or(0);
    let wards = (number(checked), number(declared));
    let cells = totals.map(cells).unwrap_or_default();
    let tells = wards != (0, 0)
        && !outcome.root.is_empty()
        && tells_wards(&cells, number(outcome.registered), wards);
    tells.then_some((checked, declared))
}

fn cells(totals: &Json) -> Vec<(WayToVote, Option<u64>)> {
    let cell = |way: &WayToVote| Some((*way, totals.get("ways")?.get(way.name())?.as_whole()));
    WayToVote::ALL.iter().filter_map(cell).collect()
}

/// More ballots than people in the register: said plainly, so that nobody has to find it out.
fn more_than_people(json: &Json, round: &Round, votes_cast: i64) -> Markup {
    let voted = json.get("voted").and_then(Json::as_whole);
    let voted = voted.and_then(|voted| i64::try_from(voted).ok());
    let more = voted.map_or(0, |voted| votes_cast - voted);
    html! {
        @if more > 0 {
            (WarningText::from(&*format!(
                "The box had {} more than there are people in the register. Whoever checks the published files is told that the list is wrong.",
                plural(more, "vote", "votes")
            )))
            @match round.more_ballots.as_str() {
                "" => p.govuk-body { "Ask the council why." },
                why => p.govuk-body { "The officer who declared the result says why: " (why) },
            }
        }
    }
}

fn how(way: WayToVote) -> &'static str {
    match way {
        WayToVote::VerifiedEmail => "with an email address",
        WayToVote::VotingCode => "with a code from a letter",
        WayToVote::Desk => "on a paper at a desk",
        WayToVote::Paper => "on a paper by post",
    }
}

fn words(way: WayToVote, voters: Option<u64>) -> String {
    let how = how(way);
    match voters.and_then(|voters| i64::try_from(voters).ok()) {
        Some(voters) => format!("{} {how}", grouped(voters)),
        None => format!("[c] {how}"),
    }
}

fn of(json: &Json) -> Markup {
    let cells = cells(json);
    let is_withheld = cells.iter().any(|(_, voters)| voters.is_none());
    let papers = json.get("papers").filter(|papers| **papers != Json::Null);
    html! {
        @if !cells.is_empty() {
            h3.govuk-heading-s { "By which way people voted" }
            @if cells.len() > 1 {
                ul class="govuk-list govuk-list--bullet" { @for (way, voters) in &cells { li { (words(*way, *voters)) } } }
            } @else { @for (way, _) in &cells { p.govuk-body { "Everybody voted " (how(*way)) "." } } }
            @if is_withheld { p.govuk-body { "[c] means withheld: so that nobody can be picked out, we show no number from 1 to 9, and none that would give one away." } }
            @if let Some(papers) = papers { (on_papers(papers)) }
        }
    }
}

fn on_papers(papers: &Json) -> Markup {
    let counted = papers.get("counted").and_then(Json::as_whole);
    let counted = counted.and_then(|counted| i64::try_from(counted).ok());
    let cancelled: Vec<String> = papers
        .get("cancelled")
        .and_then(Json::as_list)
        .unwrap_or_default()
        .iter()
        .filter_map(|code| code.as_text().map(str::to_string))
        .collect();
    let spoilt = i64::try_from(cancelled.len()).unwrap_or(i64::MAX);
    html! {
        p.govuk-body {
            "Whoever got a paper is marked as a voter, also if the paper did not come back. "
            @if let Some(counted) = counted { (plural(counted, "paper was", "papers were")) " counted. " }
            "Two people keyed each paper and agreed on it, and two signed each batch."
        }
        @if !cancelled.is_empty() {
            (Details::new(
                format!("{} spoilt and swapped", plural(spoilt, "paper was", "papers were")),
                html! { p.govuk-body { "Cancelled, and in no list: " (listed(&cancelled)) "." } },
            ))
        }
    }
}
