//! Voting with the code from a letter: no account, no email address.

use super::casting::{genuine_paper, not_open, open, private};
use super::casting_views::{hidden_paper, marked, receipt};
use super::forms::EnvelopeForm;
use super::paper::paper_page;
use crate::actions::Refusal;
use crate::actions::ballots::casting::{Casting, Paper};
use crate::actions::ballots::voting_codes;
use crate::domain::ballots::rule_sheet::{RuleSheet, WayToVote};
use crate::domain::ids::Slug;
use crate::domain::mistakes::Mistakes;
use crate::store::ballots::Round;
use crate::web::form::Posted;
use crate::web::govuk::{
    Button, Details, Hint, Input, Label, SummaryList, SummaryListRow, WarningText,
};
use crate::web::identity::caller;
use crate::web::mistaken;
use crate::web::paths::At;
use crate::web::problem::Problem;
use crate::web::visit::{Answer, PageAnswer, Visit};
use maud::{Markup, html};

/// The button on the page that checks a vote, where the round takes codes from letters.
pub fn offer(visit: &Visit, round: &Round, paper: &Paper) -> Markup {
    if !round.takes(WayToVote::VotingCode) {
        return html! {};
    }
    html! {
        section.app-with-code {
            h2.govuk-heading-m { "If you have a letter with a voting code" }
            p.govuk-body { "You need no email address. One code is one vote." }
            form method="post" action={ "/votes/" (round.slug) "/voting-code" } {
                (hidden(visit, round, paper))
                (Button::secondary("I have a voting code"))
            }
        }
    }
}

fn hidden(visit: &Visit, round: &Round, paper: &Paper) -> Markup {
    let keys = visit.csrf_and_same_once(Some(&paper.once));
    hidden_paper(keys, paper, &paper.mark(&visit.app.desk, round))
}

/// Asks for the code.
pub async fn ask(visit: Visit, At(slug): At<Slug>, posted: Posted<EnvelopeForm>) -> Answer {
    let (round, rules) = match open(&visit, &slug).await? {
        Ok(found) => found,
        Err(page) => return Ok(page),
    };
    let sheet = &rules.sheet;
    let paper = genuine_paper(&visit, &round, &posted)?;
    let form = EnvelopeForm::default();
    let page = code_page(&visit, (&round, sheet), &paper, (&form, &Mistakes::none()))?;
    Ok(private(page))
}

/// The page that asks for the code, with the choice once more.
pub fn code_page<'v>(
    visit: &'v Visit,
    (round, sheet): (&Round, &RuleSheet),
    paper: &Paper,
    (form, mistakes): (&EnvelopeForm, &Mistakes),
) -> Result<PageAnswer<'v>, Problem> {
    if !round.takes(WayToVote::VotingCode) {
        return Err(Problem::NotFound);
    }
    let list = SummaryList {
        rows: vec![
            SummaryListRow::new("Your choice", marked(sheet, &paper.choices))
                .with_change(format!("/votes/{}", round.slug), "your choice"),
        ],
        ..Default::default()
    };
    let words = super::casting_views::words(form, mistakes);
    let body = html! {
        (list)
        (WarningText::from("You cannot change your vote once it is cast."))
        form method="post" action={ "/votes/" (round.slug) "/voting-code/cast" } novalidate {
            (hidden(visit, round, paper))
            (Input {
                name: "code".into(), value: form.code.clone(), classes: "govuk-input--width-20 app-code-input".into(),
                autocomplete: "off".into(), autocapitalize: "characters".into(), spellcheck: Some(false),
                label: Label::question("The voting code on your letter"),
                hint: Some(Hint::from("15 letters and digits, like 4K7P9-XQ2M0-RTAB3. Capitals and dashes do not matter.")),
                error_message: mistaken::at(mistakes, "code"), ..Default::default()
            })
            (Details { open: form.word_1 != form.word_2, ..Details::new("Pick two check words (if you wish)", words) })
            (Button::new("Cast my vote"))
        }
        p.govuk-body { a.govuk-link href={ "/votes/" (round.slug) } { "Go back to the paper" } }
    };
    Ok(visit
        .page("Type your voting code", body)
        .about(&round.title)
        .notice(mistaken::summary(mistakes)))
}

/// Casts the ballot and shows the receipt.
pub async fn cast(visit: Visit, At(slug): At<Slug>, posted: Posted<EnvelopeForm>) -> Answer {
    let (round, rules) = match open(&visit, &slug).await? {
        Ok(found) => found,
        Err(page) => return Ok(page),
    };
    let sheet = &rules.sheet;
    let paper = genuine_paper(&visit, &round, &posted)?;
    let wrong = |mistakes: &Mistakes| {
        let page = code_page(&visit, (&round, sheet), &paper, (&posted.form, mistakes));
        page.map(|page| private(page.invalid()))
    };
    let words = match posted.form.words() {
        Ok(words) => words,
        Err(mistakes) => return wrong(&mistakes),
    };
    let desk = &visit.app.desk;
    let typed = &posted.form.code;
    let done = voting_codes::cast(desk, caller(&visit), &round, (&paper, words), typed).await;
    match done {
        Ok(Casting::Voted(kept)) => Ok(private(
            visit
                .page("You have voted", receipt(&round, &kept))
                .about(&round.title)
                .own_heading(),
        )),
        Ok(Casting::AlreadyVoted) => Ok(private(
            visit
                .page("You have already voted", already_voted(&round))
                .about(&round.title),
        )),
        Ok(Casting::WrongCode | Casting::CodeEnded) => wrong(&Mistakes::one(
            "code",
            "This code is not on any letter for this vote. Check each letter and digit",
        )),
        Ok(Casting::NotOpen) => Ok(not_open(&visit, &round)),
        Err(Refusal::Mistaken(mistakes)) if mistakes.at("code").is_some() => wrong(&mistakes),
        Err(Refusal::Mistaken(mistakes)) => {
            let page = paper_page(&visit, &round, &Default::default(), &mistakes).await?;
            Ok(private(page.invalid()))
        }
        Err(refusal) => Err(refusal.into()),
    }
}

fn already_voted(round: &Round) -> Markup {
    html! {
        p.govuk-body-l { "A vote in “" (round.title) "” was cast with this voting code before. One code is one vote, and it cannot be changed." }
        p.govuk-body { "We do not know how you voted. If you kept your receipt, you can look for its code in the list of votes, where one is published with the result." }
        p.govuk-body { "If you did not vote, somebody else may have used your letter. Tell the council." }
        p.govuk-body { a.govuk-link href="/votes" { "All votes" } }
    }
}
