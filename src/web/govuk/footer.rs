//! The end of every page.
//!
//! The Design System's footer carries the royal arms, the crown and Crown copyright. Those are not
//! ours to show, so neither they nor their options are here; the structure is the same.

use maud::{Markup, Render, html};

use super::element::element;
use super::options::{Attributes, Content, maybe, or, text_or_html};

/// Links, and under what licence the content stands.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Footer {
    pub meta: Option<FooterMeta>,
    pub navigation: Vec<FooterNavigation>,
    /// Nothing is shown where nothing is given.
    pub content_licence: Option<Content>,
    pub container_classes: String,
    pub classes: String,
    pub attributes: Attributes,
}

/// The small print: a line of links and a sentence.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct FooterMeta {
    /// The heading for screen readers: "Support links" where nothing is given.
    pub visually_hidden_title: String,
    pub text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
    pub items: Vec<FooterLink>,
}

/// A column of links under a heading.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct FooterNavigation {
    pub title: String,
    pub columns: Option<u8>,
    /// Of the grid, such as `one-third`: `full` where nothing is given.
    pub width: String,
    pub items: Vec<FooterLink>,
}

#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct FooterLink {
    pub text: String,
    pub href: String,
    pub attributes: Attributes,
}

impl FooterLink {
    pub fn new(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            href: href.into(),
            ..Default::default()
        }
    }
}

impl Render for Footer {
    fn render(&self) -> Markup {
        let licence = self.content_licence.as_ref();
        element("div").class("govuk-footer").class(&self.classes).attributes(&self.attributes).holds(
            element("div").class("govuk-width-container").class(&self.container_classes).holds(html! {
                @if !self.navigation.is_empty() {
                    div.govuk-footer__navigation { @for column in &self.navigation { (column) } }
                    hr.govuk-footer__section-break;
                }
                div.govuk-footer__meta {
                    div class="govuk-footer__meta-item govuk-footer__meta-item--grow" {
                        (maybe(self.meta.as_ref()))
                        @if let Some(licence) = licence {
                            span.govuk-footer__licence-description { (licence) }
                        }
                    }
                }
            }),
        )
    }
}

impl Render for FooterMeta {
    fn render(&self) -> Markup {
        let sentence = text_or_html(&self.text, &self.html);
        html! {
            h2.govuk-visually-hidden { (or(&self.visually_hidden_title, "Support links")) }
            @if !self.items.is_empty() {
                ul.govuk-footer__inline-list {
                    @for item in &self.items { li.govuk-footer__inline-list-item { (item) } }
                }
            }
            @if !sentence.0.is_empty() { div.govuk-footer__meta-custom { (sentence) } }
        }
    }
}

impl Render for FooterNavigation {
    fn render(&self) -> Markup {
        let columns = self
            .columns
            .map(|n| format!("govuk-footer__list--columns-{n}"))
            .unwrap_or_default();
        let links = self
            .items
            .iter()
            .filter(|item| !item.href.is_empty() && !item.text.is_empty());
        let list = element("ul")
            .class("govuk-footer__list")
            .class(&columns)
            .holds(html! {
                @for item in links { li.govuk-footer__list-item { (item) } }
            });
        let width = format!("govuk-grid-column-{}", or(&self.width, "full"));
        element("div")
            .class("govuk-footer__section")
            .class(&width)
            .holds(html! {
                h2 class="govuk-footer__heading govuk-heading-m" { (self.title) }
                @if !self.items.is_empty() { (list) }
            })
    }
}

impl Render for FooterLink {
    fn render(&self) -> Markup {
        element("a")
            .class("govuk-footer__link")
            .attr("href", &self.href)
            .attributes(&self.attributes)
            .holds(&self.text)
    }
}
