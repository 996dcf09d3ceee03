//! A text that stands out from those around it.

use maud::{Markup, Render};

use super::element::element;
use super::options::{Attributes, text_or_html};

/// A block with a bar beside it.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct InsetText {
    pub text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
    pub id: String,
    pub classes: String,
    pub attributes: Attributes,
}

impl Render for InsetText {
    fn render(&self) -> Markup {
        element("div")
            .attr("id", &self.id)
            .class("govuk-inset-text")
            .class(&self.classes)
            .attributes(&self.attributes)
            .holds(text_or_html(&self.text, &self.html))
    }
}

impl From<&str> for InsetText {
    fn from(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Default::default()
        }
    }
}

impl From<Markup> for InsetText {
    fn from(html: Markup) -> Self {
        Self {
            html,
            ..Default::default()
        }
    }
}
