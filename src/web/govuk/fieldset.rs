//! Controls that belong together, under one question.

use maud::{Markup, Render, html};

use super::element::element;
use super::options::{Attributes, text_or_html};

/// A group of controls with its legend.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Fieldset {
    pub described_by: String,
    pub legend: Legend,
    pub classes: String,
    pub role: String,
    pub attributes: Attributes,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
}

/// The question that a group answers.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Legend {
    pub text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
    pub classes: String,
    /// Whether the legend is also the heading of the page.
    pub is_page_heading: bool,
}

impl Fieldset {
    /// A question in bold among others on a page.
    pub fn question(legend: impl Into<String>) -> Self {
        Self::legend(legend, "govuk-fieldset__legend--s", false)
    }

    /// The only question of a page, which is its heading too.
    pub fn page_heading(legend: impl Into<String>) -> Self {
        Self::legend(legend, "govuk-fieldset__legend--l", true)
    }

    fn legend(text: impl Into<String>, classes: &str, is_page_heading: bool) -> Self {
        let legend = Legend {
            text: text.into(),
            classes: classes.to_owned(),
            is_page_heading,
            ..Default::default()
        };
        Self {
            legend,
            ..Default::default()
        }
    }
}

impl Render for Fieldset {
    fn render(&self) -> Markup {
        element("fieldset")
            .class("govuk-fieldset")
            .class(&self.classes)
            .attr("role", &self.role)
            .attr("aria-describedby", &self.described_by)
            .attributes(&self.attributes)
            .holds(html! { (self.legend) (self.html) })
    }
}

impl Render for Legend {
    fn render(&self) -> Markup {
        let content = text_or_html(&self.text, &self.html);
        if content.0.is_empty() {
            return content;
        }
        element("legend").class("govuk-fieldset__legend").class(&self.classes).holds(html! {
            @if self.is_page_heading { h1.govuk-fieldset__heading { (content) } } @else { (content) }
        })
    }
}
