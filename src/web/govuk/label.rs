//! What a control asks for.

use maud::{Markup, Render, html};

use super::element::element;
use super::options::{Attributes, text_or_html};

/// The words of a question, tied to its control.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Label {
    pub text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
    /// The id of the control. Components that hold a label set it themselves.
    pub r#for: String,
    /// Whether the label is also the heading of the page.
    pub is_page_heading: bool,
    pub classes: String,
    pub attributes: Attributes,
}

impl Label {
    /// A question in bold among others on a page.
    pub fn question(text: impl Into<String>) -> Self {
        Self {
            classes: "govuk-label--s".to_owned(),
            ..text.into().into()
        }
    }

    /// The only question of a page, which is its heading too.
    pub fn page_heading(text: impl Into<String>) -> Self {
        Self {
            classes: "govuk-label--l".to_owned(),
            is_page_heading: true,
            ..text.into().into()
        }
    }

    /// A label only for screen readers, where what stands around says it to the eye.
    pub fn hidden(text: impl Into<String>) -> Self {
        Self {
            classes: "govuk-visually-hidden".to_owned(),
            ..text.into().into()
        }
    }
}

impl Render for Label {
    fn render(&self) -> Markup {
        let content = text_or_html(&self.text, &self.html);
        if content.0.is_empty() {
            return content;
        }
        let label = element("label")
            .class("govuk-label")
            .class(&self.classes)
            .attributes(&self.attributes)
            .attr("for", &self.r#for)
            .holds(content);
        if self.is_page_heading {
            html! { h1.govuk-label-wrapper { (label) } }
        } else {
            label
        }
    }
}

impl<T: Into<String>> From<T> for Label {
    fn from(text: T) -> Self {
        Self {
            text: text.into(),
            ..Default::default()
        }
    }
}
