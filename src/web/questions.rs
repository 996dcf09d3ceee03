//! Questions of a form: a component, what was typed into it before, and what is wrong with that.
//!
//! The id of a field is its name, so that the error summary can link to it. Start at [`Questions`].

use crate::domain::mistakes::Mistakes;
use crate::web::govuk::{
    CharacterCount, DateInput, ErrorMessage, Fieldset, FormGroup, Hint, Input, Label,
    NotificationBanner, Radios, RadiosItem,
};
use maud::{Markup, Render, html};
use std::collections::BTreeMap;

/// A form as it is shown: with what was typed and what is wrong.
pub struct Questions<'a> {
    typed: Box<dyn Fn(&str) -> String + Send + 'a>,
    mistakes: &'a Mistakes,
}

impl<'a> Questions<'a> {
    /// A form with what `typed` says for the name of a field.
    pub fn new(
        typed: impl Fn(&str) -> String + Send + 'a,
        mistakes: &'a Mistakes,
    ) -> Questions<'a> {
        Questions {
            typed: Box::new(typed),
            mistakes,
        }
    }

    /// What was typed into a field.
    pub fn value(&self, name: &str) -> String {
        (self.typed)(name)
    }

    /// What is wrong with a field.
    pub fn error(&self, name: &str) -> Option<ErrorMessage> {
        self.mistakes.at(name).map(ErrorMessage::from)
    }

    /// One line.
    pub fn line(&self, name: &str, label: &str, hint: &str) -> Input {
        Input {
            id: name.into(),
            name: name.into(),
            value: self.value(name),
            label: Label::question(label),
            hint: some_hint(hint),
            error_message: self.error(name),
            ..Default::default()
        }
    }

    /// One line for a short thing: `width` is a number of signs, such as 4, 10 or 20.
    pub fn short(&self, name: &str, label: &str, hint: &str, width: u8) -> Input {
        Input {
            classes: format!("govuk-input--width-{width}"),
            ..self.line(name, label, hint)
        }
    }

    /// A whole number.
    pub fn number(&self, name: &str, label: &str, hint: &str, suffix: &str) -> Input {
        Input {
            inputmode: "numeric".into(),
            spellcheck: Some(false),
            suffix: suffix.into(),
            ..self.short(name, label, hint, 5)
        }
    }

    /// Several lines with a limit of characters.
    pub fn words(&self, name: &str, label: &str, hint: &str, most: usize) -> CharacterCount {
        CharacterCount {
            id: name.into(),
            name: name.into(),
            value: self.value(name),
            maxlength: u32::try_from(most).ok(),
            threshold: Some(75),
            rows: Some(if most > 1000 { 6 } else { 3 }),
            label: Label::question(label),
            hint: some_hint(hint),
            error_message: self.error(name),
            ..Default::default()
        }
    }

    /// One of several choices.
    pub fn choice(
        &self,
        name: &str,
        legend: &str,
        hint: &str,
        items: impl IntoIterator<Item = RadiosItem>,
    ) -> Radios {
        Radios {
            name: name.into(),
            fieldset: Some(Fieldset::question(legend)),
            hint: some_hint(hint),
            error_message: self.error(name),
            items: items.into_iter().collect(),
            value: self.value(name),
            ..Default::default()
        }
    }

    /// A day, in three boxes called `name-day`, `name-month` and `name-year`.
    pub fn day(&self, name: &str, legend: &str, hint: &str) -> DateInput {
        let values: BTreeMap<String, String> = ["day", "month", "year"]
            .iter()
            .map(|part| format!("{name}-{part}"))
            .map(|part| (part.clone(), self.value(&part)))
            .collect();
        DateInput {
            id: name.into(),
            name_prefix: name.into(),
            values,
            fieldset: Some(Fieldset::question(legend)),
            hint: some_hint(hint),
            error_message: self.error(name),
            ..Default::default()
        }
    }

    /// A list that opens, in groups: each a name and its choices.
    pub fn grouped_list(
        &self,
        name: &str,
        label: &str,
        hint: &str,
        groups: &[(String, Vec<(String, String)>)],
    ) -> Markup {
        let picked = self.value(name);
        let error = self.error(name);
        let mut described_by = format!("{name}-hint");
        if error.is_some() {
            described_by.push_str(&format!(" {name}-error"));
        }
        let group_class = match error {
            None => "govuk-form-group",
            Some(_) => "govuk-form-group govuk-form-group--error",
        };
        let class = match error {
            None => "govuk-select",
            Some(_) => "govuk-select govuk-select--error",
        };
        html! {
            div class=(group_class) {
                label class="govuk-label govuk-label--s" for=(name) { (label) }
                div.govuk-hint id={ (name) "-hint" } { (hint) }
                @if let Some(error) = error {
                    (ErrorMessage { id: format!("{name}-error"), ..error })
                }
                select class=(class) id=(name) name=(name) aria-describedby=(described_by) {
                    option value="" { "Choose from the list" }
                    @for (group, choices) in groups {
                        optgroup label=(group) {
                            @for (value, words) in choices {
                                option value=(value) selected[*value == picked] { (words) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn some_hint(hint: &str) -> Option<Hint> {
    if hint.is_empty() {
        None
    } else {
        Some(hint.into())
    }
}

/// A banner that says that somebody else was quicker, above a form that is shown again.
pub fn conflict(sentence: &str) -> Markup {
    NotificationBanner {
        role: "alert".into(),
        html: html! {
            p class="govuk-notification-banner__heading" { (sentence) }
            p.govuk-body { "Nothing of yours was saved. What you typed is still below." }
        },
        ..Default::default()
    }
    .render()
}

/// A field that no person sees and no screen reader says. Only a machine fills it in.
pub fn trap(name: &str) -> Markup {
    html! {
        div.app-trap aria-hidden="true" {
            label for=(name) { "Leave this empty" }
            input type="text" id=(name) name=(name) tabindex="-1" autocomplete="off";
        }
    }
}

/// A form group without space below, for a component that stands close to the next.
pub fn close() -> FormGroup {
    FormGroup {
        classes: "govuk-!-margin-bottom-4".into(),
        ..Default::default()
    }
}
