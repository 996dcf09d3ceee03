//! Sending files, such as photos of a place.

use std::collections::BTreeMap;

use maud::{Markup, Render, html};

use super::character_count::{translated, translated_plural};
use super::control::LabelledControl;
use super::element::element;
use super::options::{Attributes, FormGroup, or};
use super::{ErrorMessage, Hint, Label};

/// Choosing one or more files.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct FileUpload {
    pub name: String,
    pub id: String,
    /// The browser ignores it, for safety; kept because the Design System has it.
    pub value: String,
    pub disabled: bool,
    pub multiple: bool,
    pub described_by: String,
    pub label: Label,
    pub hint: Option<Hint>,
    pub error_message: Option<ErrorMessage>,
    pub form_group: FormGroup,
    /// Offers a place to drop files, where scripts work.
    pub javascript: bool,
    pub wrapper_classes: String,
    pub wrapper_attributes: Attributes,
    pub choose_files_button_text: String,
    pub drop_instruction_text: String,
    pub multiple_files_chosen_text: BTreeMap<String, String>,
    pub no_file_chosen_text: String,
    pub entered_drop_zone_text: String,
    pub left_drop_zone_text: String,
    pub classes: String,
    pub attributes: Attributes,
}

impl Render for FileUpload {
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
            let input = element("input")
                .class("govuk-file-upload")
                .class(&self.classes)
                .class_if(self.error_message.is_some(), "govuk-file-upload--error")
                .attr("id", id)
                .attr("name", &self.name)
                .attr("type", "file")
                .flag("disabled", self.disabled)
                .flag("multiple", self.multiple)
                .attr("aria-describedby", described_by)
                .attributes(&self.attributes)
                .void();
            html! {
                (self.form_group.before_input)
                @if self.javascript { (self.wrapper(&input)) } @else { (input) }
                (self.form_group.after_input)
            }
        })
    }
}

impl FileUpload {
    fn wrapper(&self, input: &Markup) -> Markup {
        let mut texts = Attributes::default();
        texts = translated(texts, "choose-files-button", &self.choose_files_button_text);
        texts = translated(texts, "no-file-chosen", &self.no_file_chosen_text);
        texts = translated_plural(
            texts,
            "multiple-files-chosen",
            &self.multiple_files_chosen_text,
        );
        texts = translated(texts, "drop-instruction", &self.drop_instruction_text);
        texts = translated(texts, "entered-drop-zone", &self.entered_drop_zone_text);
        texts = translated(texts, "left-drop-zone", &self.left_drop_zone_text);
        element("div")
            .class("govuk-file-upload-wrapper")
            .class(&self.wrapper_classes)
            .attr("data-module", "govuk-file-upload")
            .attributes(&texts)
            .attributes(&self.wrapper_attributes)
            .holds(input)
    }
}
