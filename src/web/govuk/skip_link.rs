//! A way past the header for whoever uses a keyboard.

use maud::{Markup, Render};

use super::element::element;
use super::options::{Attributes, or, text_or_html};

/// A link that shows itself when it has the focus.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct SkipLink {
    pub text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
    /// `#content` where nothing is given.
    pub href: String,
    pub classes: String,
    pub attributes: Attributes,
}

impl Render for SkipLink {
    fn render(&self) -> Markup {
        element("a")
            .attr("href", or(&self.href, "#content"))
            .class("govuk-skip-link")
            .class(&self.classes)
            .attributes(&self.attributes)
            .attr("data-module", "govuk-skip-link")
            .holds(text_or_html(&self.text, &self.html))
    }
}
