//! A password, which can be shown while it is typed.

use maud::{Markup, Render, html};

use super::character_count::translated;
use super::input::InputWrapper;
use super::options::{Attributes, Content, FormGroup, joined, or};
use super::{Button, ErrorMessage, Hint, Input, Label};

/// A box for a password, with a button that shows it where scripts work.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct PasswordInput {
    /// The same as `name` where nothing is given.
    pub id: String,
    pub name: String,
    pub value: String,
    pub disabled: bool,
    pub described_by: String,
    pub label: Label,
    pub hint: Option<Hint>,
    pub error_message: Option<ErrorMessage>,
    pub form_group: FormGroup,
    pub classes: String,
    /// `current-password` where nothing is given.
    pub autocomplete: String,
    pub attributes: Attributes,
    pub show_password_text: String,
    pub hide_password_text: String,
    pub show_password_aria_label_text: String,
    pub hide_password_aria_label_text: String,
    pub password_shown_announcement_text: String,
    pub password_hidden_announcement_text: String,
    pub button: Content,
}

impl PasswordInput {
    fn group_attributes(&self) -> Attributes {
        let mut all = Attributes::default().with("data-module", "govuk-password-input");
        all = translated(all, "show-password", &self.show_password_text);
        all = translated(all, "hide-password", &self.hide_password_text);
        all = translated(
            all,
            "show-password-aria-label",
            &self.show_password_aria_label_text,
        );
        all = translated(
            all,
            "hide-password-aria-label",
            &self.hide_password_aria_label_text,
        );
        all = translated(
            all,
            "password-shown-announcement",
            &self.password_shown_announcement_text,
        );
        all = translated(
            all,
            "password-hidden-announcement",
            &self.password_hidden_announcement_text,
        );
        all.and(&self.form_group.attributes)
    }

    fn toggle(&self, id: &str) -> Button {
        let classes =
            "govuk-button--secondary govuk-password-input__toggle govuk-js-password-input-toggle";
        Button {
            kind: "button".to_owned(),
            classes: joined(classes, &self.button.classes),
            text: or(&self.show_password_text, "Show").to_owned(),
            attributes: Attributes::default()
                .with("aria-controls", id)
                .with(
                    "aria-label",
                    or(&self.show_password_aria_label_text, "Show password"),
                )
                .flag("hidden"),
            ..Default::default()
        }
    }
}

impl Render for PasswordInput {
    fn render(&self) -> Markup {
        let id = or(&self.id, &self.name);
        Input {
            form_group: FormGroup {
                classes: joined("govuk-password-input", &self.form_group.classes),
                attributes: self.group_attributes(),
                before_input: self.form_group.before_input.clone(),
                after_input: html! { (self.toggle(id)) (self.form_group.after_input) }.into(),
            },
            input_wrapper: InputWrapper {
                classes: "govuk-password-input__wrapper".to_owned(),
                ..Default::default()
            },
            label: self.label.clone(),
            hint: self.hint.clone(),
            classes: joined(
                "govuk-password-input__input govuk-js-password-input-input",
                &self.classes,
            ),
            error_message: self.error_message.clone(),
            id: id.to_owned(),
            name: self.name.clone(),
            kind: "password".to_owned(),
            spellcheck: Some(false),
            autocapitalize: "none".to_owned(),
            autocomplete: or(&self.autocomplete, "current-password").to_owned(),
            value: self.value.clone(),
            disabled: self.disabled,
            described_by: self.described_by.clone(),
            attributes: self.attributes.clone(),
            ..Default::default()
        }
        .render()
    }
}
