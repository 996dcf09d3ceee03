//! The site itself: its cookies, and who can use it.

use super::{reach, signed_in};
use crate::config::Config;
use crate::domain::retention::BROWSER_COOKIE_DAYS;
use crate::domain::text::plural;
use crate::store::identity::Strength;
use crate::web::govuk::Table;
use crate::web::pieces::scrolling;
use crate::web::visitor::{BROWSER, SESSION};
use maud::{Markup, html};

/// The two cookies, and why nobody is asked about them.
pub fn cookies() -> Markup {
    let row = |name: &str, why: &str, until: String| vec![name.into(), why.into(), until.into()];
    let table = Table {
        caption: "Cookies that this site sets".into(),
        caption_classes: "govuk-visually-hidden".into(),
        head: vec![
            "Name".into(),
            "What it is for".into(),
            "For how long".into(),
        ],
        first_cell_is_header: true,
        rows: vec![
            row(
                BROWSER,
                "Set when you open a page with a form. It proves that a form you send came from you, and keeps a nomination you have begun.",
                plural(BROWSER_COOKIE_DAYS, "day", "days"),
            ),
            row(
                SESSION,
                "Set when you sign in. It keeps you signed in.",
                format!(
                    "Until you sign out: at most {}, for staff {}",
                    signed_in(Strength::Link),
                    signed_in(Strength::PasswordAndCode)
                ),
            ),
        ],
        ..Default::default()
    };
    html! {
        p.govuk-body-l { "A cookie is a small file that a site keeps in your browser. This site has two. The service cannot work without them, so we do not ask you to agree to them." }
        (scrolling(&table))
        p.govuk-body { "If you only read, you get none. There are no cookies for advertising or for counting visitors, and none from other sites." }
        p.govuk-body { "You can delete cookies in your browser at any time. You are then signed out, and a form that is open must be loaded again." }
        p.govuk-body { "On a site with a secure address, " code { "__Host-" } " stands before each name." }
    }
}

/// What was tested and what was not, and how to tell us.
pub fn accessibility(config: &Config) -> Markup {
    html! {
        p.govuk-body-l { "Everybody should be able to use this site. We built it to meet the Web Content Accessibility Guidelines 2.2 at level AA." }
        h2.govuk-heading-m { "What you should be able to do" }
        ul.govuk-list.govuk-list--bullet {
            li { "use every page with a keyboard alone, and always see where you are" }
            li { "hear every page with a screen reader" }
            li { "make the text four times as large without scrolling sideways" }
            li { "use every page with JavaScript turned off" }
            li { "choose a place by postcode, name or list: you never need a map" }
            li { "read every chart and every map as a table or a list beside it" }
            li { "print any page" }
        }
        h2.govuk-heading-m { "What we tested" }
        ul.govuk-list.govuk-list--bullet {
            li { "Pages were checked with axe, a program that finds mistakes in pages." }
            li { "Pages were gone through by keyboard alone." }
            li { "Pages were opened at 320 pixels wide, which is what a wide screen shows at 400%." }
            li { "The whole way from a nomination to a vote was walked with JavaScript turned off." }
            li { "Every pair of colours was measured for contrast." }
        }
        h2.govuk-heading-m { "What we did not test" }
        p.govuk-body { "People who use screen readers, voice control or switches every day have not tested it yet, and no outside body has checked it. There can be problems that we do not know of." }
        p.govuk-body { "Photos are described by the staff who add them. Some descriptions may be too short. Wide tables scroll inside their own box on a small screen." }
        h2.govuk-heading-m { "Tell us of a problem" }
        p.govuk-body { (reach(&config.contact, true)) ". Say which page it is and what went wrong. If you need something in another form, such as large print or easy read, ask for it in the same way." }
        p.govuk-body { "If you are not happy with our answer, the Equality Advisory and Support Service can advise you. The Equality and Human Rights Commission enforces the rules for public sector sites in Great Britain." }
        p.govuk-body-s { "This statement was written on 22 November 2026." }
    }
}
