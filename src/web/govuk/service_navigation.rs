//! The parts of the service, under the header.

use maud::{Markup, Render, html};

use super::element::element;
use super::options::{Attributes, or, text_or_html};

/// Links to the parts of the service; the one shown is marked.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct ServiceNavigation {
    pub service_name: String,
    pub service_url: String,
    pub navigation: Vec<ServiceNavigationItem>,
    /// Folds the links behind a button on a telephone: so where nothing is said and there are two or more.
    pub collapse_navigation_on_mobile: Option<bool>,
    pub slots: ServiceNavigationSlots,
    pub aria_label: Option<String>,
    pub menu_button_text: String,
    pub menu_button_label: String,
    pub navigation_label: String,
    pub navigation_id: String,
    pub navigation_classes: String,
    pub classes: String,
    pub attributes: Attributes,
}

/// A part of the service.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct ServiceNavigationItem {
    pub text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
    pub href: String,
    /// This very page.
    pub current: bool,
    /// A page within this part.
    pub active: bool,
    pub attributes: Attributes,
}

/// Places for further content.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct ServiceNavigationSlots {
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub start: Markup,
    pub end: ServiceNavigationEnd,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub navigation_start: Markup,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub navigation_end: Markup,
}

/// What stands at the far end, such as the way in and out.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct ServiceNavigationEnd {
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
    /// `inline`: on the same line as the links.
    pub align: String,
}

impl Render for ServiceNavigation {
    fn render(&self) -> Markup {
        let is_region = !self.service_name.is_empty()
            || !self.slots.start.0.is_empty()
            || !self.slots.end.html.0.is_empty();
        let root = if is_region {
            element("section").attr(
                "aria-label",
                self.aria_label.as_deref().unwrap_or("Service information"),
            )
        } else {
            element("div")
        };
        let container = element("div").class("govuk-width-container").class_if(
            self.slots.end.align == "inline",
            "govuk-service-navigation__inlining-container",
        );
        root.class("govuk-service-navigation")
            .class(&self.classes)
            .attr("data-module", "govuk-service-navigation")
            .attributes(&self.attributes)
            .holds(container.holds(html! {
                (self.slots.start)
                div.govuk-service-navigation__container { (self.name()) (self.list()) }
                (self.slots.end.html)
            }))
    }
}

impl ServiceNavigation {
    fn name(&self) -> Markup {
        html! {
            @if !self.service_name.is_empty() {
                span.govuk-service-navigation__service-name {
                    @if self.service_url.is_empty() {
                        span.govuk-service-navigation__text { (self.service_name) }
                    } @else {
                        a.govuk-service-navigation__link href=(self.service_url) { (self.service_name) }
                    }
                }
            }
        }
    }

    fn list(&self) -> Markup {
        let slots = &self.slots;
        if self.navigation.is_empty()
            && slots.navigation_start.0.is_empty()
            && slots.navigation_end.0.is_empty()
        {
            return Markup::default();
        }
        let menu = or(&self.menu_button_text, "Menu");
        let id = or(&self.navigation_id, "navigation");
        let label = if self.menu_button_label == menu {
            ""
        } else {
            &self.menu_button_label
        };
        let toggle = element("button")
            .attr("type", "button")
            .class("govuk-service-navigation__toggle govuk-js-service-navigation-toggle")
            .attr("aria-controls", id)
            .attr("aria-label", label)
            .flag("hidden", true)
            .attr("aria-hidden", "true")
            .holds(menu);
        element("nav")
            .attr("aria-label", or(&self.navigation_label, menu))
            .class("govuk-service-navigation__wrapper")
            .class(&self.navigation_classes)
            .holds(html! {
                @if self.collapse_navigation_on_mobile.unwrap_or(self.navigation.len() > 1) { (toggle) }
                ul.govuk-service-navigation__list id=(id) {
                    (slots.navigation_start)
                    @for item in &self.navigation { (item) }
                    (slots.navigation_end)
                }
            })
    }
}

impl Render for ServiceNavigationItem {
    fn render(&self) -> Markup {
        let words = text_or_html(&self.text, &self.html);
        let here = self.active || self.current;
        let current = if self.current {
            "page"
        } else if self.active {
            "true"
        } else {
            ""
        };
        // Bold besides colour, for whoever sets their own colours.
        let words = html! {
            @if here { strong.govuk-service-navigation__active-fallback { (words) } } @else { (words) }
        };
        let content = if !self.href.is_empty() {
            element("a")
                .class("govuk-service-navigation__link")
                .attr("href", &self.href)
                .attr("aria-current", current)
                .attributes(&self.attributes)
                .holds(words)
        } else if self.text.is_empty() && self.html.0.is_empty() {
            Markup::default()
        } else {
            element("span")
                .class("govuk-service-navigation__text")
                .attr("aria-current", current)
                .holds(words)
        };
        element("li")
            .class("govuk-service-navigation__item")
            .class_if(here, "govuk-service-navigation__item--active")
            .holds(content)
    }
}
