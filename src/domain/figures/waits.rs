//! How long things took: the middle, the slow end, and when there are too few to say.

/// Fewer than this say nothing about the rest.
pub const LEAST_SAMPLE: usize = 10;

/// Days that things took, each counted once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waits {
    days: Vec<i64>,
}

impl Waits {
    /// Counts one more.
    pub fn note(&mut self, days: i64) {
        let at = self.days.partition_point(|other| *other <= days);
        self.days.insert(at, days);
    }

    /// How many there are.
    pub fn count(&self) -> i64 {
        self.days.len() as i64
    }

    /// How many took at most so many days.
    pub fn within(&self, days: i64) -> i64 {
        self.days.partition_point(|other| *other <= days) as i64
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
    fn share(&self, percent: usize) -> Option<i64> {
        if self.days.len() < LEAST_SAMPLE {
            return None;
        }
        let rank = (self.days.len() * percent).div_ceil(100);
        self.days.get(rank.saturating_sub(1)).copied()
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
    fn too_few_say_nothing() {
        let mut waits = Waits::default();
        (0..9).for_each(|days| waits.note(days));
        assert_eq!((waits.median(), waits.count()), (None, 9));
    }
}
