//! Letters with voting codes: batches, and the one file in which the codes of a batch leave.

mod letter;
mod views;

use crate::actions::ballots::to_run;
use crate::actions::ballots::voting_codes::{self as actions, Making};
use crate::domain::ballots::voting_codes::{LetterFile, Letters};
use crate::domain::csv_cells::{self, Row};
use crate::domain::ids::Slug;
use crate::domain::mistakes::{self, Mistakes};
use crate::domain::policy::Permission;
use crate::domain::time::long_instant;
use crate::store::ballots::{Round, voting_codes};
use crate::web::form::Posted;
use crate::web::govuk::BackLink;
use crate::web::mistaken;
use crate::web::paths::{Asked, At, At2};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, PageAnswer, Visit};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use letter::{Letter, letters};
use maud::Render;

crate::form! {
    /// A batch to make, or one to cancel with a reason.
    pub struct BatchForm { label, households, file, reason }
}

async fn own(visit: &Visit, slug: &Slug) -> Result<Round, Problem> {
    let (desk, person) = (&visit.app.desk, visit.person());
    let conn = visit.read();
    Ok(to_run(desk, &person, &conn, slug.as_str(), Permission::RunRounds).await?)
}

async fn batches_page<'v>(
    visit: &'v Visit,
    round: &Round,
    form: &BatchForm,
    mistakes: &Mistakes,
) -> Result<PageAnswer<'v>, Problem> {
    let conn = visit.read();
    let shown = views::Shown {
        batches: voting_codes::batches(&conn, round.id).await?,
        totals: voting_codes::totals(&conn, round.id).await?,
    };
    let body = views::batches(|| visit.csrf(), round, &shown, (form, mistakes));
    Ok(visit
        .page("Letters with voting codes", body)
        .of(&round.title)
        .notice(mistaken::summary(mistakes))
        .before(BackLink::to(format!("/staff/rounds/{}", round.slug)).render()))
}

/// The batches of a round, and the form for another.
pub async fn page(visit: Visit, At(slug): At<Slug>) -> Answer {
    let round = own(&visit, &slug).await?;
    let form = BatchForm::default();
    let page = batches_page(&visit, &round, &form, &Mistakes::none()).await?;
    Ok(page.into_response())
}

/// A batch once more before it is made. The page that hands the file out stays in the browser, so it has no
/// form on it and leads on to the batches.
pub async fn look_over(visit: Visit, At(slug): At<Slug>, Asked(form): Asked<BatchForm>) -> Answer {
    let round = own(&visit, &slug).await?;
    match Letters::read(&form.label, &form.households, &form.file) {
        Ok(letters) => {
            let body = views::look_over(visit.csrf_and_once(), &round, &letters);
            let page = visit.page("Make a batch of letters", body).of(&round.title);
            let back = BackLink::to(format!("/staff/rounds/{slug}/codes"));
            Ok(page.before(back.render()).into_response())
        }
        Err(mistakes) => {
            let page = batches_page(&visit, &round, &form, &mistakes).await?;
            Ok(page.invalid().into_response())
        }
    }
}

/// Makes a batch. The answer is the file, and the only one that ever holds these codes.
pub async fn make(visit: Visit, At(slug): At<Slug>, posted: Posted<BatchForm>) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    let round = own(&visit, &slug).await?;
    let form = &posted.form;
    let read = Letters::read(&form.label, &form.households, &form.file);
    let done = match read {
        Ok(letters) => {
            let made = actions::make(
                desk,
                &person,
                slug.as_str(),
                letters.clone(),
                posted.once_as_said(),
            );
            made.await.map(|made| (letters, made))
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    match done {
        Ok((letters, Making::Made(codes))) => {
            let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
            Ok(file(&visit, &round, &letters, &codes))
        }
        Ok((_, Making::HandedOut)) => {
            let page = visit.page("The file was handed out", views::handed_out(&round));
            Ok(page.of(&round.title).conflicting().into_response())
        }
        Err(refusal) => {
            let mistakes = Visit::mistakes_or_problem(refusal)?;
            let page = batches_page(&visit, &round, form, &mistakes).await?;
            Ok(page.invalid().into_response())
        }
    }
}

fn file(visit: &Visit, round: &Round, batch: &Letters, codes: &[String]) -> Response {
    let site = &visit.app.config;
    let letter = Letter {
        address: format!("{}/votes/{}", site.address, round.slug),
        from: site.contact.run_by.clone(),
        round,
    };
    let (kind, bytes) = match batch.file {
        LetterFile::Csv => (
            "text/csv; charset=utf-8",
            table(&letter, codes).into_bytes(),
        ),
        LetterFile::Pdf => ("application/pdf", letters(&letter, codes)),
    };
    let name = format!("voting-codes-{}.{}", round.slug, batch.file.code());
    handed_once(kind, &name, bytes)
}

/// A file that is given out once and kept by nobody on the way.
pub fn handed_once(kind: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let nosniff = HeaderValue::from_static("nosniff");
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, nosniff);
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

/// One line a letter, for a mailing house.
fn table(letter: &Letter<'_>, codes: &[String]) -> String {
    let head = [
        "letter",
        "voting_code",
        "vote",
        "address",
        "opens",
        "closes",
    ];
    let mut text = csv_cells::row(&head);
    for (number, code) in (1..).zip(codes) {
        let row = Row::new()
            .number(number)
            .text(code)
            .text(&letter.round.title)
            .text(&letter.address)
            .text(&long_instant(letter.round.times.opens_at))
            .text(&long_instant(letter.round.times.closes_at));
        text.push_str(&row.end());
    }
    text
}

/// Cancels a batch that got lost.
pub async fn cancel(
    visit: Visit,
    At2(slug, batch): At2<Slug, i64>,
    posted: Posted<BatchForm>,
) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    let round = own(&visit, &slug).await?;
    let why = mistakes::words(&posted.form.reason, 500, "Say why the batch is cancelled")
        .map_err(|why| Mistakes::one("reason", why));
    let done = match why {
        Ok(why) => actions::cancel(desk, &person, slug.as_str(), batch, why).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    match done {
        Ok(()) => Ok(visit.on_to(&format!("/staff/rounds/{slug}/codes"))),
        Err(refusal) => {
            let mistakes = Visit::mistakes_or_problem(refusal)?;
            let form = BatchForm::default();
            let page = batches_page(&visit, &round, &form, &mistakes).await?;
            Ok(page.invalid().into_response())
        }
    }
}
