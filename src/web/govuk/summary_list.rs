//! Facts by name, and answers to check.

use maud::{Markup, Render, html};

use super::element::element;
use super::notification_banner::heading;
use super::options::{Attributes, Content, text_or_html};

/// Keys and values, each with what can be done about it.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct SummaryList {
    pub rows: Vec<SummaryListRow>,
    /// Puts the list in a card with a title.
    pub card: Option<SummaryCard>,
    pub classes: String,
    pub attributes: Attributes,
}

#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct SummaryListRow {
    pub classes: String,
    pub key: Content,
    pub value: Content,
    pub actions: Option<SummaryListActions>,
}

#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct SummaryListActions {
    pub items: Vec<SummaryListAction>,
    pub classes: String,
}

/// A link such as "Change", completed for screen readers: "Change name".
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct SummaryListAction {
    pub href: String,
    pub text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
    pub visually_hidden_text: String,
    pub classes: String,
    pub attributes: Attributes,
}

#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct SummaryCard {
    pub title: Option<SummaryCardTitle>,
    pub actions: Option<SummaryListActions>,
    pub classes: String,
    pub attributes: Attributes,
}

#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct SummaryCardTitle {
    pub text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
    /// 2 where nothing is given.
    pub heading_level: Option<u8>,
    pub classes: String,
}

impl SummaryListRow {
    pub fn new(key: impl Into<Content>, value: impl Into<Content>) -> Self {
        Self {
            key: key.into(),
            value: value.into(),
            ..Default::default()
        }
    }

    /// The same row with a link to change what it says.
    pub fn with_change(mut self, href: impl Into<String>, what: impl Into<String>) -> Self {
        let change = SummaryListAction {
            href: href.into(),
            text: "Change".to_owned(),
            visually_hidden_text: what.into(),
            ..Default::default()
        };
        self.actions.get_or_insert_default().items.push(change);
        self
    }
}

impl Render for SummaryList {
    fn render(&self) -> Markup {
        let any_has_actions = self.rows.iter().any(|row| !row.links().is_empty());
        let title = self.card.as_ref().and_then(|card| card.title.as_ref());
        let list = element("dl")
            .class("govuk-summary-list")
            .class(&self.classes)
            .attributes(&self.attributes)
            .holds(html! { @for row in &self.rows { (row.render(any_has_actions, title)) } });
        match &self.card {
            None => list,
            Some(card) => card.around(&list),
        }
    }
}

impl SummaryListRow {
    fn links(&self) -> &[SummaryListAction] {
        self.actions.as_ref().map_or(&[], |actions| &actions.items)
    }

    fn render(&self, any_has_actions: bool, card_title: Option<&SummaryCardTitle>) -> Markup {
        let links = self.links();
        let actions_classes = self.actions.as_ref().map_or("", |actions| &actions.classes);
        let actions = element("dd")
            .class("govuk-summary-list__actions")
            .class(actions_classes);
        element("div")
            .class("govuk-summary-list__row")
            .class_if(any_has_actions && self.actions.is_none(), "govuk-summary-list__row--no-actions")
            .class(&self.classes)
            .holds(html! {
                (element("dt").class("govuk-summary-list__key").class(&self.key.classes).holds(&self.key))
                (element("dd").class("govuk-summary-list__value").class(&self.value.classes).holds(&self.value))
                @match links {
                    [] => {},
                    [only] => (actions.holds(only.render(card_title))),
                    several => (actions.holds(html! {
                        ul.govuk-summary-list__actions-list {
                            @for link in several {
                                li.govuk-summary-list__actions-list-item { (link.render(card_title)) }
                            }
                        }
                    })),
                }
            })
    }
}

impl SummaryListAction {
    fn render(&self, card_title: Option<&SummaryCardTitle>) -> Markup {
        let completes = !self.visually_hidden_text.is_empty() || card_title.is_some();
        element("a")
            .class("govuk-link")
            .class(&self.classes)
            .attr("href", &self.href)
            .attributes(&self.attributes)
            .holds(html! {
                (text_or_html(&self.text, &self.html))
                @if completes {
                    span.govuk-visually-hidden {
                        @if !self.visually_hidden_text.is_empty() { " " (self.visually_hidden_text) }
                        @if let Some(title) = card_title { " (" (text_or_html(&title.text, &title.html)) ")" }
                    }
                }
            })
    }
}

impl SummaryCard {
    fn around(&self, list: &Markup) -> Markup {
        let links = self
            .actions
            .as_ref()
            .map_or(&[][..], |actions| &actions.items);
        let classes = self.actions.as_ref().map_or("", |actions| &actions.classes);
        let title = self.title.as_ref();
        element("div").class("govuk-summary-card").class(&self.classes).attributes(&self.attributes).holds(html! {
            div.govuk-summary-card__title-wrapper {
                @if let Some(title) = title {
                    (heading(title.heading_level.unwrap_or(2))
                        .class("govuk-summary-card__title")
                        .class(&title.classes)
                        .holds(text_or_html(&title.text, &title.html)))
                }
                @match links {
                    [] => {},
                    [only] => (element("div").class("govuk-summary-card__actions").class(classes).holds(only.render(title))),
                    several => (element("ul").class("govuk-summary-card__actions").class(classes).holds(html! {
                        @for link in several { li.govuk-summary-card__action { (link.render(title)) } }
                    })),
                }
            }
            div.govuk-summary-card__content { (list) }
        })
    }
}
