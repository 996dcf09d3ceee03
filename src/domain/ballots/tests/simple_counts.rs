//! Single choice, approval, and the tally beneath every count.

use super::super::count::{Contest, count};
use super::super::count_json::to_json;
use super::super::lots::Lots;
use super::super::method::Method;
use super::super::plurality::{count_approval, count_single};
use super::super::result::{Tie, TieAbout};
use super::super::stv::count_stv;
use super::super::tally::{MOST_BALLOTS, Tally};
use super::super::telling::tell;

fn tally(options: usize, ballots: &[(&[u16], u64)]) -> Tally {
    let mut tally = Tally::new(options);
    for (ballot, count) in ballots {
        tally.add(ballot, *count).unwrap();
    }
    tally
}

#[test]
fn identical_ballots_are_put_together() {
    let tally = tally(
        3,
        &[
            (&[0, 1], 2),
            (&[1, 0], 1),
            (&[], 4),
            (&[0, 1], 5),
            (&[0], 1),
        ],
    );
    let mut groups: Vec<_> = tally
        .groups()
        .map(|(ballot, count)| (ballot.to_vec(), count))
        .collect();
    groups.sort();
    assert_eq!(groups, [(vec![0], 1), (vec![0, 1], 7), (vec![1, 0], 1)]);
    assert_eq!((tally.valid(), tally.blank(), tally.total()), (9, 4, 13));
}

#[test]
fn thousands_of_different_ballots_stay_apart() {
    let mut tally = Tally::new(100);
    for round in 0..2 {
        for one in 0..100_u16 {
            for other in 0..100_u16 {
                tally.add(&[one, other], 1 + round).unwrap();
            }
        }
    }
    assert_eq!(tally.groups().len(), 10_000);
    assert!(tally.groups().all(|(_, count)| count == 3));
}

#[test]
fn a_tally_refuses_more_ballots_than_exact_sums_allow() {
    let mut tally = Tally::new(2);
    assert!(tally.add(&[0], MOST_BALLOTS).is_ok());
    assert!(tally.add(&[0], 1).is_err());
    assert!(tally.add(&[], u64::MAX).is_err());
    assert_eq!(tally.total(), MOST_BALLOTS);
}

#[test]
fn the_most_votes_win() {
    let tally = tally(4, &[(&[2], 5), (&[0], 3), (&[3], 4), (&[], 2)]);
    let count = count_single(&tally, 1, &Lots::none()).unwrap();
    assert_eq!(count.votes, [3, 0, 5, 4]);
    assert_eq!((count.winners, count.valid, count.blank), (vec![2], 12, 2));
    assert_eq!(
        count_single(&tally, 3, &Lots::none()).unwrap().winners,
        [2, 3, 0]
    );
}

#[test]
fn single_choice_reads_the_first_mark_and_approval_all() {
    let tally = tally(3, &[(&[0, 1], 3), (&[1, 2], 2), (&[2, 1], 2)]);
    assert_eq!(
        count_single(&tally, 1, &Lots::none()).unwrap().votes,
        [3, 2, 2]
    );
    let approval = count_approval(&tally, 1, &Lots::none()).unwrap();
    assert_eq!((approval.votes, approval.winners), (vec![3, 7, 4], vec![1]));
}

#[test]
fn a_tie_across_the_line_stops_the_count_until_lots_are_drawn() {
    let tally = tally(4, &[(&[0], 3), (&[1], 3), (&[2], 3), (&[3], 9)]);
    let stopped = count_single(&tally, 2, &Lots::none()).unwrap_err();
    assert_eq!(
        stopped.tie,
        Tie {
            stage: 1,
            about: TieAbout::Seat,
            options: vec![0, 1, 2],
            chosen: vec![]
        }
    );
    assert_eq!(stopped.so_far.winners, [3]);
    let count = count_single(&tally, 2, &Lots::in_order(&[2, 0, 1])).unwrap();
    assert_eq!(count.winners, [3, 2]);
    assert_eq!(count.ties[0].chosen, [2]);
    // An order that leaves a tied option out decides nothing.
    assert!(count_single(&tally, 2, &Lots::in_order(&[2, 0])).is_err());
}

#[test]
fn a_tie_inside_the_line_costs_nobody_a_seat() {
    let tally = tally(3, &[(&[0], 3), (&[1], 3), (&[2], 1)]);
    let count = count_single(&tally, 2, &Lots::none()).unwrap();
    assert_eq!((count.winners, count.ties), (vec![0, 1], vec![]));
    assert_eq!(
        count_single(&tally, 2, &Lots::in_order(&[1, 0]))
            .unwrap()
            .winners,
        [1, 0]
    );
    assert_eq!(
        count_single(&tally, 5, &Lots::none()).unwrap().winners,
        [0, 1, 2]
    );
}

#[test]
fn withdrawn_options_win_nothing() {
    let mut tally = Tally::new(3);
    tally.withdraw(1);
    tally.add(&[0], 1).unwrap();
    assert_eq!(
        count_single(&tally, 3, &Lots::none()).unwrap().winners,
        [0, 2]
    );
}

#[test]
fn where_no_paper_names_an_option_none_wins_by_any_method() {
    for ballots in [&[][..], &[(&[][..], 25)][..]] {
        for method in Method::ALL {
            let contest = Contest {
                names: ["Ada", "Bo", "Cy"].map(str::to_owned).to_vec(),
                tally: tally(3, ballots),
                seats: 1,
                costs: vec![10, 20, 30],
                budget: Some(40),
                places: 0,
            };
            // Whether lots are drawn or not: nothing is tied.
            for lots in [Lots::none(), Lots::in_order(&[2, 0, 1])] {
                let counted = count(&contest, method, &lots).unwrap().unwrap();
                assert!(counted.winners().is_empty(), "{method}");
                let result = to_json(&Ok(counted), &contest).to_text();
                let told = tell(method, &result).unwrap();
                assert_eq!(told.stages.len(), 1, "{method}");
                assert!(told.stages[0].words[0].starts_with("No vote names a place"));
                assert_eq!(
                    told.table
                        .rows
                        .iter()
                        .filter(|row| row.outcome == "Won")
                        .count(),
                    0
                );
            }
        }
    }
    // Nor do more seats than options make winners of options that nobody named.
    let empty = tally(2, &[(&[], 3)]);
    let single = count_single(&empty, 2, &Lots::none()).unwrap();
    assert!(single.winners.is_empty());
    let ranked = count_stv(&empty, 2, &Lots::none()).unwrap();
    assert_eq!((ranked.winners, ranked.stages.len()), (vec![], 1));
}
