//! How long things took: the middle, the slow end, and when there are too few to say.

use std::collections::BTreeMap;

/// Fewer than this say nothing about the rest.
pub const LEAST_SAMPLE: i64 = 10;

/// How many things took how many days. As large as there are different numbers of days, however many
/// things there were.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waits {
    by_days: BTreeMap<i64, i64>,
}

impl Waits {
    /// Counts one more.
    pub fn note(&mut self, days: i64) {
        *self.by_days.entry(days).or_default() += 1;
    }

    /// How many there are.
    pub fn count(&self) -> i64 {
        self.by_days.values().sum()
    }

    /// How many took at most so many days.
    pub fn within(&self, days: i64) -> i64 {
        self.by_days.range(..=days).map(|(_, count)| count).sum()
    }

    /// Half took at most so many days. Nothing where there are too few.
    pub fn median(&self) -> Option<i64> {
        self.share(50)
    }

    /// Nine in ten took at most so many days. Nothing where there are too few.
    pub fn nine_in_ten(&self) -> Option<i64> {
        self.share(90)
    }

    /// The least number of days within which so many in a hundred were done.
    fn share(&self, percent: i64) -> Option<i64> {
        let all = self.count();
        if all < LEAST_SAMPLE {
            return None;
        }
        let rank = (all * percent + 99) / 100;
        let mut so_far = 0;
        let mut days = self.by_days.iter();
        let reached = days.find(|(_, count)| {
            so_far += **count;
            so_far >= rank
        });
        reached.map(|(days, _)| *days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_and_nine_in_ten_are_days_that_something_took() {
        let mut waits = Waits::default();
        for days in [9, 1, 8, 2, 7, 3, 6, 4, 5, 100] {
            waits.note(days);
        }
        assert_eq!(waits.median(), Some(5));
        assert_eq!(waits.nine_in_ten(), Some(9));
        assert_eq!(waits.within(5), 5);
    }

    #[test]
    fn many_that_took_as_long_count_each() {
        let mut waits = Waits::default();
        (0..1_000).for_each(|number| waits.note(number % 4));
        assert_eq!((waits.median(), waits.nine_in_ten()), (Some(1), Some(3)));
        assert_eq!(
            (waits.count(), waits.within(1), waits.within(-1)),
            (1_000, 500, 0)
        );
    }

    #[test]
    fn too_few_say_nothing() {
        let mut waits = Waits::default();
        (0..9).for_each(|days| waits.note(days));
        assert_eq!((waits.median(), waits.count()), (None, 9));
    }
}
