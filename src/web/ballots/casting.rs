//! From the marked paper to the receipt. Every answer here is `no-store`; none leads on by an address, so
//! that no choice and no receipt ever stands in one.

use super::casting_views as views;
use super::forms::{EnvelopeForm, PaperForm};
use super::paper::{paper_page, visible};
use super::with_code;
use crate::actions::Refusal;
use crate::actions::ballots::asking;
use crate::actions::ballots::casting::{self as actions, Casting, Envelope, Paper};
use crate::domain::ballots::method::PaperKind;
use crate::domain::ballots::rule_sheet::{NamedRules, RuleSheet, WayToVote};
use crate::domain::ids::Slug;
use crate::domain::mistakes::Mistakes;
use crate::store::ballots::{self, Round};
use crate::web::form::Posted;
use crate::web::identity::caller;
use crate::web::mistaken;
use crate::web::paths::At;
use crate::web::problem::Problem;
use crate::web::visit::{Answer, PageAnswer, Visit};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::html;
use std::sync::Arc;
use subtle::ConstantTimeEq;

/// A page that nobody may keep.
pub(super) fn private(page: PageAnswer<'_>) -> Response {
    let mut response = page.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The round and its rules while votes are taken; else the page that says they are not.
pub(super) async fn open(
    visit: &Visit,
    slug: &Slug,
) -> Result<Result<(Arc<Round>, Arc<NamedRules>), Response>, Problem> {
    let round = visible(visit, slug).await?;
    match actions::open_rules(&visit.app.desk, &round)? {
        Some(rules) => Ok(Ok((round, rules))),
        None => Ok(Err(not_open(visit, &round))),
    }
}

pub(super) fn not_open(visit: &Visit, round: &Round) -> Response {
    let (title, body) = views::not_open(round, visit.now());
    let page = visit.page(title, body).about(&round.title);
    private(page.status(StatusCode::CONFLICT))
}

/// Shows the choice once more and asks who votes.
pub async fn review(visit: Visit, At(slug): At<Slug>, posted: Posted<PaperForm>) -> Answer {
    let (round, rules) = match open(&visit, &slug).await? {
        Ok(found) => found,
        Err(page) => return Ok(page),
    };
    let sheet = &rules.sheet;
    let choices = posted.form.choices(sheet).and_then(|choices| {
        actions::read_marks(sheet, &choices).map_err(|why| Mistakes::one(first_field(sheet), why))
    });
    let choices = match choices {
        Ok(choices) => choices,
        Err(mistakes) => {
            let page = paper_page(&visit, &round, &posted.form, &mistakes).await?;
            return Ok(private(page.invalid()));
        }
    };
    let once = visit.app.desk.dice.once();
    let paper = Paper { once, choices };
    let form = EnvelopeForm::default();
    let none = Mistakes::none();
    let page = if round.takes(WayToVote::VerifiedEmail) {
        review_page(&visit, &round, sheet, (&paper, &form), &none).await?
    } else {
        with_code::code_page(&visit, (&round, sheet), &paper, (&form, &none))?
    };
    Ok(private(page))
}

/// Where a mistake about the whole paper stands.
fn first_field(sheet: &RuleSheet) -> &'static str {
    match sheet.method.paper() {
        PaperKind::Ranks => "rank-1",
        PaperKind::OneTick | PaperKind::Ticks => "choice",
    }
}

/// The paper once more, as it was marked.
pub async fn change(visit: Visit, At(slug): At<Slug>, posted: Posted<EnvelopeForm>) -> Answer {
    let (round, rules) = match open(&visit, &slug).await? {
        Ok(found) => found,
        Err(page) => return Ok(page),
    };
    let sheet = &rules.sheet;
    let paper = genuine_paper(&visit, &round, &posted)?;
    let form = PaperForm::of(sheet, &paper.choices);
    let page = paper_page(&visit, &round, &form, &Mistakes::none()).await?;
    Ok(private(page))
}

async fn review_page<'v>(
    visit: &'v Visit,
    round: &Round,
    sheet: &RuleSheet,
    (paper, form): (&Paper, &EnvelopeForm),
    mistakes: &Mistakes,
) -> Result<PageAnswer<'v>, Problem> {
    let wards = ballots::wards::within(&visit.read(), &round.area_code).await?;
    let hidden = views::hidden_paper(
        visit.csrf_and_same_once(Some(&paper.once)),
        paper,
        &paper.mark(&visit.app.desk, round),
    );
    let who = visit
        .visitor
        .session()
        .map(|session| session.account.email.as_str());
    let marked = views::marked(sheet, &paper.choices);
    let body = views::review(round, hidden, marked, (who, &wards), (form, mistakes));
    let body = html! { (body) (with_code::offer(visit, round, paper)) };
    Ok(visit
        .page("Check your vote", body)
        .about(&round.title)
        .notice(mistaken::summary(mistakes)))
}

/// Compares digests without telling by its time how much of them agrees.
fn same(ours: &str, theirs: &str) -> bool {
    bool::from(ours.as_bytes().ct_eq(theirs.as_bytes()))
}

/// The paper of a form, if we made the page that it was on.
pub(super) fn genuine_paper(
    visit: &Visit,
    round: &Round,
    posted: &Posted<EnvelopeForm>,
) -> Result<Paper, Problem> {
    let paper = posted.form.paper(posted.once.as_ref());
    let genuine = |paper: &Paper| same(&paper.mark(&visit.app.desk, round), &posted.form.mark);
    paper.filter(genuine).ok_or(Problem::Forged)
}

/// The envelope of a form, if we made the page that it was on.
fn genuine_envelope(
    visit: &Visit,
    round: &Round,
    posted: &Posted<EnvelopeForm>,
) -> Result<Envelope, Problem> {
    let paper = genuine_paper(visit, round, posted)?;
    let envelope = posted.form.envelope(paper);
    let genuine = |envelope: &Envelope| {
        same(
            &envelope.mark(&visit.app.desk, round),
            &posted.form.sealed_mark,
        )
    };
    envelope.filter(genuine).ok_or(Problem::Forged)
}

/// Emails a code and asks for it. The same form with a sealed envelope asks for another code.
pub async fn code(visit: Visit, At(slug): At<Slug>, posted: Posted<EnvelopeForm>) -> Answer {
    let (round, rules) = match open(&visit, &slug).await? {
        Ok(found) => found,
        Err(page) => return Ok(page),
    };
    let sheet = &rules.sheet;
    let envelope = if posted.form.sealed_mark.is_empty() {
        let paper = genuine_paper(&visit, &round, &posted)?;
        match filled_in(&visit, &round, &paper, &posted.form, true).await? {
            Ok(envelope) => envelope,
            Err(mistakes) => {
                let filled = (&paper, &posted.form);
                let page = review_page(&visit, &round, sheet, filled, &mistakes).await?;
                return Ok(private(page.invalid()));
            }
        }
    } else {
        genuine_envelope(&visit, &round, &posted)?
    };
    let email = envelope.email.as_ref().ok_or(Problem::Forged)?;
    let desk = &visit.app.desk;
    let whose = (email, &envelope.paper);
    let sent = asking::send_code(desk, caller(&visit), &round, whose, &posted.form.after).await?;
    let page = code_page(&visit, &round, (&envelope, &sent), &Mistakes::none());
    Ok(private(page))
}

fn code_page<'v>(
    visit: &'v Visit,
    round: &Round,
    (envelope, sent): (&Envelope, &str),
    mistakes: &Mistakes,
) -> PageAnswer<'v> {
    let desk = &visit.app.desk;
    let hidden = || {
        views::hidden_envelope(
            visit.csrf_and_same_once(Some(&envelope.paper.once)),
            (envelope, sent),
            &envelope.paper.mark(desk, round),
            &envelope.mark(desk, round),
        )
    };
    let body = views::code(round, hidden(), hidden(), envelope, mistakes);
    visit
        .page("Type the code that we sent you", body)
        .about(&round.title)
        .notice(mistaken::summary(mistakes))
}

/// Reads what the voter said of themselves, with every mistake.
async fn filled_in(
    visit: &Visit,
    round: &Round,
    paper: &Paper,
    form: &EnvelopeForm,
    needs_email: bool,
) -> Result<Result<Envelope, Mistakes>, Problem> {
    let mut mistakes = Mistakes::none();
    let mut note = |found: Mistakes| {
        for mistake in found.iter() {
            mistakes.add(&mistake.field, &mistake.message);
        }
    };
    let email = match form.mailbox() {
        Ok(email) if needs_email => Some(email),
        Err(found) if needs_email => {
            note(found);
            None
        }
        _ => None,
    };
    let desk = &visit.app.desk;
    let home = match asking::home(desk, round, &form.postcode, &form.ward).await {
        Ok(home) => Some(home),
        Err(refusal) => {
            note(Visit::mistakes_or_problem(refusal)?);
            None
        }
    };
    let words = form.words().map_err(&mut note).ok();
    Ok(match (home, words, mistakes.is_empty()) {
        (Some(home), Some(words), true) => Ok(Envelope {
            paper: paper.clone(),
            words,
            home,
            email,
        }),
        _ => Err(mistakes),
    })
}

/// Casts the ballot and shows the receipt.
pub async fn cast(visit: Visit, At(slug): At<Slug>, posted: Posted<EnvelopeForm>) -> Answer {
    let (round, rules) = match open(&visit, &slug).await? {
        Ok(found) => found,
        Err(page) => return Ok(page),
    };
    let sheet = &rules.sheet;
    let by_code = !posted.form.sealed_mark.is_empty();
    let envelope = if by_code {
        genuine_envelope(&visit, &round, &posted)?
    } else {
        let paper = genuine_paper(&visit, &round, &posted)?;
        if !visit.visitor.is_signed_in() {
            return Err(Problem::Forged);
        }
        match filled_in(&visit, &round, &paper, &posted.form, false).await? {
            Ok(envelope) => envelope,
            Err(mistakes) => {
                let filled = (&paper, &posted.form);
                let page = review_page(&visit, &round, sheet, filled, &mistakes).await?;
                return Ok(private(page.invalid()));
            }
        }
    };
    let (desk, person) = (&visit.app.desk, visit.person());
    let done = actions::cast(desk, &person, &round, &envelope, &posted.form.code).await;
    match done {
        Ok(casting) => {
            let known = (&envelope, posted.form.after.as_str());
            Ok(answered(&visit, &round, known, casting))
        }
        Err(Refusal::Mistaken(mistakes)) => {
            let form = PaperForm::default();
            let page = paper_page(&visit, &round, &form, &mistakes).await?;
            Ok(private(page.invalid()))
        }
        Err(refusal) => Err(refusal.into()),
    }
}

fn answered(visit: &Visit, round: &Round, known: (&Envelope, &str), casting: Casting) -> Response {
    let wrong = |message: &str| {
        private(code_page(visit, round, known, &Mistakes::one("code", message)).invalid())
    };
    match casting {
        Casting::Voted(receipt) => {
            let body = views::receipt(round, &receipt);
            private(
                visit
                    .page("You have voted", body)
                    .about(&round.title)
                    .own_heading(),
            )
        }
        Casting::AlreadyVoted => {
            let body = views::already_voted(round);
            private(
                visit
                    .page("You have already voted", body)
                    .about(&round.title),
            )
        }
        Casting::WrongCode => {
            wrong("This is not the code that we sent. Check the email and type it again")
        }
        Casting::CodeEnded => wrong("This code no longer works. Ask for another code below"),
        Casting::NotOpen => not_open(visit, round),
    }
}
