//! A sheet: the same rows as a table on a page and as a file.

use crate::domain::csv_cells::{self, Row};
use crate::domain::text::percent;
use crate::domain::time::{iso_date, long_date};
use crate::web::govuk::{Table, TableCell};
use crate::web::pieces::Paged;
use crate::web::pieces::{caption, scrolling};
use chrono::NaiveDate;
use maud::Markup;

/// A cell: words, a day, or a figure, which stands to the right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetCell {
    Words(String),
    /// Written out for people, in ISO 8601 for programs.
    Day(NaiveDate),
    /// As people read it and as programs do.
    Figure(String, String),
}

impl SheetCell {
    /// A whole number.
    pub fn number(number: i64) -> SheetCell {
        SheetCell::Figure(crate::domain::text::grouped(number), number.to_string())
    }

    /// A number, or the mark of what is not available.
    pub fn available(number: Option<i64>) -> SheetCell {
        number.map_or_else(|| SheetCell::mark("[x]"), SheetCell::number)
    }

    /// A share in whole per cent; of nothing there is none.
    pub fn share(part: i64, whole: i64) -> SheetCell {
        match whole {
            0 => SheetCell::mark("[z]"),
            whole => SheetCell::mark(&percent(part, whole)),
        }
    }

    /// A mark or a figure that reads the same everywhere.
    pub fn mark(text: &str) -> SheetCell {
        SheetCell::Figure(text.into(), text.into())
    }

    /// Words.
    pub fn words(text: impl Into<String>) -> SheetCell {
        SheetCell::Words(text.into())
    }
}

/// Rows under a caption.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub caption: String,
    /// The heads for people, and the columns' names for programs.
    pub columns: Vec<(&'static str, &'static str)>,
    pub rows: Vec<Vec<SheetCell>>,
    /// The sum of all rows, which stands last.
    pub total: Option<Vec<SheetCell>>,
}

impl Sheet {
    /// As a table that scrolls in its own box.
    pub fn table(&self) -> Markup {
        self.table_of(&Paged::of("", self.rows.len(), usize::MAX))
    }

    /// A part of the rows as a table, with the total of all.
    pub fn table_of(&self, part: &Paged) -> Markup {
        let figures: Vec<bool> = match self.rows.first() {
            Some(row) => row
                .iter()
                .map(|cell| matches!(cell, SheetCell::Figure(..)))
                .collect(),
            None => vec![false; self.columns.len()],
        };
        let head = self
            .columns
            .iter()
            .zip(figures)
            .map(|((words, _), is_figure)| {
                if is_figure {
                    TableCell::numeric(*words)
                } else {
                    TableCell::from(*words)
                }
            });
        let rows = part.of_rows(&self.rows).iter().chain(&self.total);
        let cell = |cell: &SheetCell| match cell {
            SheetCell::Words(text) => TableCell::from(text.as_str()),
            SheetCell::Day(day) => TableCell::from(long_date(*day).as_str()),
            SheetCell::Figure(text, _) => TableCell::numeric(text.as_str()),
        };
        scrolling(&Table {
            caption: caption(&self.caption, "", &part.words().unwrap_or_default()),
            caption_classes: "govuk-table__caption--s".into(),
            first_cell_is_header: true,
            classes: "app-table--dense".into(),
            head: head.collect(),
            rows: rows.map(|row| row.iter().map(cell).collect()).collect(),
            ..Table::default()
        })
    }

    /// As CSV with a row of names.
    pub fn csv(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|(_, name)| *name).collect();
        let mut out = csv_cells::row(&names);
        for row in self.rows.iter().chain(&self.total) {
            out.push_str(&row_of(Row::new(), row).end());
        }
        out
    }
}

/// A line of a file with some cells behind those that it has.
pub fn row_of(line: Row, cells: &[SheetCell]) -> Row {
    cells.iter().fold(line, |line, cell| match cell {
        SheetCell::Words(text) => line.text(text),
        SheetCell::Day(day) => line.text(&iso_date(*day)),
        SheetCell::Figure(_, figure) => line.figure(figure),
    })
}
