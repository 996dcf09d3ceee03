//! The papers of a Scottish count: who holds which, at what value, and how they move.
//!
//! Papers lie in parcels of equal value. Nothing here decides whose turn it is.

use super::paper::OptionIndex;
use super::stv::VOTE;
use super::tally::Tally;

/// What moves from an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transfer {
    /// All papers, each cut down so that together they are worth what is above the quota.
    Surplus { quota: u64 },
    /// All papers at the value they had.
    All,
}

/// All papers, and the votes they make up. Values are hundred-thousandths of a vote.
#[derive(Debug)]
pub struct Papers<'a> {
    tally: &'a Tally,
    receives: Vec<bool>,
    parcels: Vec<Vec<Parcel>>,
    pub votes: Vec<u64>,
    pub non_transferable: u64,
    pub rounding_loss: u64,
}

/// Papers of one value with one holder: the group in the tally and the rank they count at.
#[derive(Debug, Default)]
struct Parcel {
    value: u64,
    papers: Vec<(u32, u32)>,
}

impl<'a> Papers<'a> {
    /// Every paper with its first preference, at a whole vote.
    pub fn first_preferences(tally: &'a Tally) -> Papers<'a> {
        let options = tally.options();
        let mut papers = Papers {
            tally,
            receives: (0..)
                .take(options)
                .map(|option| tally.stands(option))
                .collect(),
            parcels: (0..options).map(|_| Vec::new()).collect(),
            votes: vec![0; options],
            non_transferable: 0,
            rounding_loss: 0,
        };
        let mut sorted: Vec<Parcel> = papers.new_parcels(VOTE);
        for (group, (ballot, count)) in (0..).zip(tally.groups()) {
            papers.place(group, 0, ballot, count, VOTE, &mut sorted);
        }
        papers.hand_over(sorted);
        papers
    }

    /// From now on the option gets no more papers: it is elected or excluded.
    pub fn stop_receiving(&mut self, option: OptionIndex) {
        self.receives[usize::from(option)] = false;
    }

    /// Moves papers from an option to their next choices.
    pub fn transfer(&mut self, from: OptionIndex, what: Transfer) {
        let from = usize::from(from);
        let total = self.votes[from];
        let (kept, moving) = match what {
            Transfer::Surplus { quota } => (quota, total - quota),
            Transfer::All => (0, total),
        };
        let before: u64 = self.non_transferable + self.votes.iter().sum::<u64>();
        for parcel in std::mem::take(&mut self.parcels[from]) {
            let value = match what {
                Transfer::All => parcel.value,
                Transfer::Surplus { .. } => cut_down(parcel.value, moving, total),
            };
            let mut sorted = self.new_parcels(value);
            for (group, rank) in parcel.papers {
                let (ballot, count) = self.tally.group(group);
                self.place(group, rank + 1, ballot, count, value, &mut sorted);
            }
            self.hand_over(sorted);
        }
        let arrived = self.non_transferable + self.votes.iter().sum::<u64>() - before;
        self.votes[from] = kept;
        self.rounding_loss += moving - arrived;
    }

    fn new_parcels(&self, value: u64) -> Vec<Parcel> {
        (0..self.votes.len())
            .map(|_| Parcel {
                value,
                papers: Vec::new(),
            })
            .collect()
    }

    fn place(
        &mut self,
        group: u32,
        from: u32,
        ballot: &[OptionIndex],
        count: u64,
        value: u64,
        sorted: &mut [Parcel],
    ) {
        for (rank, option) in (from..).zip(&ballot[from as usize..]) {
            let option = usize::from(*option);
            if self.receives[option] {
                self.votes[option] += count * value;
                sorted[option].papers.push((group, rank));
                return;
            }
        }
        self.non_transferable += count * value;
    }

    fn hand_over(&mut self, sorted: Vec<Parcel>) {
        for (holder, parcel) in self.parcels.iter_mut().zip(sorted) {
            if !parcel.papers.is_empty() {
                holder.push(parcel);
            }
        }
    }
}

/// The value of a paper after a surplus: rounded down, as the Order has it.
fn cut_down(value: u64, surplus: u64, total: u64) -> u64 {
    let exact = u128::from(value) * u128::from(surplus) / u128::from(total.max(1));
    // A surplus is less than the total, so this is less than the value was.
    u64::try_from(exact).unwrap_or(value)
}
