//! What published releases say of rows of live figures, and which numbers read otherwise since.
//!
//! A mark follows from two things that everybody can read: the release and the live figures, each as the
//! small-number rule shows it. A number that either withholds is held against nothing, so that no mark
//! tells whether a withheld number moved. Start at [`entries`] and [`Said::revised`].

use super::{Reading, Row, Table, compared};
use crate::domain::figures::measure::{Counted, EDITION, Measure, Wage};
use crate::domain::figures::period::{Cut, Span};
use crate::domain::figures::view::{By, RowName, View};
use crate::domain::figures::withholding::Shown;

/// Where a release tells of the same as a row of live figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The council whose release it is.
    pub area: String,
    /// The months of the release.
    pub span: Span,
    /// In which of its tables.
    pub table: Table,
    /// In which row of it.
    pub code: String,
}

/// Where releases may tell of the same as a row of a view. Every release is of a month, a quarter or a
/// financial year, so there are at most three such places, however many releases there are.
pub fn entries(view: &View, names: &[RowName]) -> Vec<Entry> {
    let Some(row) = view.of_row(names) else {
        return vec![];
    };
    let (Some(length), span) = (row.span.as_row(), row.span) else {
        return vec![];
    };
    let entry = |area: &str, table: Table, code: &str| Entry {
        area: area.into(),
        span,
        table,
        code: code.into(),
    };
    let total = |area: &str| entry(area, Table::Total, Table::Total.code());
    let mut all = match (view.cuts(By::Area), &row.category, &row.origin) {
        // What lies inside an area stands in the area's release, and a council has its own. A row with the
        // area's own code is what lies in none of its wards, which is not the area.
        (true, None, None) => {
            let inside = entry(&view.area, Table::By(By::Area), &row.area);
            match row.area == view.area {
                true => vec![inside],
                false => vec![inside, total(&row.area)],
            }
        }
        (false, Some(category), None) => vec![entry(&row.area, Table::By(By::Category), category)],
        (false, None, Some(origin)) => vec![entry(&row.area, Table::By(By::Origin), origin)],
        (false, None, None) => of_time(&row, length, total(&row.area)),
        _ => vec![],
    };
    all.retain(|entry| !entry.area.is_empty());
    all
}

/// A stretch of time has a release of its own, and rows in those of the longer stretches it lies in.
fn of_time(row: &View, length: Cut, own: Entry) -> Vec<Entry> {
    let longer = Cut::ALL.into_iter().skip_while(|cut| *cut != length);
    let inside = longer.skip(1).map(|cut| Entry {
        area: row.area.clone(),
        span: cut.span(cut.row_of(row.span.from)),
        table: Table::By(By::Time(length)),
        code: row.span.from.to_string(),
    });
    std::iter::once(own).chain(inside).collect()
}

/// What a published release said of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The last part of the release's address.
    pub slug: String,
    /// The council.
    pub area_name: String,
    /// Its months.
    pub span: Span,
    /// Its revision.
    pub revision: i64,
    /// How its rows are read.
    pub reading: Reading,
    /// The row. One that the release does not have counted nothing.
    pub row: Row,
}

impl Said {
    /// A number of a live row as the release said it and as it is now, where both are told and they differ.
    pub fn revised(
        &self,
        measure: Measure,
        (view, now, wage): (&View, &dyn Counted, Wage),
    ) -> Option<(Shown, Shown)> {
        if measure.is_of_today() || measure.told().since > self.reading.edition {
            return None;
        }
        // Another wage alone revises nothing: what is counted is held against what was counted.
        let counted = measure.counted_by();
        let (before, after) = (self.row.counts.counted(counted), now.counted(counted));
        let told = (
            self.reading.number(&self.row, measure),
            view.shown(now, measure, wage),
        );
        let all = [before, after, told.0, told.1];
        let is_told = all.iter().all(|number| number.is_told());
        let reads_otherwise = measure.in_words(told.0) != measure.in_words(told.1);
        (is_told && before != after && reads_otherwise).then_some(told)
    }
}

/// The measures whose live numbers may be revised: what is counted, as in a revision of a release. What follows
/// from it in other units follows here too.
pub fn revisable() -> impl Iterator<Item = Measure> {
    compared(EDITION).filter(|measure| !measure.is_of_today())
}

/// What of a live row reads otherwise than the release that was published last of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Since {
    /// The measures whose numbers do.
    pub measures: Vec<Measure>,
    /// The last part of that release's address, where any does.
    pub release: Option<String>,
}

impl Since {
    /// Of a row, by what the release said of it.
    pub fn of(said: Option<&Said>, now: (&View, &dyn Counted, Wage)) -> Since {
        let Some(said) = said else {
            return Since::default();
        };
        let all = Measure::in_edition(EDITION);
        let measures: Vec<Measure> = all
            .filter(|measure| said.revised(*measure, now).is_some())
            .collect();
        Since {
            release: (!measures.is_empty()).then(|| said.slug.clone()),
            measures,
        }
    }

    /// The names of the numbers in files, of those that may be revised.
    pub fn named_in_files(&self) -> Vec<&'static str> {
        let named = revisable().filter(|measure| self.measures.contains(measure));
        named.map(|measure| measure.told().code).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::figures::withholding::Weighed;
    use crate::domain::figures::{Measures, PublicFigures};

    const WAGE: Wage = Wage { pence: 1271 };

    fn view(area: &str, year: Option<i32>, by: By) -> View {
        View {
            area: area.into(),
            span: year.map_or(Span::ever(), Span::financial_year),
            by: vec![by],
            ..View::everything()
        }
    }

    fn found(view: &View, code: &str) -> Vec<String> {
        let name = RowName {
            code: code.into(),
            words: String::new(),
        };
        let all = entries(view, &[name]).into_iter();
        all.map(|entry| {
            let (area, span) = (entry.area, entry.span);
            let table = entry.table.code();
            format!("{area} {}/{} {table} {}", span.from, span.to, entry.code)
        })
        .collect()
    }

    #[test]
    fn a_month_stands_in_releases_of_the_month_its_quarter_and_its_year() {
        let months = view("L", None, By::Time(Cut::Month));
        assert_eq!(
            found(&months, "2010-02"),
            [
                "L 2010-02/2010-02 total total",
                "L 2010-01/2010-03 month 2010-02",
                "L 2009-04/2010-03 month 2010-02"
            ]
        );
        let years = view("L", None, By::Time(Cut::Year));
        assert_eq!(found(&years, "2009-04"), ["L 2009-04/2010-03 total total"]);
        let everywhere = view("", None, By::Time(Cut::Year));
        assert_eq!(found(&everywhere, "2009-04"), [""; 0]);
    }

    #[test]
    fn a_row_that_is_cut_off_is_of_no_release() {
        let mut years = view("L", Some(2009), By::Time(Cut::Year));
        years.span.to = years.span.to.before();
        assert_eq!(found(&years, "2009-04"), [""; 0]);
        assert_eq!(found(&years, "June"), [""; 0]);
    }

    #[test]
    fn an_area_stands_in_the_release_around_it_and_in_its_own() {
        let inside = view("L", Some(2009), By::Area);
        assert_eq!(
            found(&inside, "W"),
            ["L 2009-04/2010-03 area W", "W 2009-04/2010-03 total total"]
        );
        assert_eq!(found(&inside, "L"), ["L 2009-04/2010-03 area L"]);
        assert_eq!(found(&view("L", None, By::Area), "W"), [""; 0]);
    }

    #[test]
    fn one_kind_of_work_stands_in_its_row_and_with_one_origin_nowhere() {
        let mut kinds = view("L", Some(2009), By::Category);
        assert_eq!(
            found(&kinds, "litter"),
            ["L 2009-04/2010-03 category litter"]
        );
        kinds.origin = Some("vote".into());
        assert_eq!(found(&kinds, "litter"), [""; 0]);
        let mut areas = view("L", Some(2009), By::Area);
        areas.category = Some("litter".into());
        assert_eq!(found(&areas, "W"), [""; 0]);
    }

    fn row(people: i64, minutes: i64, sessions_held: i64) -> Row {
        let counts = Measures {
            sessions_held,
            attendances: people,
            offenders: people,
            minutes_offered: minutes,
            minutes_credited: minutes,
            supports: minutes,
            ..Measures::NONE
        };
        let covers = false;
        Row {
            table: Table::Total,
            code: "total".into(),
            name: "All together".into(),
            counts: *PublicFigures::single(Weighed { counts, covers }, 5).total(),
            ward_sets: None,
        }
    }

    fn said(row: Row, edition: i64) -> Said {
        Said {
            slug: "l-2009-04".into(),
            area_name: "L".into(),
            span: Span::financial_year(2009),
            revision: 1,
            reading: Reading {
                edition,
                wage: Some(WAGE),
            },
            row,
        }
    }

    fn marks(before: Row, edition: i64, now: &Row, wage: Wage) -> Vec<Measure> {
        let (said, view) = (said(before, edition), View::everything());
        let all = Measure::in_edition(3);
        let marked = all.filter(|measure| {
            let now = (&view, &now.counts as &dyn Counted, wage);
            said.revised(*measure, now).is_some()
        });
        marked.collect()
    }

    #[test]
    fn what_was_put_right_is_revised_and_nothing_else() {
        use Measure::*;
        let (before, now) = (row(9, 3000, 1), row(9, 3100, 1));
        let revised = [
            HoursOffered,
            HoursCredited,
            MinutesOffered,
            MinutesCredited,
            Value,
        ];
        assert_eq!(marks(before.clone(), 3, &now, WAGE), revised);
        // A release from before values were stated said none.
        assert_eq!(marks(before.clone(), 1, &now, WAGE), revised[..4]);
        // Another wage puts nothing right.
        assert_eq!(marks(before.clone(), 3, &before, Wage { pence: 2000 }), []);
        // What reads the same is not marked.
        let hardly = marks(before.clone(), 3, &row(9, 3001, 1), WAGE);
        assert_eq!(hardly, [MinutesOffered, MinutesCredited]);
    }

    #[test]
    fn a_withheld_number_is_held_against_nothing() {
        use Measure::*;
        for (before, now) in [(3, 9), (9, 3), (3, 2)] {
            let (before, now) = (row(before, 3000, 1), row(now, 2000, 1));
            assert_eq!(marks(before, 3, &now, WAGE), []);
        }
        // What is never withheld tells of itself alone.
        let (before, now) = (row(3, 3000, 1), row(2, 2000, 2));
        assert_eq!(marks(before, 3, &now, WAGE), [SessionsHeld]);
    }
}
