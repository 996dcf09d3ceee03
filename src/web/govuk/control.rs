//! What surrounds a control: label or legend, hint, error, and who describes whom.
//!
//! Shared by the components that ask something. It has no counterpart in the Design System, whose
//! templates repeat these lines.

use maud::{Markup, Render, html};

use super::element::element;
use super::options::{Attributes, Content, FormGroup, joined, maybe, text_or_html};
use super::{ErrorMessage, Fieldset, Hint, Label};

/// One control with a label of its own.
pub(super) struct LabelledControl<'a> {
    pub id: &'a str,
    pub label: &'a Label,
    pub hint: Option<&'a Hint>,
    pub error: Option<&'a ErrorMessage>,
    pub described_by: &'a str,
    pub form_group: &'a FormGroup,
}

impl LabelledControl<'_> {
    /// The whole group; `control` is given the ids of what describes it.
    pub(super) fn render(&self, control: impl FnOnce(&str) -> Markup) -> Markup {
        let label = Label {
            r#for: self.id.to_owned(),
            ..self.label.clone()
        };
        let (hint, error, described_by) =
            descriptions(self.id, self.hint, self.error, self.described_by);
        let inner = html! { (label) (maybe(hint.as_ref())) (maybe(error.as_ref())) (control(&described_by)) };
        group(self.form_group, self.error.is_some(), &inner)
    }
}

/// Several controls under one question.
pub(super) struct ChoiceControl<'a> {
    pub id: &'a str,
    pub fieldset: Option<&'a Fieldset>,
    pub fieldset_role: &'a str,
    pub hint: Option<&'a Hint>,
    pub error: Option<&'a ErrorMessage>,
    pub described_by: &'a str,
    pub form_group: &'a FormGroup,
}

impl ChoiceControl<'_> {
    /// The whole group; `controls` is given the ids of what describes it.
    pub(super) fn render(&self, controls: impl FnOnce(&str) -> Markup) -> Markup {
        let own = self
            .fieldset
            .map(|fieldset| fieldset.described_by.as_str())
            .filter(|ids| !ids.is_empty());
        let (hint, error, described_by) = descriptions(
            self.id,
            self.hint,
            self.error,
            own.unwrap_or(self.described_by),
        );
        let inner =
            html! { (maybe(hint.as_ref())) (maybe(error.as_ref())) (controls(&described_by)) };
        let inner = match self.fieldset {
            None => inner,
            Some(fieldset) => Fieldset {
                described_by,
                role: self.fieldset_role.to_owned(),
                html: inner,
                ..fieldset.clone()
            }
            .render(),
        };
        group(self.form_group, self.error.is_some(), &inner)
    }
}

/// Hint and error with their ids, and every id that describes the control.
fn descriptions(
    id: &str,
    hint: Option<&Hint>,
    error: Option<&ErrorMessage>,
    described_by: &str,
) -> (Option<Hint>, Option<ErrorMessage>, String) {
    let mut ids = described_by.to_owned();
    let hint = hint.map(|hint| Hint {
        id: format!("{id}-hint"),
        ..hint.clone()
    });
    if let Some(hint) = &hint {
        ids = joined(&ids, &hint.id);
    }
    let error = error.map(|error| ErrorMessage {
        id: format!("{id}-error"),
        ..error.clone()
    });
    if let Some(error) = &error {
        ids = joined(&ids, &error.id);
    }
    (hint, error, ids)
}

fn group(form_group: &FormGroup, has_error: bool, inner: &Markup) -> Markup {
    element("div")
        .class("govuk-form-group")
        .class_if(has_error, "govuk-form-group--error")
        .class(&form_group.classes)
        .attributes(&form_group.attributes)
        .holds(inner)
}

/// One checkbox or radio button with its label.
pub(super) struct ChoiceItem<'a> {
    pub kind: &'a str,
    pub block: &'a str,
    pub id: String,
    pub name: &'a str,
    pub value: &'a str,
    pub text: &'a str,
    pub html: &'a Markup,
    pub label: &'a Label,
    pub hint: Option<&'a Hint>,
    pub checked: bool,
    pub disabled: bool,
    pub conditional: &'a Content,
    pub behaviour: &'a str,
    pub described_by: &'a str,
    pub attributes: &'a Attributes,
}

impl ChoiceItem<'_> {
    /// The id of the item at a place in the list: the first has no number.
    pub(super) fn numbered(prefix: &str, index: usize) -> String {
        if index == 0 {
            prefix.to_owned()
        } else {
            format!("{prefix}-{}", index + 1)
        }
    }

    pub(super) fn render(&self) -> Markup {
        let block = self.block;
        let conditional_id = format!("conditional-{}", self.id);
        let has_conditional = !self.conditional.is_empty();
        let hint = self.hint.filter(|hint| !hint.is_empty()).map(|hint| Hint {
            id: format!("{}-item-hint", self.id),
            classes: joined(&format!("{block}__hint"), &hint.classes),
            ..hint.clone()
        });
        let label = Label {
            text: String::new(),
            html: text_or_html(self.text, self.html),
            classes: joined(&format!("{block}__label"), &self.label.classes),
            attributes: self.label.attributes.clone(),
            r#for: self.id.clone(),
            is_page_heading: false,
        };
        let input = element("input")
            .class(&format!("{block}__input"))
            .attr("id", &self.id)
            .attr("name", self.name)
            .attr("type", self.kind)
            .attr_even_empty("value", self.value)
            .flag("checked", self.checked)
            .flag("disabled", self.disabled)
            .attr(
                "data-aria-controls",
                if has_conditional { &conditional_id } else { "" },
            )
            .attr("data-behaviour", self.behaviour)
            .attr(
                "aria-describedby",
                joined(self.described_by, hint.as_ref().map_or("", |hint| &hint.id)),
            )
            .attributes(self.attributes)
            .void();
        let conditional = element("div")
            .class(&format!("{block}__conditional"))
            .class_if(!self.checked, &format!("{block}__conditional--hidden"))
            .attr("id", &conditional_id);
        html! {
            (element("div").class(&format!("{block}__item")).holds(html! { (input) (label) (maybe(hint.as_ref())) }))
            @if has_conditional { (conditional.holds(self.conditional)) }
        }
    }
}
