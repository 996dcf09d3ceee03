//! Choosing any number of things.

use maud::{Markup, Render, html};

use super::control::{ChoiceControl, ChoiceItem};
use super::element::element;
use super::options::{Attributes, Content, FormGroup, or};
use super::{ErrorMessage, Fieldset, Hint, Label};

/// A list of boxes to tick, each sent under the same name unless it has its own.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Checkboxes {
    pub described_by: String,
    pub fieldset: Option<Fieldset>,
    pub hint: Option<Hint>,
    pub error_message: Option<ErrorMessage>,
    pub form_group: FormGroup,
    /// What the ids begin with: the name where nothing is given. The first box has the bare prefix,
    /// so that an error summary can link to it.
    pub id_prefix: String,
    pub name: String,
    pub items: Vec<CheckboxesItem>,
    /// The values that are ticked.
    pub values: Vec<String>,
    pub classes: String,
    pub attributes: Attributes,
}

/// One box, or a divider such as "or".
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct CheckboxesItem {
    pub text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
    pub id: String,
    pub name: String,
    pub value: String,
    pub label: Label,
    pub hint: Option<Hint>,
    pub divider: String,
    /// Wins over the list's `values`.
    pub checked: Option<bool>,
    /// Shown only while the box is ticked, where scripts work.
    pub conditional: Content,
    /// `exclusive`: ticking it clears the others.
    pub behaviour: String,
    pub disabled: bool,
    pub attributes: Attributes,
}

impl CheckboxesItem {
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            text: text.into(),
            ..Default::default()
        }
    }
}

impl Render for Checkboxes {
    fn render(&self) -> Markup {
        let prefix = or(&self.id_prefix, &self.name);
        let control = ChoiceControl {
            id: prefix,
            fieldset: self.fieldset.as_ref(),
            fieldset_role: "",
            hint: self.hint.as_ref(),
            error: self.error_message.as_ref(),
            described_by: &self.described_by,
            form_group: &self.form_group,
        };
        control.render(|described_by| {
            // A fieldset says it once for all of its boxes.
            let described_by = if self.fieldset.is_none() {
                described_by
            } else {
                ""
            };
            element("div")
                .class("govuk-checkboxes")
                .class(&self.classes)
                .attributes(&self.attributes)
                .attr("data-module", "govuk-checkboxes")
                .holds(html! {
                    (self.form_group.before_input)
                    @for (index, item) in self.items.iter().enumerate() {
                        (self.item(item, prefix, index, described_by))
                    }
                    (self.form_group.after_input)
                })
        })
    }
}

impl Checkboxes {
    fn item(
        &self,
        item: &CheckboxesItem,
        prefix: &str,
        index: usize,
        described_by: &str,
    ) -> Markup {
        if !item.divider.is_empty() {
            return html! { div.govuk-checkboxes__divider { (item.divider) } };
        }
        ChoiceItem {
            kind: "checkbox",
            block: "govuk-checkboxes",
            id: if item.id.is_empty() {
                ChoiceItem::numbered(prefix, index)
            } else {
                item.id.clone()
            },
            name: or(&item.name, &self.name),
            value: &item.value,
            text: &item.text,
            html: &item.html,
            label: &item.label,
            hint: item.hint.as_ref(),
            checked: item
                .checked
                .unwrap_or_else(|| self.values.contains(&item.value)),
            disabled: item.disabled,
            conditional: &item.conditional,
            behaviour: &item.behaviour,
            described_by,
            attributes: &item.attributes,
        }
        .render()
    }
}
