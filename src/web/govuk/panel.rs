//! The end of a journey: it worked, and this is your reference.

use maud::{Markup, Render, html};

use super::Button;
use super::element::element;
use super::notification_banner::heading;
use super::options::{Attributes, joined, maybe, text_or_html};

/// A confirmation, or with `govuk-panel--interruption` a page that makes somebody pause.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Panel {
    pub title_text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub title_html: Markup,
    /// 1 where nothing is given.
    pub heading_level: Option<u8>,
    pub text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
    /// Only for an interruption.
    pub actions: Option<PanelActions>,
    pub classes: String,
    pub attributes: Attributes,
}

#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct PanelActions {
    pub items: Vec<PanelAction>,
    pub classes: String,
    pub attributes: Attributes,
}

/// A button, or without `kind` and with `href` a link.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct PanelAction {
    pub text: String,
    #[cfg_attr(test, serde(rename = "type"))]
    pub kind: String,
    pub href: String,
    pub classes: String,
    pub attributes: Attributes,
}

impl Render for Panel {
    fn render(&self) -> Markup {
        let interruption = self.classes.contains("govuk-panel--interruption");
        let body = text_or_html(&self.text, &self.html);
        element("div")
            .class("govuk-panel")
            .class_if(!interruption, "govuk-panel--confirmation")
            .class(&self.classes)
            .attributes(&self.attributes)
            .holds(html! {
                (heading(self.heading_level.unwrap_or(1))
                    .class("govuk-panel__title")
                    .holds(text_or_html(&self.title_text, &self.title_html)))
                @if !body.0.is_empty() { div.govuk-panel__body { (body) } }
                @if interruption { (maybe(self.actions.as_ref())) }
            })
    }
}

impl Render for PanelActions {
    fn render(&self) -> Markup {
        element("div")
            .class("govuk-panel__actions")
            .class(&self.classes)
            .attributes(&self.attributes)
            .holds(html! {
                @if !self.items.is_empty() {
                    div.govuk-button-group { @for action in &self.items { (action) " " } }
                }
            })
    }
}

impl Render for PanelAction {
    fn render(&self) -> Markup {
        if self.href.is_empty() || self.kind == "button" {
            let kind = if self.kind.is_empty() {
                "button".to_owned()
            } else {
                self.kind.clone()
            };
            return Button {
                text: self.text.clone(),
                kind,
                classes: joined("govuk-button--inverse", &self.classes),
                href: self.href.clone(),
                attributes: self.attributes.clone(),
                ..Default::default()
            }
            .render();
        }
        element("a")
            .class("govuk-link govuk-link--inverse")
            .class(&self.classes)
            .attr("href", &self.href)
            .attributes(&self.attributes)
            .holds(&self.text)
    }
}
