//! Choosing one of several things.

use maud::{Markup, Render, html};

use super::control::{ChoiceControl, ChoiceItem};
use super::element::element;
use super::options::{Attributes, Content, FormGroup, or};
use super::{ErrorMessage, Fieldset, Hint, Label};

/// A list of which one can be picked.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Radios {
    pub fieldset: Option<Fieldset>,
    pub hint: Option<Hint>,
    pub error_message: Option<ErrorMessage>,
    pub form_group: FormGroup,
    /// What the ids begin with: the name where nothing is given. The first item has the bare prefix,
    /// so that an error summary can link to it.
    pub id_prefix: String,
    pub name: String,
    pub items: Vec<RadiosItem>,
    /// The value that is picked.
    pub value: String,
    pub classes: String,
    pub attributes: Attributes,
}

/// One choice, or a divider such as "or".
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct RadiosItem {
    pub text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
    pub id: String,
    pub value: String,
    pub label: Label,
    pub hint: Option<Hint>,
    pub divider: String,
    /// Wins over the list's `value`.
    pub checked: Option<bool>,
    /// Shown only while this is picked, where scripts work.
    pub conditional: Content,
    pub disabled: bool,
    pub attributes: Attributes,
}

impl RadiosItem {
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            text: text.into(),
            ..Default::default()
        }
    }
}

impl Render for Radios {
    fn render(&self) -> Markup {
        let prefix = or(&self.id_prefix, &self.name);
        let control = ChoiceControl {
            id: prefix,
            fieldset: self.fieldset.as_ref(),
            fieldset_role: "",
            hint: self.hint.as_ref(),
            error: self.error_message.as_ref(),
            described_by: "",
            form_group: &self.form_group,
        };
        control.render(|_| {
            element("div")
                .class("govuk-radios")
                .class(&self.classes)
                .attributes(&self.attributes)
                .attr("data-module", "govuk-radios")
                .holds(html! {
                    (self.form_group.before_input)
                    @for (index, item) in self.items.iter().enumerate() { (self.item(item, prefix, index)) }
                    (self.form_group.after_input)
                })
        })
    }
}

impl Radios {
    fn item(&self, item: &RadiosItem, prefix: &str, index: usize) -> Markup {
        if !item.divider.is_empty() {
            return html! { div.govuk-radios__divider { (item.divider) } };
        }
        let picked = !self.value.is_empty() && self.value == item.value;
        ChoiceItem {
            kind: "radio",
            block: "govuk-radios",
            id: if item.id.is_empty() {
                ChoiceItem::numbered(prefix, index)
            } else {
                item.id.clone()
            },
            name: &self.name,
            value: &item.value,
            text: &item.text,
            html: &item.html,
            label: &item.label,
            hint: item.hint.as_ref(),
            checked: item.checked.unwrap_or(picked),
            disabled: item.disabled,
            conditional: &item.conditional,
            behaviour: "",
            described_by: "",
            attributes: &item.attributes,
        }
        .render()
    }
}
