//! The voters of a budget poll, grouped by what they approve, and the supporters of each option.

use std::cell::OnceCell;

use super::super::budget::BudgetPoll;
use super::super::paper::OptionIndex;
use super::outcome::RunEnd;

/// Voters who approve the same options. They pay alike and always hold the same.
#[derive(Debug)]
pub struct VoterGroup<'a> {
    pub approves: &'a [OptionIndex],
    pub voters: u64,
}

/// All voters who approve at least one option.
#[derive(Debug)]
pub struct Crowd<'a> {
    pub poll: &'a BudgetPoll<'a>,
    pub groups: Vec<VoterGroup<'a>>,
    /// The groups that approve each option.
    pub supporters: Vec<Vec<u32>>,
    /// How many voters approve each option.
    pub votes: Vec<u64>,
    pub voters: u64,
    pub budget: u64,
    /// How many voters approve both of two options, option by option. Seldom needed.
    together: OnceCell<Vec<u64>>,
}

impl<'a> Crowd<'a> {
    pub fn of(poll: &'a BudgetPoll<'a>) -> Crowd<'a> {
        let groups: Vec<VoterGroup<'a>> = poll
            .tally
            .groups()
            .map(|(approves, voters)| VoterGroup { approves, voters })
            .collect();
        let mut supporters = vec![Vec::new(); poll.costs.len()];
        for (number, group) in (0_u32..).zip(&groups) {
            for option in group.approves {
                supporters[usize::from(*option)].push(number);
            }
        }
        Crowd {
            poll,
            groups,
            supporters,
            votes: poll.votes(),
            voters: poll.tally.valid(),
            budget: poll.budget,
            together: OnceCell::new(),
        }
    }

    pub fn cost(&self, option: OptionIndex) -> u64 {
        self.poll.cost(option)
    }

    /// The options that anybody approves.
    pub fn supported(&self) -> impl Iterator<Item = OptionIndex> + '_ {
        (0..)
            .zip(&self.votes)
            .filter(|(_, votes)| **votes > 0)
            .map(|(option, _)| option)
    }

    /// The supported options that a run did not take.
    pub fn unmet<'b>(&'b self, end: &'b RunEnd) -> impl Iterator<Item = OptionIndex> + 'b {
        self.supported()
            .filter(|option| end.taken.iter().all(|taken| taken.option != *option))
    }

    /// How many voters approve both options.
    pub fn together(&self, one: OptionIndex, other: OptionIndex) -> u64 {
        let options = self.votes.len();
        let table = self.together.get_or_init(|| {
            let mut table = vec![0; options * options];
            for group in &self.groups {
                for one in group.approves {
                    for other in group.approves {
                        table[usize::from(*one) * options + usize::from(*other)] += group.voters;
                    }
                }
            }
            table
        });
        table[usize::from(one) * options + usize::from(other)]
    }
}
