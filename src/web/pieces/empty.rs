//! What a list says when nothing is in it.

use maud::{Markup, html};

/// Why there is nothing, and what to do about it.
pub fn empty_list(why: &str, what_to_do: Markup) -> Markup {
    html! {
        div.app-empty {
            p class="govuk-body govuk-!-font-weight-bold" { (why) }
            p.govuk-body { (what_to_do) }
        }
    }
}
