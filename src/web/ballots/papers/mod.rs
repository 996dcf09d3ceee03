//! Ballot papers for staff: printing a batch, swapping spoilt ones, signing batches off.
//!
//! Keying is in [`keying`], the desk in [`desk`], the printed sheet in `printed`.

pub mod desk;
pub mod keying;
mod printed;
pub(super) mod views;

use super::voting_codes::handed_once;
use crate::actions::Refusal;
use crate::actions::ballots::papers::{self as actions, MOST_PAPERS, Making};
use crate::actions::ballots::{rules, to_run};
use crate::domain::ballots::round::Stage;
use crate::domain::ids::Slug;
use crate::domain::mistakes::{self, Mistakes};
use crate::domain::policy::Permission;
use crate::store::ballots::{Round, options, papers};
use crate::web::form::Posted;
use crate::web::govuk::{BackLink, NotificationBanner};
use crate::web::mistaken;
use crate::web::paths::{Asked, At, At2};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, PageAnswer, Visit};
use axum::response::{IntoResponse, Response};
use maud::{Markup, Render, html};
use printed::{Printed, sheets};

crate::form! {
    /// A batch to print, a code of a spoilt paper, or a batch to sign as it was shown.
    pub struct PapersForm { label, papers, spoilt, agreed }
}

impl PapersForm {
    /// The name of a batch and how many papers it has, or every mistake.
    fn batch(&self) -> Result<(String, i64), Mistakes> {
        let mut found = Mistakes::none();
        let label = mistakes::line(&self.label, 120, "Enter a name for the batch");
        let label = found.check("label", label);
        let missing = format!("Enter a number of papers from 1 to {MOST_PAPERS}");
        let count = mistakes::whole(&self.papers, 1, MOST_PAPERS, &missing);
        let count = found.check("papers", count);
        match (label, count) {
            (Some(label), Some(count)) => Ok((label, count)),
            _ => Err(found),
        }
    }
}

/// The round, for whoever may run it.
pub(super) async fn own(visit: &Visit, slug: &Slug) -> Result<Round, Problem> {
    let (desk, person) = (&visit.app.desk, visit.person());
    let conn = visit.read();
    Ok(to_run(desk, &person, &conn, slug.as_str(), Permission::RunRounds).await?)
}

/// What papers of a closed vote still wait for, a sentence a batch.
pub async fn missing(visit: &Visit, round: &Round) -> Result<Vec<String>, Problem> {
    if !round.state.is(Stage::Closed) {
        return Ok(vec![]);
    }
    Ok(views::missing(
        &papers::batches(&visit.read(), round.id).await?,
    ))
}

/// The page of papers, with what was typed and a word on what was done.
struct Shown<'a> {
    form: &'a PapersForm,
    mistakes: &'a Mistakes,
    done: Markup,
}

impl<'a> Shown<'a> {
    fn mistaken(form: &'a PapersForm, mistakes: &'a Mistakes) -> Shown<'a> {
        Shown {
            form,
            mistakes,
            done: html! {},
        }
    }
}

async fn papers_page<'v>(
    visit: &'v Visit,
    round: &Round,
    shown: Shown<'_>,
) -> Result<PageAnswer<'v>, Problem> {
    let conn = visit.read();
    let known = views::Known {
        batches: papers::batches(&conn, round.id).await?,
        handed_over: papers::handed_over(&conn, round.id).await?,
        is_open: round.is_open_at(visit.now()),
        account: visit.person().account(),
    };
    let typed = (shown.form, shown.mistakes);
    let body = views::papers(|| visit.csrf_and_once(), round, &known, typed);
    Ok(visit
        .page("Ballot papers", body)
        .of(&round.title)
        .notice(html! { (mistaken::summary(shown.mistakes)) (shown.done) })
        .before(BackLink::to(format!("/staff/rounds/{}", round.slug)).render())
        .wide())
}

/// Batches, what became of them, and what can be done next.
pub async fn page(visit: Visit, At(slug): At<Slug>) -> Answer {
    let round = own(&visit, &slug).await?;
    let (form, none) = (PapersForm::default(), Mistakes::none());
    let page = papers_page(&visit, &round, Shown::mistaken(&form, &none)).await?;
    Ok(page.into_response())
}

/// A batch once more before it is made. The page that hands the file out stays in the browser, so it has no
/// form on it and leads on to the batches.
pub async fn look_over(visit: Visit, At(slug): At<Slug>, Asked(form): Asked<PapersForm>) -> Answer {
    let round = own(&visit, &slug).await?;
    match form.batch() {
        Ok(batch) => {
            let body = views::look_over(visit.csrf_and_once(), &round, &batch);
            let page = visit.page("Print a batch of papers", body);
            let back = BackLink::to(format!("/staff/rounds/{slug}/papers"));
            Ok(page.of(&round.title).before(back.render()).into_response())
        }
        Err(mistakes) => {
            let shown = Shown::mistaken(&form, &mistakes);
            let page = papers_page(&visit, &round, shown).await?;
            Ok(page.invalid().into_response())
        }
    }
}

/// Prints a batch. The answer is the file, and the only one that ever holds these codes together.
pub async fn make(visit: Visit, At(slug): At<Slug>, posted: Posted<PapersForm>) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    let round = own(&visit, &slug).await?;
    let done = match posted.form.batch() {
        Ok(batch) => {
            let once = posted.once_as_said();
            actions::make(desk, &person, slug.as_str(), batch, once).await
        }
        Err(found) => Err(found.into()),
    };
    match done {
        Ok(Making::Made(codes)) => {
            let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
            file(&visit, &round, &codes).await
        }
        Ok(Making::HandedOut) => {
            let page = visit.page("The file was handed out", views::handed_out(&round));
            Ok(page.of(&round.title).conflicting().into_response())
        }
        Err(refusal) => {
            let mistakes = Visit::mistakes_or_problem(refusal)?;
            let shown = Shown::mistaken(&posted.form, &mistakes);
            let page = papers_page(&visit, &round, shown).await?;
            Ok(page.invalid().into_response())
        }
    }
}

async fn file(visit: &Visit, round: &Round, codes: &[String]) -> Answer {
    let site = &visit.app.config;
    let printed = Printed {
        round,
        sheet: rules(round)?,
        options: options(&visit.read(), round.id).await?,
        address: format!("{}/votes/{}/result", site.address, round.slug),
        from: site.contact.run_by.clone(),
    };
    let name = format!("papers-{}.pdf", round.slug);
    Ok(handed_once(
        "application/pdf",
        &name,
        sheets(&printed, codes),
    ))
}

/// Cancels a spoilt paper, so that the voter gets another.
pub async fn spoilt(visit: Visit, At(slug): At<Slug>, posted: Posted<PapersForm>) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    let round = own(&visit, &slug).await?;
    let typed = &posted.form.spoilt;
    let done = actions::cancel_spoilt(desk, &person, slug.as_str(), typed).await;
    let (fresh, none) = (PapersForm::default(), Mistakes::none());
    match done {
        Ok(()) => {
            let words =
                "The paper is cancelled. Hand over another; do not mark the register again.";
            let shown = Shown {
                done: NotificationBanner::success(words).render(),
                ..Shown::mistaken(&fresh, &none)
            };
            let page = papers_page(&visit, &round, shown).await?;
            Ok(page.into_response())
        }
        Err(refusal) => {
            let mistakes = at_spoilt(Visit::mistakes_or_problem(refusal)?);
            let shown = Shown::mistaken(&posted.form, &mistakes);
            let page = papers_page(&visit, &round, shown).await?;
            Ok(page.invalid().into_response())
        }
    }
}

/// The field is called otherwise on this page.
fn at_spoilt(found: Mistakes) -> Mistakes {
    let mut mistakes = Mistakes::none();
    for mistake in found.iter() {
        let field = match mistake.field.as_str() {
            "code" => "spoilt",
            other => other,
        };
        mistakes.add(field, &mistake.message);
    }
    mistakes
}

/// Signs a batch off.
pub async fn sign(
    visit: Visit,
    At2(slug, batch): At2<Slug, i64>,
    posted: Posted<PapersForm>,
) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    let agreed = posted.form.agreed.parse().unwrap_or(-1);
    let done = actions::sign(desk, &person, slug.as_str(), (batch, agreed), posted.once).await;
    let refusal = match done {
        Ok(()) => return Ok(visit.on_to(&format!("/staff/rounds/{slug}/papers"))),
        Err(refusal) => refusal,
    };
    refused_to_sign(&visit, &slug, refusal).await
}

async fn refused_to_sign(
    visit: &Visit,
    slug: &Slug,
    refusal: Refusal,
) -> Result<Response, Problem> {
    let stale = refusal == Refusal::Stale;
    let mistakes = if stale {
        Mistakes::one(
            "",
            "Papers of this batch were keyed since you opened the page. Look at the numbers again before you sign",
        )
    } else {
        Visit::mistakes_or_problem(refusal)?
    };
    let round = own(visit, slug).await?;
    let form = PapersForm::default();
    let page = papers_page(visit, &round, Shown::mistaken(&form, &mistakes)).await?;
    Ok(match stale {
        true => page.conflicting().into_response(),
        false => page.invalid().into_response(),
    })
}
