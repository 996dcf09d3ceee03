//! The state of a thing, in a word.

use maud::{Markup, Render};

use super::element::element;
use super::options::{Attributes, text_or_html};

/// A word on a coloured ground. The word must say it without the colour.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Tag {
    pub text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
    /// The colour, such as `govuk-tag--grey`.
    pub classes: String,
    pub attributes: Attributes,
}

impl Render for Tag {
    fn render(&self) -> Markup {
        element("strong")
            .class("govuk-tag")
            .class(&self.classes)
            .attributes(&self.attributes)
            .holds(text_or_html(&self.text, &self.html))
    }
}

impl<T: Into<String>> From<T> for Tag {
    fn from(text: T) -> Self {
        Self {
            text: text.into(),
            ..Default::default()
        }
    }
}
