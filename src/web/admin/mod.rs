//! For administrators: accounts, settings, areas, kinds of work, the audit log, letters that did not go.
//!
//! What an administrator may do stands in the actions; these pages only ask and show.

mod account;
mod account_views;
mod accounts;
mod areas;
mod audit;
mod categories;
mod category_views;
mod forms;
mod home;
mod outbox;
mod settings;
mod settings_views;

use crate::domain::policy::Permission::{ManageAccounts, ManageSettings, ReadAudit};
use crate::web::govuk::BackLink;
use crate::web::routes::{Access, Routes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, Render};

/// Rows on a page of a list.
const A_PAGE: i64 = 20;

/// Every page for administrators.
pub fn routes() -> Routes {
    let (people, house) = (Access::Needs(ManageAccounts), Access::Needs(ManageSettings));
    let log = Access::Needs(ReadAudit);
    Routes::new()
        .get("/admin", people, home::page)
        .get("/admin/accounts", people, accounts::list)
        .get("/admin/accounts.csv", people, accounts::download)
        .get("/admin/accounts/invite", people, accounts::ask)
        .post("/admin/accounts/invite", people, accounts::invite)
        .get("/admin/accounts/{account}", people, account::page)
        .post("/admin/accounts/{account}/grants", people, account::give)
        .post(
            "/admin/accounts/{account}/grants/take",
            people,
            account::take,
        )
        .post(
            "/admin/accounts/{account}/disable",
            people,
            account::disable,
        )
        .post("/admin/accounts/{account}/enable", people, account::enable)
        .post(
            "/admin/accounts/{account}/invite",
            people,
            account::invite_again,
        )
        .get("/admin/settings", house, settings::list)
        .get("/admin/settings/{setting}", house, settings::ask)
        .post("/admin/settings/{setting}", house, settings::change)
        .post("/admin/settings/{setting}/agree", house, settings::agree)
        .post(
            "/admin/settings/{setting}/withdraw",
            house,
            settings::withdraw,
        )
        .get("/admin/areas", house, areas::list)
        .get("/admin/areas.csv", house, areas::download)
        .get("/admin/areas/{area}", house, areas::ask)
        .post("/admin/areas/{area}", house, areas::change)
        .get("/admin/categories", house, categories::list)
        .get("/admin/categories.csv", house, categories::download)
        .get("/admin/categories/new", house, categories::new)
        .post("/admin/categories/new", house, categories::add)
        .get("/admin/categories/{category}", house, categories::ask)
        .post("/admin/categories/{category}", house, categories::change)
        .post(
            "/admin/categories/{category}/retire",
            house,
            categories::retire,
        )
        .post(
            "/admin/categories/{category}/offer",
            house,
            categories::offer_again,
        )
        .get("/admin/outbox", house, outbox::list)
        .post("/admin/outbox/{letter}/retry", house, outbox::try_again)
        .get("/admin/audit", log, audit::list)
        .get("/admin/audit.csv", log, audit::download)
}

fn back(to: &str) -> Markup {
    BackLink::to(to).render()
}

/// A page number that was asked for, within the pages there are; and how many there are.
fn page_of(asked: &str, total: i64) -> (i64, i64) {
    let last = ((total + A_PAGE - 1) / A_PAGE).max(1);
    let page = asked.parse().unwrap_or(1).clamp(1, last);
    (page, last)
}

fn links(path: &str, asked: &[(&str, &str)], (page, last): (i64, i64)) -> Markup {
    crate::web::pieces::pages(path, asked, page.unsigned_abs(), last.unsigned_abs())
}

/// A file of rows.
fn csv(text: String, name: &'static str) -> Response {
    let mut response = text.into_response();
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, kind);
    let name = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    if let Ok(name) = name {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::page_of;

    #[test]
    fn a_page_that_is_not_there_becomes_one_that_is() {
        assert_eq!(page_of("", 0), (1, 1));
        assert_eq!(page_of("2", 20), (1, 1));
        assert_eq!(page_of("2", 21), (2, 2));
        assert_eq!(page_of("-7", 100), (1, 5));
        assert_eq!(page_of("nonsense", 100), (1, 5));
    }
}
