//! Result: what every count gives back, with its stages and its ties.
//!
//! A count that ends in a tie which lots must decide, and has none, stops: it gives back the tie
//! and all that was counted before it. Nothing here picks a winner on its own.

use super::paper::OptionIndex;

/// A finished count, or one that a tie has stopped.
pub type Counted<T> = Result<T, Box<Stopped<T>>>;

/// A count that cannot go on until lots are drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the count ends in a tie that lots must decide")]
pub struct Stopped<T> {
    /// The options between which lots must decide.
    pub tie: Tie,
    /// The count up to the tie.
    pub so_far: T,
}

impl<T> Stopped<T> {
    pub(super) fn at(tie: Tie, so_far: T) -> Box<Stopped<T>> {
        Box::new(Stopped { tie, so_far })
    }

    /// The same stop with the count so far wrapped up.
    pub fn map<U>(self, wrap: impl FnOnce(T) -> U) -> Stopped<U> {
        Stopped {
            tie: self.tie,
            so_far: wrap(self.so_far),
        }
    }
}

/// Options that the ballots leave equal, and what the lots made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// The stage at which it arose, counted from 1. For a budget, the number of options that had
    /// been taken by then and one.
    pub stage: u32,
    pub about: TieAbout,
    /// In the order of the paper.
    pub options: Vec<OptionIndex>,
    /// Those that the lots picked for what the tie is about; empty while undecided.
    pub chosen: Vec<OptionIndex>,
}

/// What a tie is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TieAbout {
    /// Who wins.
    Seat,
    /// Who is excluded.
    Exclusion,
    /// Whose surplus is transferred first.
    Surplus,
    /// Which option the budget takes first.
    Budget,
}

impl TieAbout {
    /// The name in results.
    pub fn name(self) -> &'static str {
        match self {
            TieAbout::Seat => "seat",
            TieAbout::Exclusion => "exclusion",
            TieAbout::Surplus => "surplus",
            TieAbout::Budget => "budget",
        }
    }
}

/// A tie that the votes at an earlier stage decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookBack {
    /// The options that were equal.
    pub options: Vec<OptionIndex>,
    /// The earliest stage that had to be looked at.
    pub stage: u32,
}
