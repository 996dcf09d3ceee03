//! News about the page or about what somebody just did.

use maud::{Markup, PreEscaped, Render, html};

use super::element::element;
use super::options::{Attributes, or, text_or_html};

/// A banner with a heading: "Important", or "Success".
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct NotificationBanner {
    /// Shown in bold.
    pub text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
    pub title_text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub title_html: Markup,
    /// 2 where nothing is given.
    pub title_heading_level: Option<u8>,
    /// `success`, or nothing.
    #[cfg_attr(test, serde(rename = "type"))]
    pub kind: String,
    pub role: String,
    pub title_id: String,
    pub disable_auto_focus: Option<bool>,
    pub classes: String,
    pub attributes: Attributes,
}

impl NotificationBanner {
    /// Something worked.
    pub fn success(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            kind: "success".to_owned(),
            ..Default::default()
        }
    }

    /// Something to know before reading on.
    pub fn important(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Default::default()
        }
    }
}

impl Render for NotificationBanner {
    fn render(&self) -> Markup {
        let success = self.kind == "success";
        let title_id = or(&self.title_id, "govuk-notification-banner-title");
        let title = or(
            &self.title_text,
            if success { "Success" } else { "Important" },
        );
        element("div")
            .class("govuk-notification-banner")
            .class_if(success, "govuk-notification-banner--success")
            .class(&self.classes)
            .attr(
                "role",
                or(&self.role, if success { "alert" } else { "region" }),
            )
            .attr("aria-labelledby", title_id)
            .attr("data-module", "govuk-notification-banner")
            .attr_if_some("data-disable-auto-focus", self.disable_auto_focus)
            .attributes(&self.attributes)
            .holds(html! {
                div.govuk-notification-banner__header {
                    (heading(self.title_heading_level.unwrap_or(2))
                        .class("govuk-notification-banner__title")
                        .attr("id", title_id)
                        .holds(text_or_html(title, &self.title_html)))
                }
                div.govuk-notification-banner__content {
                    @if !self.html.0.is_empty() {
                        (PreEscaped(&self.html.0))
                    } @else if !self.text.is_empty() {
                        p.govuk-notification-banner__heading { (self.text) }
                    }
                }
            })
    }
}

/// A heading of a level from 1 to 6.
pub(super) fn heading(level: u8) -> super::element::Element {
    element(match level {
        1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    })
}
