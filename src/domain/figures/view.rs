//! What of the figures somebody asks for.

use super::arranged::Stage;
use super::measure::{Counted, Measure, Wage};
use super::period::{Cut, Month, Span};
use super::withholding::Shown;
use crate::domain::projects::Origin;

/// How the rows of a table are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A row for each area inside the area.
    Area,
    /// A row for each stretch of time.
    Time(Cut),
    /// A row for each category of work.
    Category,
    /// A row for each origin of projects.
    Origin,
}

impl By {
    /// Every way, in the order pages offer them.
    pub const ALL: [By; 6] = [
        By::Area,
        By::Time(Cut::Year),
        By::Time(Cut::Quarter),
        By::Time(Cut::Month),
        By::Category,
        By::Origin,
    ];

    /// The word in addresses and on the command line.
    pub fn code(self) -> &'static str {
        match self {
            By::Area => "area",
            By::Time(Cut::Month) => "month",
            By::Time(Cut::Quarter) => "quarter",
            By::Time(Cut::Year) => "year",
            By::Category => "category",
            By::Origin => "origin",
        }
    }

    /// The words for people.
    pub fn name(self) -> &'static str {
        match self {
            By::Area => "Area",
            By::Time(Cut::Month) => "Month",
            By::Time(Cut::Quarter) => "Quarter",
            By::Time(Cut::Year) => "Financial year",
            By::Category => "Kind of work",
            By::Origin => "How the project came about",
        }
    }

    /// Reads the word.
    pub fn parse(code: &str) -> Option<By> {
        By::ALL.into_iter().find(|by| by.code() == code)
    }
}

/// A table of figures, as asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// The area's code; empty for everywhere.
    pub area: String,
    /// Only this category of work.
    pub category: Option<String>,
    /// Only this origin.
    pub origin: Option<String>,
    /// The months that count.
    pub span: Span,
    /// How the rows are cut: by one thing, or by several at once.
    pub by: Vec<By>,
}

impl View {
    /// Everything, since launch, by financial year.
    pub fn everything() -> View {
        View {
            area: String::new(),
            category: None,
            origin: None,
            span: Span::ever(),
            by: vec![By::Time(Cut::Year)],
        }
    }

    /// Whether a number applies to its rows. A vote is of no one kind of work and no one origin: where these are told
    /// apart, none of its numbers does.
    pub fn applies(&self, measure: Measure) -> bool {
        let is_apart = self.cuts(By::Category) || self.cuts(By::Origin);
        let is_one = self.category.is_some() || self.origin.is_some();
        measure.told().stage != Stage::Voted || !(is_apart || is_one)
    }

    /// A number of a row, if it applies.
    pub fn shown(&self, row: &dyn Counted, measure: Measure, wage: Wage) -> Shown {
        match self.applies(measure) {
            true => row.shown(measure, wage),
            false => Shown::NotApplicable,
        }
    }

    /// What one of its rows is of, as a view of its own; nothing where its name does not read.
    pub fn of_row(&self, names: &[RowName]) -> Option<View> {
        let mut row = View {
            by: vec![],
            ..self.clone()
        };
        for (by, name) in self.by.iter().zip(names) {
            let code = name.code.clone();
            match by {
                By::Area => row.area = code,
                By::Category => row.category = Some(code),
                By::Origin => row.origin = Some(code),
                By::Time(cut) => row.span = cut.span(code.parse().ok()?).within(self.span)?,
            }
        }
        Some(row)
    }

    /// Whether the rows are cut by this, perhaps among others.
    pub fn cuts(&self, by: By) -> bool {
        self.by.contains(&by)
    }
}

/// The name of a row: one part for each thing the rows are cut by.
pub type RowNames = Vec<RowName>;

/// A part of a row's name: a code for data and words for people.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowName {
    /// An area's code, a month, a category's or an origin's code.
    pub code: String,
    /// The words for people.
    pub words: String,
}

/// The words for an origin's code.
pub fn origin_words(code: &str) -> &'static str {
    Origin::parse(code).map_or("Not a project yet", Origin::name)
}

/// The name of a row of time.
pub fn time_name(cut: Cut, month: Month) -> RowName {
    let row = cut.row_of(month);
    RowName {
        code: row.to_string(),
        words: cut.words(row),
    }
}
