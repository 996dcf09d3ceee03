//! Handlers for the keys of a ballot box: who keeps them, the test ballot, opening the box to count.
//!
//! A private key that somebody brings is never shown again, kept or logged: it lives as long as the
//! request. So a form that is shown again has its key fields empty.

use super::key_forms::{BoxForm, OpenForm, TestForm};
use super::key_views::{self as views, Opening};
use super::papers;
use super::papers::views::missing_from_count;
use super::tie_forms::TieForm;
use super::tie_views;
use crate::actions::Refusal;
use crate::actions::ballots::counting::{self, Brought, Counting};
use crate::actions::ballots::{keys as actions, to_run};
use crate::domain::ballots::round::Stage;
use crate::domain::ballots::test_ballot::{from_digits, to_file};
use crate::domain::ids::Slug;
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::Permission;
use crate::domain::text::listed;
use crate::store::ballots::keys::{self as store_keys, BoxKey};
use crate::store::ballots::{self, Mode, Round};
use crate::web::form::{Posted, Reads};
use crate::web::govuk::BackLink;
use crate::web::mistaken;
use crate::web::paths::{At, At2};
use crate::web::problem::Problem;
use crate::web::upload::Uploaded;
use crate::web::visit::{Answer, PageAnswer, Visit};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, Render};

const STALE: &str = "Somebody changed this vote since you opened the page. What you typed is still here, but for private keys; look at it and send it again";

async fn own(visit: &Visit, slug: &Slug, permission: Permission) -> Result<Round, Problem> {
    let (desk, person) = (&visit.app.desk, visit.person());
    let conn = visit.read();
    Ok(to_run(desk, &person, &conn, slug.as_str(), permission).await?)
}

fn page<'v>(
    visit: &'v Visit,
    round: &Round,
    title: &str,
    body: Markup,
    mistakes: &Mistakes,
) -> PageAnswer<'v> {
    visit
        .page(title, body)
        .of(&round.title)
        .notice(mistaken::summary(mistakes))
        .before(BackLink::to(format!("/staff/rounds/{}", round.slug)).render())
}

/// A page that nobody may keep: it is where keys are typed.
fn private(page: PageAnswer<'_>) -> Response {
    let mut response = page.into_response();
    let no_store = HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, no_store);
    response
}

/// What is wrong, and whether the world moved since the page was opened.
fn wrong(refusal: Refusal) -> Result<(Mistakes, bool), Problem> {
    if refusal == Refusal::Stale {
        return Ok((Mistakes::one("", STALE), true));
    }
    Ok((Visit::mistakes_or_problem(refusal)?, false))
}

fn again(page: PageAnswer<'_>, stale: bool) -> Response {
    private(if stale {
        page.conflicting()
    } else {
        page.invalid()
    })
}

/// The form that says who keeps the key of a draft's box.
pub async fn to_choose(visit: Visit, At(slug): At<Slug>) -> Answer {
    let round = own(&visit, &slug, Permission::RunRounds).await?;
    if !round.state.is(Stage::Draft) {
        return Ok(visit.on_to(&format!("/staff/rounds/{slug}")));
    }
    let keys = store_keys::of(&visit.read(), round.id).await?;
    let form = BoxForm::of(&round, &keys);
    let none = Mistakes::none();
    let body = views::choosing(visit.csrf_and_once(), &form, &none);
    Ok(private(page(
        &visit,
        &round,
        "Who keeps the key of the ballot box?",
        body,
        &none,
    )))
}

/// Says who keeps it.
pub async fn choose(visit: Visit, At(slug): At<Slug>, posted: Posted<BoxForm>) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    let round = own(&visit, &slug, Permission::RunRounds).await?;
    let version = posted.form.version.parse().unwrap_or(-1);
    let done = match posted.form.keeping() {
        Ok(keeping) => {
            let once = posted.once.clone();
            actions::choose(desk, &person, slug.as_str(), version, &keeping, once).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    let refusal = match done {
        Ok(()) => return Ok(visit.on_to(&format!("/staff/rounds/{slug}"))),
        Err(refusal) => refusal,
    };
    let (mistakes, stale) = wrong(refusal)?;
    let mut form = posted.form.without_private_keys();
    if stale {
        form.version = round.version.to_string();
    }
    let body = views::choosing(visit.csrf_and_once(), &form, &mistakes);
    Ok(again(
        page(
            &visit,
            &round,
            "Who keeps the key of the ballot box?",
            body,
            &mistakes,
        ),
        stale,
    ))
}

/// The keys of a box and what each has still to show.
pub async fn tests(visit: Visit, At(slug): At<Slug>) -> Answer {
    let round = own(&visit, &slug, Permission::RunRounds).await?;
    let none = Mistakes::none();
    Ok(private(
        tests_page(&visit, &round, &TestForm::default(), &none).await?,
    ))
}

async fn tests_page<'v>(
    visit: &'v Visit,
    round: &Round,
    form: &TestForm,
    mistakes: &Mistakes,
) -> Result<PageAnswer<'v>, Problem> {
    let keys = store_keys::of(&visit.read(), round.id).await?;
    if round.mode != Mode::Sealed || round.state.is(Stage::Draft) {
        return Err(Problem::NotFound);
    }
    let body = views::tests(|| visit.csrf(), round, &keys, form, mistakes);
    Ok(page(
        visit,
        round,
        "Test the key of the ballot box",
        body,
        mistakes,
    ))
}

/// Takes the words of a test ballot, or opens it with a key in memory.
pub async fn test(
    visit: Visit,
    At(slug): At<Slug>,
    Uploaded(posted): Uploaded<TestForm>,
) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    let round = own(&visit, &slug, Permission::RunRounds).await?;
    let number = posted.form.number.parse().unwrap_or(0);
    let done = match posted.form.shown() {
        Ok(shown) => actions::test(desk, &person, slug.as_str(), number, &shown).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    let refusal = match done {
        Ok(()) => return Ok(visit.on_to(&format!("/staff/rounds/{slug}/keys"))),
        Err(refusal) => refusal,
    };
    let (mistakes, stale) = wrong(refusal)?;
    let page = tests_page(&visit, &round, &posted.form, &at_key(&mistakes, number)).await?;
    Ok(again(page, stale))
}

/// Mistakes at the fields of one of the keys: each key has a form of its own on the page.
fn at_key(mistakes: &Mistakes, number: i64) -> Mistakes {
    let mut there = Mistakes::none();
    for mistake in mistakes.iter() {
        let field = match mistake.field.as_str() {
            "" => String::new(),
            field => format!("{field}-{number}"),
        };
        there.add(field, &mistake.message);
    }
    there
}

/// The test ballot for a key, as a file. It is sealed: only the key opens it.
pub async fn test_ballot(visit: Visit, At2(slug, number): At2<Slug, i64>) -> Answer {
    let round = own(&visit, &slug, Permission::RunRounds).await?;
    let keys = store_keys::of(&visit.read(), round.id).await?;
    let key = keys.iter().find(|key| key.number == number);
    let sealed = key.and_then(|key| from_digits(key.test_ballot.as_deref()?));
    let mut response = to_file(&sealed.ok_or(Problem::NotFound)?).into_response();
    let name = format!("attachment; filename=\"test-ballot-{number}.txt\"");
    let headers = response.headers_mut();
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, plain);
    Ok(response)
}

/// The form that opens the box of a closed round with the keys that officers bring.
pub async fn to_open(visit: Visit, At(slug): At<Slug>) -> Answer {
    let round = own(&visit, &slug, Permission::DeclareResults).await?;
    if round.mode != Mode::Sealed || !round.state.is(Stage::Closed) {
        return Ok(visit.on_to(&format!("/staff/rounds/{slug}")));
    }
    let form = OpenForm {
        version: round.version.to_string(),
    };
    let none = Mistakes::none();
    let tie = TieForm::default();
    Ok(private(
        open_page(&visit, &round, (&form, &tie), &none).await?,
    ))
}

async fn open_page<'v>(
    visit: &'v Visit,
    round: &Round,
    (form, tie): (&OpenForm, &TieForm),
    mistakes: &Mistakes,
) -> Result<PageAnswer<'v>, Problem> {
    let keys: Vec<BoxKey> = store_keys::of(&visit.read(), round.id).await?;
    let options = ballots::options(&visit.read(), round.id).await?;
    let opening = Opening {
        round,
        keys: &keys,
        options: &options,
        tie,
    };
    let missing = papers::missing(visit, round).await?;
    let body = match missing.as_slice() {
        [] => views::opening(visit.csrf(), &opening, form, mistakes),
        missing => missing_from_count(round, missing),
    };
    Ok(page(
        visit,
        round,
        "Open the ballot box and count",
        body,
        mistakes,
    ))
}

/// Counts a closed round with the keys that officers bring, or stops at a tie.
pub async fn open(
    visit: Visit,
    At(slug): At<Slug>,
    Uploaded(posted): Uploaded<OpenForm>,
) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    // Before anything is read: another council is told nothing.
    own(&visit, &slug, Permission::DeclareResults).await?;
    let version = posted.form.version.parse().unwrap_or(-1);
    let keys = vec![posted.fields.get("key-1"), posted.fields.get("key-2")];
    let tie = TieForm::read(&posted.fields);
    let done = match tie.decided() {
        Ok(decided) => {
            let brought = Brought { decided, keys };
            counting::count(desk, &person, slug.as_str(), version, brought).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    let mut form = posted.form.clone();
    let round = own(&visit, &slug, Permission::DeclareResults).await?;
    let options = ballots::options(&visit.read(), round.id).await?;
    let (mistakes, stale) = match done {
        Ok(Counting::Whole) => return Ok(visit.on_to(&format!("/staff/rounds/{slug}"))),
        Ok(Counting::Tied(tied)) => {
            let tied = listed(&tie_views::labels(&options, &tied));
            (views::tie(&tied), false)
        }
        Err(refusal) => wrong(refusal)?,
    };
    if stale {
        form.version = round.version.to_string();
    }
    let page = open_page(&visit, &round, (&form, &tie), &mistakes).await?;
    Ok(again(page, stale))
}
