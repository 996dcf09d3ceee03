//! A text area that says how much room is left.

use std::collections::BTreeMap;

use maud::{Markup, Render, html};

use super::options::{Attributes, Content, FormGroup, joined, or};
use super::{ErrorMessage, Hint, Label, Textarea};

/// A long answer with a limit of characters or words.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct CharacterCount {
    /// The same as `name` where nothing is given.
    pub id: String,
    pub name: String,
    pub rows: Option<u32>,
    pub value: String,
    pub maxlength: Option<u32>,
    /// Wins over `maxlength` where both are given.
    pub maxwords: Option<u32>,
    /// The share of the limit, in per cent, from which the count is shown.
    pub threshold: Option<u32>,
    pub count_type: String,
    pub label: Label,
    pub hint: Option<Hint>,
    pub error_message: Option<ErrorMessage>,
    pub form_group: FormGroup,
    pub classes: String,
    pub attributes: Attributes,
    pub spellcheck: Option<bool>,
    pub count_message: Content,
    pub textarea_description_text: String,
    pub characters_under_limit_text: BTreeMap<String, String>,
    pub characters_at_limit_text: String,
    pub characters_over_limit_text: BTreeMap<String, String>,
    pub words_under_limit_text: BTreeMap<String, String>,
    pub words_at_limit_text: String,
    pub words_over_limit_text: BTreeMap<String, String>,
}

impl CharacterCount {
    fn counts(&self) -> &str {
        or(
            &self.count_type,
            if self.maxwords.is_some() { "words" } else { "" },
        )
    }

    /// What stands under the box before a script has counted.
    fn description(&self) -> String {
        let Some(limit) = self.maxwords.or(self.maxlength) else {
            return String::new();
        };
        let unit = if self.counts() == "words" {
            "words"
        } else {
            "characters"
        };
        let text = format!("You can enter up to %{{count}} {unit}");
        or(&self.textarea_description_text, &text).replace("%{count}", &limit.to_string())
    }

    fn group_attributes(&self) -> Attributes {
        let mut all = Attributes::default().with("data-module", "govuk-character-count");
        for (name, value) in [
            ("data-maxlength", self.maxlength),
            ("data-maxwords", self.maxwords),
            ("data-threshold", self.threshold),
        ] {
            if let Some(value) = value {
                all = all.with(name, value.to_string());
            }
        }
        if !self.counts().is_empty() {
            all = all.with("data-count-type", self.counts());
        }
        if self.maxwords.or(self.maxlength).is_none() {
            all = translated(
                all,
                "textarea-description.other",
                &self.textarea_description_text,
            );
        }
        all = translated_plural(
            all,
            "characters-under-limit",
            &self.characters_under_limit_text,
        );
        all = translated(all, "characters-at-limit", &self.characters_at_limit_text);
        all = translated_plural(
            all,
            "characters-over-limit",
            &self.characters_over_limit_text,
        );
        all = translated_plural(all, "words-under-limit", &self.words_under_limit_text);
        all = translated(all, "words-at-limit", &self.words_at_limit_text);
        all = translated_plural(all, "words-over-limit", &self.words_over_limit_text);
        all.and(&self.form_group.attributes)
    }
}

impl Render for CharacterCount {
    fn render(&self) -> Markup {
        let id = or(&self.id, &self.name);
        let count = Hint {
            text: self.description(),
            id: format!("{id}-info"),
            classes: joined(
                "govuk-character-count__message",
                &self.count_message.classes,
            ),
            ..Default::default()
        };
        Textarea {
            id: id.to_owned(),
            name: self.name.clone(),
            described_by: format!("{id}-info"),
            rows: self.rows,
            spellcheck: self.spellcheck,
            value: self.value.clone(),
            form_group: FormGroup {
                classes: joined("govuk-character-count", &self.form_group.classes),
                attributes: self.group_attributes(),
                before_input: self.form_group.before_input.clone(),
                after_input: html! { (count) (self.form_group.after_input) }.into(),
            },
            classes: joined("govuk-js-character-count", &self.classes),
            label: self.label.clone(),
            hint: self.hint.clone(),
            error_message: self.error_message.clone(),
            attributes: self.attributes.clone(),
            ..Default::default()
        }
        .render()
    }
}

/// A text that a script shows, where it is not the built-in one.
pub(super) fn translated(attributes: Attributes, key: &str, text: &str) -> Attributes {
    if text.is_empty() {
        attributes
    } else {
        attributes.with(format!("data-i18n.{key}"), text)
    }
}

/// A text that a script shows, in one form for each plural rule.
pub(super) fn translated_plural(
    attributes: Attributes,
    key: &str,
    forms: &BTreeMap<String, String>,
) -> Attributes {
    forms.iter().fold(attributes, |all, (rule, text)| {
        all.with(format!("data-i18n.{key}.{rule}"), text)
    })
}
