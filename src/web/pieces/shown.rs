//! A number that may be withheld, as the public reads it.

use crate::domain::figures::withholding::Shown;
use crate::domain::text::{grouped, hours_figure, whole_hours_figure};

/// The number, grouped, or its mark.
pub fn shown(number: Shown) -> String {
    number.count().map_or_else(|| number.mark(), grouped)
}

/// Minutes as hours, or the mark.
pub fn shown_hours(minutes: Shown) -> String {
    minutes.count().map_or_else(|| minutes.mark(), hours_figure)
}

/// Minutes as whole hours for a headline, or the mark. The table near it shows tenths.
pub fn shown_whole_hours(minutes: Shown) -> String {
    minutes
        .count()
        .map_or_else(|| minutes.mark(), whole_hours_figure)
}
