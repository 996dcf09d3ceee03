//! Budget: options with a cost in minutes, and minutes to share out. What both budget counts take
//! and give.
//!
//! Other people's files count money instead of minutes, sometimes with hundredths; those are whole
//! numbers here too, of the smallest unit in the file.

use num_rational::BigRational;

use super::lots::Lots;
use super::paper::OptionIndex;
use super::result::{Counted, Stopped, Tie, TieAbout};
use super::tally::Tally;

/// The most that all options together may cost, and that a budget may be. Keeps sums in range.
pub const MOST_COST: u64 = 1 << 46;

/// The most ballots in a budget count.
pub const MOST_BUDGET_BALLOTS: u64 = 1 << 30;

/// A vote on a budget: who approves what, what it costs, and how much there is.
#[derive(Debug, Clone, Copy)]
pub struct BudgetPoll<'a> {
    pub(super) tally: &'a Tally,
    pub(super) costs: &'a [u64],
    pub(super) budget: u64,
}

/// Why a budget poll cannot be counted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BudgetFault {
    #[error("there are {options} options and {costs} costs")]
    CostsMissing { options: usize, costs: usize },
    #[error("the costs or the budget are too large to count with")]
    TooLarge,
    #[error("there are too many ballots to count with")]
    TooManyBallots,
}

/// The result of a budget round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetCount {
    pub valid: u64,
    pub blank: u64,
    pub budget: u64,
    /// What the winners cost together. Never above the budget.
    pub cost: u64,
    /// In the order in which they were taken.
    pub winners: Vec<OptionIndex>,
    /// In the order of the paper.
    pub options: Vec<BudgetOption>,
    /// Equal Shares: by how many thousandths the shares were raised. Greedy has none.
    pub steps: Option<u64>,
    /// Ties that lots decided.
    pub ties: Vec<Tie>,
}

/// What became of one option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetOption {
    pub votes: u64,
    pub cost: u64,
    pub selected: bool,
    /// Equal Shares, where taken: its cost over the most that any supporter paid.
    pub effective_votes: Option<BigRational>,
    /// Equal Shares: what its supporters held together, just before it was paid for where it was
    /// taken, else at the end.
    pub held: Option<BigRational>,
}

impl<'a> BudgetPoll<'a> {
    /// A poll, with a cost for each option of the tally.
    pub fn new(
        tally: &'a Tally,
        costs: &'a [u64],
        budget: u64,
    ) -> Result<BudgetPoll<'a>, BudgetFault> {
        if costs.len() != tally.options() {
            let (options, costs) = (tally.options(), costs.len());
            return Err(BudgetFault::CostsMissing { options, costs });
        }
        let total = costs
            .iter()
            .try_fold(0_u64, |total, cost| total.checked_add(*cost));
        if total.is_none_or(|total| total > MOST_COST) || budget > MOST_COST {
            return Err(BudgetFault::TooLarge);
        }
        if tally.total() > MOST_BUDGET_BALLOTS {
            return Err(BudgetFault::TooManyBallots);
        }
        Ok(BudgetPoll {
            tally,
            costs,
            budget,
        })
    }

    pub(super) fn cost(&self, option: OptionIndex) -> u64 {
        self.costs[usize::from(option)]
    }

    /// How many approve each option.
    pub(super) fn votes(&self) -> Vec<u64> {
        let mut votes = vec![0; self.costs.len()];
        for (ballot, count) in self.tally.groups() {
            for option in ballot {
                votes[usize::from(*option)] += count;
            }
        }
        votes
    }

    /// A result in which nothing is taken yet.
    pub(super) fn nothing_taken(&self) -> BudgetCount {
        let options = self
            .votes()
            .into_iter()
            .zip(self.costs)
            .map(|(votes, cost)| BudgetOption {
                votes,
                cost: *cost,
                selected: false,
                effective_votes: None,
                held: None,
            });
        BudgetCount {
            valid: self.tally.valid(),
            blank: self.tally.blank(),
            budget: self.budget,
            cost: 0,
            winners: Vec::new(),
            options: options.collect(),
            steps: None,
            ties: Vec::new(),
        }
    }
}

impl BudgetCount {
    pub(super) fn take(&mut self, option: OptionIndex) {
        let taken = &mut self.options[usize::from(option)];
        taken.selected = true;
        self.cost += taken.cost;
        self.winners.push(option);
    }
}

/// Counts a budget by votes: the most first, then fewer minutes, then lots. What fits the minutes
/// left is taken, what does not is passed over. An option without votes is never taken.
pub fn count_greedy(poll: &BudgetPoll<'_>, lots: &Lots) -> Counted<BudgetCount> {
    let mut count = poll.nothing_taken();
    let votes = poll.votes();
    let rank = |option: &OptionIndex| {
        (
            std::cmp::Reverse(votes[usize::from(*option)]),
            poll.cost(*option),
        )
    };
    let mut queue = poll.tally.standing();
    queue.retain(|option| votes[usize::from(*option)] > 0);
    queue.sort_by_key(rank);
    for equals in queue.chunk_by(|one, other| rank(one) == rank(other)) {
        let cost = poll.cost(equals[0]);
        let left = poll.budget - count.cost;
        let room = left
            .checked_div(cost)
            .and_then(|room| usize::try_from(room).ok());
        let room = room.unwrap_or(usize::MAX).min(equals.len());
        let sorted = lots.sorted(equals);
        if 0 < room && room < equals.len() {
            let chosen = sorted
                .as_ref()
                .map_or(Vec::new(), |sorted| sorted[..room].to_vec());
            let stage = u32::try_from(count.winners.len() + 1).unwrap_or(u32::MAX);
            let options = equals.to_vec();
            let tie = Tie {
                stage,
                about: TieAbout::Budget,
                options,
                chosen,
            };
            if sorted.is_none() {
                return Err(Stopped::at(tie, count));
            }
            count.ties.push(tie);
        }
        // Where all of them fit, or none, their order decides nothing.
        let order = sorted.unwrap_or_else(|| equals.to_vec());
        order[..room].iter().for_each(|option| count.take(*option));
    }
    Ok(count)
}
