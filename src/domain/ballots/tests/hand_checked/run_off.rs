//! Instant run-off by hand.

use super::super::super::irv::count_irv;
use super::super::super::lots::Lots;
use super::super::super::result::{LookBack, TieAbout};
use super::tally;

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
fn the_published_example_of_the_capital_of_tennessee_comes_out_as_published() {
    // The example of the encyclopaedia Wikipedia, 'Instant-runoff voting', in voters of a hundred.
    // 0 Memphis, 1 Nashville, 2 Chattanooga, 3 Knoxville.
    let voters: &[(u64, &[u16])] = &[
        (42, &[0, 1, 2, 3]),
        (26, &[1, 2, 3, 0]),
        (15, &[2, 3, 1, 0]),
        (17, &[3, 2, 1, 0]),
    ];
    let count = count_irv(&tally(4, voters), &Lots::none()).unwrap();
    // Chattanooga has 15 and goes, to Knoxville; Nashville has 26 and goes: its second choice is gone
    // already, so its papers count for the third, Knoxville.
    assert_eq!(count.rounds[0].excluded, Some(2));
    assert_eq!(count.rounds[1].votes, [(0, 42), (1, 26), (3, 32)]);
    assert_eq!(count.rounds[1].excluded, Some(1));
    assert_eq!(count.rounds[2].votes, [(0, 42), (3, 58)]);
    assert_eq!((count.rounds.len(), count.winner), (3, Some(3)));
}

#[test]
fn a_look_back_goes_to_the_latest_stage_that_differs_and_not_to_the_first() {
    // First: 10, 5, 4, 3, 4. Option 3 goes, to 2: 10, 5, 7, –, 4. Option 4 goes, half of it to 1:
    // 10, 7, 7. At the first stage 2 had less than 1, at the second 1 had less than 2: 1 goes.
    let ballots: &[(u64, &[u16])] = &[
        (10, &[0]),
        (5, &[1]),
        (4, &[2]),
        (3, &[3, 2]),
        (2, &[4, 1]),
        (2, &[4]),
    ];
    let count = count_irv(&tally(5, ballots), &Lots::none()).unwrap();
    let third = &count.rounds[2];
    assert_eq!(third.votes, [(0, 10), (1, 7), (2, 7)]);
    assert_eq!(third.excluded, Some(1));
    let look_back = LookBack {
        options: vec![1, 2],
        stage: 2,
    };
    assert_eq!(third.look_back, Some(look_back));
    // 10 of 17 is more than half.
    assert_eq!((count.rounds.len(), count.winner), (4, Some(0)));
}

#[test]
fn the_last_two_with_equal_votes_are_for_the_lots() {
    let ballots = tally(2, &[(3, &[0]), (3, &[1])]);
    let stopped = count_irv(&ballots, &Lots::none()).unwrap_err();
    assert_eq!(
        (stopped.tie.about, stopped.tie.stage),
        (TieAbout::Exclusion, 1)
    );
    // The lower in the lots goes, and the other is the only one left.
    let count = count_irv(&ballots, &Lots::in_order(&[1, 0])).unwrap();
    assert_eq!((count.rounds[0].excluded, count.winner), (Some(0), Some(1)));
    assert_eq!(count.rounds[1].exhausted, 3);
}
