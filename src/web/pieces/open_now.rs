//! What people can do now: a vote or a call for nominations that is open.

use maud::{Markup, Render, html};

use super::glyph::{Shape, glyph};

/// One plain call. The accent marks it; the words say it.
#[derive(Debug, Clone, Default)]
pub struct OpenNow {
    pub title: String,
    pub href: String,
    /// Until when, written out.
    pub until: String,
    pub summary: String,
}

impl Render for OpenNow {
    fn render(&self) -> Markup {
        html! {
            div.app-open {
                p.app-open__state { (glyph(Shape::Open)) " Open now" @if !self.until.is_empty() { ", until " (self.until) } }
                h3.app-open__title { a.govuk-link href=(self.href) { (self.title) } }
                @if !self.summary.is_empty() { p.govuk-body { (self.summary) } }
            }
        }
    }
}
