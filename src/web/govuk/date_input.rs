//! Day, month and year in three boxes.

use std::collections::BTreeMap;

use maud::{Markup, Render, html};

use super::control::ChoiceControl;
use super::element::element;
use super::options::{Attributes, FormGroup, joined, or};
use super::{ErrorMessage, Fieldset, Hint, Input, Label};

/// A date people know or can look up.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct DateInput {
    pub id: String,
    /// Put before each name with a hyphen: `date` makes `date-day`, `date-month`, `date-year`.
    pub name_prefix: String,
    pub day: Option<DateInputItem>,
    pub month: Option<DateInputItem>,
    pub year: Option<DateInputItem>,
    /// Wins over `day`, `month` and `year`; day, month and year where nothing is given.
    pub items: Vec<DateInputItem>,
    /// What was typed, by the full name of each box.
    pub values: BTreeMap<String, String>,
    pub hint: Option<Hint>,
    pub error_message: Option<ErrorMessage>,
    pub form_group: FormGroup,
    pub fieldset: Option<Fieldset>,
    pub classes: String,
    pub attributes: Attributes,
}

/// One box.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct DateInputItem {
    pub id: String,
    pub name: String,
    /// The name with a capital where nothing is given.
    pub label: String,
    pub value: String,
    /// Whether this box is the wrong one. Where none says so, an error marks all.
    pub error: Option<bool>,
    pub autocomplete: String,
    pub inputmode: String,
    pub pattern: String,
    pub classes: String,
    pub attributes: Attributes,
}

impl DateInputItem {
    fn has_error(&self) -> bool {
        self.error == Some(true) || self.classes.contains("govuk-input--error")
    }
}

/// A box with its default name, value and width settled.
struct Part<'a> {
    item: &'a DateInputItem,
    name: String,
    value: String,
    width: u8,
}

impl Render for DateInput {
    fn render(&self) -> Markup {
        let standard = [self.day.as_ref(), self.month.as_ref(), self.year.as_ref()];
        let unnamed = DateInputItem::default();
        let parts: Vec<Part> = if self.items.is_empty() {
            let defaults = standard.map(|given| given.unwrap_or(&unnamed));
            ["day", "month", "year"]
                .iter()
                .zip(defaults)
                .map(|(name, item)| self.part(name, item))
                .collect()
        } else {
            self.items
                .iter()
                .map(|item| self.part(&item.name, item))
                .collect()
        };
        let any_has_error = parts.iter().any(|part| part.item.has_error());
        let control = ChoiceControl {
            id: &self.id,
            fieldset: self.fieldset.as_ref(),
            fieldset_role: "group",
            hint: self.hint.as_ref(),
            error: self.error_message.as_ref(),
            described_by: "",
            form_group: &self.form_group,
        };
        control.render(|_| {
            element("div")
                .class("govuk-date-input")
                .class(&self.classes)
                .attributes(&self.attributes)
                .attr("id", &self.id)
                .holds(html! {
                    (self.form_group.before_input)
                    @for part in &parts { (self.box_for(part, any_has_error)) }
                    (self.form_group.after_input)
                })
        })
    }
}

impl DateInput {
    fn part<'a>(&self, name: &str, item: &'a DateInputItem) -> Part<'a> {
        let name = or(&item.name, name).to_owned();
        let by_default = match name.as_str() {
            "day" => self.day.as_ref(),
            "month" => self.month.as_ref(),
            "year" => self.year.as_ref(),
            _ => None,
        };
        let stands_for_year = self.year.as_ref().is_some_and(|year| year.name == name);
        let typed = self.values.get(&joined_by_hyphen(&self.name_prefix, &name));
        let bare = self
            .values
            .get(&name)
            .filter(|_| matches!(name.as_str(), "day" | "month" | "year"));
        let value = [
            Some(&item.value),
            by_default.map(|part| &part.value),
            bare,
            typed,
        ]
        .into_iter()
        .flatten()
        .find(|value| !value.is_empty())
        .cloned()
        .unwrap_or_default();
        Part {
            item,
            width: if name == "year" || stands_for_year {
                4
            } else {
                2
            },
            name,
            value,
        }
    }

    fn box_for(&self, part: &Part, any_has_error: bool) -> Markup {
        let item = part.item;
        let all_wrong = self.error_message.is_some() && !any_has_error && item.error != Some(false);
        let mut classes = "govuk-date-input__input".to_owned();
        if !item.classes.contains("govuk-input--error") && (item.has_error() || all_wrong) {
            classes.push_str(" govuk-input--error");
        }
        if !item.classes.contains("govuk-input--width-") {
            classes.push_str(&format!(" govuk-input--width-{}", part.width));
        }
        let input = Input {
            label: Label {
                text: if item.label.is_empty() {
                    capitalised(&part.name)
                } else {
                    item.label.clone()
                },
                classes: "govuk-date-input__label".to_owned(),
                ..Default::default()
            },
            id: if item.id.is_empty() {
                format!("{}-{}", self.id, part.name)
            } else {
                item.id.clone()
            },
            classes: joined(&classes, &item.classes),
            name: joined_by_hyphen(&self.name_prefix, &part.name),
            value: part.value.clone(),
            inputmode: or(&item.inputmode, "numeric").to_owned(),
            autocomplete: item.autocomplete.clone(),
            pattern: item.pattern.clone(),
            attributes: item.attributes.clone(),
            ..Default::default()
        };
        html! { div.govuk-date-input__item { (input) } }
    }
}

fn joined_by_hyphen(prefix: &str, name: &str) -> String {
    if prefix.is_empty() {
        name.to_owned()
    } else {
        format!("{prefix}-{name}")
    }
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
