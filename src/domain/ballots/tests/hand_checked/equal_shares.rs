//! Equal Shares by hand.

use super::super::super::count_json::decimal_text;
use super::super::super::equal_shares::count_equal_shares;
use super::super::super::lots::Lots;
use super::super::super::result::TieAbout;
use super::{fraction, poll, tally};

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
fn the_result_is_the_run_before_the_first_overspend_not_the_first_with_nothing_left_to_fit() {
    // Ten voters, 100 minutes: shares of 10. 0 (30) by three; 1 (44) by those and one more; 2 (50) by
    // the other six. First run: 2 and 0 are paid for, 80 minutes; 1 does not fit into what is left.
    let ballots = tally(3, &[(3, &[0, 1]), (1, &[1]), (6, &[2])]);
    let count = count_equal_shares(&poll(&ballots, &[30, 44, 50], 100), &Lots::none()).unwrap();
    // It does not stop there. From shares of 11 on the four can pay for 1, which comes before 0 (a
    // quarter of its cost each against a third) and leaves the three too little for 0: 94 minutes.
    // At shares of 21 the three have 10 each left for 0: 124 minutes, too many.
    assert_eq!((count.winners, count.cost), (vec![2, 1], 94));
    assert_eq!(count.steps, Some(1099));
    assert_eq!(count.options[1].effective_votes, Some(fraction(4, 1)));
    // What was held: 4 × 20.99 for 1 before it was paid; 3 × 9.99 for 0 at the end.
    assert_eq!(count.options[1].held, Some(fraction(8396, 100)));
    assert_eq!(count.options[0].held, Some(fraction(2997, 100)));
}

#[test]
fn of_equals_the_one_that_costs_less_is_taken_first() {
    // Four voters with 10 each like both. Each pays a quarter of either: equal. 1 costs less.
    let ballots = tally(2, &[(4, &[0, 1])]);
    let count = count_equal_shares(&poll(&ballots, &[30, 20], 40), &Lots::none()).unwrap();
    // After it they hold 5 each, 20 for 30; both cost 50, which they hold at shares of 12.5.
    assert_eq!((count.winners, count.steps), (vec![1], Some(249)));
    assert!(count.ties.is_empty());
}

#[test]
fn of_equals_at_one_cost_the_one_with_more_votes_is_taken_first() {
    // Seven voters with 10 each. 2 (40) by c and three more: 10 each, c is used up. Then 0 (20) by a
    // and s, and 1 (20) by b, s and c, who has nothing: each asks 10 of two people. 1 has more votes.
    let ballots = tally(
        3,
        &[(1, &[0]), (1, &[0, 1]), (1, &[1]), (1, &[1, 2]), (3, &[2])],
    );
    let count = count_equal_shares(&poll(&ballots, &[20, 20, 40], 70), &Lots::none()).unwrap();
    // With shares e up to 16.66 c pays e − 10 for 1, b and s (30 − e) ÷ 2, and s keeps (3e − 30) ÷ 2.
    // a and s hold 20 together at e = 14; that would be 80 minutes.
    assert_eq!((count.winners, count.steps), (vec![2, 1], Some(399)));
    assert!(count.ties.is_empty());
    // At e = 13.99 each pays 8.005 for 1, and a and s hold 13.99 + 5.985 for 0.
    assert_eq!(
        count.options[1].effective_votes,
        Some(fraction(20_000, 8005))
    );
    assert_eq!(
        decimal_text(count.options[0].held.as_ref().unwrap()),
        "19.97500"
    );
}

#[test]
fn the_lots_decide_in_the_same_way_in_every_run() {
    // Six voters with 10 each like 0 and 1, which are equal, and there is money for one of them. The
    // lots put 1 higher in the first run, and in each with larger shares up to the last.
    let ballots = tally(2, &[(6, &[0, 1])]);
    let stopped = count_equal_shares(&poll(&ballots, &[40, 40], 60), &Lots::none()).unwrap_err();
    assert_eq!(
        (stopped.tie.about, stopped.tie.options),
        (TieAbout::Budget, vec![0, 1])
    );
    let count = count_equal_shares(&poll(&ballots, &[40, 40], 60), &Lots::in_order(&[1, 0]));
    let count = count.unwrap();
    // 80 is held at shares of 13.333…, so the last run is the one with 333 thousandths.
    assert_eq!((count.winners, count.steps), (vec![1], Some(333)));
    assert_eq!(count.ties[0].chosen, [1]);
}

#[test]
fn blank_ballots_have_no_share() {
    // Five vote, three of them for nothing: the two have 50 each, and pay for what costs 100.
    let ballots = tally(1, &[(2, &[0]), (3, &[])]);
    let count = count_equal_shares(&poll(&ballots, &[100], 100), &Lots::none()).unwrap();
    assert_eq!((count.winners, count.steps), (vec![0], Some(0)));
    assert_eq!((count.valid, count.blank), (2, 3));
    assert_eq!(count.options[0].held, Some(fraction(100, 1)));
}
