//! Naive Equal Shares for polls with many options: every purse is a whole number of parts of a minute, and
//! where a price is no whole number the parts are cut finer for everybody.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;

use super::budgets::Poll;
use super::lot;

/// What was bought, in order, and what each voter has left.
pub struct Run {
    pub bought: Vec<Bought>,
    purses: Vec<BigInt>,
    /// Parts in a minute.
    parts: BigInt,
}

/// An option that its supporters paid for.
pub struct Bought {
    pub option: u16,
    /// Its cost over the most that anybody paid.
    pub effective: BigRational,
    /// What its supporters held just before.
    pub held: BigRational,
}

impl Run {
    /// What the supporters of an option hold together.
    pub fn held(&self, poll: &Poll, option: u16) -> BigRational {
        let sum: BigInt = voters(poll)
            .zip(&self.purses)
            .filter(|(voter, _)| voter.contains(&option))
            .map(|(_, purse)| purse)
            .sum();
        BigRational::new(sum, self.parts.clone())
    }

    /// What each supporter of an option pays at the most: so many parts, divided by so many people.
    fn price(&self, poll: &Poll, option: u16) -> Option<(BigInt, usize)> {
        let mut purses: Vec<&BigInt> = voters(poll)
            .zip(&self.purses)
            .filter(|(voter, _)| voter.contains(&option))
            .map(|(_, purse)| purse)
            .collect();
        purses.sort_unstable();
        let mut missing = &self.parts * poll.costs[option as usize];
        for (place, purse) in purses.iter().enumerate() {
            let payers = purses.len() - place;
            if *purse * payers >= missing {
                return Some((missing, payers));
            }
            missing -= *purse;
        }
        None
    }

    fn buy(&mut self, poll: &Poll, option: u16, missing: BigInt, payers: usize) {
        let held = self.held(poll, option);
        let whole = &self.parts * poll.costs[option as usize] * payers;
        self.bought.push(Bought {
            option,
            effective: BigRational::new(whole, missing.clone()),
            held,
        });
        // So fine that the price is whole: what was missing is then the price itself.
        self.parts *= payers;
        for (voter, purse) in voters(poll).zip(&mut self.purses) {
            *purse *= payers;
            if voter.contains(&option) {
                let left = &*purse - &missing;
                *purse = left.max(BigInt::zero());
            }
        }
    }
}

fn voters(poll: &Poll) -> impl Iterator<Item = &Vec<u16>> {
    poll.ballots.iter().filter(|ballot| !ballot.is_empty())
}

/// One run, with shares raised by so many thousandths.
pub fn run(poll: &Poll, step: u64, lots: &[u16]) -> Run {
    let count = voters(poll).count();
    let mut run = Run {
        bought: vec![],
        purses: vec![BigInt::from(poll.budget) * (1000 + step); count],
        parts: BigInt::from(1000 * count),
    };
    loop {
        let mut best: Option<(u16, BigInt, usize)> = None;
        for option in 0..poll.costs.len() as u16 {
            if run.bought.iter().any(|one| one.option == option) {
                continue;
            }
            let Some((missing, payers)) = run.price(poll, option) else {
                continue;
            };
            let better = best.as_ref().is_none_or(|(other, least, theirs)| {
                let cost = |option: u16| poll.costs[option as usize];
                let key = |option: u16| {
                    let votes = poll.votes(option as usize);
                    (cost(option), u64::MAX - votes, lot(lots, option))
                };
                let mine = &missing * cost(*other) * *theirs;
                let other_way = least * cost(option) * payers;
                mine < other_way || (mine == other_way && key(option) < key(*other))
            });
            if better {
                best = Some((option, missing, payers));
            }
        }
        match best {
            Some((option, missing, payers)) => run.buy(poll, option, missing, payers),
            None => return run,
        }
    }
}
