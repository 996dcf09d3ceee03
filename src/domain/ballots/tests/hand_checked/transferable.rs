//! Several winners by ranking, by hand: quota, surplus, exclusion, the end.

use super::super::super::count_json::vote_text;
use super::super::super::lots::Lots;
use super::super::super::stv::{StvAction, VOTE, count_stv};
use super::tally;

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
fn blank_ballots_are_in_no_quota() {
    let count = count_stv(
        &tally(3, &[(6, &[0]), (3, &[1]), (2, &[2]), (100, &[])]),
        1,
        &Lots::none(),
    );
    let count = count.unwrap();
    assert_eq!((count.quota, count.valid, count.blank), (6, 11, 100));
}

#[test]
fn the_published_example_of_the_party_food_comes_out_as_published() {
    // The example of the encyclopaedia Wikipedia, 'Single transferable vote': twenty guests, three
    // kinds of food. 0 oranges, 1 pears, 2 chocolate, 3 strawberries, 4 burgers.
    let guests: &[(u64, &[u16])] = &[
        (4, &[0]),
        (2, &[1, 0]),
        (8, &[2, 3]),
        (4, &[2, 4]),
        (1, &[3]),
        (1, &[4]),
    ];
    let count = count_stv(&tally(5, guests), 3, &Lots::none()).unwrap();
    // 20 ÷ 4 = 5, and one: 6. Chocolate has 12, half of each paper is more than it needs.
    assert_eq!(count.quota, 6);
    assert_eq!(count.stages[0].elected, [2]);
    let half = VOTE / 2;
    let second = &count.stages[1];
    assert_eq!(second.action, StvAction::Surplus(2));
    assert_eq!(
        second.votes,
        [
            4 * VOTE,
            2 * VOTE,
            6 * VOTE,
            VOTE + 8 * half,
            VOTE + 4 * half
        ]
    );
    // Pears have 2 and go; oranges come to 6, which is the quota and no more.
    let third = &count.stages[2];
    assert_eq!(third.action, StvAction::Exclusion(1));
    assert_eq!(
        (third.votes[0], third.elected.as_slice()),
        (6 * VOTE, &[0][..])
    );
    // Burgers have 3 against 5 and go, with no next choice; strawberries are the last for the last seat.
    let fourth = &count.stages[3];
    assert_eq!(fourth.action, StvAction::Exclusion(4));
    assert_eq!(fourth.non_transferable, 3 * VOTE);
    assert_eq!((fourth.votes[3], fourth.rounding_loss), (5 * VOTE, 0));
    assert_eq!((count.stages.len(), count.winners), (4, vec![2, 0, 3]));
}

#[test]
fn whoever_is_elected_or_excluded_receives_nothing() {
    // 30 valid, 3 seats: the quota is 8. 0 and 1 are elected at once with 12 and 9.
    let ballots = tally(4, &[(12, &[0, 1, 2]), (9, &[1]), (5, &[2]), (4, &[3])]);
    let count = count_stv(&ballots, 3, &Lots::none()).unwrap();
    assert_eq!(count.stages[0].elected, [0, 1]);
    // The surplus of 4 passes 1 over: 12 papers at 0.33333 come to 2, which has 8.99996.
    let second = &count.stages[1];
    assert_eq!(second.action, StvAction::Surplus(0));
    assert_eq!(second.votes[1], 9 * VOTE);
    assert_eq!(vote_text(second.votes[2]), "8.99996");
    assert_eq!(second.rounding_loss, 4);
    assert_eq!((count.stages.len(), count.winners), (2, vec![0, 1, 2]));
    // 3 is excluded at the second stage; at the third 2's papers pass it over too.
    let ballots = tally(4, &[(7, &[0]), (6, &[1]), (3, &[2, 3, 1]), (2, &[3])]);
    let count = count_stv(&ballots, 1, &Lots::none()).unwrap();
    assert_eq!(count.stages[1].action, StvAction::Exclusion(3));
    assert_eq!(count.stages[2].action, StvAction::Exclusion(2));
    assert_eq!(count.stages[2].votes, [7 * VOTE, 9 * VOTE, 0, 0]);
    assert_eq!(count.stages[2].non_transferable, 2 * VOTE);
    // 9 is less than the quota of 10, and 0 has 7: it goes, and 1 is the last for the seat.
    assert_eq!((count.quota, count.winners), (10, vec![1]));
}

#[test]
fn a_surplus_too_small_for_the_fifth_place_is_lost_and_shown_as_lost() {
    // 599,997 valid, 2 seats: the quota is 200,000. Option 0 has one vote more, on 200,001 papers:
    // 1 ÷ 200,001 is less than a hundred-thousandth.
    let ballots: &[(u64, &[u16])] = &[(200_001, &[0, 1]), (199_999, &[1]), (199_997, &[2])];
    let count = count_stv(&tally(3, ballots), 2, &Lots::none()).unwrap();
    assert_eq!(count.quota, 200_000);
    let second = &count.stages[1];
    assert_eq!(second.action, StvAction::Surplus(0));
    assert_eq!(
        second.votes,
        [200_000 * VOTE, 199_999 * VOTE, 199_997 * VOTE]
    );
    assert_eq!((second.non_transferable, second.rounding_loss), (0, VOTE));
    assert_eq!(count.winners, [0, 1]);
}

#[test]
fn papers_of_several_values_leave_an_excluded_option_in_one_stage() {
    // 60 valid, 2 seats: the quota is 21. Option 0 has 30, a surplus of 9: each paper 0.3.
    let ballots: &[(u64, &[u16])] = &[
        (20, &[0, 1, 2]),
        (10, &[0]),
        (4, &[1, 3]),
        (12, &[2]),
        (14, &[3]),
    ];
    let count = count_stv(&tally(4, ballots), 2, &Lots::none()).unwrap();
    // 1 has 4 papers of 1 and 20 of 0.3: 10. It is lower than 2 with 12 and 3 with 14, and goes:
    // the twenty bring 6 to 2, the four bring 4 to 3, all in the third stage.
    assert_eq!(vote_text(count.stages[1].votes[1]), "10.00000");
    let third = &count.stages[2];
    assert_eq!(third.action, StvAction::Exclusion(1));
    assert_eq!(third.votes, [21 * VOTE, 0, 18 * VOTE, 18 * VOTE]);
    // The ten papers without a next choice keep their 0.3 too.
    assert_eq!(third.non_transferable, 3 * VOTE);
    // 2 and 3 are equal now; at the second stage 2 had 12 against 14, so 2 goes.
    assert_eq!(count.stages[3].action, StvAction::Exclusion(2));
    assert_eq!(count.winners, [0, 3]);
}
