//! Single choice and approval by hand, from papers as they are marked.

use super::super::super::lots::Lots;
use super::super::super::method::PaperKind;
use super::super::super::paper::{Marks, OptionIndex};
use super::super::super::plurality::{count_approval, count_single};
use super::super::super::result::TieAbout;
use super::super::super::tally::Tally;

/// The papers with these ticks, read for a kind of paper.
fn ticked(options: usize, kind: PaperKind, papers: &[(u64, &[OptionIndex])]) -> Tally {
    let mut tally = Tally::new(options);
    for (count, ticks) in papers {
        tally
            .add(&Marks::ticked(ticks.to_vec()).read(kind), *count)
            .unwrap();
    }
    tally
}

#[test]
fn two_ticks_on_a_paper_for_one_count_for_nothing_and_on_a_paper_for_several_for_both() {
    let papers: &[(u64, &[OptionIndex])] = &[(4, &[0]), (3, &[1]), (2, &[1, 2]), (1, &[])];
    let single = count_single(&ticked(3, PaperKind::OneTick, papers), 1, &Lots::none()).unwrap();
    // The two papers with two ticks are blank, as the empty one is.
    assert_eq!((single.valid, single.blank), (7, 3));
    assert_eq!((single.votes, single.winners), (vec![4, 3, 0], vec![0]));
    let papers = ticked(3, PaperKind::Ticks, papers);
    let approval = count_approval(&papers, 1, &Lots::none()).unwrap();
    assert_eq!((approval.valid, approval.blank), (9, 1));
    assert_eq!((approval.votes, approval.winners), (vec![4, 5, 2], vec![1]));
}

#[test]
fn the_k_highest_win_and_a_tie_at_the_line_takes_only_the_seats_that_are_left() {
    // 9, 6, 4, 4, 4, 1: for four seats two of the three with 4.
    let papers: &[(u64, &[OptionIndex])] =
        &[(4, &[0, 1, 2, 3, 4]), (2, &[0, 1]), (3, &[0]), (1, &[5])];
    let papers = ticked(6, PaperKind::Ticks, papers);
    let stopped = count_approval(&papers, 4, &Lots::none()).unwrap_err();
    assert_eq!(
        (stopped.tie.about, stopped.tie.options),
        (TieAbout::Seat, vec![2, 3, 4])
    );
    assert_eq!(stopped.so_far.winners, [0, 1]);
    let count = count_approval(&papers, 4, &Lots::in_order(&[5, 4, 2, 3])).unwrap();
    assert_eq!(count.winners, [0, 1, 4, 2]);
    assert_eq!(count.ties[0].chosen, [4, 2]);
    // For two seats and for five nobody is at the line with an equal outside it.
    for seats in [2, 5] {
        let count = count_approval(&papers, seats, &Lots::none()).unwrap();
        assert_eq!((count.winners.len(), count.ties.len()), (seats, 0));
    }
}

#[test]
fn a_public_value_decides_by_the_smaller_key() {
    // SHA-256 of `tie|v1|00112233445566778899|7|a` begins 3b069bd8, with b 6d972984: a is higher.
    // With the value 8 they begin d62097fb and 1fb3a810: b is higher.
    let papers: &[(u64, &[OptionIndex])] = &[(2, &[0]), (2, &[1])];
    let papers = ticked(2, PaperKind::OneTick, papers);
    for (value, winner) in [("7", 0), ("8", 1)] {
        let lots = Lots::drawn("00112233445566778899", value, &["a", "b"]);
        let count = count_single(&papers, 1, &lots).unwrap();
        assert_eq!(count.winners, [winner], "{value}");
    }
}
