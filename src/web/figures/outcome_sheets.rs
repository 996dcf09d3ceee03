//! What became of nominations, as sheets: by when they came in, by area, and by council and ward.

use super::question_sheets::{Columns, head};
use crate::domain::figures::period::{Cut, Month};
use crate::domain::figures::view::{By, RowName};
use crate::domain::figures::waits::LEAST_SAMPLE;
use crate::store::figures::questions::Outcomes;
use crate::web::figures::sheets::{Sheet, SheetCell};
use std::collections::BTreeMap;

/// One of the two things that are told of nominations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// Which were completed.
    Completed,
    /// How long a decision took.
    Decided,
}

impl Told {
    /// What is told, as a title begins.
    fn title(self) -> &'static str {
        match self {
            Told::Completed => "What became of nominations",
            Told::Decided => "How long a decision took",
        }
    }

    /// The columns behind those that say of which nominations.
    pub(super) fn columns(self) -> Columns {
        match self {
            Told::Completed => vec![
                ("Nominations", "nominations"),
                ("Became a project", "projects"),
                ("Completed so far", "completed"),
                ("Share completed", "share_completed"),
                ("Days taken: half within", "median_days"),
                ("Nine in ten within", "days_90th_percentile"),
            ],
            Told::Decided => vec![
                ("Decided", "decided"),
                ("Days taken: half within", "median_days"),
                ("Nine in ten within", "days_90th_percentile"),
                ("Within the promise", "share_within_promise"),
                ("Open and late", "open_late"),
                ("Open, with time left", "open_in_time"),
                ("Closed undecided", "closed_undecided"),
            ],
        }
    }

    /// The cells of those columns.
    pub(super) fn cells(self, of: &Outcomes) -> Vec<SheetCell> {
        match self {
            Told::Completed => completed(of),
            Told::Decided => decided(of),
        }
    }

    /// A row for each stretch of time in which nominations came in.
    pub(super) fn by_time(self, cut: Cut, outcomes: &BTreeMap<Month, Outcomes>) -> Sheet {
        let by = By::Time(cut).name().to_lowercase();
        let caption = match self {
            Told::Completed => format!("{}, by the {by} they came in", self.title()),
            Told::Decided => format!("{}, by the {by} nominations came in", self.title()),
        };
        let rows = outcomes.iter();
        self.sheet(
            caption,
            ("Nominated in", head(cut).1),
            rows.map(|(month, of)| (cut.words(*month), of)),
        )
    }

    /// A row for each area inside the one that is asked of, over all its months.
    pub(super) fn by_area(self, outcomes: &[(RowName, Outcomes)]) -> Sheet {
        let rows = outcomes.iter();
        self.sheet(
            format!("{}, by area", self.title()),
            ("Area", "area"),
            rows.map(|(name, of)| (name.words.clone(), of)),
        )
    }

    fn sheet<'o>(
        self,
        caption: String,
        first: (&'static str, &'static str),
        rows: impl Iterator<Item = (String, &'o Outcomes)>,
    ) -> Sheet {
        let row = |(name, of): (String, &Outcomes)| {
            let name = std::iter::once(SheetCell::words(name));
            name.chain(self.cells(of)).collect()
        };
        Sheet {
            caption,
            columns: std::iter::once(first).chain(self.columns()).collect(),
            rows: rows.map(row).collect(),
            total: None,
        }
    }
}

fn completed(of: &Outcomes) -> Vec<SheetCell> {
    let done = of.completed.count();
    vec![
        SheetCell::number(of.nominations),
        SheetCell::number(of.projects),
        SheetCell::number(done),
        SheetCell::share(done, of.nominations),
        SheetCell::available(of.completed.median()),
        SheetCell::available(of.completed.nine_in_ten()),
    ]
}

fn decided(of: &Outcomes) -> Vec<SheetCell> {
    let due = of.decided.count() + of.overdue;
    vec![
        SheetCell::number(of.decided.count()),
        SheetCell::available(of.decided.median()),
        SheetCell::available(of.decided.nine_in_ten()),
        match due {
            1..LEAST_SAMPLE => SheetCell::available(None),
            due => SheetCell::share(of.kept, due),
        },
        SheetCell::number(of.overdue),
        SheetCell::number(of.open),
        SheetCell::number(of.undecided()),
    ]
}
