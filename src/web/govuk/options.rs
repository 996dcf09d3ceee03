//! What the options of several components have in common.
//!
//! The Design System lets most content be given as `text` or as `html`, and `html` wins where both
//! are given. Text is escaped; HTML is [`Markup`], so it can only come from our own templates.

use std::borrow::Cow;

use maud::{Markup, Render};

/// Further attributes of an element, in the order given. Values are escaped; names stand in our code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attributes(Vec<(Cow<'static, str>, Option<String>)>);

impl Attributes {
    /// Adds an attribute with a value.
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.0.push((name.into(), Some(value.into())));
        self
    }

    /// Adds an attribute that stands without a value, such as `required`.
    pub fn flag(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.0.push((name.into(), None));
        self
    }

    /// These and then the others.
    pub(super) fn and(mut self, others: &Self) -> Self {
        self.0.extend(others.0.iter().cloned());
        self
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_ref(), value.as_deref()))
    }
}

impl<V: Into<String>, const N: usize> From<[(&'static str, V); N]> for Attributes {
    fn from(pairs: [(&'static str, V); N]) -> Self {
        Self(
            pairs
                .into_iter()
                .map(|(name, value)| (name.into(), Some(value.into())))
                .collect(),
        )
    }
}

/// A piece of content: text, or HTML where that is given.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Content {
    pub text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
    pub classes: String,
}

impl Content {
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty() && self.html.0.is_empty()
    }
}

impl Render for Content {
    fn render(&self) -> Markup {
        text_or_html(&self.text, &self.html)
    }
}

impl From<&str> for Content {
    fn from(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Default::default()
        }
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Self {
            text,
            ..Default::default()
        }
    }
}

impl From<Markup> for Content {
    fn from(html: Markup) -> Self {
        Self {
            html,
            ..Default::default()
        }
    }
}

/// The box around a label, its hint, its error and its control.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct FormGroup {
    pub classes: String,
    pub attributes: Attributes,
    /// What stands before the control; `before_inputs` where there are several.
    #[cfg_attr(test, serde(alias = "beforeInputs"))]
    pub before_input: Content,
    /// What stands after the control; `after_inputs` where there are several.
    #[cfg_attr(test, serde(alias = "afterInputs"))]
    pub after_input: Content,
}

/// HTML where it is given, else the text, escaped.
pub(super) fn text_or_html(text: &str, html: &Markup) -> Markup {
    if html.0.is_empty() {
        text.render()
    } else {
        html.clone()
    }
}

/// The first of two texts that is not empty.
pub(super) fn or<'a>(text: &'a str, otherwise: &'a str) -> &'a str {
    if text.is_empty() { otherwise } else { text }
}

/// The second text after a space, or nothing where it is empty.
pub(super) fn joined(first: &str, second: &str) -> String {
    match (first.is_empty(), second.is_empty()) {
        (_, true) => first.to_owned(),
        (true, _) => second.to_owned(),
        _ => format!("{first} {second}"),
    }
}

/// The piece where there is one.
pub(super) fn maybe(piece: Option<&impl Render>) -> Markup {
    piece.map(Render::render).unwrap_or_default()
}
