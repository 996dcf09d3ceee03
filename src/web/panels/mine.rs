//! The part of a member's own page that is about the panels they sit on, and what waits there for them.

use crate::domain::panels::State;
use crate::domain::time::long_date;
use crate::store::Conn;
use crate::store::panels::minutes;
use crate::store::panels::shortlists;
use crate::store::panels::{self, Panel};
use crate::web::problem::Problem;
use crate::web::visit::Visit;
use maud::{Markup, html};

/// What waits for a member: where it is done, and what it is.
type Waiting = (String, String);

/// The panels that an account sits on, each with what waits for it. Nothing for who sits on none.
pub async fn section(visit: &Visit, account: i64) -> Result<Markup, Problem> {
    let conn = visit.read();
    let mut all = vec![];
    for panel in panels::of_member(&conn, account).await? {
        let mut waiting = to_rank(&conn, &panel, account).await?;
        waiting.extend(to_answer(&conn, &panel, account).await?);
        all.push((panel, waiting));
    }
    Ok(html! {
        @if !all.is_empty() { h2.govuk-heading-m { (if all.len() == 1 { "Your panel" } else { "Your panels" }) } }
        @for (panel, waiting) in &all {
            p.govuk-body { a.govuk-link href={ "/panels/" (panel.slug) } { (panel.name) } }
            @if waiting.is_empty() {
                p.govuk-body { "Nothing waits for you there." }
            } @else {
                ul class="govuk-list govuk-list--bullet" {
                    @for (href, what) in waiting { li { a.govuk-link href=(href) { (what) } } }
                }
            }
        }
    })
}

async fn to_rank(conn: &Conn<'_>, panel: &Panel, account: i64) -> Result<Vec<Waiting>, Problem> {
    let mut waiting = vec![];
    for list in shortlists::of_panel(conn, panel.id).await? {
        if list.state != State::Ranking {
            continue;
        }
        let ranked = shortlists::rankings(conn, list.id).await?;
        if ranked.iter().all(|(whose, _)| *whose != account) {
            let href = format!("/panels/{}/shortlists/{}/rank", panel.slug, list.id);
            waiting.push((href, format!("Rank the nominations: {}", list.title)));
        }
    }
    Ok(waiting)
}

async fn to_answer(conn: &Conn<'_>, panel: &Panel, account: i64) -> Result<Vec<Waiting>, Problem> {
    let mut waiting = vec![];
    for newest in minutes::newest(conn, panel.id).await? {
        if newest.agreed_at.is_some() {
            continue;
        }
        let answers = minutes::answers(conn, newest.at).await?;
        if answers.iter().all(|(whose, _)| *whose != account) {
            let href = format!(
                "/panels/{}/minutes/{}/answer",
                panel.slug, newest.at.minutes
            );
            let day = long_date(newest.text.met_on);
            waiting.push((href, format!("Read and agree the minutes of {day}")));
        }
    }
    Ok(waiting)
}
