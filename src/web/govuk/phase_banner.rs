//! A line under the header: this is a demonstration, or not finished yet.

use maud::{Markup, Render, html};

use super::Tag;
use super::element::element;
use super::options::{Attributes, joined, text_or_html};

/// A word in a tag and a sentence.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct PhaseBanner {
    pub tag: Tag,
    pub text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
    pub classes: String,
    pub attributes: Attributes,
}

impl Render for PhaseBanner {
    fn render(&self) -> Markup {
        let tag = Tag {
            classes: joined("govuk-phase-banner__content__tag", &self.tag.classes),
            attributes: Attributes::default(),
            ..self.tag.clone()
        };
        element("div")
            .class("govuk-phase-banner govuk-width-container")
            .class(&self.classes)
            .attributes(&self.attributes)
            .holds(html! {
                p.govuk-phase-banner__content {
                    (tag) " " span.govuk-phase-banner__text { (text_or_html(&self.text, &self.html)) }
                }
            })
    }
}
