//! Long tables a part at a time, so that every page stays light however many years and areas there are.
//! Files hold every row.

use super::pages::pages;
use crate::domain::text::grouped;
use maud::{Markup, html};
use std::ops::Range;

/// A part of a table's rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paged {
    number: usize,
    last: usize,
    rows: Range<usize>,
    all: usize,
    /// Rows of the table, those not asked for among them.
    table: usize,
}

impl Paged {
    /// The part with this number, as it stands in an address, of so many rows. Beyond the last is the last, which
    /// takes up to a fifth more rows than the others, so that nobody turns a page for one or two.
    pub fn of(asked: &str, all: usize, at_once: usize) -> Paged {
        let last = all.saturating_sub(at_once / 5).div_ceil(at_once).max(1);
        let number = asked.parse().unwrap_or(1).clamp(1, last);
        let first = (number - 1) * at_once;
        let end = match number == last {
            true => all,
            false => first + at_once,
        };
        Paged {
            number,
            last,
            rows: first..end,
            all,
            table: all,
        }
    }

    /// The rows were picked out of so many, and the sum is of those.
    pub fn among(self, table: usize) -> Paged {
        Paged { table, ..self }
    }

    /// Its rows.
    pub fn of_rows<'a, T>(&self, rows: &'a [T]) -> &'a [T] {
        rows.get(self.rows.clone()).unwrap_or_default()
    }

    /// Which rows these are, where there are others: `rows 1 to 36 of 120`.
    pub fn words(&self) -> Option<String> {
        let from_to = [self.rows.start + 1, self.rows.end, self.all];
        let [from, to, all] = from_to.map(|number| grouped(number as i64));
        (self.last > 1).then(|| format!("rows {from} to {to} of {all}"))
    }

    /// What the sum of all rows of the table is called, those that are not on this page among them.
    pub fn total_name(&self) -> String {
        if self.rows.len() == self.table {
            "Total".into()
        } else {
            format!("Total of all {} rows", grouped(self.table as i64))
        }
    }

    /// Links to the other parts, keeping what else was asked.
    pub fn links(&self, path: &str, asked: &[(&str, &str)]) -> Markup {
        html! { (pages(path, asked, self.number as u64, self.last as u64)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_in_just_one_part() {
        let rows: Vec<usize> = (0..120).collect();
        let parts = (1..=4).map(|number: usize| Paged::of(&number.to_string(), 120, 36));
        let seen: Vec<usize> = parts
            .flat_map(|part| part.of_rows(&rows).to_vec())
            .collect();
        assert_eq!(seen, rows);
    }

    #[test]
    fn nobody_turns_a_page_for_a_few_rows() {
        for (all, last, words) in [
            (20, 1, None),
            (21, 1, None),
            (24, 1, None),
            (25, 2, Some("rows 21 to 25 of 25")),
            (44, 2, Some("rows 21 to 44 of 44")),
            (45, 3, Some("rows 41 to 45 of 45")),
        ] {
            let part = Paged::of("9", all, 20);
            assert_eq!((part.last, part.words().as_deref()), (last, words), "{all}");
        }
    }

    #[test]
    fn a_part_that_is_not_there_is_the_nearest_that_is() {
        for (asked, words) in [
            ("", "rows 1 to 36 of 120"),
            ("soon", "rows 1 to 36 of 120"),
            ("0", "rows 1 to 36 of 120"),
            ("4", "rows 109 to 120 of 120"),
            ("99999", "rows 109 to 120 of 120"),
        ] {
            assert_eq!(Paged::of(asked, 120, 36).words().as_deref(), Some(words));
        }
        let none: [u8; 0] = [];
        assert_eq!(Paged::of("7", 0, 36).of_rows(&none), none);
        assert_eq!(Paged::of("", 36, 36).words(), None);
        assert_eq!(Paged::of("", 36, 36).total_name(), "Total");
        assert_eq!(
            Paged::of("", 1, 36).among(36).total_name(),
            "Total of all 36 rows"
        );
        assert_eq!(
            Paged::of("2", 1200, 36).total_name(),
            "Total of all 1,200 rows"
        );
    }
}
