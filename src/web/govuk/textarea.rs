//! A long answer in several lines.

use maud::{Markup, Render, html};

use super::control::LabelledControl;
use super::element::element;
use super::options::{Attributes, FormGroup, or};
use super::{ErrorMessage, Hint, Label};

/// A text box of several lines.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Textarea {
    /// The same as `name` where nothing is given.
    pub id: String,
    pub name: String,
    pub spellcheck: Option<bool>,
    /// 5 where nothing is given.
    pub rows: Option<u32>,
    pub value: String,
    pub disabled: bool,
    pub described_by: String,
    pub label: Label,
    pub hint: Option<Hint>,
    pub error_message: Option<ErrorMessage>,
    pub form_group: FormGroup,
    pub classes: String,
    pub autocomplete: String,
    pub attributes: Attributes,
}

impl Render for Textarea {
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
            let textarea = element("textarea")
                .class("govuk-textarea")
                .class_if(self.error_message.is_some(), "govuk-textarea--error")
                .class(&self.classes)
                .attr("id", id)
                .attr("name", &self.name)
                .attr("rows", self.rows.unwrap_or(5).to_string())
                .attr_if_some("spellcheck", self.spellcheck)
                .flag("disabled", self.disabled)
                .attr("aria-describedby", described_by)
                .attr("autocomplete", &self.autocomplete)
                .attributes(&self.attributes)
                .holds(self.value_from_its_first_line());
            html! { (self.form_group.before_input) (textarea) (self.form_group.after_input) }
        })
    }
}

impl Textarea {
    /// A browser drops one line break right after the tag, so a text that begins with one gets another.
    fn value_from_its_first_line(&self) -> String {
        if self.value.starts_with(['\n', '\r']) {
            format!("\n{}", self.value)
        } else {
            self.value.clone()
        }
    }
}
