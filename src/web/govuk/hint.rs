//! Help for one question, under its label.

use maud::{Markup, Render};

use super::element::element;
use super::options::{Attributes, text_or_html};

/// What somebody needs to know to answer.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Hint {
    pub text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
    pub id: String,
    pub classes: String,
    pub attributes: Attributes,
}

impl Hint {
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty() && self.html.0.is_empty()
    }
}

impl Render for Hint {
    fn render(&self) -> Markup {
        element("div")
            .attr("id", &self.id)
            .class("govuk-hint")
            .class(&self.classes)
            .attributes(&self.attributes)
            .holds(text_or_html(&self.text, &self.html))
    }
}

impl<T: Into<String>> From<T> for Hint {
    fn from(text: T) -> Self {
        Self {
            text: text.into(),
            ..Default::default()
        }
    }
}
