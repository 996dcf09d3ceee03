//! The paper: the question, what the choice means, and the options in an order that favours none.

use super::campaigns;
use super::forms::PaperForm;
use super::heads;
use super::marking::{marking, work_words};
use super::methods::method_in_a_sentence;
use super::ways;
use crate::actions::ballots::casting;
use crate::domain::ballots::merkle::from_hex;
use crate::domain::ballots::round::Stage;
use crate::domain::ballots::rule_sheet::SMALLEST_POLL;
use crate::domain::ballots::shuffle::shuffled;
use crate::domain::ids::Slug;
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::Permission;
use crate::domain::time::long_instant;
use crate::store::ballots::{self, Mode, Round, RoundOption, State};
use crate::web::govuk::{BackLink, InsetText};
use crate::web::mistaken;
use crate::web::paths::At;
use crate::web::pieces::{Timeline, TimelineEntry, stage_tag};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, PageAnswer, Visit};
use axum::response::IntoResponse;
use chrono::{DateTime, Utc};
use maud::{Markup, Render, html};
use std::sync::Arc;

/// A round that the visitor may see at all.
pub async fn visible(visit: &Visit, slug: &Slug) -> Result<Arc<Round>, Problem> {
    let round = ballots::casting::round(&visit.app.desk.db, slug.as_str()).await?;
    let round = round.ok_or(Problem::NotFound)?;
    let own = || visit.may(Permission::RunRounds, &round.area_code);
    if round.is_public() || own() {
        Ok(round)
    } else {
        Err(Problem::NotFound)
    }
}

/// A vote: the paper while it is open, else what there is to know.
pub async fn page(visit: Visit, At(slug): At<Slug>) -> Answer {
    let round = visible(&visit, &slug).await?;
    let answer = paper_page(&visit, &round, &PaperForm::default(), &Mistakes::none()).await?;
    Ok(answer.into_response())
}

/// The page of the paper with what was marked, if anything.
pub async fn paper_page<'v>(
    visit: &'v Visit,
    round: &Round,
    form: &PaperForm,
    mistakes: &Mistakes,
) -> Result<PageAnswer<'v>, Problem> {
    let options = ballots::options(&visit.read(), round.id).await?;
    let is_open = round.is_open_at(visit.now());
    let upcoming = is_open || round.state.is(Stage::Announced) || round.state.is(Stage::Draft);
    // Options stand in the visitor's own order wherever a vote is still to be cast.
    let options = if upcoming {
        in_own_order(visit, round, options)
    } else {
        options
    };
    let has_voted = is_open && casting::has_voted(&visit.app.desk, &visit.person(), round).await?;
    let box_note = heads::note(visit, round).await?;
    let part_of = campaigns::part_of(visit, round).await?;
    let body = html! {
        (facts(round))
        (part_of)
        @if has_voted { (voted(round)) }
        @else if is_open { (marking(visit.csrf(), round, &options, form, mistakes)) }
        @else { (waiting(round, &options)) }
        (after(round))
        (box_note)
        (steps(round, visit.now()))
    };
    let page = visit
        .page(&round.title, body)
        .about("Vote")
        .notice(mistaken::summary(mistakes))
        .before(BackLink::to("/votes").render());
    Ok(if upcoming { page } else { page.kept() })
}

/// The same order on every page load of one browser, another for another.
fn in_own_order(visit: &Visit, round: &Round, options: Vec<RoundOption>) -> Vec<RoundOption> {
    let text = format!("{}|{}", round.id, visit.visitor.browser_token());
    let seed = from_hex(&visit.app.desk.digest("paper-order", &text)).unwrap_or_default();
    let ids: Vec<&str> = options.iter().map(|option| option.id.as_str()).collect();
    let order = shuffled(&seed, &ids);
    order
        .into_iter()
        .map(|place| options[place].clone())
        .collect()
}

fn facts(round: &Round) -> Markup {
    html! {
        p.govuk-body-l { (round.question) }
        p.govuk-body {
            (stage_tag(round.state.code())) " For people who live in " a.govuk-link href={ "/areas/" (round.area_code) } { (round.area_name) } ". "
            @match round.state {
                State::At(Stage::Draft | Stage::Announced) => { "The vote opens on " (long_instant(round.times.opens_at)) " and closes on " (long_instant(round.times.closes_at)) "." }
                State::At(Stage::Open) => { "The vote closes on " (long_instant(round.times.closes_at)) "." }
                State::At(_) => { "The vote closed on " (long_instant(round.times.closes_at)) "." }
                State::Abandoned => { "This vote was given up before it opened: " (round.reason) }
            }
        }
        @for line in round.provenance.lines() { (InsetText::from(line)) }
    }
}

/// For somebody signed in whose vote is in the box. Nobody knows how they voted.
fn voted(round: &Round) -> Markup {
    html! {
        (InsetText::from("You have voted. A vote cannot be changed, and we do not know how you voted."))
        p.govuk-body { (ways::list_of_votes(SMALLEST_POLL)) " It is on " a.govuk-link href={ "/votes/" (round.slug) "/result" } { "the page of the result" } ", and you find your vote by the code on your receipt." }
    }
}

fn waiting(round: &Round, options: &[RoundOption]) -> Markup {
    html! {
        @match round.state {
            State::At(Stage::Declared) => { p.govuk-body { a.govuk-link href={ "/votes/" (round.slug) "/result" } { "The result, and how to check it" } } }
            State::At(Stage::Announced) => { p.govuk-body { "You can vote here as soon as it opens." } }
            State::At(Stage::Open | Stage::Closed | Stage::Counted) => {
                p.govuk-body { "The votes are being counted. The result is published here when two council officers have counted and declared it." }
            }
            State::At(Stage::Draft) => { p.govuk-body { "This is a draft. Only staff can see it." } }
            State::Abandoned => {}
        }
        p.govuk-body { (method_in_a_sentence(round.method)) }
        h2.govuk-heading-m { "The places" }
        @for option in options {
            section {
                h3.govuk-heading-s { (label(option)) }
                p.govuk-body { (option.place) @if !option.place.is_empty() { ". " } (option.work) @if let Some(minutes) = option.estimate_minutes { " " (work_words(round.budget_minutes, minutes)) } }
            }
        }
    }
}

/// The label of an option, linked to its nomination where there is one.
pub fn label(option: &RoundOption) -> Markup {
    html! {
        @match &option.reference {
            Some(reference) => a.govuk-link href={ "/nominations/" (reference) } { (option.label) },
            None => (option.label),
        }
    }
}

fn after(round: &Round) -> Markup {
    html! {
        h2.govuk-heading-m { "How this vote works" }
        ul class="govuk-list govuk-list--bullet" {
            li { (ways::sentence(round)) " Nobody can see how you voted, staff included." }
            @if round.mode != Mode::Reported { li { (how_many_are_told(round)) } }
            @if let (Some(slug), Some(list)) = (&round.panel_slug, round.shortlist_id) {
                li { a.govuk-link href={ "/panels/" (slug) "/shortlists/" (list) } { "How these places were shortlisted" } }
            }
            @if round.rule_sheet.is_some() {
                li { a.govuk-link href={ "/votes/" (round.slug) "/rule-sheet.json" } { "The rules of this vote (JSON)" } }
            }
            li { a.govuk-link href="/how-a-vote-is-counted" { "How this vote is counted and how you can check it" } }
        }
    }
}

/// When it is told how many have voted: of an open vote only by night, in steps that tell of nobody.
fn how_many_are_told(round: &Round) -> &'static str {
    match round.state {
        State::At(Stage::Draft | Stage::Announced | Stage::Open) => {
            "How people vote is shown to nobody before the vote has closed. How many votes are in the box is shown only after a night on which 20 or more came."
        }
        _ => {
            "How people voted was shown to nobody before the vote had closed. How many votes were in the box was shown only after a night on which 20 or more came."
        }
    }
}

/// What has happened to the vote so far. Feeds lead to each step by its name.
fn steps(round: &Round, now: DateTime<Utc>) -> Markup {
    let State::At(stage) = round.state else {
        return html! {};
    };
    let (opened, closed) = (stage >= Stage::Open, stage >= Stage::Closed);
    let times = [
        ("announced", "Announced", round.announced_at),
        (
            "open",
            "Opened",
            Some(round.times.opens_at).filter(|_| opened),
        ),
        (
            "closed",
            "Closed",
            Some(round.times.closes_at).filter(|_| closed),
        ),
        ("declared", "Result declared", round.declared_at),
    ];
    let passed = times.into_iter().filter_map(|(id, title, at)| {
        let at = at.filter(|at| *at <= now)?;
        Some(TimelineEntry {
            id: Some(id.into()),
            when: long_instant(at),
            datetime: Some(at.to_rfc3339()),
            title: title.into(),
            ..TimelineEntry::default()
        })
    });
    let timeline = Timeline {
        entries: passed.collect(),
    };
    html! {
        @if !timeline.entries.is_empty() { h2.govuk-heading-m { "What has happened" } (timeline) }
    }
}
