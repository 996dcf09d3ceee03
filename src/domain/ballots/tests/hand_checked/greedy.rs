//! An hours budget by votes, by hand.

use super::super::super::budget::count_greedy;
use super::super::super::lots::Lots;
use super::super::super::result::TieAbout;
use super::{poll, tally};

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

#[test]
fn a_tie_in_a_budget_is_broken_by_minutes_then_by_lots_and_told() {
    // 7 votes for 0; 5 each for 1, 2 and 3, of which 2 needs fewer minutes. 100 minutes: 0 takes 40,
    // 2 takes 20; of 1 and 3 with 30 each one fits into the 40 that are left, and the lots say which.
    let ballots = tally(4, &[(5, &[0, 1, 2, 3]), (2, &[0])]);
    let costs = [40, 30, 20, 30];
    let stopped = count_greedy(&poll(&ballots, &costs, 100), &Lots::none()).unwrap_err();
    assert_eq!(
        (stopped.tie.about, stopped.tie.stage, stopped.tie.options),
        (TieAbout::Budget, 3, vec![1, 3])
    );
    assert_eq!(stopped.so_far.winners, [0, 2]);
    let count = count_greedy(&poll(&ballots, &costs, 100), &Lots::in_order(&[3, 1])).unwrap();
    assert_eq!((count.winners, count.cost), (vec![0, 2, 3], 90));
    // With 120 minutes both fit, and no lot is drawn.
    let count = count_greedy(&poll(&ballots, &costs, 120), &Lots::none()).unwrap();
    assert_eq!(
        (count.winners.len(), count.ties.len(), count.cost),
        (4, 0, 120)
    );
}

#[test]
fn a_smaller_place_with_fewer_votes_does_not_wait_for_a_larger_one() {
    // 100 minutes: 9 votes for 90 minutes, 8 for 20, 7 for 10. The second does not fit, the third does.
    let ballots = tally(3, &[(9, &[0]), (8, &[1]), (7, &[2])]);
    let count = count_greedy(&poll(&ballots, &[90, 20, 10], 100), &Lots::none()).unwrap();
    assert_eq!((count.winners, count.cost), (vec![0, 2], 100));
}
