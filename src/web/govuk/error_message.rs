//! What is wrong with an answer, beside it.

use maud::{Markup, Render, html};

use super::element::element;
use super::options::{Attributes, text_or_html};

/// What to do about one answer, in red above its control.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct ErrorMessage {
    pub text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
    pub id: String,
    /// What a screen reader says first: "Error" where nothing is given, nothing where it is empty.
    pub visually_hidden_text: Option<String>,
    pub classes: String,
    pub attributes: Attributes,
}

impl Render for ErrorMessage {
    fn render(&self) -> Markup {
        let prefix = self.visually_hidden_text.as_deref().unwrap_or("Error");
        element("p")
            .attr("id", &self.id)
            .class("govuk-error-message")
            .class(&self.classes)
            .attributes(&self.attributes)
            .holds(html! {
                @if !prefix.is_empty() { span.govuk-visually-hidden { (prefix) ":" } " " }
                (text_or_html(&self.text, &self.html))
            })
    }
}

impl<T: Into<String>> From<T> for ErrorMessage {
    fn from(text: T) -> Self {
        Self {
            text: text.into(),
            ..Default::default()
        }
    }
}
