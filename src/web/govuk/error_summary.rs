//! Everything that is wrong with a form, on top of the page.

use maud::{Markup, Render, html};

use super::element::element;
use super::options::{Attributes, text_or_html};

/// The list of mistakes, each linked to its field.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct ErrorSummary {
    pub title_text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub title_html: Markup,
    pub description_text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub description_html: Markup,
    pub error_list: Vec<ErrorSummaryItem>,
    pub disable_auto_focus: Option<bool>,
    pub classes: String,
    pub attributes: Attributes,
}

/// One mistake, with the address of its field, such as `#name`.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct ErrorSummaryItem {
    pub href: String,
    pub text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
    pub attributes: Attributes,
}

impl ErrorSummary {
    /// Mistakes as (id of the field, what to do). An empty id gives a line without a link.
    pub fn of<'a>(mistakes: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let error_list = mistakes.into_iter().map(|(field, text)| ErrorSummaryItem {
            href: if field.is_empty() {
                String::new()
            } else {
                format!("#{field}")
            },
            text: text.to_owned(),
            ..Default::default()
        });
        Self {
            title_text: "There is a problem".to_owned(),
            error_list: error_list.collect(),
            ..Default::default()
        }
    }
}

impl Render for ErrorSummary {
    fn render(&self) -> Markup {
        let description = text_or_html(&self.description_text, &self.description_html);
        element("div")
            .class("govuk-error-summary")
            .class(&self.classes)
            .attr_if_some("data-disable-auto-focus", self.disable_auto_focus)
            .attributes(&self.attributes)
            .attr("data-module", "govuk-error-summary")
            .holds(html! {
                div role="alert" {
                    h2.govuk-error-summary__title { (text_or_html(&self.title_text, &self.title_html)) }
                    div.govuk-error-summary__body {
                        @if !description.0.is_empty() { p { (description) } }
                        @if !self.error_list.is_empty() {
                            ul class="govuk-list govuk-error-summary__list" {
                                @for item in &self.error_list { li { (item) } }
                            }
                        }
                    }
                }
            })
    }
}

impl Render for ErrorSummaryItem {
    fn render(&self) -> Markup {
        let content = text_or_html(&self.text, &self.html);
        if self.href.is_empty() {
            return content;
        }
        element("a")
            .attr("href", &self.href)
            .attributes(&self.attributes)
            .holds(content)
    }
}
