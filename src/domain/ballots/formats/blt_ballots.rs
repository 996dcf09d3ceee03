//! The ballots of a BLT file side by side in one list: a million of them with ten ranks each take some 60 MB,
//! where a list for every rank of every ballot takes ten times as much.

use super::super::paper::{Marks, OptionIndex};

/// What ends a rank. No option has this number: a file has far fewer.
const END: OptionIndex = OptionIndex::MAX;

/// Ballots with their weights, as marked: ranks, the first choice first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ballots {
    /// The weight of each, and where its marks end.
    each: Vec<(u64, usize)>,
    marks: Vec<OptionIndex>,
}

impl Ballots {
    /// Adds a ballot behind the others. Options that share a rank are put in order, and empty ranks at the end
    /// are dropped.
    pub fn push(&mut self, weight: u64, mut ranks: Vec<Vec<OptionIndex>>) {
        while ranks.last().is_some_and(Vec::is_empty) {
            ranks.pop();
        }
        for mut rank in ranks {
            rank.sort_unstable();
            rank.dedup();
            self.marks.append(&mut rank);
            self.marks.push(END);
        }
        self.each.push((weight, self.marks.len()));
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.each.is_empty()
    }

    /// The ballots in the order of the file, each with its ranks.
    pub fn iter(&self) -> impl Iterator<Item = (u64, Vec<&[OptionIndex]>)> {
        let starts = std::iter::once(0).chain(self.each.iter().map(|(_, end)| *end));
        self.each.iter().zip(starts).map(|((weight, end), start)| {
            let mut ranks: Vec<&[OptionIndex]> = self.marks[start..*end]
                .split(|option| *option == END)
                .collect();
            // Behind the last end there is nothing.
            ranks.pop();
            (*weight, ranks)
        })
    }
}

impl FromIterator<(u64, Marks)> for Ballots {
    fn from_iter<T: IntoIterator<Item = (u64, Marks)>>(all: T) -> Ballots {
        let mut ballots = Ballots::default();
        for (weight, marks) in all {
            let ranks = match marks {
                Marks::Ranked(ranks) => ranks,
                Marks::Ticked(ticks) => ticks.iter().map(|tick| vec![*tick]).collect(),
            };
            ballots.push(weight, ranks);
        }
        ballots
    }
}
