//! What somebody must know before they go on.

use maud::{Markup, Render, html};

use super::element::element;
use super::options::{Attributes, or, text_or_html};

/// A sentence in bold with an exclamation mark.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct WarningText {
    pub text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
    /// What a screen reader says first: "Warning" where nothing is given.
    pub icon_fallback_text: String,
    pub classes: String,
    pub attributes: Attributes,
}

impl Render for WarningText {
    fn render(&self) -> Markup {
        let words = text_or_html(&self.text, &self.html);
        element("div")
            .class("govuk-warning-text")
            .class(&self.classes)
            .attributes(&self.attributes)
            .holds(html! {
                span.govuk-warning-text__icon aria-hidden="true" { "!" }
                " "
                strong.govuk-warning-text__text {
                    span.govuk-visually-hidden { (or(&self.icon_fallback_text, "Warning")) }
                    @if !words.0.is_empty() { " " (words) }
                }
            })
    }
}

impl From<&str> for WarningText {
    fn from(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Default::default()
        }
    }
}
