//! Who may vote in a round and how: in words for voters, and the form for officers.

use crate::actions::Refusal;
use crate::actions::ballots::{to_run, ways};
use crate::domain::ballots::round::Stage;
use crate::domain::ballots::rule_sheet::WayToVote;
use crate::domain::ids::Slug;
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::Permission;
use crate::domain::text::listed;
use crate::store::ballots::{Mode, Round, State};
use crate::web::form::Posted;
use crate::web::govuk::{BackLink, Button, Checkboxes, CheckboxesItem, Fieldset, Hint};
use crate::web::mistaken;
use crate::web::paths::At;
use crate::web::visit::{Answer, PageAnswer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, Render, html};

crate::form! {
    /// By which ways people may vote.
    pub struct WaysForm { version } many { ways }
}

/// How people show that they may vote, in a sentence.
pub fn sentence(round: &Round) -> String {
    let way = |way: &WayToVote| match way {
        WayToVote::VerifiedEmail => {
            format!("an email address and a postcode in {}", round.area_name)
        }
        WayToVote::VotingCode => "the voting code in a letter from the council".into(),
        WayToVote::Desk => "a paper from a voting desk".into(),
        WayToVote::Paper => "a paper by post".into(),
    };
    if round.mode == Mode::Reported {
        return "This vote was held before this service.".into();
    }
    let ways: Vec<String> = round.ways.iter().map(way).collect();
    let is_over = matches!(round.state, State::At(stage) if stage > Stage::Open);
    let vote = match is_over {
        true => "People voted with",
        false => "You vote with",
    };
    match ways.as_slice() {
        [] => "One vote for each person.".into(),
        [one] if is_over => format!("{vote} {one}. Each person had one vote."),
        [one] => format!("{vote} {one}. You need no account, and each person has one vote."),
        _ => {
            let listed = listed(&ways);
            let either = match listed.rsplit_once(" and ") {
                Some((first, last)) => format!("{first} or {last}"),
                None => listed,
            };
            let may = if is_over { "could" } else { "may" };
            format!("{vote} {either}. Each person {may} vote once, whichever way they use.")
        }
    }
}

/// What is promised of the list of votes: under the smallest poll there is none.
pub fn list_of_votes(smallest: u32) -> String {
    format!(
        "If {smallest} or more people vote, a list of all votes with their receipt codes and without names is \
         published with the result, so that you can find yours. With fewer, no list is published, so that \
         nobody’s vote can be guessed."
    )
}

/// The name of a way for officers.
pub fn name(way: WayToVote) -> &'static str {
    match way {
        WayToVote::VerifiedEmail => "Email address and postcode",
        WayToVote::VotingCode => "Voting code from a letter",
        WayToVote::Desk => "Paper at a desk",
        WayToVote::Paper => "Paper by post",
    }
}

fn hint(way: WayToVote) -> &'static str {
    match way {
        WayToVote::VerifiedEmail => "A code is emailed, and the postcode must be in the area.",
        WayToVote::VotingCode => {
            "You send letters to households. Codes are made when the vote is announced."
        }
        WayToVote::Desk => "Staff mark the register and hand over a printed paper.",
        WayToVote::Paper => {
            "Staff mark the register and send a printed paper to whoever asks for one."
        }
    }
}

/// What staff of a round can go on to: its letters and its papers.
pub fn links(round: &Round) -> Markup {
    let address = format!("/staff/rounds/{}", round.slug);
    let takes_papers = round.takes(WayToVote::Desk) || round.takes(WayToVote::Paper);
    let is_draft = round.state.is(Stage::Draft);
    let is_past_draft = matches!(round.state, State::At(stage) if stage != Stage::Draft);
    let names: Vec<&str> = round.ways.iter().map(|way| name(*way)).collect();
    html! {
        @if round.state != State::Abandoned && !round.ways.is_empty() {
            h2.govuk-heading-m { "Ways to vote" }
            ul class="govuk-list govuk-list--bullet" { @for name in &names { li { (name) } } }
        }
        @if is_draft { p.govuk-body { a.govuk-link href={ (address) "/ways" } { "Change the ways to vote" } } }
        @if is_past_draft && round.takes(WayToVote::VotingCode) { p.govuk-body { a.govuk-link href={ (address) "/codes" } { "Letters with voting codes" } } }
        @if is_past_draft && takes_papers { p.govuk-body { a.govuk-link href={ (address) "/papers" } { "Ballot papers, desk and keying" } } }
    }
}

fn form_page<'v>(
    visit: &'v Visit,
    round: &Round,
    form: &WaysForm,
    mistakes: &Mistakes,
) -> PageAnswer<'v> {
    let items = WayToVote::ALL.map(|way| CheckboxesItem {
        hint: Some(Hint::from(hint(way))),
        ..CheckboxesItem::new(way.name(), name(way))
    });
    let body = html! {
        form method="post" novalidate {
            (visit.csrf_and_once())
            input type="hidden" name="version" value=(form.version);
            (Checkboxes {
                name: "ways".into(), values: form.ways.clone(), fieldset: Some(Fieldset::question("How may people vote?")),
                hint: Some(Hint::from("Each person may vote once. An email address, a letter and a name at a desk each work once, but they are not compared: with more than one of these open, somebody who uses two of them is not noticed. With letters alone, each household has as many votes as letters. This is part of the rules: once the vote is announced it cannot be changed.")),
                error_message: mistaken::at(mistakes, "ways"), items: items.into(), ..Default::default()
            })
            (Button::new("Save the ways to vote"))
        }
    };
    visit
        .page("Ways to vote", body)
        .of(&round.title)
        .notice(mistaken::summary(mistakes))
        .before(BackLink::to(format!("/staff/rounds/{}", round.slug)).render())
}

/// The form.
pub async fn page(visit: Visit, At(slug): At<Slug>) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    let conn = visit.read();
    let round = to_run(desk, &person, &conn, slug.as_str(), Permission::RunRounds).await?;
    if !round.state.is(Stage::Draft) {
        return Ok(visit.on_to(&format!("/staff/rounds/{slug}")));
    }
    let form = WaysForm {
        version: round.version.to_string(),
        ways: round.ways.iter().map(|way| way.name().into()).collect(),
    };
    Ok(form_page(&visit, &round, &form, &Mistakes::none()).into_response())
}

/// Sets the ways.
pub async fn set(visit: Visit, At(slug): At<Slug>, posted: Posted<WaysForm>) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    let version = posted.form.version.parse().unwrap_or(-1);
    let picked = WayToVote::read_list(&posted.form.ways.join(","));
    let done = ways::set(desk, &person, slug.as_str(), version, picked, posted.once).await;
    let refusal = match done {
        Ok(()) => return Ok(visit.on_to(&format!("/staff/rounds/{slug}"))),
        Err(refusal) => refusal,
    };
    let conn = visit.read();
    let round = to_run(desk, &person, &conn, slug.as_str(), Permission::RunRounds).await?;
    let form = WaysForm {
        version: round.version.to_string(),
        ways: posted.form.ways.clone(),
    };
    if refusal == Refusal::Stale {
        let stale = Mistakes::one(
            "",
            "Somebody changed this draft since you opened the page. What you picked is still here; send it again to put it in place of theirs",
        );
        let page = form_page(&visit, &round, &form, &stale);
        return Ok(page.conflicting().into_response());
    }
    let mistakes = Visit::mistakes_or_problem(refusal)?;
    let page = form_page(&visit, &round, &form, &mistakes);
    Ok(page.invalid().into_response())
}
