//! What must hold for every poll, whatever its ballots.

use num_rational::BigRational;
use proptest::prelude::*;

use super::super::budget::{BudgetPoll, count_greedy};
use super::super::count::{Contest, Count, count};
use super::super::lots::Lots;
use super::super::method::Method;
use super::super::tally::Tally;

#[derive(Debug, Clone)]
struct Poll {
    options: u16,
    ballots: Vec<Vec<u16>>,
    costs: Vec<u64>,
    budget: u64,
    seats: usize,
    lots: Vec<u16>,
    /// Another naming of the options.
    renamed: Vec<u16>,
}

prop_compose! {
    fn any_poll()(options in 2..7_u16)(
        options in Just(options),
        ballots in prop::collection::vec(
            (Just((0..options).collect::<Vec<_>>()).prop_shuffle(), 0..=usize::from(options)),
            0..25,
        ),
        costs in prop::collection::vec(1..100_u64, usize::from(options)),
        budget in 100..400_u64,
        seats in 1..4_usize,
        lots in Just((0..options).collect::<Vec<_>>()).prop_shuffle(),
        renamed in Just((0..options).collect::<Vec<_>>()).prop_shuffle(),
    ) -> Poll {
        let ballots = ballots.into_iter().map(|(mut order, length)| {
            order.truncate(length);
            order
        }).collect();
        Poll { options, ballots, costs, budget, seats, lots, renamed }
    }
}

impl Poll {
    fn contest(&self, method: Method) -> Contest {
        let ballots = self.ballots.iter().map(Vec::as_slice);
        Contest {
            names: (0..self.options).map(|option| option.to_string()).collect(),
            tally: Tally::of(usize::from(self.options), ballots).unwrap(),
            seats: if method == Method::RunOff {
                1
            } else {
                self.seats
            },
            costs: self.costs.clone(),
            budget: Some(self.budget),
            places: 0,
        }
    }

    fn count(&self, method: Method) -> Count {
        count(&self.contest(method), method, &Lots::in_order(&self.lots))
            .unwrap()
            .unwrap()
    }

    /// The same poll with every option called by its other name.
    fn renamed(&self) -> Poll {
        let name = |option: &u16| self.renamed[usize::from(*option)];
        let mut costs = self.costs.clone();
        for (option, cost) in (0..self.options).zip(&self.costs) {
            costs[usize::from(name(&option))] = *cost;
        }
        Poll {
            ballots: self
                .ballots
                .iter()
                .map(|ballot| ballot.iter().map(name).collect())
                .collect(),
            costs,
            lots: self.lots.iter().map(name).collect(),
            ..self.clone()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_order_of_ballots_never_matters(poll in any_poll(), turn in 0..25_usize) {
        let mut turned = poll.clone();
        let turn = turn % turned.ballots.len().max(1);
        turned.ballots.rotate_left(turn);
        turned.ballots.reverse();
        for method in Method::ALL {
            prop_assert_eq!(poll.count(method), turned.count(method));
        }
    }

    #[test]
    fn no_option_gains_by_its_place_on_the_paper(poll in any_poll()) {
        let renamed = poll.renamed();
        for method in Method::ALL {
            let winners: Vec<u16> =
                poll.count(method).winners().iter().map(|o| poll.renamed[usize::from(*o)]).collect();
            let count = renamed.count(method);
            if method.has_budget() {
                // Options that are bought at one price and leave the same behind have no order.
                let (mut one, mut other) = (winners, count.winners().to_vec());
                one.sort_unstable();
                other.sort_unstable();
                prop_assert_eq!(one, other, "{}", method);
            } else {
                prop_assert_eq!(winners, count.winners().to_vec(), "{}", method);
            }
        }
    }

    #[test]
    fn a_unanimous_first_choice_wins(poll in any_poll(), favourite in 0..7_u16) {
        let mut poll = poll;
        let favourite = favourite % poll.options;
        poll.ballots.push(Vec::new());
        for ballot in &mut poll.ballots {
            ballot.retain(|option| *option != favourite);
            ballot.insert(0, favourite);
        }
        let place = usize::from(favourite);
        poll.costs[place] = poll.costs[place].min(poll.budget);
        for method in [Method::Plurality, Method::RunOff, Method::Transferable] {
            let first = poll.count(method).winners().first().copied();
            prop_assert_eq!(first, Some(favourite), "{}", method);
        }
        // Everybody approves it, so nothing is ahead of it unless everybody approves that too.
        poll.ballots.iter_mut().for_each(|ballot| ballot.truncate(1));
        for method in [Method::Approval, Method::Greedy, Method::EqualShares] {
            let first = poll.count(method).winners().first().copied();
            prop_assert_eq!(first, Some(favourite), "{}", method);
        }
    }

    #[test]
    fn stage_sums_balance_exactly(poll in any_poll()) {
        let Count::Transferable(count) = poll.count(Method::Transferable) else { unreachable!() };
        let mut lost_before = 0;
        for stage in &count.stages {
            let votes: u64 = stage.votes.iter().sum();
            let all = votes + stage.non_transferable + stage.rounding_loss;
            prop_assert_eq!(all, count.valid * 100_000);
            prop_assert!(stage.rounding_loss >= lost_before);
            lost_before = stage.rounding_loss;
        }
    }

    #[test]
    fn no_budget_is_overspent(poll in any_poll()) {
        for method in [Method::Greedy, Method::EqualShares] {
            let counted = poll.count(method);
            let (Count::Greedy(count) | Count::EqualShares(count)) = counted else { unreachable!() };
            prop_assert!(count.cost <= poll.budget);
            let taken = count.options.iter().filter(|option| option.selected);
            prop_assert_eq!(taken.map(|option| option.cost).sum::<u64>(), count.cost);
            prop_assert!(count.options.iter().all(|option| !option.selected || option.votes > 0));
        }
    }

    #[test]
    fn no_supporter_pays_more_than_the_share(poll in any_poll()) {
        let Count::EqualShares(count) = poll.count(Method::EqualShares) else { unreachable!() };
        let share = |step: u64| {
            BigRational::new((poll.budget * (1000 + step)).into(), (1000 * count.valid.max(1)).into())
        };
        for option in count.options.iter().filter(|option| option.selected) {
            // The most that anybody pays is the cost over the effective votes.
            let effective = option.effective_votes.clone().unwrap();
            let most = BigRational::from_integer(option.cost.into()) / &effective;
            prop_assert!(most <= share(count.steps.unwrap()), "{most} {count:?}");
            prop_assert!(effective <= BigRational::from_integer(option.votes.into()));
            let held = option.held.clone().unwrap();
            prop_assert!(held >= BigRational::from_integer(option.cost.into()));
        }
        for option in count.options.iter().filter(|option| !option.selected && option.votes > 0) {
            prop_assert!(option.held.clone().unwrap() < BigRational::from_integer(option.cost.into()));
        }
    }

    #[test]
    fn greedy_leaves_nothing_that_would_still_fit(poll in any_poll()) {
        let contest = poll.contest(Method::Greedy);
        let budget = BudgetPoll::new(&contest.tally, &poll.costs, poll.budget).unwrap();
        let count = count_greedy(&budget, &Lots::in_order(&poll.lots)).unwrap();
        for option in count.options.iter().filter(|o| !o.selected && o.votes > 0) {
            prop_assert!(option.cost > poll.budget - count.cost);
        }
    }

    #[test]
    fn lots_change_nothing_where_none_are_needed(poll in any_poll()) {
        for method in Method::ALL {
            let contest = poll.contest(method);
            if let Ok(alone) = count(&contest, method, &Lots::none()).unwrap() {
                let mut alone = alone.winners().to_vec();
                let mut with_lots = poll.count(method).winners().to_vec();
                alone.sort_unstable();
                with_lots.sort_unstable();
                prop_assert_eq!(alone, with_lots, "{}", method);
            }
        }
    }
}
