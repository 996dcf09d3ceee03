//! The part of somebody's own page that is about nominations.

use super::list::card;
use crate::domain::nominations::stage::Stage;
use crate::store::nominations::{self, Listed};
use crate::web::pieces::{Card, cards, empty_list};
use crate::web::problem::Problem;
use crate::web::visit::Visit;
use maud::{Markup, html};

/// What an account nominated and what it supports, each with what can be done about it.
pub async fn section(visit: &Visit, account: i64) -> Result<Markup, Problem> {
    let conn = visit.read();
    let own = nominations::of_account(&conn, account).await?;
    let supported = nominations::supported_by(&conn, account).await?;
    Ok(html! {
        h2.govuk-heading-m { "Your nominations" }
        @if own.is_empty() {
            (empty_list("You have not nominated a place yet.", html! { a.govuk-link href="/nominate" { "Nominate a place" } }))
        } @else {
            (cards(&own.iter().map(own_card).collect::<Vec<_>>()))
        }
        h2.govuk-heading-m { "Nominations you support" }
        @if supported.is_empty() {
            (empty_list("You do not support a nomination yet.", html! { a.govuk-link href="/nominations" { "See what others have nominated" } }))
        } @else {
            (cards(&supported.iter().map(supported_card).collect::<Vec<_>>()))
        }
    })
}

fn own_card(listed: &Listed) -> Card {
    let nomination = &listed.nomination;
    let page = format!("/nominations/{}", nomination.reference);
    let plain = card(listed, "/nominations");
    Card {
        more: html! {
            (plain.more)
            @if nomination.stage == Stage::NeedsInformation {
                p.govuk-body { a.govuk-link href={ (page) "/answer" } { "Answer our question" span.govuk-visually-hidden { " about " (nomination.reference) } } }
            }
            @if nomination.stage.may_become(Stage::Withdrawn) {
                p.govuk-body { a.govuk-link href={ (page) "/withdraw" } { "Withdraw" span.govuk-visually-hidden { " " (nomination.reference) } } }
            }
        },
        ..plain
    }
}

fn supported_card(listed: &Listed) -> Card {
    let nomination = &listed.nomination;
    let plain = card(listed, "/nominations");
    Card {
        more: html! {
            (plain.more)
            p.govuk-body { a.govuk-link href={ "/nominations/" (nomination.reference) "/support" } { "Take your support back" span.govuk-visually-hidden { " from " (nomination.reference) } } }
        },
        ..plain
    }
}
