//! Who there is in the demonstration and how to sign in as each of them.

use super::only_here;
use crate::actions::identity::codes::Codes;
use crate::domain::areas::ward_index::Found;
use crate::domain::policy::Role;
use crate::domain::text::listed;
use crate::store::identity::people::{self, Wanted};
use crate::store::identity::staff;
use crate::store::postcodes;
use crate::web::govuk::{BackLink, Table, TableCell};
use crate::web::pieces::scrolling;
use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// The password of every staff account of the demonstration.
pub const PASSWORD: &str = "reparation-demo-2009";

/// `/demo`: where to begin.
pub async fn home(visit: Visit) -> Answer {
    only_here(&visit)?;
    let postcodes = postcodes_known(&visit).await?;
    let body = html! {
        p class="govuk-body-l" { "Everything here runs on this computer alone. When you stop it, nobody can open these pages any more. What it made stays in its folder, which the terminal named when it began, until you delete that or this computer clears its temporary files. Each start begins afresh, in an empty folder." }
        ul class="govuk-list govuk-list--bullet govuk-list--spaced" {
            li { a class="govuk-link" href="/demo/codes" { "People and how to sign in as them" } }
            li { a class="govuk-link" href="/demo/voting-codes" { "Voting codes, as if a letter had come to your door" } }
            li { a class="govuk-link" href="/demo/post" { "The letters that people got by email" } }
            li { a class="govuk-link" href="/demo/clock" { "The clock: let time pass, so that a vote opens and closes" } }
            li { a class="govuk-link" href="/about/demonstration" { "What is known here and what is invented" } }
        }
        h2 class="govuk-heading-m" { "The whole loop in one sitting" }
        ol class="govuk-list govuk-list--number govuk-list--spaced" {
            li { a class="govuk-link" href="/nominate" { "Nominate a place" } " as a resident, and confirm it from the letter." }
            li { "Sign in as probation staff: pass the nomination, then assess it." }
            li { "Sign in as a council officer: open a shortlist on the panel’s page. Rank it as panel members, then agree it." }
            li { "As the council officer, set up a vote and announce it. Put the clock forward until it opens." }
            li { "Vote, as often as you have email addresses. Put the clock forward until it closes." }
            li { "As the council officer, count. As the second officer, declare the result: the project appears." }
            li { "As probation staff, schedule the project, start it, record sessions, correct one, complete it." }
            li { "Look at the project’s page and at the figures." }
        }
        h2 class="govuk-heading-m" { "Postcodes that it knows" }
        (postcodes)
    };
    Ok(visit.page("About this demonstration", body).into_response())
}

/// Which postcodes there are, with one of each council.
async fn postcodes_known(visit: &Visit) -> Result<Markup, Problem> {
    let all = postcodes::first(&visit.read(), 1000).await?;
    let atlas = visit.app.desk.atlas();
    let mut of_councils: BTreeMap<&str, &str> = BTreeMap::new();
    for known in &all {
        if let Found::Inside(ward) = atlas.locate(known.point)
            && let Some(council) = atlas.council_of(ward)
        {
            of_councils
                .entry(&council.name)
                .or_insert(known.postcode.as_str());
        }
    }
    let (Some(first), Some(last)) = (all.first(), all.last()) else {
        return Ok(Markup::default());
    };
    Ok(html! {
        p class="govuk-body" {
            "No home has one of them, and real postcodes are unknown here. There are " (all.len()) ", from " (first.postcode) " to " (last.postcode) ". One in each council:"
        }
        ul class="govuk-list govuk-list--bullet" {
            @for (council, postcode) in of_councils { li { (postcode) ", in " (council) } }
        }
    })
}

/// `/demo/codes`: names, addresses, and for staff the password and the code of this half minute.
pub async fn codes(visit: Visit) -> Answer {
    only_here(&visit)?;
    let conn = visit.read();
    let now = visit.now().timestamp();
    let mut rows = vec![];
    for person in people::page(&conn, &Wanted::default(), 0, 100).await?.0 {
        if person.grants.is_empty() {
            continue;
        }
        let roles: Vec<&str> = person
            .grants
            .iter()
            .map(|grant| grant.role.name())
            .collect();
        let is_staff = person.grants.iter().any(|grant| Role::is_staff(grant.role));
        let kept = staff::credentials(&conn, person.account.id)
            .await?
            .and_then(|credentials| credentials.totp_secret);
        let code = kept.map(|kept| Codes::of(&visit.app.desk, &kept).at(now));
        rows.push(vec![
            TableCell::from(person.account.name.as_str()),
            TableCell::from(person.account.email.as_str()),
            TableCell::from(listed(&roles).as_str()),
            TableCell::from(if is_staff {
                PASSWORD
            } else {
                "a link by email"
            }),
            TableCell::from(code.unwrap_or_default().as_str()),
        ]);
    }
    let table = Table {
        caption: "Staff and panel members".into(),
        caption_classes: "govuk-table__caption--m".into(),
        head: ["Name", "Email address", "Role", "Password", "Code now"]
            .map(TableCell::from)
            .to_vec(),
        rows,
        first_cell_is_header: true,
        ..Table::default()
    };
    let body = html! {
        p class="govuk-body" {
            "Residents and panel members " a class="govuk-link" href="/sign-in" { "sign in with a link by email" } "; the letter is at "
            a class="govuk-link" href="/demo/post" { "the post" } ". Staff " a class="govuk-link" href="/staff/sign-in" { "sign in with a password and a code" }
            ". A code changes every 30 seconds and works once: reload this page for the next."
        }
        (scrolling(&table))
        p class="govuk-body" { "A resident to be: rita.marlowe@resident.example. Any other address works too." }
    };
    Ok(visit
        .page("People of the demonstration", body)
        .before(html! { (BackLink::to("/demo")) })
        .wide()
        .into_response())
}
