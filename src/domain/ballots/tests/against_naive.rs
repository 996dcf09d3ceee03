//! Every method against its naive twin, on ten thousand random polls each.

use std::collections::HashSet;

use num_bigint::BigInt;
use num_rational::BigRational;

use super::super::budget::{BudgetPoll, count_greedy};
use super::super::equal_shares::count_equal_shares;
use super::super::irv::count_irv;
use super::super::lots::Lots;
use super::super::plurality::{count_approval, count_single};
use super::super::stv::count_stv;
use super::super::tally::Tally;
use super::naive::{Chance, budgets, ranked, shares};

const POLLS: u64 = 10_000;

struct Ranked {
    options: usize,
    ballots: Vec<Vec<u16>>,
    lots: Vec<u16>,
}

/// Few options and few ballots of few kinds, so that ties are common.
fn ranked_poll(seed: u64) -> Ranked {
    let mut chance = Chance::from(seed);
    let options = 1 + chance.below(6);
    let kinds: Vec<Vec<u16>> = (0..1 + chance.below(6))
        .map(|_| {
            let length = chance.below(options + 1);
            chance.order(options).into_iter().take(length).collect()
        })
        .collect();
    let ballots = (0..chance.below(40)).map(|_| kinds[chance.below(kinds.len())].clone());
    let ballots = ballots.collect();
    Ranked {
        options,
        ballots,
        lots: chance.order(options),
    }
}

fn tally(options: usize, ballots: &[Vec<u16>]) -> Tally {
    Tally::of(options, ballots.iter().map(Vec::as_slice)).unwrap()
}

#[test]
fn single_choice_and_approval_agree() {
    for seed in 0..POLLS {
        let poll = ranked_poll(seed);
        let tally = tally(poll.options, &poll.ballots);
        let lots = Lots::in_order(&poll.lots);
        for seats in 1..=poll.options {
            let single = count_single(&tally, seats, &lots).unwrap();
            assert_eq!(
                single.votes,
                ranked::marks(poll.options, &poll.ballots, 1),
                "{seed}"
            );
            assert_eq!(
                single.winners,
                ranked::most_marked(&single.votes, seats, &poll.lots)
            );
            let approval = count_approval(&tally, seats, &lots).unwrap();
            assert_eq!(
                approval.votes,
                ranked::marks(poll.options, &poll.ballots, 99),
                "{seed}"
            );
            assert_eq!(
                approval.winners,
                ranked::most_marked(&approval.votes, seats, &poll.lots)
            );
        }
    }
}

#[test]
fn instant_run_off_agrees() {
    let mut lots_used = 0;
    let mut looked_back = 0;
    for seed in 0..POLLS {
        let poll = ranked_poll(seed);
        let tally = tally(poll.options, &poll.ballots);
        let count = count_irv(&tally, &Lots::in_order(&poll.lots)).unwrap();
        let (stages, gone, winner) = ranked::irv(poll.options, &poll.ballots, &poll.lots);
        assert_eq!(count.winner, winner, "{seed}");
        let excluded: Vec<u16> = count
            .rounds
            .iter()
            .filter_map(|round| round.excluded)
            .collect();
        assert_eq!(excluded, gone, "{seed}");
        assert_eq!(count.rounds.len(), stages.len());
        for (round, votes) in count.rounds.iter().zip(&stages) {
            for (option, number) in &round.votes {
                assert_eq!(*number, votes[usize::from(*option)], "{seed}");
            }
            let counted: u64 = votes.iter().sum();
            assert_eq!(counted + round.exhausted, count.valid, "{seed}");
        }
        lots_used += usize::from(!count.ties.is_empty());
        looked_back += count
            .rounds
            .iter()
            .filter(|round| round.look_back.is_some())
            .count();
        // Without lots the count stops exactly where they were needed.
        match count_irv(&tally, &Lots::none()) {
            Ok(alone) => assert_eq!(alone, count, "{seed}"),
            Err(stopped) => {
                let first = &count.ties[0];
                assert_eq!(stopped.tie.options, first.options, "{seed}");
                assert_eq!(stopped.so_far.rounds.len() as u32, first.stage, "{seed}");
            }
        }
    }
    assert!(
        lots_used > 1000 && looked_back > 100,
        "{lots_used} {looked_back}"
    );
}

#[test]
fn the_scottish_count_agrees_and_balances() {
    let (mut surpluses, mut losses, mut lots_used) = (0, 0, 0);
    // Polls in which nobody names an option end after one stage: so some more than elsewhere.
    for seed in 0..POLLS + 500 {
        let poll = ranked_poll(seed);
        let seats = 1 + seed as usize % 4;
        let tally = tally(poll.options, &poll.ballots);
        let count = count_stv(&tally, seats, &Lots::in_order(&poll.lots)).unwrap();
        let (stages, winners) = ranked::stv(poll.options, &poll.ballots, seats, &poll.lots);
        assert_eq!(count.winners, winners, "{seed}");
        let ours: Vec<ranked::Stage> = count
            .stages
            .iter()
            .map(|stage| ranked::Stage {
                votes: stage.votes.clone(),
                non_transferable: stage.non_transferable,
                rounding_loss: stage.rounding_loss,
                elected: stage.elected.clone(),
            })
            .collect();
        assert_eq!(ours, stages, "{seed}");
        for stage in &count.stages {
            let votes: u64 = stage.votes.iter().sum();
            let all = votes + stage.non_transferable + stage.rounding_loss;
            assert_eq!(all, count.valid * 100_000, "{seed}");
            losses += usize::from(stage.rounding_loss > 0);
        }
        let filled = if count.valid == 0 { 0 } else { seats };
        assert_eq!(count.winners.len(), filled.min(poll.options), "{seed}");
        surpluses += count.stages.len();
        lots_used += usize::from(!count.ties.is_empty());
        if let Err(stopped) = count_stv(&tally, seats, &Lots::none()) {
            assert_eq!(stopped.tie.options, count.ties[0].options, "{seed}");
        } else {
            assert_eq!(count.ties, vec![], "{seed}");
        }
    }
    assert!(
        surpluses > 20_000 && losses > 1000 && lots_used > 1000,
        "{surpluses} {losses}"
    );
}

fn budget_poll(seed: u64) -> (budgets::Poll, Vec<u16>) {
    let mut chance = Chance::from(seed ^ 0xb0d9e7);
    let options = 2 + chance.below(4);
    let costs: Vec<u64> = (0..options).map(|_| 1 + chance.below(6) as u64).collect();
    let total: u64 = costs.iter().sum();
    let budget = 1 + total * (60 + chance.below(45) as u64) / 100;
    let ballots = (0..2 + chance.below(6))
        .map(|_| {
            (0..options as u16)
                .filter(|_| chance.below(4) > 0)
                .collect()
        })
        .collect();
    (
        budgets::Poll {
            costs,
            budget,
            ballots,
        },
        chance.order(options),
    )
}

#[test]
fn greedy_agrees() {
    let mut stopped = 0;
    for seed in 0..POLLS {
        let (poll, lots) = budget_poll(seed);
        let tally = tally(poll.costs.len(), &poll.ballots);
        let ours = BudgetPoll::new(&tally, &poll.costs, poll.budget).unwrap();
        let count = count_greedy(&ours, &Lots::in_order(&lots)).unwrap();
        assert_eq!(count.winners, budgets::greedy(&poll, &lots), "{seed}");
        assert_eq!(count.cost, budgets::cost(&poll, &count.winners));
        match count_greedy(&ours, &Lots::none()) {
            Ok(alone) => {
                let ours: HashSet<u16> = alone.winners.into_iter().collect();
                assert_eq!(ours, count.winners.iter().copied().collect(), "{seed}");
                assert_eq!(count.ties, vec![], "{seed}");
            }
            Err(tie) => {
                assert_eq!(tie.tie.options, count.ties[0].options, "{seed}");
                stopped += 1;
            }
        }
    }
    assert!(stopped > 100, "{stopped}");
}

/// The naive result. Every tenth poll is run step by step; for the others the naive run looks at
/// the step that is claimed, the one after it, and a sample of those before.
fn naive_equal_shares(
    seed: u64,
    poll: &budgets::Poll,
    lots: &[u16],
    claimed: u64,
) -> (u64, budgets::Run) {
    if seed % 40 < 4 {
        return budgets::equal_shares(poll, lots);
    }
    let mut chance = Chance::from(seed);
    let goes_on = |run: &budgets::Run| {
        budgets::cost(poll, &run.taken) <= poll.budget && run.taken.len() < budgets::supported(poll)
    };
    for _ in 0..claimed.min(12) {
        let before = chance.below(claimed as usize) as u64;
        assert!(
            goes_on(&budgets::run(poll, before, lots)),
            "{seed} {before}"
        );
    }
    let run = budgets::run(poll, claimed, lots);
    if goes_on(&run) {
        let after = budgets::run(poll, claimed + 1, lots);
        assert!(budgets::cost(poll, &after.taken) > poll.budget, "{seed}");
    }
    (claimed, run)
}

/// Both sides of one poll by Equal Shares, in full.
fn check_equal_shares(seed: u64) -> (u64, bool) {
    let (poll, lots) = budget_poll(seed);
    let tally = tally(poll.costs.len(), &poll.ballots);
    let ours = BudgetPoll::new(&tally, &poll.costs, poll.budget).unwrap();
    let count = count_equal_shares(&ours, &Lots::in_order(&lots)).unwrap();
    if tally.valid() == 0 {
        assert_eq!((count.winners.len(), count.steps), (0, Some(0)));
        return (0, false);
    }
    let (step, run) = naive_equal_shares(seed, &poll, &lots, count.steps.unwrap());
    assert_eq!(count.winners, run.taken, "{seed}");
    assert_eq!(count.steps, Some(step), "{seed}");
    assert!(count.cost <= poll.budget, "{seed}");
    for (option, price) in run.taken.iter().zip(&run.prices) {
        let entry = &count.options[usize::from(*option)];
        let worth = BigInt::from(entry.cost) * BigInt::from(run.unit);
        let effective = BigRational::new(worth, BigInt::from(*price));
        assert_eq!(entry.effective_votes, Some(effective), "{seed}");
        // No supporter pays more than the share.
        let share = poll.budget as i128 * (1000 + step as i128) * run.unit / 1000;
        assert!(price * tally.valid() as i128 <= share, "{seed}");
    }
    assert!(run.left.iter().all(|purse| *purse >= 0));
    let voters: Vec<&Vec<u16>> = poll.ballots.iter().filter(|b| !b.is_empty()).collect();
    for (option, entry) in (0_u16..).zip(&count.options) {
        if entry.selected || entry.votes == 0 {
            continue;
        }
        let held: i128 = voters
            .iter()
            .zip(&run.left)
            .filter(|(voter, _)| voter.contains(&option))
            .map(|(_, purse)| *purse)
            .sum();
        let held = BigRational::new(BigInt::from(held), BigInt::from(run.unit));
        assert_eq!(entry.held, Some(held), "{seed}");
    }
    // Where no lots are needed, they make no difference.
    if !(seed / 4).is_multiple_of(3) {
        return (step, false);
    }
    let stopped = match count_equal_shares(&ours, &Lots::none()) {
        Ok(alone) => {
            let alone: HashSet<u16> = alone.winners.into_iter().collect();
            assert_eq!(alone, count.winners.iter().copied().collect(), "{seed}");
            false
        }
        Err(_) => true,
    };
    (step, stopped)
}

fn check_equal_shares_of(part: u64) {
    let mut steps = 0;
    let mut stopped = 0;
    for seed in (0..POLLS).filter(|seed| seed % 4 == part) {
        let (step, tie) = check_equal_shares(seed);
        steps += step;
        stopped += u64::from(tie);
    }
    assert!(stopped > 20 && stopped < POLLS / 24, "{stopped}");
    assert!(steps > 10_000, "{steps}");
}

/// A poll with as many options as a paper can have: prices soon need denominators of hundreds of bits.
fn large_budget_poll(seed: u64) -> (budgets::Poll, Vec<u16>) {
    let mut chance = Chance::from(seed ^ 0x64_0064);
    let costs: Vec<u64> = (0..64).map(|_| 30 + chance.below(400) as u64).collect();
    let budget = costs.iter().sum::<u64>() * (40 + chance.below(30) as u64) / 100;
    let ballots = (0..500 + chance.below(50)).map(|_| {
        let likes = 6 + chance.below(8);
        (0..64_u16).filter(|_| chance.below(likes) == 0).collect()
    });
    let ballots = ballots.collect();
    let poll = budgets::Poll {
        costs,
        budget,
        ballots,
    };
    (poll, chance.order(64))
}

#[test]
fn equal_shares_of_sixty_four_options_are_exact() {
    let mut longest = 0;
    for seed in 0..3 {
        let (poll, lots) = large_budget_poll(seed);
        let tally = tally(64, &poll.ballots);
        let ours = BudgetPoll::new(&tally, &poll.costs, poll.budget).unwrap();
        let count = count_equal_shares(&ours, &Lots::in_order(&lots)).unwrap();
        let claimed = count.steps.unwrap();
        let run = shares::run(&poll, claimed, &lots);
        let winners: Vec<u16> = run.bought.iter().map(|one| one.option).collect();
        assert_eq!(count.winners, winners, "{seed}");
        assert!(count.cost <= poll.budget && count.cost == budgets::cost(&poll, &winners));
        for bought in &run.bought {
            let entry = &count.options[usize::from(bought.option)];
            assert_eq!(entry.effective_votes, Some(bought.effective.clone()));
            assert_eq!(entry.held, Some(bought.held.clone()), "{seed}");
            longest = longest.max(
                bought
                    .effective
                    .denom()
                    .bits()
                    .max(bought.held.denom().bits()),
            );
        }
        for (option, entry) in (0_u16..).zip(&count.options) {
            if !entry.selected && entry.votes > 0 {
                assert_eq!(entry.held, Some(run.held(&poll, option)), "{seed}");
            }
        }
        // One step more overspends, unless nothing is left to take; no step before did.
        let cost_at = |step| {
            let taken = shares::run(&poll, step, &lots).bought;
            let taken: Vec<u16> = taken.iter().map(|one| one.option).collect();
            budgets::cost(&poll, &taken)
        };
        if winners.len() < budgets::supported(&poll) {
            assert!(cost_at(claimed + 1) > poll.budget, "{seed}");
        }
        let mut chance = Chance::from(seed);
        for _ in 0..claimed.min(3) {
            let before = chance.below(claimed as usize) as u64;
            assert!(cost_at(before) <= poll.budget, "{seed} {before}");
        }
    }
    assert!(longest > 128, "no number was longer than {longest} bits");
}

#[test]
fn equal_shares_agrees_on_the_first_quarter() {
    check_equal_shares_of(0);
}

#[test]
fn equal_shares_agrees_on_the_second_quarter() {
    check_equal_shares_of(1);
}

#[test]
fn equal_shares_agrees_on_the_third_quarter() {
    check_equal_shares_of(2);
}

#[test]
fn equal_shares_agrees_on_the_last_quarter() {
    check_equal_shares_of(3);
}
