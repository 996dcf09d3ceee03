//! Letters that did not go, and trying them again. Their text is not shown: it holds secret links.

use super::forms::ListQuery;
use super::{A_PAGE, back, links, page_of};
use crate::actions::outbox as actions;
use crate::domain::text::{grouped, plural};
use crate::domain::time::long_instant;
use crate::store::outbox::{self, Posted as Letter};
use crate::web::form::{Nothing, Posted};
use crate::web::govuk::{Button, NotificationBanner, Table};
use crate::web::paths::{Asked, At};
use crate::web::pieces::{empty_list, scrolling};
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, Render, html};

/// The list.
pub async fn list(visit: Visit, Asked(query): Asked<ListQuery>) -> Answer {
    let conn = visit.read();
    let (waiting, given_up) = outbox::waiting(&conn).await?;
    let (_, total) = outbox::troubled(&conn, 0, 1).await?;
    let pages = page_of(&query.page, total);
    let offset = ((pages.0 - 1) * A_PAGE).unsigned_abs();
    let (letters, _) = outbox::troubled(&conn, offset, A_PAGE.unsigned_abs()).await?;
    let body = html! {
        p class="govuk-body" { (plural(waiting, "letter waits", "letters wait")) " to go. " (grouped(given_up)) " were given up." }
        @if letters.is_empty() {
            (empty_list("No letter is in trouble.", html! { "Letters that the mail server did not take are listed here with the reason." }))
        } @else {
            (scrolling(&table(&visit, &letters)))
            (links("/admin/outbox", &[], pages))
        }
    };
    let mut page = visit.page("Letters", body).before(back("/admin")).wide();
    if query.done == "retry" {
        let words = "The letter waits to go again. It is tried within a minute";
        page = page.notice(NotificationBanner::success(words).render());
    }
    Ok(page.into_response())
}

fn table(visit: &Visit, letters: &[Letter]) -> Table {
    Table {
        caption: "Letters in trouble, newest first".into(),
        caption_classes: "govuk-visually-hidden".into(),
        head: [
            "Letter",
            "To",
            "Written",
            "Tries",
            "Why it did not go",
            "What to do",
        ]
        .map(Into::into)
        .into(),
        rows: letters
            .iter()
            .map(|letter| {
                vec![
                    format!("{} ({})", letter.subject, letter.id).into(),
                    letter.to.clone().into(),
                    long_instant(letter.written_at).into(),
                    letter.attempts.to_string().into(),
                    letter.trouble.clone().unwrap_or_default().into(),
                    what_to_do(visit, letter).into(),
                ]
            })
            .collect(),
        ..Default::default()
    }
}

fn what_to_do(visit: &Visit, letter: &Letter) -> Markup {
    if letter.given_up_at.is_none() {
        return html! { "It is tried again by itself" };
    }
    html! {
        form action={ "/admin/outbox/" (letter.id) "/retry" } method="post" novalidate {
            (visit.csrf())
            (Button { html: html! { "Try again" span class="govuk-visually-hidden" { ": letter " (letter.id) } }, ..Button::secondary("") })
        }
    }
}

/// Tries a letter again.
pub async fn try_again(visit: Visit, At(letter): At<i64>, _: Posted<Nothing>) -> Answer {
    actions::try_again(&visit.app.desk, &visit.person(), letter).await?;
    Ok(visit.on_to("/admin/outbox?done=retry"))
}
