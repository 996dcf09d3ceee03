//! Several winners by ranking, by hand: ties, and what is exactly the quota.

use super::super::super::lots::Lots;
use super::super::super::result::{LookBack, TieAbout};
use super::super::super::stv::{StvAction, VOTE, count_stv};
use super::tally;

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
fn a_tie_for_exclusion_goes_back_to_the_latest_stage_that_differs_and_not_to_the_first() {
    // 26 valid, 1 seat: the quota is 14. First: 10, 5, 4, 3, 4. Option 3 goes, its papers to 2:
    // 10, 5, 7, –, 4. Option 4 goes, two of its papers to 1: 10, 7, 7.
    let ballots: &[(u64, &[u16])] = &[
        (10, &[0]),
        (5, &[1]),
        (4, &[2]),
        (3, &[3, 2]),
        (2, &[4, 1]),
        (2, &[4]),
    ];
    let count = count_stv(&tally(5, ballots), 1, &Lots::none()).unwrap();
    assert_eq!(count.stages[2].votes[..3], [10 * VOTE, 7 * VOTE, 7 * VOTE]);
    // At the first stage 2 had less than 1, at the second 1 had less than 2: 1 goes.
    let fourth = &count.stages[3];
    assert_eq!(fourth.action, StvAction::Exclusion(1));
    assert_eq!(
        fourth.look_back,
        Some(LookBack {
            options: vec![1, 2],
            stage: 2
        })
    );
    assert_eq!(count.winners, [0]);
}

#[test]
fn the_lowest_in_the_lots_goes_where_every_stage_was_equal() {
    // 10 valid, 1 seat: the quota is 6. Option 3 goes, then 1 and 2 have 2 each, as they had before.
    let ballots = tally(4, &[(5, &[0]), (2, &[1]), (2, &[2]), (1, &[3])]);
    let stopped = count_stv(&ballots, 1, &Lots::none()).unwrap_err();
    assert_eq!(
        (stopped.tie.about, stopped.tie.stage),
        (TieAbout::Exclusion, 3)
    );
    assert_eq!(stopped.tie.options, [1, 2]);
    // What was counted before the tie stands, and nobody is elected by the way.
    assert_eq!(stopped.so_far.stages.len(), 2);
    assert!(stopped.so_far.winners.is_empty());
    for (order, goes) in [([1, 2], 2), ([2, 1], 1)] {
        let count = count_stv(&ballots, 1, &Lots::in_order(&order)).unwrap();
        assert_eq!(count.stages[2].action, StvAction::Exclusion(goes));
        assert_eq!(
            (count.ties.len(), count.ties[0].chosen.as_slice()),
            (1, &[goes][..])
        );
        assert_eq!(count.winners, [0]);
    }
}

#[test]
fn the_votes_before_decide_between_two_that_a_larger_one_brought_level() {
    // 15 valid, 2 seats: the quota is 6. First: 1, 2, 3, 4, 5. Option 0 goes, its paper to 1: 3 and 3.
    // At the first stage 1 had 2 against 3: it goes next, and no lot is drawn.
    let ballots = tally(
        5,
        &[(1, &[0, 1]), (2, &[1]), (3, &[2]), (4, &[3]), (5, &[4])],
    );
    let count = count_stv(&ballots, 2, &Lots::none()).unwrap();
    assert_eq!(count.stages[1].votes[1..3], [3 * VOTE, 3 * VOTE]);
    assert_eq!(count.stages[2].action, StvAction::Exclusion(1));
    assert_eq!(
        count.stages[2].look_back,
        Some(LookBack {
            options: vec![1, 2],
            stage: 1
        })
    );
    // Nobody has a next choice: 2 goes too, and the two that are left have the two seats, the one
    // with more votes first.
    assert_eq!(count.winners, [4, 3]);
}
