//! Naive greedy and Equal Shares, one voter at a time, in whole numbers of a unit so small that
//! every price in a small poll is whole.

use super::lot;

pub struct Poll {
    pub costs: Vec<u64>,
    pub budget: u64,
    pub ballots: Vec<Vec<u16>>,
}

impl Poll {
    pub fn votes(&self, option: usize) -> u64 {
        self.ballots
            .iter()
            .filter(|ballot| ballot.contains(&(option as u16)))
            .count() as u64
    }
}

pub fn greedy(poll: &Poll, lots: &[u16]) -> Vec<u16> {
    let mut queue: Vec<u16> = (0..poll.costs.len() as u16).collect();
    queue.sort_by_key(|option| {
        let place = *option as usize;
        (
            u64::MAX - poll.votes(place),
            poll.costs[place],
            lot(lots, *option),
        )
    });
    let (mut left, mut taken) = (poll.budget, Vec::new());
    for option in queue {
        let cost = poll.costs[option as usize];
        if cost <= left && poll.votes(option as usize) > 0 {
            left -= cost;
            taken.push(option);
        }
    }
    taken
}

/// What one run took, in order, and what each voter has left.
pub struct Run {
    pub taken: Vec<u16>,
    /// The price of each, in the small unit.
    pub prices: Vec<i128>,
    pub left: Vec<i128>,
    pub unit: i128,
}

/// Small units in a minute: divisible by all that a run of a small poll can divide by.
pub fn unit(poll: &Poll) -> i128 {
    let voters = poll
        .ballots
        .iter()
        .filter(|ballot| !ballot.is_empty())
        .count() as i128;
    let parts: i128 = (2..=voters).fold(1, |all, part| all / gcd(all, part) * part);
    1000 * voters * poll.costs.iter().map(|_| parts).product::<i128>()
}

fn gcd(one: i128, other: i128) -> i128 {
    if other == 0 {
        one
    } else {
        gcd(other, one % other)
    }
}

pub fn run(poll: &Poll, step: u64, lots: &[u16]) -> Run {
    let unit = unit(poll);
    let voters: Vec<&Vec<u16>> = poll
        .ballots
        .iter()
        .filter(|ballot| !ballot.is_empty())
        .collect();
    let share = poll.budget as i128 * (1000 + step as i128) * unit / 1000 / voters.len() as i128;
    let mut left = vec![share; voters.len()];
    let (mut taken, mut prices): (Vec<u16>, Vec<i128>) = (Vec::new(), Vec::new());
    loop {
        let mut best: Option<(u16, i128)> = None;
        for option in 0..poll.costs.len() as u16 {
            if taken.contains(&option) || poll.votes(option as usize) == 0 {
                continue;
            }
            let Some(price) = price(poll, option, &voters, &left, unit) else {
                continue;
            };
            let better = best.is_none_or(|(other, least)| {
                let cost = |option: u16| poll.costs[option as usize] as i128;
                let key = |option: u16| {
                    let votes = poll.votes(option as usize);
                    (cost(option), u64::MAX - votes, lot(lots, option))
                };
                let (mine, theirs) = (price * cost(other), least * cost(option));
                mine < theirs || (mine == theirs && key(option) < key(other))
            });
            if better {
                best = Some((option, price));
            }
        }
        let Some((option, price)) = best else {
            return Run {
                taken,
                prices,
                left,
                unit,
            };
        };
        for (voter, purse) in voters.iter().zip(&mut left) {
            if voter.contains(&option) {
                *purse -= price.min(*purse);
            }
        }
        taken.push(option);
        prices.push(price);
    }
}

fn price(
    poll: &Poll,
    option: u16,
    voters: &[&Vec<u16>],
    left: &[i128],
    unit: i128,
) -> Option<i128> {
    let mut purses: Vec<i128> = voters
        .iter()
        .zip(left)
        .filter(|(voter, _)| voter.contains(&option))
        .map(|(_, purse)| *purse)
        .collect();
    purses.sort_unstable();
    let mut missing = poll.costs[option as usize] as i128 * unit;
    for (place, purse) in purses.iter().enumerate() {
        let payers = (purses.len() - place) as i128;
        if purse * payers >= missing {
            assert_eq!(missing % payers, 0, "the small unit is small enough");
            return Some(missing / payers);
        }
        missing -= purse;
    }
    None
}

pub fn cost(poll: &Poll, taken: &[u16]) -> u64 {
    taken
        .iter()
        .map(|option| poll.costs[*option as usize])
        .sum()
}

pub fn supported(poll: &Poll) -> usize {
    (0..poll.costs.len())
        .filter(|option| poll.votes(*option) > 0)
        .count()
}

/// The step and the run that stands in the end.
pub fn equal_shares(poll: &Poll, lots: &[u16]) -> (u64, Run) {
    let mut before = run(poll, 0, lots);
    for step in 0.. {
        let now = run(poll, step, lots);
        if cost(poll, &now.taken) > poll.budget {
            return (step - 1, before);
        }
        if now.taken.len() == supported(poll) {
            return (step, now);
        }
        before = now;
    }
    unreachable!("some step overspends or takes everything")
}
