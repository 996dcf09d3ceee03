//! Counts that were worked out by hand, one for each rule and each tie rule.

use super::super::budget::{BudgetPoll, count_greedy};
use super::super::count_json::{amount_text, decimal_text, vote_text};
use super::super::equal_shares::count_equal_shares;
use super::super::irv::count_irv;
use super::super::lots::Lots;
use super::super::result::{LookBack, TieAbout};
use super::super::stv::{StvAction, VOTE, count_stv};
use super::super::tally::Tally;
use num_bigint::BigInt;
use num_rational::BigRational;

fn tally(options: usize, ballots: &[(u64, &[u16])]) -> Tally {
    let mut tally = Tally::new(options);
    for (count, ballot) in ballots {
        tally.add(ballot, *count).unwrap();
    }
    tally
}

#[test]
fn more_than_half_of_continuing_ballots_ends_a_run_off_and_half_does_not() {
    // 5 of 10 is not more than half.
    let even = tally(3, &[(5, &[0]), (3, &[1]), (2, &[2])]);
    let count = count_irv(&even, &Lots::none()).unwrap();
    // Option 2 goes, its ballots are exhausted, and 5 of 8 is more than half.
    assert_eq!(count.rounds.len(), 2);
    assert_eq!(count.rounds[0].excluded, Some(2));
    assert_eq!(count.rounds[1].exhausted, 2);
    assert_eq!((count.rounds[1].excluded, count.winner), (None, Some(0)));
    // Blank ballots are in no majority.
    let blank = tally(2, &[(2, &[0]), (1, &[1]), (50, &[])]);
    assert_eq!(count_irv(&blank, &Lots::none()).unwrap().rounds.len(), 1);
}

#[test]
fn a_run_off_excludes_options_without_votes_one_at_a_time() {
    let count = count_irv(
        &tally(5, &[(4, &[0]), (3, &[1]), (2, &[2])]),
        &Lots::in_order(&[0, 1, 2, 3, 4]),
    )
    .unwrap();
    let excluded: Vec<_> = count.rounds.iter().map(|round| round.excluded).collect();
    assert_eq!(excluded, [Some(4), Some(3), Some(2), None]);
    assert_eq!(count.ties.len(), 1);
    assert_eq!(
        (count.ties[0].options.as_slice(), count.ties[0].stage),
        (&[3_u16, 4][..], 1)
    );
}

#[test]
fn a_run_off_looks_back_to_the_latest_stage_that_differs() {
    // First: 0 has 10, 1 has 5, 2 has 4, 3 has 2. Option 3 goes, of its ballots one goes to 2.
    // Then 1 and 2 are equal with 5, and at stage 1 option 2 had less: it goes.
    let count = count_irv(
        &tally(
            4,
            &[
                (10, &[0]),
                (5, &[1]),
                (4, &[2, 1]),
                (1, &[3, 2, 1]),
                (1, &[3]),
            ],
        ),
        &Lots::none(),
    )
    .unwrap();
    assert_eq!(count.rounds[1].votes, [(0, 10), (1, 5), (2, 5)]);
    assert_eq!(count.rounds[1].excluded, Some(2));
    let look_back = LookBack {
        options: vec![1, 2],
        stage: 1,
    };
    assert_eq!(count.rounds[1].look_back, Some(look_back));
    // 10 of 20 is half, not more: the tie of the last stage is looked back on too.
    assert_eq!(count.rounds[2].votes, [(0, 10), (1, 10)]);
    assert_eq!((count.rounds[2].excluded, count.winner), (Some(1), Some(0)));
}

#[test]
fn a_look_back_among_three_keeps_only_the_lowest_at_each_stage() {
    // Options 1, 2 and 3 have 3, 3 and 2 at stage 1, 4, 3 and 3 at stage 2, 4 each at stage 3.
    let ballots: &[(u64, &[u16])] = &[
        (20, &[0]),
        (3, &[1]),
        (3, &[2]),
        (2, &[3]),
        (1, &[4, 1]),
        (1, &[4, 3]),
        (1, &[5, 2]),
        (1, &[5, 3]),
        (20, &[6]),
    ];
    let ballots = tally(7, ballots);
    let stopped = count_irv(&ballots, &Lots::none()).unwrap_err();
    assert_eq!(stopped.tie.options, [3, 4, 5]);
    let count = count_irv(&ballots, &Lots::in_order(&[0, 6, 1, 2, 3, 5, 4])).unwrap();
    assert_eq!(
        (count.rounds[0].excluded, count.rounds[1].excluded),
        (Some(4), Some(5))
    );
    // At stage 2 they had 4, 3 and 3, so option 1 is safe; at stage 1 option 3 had less than 2.
    let third = &count.rounds[2];
    assert_eq!(third.votes[1..4], [(1, 4), (2, 4), (3, 4)]);
    assert_eq!(
        third.look_back,
        Some(LookBack {
            options: vec![1, 2, 3],
            stage: 1
        })
    );
    assert_eq!(third.excluded, Some(3));
}

#[test]
fn a_scottish_count_transfers_a_surplus_in_hundred_thousandths() {
    // 100 ballots for 2 seats: the quota is 34. Option 0 has 41, a surplus of 7.
    let count = count_stv(
        &tally(
            4,
            &[
                (20, &[0, 1]),
                (11, &[0, 2]),
                (10, &[0]),
                (25, &[1]),
                (24, &[2]),
                (10, &[3, 2]),
            ],
        ),
        2,
        &Lots::none(),
    )
    .unwrap();
    assert_eq!((count.quota, count.valid), (34, 100));
    let surplus = &count.stages[1];
    assert_eq!(surplus.action, StvAction::Surplus(0));
    // 7 ÷ 41 = 0.17073 17…, rounded down to 0.17073 for each of the 41 papers, also the ten that
    // have no next choice.
    assert_eq!(
        surplus.votes,
        [
            34 * VOTE,
            25 * VOTE + 20 * 17_073,
            24 * VOTE + 11 * 17_073,
            10 * VOTE
        ]
    );
    assert_eq!(surplus.non_transferable, 10 * 17_073);
    assert_eq!(surplus.rounding_loss, 7 * VOTE - 41 * 17_073);
    // Then option 3 is excluded and 2 passes the quota with 35.87803.
    let exclusion = &count.stages[2];
    assert_eq!(exclusion.action, StvAction::Exclusion(3));
    assert_eq!(vote_text(exclusion.votes[2]), "35.87803");
    assert_eq!(exclusion.elected, [2]);
    // The seats are filled, so its surplus is not transferred.
    assert_eq!((count.stages.len(), count.winners), (3, vec![0, 2]));
}

#[test]
fn a_paper_that_moves_twice_is_cut_down_from_the_value_it_had() {
    // 60 valid, 3 seats: the quota is 16. Option 0 has 32, a surplus of 16: half of each paper.
    let count = count_stv(
        &tally(
            5,
            &[(32, &[0, 1, 2]), (8, &[1, 3]), (10, &[3]), (10, &[4, 3])],
        ),
        3,
        &Lots::none(),
    )
    .unwrap();
    assert_eq!(count.stages[1].votes[1], 24 * VOTE);
    // Option 1 has 24 in 32 papers of 0.5 and 8 of 1; the surplus is 8, a third of each value,
    // rounded down: 0.16666 and 0.33333.
    let second = &count.stages[2];
    assert_eq!(second.action, StvAction::Surplus(1));
    assert_eq!(second.votes[2], 32 * 16_666);
    assert_eq!(second.votes[3], 10 * VOTE + 8 * 33_333);
    assert_eq!(second.rounding_loss, 8 * VOTE - 32 * 16_666 - 8 * 33_333);
    // Option 2 has 5.33312 and goes; its papers have no next choice, at the value they had.
    let third = &count.stages[3];
    assert_eq!(third.action, StvAction::Exclusion(2));
    assert_eq!(third.non_transferable, 32 * 16_666);
    assert_eq!(third.rounding_loss, second.rounding_loss);
    // Two are left for one seat: the lower goes, and the last is elected below the quota.
    assert_eq!(count.stages[4].action, StvAction::Exclusion(4));
    assert_eq!(count.winners, [0, 1, 3]);
}

#[test]
fn exactly_the_quota_elects_and_makes_no_surplus_stage() {
    // 20 valid, 3 seats: the quota is 6.
    let count = count_stv(
        &tally(
            5,
            &[
                (6, &[0, 1]),
                (6, &[2, 1]),
                (4, &[1]),
                (3, &[3]),
                (1, &[4, 3]),
            ],
        ),
        3,
        &Lots::none(),
    )
    .unwrap();
    assert_eq!(count.quota, 6);
    assert_eq!(count.stages[0].elected, [0, 2]);
    assert_eq!(count.stages[1].action, StvAction::Exclusion(4));
    // 1 and 3 have 4 each now; at stage 1 option 3 had less: it goes.
    assert_eq!(count.stages[2].action, StvAction::Exclusion(3));
    assert_eq!(
        count.stages[2].look_back,
        Some(LookBack {
            options: vec![1, 3],
            stage: 1
        })
    );
    // It was the last for the last seat, though below the quota.
    assert_eq!(
        (count.stages[2].elected.as_slice(), count.winners),
        (&[1_u16][..], vec![0, 2, 1])
    );
}

#[test]
fn as_many_left_as_seats_are_elected_before_any_surplus_moves() {
    // 12 valid, 3 seats: the quota is 4. Option 0 has 8; 1 and 2 are left for two seats.
    let count = count_stv(
        &tally(3, &[(8, &[0, 2]), (3, &[1]), (1, &[2])]),
        3,
        &Lots::none(),
    )
    .unwrap();
    assert_eq!((count.stages.len(), count.winners), (1, vec![0, 1, 2]));
    // Fewer options than seats: all are elected, and seats stay empty.
    let count = count_stv(&tally(2, &[(8, &[0]), (1, &[1])]), 3, &Lots::none()).unwrap();
    assert_eq!((count.stages.len(), count.winners), (1, vec![0, 1]));
}

#[test]
fn the_largest_surplus_goes_first_and_surpluses_go_before_exclusions() {
    // 40 valid, 3 seats: the quota is 11.
    let count = count_stv(
        &tally(
            6,
            &[
                (13, &[0, 3]),
                (15, &[1, 4]),
                (5, &[2]),
                (4, &[3]),
                (2, &[4]),
                (1, &[5]),
            ],
        ),
        3,
        &Lots::none(),
    )
    .unwrap();
    assert_eq!(count.stages[0].elected, [1, 0]);
    assert_eq!(count.stages[1].action, StvAction::Surplus(1));
    assert_eq!(count.stages[2].action, StvAction::Surplus(0));
    assert_eq!(count.stages[3].action, StvAction::Exclusion(5));
}

#[test]
fn equal_surpluses_at_the_first_stage_are_for_the_lots() {
    let ballots = tally(4, &[(9, &[0, 2]), (9, &[1, 3]), (3, &[2]), (2, &[3])]);
    let stopped = count_stv(&ballots, 3, &Lots::none()).unwrap_err();
    assert_eq!(
        (stopped.tie.about, stopped.tie.stage),
        (TieAbout::Surplus, 2)
    );
    assert_eq!(stopped.tie.options, [0, 1]);
    // The higher in the lots is first.
    let count = count_stv(&ballots, 3, &Lots::in_order(&[1, 0])).unwrap();
    assert_eq!(count.stages[1].action, StvAction::Surplus(1));
    assert_eq!(count.ties[0].chosen, [1]);
}

#[test]
fn equal_surpluses_later_are_decided_by_the_votes_before() {
    // 59 valid, 4 seats: the quota is 12. Option 0 has 24: each paper is cut to a half.
    // Ten papers bring 1 from 8 to 13; the other fourteen take 2 from 6 to 13.
    let ballots = tally(
        7,
        &[
            (10, &[0, 1]),
            (14, &[0, 2]),
            (8, &[1, 4]),
            (6, &[2, 5]),
            (9, &[3]),
            (7, &[4]),
            (3, &[5]),
            (2, &[6]),
        ],
    );
    let count = count_stv(&ballots, 4, &Lots::none()).unwrap();
    assert_eq!(count.stages[1].votes[1..3], [13 * VOTE, 13 * VOTE]);
    assert_eq!(count.stages[1].elected, [1, 2]);
    assert_eq!(count.stages[2].action, StvAction::Surplus(1));
    assert_eq!(
        count.stages[2].look_back,
        Some(LookBack {
            options: vec![1, 2],
            stage: 1
        })
    );
    assert_eq!(count.stages[3].action, StvAction::Surplus(2));
}

#[test]
fn blank_ballots_are_in_no_quota() {
    let count = count_stv(
        &tally(3, &[(6, &[0]), (3, &[1]), (2, &[2]), (100, &[])]),
        1,
        &Lots::none(),
    );
    let count = count.unwrap();
    assert_eq!((count.quota, count.valid, count.blank), (6, 11, 100));
}

fn poll<'a>(tally: &'a Tally, costs: &'a [u64], budget: u64) -> BudgetPoll<'a> {
    BudgetPoll::new(tally, costs, budget).unwrap()
}

#[test]
fn greedy_skips_what_does_not_fit_and_goes_on() {
    let ballots = tally(4, &[(5, &[0]), (4, &[1]), (3, &[2])]);
    let count = count_greedy(&poll(&ballots, &[60, 50, 40, 1], 100), &Lots::none()).unwrap();
    // The last has no votes: never taken, though it would fit.
    assert_eq!(
        (count.winners, count.cost, count.steps),
        (vec![0, 2], 100, None)
    );
}

#[test]
fn greedy_takes_fewer_minutes_first_where_votes_are_equal() {
    let ballots = tally(2, &[(5, &[0, 1])]);
    let count = count_greedy(&poll(&ballots, &[60, 50], 100), &Lots::none()).unwrap();
    assert_eq!(count.winners, [1]);
}

#[test]
fn greedy_needs_lots_only_where_not_all_equals_fit() {
    let ballots = tally(3, &[(5, &[0, 1, 2])]);
    for (budget, expected) in [(90, Some(3)), (29, Some(0)), (60, None)] {
        let count = count_greedy(&poll(&ballots, &[30, 30, 30], budget), &Lots::none());
        assert_eq!(
            count.ok().map(|count| count.winners.len()),
            expected,
            "{budget}"
        );
    }
    let two = count_greedy(
        &poll(&ballots, &[30, 30, 30], 60),
        &Lots::in_order(&[2, 0, 1]),
    )
    .unwrap();
    assert_eq!(two.winners, [2, 0]);
    assert_eq!(two.ties[0].chosen, [2, 0]);
}

fn fraction(numerator: i64, denominator: i64) -> BigRational {
    BigRational::new(BigInt::from(numerator), BigInt::from(denominator))
}

#[test]
fn equal_shares_by_hand() {
    // Ten voters with 10 each. Option 0 (60) has six supporters, 1 (40) the same four and two
    // more, 2 (40) the four others.
    let ballots = tally(3, &[(4, &[0, 1]), (2, &[0]), (4, &[2])]);
    let count = count_equal_shares(&poll(&ballots, &[60, 40, 40], 100), &Lots::none()).unwrap();
    // Six pay 10 each for option 0; four pay 10 each for option 2. That is the whole budget, and
    // any more overspends as soon as 1 can be paid: at shares of 20.
    assert_eq!(count.winners, [0, 2]);
    assert_eq!(count.cost, 100);
    assert_eq!(count.steps, Some(999));
    assert_eq!(count.options[0].effective_votes, Some(fraction(6, 1)));
    assert_eq!(count.options[0].held, Some(fraction(6 * 1999, 100)));
    assert_eq!(count.options[1].held, Some(fraction(4 * 999, 100)));
}

#[test]
fn a_voter_who_is_short_pays_what_is_left_and_the_others_more() {
    // Three voters with 10 each. Option 0 (12) by all: 4 each. Option 1 (14): voters A and B have
    // 6 each, which is too little. Option 2 (9): B and C with 6 each: 4.5 each.
    let ballots = tally(3, &[(1, &[0, 1]), (1, &[0, 1, 2]), (1, &[0, 2])]);
    let count = count_equal_shares(&poll(&ballots, &[12, 14, 9], 30), &Lots::none()).unwrap();
    // 12 + 9 = 21; with larger shares B, who also pays for 2, is short of money for 1:
    // A pays the rest. All three cost 35, which overspends.
    assert_eq!(count.winners, [0, 2]);
    // After 0 (4 each) the prices for their costs are 7 ÷ 14 and 4.5 ÷ 9: equal. The lower cost,
    // 2, is first. Then A and B hold e − 4 and e − 8.5, and 14 is reached at e = 13.25: step 325.
    assert_eq!(count.steps, Some(324));
    assert_eq!(count.options[2].effective_votes, Some(fraction(2, 1)));
    assert_eq!(
        decimal_text(count.options[1].held.as_ref().unwrap()),
        "13.98000"
    );
}

#[test]
fn equal_shares_ends_when_every_supported_option_is_taken() {
    let ballots = tally(3, &[(9, &[0]), (1, &[1])]);
    let count = count_equal_shares(&poll(&ballots, &[20, 30, 1], 100), &Lots::none()).unwrap();
    // The single supporter of 1 holds 30 at shares of 30: step 2000. Nobody supports 2.
    assert_eq!((count.winners, count.steps), (vec![0, 1], Some(2000)));
}

#[test]
fn equal_shares_leaps_over_steps_that_change_nothing() {
    // 10,000 voters hold 0.01 each; the last option has one supporter and costs 50.
    let ballots = tally(3, &[(6000, &[0]), (3999, &[1]), (1, &[2])]);
    let count = count_equal_shares(&poll(&ballots, &[20, 10, 50], 100), &Lots::none()).unwrap();
    assert_eq!(
        (count.winners, count.steps),
        (vec![0, 1, 2], Some(4_999_000))
    );
    let count = count_equal_shares(&poll(&ballots, &[20, 31, 50], 100), &Lots::none()).unwrap();
    assert_eq!((count.winners, count.steps), (vec![0, 1], Some(4_998_999)));
}

#[test]
fn equal_shares_stops_at_a_tie_only_where_it_matters() {
    // The same supporters, cost and votes, and money for one of the two.
    let ballots = tally(2, &[(4, &[0, 1])]);
    let stopped = count_equal_shares(&poll(&ballots, &[60, 60], 100), &Lots::none()).unwrap_err();
    assert_eq!(
        (stopped.tie.options.as_slice(), stopped.tie.stage),
        (&[0_u16, 1][..], 1)
    );
    let count =
        count_equal_shares(&poll(&ballots, &[60, 60], 100), &Lots::in_order(&[1, 0])).unwrap();
    assert_eq!((count.winners, count.ties.len()), (vec![1], 1));
    // Different supporters: both are taken, in either order.
    let apart = tally(3, &[(4, &[0]), (4, &[1]), (1, &[2])]);
    let count = count_equal_shares(&poll(&apart, &[40, 40, 90], 100), &Lots::none()).unwrap();
    assert_eq!((count.winners, count.ties.len()), (vec![0, 1], 0));
}

#[test]
fn a_budget_of_nothing_takes_nothing() {
    let ballots = tally(2, &[(4, &[0, 1])]);
    let count = count_equal_shares(&poll(&ballots, &[60, 60], 0), &Lots::none()).unwrap();
    assert_eq!((count.winners.len(), count.steps), (0, Some(0)));
    let free = count_equal_shares(&poll(&ballots, &[60, 0], 100), &Lots::none()).unwrap();
    assert_eq!(free.winners, [1, 0]);
}

#[test]
fn amounts_and_votes_are_written_plainly() {
    assert_eq!(vote_text(12_345_678), "123.45678");
    assert_eq!(vote_text(5), "0.00005");
    assert_eq!(amount_text(1250, 2), "12.5");
    assert_eq!(amount_text(1200, 2), "12");
    assert_eq!(amount_text(5, 2), "0.05");
    assert_eq!(decimal_text(&fraction(20, 3)), "6.66666");
    assert_eq!(decimal_text(&fraction(20, 4)), "5");
    assert_eq!(decimal_text(&fraction(1, 1_000_000)), "0.00000");
}
