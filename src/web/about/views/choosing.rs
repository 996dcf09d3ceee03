//! How a place is chosen.

use crate::domain::nominations::assessment::{Factor, MOST};
use crate::domain::nominations::reasons::DeclineReason;
use crate::domain::text::plural;
use crate::web::govuk::{Button, Details, Table, TableCell};
use crate::web::pieces::scrolling;
use maud::{Markup, Render, html};

/// The title of the page.
pub const TITLE: &str = "How a place is chosen";

/// The whole page, with the promise, the shortest vote and the weights in force.
pub fn page(promise_days: i64, least_days: i64, weights: &[(Factor, i64)]) -> Markup {
    let promise = plural(promise_days, "day", "days");
    let least = plural(least_days, "day", "days");
    html! {
        p.govuk-body-l { "You say where work is needed. Your neighbours choose. Everybody sees what became of it." }
        ol.app-steps {
            li { h2.govuk-heading-m { "You nominate a place" }
                p.govuk-body { "Tell us where it is and what needs doing. You do not need an account. We send you an email, and you press a button in it to show that the address is yours." }
                p.govuk-body { "A moderator reads your nomination. Then everybody can see it. Your name and your address are never shown." }
            }
            li { h2.govuk-heading-m { "The probation service looks at it" }
                p.govuk-body { "Staff find out if the work is safe, if the owner of the land agrees and how many hours it needs. We promise an answer within " (promise) ". Some areas have a promise of their own." }
                p.govuk-body { "The work must be good for the local community. It must not take paid work from anyone, and nobody may make a profit from it." }
                (Details::new("How a nomination is scored", scores(weights)))
                (Details::new("Why a nomination may be declined", reasons()))
            }
            li { h2.govuk-heading-m { "A citizens’ panel makes a shortlist" }
                p.govuk-body { "Residents, the council, the probation service and the police sit on the panel of an area. Each member puts the nominations in order. The page of the shortlist shows how it came about." }
                p.govuk-body { a.govuk-link href="/panels" { "See the citizens’ panels" } }
            }
            li { h2.govuk-heading-m { "Residents vote" }
                p.govuk-body { "A vote is open for at least " (least) ". The rules are published before it opens and cannot change after that. How people vote is shown to nobody before it closes." }
                p.govuk-body { a.govuk-link href="/how-a-vote-is-counted" { "How a vote is counted" } }
            }
            li { h2.govuk-heading-m { "The place becomes a project" }
                p.govuk-body { "The project has a page of its own. It shows who asked for it, how it was chosen, what has been done, and the hours and offenders so far." }
                p.govuk-body { "Sometimes the panel and the probation service agree on a project without a vote. The page says so." }
            }
            li { h2.govuk-heading-m { "The work is done" }
                p.govuk-body { "Staff write down each day’s work. The hours go into the public figures. At the end we ask the people who wanted the work what they think of it." }
                p.govuk-body { a.govuk-link href="/about/figures" { "How figures are counted" } }
            }
        }
        (Button::link("Nominate a place", "/nominate").render())
    }
}

fn scores(weights: &[(Factor, i64)]) -> Markup {
    let rows = weights.iter().map(|(factor, weight)| {
        vec![
            factor.name().into(),
            factor.question().into(),
            TableCell::numeric(weight.to_string()),
        ]
    });
    let table = Table {
        caption: "What is scored".into(),
        caption_classes: "govuk-visually-hidden".into(),
        head: vec![
            "Factor".into(),
            "What it asks".into(),
            TableCell::numeric("Weight"),
        ],
        first_cell_is_header: true,
        rows: rows.collect(),
        ..Default::default()
    };
    html! {
        p { "Each factor scores from 0 to " (MOST) ". A score counts as often as its factor weighs. The result is shown as a number up to 100, with all that made it." }
        (scrolling(&table))
    }
}

fn reasons() -> Markup {
    let named = DeclineReason::ALL
        .into_iter()
        .filter(|reason| *reason != DeclineReason::Other);
    html! {
        ul.govuk-list.govuk-list--bullet { @for reason in named { li { (reason.words()) } } }
        p { "Whatever the reason is, the nominator is told it in a sentence, and it stands on the nomination’s page." }
    }
}
