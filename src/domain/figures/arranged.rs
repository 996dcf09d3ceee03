//! Which rows of a table are shown, in which order, and of which stage of the work its columns tell.
//!
//! Rows and columns are chosen here and no number changes: a total stays the total of all rows. A withheld
//! number has no place in an order, so its row stands behind those with a number, where the cut put it.

use super::measure::{Counted, Measure};
use super::view::RowNames;
use super::withholding::Shown;
use std::cmp::Reverse;

/// How far places have come of which a column tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Somebody nominated them.
    Nominated,
    /// People voted on them.
    Voted,
    /// Work on them was agreed.
    Agreed,
    /// Work on them was going on.
    InProgress,
    /// The work is done.
    Completed,
}

impl Stage {
    /// Every stage, in the order of time.
    pub const ALL: [Stage; 5] = [
        Stage::Nominated,
        Stage::Voted,
        Stage::Agreed,
        Stage::InProgress,
        Stage::Completed,
    ];

    /// The word in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Stage::Nominated => "nominated",
            Stage::Voted => "voted",
            Stage::Agreed => "agreed",
            Stage::InProgress => "in-progress",
            Stage::Completed => "completed",
        }
    }

    /// The words for people.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Nominated => "Nominated",
            Stage::Voted => "Voted on",
            Stage::Agreed => "Agreed",
            Stage::InProgress => "In progress",
            Stage::Completed => "Completed",
        }
    }

    /// What a table of it tells of, in words.
    pub fn tells_of(self) -> &'static str {
        match self {
            Stage::Nominated => "Nominations",
            Stage::Voted => "Votes",
            Stage::Agreed => "Projects by stage",
            Stage::InProgress => "Work",
            Stage::Completed => "Completed projects",
        }
    }

    /// Reads the word; anything else is every stage.
    pub fn parse(code: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|stage| stage.code() == code)
    }
}

/// The order of rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// As they are cut: time as it goes, areas and kinds of work by name.
    #[default]
    AsCut,
    /// By name, A to Z.
    Name,
    /// The most hours worked first.
    Hours,
    /// The most offenders first.
    Offenders,
    /// The most projects completed first.
    Projects,
    /// The most sessions held first.
    Sessions,
    /// The most nominations first.
    Nominations,
}

impl Sort {
    /// Every order, as the page offers them.
    pub const ALL: [Sort; 7] = [
        Sort::AsCut,
        Sort::Name,
        Sort::Projects,
        Sort::Offenders,
        Sort::Hours,
        Sort::Sessions,
        Sort::Nominations,
    ];

    /// The word in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Sort::AsCut => "rows",
            Sort::Name => "name",
            Sort::Hours => "hours",
            Sort::Offenders => "offenders",
            Sort::Projects => "projects",
            Sort::Sessions => "sessions",
            Sort::Nominations => "nominations",
        }
    }

    /// The words for people.
    pub fn name(self) -> &'static str {
        match self {
            Sort::AsCut => "In their usual order",
            Sort::Name => "Name, A to Z",
            Sort::Hours => "Most hours worked",
            Sort::Offenders => "Most offenders",
            Sort::Projects => "Most projects completed",
            Sort::Sessions => "Most sessions held",
            Sort::Nominations => "Most nominations",
        }
    }

    /// Reads the word; anything else is the usual order.
    pub fn parse(code: &str) -> Sort {
        let known = Sort::ALL.into_iter().find(|sort| sort.code() == code);
        known.unwrap_or_default()
    }
}

impl Sort {
    /// The measure that an order looks at; none where it goes by names or by the cut.
    fn measure(self) -> Option<Measure> {
        match self {
            Sort::AsCut | Sort::Name => None,
            Sort::Hours => Some(Measure::MinutesCredited),
            Sort::Offenders => Some(Measure::Offenders),
            Sort::Projects => Some(Measure::ProjectsCompleted),
            Sort::Sessions => Some(Measure::SessionsHeld),
            Sort::Nominations => Some(Measure::Nominations),
        }
    }
}

/// How somebody wants a table to be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arrangement {
    /// Only rows in whose name these words stand, in capitals or not. Empty for all rows.
    pub words: String,
    /// The order.
    pub sort: Sort,
    /// Only columns that tell of this stage.
    pub stage: Option<Stage>,
}

impl Arrangement {
    /// The rows that are shown, in their order.
    pub fn of<M: Counted>(&self, mut rows: Vec<(RowNames, M)>) -> Vec<(RowNames, M)> {
        let wanted = self.words.trim().to_lowercase();
        let name = |names: &RowNames| -> Vec<String> {
            let words = names.iter().map(|name| name.words.to_lowercase());
            words.collect()
        };
        rows.retain(|(names, _)| name(names).iter().any(|words| words.contains(&wanted)));
        match self.sort {
            Sort::AsCut => {}
            Sort::Name => rows.sort_by_key(|(names, _)| name(names)),
            sort => rows.sort_by_key(|(_, row)| {
                let number = sort.measure().map(|measure| row.counted(measure));
                Reverse(number.and_then(Shown::count))
            }),
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::figures::Measures;
    use crate::domain::figures::view::RowName;
    use crate::domain::figures::withholding::{PublicFigures, Weighed};
    use proptest::prelude::*;

    fn named(words: &str) -> RowNames {
        let code = words.to_lowercase();
        let words = words.into();
        vec![RowName { code, words }]
    }

    fn of_hours(minutes_credited: i64) -> Measures {
        Measures {
            minutes_credited,
            ..Measures::NONE
        }
    }

    fn shown<M: Counted>(sort: Sort, words: &str, rows: Vec<(RowNames, M)>) -> Vec<String> {
        let arrangement = Arrangement {
            words: words.into(),
            sort,
            stage: None,
        };
        let rows = arrangement.of(rows).into_iter();
        rows.map(|(names, _)| names[0].words.clone()).collect()
    }

    #[test]
    fn rows_are_found_by_words_and_put_in_order() {
        let rows = || {
            let rows = [("Stoneygate", 60), ("Abbey", 180), ("Humberstone", 120)];
            rows.map(|(name, minutes)| (named(name), of_hours(minutes)))
                .to_vec()
        };
        let usual = shown(Sort::AsCut, "", rows());
        assert_eq!(usual, ["Stoneygate", "Abbey", "Humberstone"]);
        let by_name = shown(Sort::Name, " STONE ", rows());
        assert_eq!(by_name, ["Humberstone", "Stoneygate"]);
        let by_hours = shown(Sort::Hours, "", rows());
        assert_eq!(by_hours, ["Abbey", "Humberstone", "Stoneygate"]);
        assert!(shown(Sort::Hours, "elsewhere", rows()).is_empty());
    }

    proptest! {
        /// Rows whose numbers differ only where they are withheld stand in the same order.
        #[test]
        fn an_order_says_nothing_of_what_is_withheld(
            counts in prop::collection::vec(1i64..5, 6), others in prop::collection::vec(1i64..5, 6),
        ) {
            let order = |small: &[i64]| {
                let weighed = |offenders: i64| Weighed {
                    counts: Measures { offenders, minutes_credited: offenders * 420, ..Measures::NONE },
                    covers: false,
                };
                let mut rows = vec![(named("Large"), weighed(12))];
                rows.extend((0..).zip(small).map(|(at, small)| (named(&format!("Small {at}")), weighed(*small))));
                let figures = PublicFigures::withhold(rows, weighed(40), 5);
                [Sort::Hours, Sort::Offenders].map(|sort| shown(sort, "", figures.rows().to_vec()))
            };
            prop_assert_eq!(order(&counts), order(&others));
        }
    }
}
