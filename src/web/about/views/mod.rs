//! The words of the pages that explain. A file a subject.

pub mod choosing;
pub mod demonstration;
pub mod figures;
pub mod privacy;
pub mod site;

use crate::actions::identity::session_seconds;
use crate::config::Contact;
use crate::domain::text::plural;
use crate::store::identity::Strength;
use maud::{Markup, html};

/// The title of the list of pages.
pub const TITLE: &str = "About this service";

/// The pages there are, each with what it says.
pub fn contents(demonstration: bool) -> Markup {
    let pages = [
        (
            "/about/choosing",
            choosing::TITLE,
            "From a nomination to a project, step by step.",
        ),
        (
            "/how-a-vote-is-counted",
            "How a vote is counted",
            "Who can vote, how votes stay secret and how you can count again.",
        ),
        (
            "/about/figures",
            figures::TITLE,
            "What each number means, and why some are not shown.",
        ),
        ("/data/", "Open data", "Files that anyone can take and use."),
        (
            "/feeds",
            "Feeds",
            "Hear of new things without giving an email address.",
        ),
        (
            "/about/privacy",
            privacy::TITLE,
            "What we hold about you, why, and for how long.",
        ),
        (
            "/about/cookies",
            "Cookies",
            "There are two. Neither follows you.",
        ),
        (
            "/about/accessibility",
            "Accessibility statement",
            "Who can use this site, what we tested and how to tell us of a problem.",
        ),
    ];
    let invented = (
        "/about/demonstration",
        demonstration::TITLE,
        "What here is known and what is invented.",
    );
    html! {
        p.govuk-body-l {
            "Community Payback is unpaid work that courts order. It makes places better for everyone. \
             Here residents say which places, and see what was done."
        }
        dl.app-definitions {
            @for (href, title, what) in pages.into_iter().chain(demonstration.then_some(invented)) {
                dt { a.govuk-link href=(href) { (title) } }
                dd { (what) }
            }
        }
    }
}

/// How to reach whoever runs the service, as the beginning of a sentence or inside one.
fn reach(contact: &Contact, begins: bool) -> Markup {
    html! {
        @if contact.email.is_empty() {
            (if begins { "Ask" } else { "ask" }) " the council or the probation service of your area"
        } @else {
            (if begins { "Write" } else { "write" }) " to "
            a.govuk-link href={ "mailto:" (contact.email) } { (contact.email) }
        }
    }
}

/// For how long somebody stays signed in.
fn signed_in(strength: Strength) -> String {
    let hours = session_seconds(strength) / 3600;
    if hours % 24 == 0 {
        plural(hours / 24, "day", "days")
    } else {
        plural(hours, "hour", "hours")
    }
}
