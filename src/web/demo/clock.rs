//! Lets time pass in the demonstration, so that a vote can open and close in one sitting.

use super::only_here;
use crate::domain::time::long_instant;
use crate::form;
use crate::web::form::Posted;
use crate::web::govuk::{BackLink, Button, Fieldset, Radios, RadiosItem};
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;
use chrono::Duration;
use maud::{Markup, html};

form! {
    /// How far to put the clock forward.
    pub struct ForwardForm { by }
}

const STEPS: [(&str, &str, i64); 5] = [
    ("hour", "One hour", 60),
    ("day", "One day", 24 * 60),
    ("week", "One week", 7 * 24 * 60),
    ("fortnight", "Two weeks", 14 * 24 * 60),
    ("month", "30 days", 30 * 24 * 60),
];

/// `/demo/clock`: what time it is here, and by how much to put it forward.
pub async fn page(visit: Visit) -> Answer {
    only_here(&visit)?;
    Ok(visit
        .page("The demonstration’s clock", body(&visit))
        .before(html! { (BackLink::to("/demo")) })
        .into_response())
}

fn body(visit: &Visit) -> Markup {
    html! {
        p class="govuk-body" { "Here it is " strong { (long_instant(visit.now())) } "." }
        p class="govuk-body" {
            "Votes open and close by the clock. Put it forward to see what happens next. It cannot go back, \
             and whoever was signed in for too long must sign in again."
        }
        form action="/demo/clock" method="post" {
            (visit.csrf())
            (Radios {
                name: "by".into(),
                id_prefix: "by".into(),
                fieldset: Some(Fieldset::question("Put the clock forward by")),
                items: STEPS.iter().map(|(value, words, _)| RadiosItem::new(*value, *words)).collect(),
                value: "day".into(),
                ..Radios::default()
            })
            (Button::new("Put the clock forward"))
        }
    }
}

/// Puts it forward. What falls due happens within a second.
pub async fn put_forward(visit: Visit, posted: Posted<ForwardForm>) -> Answer {
    only_here(&visit)?;
    let step = STEPS.iter().find(|(value, _, _)| *value == posted.form.by);
    if let Some((_, _, minutes)) = step {
        visit
            .app
            .desk
            .clock
            .put_forward(Duration::minutes(*minutes));
        crate::jobs::catch_up(&visit.app.desk).await?;
    }
    Ok(visit.on_to("/demo/clock"))
}
