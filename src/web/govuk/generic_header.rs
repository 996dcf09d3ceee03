//! The band with the mark and the name, on top of every page.

use maud::{Markup, Render};

use super::element::element;
use super::options::{Attributes, or, text_or_html};

/// A header for a body that is not GOV.UK: own logo, no crown.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct GenericHeader {
    pub logo_text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub logo_html: Markup,
    /// `/` where nothing is given.
    pub url: String,
    pub container_classes: String,
    pub classes: String,
    pub attributes: Attributes,
}

impl Render for GenericHeader {
    fn render(&self) -> Markup {
        let link = element("a")
            .attr("href", or(&self.url, "/"))
            .class("govuk-generic-header__homepage-link")
            .holds(text_or_html(&self.logo_text, &self.logo_html));
        let container = element("div")
            .class("govuk-generic-header__container")
            .class(or(&self.container_classes, "govuk-width-container"))
            .holds(
                element("div")
                    .class("govuk-generic-header__logo")
                    .holds(link),
            );
        element("div")
            .class("govuk-generic-header")
            .class(&self.classes)
            .attributes(&self.attributes)
            .holds(container)
    }
}
