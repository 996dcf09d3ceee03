//! What people think of finished work: a rating and, for staff, their words.
//!
//! The public sees how many answered and how they rated, never the words.

/// A rating from 1, not good at all, to 5, very good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rating(i64);

/// Not a rating.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("Choose how good the result is")]
pub struct NotARating;

impl Rating {
    /// Every rating, the best first.
    pub const ALL: [Rating; 5] = [Rating(5), Rating(4), Rating(3), Rating(2), Rating(1)];

    /// From its number.
    pub fn new(number: i64) -> Result<Rating, NotARating> {
        if (1..=5).contains(&number) {
            Ok(Rating(number))
        } else {
            Err(NotARating)
        }
    }

    /// Its number.
    pub fn number(self) -> i64 {
        self.0
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self.0 {
            5 => "Very good",
            4 => "Good",
            3 => "Neither good nor bad",
            2 => "Not good",
            _ => "Not good at all",
        }
    }
}

/// How many people gave each rating.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ratings {
    counts: [i64; 5],
}

impl Ratings {
    /// Notes so many answers of a rating.
    pub fn add(&mut self, rating: Rating, count: i64) {
        if let Some(kept) = usize::try_from(rating.0 - 1)
            .ok()
            .and_then(|at| self.counts.get_mut(at))
        {
            *kept += count;
        }
    }

    /// How many gave this rating.
    pub fn of(&self, rating: Rating) -> i64 {
        usize::try_from(rating.0 - 1)
            .ok()
            .and_then(|at| self.counts.get(at))
            .copied()
            .unwrap_or(0)
    }

    /// How many answered.
    pub fn answers(&self) -> i64 {
        self.counts.iter().sum()
    }

    /// How many found it good or very good.
    pub fn good(&self) -> i64 {
        self.counts[3] + self.counts[4]
    }
}
