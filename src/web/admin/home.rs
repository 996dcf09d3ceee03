//! Where administrators begin: what needs them, and the way to everything.

use crate::domain::text::{grouped, plural};
use crate::store::identity::people::{self, Wanted};
use crate::store::{outbox, settings};
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, html};

/// The page.
pub async fn page(visit: Visit) -> Answer {
    let conn = visit.read();
    let (waiting, given_up) = outbox::waiting(&conn).await?;
    let proposals = settings::proposals(&conn).await?.len();
    let (_, accounts) = people::page(&conn, &Wanted::default(), 0, 1).await?;
    let proposals = i64::try_from(proposals).unwrap_or(i64::MAX);
    let needs = html! {
        @if given_up > 0 {
            li { a class="govuk-link" href="/admin/outbox" { (plural(given_up, "letter", "letters")) " did not go" } }
        }
        @if proposals > 0 {
            li { a class="govuk-link" href="/admin/settings" { (plural(proposals, "change of a setting waits", "changes of settings wait")) " for a second administrator" } }
        }
    };
    let body = html! {
        h2 class="govuk-heading-m" { "What needs you" }
        @if given_up + proposals == 0 {
            p class="govuk-body" { "Nothing. All letters went or are on their way, and no setting waits for a second administrator." }
        } @else {
            ul class="govuk-list govuk-list--bullet" { (needs) }
        }
        h2 class="govuk-heading-m" { "Look after" }
        ul class="govuk-list" {
            (way("/admin/accounts", "Accounts", &format!("{} in all: invite staff, give and take roles", grouped(accounts))))
            (way("/admin/areas", "Areas", "populations, letters for references, promises"))
            (way("/admin/categories", "Kinds of work", "what forms offer, and in which order"))
            (way("/admin/settings", "Settings", "what holds everywhere"))
            (way("/admin/outbox", "Letters", &format!("{} waiting to go", grouped(waiting))))
            (way("/admin/audit", "Audit log", "everything that was changed, and whether the log is whole"))
        }
    };
    Ok(visit.page("Administration", body).into_response())
}

fn way(href: &str, words: &str, about: &str) -> Markup {
    html! { li { a class="govuk-link govuk-!-font-weight-bold" href=(href) { (words) } ": " (about) } }
}
