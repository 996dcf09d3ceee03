//! Holds every component against the examples that the npm package ships.
//!
//! Options are read by serde with unknown names refused, so an option that is missing here fails
//! too. Attributes may come in any order; white space counts where a reader would see it. Each
//! example left out stands in [`left_out`] with its reason.

use std::path::Path;

use maud::{Markup, PreEscaped, Render};
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error as _};
use serde_json::Value;

use super::*;

mod reading;

/// Reads an option that holds HTML.
pub(super) fn markup<'de, D: Deserializer<'de>>(from: D) -> Result<Markup, D::Error> {
    String::deserialize(from).map(PreEscaped)
}

impl<'de> Deserialize<'de> for Attributes {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let Value::Object(map) = Value::deserialize(from)? else {
            return Err(D::Error::custom("attributes are an object"));
        };
        Ok(map
            .into_iter()
            .fold(Self::default(), |all, (name, value)| match value {
                Value::String(text) => all.with(name, text),
                other => all.with(name, other.to_string()),
            }))
    }
}

/// The examples that cannot apply here, and why.
fn left_out(component: &str, example: &str) -> Option<&'static str> {
    const ABSENT: &str =
        "a list here holds only items that are there; the ids count the absent ones";
    match (component, example) {
        ("checkboxes", "with falsy values") => Some(ABSENT),
        ("radios", "with falsy items") => Some(ABSENT),
        ("task-list", "with empty values") => Some(ABSENT),
        ("date-input", "day and month" | "month and year") => {
            Some("a date with a box fewer is written with `items`, not by `false` for the box")
        }
        _ => None,
    }
}

/// Options that are numbers in the components; every other number in the examples stands for text.
const NUMBERS: [&str; 9] = [
    "rows",
    "columns",
    "headingLevel",
    "titleHeadingLevel",
    "colspan",
    "rowspan",
    "maxlength",
    "maxwords",
    "threshold",
];

/// The same options without what JavaScript calls falsy: here, what is not given is left away.
fn cleaned(value: Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(
            items
                .into_iter()
                .filter(|item| !is_absent(item))
                .map(cleaned)
                .collect(),
        ),
        Value::Object(map) => Value::Object(
            map.into_iter()
                .filter(|(key, value)| !value.is_null() && (key != "html" || *value != false))
                .map(|(key, value)| match value {
                    Value::Number(number) if NUMBERS.contains(&key.as_str()) => {
                        (key, Value::Number(number))
                    }
                    Value::Bool(flag) if key == "value" => (key, Value::String(flag.to_string())),
                    other => (key, cleaned(other)),
                })
                .collect(),
        ),
        Value::Number(number) => Value::String(number.to_string()),
        other => other,
    }
}

/// Whether JavaScript, or a template's `length`, takes a list's item for nothing.
fn is_absent(item: &Value) -> bool {
    match item {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}

fn examples(component: &str) -> Vec<Value> {
    let path = Path::new(env!("GOVUK_FIXTURES")).join(format!("{component}.json"));
    let text = std::fs::read_to_string(path).expect("the package ships examples of this component");
    let mut file: Value = serde_json::from_str(&text).expect("examples are JSON");
    serde_json::from_value(file["fixtures"].take()).expect("examples are a list")
}

/// Renders every example and compares it with the HTML expected; `adapt` and `expect` take away what
/// is not ours to show.
fn hold<T: DeserializeOwned + Render>(
    component: &str,
    adapt: fn(Value) -> Value,
    expect: fn(String) -> String,
) {
    let mut failures = Vec::new();
    let mut compared = 0;
    for example in examples(component) {
        let name = example["name"].as_str().unwrap_or_default();
        if left_out(component, name).is_some() {
            continue;
        }
        let expected = expect(example["html"].as_str().unwrap_or_default().to_owned());
        let options = cleaned(adapt(example["options"].clone()));
        match serde_json::from_value::<T>(options) {
            Err(error) => failures.push(format!("{name}: {error}")),
            Ok(component) => {
                let (ours, theirs) = (
                    reading::lines(&component.render().0),
                    reading::lines(&expected),
                );
                if ours != theirs {
                    failures.push(format!("{name}\n{}", reading::difference(&ours, &theirs)));
                }
            }
        }
        compared += 1;
    }
    assert!(compared > 0, "no example of {component} was compared");
    assert!(
        failures.is_empty(),
        "{} of {compared} examples differ:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

macro_rules! components {
    ($($test:ident $component:literal $type:ty,)*) => {$(
        #[test]
        fn $test() {
            hold::<$type>($component, |options| options, |html| html);
        }
    )*};
}

components! {
    back_link_is_as_in_the_design_system "back-link" BackLink,
    breadcrumbs_are_as_in_the_design_system "breadcrumbs" Breadcrumbs,
    button_is_as_in_the_design_system "button" Button,
    character_count_is_as_in_the_design_system "character-count" CharacterCount,
    checkboxes_are_as_in_the_design_system "checkboxes" Checkboxes,
    date_input_is_as_in_the_design_system "date-input" DateInput,
    details_are_as_in_the_design_system "details" Details,
    error_message_is_as_in_the_design_system "error-message" ErrorMessage,
    error_summary_is_as_in_the_design_system "error-summary" ErrorSummary,
    fieldset_is_as_in_the_design_system "fieldset" Fieldset,
    file_upload_is_as_in_the_design_system "file-upload" FileUpload,
    generic_header_is_as_in_the_design_system "generic-header" GenericHeader,
    hint_is_as_in_the_design_system "hint" Hint,
    input_is_as_in_the_design_system "input" Input,
    inset_text_is_as_in_the_design_system "inset-text" InsetText,
    label_is_as_in_the_design_system "label" Label,
    notification_banner_is_as_in_the_design_system "notification-banner" NotificationBanner,
    pagination_is_as_in_the_design_system "pagination" Pagination,
    panel_is_as_in_the_design_system "panel" Panel,
    password_input_is_as_in_the_design_system "password-input" PasswordInput,
    phase_banner_is_as_in_the_design_system "phase-banner" PhaseBanner,
    radios_are_as_in_the_design_system "radios" Radios,
    select_is_as_in_the_design_system "select" Select,
    skip_link_is_as_in_the_design_system "skip-link" SkipLink,
    summary_list_is_as_in_the_design_system "summary-list" SummaryList,
    table_is_as_in_the_design_system "table" Table,
    tag_is_as_in_the_design_system "tag" Tag,
    task_list_is_as_in_the_design_system "task-list" TaskList,
    textarea_is_as_in_the_design_system "textarea" Textarea,
    warning_text_is_as_in_the_design_system "warning-text" WarningText,
}

#[test]
fn service_navigation_is_as_in_the_design_system() {
    // The slot at the end may be a bare text there; here it is always a struct.
    fn adapt(mut options: Value) -> Value {
        if let Some(Value::String(html)) = options.pointer("/slots/end").cloned() {
            options["slots"]["end"] = serde_json::json!({ "html": html });
        }
        options
    }
    hold::<ServiceNavigation>("service-navigation", adapt, |html| html);
}

#[test]
fn footer_is_as_in_the_design_system_without_what_belongs_to_the_crown() {
    // Crown, royal arms and Crown copyright are taken out of what is expected, and the built-in
    // licence, which the Design System shows where none is given, is given.
    const LICENCE: &str = "All content is available under the <a class=\"govuk-footer__link\" href=\"https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/\" rel=\"license\">Open Government Licence v3.0</a>, except where otherwise stated";
    fn adapt(mut options: Value) -> Value {
        if let Some(map) = options.as_object_mut() {
            map.remove("copyright");
            let given = map.get("contentLicence");
            let built_in = given
                .is_none_or(|licence| licence.as_object().is_some_and(|words| words.is_empty()));
            if built_in {
                map.insert(
                    "contentLicence".to_owned(),
                    serde_json::json!({ "html": LICENCE }),
                );
            }
        }
        options
    }
    fn expect(html: String) -> String {
        let html = reading::without(html, "<svg", "</svg>");
        reading::without(html, "<div class=\"govuk-footer__meta-item\">", "</div>")
    }
    hold::<Footer>("footer", adapt, expect);
}

#[test]
fn nothing_typed_is_taken_for_html() {
    let typed = "<script>\"'&";
    for html in [
        Button::new(typed).render(),
        Tag::from(typed).render(),
        Label::question(typed).render(),
        Input {
            name: typed.into(),
            value: typed.into(),
            label: typed.into(),
            ..Default::default()
        }
        .render(),
        Textarea {
            value: typed.into(),
            ..Default::default()
        }
        .render(),
        ErrorSummary::of([(typed, typed)]).render(),
        Radios {
            name: typed.into(),
            items: vec![RadiosItem::new(typed, typed)],
            ..Default::default()
        }
        .render(),
        Table {
            caption: typed.into(),
            rows: vec![vec![typed.into()]],
            ..Default::default()
        }
        .render(),
    ] {
        assert!(!html.0.contains("<script"), "{}", html.0);
        assert!(html.0.contains("&lt;script&gt;&quot;"), "{}", html.0);
    }
}
