//! A text that opens when its line is chosen.

use maud::{Markup, Render, html};

use super::element::element;
use super::options::{Attributes, text_or_html};

/// Help that only some people need.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Details {
    pub summary_text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub summary_html: Markup,
    pub text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
    pub id: String,
    pub open: bool,
    pub classes: String,
    pub attributes: Attributes,
}

impl Details {
    pub fn new(summary: impl Into<String>, html: Markup) -> Self {
        Self {
            summary_text: summary.into(),
            html,
            ..Default::default()
        }
    }
}

impl Render for Details {
    fn render(&self) -> Markup {
        element("details")
            .attr("id", &self.id)
            .class("govuk-details")
            .class(&self.classes)
            .attributes(&self.attributes)
            .flag("open", self.open)
            .holds(html! {
                summary.govuk-details__summary {
                    span.govuk-details__summary-text { (text_or_html(&self.summary_text, &self.summary_html)) }
                }
                div.govuk-details__text { (text_or_html(&self.text, &self.html)) }
            })
    }
}
