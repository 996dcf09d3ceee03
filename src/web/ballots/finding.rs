//! Finding one's own line in the published list of a declared vote.
//!
//! The code on a receipt is posted, so that it stands in no address, no history and no log on the way, and
//! no answer may be kept.

use super::casting::private;
use super::casting_views::lines;
use super::forms::ReceiptForm;
use super::paper::visible;
use super::result_views::unclear_name;
use crate::actions::ballots::rules;
use crate::domain::ballots::ballot_list::{BallotList, read_choices};
use crate::domain::ballots::publication::BALLOTS;
use crate::domain::ballots::rank_words::marked;
use crate::domain::ballots::receipt::ReceiptCode;
use crate::domain::ballots::round::Stage;
use crate::domain::ids::Slug;
use crate::domain::mistakes::Mistakes;
use crate::domain::text::grouped;
use crate::store::ballots::Round;
use crate::store::ballots::outcome;
use crate::web::form::Posted;
use crate::web::govuk::{BackLink, Button, Details, Input, InsetText, SummaryList, SummaryListRow};
use crate::web::mistaken::summary;
use crate::web::paths::At;
use crate::web::problem::Problem;
use crate::web::questions::Questions;
use crate::web::visit::{Answer, PageAnswer, Visit};
use axum::response::Response;
use maud::{Markup, Render, html};
use std::sync::Arc;

/// What became of looking for a receipt.
#[derive(Debug, Clone)]
enum Line {
    /// It is in the list.
    Found {
        /// On this line of the file.
        number: usize,
        /// The line.
        line: String,
        /// What was marked, by the names of the places.
        marked: Vec<String>,
        /// Why it counts for no place, where it is marked and does not.
        unclear: Option<&'static str>,
        /// Whether it is under the published root.
        holds: bool,
    },
    /// It is not in the list.
    NotThere(String),
}

/// The form.
pub async fn page(visit: Visit, At(slug): At<Slug>) -> Answer {
    Ok(match published(&visit, &slug).await? {
        Ok((round, _)) => private(shown(&visit, &round, &ReceiptForm::default(), &Ok(None))),
        Err(elsewhere) => elsewhere,
    })
}

/// The line with the code that was typed.
pub async fn find(visit: Visit, At(slug): At<Slug>, posted: Posted<ReceiptForm>) -> Answer {
    let (round, list) = match published(&visit, &slug).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let line = match posted.form.parse() {
        Ok(code) => Ok(Some(looked_up(&round, &list, code)?)),
        Err(mistakes) => Err(mistakes),
    };
    let page = shown(&visit, &round, &posted.form, &line);
    Ok(private(match line {
        Ok(_) => page,
        Err(_) => page.invalid(),
    }))
}

/// A declared round and its published list; else the page on which more is said.
async fn published(
    visit: &Visit,
    slug: &Slug,
) -> Result<Result<(Arc<Round>, String), Response>, Problem> {
    let round = visible(visit, slug).await?;
    if !round.state.is(Stage::Declared) {
        return Ok(Err(visit.on_to(&format!("/votes/{slug}"))));
    }
    let file = outcome::file(&visit.read(), round.id, BALLOTS).await?;
    Ok(match file {
        Some(file) => Ok((round, file.content)),
        None => Err(visit.on_to(&format!("/votes/{slug}/result"))),
    })
}

fn looked_up(round: &Round, list: &str, code: ReceiptCode) -> Result<Line, Problem> {
    let list = BallotList::read(list).map_err(|fault| Problem::Failed(fault.to_string()))?;
    let Some(place) = list.find(code) else {
        return Ok(Line::NotThere(code.to_string()));
    };
    let line = list.lines()[place].to_string();
    let holds = list
        .prove(place)
        .is_some_and(|proof| proof.holds(line.as_bytes(), &list.root()));
    let choices = line.rsplit(',').next().unwrap_or_default();
    let sheet = rules(round)?;
    let read = read_choices(choices, &sheet).map(|marks| marks.read(sheet.method.paper()));
    let for_none = !choices.is_empty() && read.is_ok_and(|read| read.is_empty());
    let unclear = for_none.then(|| unclear_name(sheet.method));
    let marked = marked(&sheet, choices);
    Ok(Line::Found {
        number: place + 2,
        line,
        marked,
        unclear,
        holds,
    })
}

/// The page: what was found or what is wrong with what was typed, and the form.
fn shown<'v>(
    visit: &'v Visit,
    round: &Round,
    form: &ReceiptForm,
    line: &Result<Option<Line>, Mistakes>,
) -> PageAnswer<'v> {
    let none = Mistakes::none();
    let (line, mistakes) = match line {
        Ok(line) => (line.as_ref(), &none),
        Err(mistakes) => (None, mistakes),
    };
    let ask = Questions::new(|_| form.receipt.clone(), mistakes);
    // On paper there is nothing to type in, and a line that was found is nobody else's business.
    let body = html! {
        div class="govuk-!-display-none-print" {
            (found_or_not(line))
            form method="post" action={ "/votes/" (round.slug) "/find" } novalidate {
                (visit.csrf())
                (Input {
                    spellcheck: Some(false), autocomplete: "off".into(), classes: "govuk-input--width-20".into(),
                    ..ask.line("receipt", "The code on your receipt", "16 letters and digits, like 4K7P-9XQ2-M0RT-AB3C. Capitals and dashes do not matter.")
                })
                (Button::new("Find my vote"))
            }
            (alone(round))
        }
    };
    visit
        .page("Find your own vote", body)
        .about(&round.title)
        .before(BackLink::to(format!("/votes/{}/result", round.slug)).render())
        .notice(summary(mistakes))
}

fn found_or_not(line: Option<&Line>) -> Markup {
    html! {
        @match line {
            Some(Line::Found { number, line, marked, unclear, holds }) => {
                (found(*number, line, marked, *holds))
                @if let Some(unclear) = unclear { (InsetText::from(format!("{unclear}, so it counts for no place.").as_str())) }
            }
            Some(Line::NotThere(code)) => (InsetText::from(html! {
                "The code " strong { (code) } " is not in the list. Check it against your receipt. If it is right, tell the council: your vote is missing."
            })),
            None => {},
        }
    }
}

fn alone(round: &Round) -> Markup {
    let list = format!("/votes/{}/ballots.csv", round.slug);
    html! {
        (Details::new("Find it without telling us your code", html! {
            ol class="govuk-list govuk-list--number" {
                li { "Download " a.govuk-link href=(list) { "ballots.csv" } ". It has every vote, and it can be read without a connection." }
                li { "Open it in a spreadsheet or a text editor and search for your receipt code, with its dashes." }
                li { "After the code stand your check words, if you picked any, and your choice. Ranks are parted by “>”, ticks joined by “+”. The rules (rule-sheet.json) say which place has which name." }
                li { "To see that nobody was shown another list, compare the fingerprint on the page of the result with somebody else’s, or run " code.app-code { "payback-panel round verify" } "." }
            }
        }))
    }
}

fn found(number: usize, line: &str, marked: &[String], holds: bool) -> Markup {
    let mut parts = line.split(',');
    let mut part = || parts.next().unwrap_or_default().to_string();
    let (code, words, choices) = (part(), part(), part());
    let or = |text: String, none: &str| {
        if text.is_empty() {
            none.to_string()
        } else {
            text
        }
    };
    let list = SummaryList {
        rows: vec![
            SummaryListRow::new("Receipt code", code.as_str()),
            SummaryListRow::new("Check words", or(words, "None").as_str()),
            SummaryListRow::new("Choice", lines(marked)),
            SummaryListRow::new(
                "Choice as published",
                or(choices, "Nothing (a blank vote)").as_str(),
            ),
            SummaryListRow::new(
                "Line of ballots.csv",
                grouped(i64::try_from(number).unwrap_or(i64::MAX)).as_str(),
            ),
        ],
        ..Default::default()
    };
    html! {
        p.govuk-body-l { "Your vote is in the list." }
        (list)
        @if holds { p.govuk-body { "The line is under the fingerprint on the page of the result." } }
    }
}
