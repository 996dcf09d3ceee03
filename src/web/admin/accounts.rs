//! All accounts, and inviting somebody.

use super::account_views as views;
use super::forms::{AccountsQuery, InviteForm};
use super::{A_PAGE, back, csv, links, page_of};
use crate::actions::Refusal;
use crate::actions::identity::accounts as actions;
use crate::domain::csv_cells::{self, Row};
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::Role;
use crate::domain::time::{iso_date, london_date};
use crate::store::areas;
use crate::store::identity::people::{self, Listed};
use crate::web::form::Posted;
use crate::web::mistaken;
use crate::web::paths::Asked;
use crate::web::pieces::{FilterField, FilterForm};
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use maud::Markup;

/// The list.
pub async fn list(visit: Visit, Asked(query): Asked<AccountsQuery>) -> Answer {
    let conn = visit.read();
    let wanted = query.wanted();
    let (_, total) = people::page(&conn, &wanted, 0, 0).await?;
    let pages = page_of(&query.page, total);
    let (rows, _) = people::page(&conn, &wanted, (pages.0 - 1) * A_PAGE, A_PAGE).await?;
    let areas = areas::all(&conn).await?;
    let filter = FilterForm {
        opener: String::new(),
        action: "/admin/accounts".into(),
        search: Some(FilterField::text("q", "Name or email address", &query.q)),
        fields: vec![
            FilterField::choice(
                "role",
                "Role",
                &query.role,
                Role::GRANTED.map(|role| (role.code(), role.name())),
            ),
            FilterField::choice(
                "state",
                "State",
                &query.state,
                [("enabled", "Enabled"), ("disabled", "Disabled")],
            ),
        ],
        sort: Some(FilterField::choice(
            "sort",
            "Sort by",
            &query.sort,
            [("name", "Name"), ("newest", "Newest first")],
        )),
        found: total,
        noun: ("account".into(), "accounts".into()),
    };
    let links = links("/admin/accounts", &query.asked(), pages);
    let body = views::list(&filter, &rows, &areas, links, &query.asked());
    Ok(visit
        .page("Accounts", body)
        .before(back("/admin"))
        .wide()
        .into_response())
}

fn row(listed: &Listed, areas: &[areas::AreaDetails]) -> String {
    let account = &listed.account;
    let grants: Vec<String> = listed
        .grants
        .iter()
        .map(|grant| crate::web::identity::grant_words(grant, areas))
        .collect();
    Row::new()
        .number(account.id)
        .text(&account.name)
        .text(&account.email)
        .text(&grants.join("; "))
        .text(&iso_date(london_date(listed.created_at)))
        .text(views::state(listed))
        .end()
}

/// The same list as a file.
pub async fn download(visit: Visit, Asked(query): Asked<AccountsQuery>) -> Answer {
    let conn = visit.read();
    let areas = areas::all(&conn).await?;
    let mut text = csv_cells::row(&["account", "name", "email", "roles", "added", "state"]);
    let mut offset = 0;
    loop {
        let (rows, _) = people::page(&conn, &query.wanted(), offset, 500).await?;
        if rows.is_empty() {
            return Ok(csv(text, "accounts.csv"));
        }
        offset += 500;
        text.extend(rows.iter().map(|listed| row(listed, &areas)));
    }
}

/// Asks whom to invite.
pub async fn ask(visit: Visit) -> Answer {
    let keys = visit.csrf_and_once();
    invite_page(&visit, keys, &InviteForm::default(), &Mistakes::none()).await
}

async fn invite_page(
    visit: &Visit,
    keys: Markup,
    form: &InviteForm,
    mistakes: &Mistakes,
) -> Answer {
    let areas = areas::all(&visit.read()).await?;
    let body = views::invite(keys, form, &areas, mistakes);
    let page = visit
        .page("Invite somebody", body)
        .before(back("/admin/accounts"));
    if mistakes.is_empty() {
        return Ok(page.into_response());
    }
    let page = page.notice(mistaken::summary(mistakes));
    Ok(page.invalid().into_response())
}

/// Invites somebody.
pub async fn invite(visit: Visit, posted: Posted<InviteForm>) -> Answer {
    let form = posted.form;
    let done = match form.parse() {
        Ok(invitee) => {
            let once = posted.once.clone();
            actions::invite(&visit.app.desk, &visit.person(), invitee, once).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    match done {
        Ok(invited) => {
            Ok(visit.on_to(&format!("/admin/accounts/{}?done=invited", invited.account)))
        }
        Err(Refusal::Mistaken(mistakes)) => {
            let keys = visit.csrf_and_same_once(posted.once.as_ref());
            invite_page(&visit, keys, &form, &mistakes).await
        }
        Err(other) => Err(other.into()),
    }
}
