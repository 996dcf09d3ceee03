//! Prices: the most that any supporter pays for an option, if together they can pay for it.
//!
//! Worked out on rounded balances with bounds, and exactly where those leave a doubt about who
//! pays less than the price.

use num_bigint::BigInt;

use super::super::paper::OptionIndex;
use super::ledger::POINT;
use super::run::Run;

/// The most that a supporter of an option would pay.
pub struct Price {
    /// Bounds, rounded.
    pub low: u128,
    pub high: u128,
    /// How many would pay all of it.
    pub payers: u64,
    /// The groups that hold less and would pay all they have.
    pub poor: Vec<u32>,
    /// What the payers pay together, over the ledger's denominator, where it is known.
    pub exact: Option<BigInt>,
}

impl Run<'_> {
    /// The price of an option now; none where its supporters together hold less than its cost.
    pub fn price(&self, option: OptionIndex) -> Option<Price> {
        let goal = u128::from(self.crowd.cost(option)) << POINT;
        let (held, voters) = self.held_about(option);
        let doubt = u128::from(voters) * self.error();
        if held + doubt < goal {
            return None;
        }
        if held <= goal + doubt {
            return self.exact_price(option);
        }
        // Raise the bar until no supporter below it is left out of the poor.
        let mut bar = goal / u128::from(voters);
        let mut before = 0;
        loop {
            let (poor_held, poor) = self.below(option, bar);
            let payers = voters - poor;
            if payers == 0 {
                return self.exact_price(option);
            }
            let price = goal.saturating_sub(poor_held) / u128::from(payers);
            if poor > 0 && poor != before {
                (bar, before) = (price, poor);
                continue;
            }
            let doubt = u128::from(poor) * self.error() / u128::from(payers) + 2;
            let (low, high) = (price.saturating_sub(doubt), price + doubt);
            return match self.parted(option, bar, low, high) {
                Some(poor) => Some(Price {
                    low,
                    high,
                    payers,
                    poor,
                    exact: None,
                }),
                None => self.exact_price(option),
            };
        }
    }

    /// What the supporters of an option hold together, rounded, and how many are not used up.
    fn held_about(&self, option: OptionIndex) -> (u128, u64) {
        self.below(option, u128::MAX)
    }

    /// The same for those who hold less than the bar.
    fn below(&self, option: OptionIndex, bar: u128) -> (u128, u64) {
        let (mut held, mut voters) = (0, 0);
        for group in &self.crowd.supporters[usize::from(option)] {
            let group = *group as usize;
            let balance = self.balances[group];
            if balance < bar && !self.used_up[group] {
                let count = self.crowd.groups[group].voters;
                held += balance * u128::from(count);
                voters += count;
            }
        }
        (held, voters)
    }

    /// The groups below the bar, if rounding leaves no doubt who pays less than the price.
    fn parted(&self, option: OptionIndex, bar: u128, low: u128, high: u128) -> Option<Vec<u32>> {
        let error = self.error();
        let mut poor = Vec::new();
        for group in &self.crowd.supporters[usize::from(option)] {
            let balance = self.balances[*group as usize];
            if self.used_up[*group as usize] {
                continue;
            }
            if balance < bar {
                if balance + error > low {
                    return None;
                }
                poor.push(*group);
            } else if balance < high + error {
                return None;
            }
        }
        Some(poor)
    }

    fn exact_price(&self, option: OptionIndex) -> Option<Price> {
        let supporters = &self.crowd.supporters[usize::from(option)];
        let mut holders: Vec<(BigInt, u32)> = supporters
            .iter()
            .filter(|group| !self.used_up[**group as usize])
            .map(|group| (self.balance_exactly(*group), *group))
            .collect();
        holders.sort();
        let voters = |group: u32| self.crowd.groups[group as usize].voters;
        let mut payers: u64 = holders.iter().map(|(_, group)| voters(*group)).sum();
        let mut amount = self.ledger.whole(self.crowd.cost(option));
        let mut poor = Vec::new();
        for (balance, group) in holders {
            if amount <= &balance * payers {
                let low = self.ledger.rounded_part(&amount, payers);
                return Some(Price {
                    low,
                    high: low + 1,
                    payers,
                    poor,
                    exact: Some(amount),
                });
            }
            amount -= balance * voters(group);
            payers -= voters(group);
            poor.push(group);
        }
        None
    }

    /// What one voter of a group holds, over the denominator: the group must not be used up.
    fn balance_exactly(&self, group: u32) -> BigInt {
        let mut paid = vec![0; self.end.taken.len()];
        self.add_paid(group, 1, &mut paid);
        self.ledger.held(1, &paid)
    }

    /// What the groups that are not used up hold together, over the denominator.
    pub fn held_exactly(&self, groups: &[u32]) -> BigInt {
        let mut paid = vec![0; self.end.taken.len()];
        let mut all = 0;
        for group in groups
            .iter()
            .filter(|group| !self.used_up[**group as usize])
        {
            let voters = self.crowd.groups[*group as usize].voters;
            self.add_paid(*group, voters, &mut paid);
            all += voters;
        }
        self.ledger.held(all, &paid)
    }

    fn add_paid(&self, group: u32, voters: u64, paid: &mut [u64]) {
        for option in self.crowd.groups[group as usize].approves {
            if let Some(number) = self.taken_at[usize::from(*option)] {
                paid[number] += voters;
            }
        }
    }

    /// What the payers of a price pay together, over the denominator.
    pub fn amount(&self, option: OptionIndex, price: &Price) -> BigInt {
        match &price.exact {
            Some(amount) => amount.clone(),
            None => self.ledger.whole(self.crowd.cost(option)) - self.held_exactly(&price.poor),
        }
    }
}
