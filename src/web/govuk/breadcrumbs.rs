//! Where a page stands in the site, as links to what it is part of.

use maud::{Markup, Render, html};

use super::element::element;
use super::options::{Attributes, text_or_html};

/// The way from the home page to this page.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct Breadcrumbs {
    pub items: Vec<BreadcrumbsItem>,
    /// Shows only the first and the last on a telephone.
    pub collapse_on_mobile: bool,
    /// What a screen reader calls it: "Breadcrumb" where nothing is given.
    pub label_text: Option<String>,
    pub classes: String,
    pub attributes: Attributes,
}

/// One step; without `href`, the page itself.
#[derive(Debug, Clone, Default)]
#[cfg_attr(
    test,
    derive(serde::Deserialize),
    serde(default, rename_all = "camelCase", deny_unknown_fields)
)]
pub struct BreadcrumbsItem {
    pub text: String,
    #[cfg_attr(test, serde(deserialize_with = "super::fixtures::markup"))]
    pub html: Markup,
    pub href: String,
    pub attributes: Attributes,
}

impl Breadcrumbs {
    /// Steps as (text, address), from the home page down.
    pub fn of<const N: usize>(steps: [(&str, &str); N]) -> Self {
        let items = steps.into_iter().map(|(text, href)| BreadcrumbsItem {
            text: text.to_owned(),
            href: href.to_owned(),
            ..Default::default()
        });
        Self {
            items: items.collect(),
            collapse_on_mobile: true,
            ..Default::default()
        }
    }
}

impl Render for Breadcrumbs {
    fn render(&self) -> Markup {
        element("nav")
            .class("govuk-breadcrumbs")
            .class(&self.classes)
            .class_if(
                self.collapse_on_mobile,
                "govuk-breadcrumbs--collapse-on-mobile",
            )
            .attributes(&self.attributes)
            .attr(
                "aria-label",
                self.label_text.as_deref().unwrap_or("Breadcrumb"),
            )
            .holds(html! { ol.govuk-breadcrumbs__list { @for item in &self.items { (item) } } })
    }
}

impl Render for BreadcrumbsItem {
    fn render(&self) -> Markup {
        let content = text_or_html(&self.text, &self.html);
        if self.href.is_empty() {
            return html! { li.govuk-breadcrumbs__list-item aria-current="page" { (content) } };
        }
        let link = element("a")
            .class("govuk-breadcrumbs__link")
            .attr("href", &self.href)
            .attributes(&self.attributes)
            .holds(content);
        html! { li.govuk-breadcrumbs__list-item { (link) } }
    }
}
