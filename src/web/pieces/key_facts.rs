//! A few facts by name.

use maud::{Markup, Render};

use crate::web::govuk::{Content, SummaryList, SummaryListRow};

/// Facts in a quiet list. A fact that is empty is left out.
pub fn key_facts<K: Into<Content>, V: Into<Content>>(
    facts: impl IntoIterator<Item = (K, V)>,
) -> Markup {
    let rows = facts
        .into_iter()
        .map(|(key, value)| SummaryListRow::new(key, value));
    let rows: Vec<SummaryListRow> = rows
        .filter(|row| !row.value.text.is_empty() || !row.value.html.0.is_empty())
        .collect();
    SummaryList {
        rows,
        classes: "app-facts".to_owned(),
        ..Default::default()
    }
    .render()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_that_is_not_known_is_left_out() {
        let html = key_facts([("Place", "Scalpay Close"), ("Owner", "")]).into_string();
        assert!(html.contains("Scalpay Close") && !html.contains("Owner"));
    }
}
