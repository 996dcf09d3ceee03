//! How a run of Equal Shares ends, and the order among tied options that it was given.

use num_rational::BigRational;

use super::super::lots::Lots;
use super::super::paper::OptionIndex;
use super::super::result::Tie;

/// Which of tied options goes first: the lots, and what is supposed where they say nothing.
#[derive(Debug, Clone)]
pub struct TieOrder<'a> {
    lots: &'a Lots,
    /// Pairs of which the first is supposed to be higher than the second.
    supposed: Vec<(OptionIndex, OptionIndex)>,
}

/// How a run ended.
#[derive(Debug)]
pub struct RunEnd {
    pub taken: Vec<Taken>,
    pub cost: u64,
    /// Whether every supported option was taken.
    pub complete: bool,
    /// Whether every price was paid evenly by all supporters.
    pub calm: bool,
    /// Ties that lots decided.
    pub ties: Vec<Tie>,
    /// What the supporters of each option not taken hold; only where fractions are kept.
    pub left: Vec<(OptionIndex, BigRational)>,
}

/// An option that a run took; the fractions only where they are kept.
#[derive(Debug)]
pub struct Taken {
    pub option: OptionIndex,
    pub effective_votes: Option<BigRational>,
    pub held: Option<BigRational>,
}

/// A run that cannot go on without lots.
#[derive(Debug, Clone)]
pub struct StoppedRun {
    pub tied: Vec<OptionIndex>,
    /// What was taken before.
    pub taken: Vec<OptionIndex>,
}

impl<'a> TieOrder<'a> {
    pub fn of(lots: &'a Lots) -> TieOrder<'a> {
        TieOrder {
            lots,
            supposed: Vec::new(),
        }
    }

    /// The same with one option supposed to be the highest of some; none if that contradicts what
    /// is supposed already.
    pub fn supposing(&self, option: OptionIndex, of: &[OptionIndex]) -> Option<TieOrder<'a>> {
        let mut order = self.clone();
        for other in of.iter().filter(|other| **other != option) {
            if self.supposed.contains(&(*other, option)) {
                return None;
            }
            order.supposed.push((option, *other));
        }
        Some(order)
    }

    /// The highest of tied options, as far as it is known or supposed.
    pub fn highest(&self, tied: &[OptionIndex]) -> Option<OptionIndex> {
        let above_all = |option: &&OptionIndex| {
            tied.iter()
                .all(|other| *option == other || self.supposed.contains(&(**option, *other)))
        };
        self.lots
            .highest(tied)
            .or_else(|| tied.iter().find(above_all).copied())
    }
}

impl RunEnd {
    /// What was taken, in the order of taking.
    pub fn order(&self) -> Vec<OptionIndex> {
        self.taken.iter().map(|taken| taken.option).collect()
    }

    /// What was taken, in the order of the paper.
    pub fn selection(&self) -> Vec<OptionIndex> {
        let mut selection = self.order();
        selection.sort_unstable();
        selection
    }
}
