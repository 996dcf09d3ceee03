//! Voting codes of the demonstration, so that somebody can vote as if a letter had come.
//!
//! Like every deployment this one keeps digests alone. Its codes are worked out again from the name of the
//! vote and a secret of the demonstration.

use super::only_here;
use crate::actions::Desk;
use crate::domain::ballots::rule_sheet::WayToVote;
use crate::domain::ballots::voting_codes::VotingCode;
use crate::store::ballots::{self, voting_codes};
use crate::web::govuk::BackLink;
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use maud::html;

/// How many letters each vote of the demonstration has.
const LETTERS: usize = 12;

/// The codes on the letters of a vote.
pub fn codes(desk: &Desk, slug: &str) -> Vec<VotingCode> {
    let code = |number: usize| {
        let digest = desk.digest("demo-letters", &format!("{slug}|{number}"));
        let mut bytes = [0; 10];
        for (place, byte) in bytes.iter_mut().enumerate() {
            let pair = digest.get(2 * place..2 * place + 2).unwrap_or_default();
            *byte = u8::from_str_radix(pair, 16).unwrap_or(0);
        }
        VotingCode::of_bytes(bytes)
    };
    (0..LETTERS).map(code).collect()
}

/// `/demo/voting-codes`: the letters of each vote that is open or announced.
pub async fn page(visit: Visit) -> Answer {
    only_here(&visit)?;
    let conn = visit.read();
    let mut votes = vec![];
    for round in ballots::all(&conn).await? {
        let has_letters = !voting_codes::batches(&conn, round.id).await?.is_empty();
        if round.takes(WayToVote::VotingCode) && round.is_open_at(visit.now()) && has_letters {
            votes.push(round);
        }
    }
    let body = html! {
        p.govuk-body-l { "As if a letter had come to your door: pick a code, vote with it, then try it a second time." }
        @if votes.is_empty() { p.govuk-body { "No vote is open that takes codes from letters. " a.govuk-link href="/demo/clock" { "Put the clock forward" } } }
        @for round in &votes {
            h2.govuk-heading-m { a.govuk-link href={ "/votes/" (round.slug) } { (round.title) } }
            ul class="govuk-list" { @for code in codes(&visit.app.desk, &round.slug) { li { code.app-code { (code) } } } }
        }
        p.govuk-body { "A deployment shows its codes to nobody: they leave once, in the file for the printer." }
    };
    Ok(visit
        .page("Letters with voting codes", body)
        .before(html! { (BackLink::to("/demo")) })
        .into_response())
}
