//! Going from page to page of a list, or from step to step of a guide.

use maud::{Markup, PreEscaped, Render, html};

use super::element::element;
use super::options::{Attributes, or, text_or_html};

/// Previous, numbered pages, next.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Pagination {
    /// Without items, previous and next stand below each other with their labels.
    pub items: Option<Vec<PaginationItem>>,
    pub previous: Option<PaginationLink>,
    pub next: Option<PaginationLink>,
    /// What a screen reader calls it: "Pagination" where nothing is given.
    pub landmark_label: String,
    pub classes: String,
    pub attributes: Attributes,
}

/// One page of a list, or the gap between two.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct PaginationItem {
    pub number: String,
    pub visually_hidden_text: Option<String>,
    pub href: String,
    pub current: bool,
    pub ellipsis: bool,
    pub attributes: Attributes,
}

/// The page before or after.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct PaginationLink {
    pub text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
    pub label_text: String,
    pub href: String,
    pub attributes: Attributes,
}

impl Render for Pagination {
    fn render(&self) -> Markup {
        let block = self.items.is_none() && (self.next.is_some() || self.previous.is_some());
        element("nav")
            .class("govuk-pagination")
            .class_if(block, "govuk-pagination--block")
            .class(&self.classes)
            .attr("aria-label", or(&self.landmark_label, "Pagination"))
            .attributes(&self.attributes)
            .holds(html! {
                @if let Some(link) = &self.previous { (link.arrow(Way::Previous, block)) }
                @if let Some(items) = &self.items {
                    ul.govuk-pagination__list { @for item in items { (item) } }
                }
                @if let Some(link) = &self.next { (link.arrow(Way::Next, block)) }
            })
    }
}

impl Render for PaginationItem {
    fn render(&self) -> Markup {
        let item = element("li")
            .class("govuk-pagination__item")
            .class_if(self.current, "govuk-pagination__item--current")
            .class_if(self.ellipsis, "govuk-pagination__item--ellipsis");
        if self.ellipsis {
            return item.holds("\u{22ef}");
        }
        let spoken = self
            .visually_hidden_text
            .clone()
            .unwrap_or_else(|| format!("Page {}", self.number));
        item.holds(
            element("a")
                .class("govuk-link govuk-pagination__link")
                .attr("href", &self.href)
                .attr("aria-label", spoken)
                .attr("aria-current", if self.current { "page" } else { "" })
                .attributes(&self.attributes)
                .holds(&self.number),
        )
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Previous,
    Next,
}

impl PaginationLink {
    fn arrow(&self, way: Way, block: bool) -> Markup {
        if self.href.is_empty() {
            return Markup::default();
        }
        let (kind, icon, word) = match way {
            Way::Previous => ("prev", ARROW_PREVIOUS, "Previous"),
            Way::Next => ("next", ARROW_NEXT, "Next"),
        };
        let icon_first = block || way == Way::Previous;
        let words = text_or_html(&self.text, &self.html);
        let title = element("span")
            .class("govuk-pagination__link-title")
            .class_if(block && self.label_text.is_empty(), "govuk-pagination__link-title--decorated")
            .holds(html! {
                @if words.0.is_empty() { (word) span.govuk-visually-hidden { " page" } } @else { (words) }
            });
        let link = element("a")
            .class("govuk-link govuk-pagination__link")
            .attr("href", &self.href)
            .attr("rel", kind)
            .attributes(&self.attributes)
            .holds(html! {
                @if icon_first { (PreEscaped(icon)) " " }
                (title)
                @if block && !self.label_text.is_empty() {
                    " " span.govuk-visually-hidden { ":" }
                    " " span.govuk-pagination__link-label { (self.label_text) }
                }
                @if !icon_first { " " (PreEscaped(icon)) }
            });
        element("div")
            .class(&format!("govuk-pagination__{kind}"))
            .holds(link)
    }
}

const ARROW_PREVIOUS: &str = r#"<svg class="govuk-pagination__icon govuk-pagination__icon--prev" xmlns="http://www.w3.org/2000/svg" height="13" width="15" aria-hidden="true" focusable="false" viewBox="0 0 15 13"><path d="m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2h-12.984l4.2931-4.293-1.414-1.414z"></path></svg>"#;
const ARROW_NEXT: &str = r#"<svg class="govuk-pagination__icon govuk-pagination__icon--next" xmlns="http://www.w3.org/2000/svg" height="13" width="15" aria-hidden="true" focusable="false" viewBox="0 0 15 13"><path d="m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492 6.7441-6.4062-6.7246-6.7266z"></path></svg>"#;
