//! When figures were worked out, and what they cover.

use chrono::{DateTime, Utc};
use maud::{Markup, html};

use crate::domain::time::long_instant;

/// The standing of figures that change with every publication.
pub const LIVE: &str =
    "provisional: what a council has checked and published stands in its releases";

/// "As at 21 June 2009 at 5:00pm", with a word on the standing of the figures, such as "provisional".
pub fn as_at(instant: DateTime<Utc>, standing: &str) -> Markup {
    html! {
        p class="govuk-body-s app-as-at" {
            "As at " time datetime=(instant.to_rfc3339()) { (long_instant(instant)) }
            @if !standing.is_empty() { ", " (standing) }
            "."
        }
    }
}

/// The caption of a table of figures: what, where, for which period.
pub fn caption(what: &str, area: &str, period: &str) -> String {
    let parts: Vec<&str> = [what, area, period]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caption_says_what_where_and_when() {
        assert_eq!(
            caption("Hours worked", "Leicester", "2009 to 2010"),
            "Hours worked, Leicester, 2009 to 2010"
        );
        assert_eq!(
            caption("Hours worked", "", "2009 to 2010"),
            "Hours worked, 2009 to 2010"
        );
    }
}
