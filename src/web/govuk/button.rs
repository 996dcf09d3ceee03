//! A button, or a link that looks like one.

use maud::{Markup, PreEscaped, Render, html};

use super::element::element;
use super::options::{Attributes, or, text_or_html};

/// A button that sends a form; with `href`, a link in its shape.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Button {
    pub text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
    pub name: String,
    /// `submit` where nothing is given.
    #[cfg_attr(test, serde(rename = "type"))]
    pub kind: String,
    pub value: String,
    pub disabled: bool,
    pub href: String,
    /// Ignores a second click within a second.
    pub prevent_double_click: Option<bool>,
    pub is_start_button: bool,
    pub id: String,
    pub classes: String,
    pub attributes: Attributes,
}

impl Button {
    /// Sends the form; a second click within a second is ignored.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            prevent_double_click: Some(true),
            ..Default::default()
        }
    }

    /// A less important button, in grey.
    pub fn secondary(text: impl Into<String>) -> Self {
        Self {
            classes: "govuk-button--secondary".to_owned(),
            ..Self::new(text)
        }
    }

    /// A button that does what cannot be undone, in red.
    pub fn warning(text: impl Into<String>) -> Self {
        Self {
            classes: "govuk-button--warning".to_owned(),
            ..Self::new(text)
        }
    }

    /// A link in the shape of a button.
    pub fn link(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            href: href.into(),
            ..Default::default()
        }
    }

    /// A link to the first page of a journey, with an arrow.
    pub fn start(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            is_start_button: true,
            ..Self::link(text, href)
        }
    }
}

impl Render for Button {
    fn render(&self) -> Markup {
        let shape = if self.href.is_empty() {
            element("button")
                .attr("type", or(&self.kind, "submit"))
                .attr("value", &self.value)
                .attr("name", &self.name)
                .flag("disabled", self.disabled)
                .attr("aria-disabled", if self.disabled { "true" } else { "" })
                .attr_if_some("data-prevent-double-click", self.prevent_double_click)
        } else {
            element("a")
                .attr("href", &self.href)
                .attr("role", "button")
                .attr("draggable", "false")
        };
        shape
            .class("govuk-button")
            .class(&self.classes)
            .class_if(self.is_start_button, "govuk-button--start")
            .attr("data-module", "govuk-button")
            .attributes(&self.attributes)
            .attr("id", &self.id)
            .holds(self.content())
    }
}

impl Button {
    fn content(&self) -> Markup {
        let words = text_or_html(&self.text, &self.html);
        if !self.is_start_button {
            return words;
        }
        html! {
            @if self.html.0.is_empty() { (words) } @else { span { (words) } }
            (PreEscaped(START_ICON))
        }
    }
}

const START_ICON: &str = r#"<svg class="govuk-button__start-icon" xmlns="http://www.w3.org/2000/svg" width="17.5" height="19" viewBox="0 0 33 40" aria-hidden="true" focusable="false"><path fill="currentColor" d="M0 0h13l20 20-20 20H0l20-20z"/></svg>"#;
