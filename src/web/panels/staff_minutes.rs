//! Minutes for staff who run panels: writing them, who has answered, correcting them.

use super::forms::{MinutesForm, at_text};
use super::minutes_views as views;
use super::staff::to_run;
use crate::actions::Refusal;
use crate::actions::panels::minutes as actions;
use crate::domain::ids::Slug;
use crate::domain::mistakes::Mistakes;
use crate::domain::time::long_date;
use crate::store::panels::minutes::{self as store, Minutes};
use crate::store::panels::{self, Panel, shortlists};
use crate::web::form::Posted;
use crate::web::govuk::BackLink;
use crate::web::mistaken;
use crate::web::paths::{At, At2};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, PageAnswer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, Render};

/// The part of the staff's page of a panel about its meetings.
pub async fn on_panel_page(visit: &Visit, panel: &Panel) -> Result<Markup, Problem> {
    let all = store::newest(&visit.read(), panel.id).await?;
    Ok(views::on_staff_page(panel, &all))
}

async fn form_page<'v>(
    visit: &'v Visit,
    (panel, newest): (&Panel, Option<&Minutes>),
    keys: Markup,
    form: &MinutesForm,
    mistakes: &Mistakes,
) -> Result<PageAnswer<'v>, Problem> {
    let lists = shortlists::of_panel(&visit.read(), panel.id).await?;
    let body = views::form(keys, &lists, newest, form, mistakes);
    let (title, back) = match newest {
        None => ("Write the minutes of a meeting", String::new()),
        Some(newest) => (
            "Correct the minutes",
            format!("/minutes/{}", newest.at.minutes),
        ),
    };
    Ok(visit
        .page(title, body)
        .about(&panel.name)
        .notice(mistaken::summary(mistakes))
        .before(BackLink::to(format!("/staff/panels/{}{back}", panel.slug)).render()))
}

/// The form for new minutes.
pub async fn new(visit: Visit, At(slug): At<Slug>) -> Answer {
    let panel = to_run(&visit, &slug).await?;
    let (keys, form) = (visit.csrf_and_once(), MinutesForm::default());
    let page = form_page(&visit, (&panel, None), keys, &form, &Mistakes::none()).await?;
    Ok(page.into_response())
}

/// Writes minutes, which then wait for the members.
pub async fn write(visit: Visit, At(slug): At<Slug>, posted: Posted<MinutesForm>) -> Answer {
    let panel = to_run(&visit, &slug).await?;
    let (desk, person) = (&visit.app.desk, visit.person());
    let done = match posted.form.parse() {
        Ok(text) => actions::write(desk, &person, slug.as_str(), text, posted.once_as_said()).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    match done {
        Ok(id) => Ok(visit.on_to(&format!("/staff/panels/{slug}/minutes/{id}"))),
        Err(refusal) => {
            let mistakes = Visit::mistakes_or_problem(refusal)?;
            let keys = visit.csrf_and_same_once(posted.once.as_ref());
            let page = form_page(&visit, (&panel, None), keys, &posted.form, &mistakes).await?;
            Ok(page.invalid().into_response())
        }
    }
}

async fn run(visit: &Visit, slug: &Slug, id: i64) -> Result<(Panel, Vec<Minutes>), Problem> {
    to_run(visit, slug).await?;
    Ok(actions::find(&visit.read(), slug.as_str(), id).await?)
}

/// Minutes with every text of them, and who has answered the newest.
pub async fn page(visit: Visit, At2(slug, id): At2<Slug, i64>) -> Answer {
    let (panel, texts) = run(&visit, &slug, id).await?;
    let (newest, earlier) = texts.split_first().ok_or(Problem::NotFound)?;
    let members = panels::members(&visit.read(), panel.id).await?;
    let answers = store::answers(&visit.read(), newest.at).await?;
    let body = views::staff(&panel, (newest, earlier), &members, &answers);
    let title = format!("Minutes of {}", long_date(newest.text.met_on));
    Ok(visit
        .page(title, body)
        .about(&panel.name)
        .before(BackLink::to(format!("/staff/panels/{slug}")).render())
        .into_response())
}

/// The form for a corrected text.
pub async fn to_correct(visit: Visit, At2(slug, id): At2<Slug, i64>) -> Answer {
    let (panel, texts) = run(&visit, &slug, id).await?;
    let newest = texts.first().ok_or(Problem::NotFound)?;
    let form = MinutesForm::of(&newest.text, newest.at.number);
    let keys = visit.csrf();
    let page = form_page(
        &visit,
        (&panel, Some(newest)),
        keys,
        &form,
        &Mistakes::none(),
    )
    .await?;
    Ok(page.into_response())
}

const MOVED: &str = "Somebody corrected these minutes since you opened the page. Their text is below the form; what you typed is still here";

/// Puts a corrected text in place of the newest.
pub async fn correct(
    visit: Visit,
    At2(slug, id): At2<Slug, i64>,
    posted: Posted<MinutesForm>,
) -> Answer {
    let (panel, texts) = run(&visit, &slug, id).await?;
    let (desk, person) = (&visit.app.desk, visit.person());
    let from = at_text(id, &posted.form.number);
    let done = match posted.form.parse() {
        Ok(text) => actions::correct(desk, &person, slug.as_str(), from, text).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    let refusal = match done {
        Ok(()) => return Ok(visit.on_to(&format!("/staff/panels/{slug}/minutes/{id}"))),
        Err(refusal) => refusal,
    };
    let newest = texts.first().ok_or(Problem::NotFound)?;
    let mut form = posted.form;
    let stale = refusal == Refusal::Stale;
    let mistakes = if stale {
        form.number = newest.at.number.to_string();
        Mistakes::one("", MOVED)
    } else {
        Visit::mistakes_or_problem(refusal)?
    };
    let page = form_page(
        &visit,
        (&panel, Some(newest)),
        visit.csrf(),
        &form,
        &mistakes,
    )
    .await?;
    Ok(if stale {
        page.conflicting().into_response()
    } else {
        page.invalid().into_response()
    })
}
