//! Choosing one of many from a list that opens.

use maud::{Markup, Render, html};

use super::control::LabelledControl;
use super::element::element;
use super::options::{Attributes, FormGroup, or};
use super::{ErrorMessage, Hint, Label};

/// A list that opens. Radio buttons are easier where there are few choices.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Select {
    /// The same as `name` where nothing is given.
    pub id: String,
    pub name: String,
    pub items: Vec<SelectItem>,
    /// The value that is picked.
    pub value: String,
    pub disabled: bool,
    pub described_by: String,
    pub label: Label,
    pub hint: Option<Hint>,
    pub error_message: Option<ErrorMessage>,
    pub form_group: FormGroup,
    pub classes: String,
    pub attributes: Attributes,
}

/// One choice. Without a value, its text is sent.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct SelectItem {
    pub value: Option<String>,
    pub text: String,
    /// Wins over the list's `value`.
    pub selected: Option<bool>,
    pub disabled: bool,
    pub attributes: Attributes,
}

impl SelectItem {
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            value: Some(value.into()),
            text: text.into(),
            ..Default::default()
        }
    }
}

impl Render for Select {
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
        control.render(|described_by| {
            let select = element("select")
                .class("govuk-select")
                .class(&self.classes)
                .class_if(self.error_message.is_some(), "govuk-select--error")
                .attr("id", id)
                .attr("name", &self.name)
                .flag("disabled", self.disabled)
                .attr("aria-describedby", described_by)
                .attributes(&self.attributes)
                .holds(html! { @for item in &self.items { (item.picked_by(&self.value)) } });
            html! { (self.form_group.before_input) (select) (self.form_group.after_input) }
        })
    }
}

impl SelectItem {
    fn picked_by(&self, value: &str) -> Markup {
        let own = self.value.as_deref().unwrap_or(&self.text);
        let picked = self.selected.unwrap_or(!value.is_empty() && own == value);
        element("option")
            .attr_if_some("value", self.value.as_ref())
            .flag("selected", picked)
            .flag("disabled", self.disabled)
            .attributes(&self.attributes)
            .holds(&self.text)
    }
}
