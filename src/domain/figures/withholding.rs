//! The small-number rule: a count of 1 to 4 offenders is withheld, and its hours with it.
//!
//! The hours divided by the length of a day would give the count back, so they go with it. A true
//! zero is shown. [`PublicFigures`] can be made here only, and pages, CSV and API take nothing else.
//! (Threshold and reasons: the product's rules; ICO anonymisation guidance; ministries publish
//! fewer-than-five counts as withheld.) What else must be withheld, so that no total gives a small
//! number back, is decided once for all views when figures are published: see [`super::cover`].

use super::Measures;
use super::arranged::Arrangement;
use super::measure::{Counted, Measure};
use super::view::RowNames;

/// The smallest head-count that is published, unless an administrator raised it.
pub const THRESHOLD: i64 = 5;

/// A number as the public sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// The number.
    Count(i64),
    /// Withheld, marked `[c]`.
    Withheld,
    /// More than nothing, but less than can be written, marked `[low]`.
    Low,
    /// Not applicable, marked `[z]`.
    NotApplicable,
    /// Not available, marked `[x]`.
    NotAvailable,
}

impl Shown {
    /// The number, unless it is withheld.
    pub fn count(self) -> Option<i64> {
        match self {
            Shown::Count(count) => Some(count),
            Shown::Low | Shown::Withheld | Shown::NotApplicable | Shown::NotAvailable => None,
        }
    }

    /// Whether a reader learns how much it is.
    pub fn is_told(self) -> bool {
        matches!(self, Shown::Count(_) | Shown::Low)
    }

    /// As a table of official statistics writes it: the number or the mark.
    pub fn mark(self) -> String {
        match self {
            Shown::Count(count) => count.to_string(),
            Shown::Withheld => "[c]".into(),
            Shown::Low => "[low]".into(),
            Shown::NotApplicable => "[z]".into(),
            Shown::NotAvailable => "[x]".into(),
        }
    }
}

/// The counts of one cell as the public sees them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicMeasures {
    /// What is never withheld; nothing of people and of their time.
    pub open: Measures,
    /// Attendances.
    pub attendances: Shown,
    /// Offenders on projects.
    pub offenders: Shown,
    /// Minutes offered.
    pub minutes_offered: Shown,
    /// Minutes credited.
    pub minutes_credited: Shown,
    /// Within how many days of their nomination half of the projects were completed.
    pub median_days: Shown,
}

/// Whether so few people worked that nothing of them may be published: a head-count below the threshold, or few new
/// people and one person at every session, which the sessions beside the attendances would tell.
pub fn are_few(sessions_held: i64, attendances: i64, offenders: i64, threshold: i64) -> bool {
    let is_small = |count: i64| (1..threshold).contains(&count);
    let is_alone = attendances > 0 && attendances == sessions_held && offenders < threshold;
    is_small(offenders) || is_small(attendances) || is_alone
}

/// Exact counts on their way to the public, with whether an exchange changes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weighed {
    /// The counts.
    pub counts: Measures,
    /// Whether they are withheld to cover a small number, their own or another.
    pub covers: bool,
}

impl PublicMeasures {
    fn of(weighed: &Weighed, threshold: i64) -> PublicMeasures {
        let exact = &weighed.counts;
        let small = are_few(
            exact.sessions_held,
            exact.attendances,
            exact.offenders,
            threshold,
        );
        let show = |count| {
            if small || weighed.covers {
                Shown::Withheld
            } else {
                Shown::Count(count)
            }
        };
        PublicMeasures {
            open: exact.without_people(),
            attendances: show(exact.attendances),
            offenders: show(exact.offenders),
            minutes_offered: show(exact.minutes_offered),
            minutes_credited: show(exact.minutes_credited),
            median_days: Shown::NotAvailable,
        }
    }

    /// Whether something of it is withheld.
    pub fn is_withheld(&self) -> bool {
        self.offenders == Shown::Withheld
    }
}

impl Counted for PublicMeasures {
    fn counted(&self, measure: Measure) -> Shown {
        match measure.counted_by() {
            Measure::Attendances => self.attendances,
            Measure::Offenders => self.offenders,
            Measure::MinutesOffered => self.minutes_offered,
            Measure::MinutesCredited => self.minutes_credited,
            Measure::MedianDays => self.median_days,
            open => self.open.counted(open),
        }
    }
}

/// Figures that may be published: rows with their names, and the total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicFigures<K> {
    rows: Vec<(K, PublicMeasures)>,
    total: PublicMeasures,
}

impl<K> PublicFigures<K> {
    /// Applies the small-number rule to exact rows and to their total, each weighed against the
    /// exchanges of all publications. A small number is withheld even where nothing covers it.
    pub fn withhold(rows: Vec<(K, Weighed)>, total: Weighed, threshold: i64) -> PublicFigures<K> {
        // Nobody can set a threshold that publishes what the product promises to withhold.
        let threshold = threshold.max(THRESHOLD);
        PublicFigures {
            total: PublicMeasures::of(&total, threshold),
            rows: rows
                .into_iter()
                .map(|(name, cell)| (name, PublicMeasures::of(&cell, threshold)))
                .collect(),
        }
    }

    /// The same with the medians of days that were kept, of the rows in their order and of all together.
    pub fn with_medians(mut self, rows: &[Option<i64>], total: Option<i64>) -> PublicFigures<K> {
        let kept = |days: Option<i64>| days.map_or(Shown::NotAvailable, Shown::Count);
        for ((_, row), days) in self.rows.iter_mut().zip(rows) {
            row.median_days = kept(*days);
        }
        self.total.median_days = kept(total);
        self
    }

    /// The rows in their order.
    pub fn rows(&self) -> &[(K, PublicMeasures)] {
        &self.rows
    }

    /// All rows together.
    pub fn total(&self) -> &PublicMeasures {
        &self.total
    }
}

impl PublicFigures<RowNames> {
    /// The rows that somebody wants to see, in their order. The total stays that of all rows.
    pub fn arranged(self, arrangement: &Arrangement) -> Self {
        PublicFigures {
            rows: arrangement.of(self.rows),
            total: self.total,
        }
    }
}

impl PublicFigures<()> {
    /// The figures of one thing, such as a project.
    pub fn single(weighed: Weighed, threshold: i64) -> PublicFigures<()> {
        PublicFigures::withhold(vec![], weighed, threshold)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cell(offenders: i64, attendances: i64) -> Weighed {
        let counts = Measures {
            offenders,
            attendances,
            minutes_offered: attendances * 420,
            minutes_credited: attendances * 400,
            sessions_held: 1,
            ..Measures::default()
        };
        Weighed {
            counts,
            covers: false,
        }
    }

    #[test]
    fn what_covers_another_number_is_withheld_however_large() {
        let mut large = cell(80, 300);
        large.covers = true;
        let shown = *PublicFigures::single(large, THRESHOLD).total();
        assert_eq!(shown.offenders.mark(), "[c]");
        assert_eq!(shown.minutes_credited.mark(), "[c]");
    }

    #[test]
    fn one_to_four_offenders_are_withheld_with_their_hours() {
        for count in 1..5 {
            let shown = *PublicFigures::single(cell(count, 9), THRESHOLD).total();
            assert_eq!(shown.offenders, Shown::Withheld);
            assert_eq!(shown.minutes_offered, Shown::Withheld);
            assert_eq!(shown.minutes_credited, Shown::Withheld);
            assert_eq!(shown.attendances, Shown::Withheld);
            assert_eq!(shown.open.sessions_held, 1);
        }
    }

    #[test]
    fn zero_and_five_are_shown() {
        assert_eq!(
            PublicFigures::single(cell(0, 0), THRESHOLD)
                .total()
                .offenders,
            Shown::Count(0)
        );
        let five = *PublicFigures::single(cell(5, 5), THRESHOLD).total();
        assert_eq!(five.minutes_credited, Shown::Count(2000));
    }

    #[test]
    fn a_month_in_which_the_same_few_came_back_is_withheld_too() {
        let shown = *PublicFigures::single(cell(0, 3), THRESHOLD).total();
        assert_eq!(shown.minutes_credited, Shown::Withheld);
    }

    #[test]
    fn somebody_who_worked_alone_each_time_is_withheld() {
        let mut alone = cell(0, 6);
        alone.counts.sessions_held = 6;
        let shown = *PublicFigures::single(alone, THRESHOLD).total();
        assert_eq!(shown.minutes_credited, Shown::Withheld);
        alone.counts.sessions_held = 5;
        let shown = *PublicFigures::single(alone, THRESHOLD).total();
        assert_eq!(shown.attendances, Shown::Count(6));
    }

    #[test]
    fn a_threshold_below_five_is_five() {
        assert_eq!(
            PublicFigures::single(cell(4, 9), 1).total().offenders,
            Shown::Withheld
        );
    }

    proptest! {
        #[test]
        fn no_small_head_count_is_ever_shown(cells in prop::collection::vec((0_i64..12, 0_i64..30), 0..20)) {
            let rows: Vec<_> = cells.iter().map(|(new, more)| ((), cell(*new, new + more))).collect();
            let total = Weighed { counts: rows.iter().map(|(_, row)| row.counts).sum(), covers: false };
            let public = PublicFigures::withhold(rows, total, THRESHOLD);
            for (_, shown) in public.rows() {
                for count in [shown.offenders, shown.attendances] {
                    prop_assert!(!matches!(count, Shown::Count(1..=4)));
                }
                prop_assert_eq!(shown.offenders.count().is_none(), shown.minutes_credited.count().is_none());
            }
        }
    }
}
