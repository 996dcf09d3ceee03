//! Handlers for officers who move a round through its life.

use super::papers;
use super::staff_forms::StepForm;
use super::staff_views as views;
use super::tie_forms::TieForm;
use super::tie_views;
use crate::actions::Refusal;
use crate::actions::ballots::counting::{self, Brought, Counting};
use crate::actions::ballots::{announcing, answering, declaring, drafting, keys, to_run};
use crate::domain::ids::Slug;
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::Permission;
use crate::domain::text::listed;
use crate::store::ballots::{self, Round, answers, keys as box_keys, outcome};
use crate::web::form::{Posted, Reads};
use crate::web::govuk::BackLink;
use crate::web::mistaken;
use crate::web::paths::At;
use crate::web::problem::Problem;
use crate::web::visit::{Answer, PageAnswer, Visit};
use axum::response::IntoResponse;
use maud::Render;

async fn own(visit: &Visit, slug: &Slug) -> Result<Round, Problem> {
    let (desk, person) = (&visit.app.desk, visit.person());
    let conn = visit.read();
    Ok(to_run(desk, &person, &conn, slug.as_str(), Permission::RunRounds).await?)
}

/// One round with what can be done next.
pub async fn round(visit: Visit, At(slug): At<Slug>) -> Answer {
    let round = own(&visit, &slug).await?;
    let form = StepForm {
        version: round.version.to_string(),
        ..Default::default()
    };
    let tie = TieForm::default();
    let page = round_page(&visit, &round, (&form, &tie), &Mistakes::none()).await?;
    Ok(page.into_response())
}

async fn round_page<'v>(
    visit: &'v Visit,
    round: &Round,
    (form, tie): (&StepForm, &TieForm),
    mistakes: &Mistakes,
) -> Result<PageAnswer<'v>, Problem> {
    let conn = visit.read();
    let options = ballots::options(&conn, round.id).await?;
    let keys = box_keys::of(&conn, round.id).await?;
    let shown = views::Shown {
        options: &options,
        tie,
        keys: &keys,
        ballot_box: keys::draft_box(&conn, round).await?,
        missing: papers::missing(visit, round).await?,
        in_box: outcome::in_box(&conn, round.id).await?,
        outcome: outcome::of(&conn, round.id).await?,
        answer: answers::of(&conn, round.id).await?,
        is_counter: round.counted_by.is_some() && round.counted_by == visit.person().account(),
    };
    let body = views::round(|| visit.csrf_and_once(), round, &shown, form, mistakes);
    Ok(visit
        .page(&round.title, body)
        .about("Vote")
        .notice(mistaken::summary(mistakes))
        .before(BackLink::to("/staff/rounds").render()))
}

/// After a step: the page again, with what went wrong where something did.
async fn stepped(
    visit: &Visit,
    slug: &Slug,
    posted: &Posted<StepForm>,
    done: Result<(), Refusal>,
) -> Answer {
    let refusal = match done {
        Ok(()) => return Ok(visit.on_to(&format!("/staff/rounds/{slug}"))),
        Err(refusal) => refusal,
    };
    let round = own(visit, slug).await?;
    let mut form = posted.form.clone();
    let tie = TieForm::read(&posted.fields);
    form.version = round.version.to_string();
    let stale = refusal == Refusal::Stale;
    let mistakes = if stale {
        Mistakes::one(
            "",
            "Somebody changed this vote since you opened the page. Look at it again; what you typed is still here",
        )
    } else {
        Visit::mistakes_or_problem(refusal)?
    };
    let page = round_page(visit, &round, (&form, &tie), &mistakes).await?;
    let page = if stale {
        page.conflicting()
    } else {
        page.invalid()
    };
    Ok(page.into_response())
}

/// Announces a draft.
pub async fn announce(visit: Visit, At(slug): At<Slug>, posted: Posted<StepForm>) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    let version = posted.form.version();
    let done = announcing::announce(desk, &person, slug.as_str(), version).await;
    stepped(&visit, &slug, &posted, done).await
}

/// Gives a round up.
pub async fn abandon(visit: Visit, At(slug): At<Slug>, posted: Posted<StepForm>) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    let version = posted.form.version();
    let done = match posted.form.why() {
        Ok(why) => drafting::abandon(desk, &person, slug.as_str(), version, why).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    stepped(&visit, &slug, &posted, done).await
}

/// Counts a closed round, or stops at a tie and asks for the public value.
pub async fn count(visit: Visit, At(slug): At<Slug>, posted: Posted<StepForm>) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    let version = posted.form.version();
    let tie = TieForm::read(&posted.fields);
    let done = match tie.decided() {
        Ok(decided) => {
            let brought = Brought {
                decided,
                keys: vec![],
            };
            counting::count(desk, &person, slug.as_str(), version, brought).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    let tied = match done {
        Ok(Counting::Tied(tied)) => tied,
        other => return stepped(&visit, &slug, &posted, other.map(|_| ())).await,
    };
    let round = own(&visit, &slug).await?;
    let options = ballots::options(&visit.read(), round.id).await?;
    let why = format!(
        "The count ends in a tie between {}. Type the public value that the rules name",
        listed(&tie_views::labels(&options, &tied))
    );
    let mistakes = Mistakes::one("value", why);
    let page = round_page(&visit, &round, (&posted.form, &tie), &mistakes).await?;
    Ok(page.invalid().into_response())
}

/// Publishes the panel's answer to a result.
pub async fn answer(visit: Visit, At(slug): At<Slug>, posted: Posted<StepForm>) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    let done = match posted.form.answered() {
        Ok((words, version)) => {
            let once = posted.once.clone();
            answering::answer(desk, &person, slug.as_str(), version, words, once).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    stepped(&visit, &slug, &posted, done).await
}

/// Sends a count back.
pub async fn send_back(visit: Visit, At(slug): At<Slug>, posted: Posted<StepForm>) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    let version = posted.form.version();
    let done = match posted.form.why_sent_back() {
        Ok(why) => declaring::send_back(desk, &person, slug.as_str(), version, why).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    stepped(&visit, &slug, &posted, done).await
}

/// Declares a counted round.
pub async fn declare(visit: Visit, At(slug): At<Slug>, posted: Posted<StepForm>) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    let version = posted.form.version();
    let done = match posted.form.said() {
        Ok(said) => declaring::declare_with(desk, &person, slug.as_str(), version, said).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    stepped(&visit, &slug, &posted, done).await
}
