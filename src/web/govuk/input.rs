//! A short answer in one line.

use maud::{Markup, Render, html};

use super::control::LabelledControl;
use super::element::element;
use super::options::{Attributes, Content, FormGroup, or, text_or_html};
use super::{ErrorMessage, Hint, Label};

/// A text box.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Input {
    /// The same as `name` where nothing is given.
    pub id: String,
    pub name: String,
    /// `text` where nothing is given.
    #[cfg_attr(test, serde(rename = "type"))]
    pub kind: String,
    /// The keyboard a telephone shows, such as `numeric`.
    pub inputmode: String,
    pub value: String,
    pub disabled: bool,
    pub described_by: String,
    pub label: Label,
    pub hint: Option<Hint>,
    pub error_message: Option<ErrorMessage>,
    pub prefix: Affix,
    pub suffix: Affix,
    pub form_group: FormGroup,
    pub classes: String,
    pub autocomplete: String,
    pub pattern: String,
    pub spellcheck: Option<bool>,
    pub autocapitalize: String,
    pub input_wrapper: InputWrapper,
    pub attributes: Attributes,
}

/// A unit or sign beside the box. A screen reader does not say it, so the label must.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Affix {
    pub text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
    pub classes: String,
    pub attributes: Attributes,
}

/// The box around prefix, control and suffix.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct InputWrapper {
    pub classes: String,
    pub attributes: Attributes,
}

impl Render for Input {
    fn render(&self) -> Markup {
        let id = or(&self.id, &self.name);
        let control = LabelledControl {
            id,
            label: &self.label,
            hint: self.hint.as_ref(),
            error: self.error_message.as_ref(),
            described_by: &self.described_by,
            form_group: &self.form_group,
        };
        control.render(|described_by| self.wrapped(&self.control(id, described_by)))
    }
}

impl Input {
    fn control(&self, id: &str, described_by: &str) -> Markup {
        element("input")
            .class("govuk-input")
            .class(&self.classes)
            .class_if(self.error_message.is_some(), "govuk-input--error")
            .attr_even_empty("id", id)
            .attr_even_empty("name", &self.name)
            .attr("type", or(&self.kind, "text"))
            .attr_if_some("spellcheck", self.spellcheck)
            .attr("value", &self.value)
            .flag("disabled", self.disabled)
            .attr("aria-describedby", described_by)
            .attr("autocomplete", &self.autocomplete)
            .attr("autocapitalize", &self.autocapitalize)
            .attr("pattern", &self.pattern)
            .attr("inputmode", &self.inputmode)
            .attributes(&self.attributes)
            .void()
    }

    fn wrapped(&self, control: &Markup) -> Markup {
        let [before, after]: [&Content; 2] =
            [&self.form_group.before_input, &self.form_group.after_input];
        let alone = before.is_empty()
            && after.is_empty()
            && self.prefix.is_empty()
            && self.suffix.is_empty();
        if alone {
            return control.clone();
        }
        element("div")
            .class("govuk-input__wrapper")
            .class(&self.input_wrapper.classes)
            .attributes(&self.input_wrapper.attributes)
            .holds(html! {
                (before) (self.prefix.named("govuk-input__prefix"))
                (control)
                (self.suffix.named("govuk-input__suffix")) (after)
            })
    }
}

impl Affix {
    fn is_empty(&self) -> bool {
        self.text.is_empty() && self.html.0.is_empty()
    }

    fn named(&self, class: &str) -> Markup {
        if self.is_empty() {
            return Markup::default();
        }
        element("div")
            .class(class)
            .class(&self.classes)
            .attr("aria-hidden", "true")
            .attributes(&self.attributes)
            .holds(text_or_html(&self.text, &self.html))
    }
}

impl From<&str> for Affix {
    fn from(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Default::default()
        }
    }
}
