//! Below a table of figures: which of its rows are provisional, how many are withheld, and which areas have none.

use crate::domain::figures::PublicFigures;
use crate::domain::figures::release::said::Said;
use crate::domain::figures::view::RowNames;
use crate::domain::text::{grouped, plural};
use crate::store::figures::releases::SaidBefore;
use crate::web::pieces::as_at;
use chrono::{DateTime, Utc};
use maud::{Markup, html};

/// The mark behind the name of a row that stands in no published release, with a space before it.
pub fn mark(said: Option<&Said>) -> &'static str {
    match said {
        Some(_) => "",
        None => " [p]",
    }
}

/// When the figures were made, and which rows councils have published.
pub fn as_at_of(instant: DateTime<Utc>, said: &SaidBefore) -> Markup {
    let mut rows = said.rows.iter().chain([&said.total]);
    match rows.any(Option::is_some) {
        true => as_at(
            instant,
            "with rows marked [p] provisional. The others stand in a release that a council has published, and what reads otherwise since is marked [r]",
        ),
        false => as_at(
            instant,
            "provisional [p]: no council has published a release of the same area and period",
        ),
    }
}

/// How many rows have withheld numbers. Which of them are small themselves is told nowhere, nor how many.
pub fn withheld(figures: &PublicFigures<RowNames>) -> Markup {
    let rows = figures.rows();
    let withheld = rows.iter().filter(|(_, row)| row.is_withheld()).count();
    html! {
        @if withheld > 0 {
            p class="govuk-body-s" {
                "Offenders and hours are withheld [c] in " (grouped(withheld as i64)) " of " (plural(rows.len() as i64, "row", "rows"))
                ". A number is withheld where very few worked, or only because it would give such a number away. We never say which of the two."
            }
        }
    }
}

/// That some areas have no row.
pub fn without_rows(areas: usize) -> Markup {
    html! {
        @if areas > 0 {
            p class="govuk-body-s" {
                (plural(areas as i64, "area here has", "areas here have"))
                " nothing to count in this period, and so no row."
            }
        }
    }
}
