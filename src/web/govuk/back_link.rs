//! A link to the page before, at the top of a page.

use maud::{Markup, Render};

use super::element::element;
use super::options::{Attributes, or, text_or_html};

/// "Back", above the heading of a page in a journey.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct BackLink {
    /// "Back" where nothing is given.
    pub text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
    pub href: String,
    pub classes: String,
    pub attributes: Attributes,
}

impl BackLink {
    pub fn to(href: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            ..Default::default()
        }
    }
}

impl Render for BackLink {
    fn render(&self) -> Markup {
        element("a")
            .attr("href", or(&self.href, "#"))
            .class("govuk-back-link")
            .class(&self.classes)
            .attributes(&self.attributes)
            .holds(text_or_html(or(&self.text, "Back"), &self.html))
    }
}
