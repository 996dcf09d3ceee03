//! Kinds of work: what forms offer, in which order, and what is of each. None is deleted: one that is
//! retired is offered no more and stays on what has it.

use super::category_views as views;
use super::forms::{CategoryForm, ListQuery};
use super::{A_PAGE, back, csv, links, page_of};
use crate::actions::Refusal;
use crate::actions::categories as actions;
use crate::domain::csv_cells::{self, Row};
use crate::domain::mistakes::Mistakes;
use crate::store::categories::{self, KindOfWork};
use crate::web::form::{Nothing, Posted};
use crate::web::govuk::NotificationBanner;
use crate::web::mistaken;
use crate::web::paths::{Asked, At};
use crate::web::problem::Problem;
use crate::web::visit::{Answer, PageAnswer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, Render};

const LIST: &str = "/admin/categories";

async fn wanted(visit: &Visit, words: &str) -> Result<Vec<KindOfWork>, Problem> {
    let words = words.to_lowercase();
    let mut all = categories::all(&visit.read()).await?;
    all.retain(|kind| {
        let one = &kind.category;
        let text = format!("{} {} {}", one.code, one.name, one.description).to_lowercase();
        words.split_whitespace().all(|word| text.contains(word))
    });
    Ok(all)
}

/// The list.
pub async fn list(visit: Visit, Asked(query): Asked<ListQuery>) -> Answer {
    let all = wanted(&visit, &query.q).await?;
    let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let pages = page_of(&query.page, total);
    let skip = usize::try_from((pages.0 - 1) * A_PAGE).unwrap_or(0);
    let rows = all.iter().skip(skip);
    let rows: Vec<&KindOfWork> = rows.take(A_PAGE.unsigned_abs() as usize).collect();
    let links = links(LIST, &[("q", query.q.as_str())], pages);
    let body = views::list(&rows, total, &query.q, links);
    let mut page = visit
        .page("Kinds of work", body)
        .before(back("/admin"))
        .wide();
    let said = match query.done.as_str() {
        "added" => Some("The kind of work was added. Forms offer it from now"),
        "changed" => Some("The kind of work was changed"),
        "retired" => {
            Some("The kind of work is retired. What is of it stays so; forms offer it no more")
        }
        "offered" => Some("Forms offer the kind of work again"),
        _ => None,
    };
    if let Some(words) = said {
        page = page.notice(NotificationBanner::success(words).render());
    }
    Ok(page.into_response())
}

/// The same list as a file.
pub async fn download(visit: Visit, Asked(query): Asked<ListQuery>) -> Answer {
    let mut text = csv_cells::row(&[
        "code",
        "name",
        "description",
        "position",
        "offered",
        "nominations",
        "projects",
    ]);
    for kind in wanted(&visit, &query.q).await? {
        let offered = if kind.retired_at.is_none() {
            "yes"
        } else {
            "no"
        };
        let row = Row::new()
            .text(&kind.category.code)
            .text(&kind.category.name)
            .text(&kind.category.description)
            .number(kind.position)
            .text(offered)
            .number(kind.nominations)
            .number(kind.projects);
        text.push_str(&row.end());
    }
    Ok(csv(text, "kinds-of-work.csv"))
}

fn new_page<'v>(
    visit: &'v Visit,
    keys: Markup,
    form: &CategoryForm,
    mistakes: &Mistakes,
) -> PageAnswer<'v> {
    visit
        .page("Add a kind of work", views::new(keys, form, mistakes))
        .before(back(LIST))
        .notice(mistaken::summary(mistakes))
}

/// The form for a new one.
pub async fn new(visit: Visit) -> Answer {
    let form = CategoryForm::default();
    let page = new_page(&visit, visit.csrf_and_once(), &form, &Mistakes::none());
    Ok(page.into_response())
}

/// Adds one.
pub async fn add(visit: Visit, posted: Posted<CategoryForm>) -> Answer {
    let (desk, person) = (&visit.app.desk, visit.person());
    match actions::add(desk, &person, &posted.form.typed(), posted.once_as_said()).await {
        Ok(()) => Ok(visit.on_to("/admin/categories?done=added")),
        Err(refusal) => {
            let mistakes = Visit::mistakes_or_problem(refusal)?;
            let keys = visit.csrf_and_same_once(posted.once.as_ref());
            let page = new_page(&visit, keys, &posted.form, &mistakes);
            Ok(page.invalid().into_response())
        }
    }
}

async fn found(visit: &Visit, code: &str) -> Result<KindOfWork, Problem> {
    let kind = categories::find(&visit.read(), code).await?;
    kind.ok_or(Problem::NotFound)
}

fn form_page<'v>(
    visit: &'v Visit,
    kind: &KindOfWork,
    form: &CategoryForm,
    mistakes: &Mistakes,
) -> PageAnswer<'v> {
    visit
        .page(
            &kind.category.name,
            views::form(visit.csrf(), kind, form, mistakes),
        )
        .before(back(LIST))
        .notice(mistaken::summary(mistakes))
}

/// One of them.
pub async fn ask(visit: Visit, At(code): At<String>) -> Answer {
    let kind = found(&visit, &code).await?;
    let page = form_page(&visit, &kind, &CategoryForm::of(&kind), &Mistakes::none());
    Ok(page.into_response())
}

const MOVED: &str =
    "Somebody changed this kind of work meanwhile. Send again if what stands below is still right";

/// Changes it.
pub async fn change(visit: Visit, At(code): At<String>, posted: Posted<CategoryForm>) -> Answer {
    let seen = found(&visit, &code).await?;
    let (desk, person) = (&visit.app.desk, visit.person());
    let typed = posted.form.typed();
    // Sent twice, it holds already: nobody else was in between.
    let fits = posted.form.based_on == CategoryForm::seen(&seen) || actions::holds(&typed, &seen);
    let done = if fits {
        actions::change(desk, &person, seen, typed).await
    } else {
        Err(Refusal::Stale)
    };
    match done {
        Ok(()) => Ok(visit.on_to("/admin/categories?done=changed")),
        Err(refusal) => shown_again(&visit, &code, Some(posted.form), refusal).await,
    }
}

/// The form again with what was typed, or with what holds where nothing was.
async fn shown_again(
    visit: &Visit,
    code: &str,
    typed: Option<CategoryForm>,
    refusal: Refusal,
) -> Answer {
    let (mistakes, moved) = match refusal {
        Refusal::Stale => (Mistakes::one("name", MOVED), true),
        Refusal::TooLate(why) => (Mistakes::one("", why), true),
        other => (Visit::mistakes_or_problem(other)?, false),
    };
    let kind = found(visit, code).await?;
    let now = CategoryForm::of(&kind);
    let form = match typed {
        Some(typed) => CategoryForm {
            based_on: now.based_on,
            ..typed
        },
        None => now,
    };
    let page = form_page(visit, &kind, &form, &mistakes);
    Ok(if moved {
        page.conflicting().into_response()
    } else {
        page.invalid().into_response()
    })
}

/// Retires it.
pub async fn retire(visit: Visit, At(code): At<String>, _: Posted<Nothing>) -> Answer {
    match actions::retire(&visit.app.desk, &visit.person(), &code).await {
        Ok(()) => Ok(visit.on_to("/admin/categories?done=retired")),
        Err(refusal) => shown_again(&visit, &code, None, refusal).await,
    }
}

/// Offers it again.
pub async fn offer_again(visit: Visit, At(code): At<String>, _: Posted<Nothing>) -> Answer {
    actions::offer_again(&visit.app.desk, &visit.person(), &code).await?;
    Ok(visit.on_to("/admin/categories?done=offered"))
}
