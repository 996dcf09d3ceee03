//! Minutes for everybody once they are agreed, and for members who agree them.

use super::forms::{AnswerForm, at_text};
use super::minutes_views as views;
use super::pages::is_member;
use crate::actions::Refusal;
use crate::actions::panels::minutes as actions;
use crate::domain::ids::Slug;
use crate::domain::mistakes::Mistakes;
use crate::domain::time::long_date;
use crate::store::panels::Panel;
use crate::store::panels::minutes::{self as store, Minutes};
use crate::web::form::Posted;
use crate::web::govuk::BackLink;
use crate::web::mistaken;
use crate::web::paths::At2;
use crate::web::problem::Problem;
use crate::web::visit::{Answer, PageAnswer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, Render};

/// The part of a panel's page about its meetings. Members see what waits for them as well.
pub async fn on_panel_page(visit: &Visit, panel: &Panel, member: bool) -> Result<Markup, Problem> {
    let conn = visit.read();
    let public = store::public(&conn, panel.id).await?;
    let mut waiting = vec![];
    if member {
        waiting = store::newest(&conn, panel.id).await?;
        waiting.retain(|one| one.agreed_at.is_none());
    }
    Ok(views::on_panel_page(panel, &public, &waiting))
}

fn title(minutes: &Minutes) -> String {
    format!("Minutes of {}", long_date(minutes.text.met_on))
}

/// The minutes of one meeting: the text that is agreed, and those that it took the place of.
pub async fn page(visit: Visit, At2(slug, id): At2<Slug, i64>) -> Answer {
    let (panel, mut texts) = actions::find(&visit.read(), slug.as_str(), id).await?;
    texts.retain(|one| one.agreed_at.is_some());
    let (newest, earlier) = texts.split_first().ok_or(Problem::NotFound)?;
    let body = views::agreed(&panel, newest, earlier);
    Ok(visit
        .page(title(newest), body)
        .about(&panel.name)
        .before(BackLink::to(format!("/panels/{slug}")).render())
        .kept()
        .into_response())
}

async fn for_member(
    visit: &Visit,
    slug: &Slug,
    id: i64,
) -> Result<(Panel, Vec<Minutes>, i64), Problem> {
    let (panel, texts) = actions::find(&visit.read(), slug.as_str(), id).await?;
    let account = visit.person().account().ok_or(Problem::NotAllowed)?;
    if !is_member(visit, &panel).await? {
        return Err(Problem::NotAllowed);
    }
    Ok((panel, texts, account))
}

async fn answer_page<'v>(
    visit: &'v Visit,
    keys: Markup,
    (panel, newest): (&Panel, &Minutes),
    form: &AnswerForm,
    mistakes: &Mistakes,
) -> Result<PageAnswer<'v>, Problem> {
    let answers = store::answers(&visit.read(), newest.at).await?;
    let body = views::answer(keys, (panel, newest), &answers, form, mistakes);
    Ok(visit
        .page(title(newest), body)
        .about(&panel.name)
        .notice(mistaken::summary(mistakes))
        .before(BackLink::to(format!("/panels/{}", panel.slug)).render()))
}

/// The newest text, and the question whether the member agrees.
pub async fn ask(visit: Visit, At2(slug, id): At2<Slug, i64>) -> Answer {
    let (panel, texts, account) = for_member(&visit, &slug, id).await?;
    let newest = texts.first().ok_or(Problem::NotFound)?;
    if newest.agreed_at.is_some() {
        return Ok(visit.on_to(&format!("/panels/{slug}/minutes/{id}")));
    }
    let answers = store::answers(&visit.read(), newest.at).await?;
    let form = views::as_answered(newest, &answers, account);
    let keys = visit.csrf_and_once();
    let page = answer_page(&visit, keys, (&panel, newest), &form, &Mistakes::none()).await?;
    Ok(page.into_response())
}

const MOVED: &str = "The minutes were corrected since you opened the page. Read them again; what you typed is still here";

/// Keeps what a member says.
pub async fn answer(
    visit: Visit,
    At2(slug, id): At2<Slug, i64>,
    posted: Posted<AnswerForm>,
) -> Answer {
    let (panel, texts, _) = for_member(&visit, &slug, id).await?;
    let (desk, person) = (&visit.app.desk, visit.person());
    let at = at_text(id, &posted.form.number);
    let done = match posted.form.parse() {
        Ok(answer) => {
            let once = posted.once.clone();
            actions::answer(desk, &person, slug.as_str(), at, answer, once).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    let newest = texts.first().ok_or(Problem::NotFound)?;
    let form = AnswerForm {
        number: newest.at.number.to_string(),
        ..posted.form
    };
    let keys = visit.csrf_and_same_once(posted.once.as_ref());
    match done {
        Ok(()) => Ok(visit.on_to(&format!("/panels/{slug}/minutes/{id}/answered"))),
        Err(Refusal::Stale) => {
            let moved = Mistakes::one("", MOVED);
            let page = answer_page(&visit, keys, (&panel, newest), &form, &moved).await?;
            Ok(page.conflicting().into_response())
        }
        Err(refusal) => {
            let mistakes = Visit::mistakes_or_problem(refusal)?;
            let page = answer_page(&visit, keys, (&panel, newest), &form, &mistakes).await?;
            Ok(page.invalid().into_response())
        }
    }
}

/// What the member said, as it is kept, and what happens next.
pub async fn answered(visit: Visit, At2(slug, id): At2<Slug, i64>) -> Answer {
    let (panel, texts, account) = for_member(&visit, &slug, id).await?;
    let newest = texts.first().ok_or(Problem::NotFound)?;
    let answers = store::answers(&visit.read(), newest.at).await?;
    let own = answers.into_iter().find(|(whose, _)| *whose == account);
    let (_, own) = own.ok_or(Problem::NotFound)?;
    let body = views::answered(&panel, newest, &own);
    Ok(visit
        .page("Your answer is kept", body)
        .about(&panel.name)
        .own_heading()
        .into_response())
}
