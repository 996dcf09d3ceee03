//! A table that is wider than a telephone.

use maud::{Markup, Render, html};

use crate::web::govuk::Table;

/// The table in a box of its own, which scrolls sideways and can be reached by keyboard.
///
/// The caption to see stands above the box, where it cannot be cut off; the table keeps its own for
/// screen readers.
pub fn scrolling(table: &Table) -> Markup {
    let hidden = Table {
        caption_classes: "govuk-visually-hidden".to_owned(),
        ..table.clone()
    };
    html! {
        @if !table.caption.is_empty() {
            p class={ "govuk-table__caption " (table.caption_classes) } aria-hidden="true" { (table.caption) }
        }
        div.app-scroll role="region" aria-label=(table.caption) tabindex="0" { (hidden.render()) }
    }
}
