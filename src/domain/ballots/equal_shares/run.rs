//! One run of Equal Shares at one size of shares.
//!
//! Balances are kept rounded, with a known bound on the error. Wherever that bound leaves a
//! comparison open, it is made again with exact fractions, so that every decision is exact.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_rational::BigRational;

use super::super::paper::OptionIndex;
use super::super::result::{Tie, TieAbout};
use super::crowd::Crowd;
use super::ledger::{Ledger, compare_products};
use super::outcome::{RunEnd, StoppedRun, Taken, TieOrder};
use super::price::Price;

/// A run under way.
pub struct Run<'a> {
    pub(super) crowd: &'a Crowd<'a>,
    pub(super) order: &'a TieOrder<'a>,
    pub(super) ledger: Ledger,
    pub(super) balances: Vec<u128>,
    pub(super) used_up: Vec<bool>,
    pub(super) taken_at: Vec<Option<usize>>,
    /// The options still in question, each with a lower bound of its price.
    pub(super) remaining: Vec<(OptionIndex, u128)>,
    pub(super) dropped: Vec<OptionIndex>,
    pub(super) with_fractions: bool,
    pub(super) end: RunEnd,
}

impl<'a> Run<'a> {
    /// A run at the start, with shares raised by so many thousandths.
    pub fn at(crowd: &'a Crowd<'a>, step: u64, order: &'a TieOrder<'a>) -> Run<'a> {
        let ledger = Ledger::open(crowd.budget, crowd.voters, step);
        let share = ledger.rounded_share();
        let mut run = Run {
            crowd,
            order,
            ledger,
            balances: vec![share; crowd.groups.len()],
            used_up: vec![false; crowd.groups.len()],
            taken_at: vec![None; crowd.votes.len()],
            remaining: Vec::new(),
            dropped: Vec::new(),
            with_fractions: false,
            end: RunEnd {
                taken: Vec::new(),
                cost: 0,
                complete: false,
                calm: true,
                ties: Vec::new(),
                left: Vec::new(),
            },
        };
        run.take_what_is_free();
        run
    }

    /// Works out effective votes and what supporters held, for the result.
    pub fn keep_fractions(&mut self) {
        self.with_fractions = true;
    }

    /// What costs nothing is taken at once, the most votes first, and nobody pays.
    fn take_what_is_free(&mut self) {
        let crowd = self.crowd;
        let (mut free, priced): (Vec<_>, Vec<_>) = crowd
            .supported()
            .partition(|option| crowd.cost(*option) == 0);
        free.sort_by_key(|option| std::cmp::Reverse(crowd.votes[usize::from(*option)]));
        self.end.taken = free
            .into_iter()
            .map(|option| {
                let votes = BigInt::from(crowd.votes[usize::from(option)]);
                let effective_votes = Some(BigRational::from_integer(votes));
                Taken {
                    option,
                    effective_votes,
                    held: None,
                }
            })
            .collect();
        self.remaining = priced.into_iter().map(|option| (option, 0)).collect();
    }

    /// Takes options until no supporters can pay for another.
    pub fn finish(mut self) -> Result<RunEnd, StoppedRun> {
        while let Some((option, price)) = self.pick()? {
            self.pay(option, price);
        }
        self.end.complete = self.dropped.is_empty();
        if self.with_fractions {
            for option in &self.dropped {
                let held = self.held_exactly(&self.crowd.supporters[usize::from(*option)]);
                self.end.left.push((*option, self.ledger.fraction(&held)));
            }
        }
        Ok(self.end)
    }

    /// No rounded balance is further off than this.
    pub(super) fn error(&self) -> u128 {
        self.end.taken.len() as u128 + 1
    }

    /// The option with the least price for its cost, and its price. None where nothing can be paid.
    fn pick(&mut self) -> Result<Option<(OptionIndex, Price)>, StoppedRun> {
        let crowd = self.crowd;
        let mut queue = std::mem::take(&mut self.remaining);
        queue.sort_by(|(one, low), (other, other_low)| {
            compare_products(*low, crowd.cost(*other), *other_low, crowd.cost(*one))
        });
        let mut best: Vec<(OptionIndex, Price)> = Vec::new();
        let mut kept = Vec::with_capacity(queue.len());
        for (option, low) in queue {
            // Prices only rise, so an old bound still holds.
            let hopeless = best.first().is_some_and(|(leader, price)| {
                let leader_cost = crowd.cost(*leader);
                compare_products(low, leader_cost, price.high, crowd.cost(option)).is_gt()
            });
            if hopeless {
                kept.push((option, low));
                continue;
            }
            let Some(price) = self.price(option) else {
                self.dropped.push(option);
                continue;
            };
            kept.push((option, price.low));
            match best
                .first()
                .map(|leader| self.rank((option, &price), (leader.0, &leader.1)))
            {
                None | Some(Ordering::Less) => best = vec![(option, price)],
                Some(Ordering::Equal) => best.push((option, price)),
                Some(Ordering::Greater) => {}
            }
        }
        self.remaining = kept;
        if best.is_empty() {
            return Ok(None);
        }
        let place = self.untie(&best)?;
        let (option, price) = best.swap_remove(place);
        self.remaining.retain(|(other, _)| *other != option);
        Ok(Some((option, price)))
    }

    /// Which of two options comes first: less price for its cost, then lower cost, then more votes.
    fn rank(&self, one: (OptionIndex, &Price), other: (OptionIndex, &Price)) -> Ordering {
        let crowd = self.crowd;
        let votes = |option: OptionIndex| crowd.votes[usize::from(option)];
        self.compare(one, other)
            .then_with(|| crowd.cost(one.0).cmp(&crowd.cost(other.0)))
            .then_with(|| votes(other.0).cmp(&votes(one.0)))
    }

    fn compare(&self, one: (OptionIndex, &Price), other: (OptionIndex, &Price)) -> Ordering {
        let (cost, other_cost) = (self.crowd.cost(one.0), self.crowd.cost(other.0));
        if one.1.poor.is_empty() && other.1.poor.is_empty() {
            // Paid evenly by all: the price for its cost is one over the payers.
            return other.1.payers.cmp(&one.1.payers);
        }
        if compare_products(one.1.high, other_cost, other.1.low, cost).is_lt() {
            return Ordering::Less;
        }
        if compare_products(one.1.low, other_cost, other.1.high, cost).is_gt() {
            return Ordering::Greater;
        }
        let amount = self.amount(one.0, one.1) * other.1.payers * other_cost;
        amount.cmp(&(self.amount(other.0, other.1) * one.1.payers * cost))
    }

    /// Which of equally placed options is taken now.
    fn untie(&mut self, best: &[(OptionIndex, Price)]) -> Result<usize, StoppedRun> {
        if best.len() == 1 {
            return Ok(0);
        }
        let mut tied: Vec<OptionIndex> = best.iter().map(|(option, _)| *option).collect();
        tied.sort_unstable();
        let indifferent = self.order_is_indifferent(&tied, best[0].1.high);
        let chosen = match self.order.highest(&tied) {
            Some(option) => option,
            None if indifferent => tied[0],
            None => {
                return Err(StoppedRun {
                    tied,
                    taken: self.end.order(),
                });
            }
        };
        if !indifferent {
            self.end.ties.push(Tie {
                stage: u32::try_from(self.end.taken.len() + 1).unwrap_or(u32::MAX),
                about: TieAbout::Budget,
                options: tied,
                chosen: vec![chosen],
            });
        }
        Ok(best
            .iter()
            .position(|(option, _)| *option == chosen)
            .unwrap_or(0))
    }

    /// Whether equal options with one price leave everybody with the same, in whatever order they
    /// are taken: everybody who approves several of them can pay all of those in full.
    fn order_is_indifferent(&self, tied: &[OptionIndex], price: u128) -> bool {
        let supporters = |option: &OptionIndex| &self.crowd.supporters[usize::from(*option)];
        tied.iter().flat_map(supporters).all(|group| {
            let group = *group as usize;
            let approves = self.crowd.groups[group].approves;
            let wants = approves
                .iter()
                .filter(|option| tied.contains(option))
                .count() as u128;
            let enough = self.balances[group] > wants * price + self.error();
            self.used_up[group] || wants < 2 || enough
        })
    }

    fn pay(&mut self, option: OptionIndex, price: Price) {
        let crowd = self.crowd;
        let amount = self.amount(option, &price);
        let (mut effective_votes, mut held) = (None, None);
        if self.with_fractions {
            let worth = self.ledger.whole(crowd.cost(option)) * price.payers;
            effective_votes = Some(BigRational::new(worth, amount.clone()));
            let all = self.held_exactly(&crowd.supporters[usize::from(option)]);
            held = Some(self.ledger.fraction(&all));
        }
        let rounded = self.ledger.rounded_part(&amount, price.payers);
        let free = self
            .end
            .taken
            .iter()
            .filter(|taken| crowd.cost(taken.option) == 0)
            .count();
        self.ledger.pay(amount, price.payers);
        for group in &price.poor {
            self.used_up[*group as usize] = true;
            self.balances[*group as usize] = 0;
        }
        for group in &crowd.supporters[usize::from(option)] {
            let balance = &mut self.balances[*group as usize];
            *balance = balance.saturating_sub(rounded);
        }
        self.taken_at[usize::from(option)] = Some(self.end.taken.len() - free);
        self.end.calm &= price.poor.is_empty() && self.all_pay(option, price.payers);
        self.end.cost += crowd.cost(option);
        self.end.taken.push(Taken {
            option,
            effective_votes,
            held,
        });
    }

    /// Whether nobody who supports the option was used up before.
    fn all_pay(&self, option: OptionIndex, payers: u64) -> bool {
        self.crowd.votes[usize::from(option)] == payers
    }
}
