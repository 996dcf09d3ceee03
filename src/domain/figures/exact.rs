//! Figures for staff: nothing withheld.

use super::Measures;
use super::measure::{Counted, Measure};
use super::view::RowNames;
use super::withholding::Shown;

/// A row as staff may see it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Exact {
    /// What was counted.
    pub counts: Measures,
    /// Within how many days of their nomination half of the projects were completed, where enough were.
    pub median_days: Option<i64>,
}

impl Counted for Exact {
    fn counted(&self, measure: Measure) -> Shown {
        match measure {
            Measure::MedianDays => self.median_days.map_or(Shown::NotAvailable, Shown::Count),
            other => self.counts.counted(other),
        }
    }
}

/// A table as staff may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExactFigures {
    /// The rows in their order.
    pub rows: Vec<(RowNames, Exact)>,
    /// All together.
    pub total: Exact,
}
