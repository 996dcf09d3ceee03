//! The deployment as every page shows it: what stands at both ends of a page is the same on all of them, and drawn
//! once.

use super::brand::Brand;
use super::govuk::{Footer, FooterLink, FooterMeta, FooterNavigation, GenericHeader};
use maud::{Markup, PreEscaped, Render, html};
use std::sync::OnceLock;

/// What a deployment is called and looks like. The same for every page.
#[derive(Debug, Clone, Default)]
pub struct Site {
    pub name: String,
    pub brand: Brand,
    /// Says on every page that this is the demonstration.
    pub is_demonstration: bool,
    /// The address that people use, without a slash at the end.
    pub address: String,
    /// What stands at both ends of every page, once it was drawn.
    ends: OnceLock<Ends>,
}

#[derive(Debug, Clone)]
struct Ends {
    header: Markup,
    footer: Markup,
    footer_for_staff: Markup,
}

impl Site {
    pub fn new(name: String, brand: Brand, is_demonstration: bool) -> Site {
        Site {
            name,
            brand,
            is_demonstration,
            address: String::new(),
            ends: OnceLock::new(),
        }
    }

    /// The same at an address.
    pub fn at(mut self, address: &str) -> Site {
        address.clone_into(&mut self.address);
        self
    }

    /// The mark and the name, at the head of every page.
    pub fn header(&self) -> &Markup {
        &self.ends().header
    }

    /// The links at the end of every page.
    /// Staff who are signed in are led to their pages, not to sign in again.
    pub fn footer(&self, for_staff: bool) -> &Markup {
        let ends = self.ends();
        if for_staff {
            &ends.footer_for_staff
        } else {
            &ends.footer
        }
    }

    fn ends(&self) -> &Ends {
        self.ends.get_or_init(|| Ends {
            header: GenericHeader {
                logo_html: logo(self),
                classes: "app-header".to_owned(),
                ..Default::default()
            }
            .render(),
            footer: footer(self, false),
            footer_for_staff: footer(self, true),
        })
    }
}

/// The mark and the name. Four plots of land, seen from above; one of them tended.
fn logo(site: &Site) -> Markup {
    html! {
        span.app-logo { (PreEscaped(MARK)) span.app-logo__name { (site.name) } }
    }
}

const MARK: &str = r##"<svg class="app-logo__mark" xmlns="http://www.w3.org/2000/svg" width="34" height="34" viewBox="0 0 34 34" aria-hidden="true" focusable="false"><path fill="currentColor" d="M0 0h16v16H0zM18 0h16v16H18zM0 18h16v16H0z"/><path class="app-logo__plot" d="M18 18h8a8 8 0 0 1 8 8v8h-8a8 8 0 0 1-8-8z"/></svg>"##;

/// The links at the end of every page, in columns under a heading.
const FOOTER: [(&str, &[(&str, &str)]); 3] = [
    (
        "How it works",
        &[
            ("How a place is chosen", "/about/choosing"),
            ("How a vote is counted", "/how-a-vote-is-counted"),
            ("How figures are counted", "/about/figures"),
        ],
    ),
    (
        "Look closer",
        &[
            ("All nominations", "/nominations"),
            ("Citizens’ panels", "/panels"),
            ("Open data", "/data/"),
            ("Feeds", "/feeds"),
        ],
    ),
    (
        THIS_SITE,
        &[
            ("Privacy", "/about/privacy"),
            ("Cookies", "/about/cookies"),
            ("Accessibility", "/about/accessibility"),
        ],
    ),
];

/// The column whose last link leads staff in.
const THIS_SITE: &str = "This site";

fn footer(site: &Site, for_staff: bool) -> Markup {
    let ways_in = if for_staff {
        ("Staff pages", "/staff")
    } else {
        ("Sign in as staff", "/staff/sign-in")
    };
    let columns = FOOTER.map(|(title, links)| FooterNavigation {
        title: title.to_owned(),
        width: "one-third".to_owned(),
        items: links
            .iter()
            .copied()
            .chain((title == THIS_SITE).then_some(ways_in))
            .map(|(text, href)| FooterLink::new(text, href))
            .collect(),
        ..Default::default()
    });
    let meta = FooterMeta {
        visually_hidden_title: "About this site".to_owned(),
        text: format!(
            "{} shows what residents asked for and what was done. People who work on it are never named.",
            site.name
        ),
        ..Default::default()
    };
    Footer {
        navigation: columns.into(),
        meta: Some(meta),
        ..Default::default()
    }
    .render()
}
