//! Small cells: no break-down of voters by the way they voted has a cell from 1 to 9 in it.
//!
//! A withheld cell must not come back by subtraction: further cells are withheld with it until those
//! that are hold at least ten people together, or all are. A true nought is shown.

use super::rule_sheet::WayToVote;

/// The fewest people in a cell that is shown.
pub const SMALLEST_CELL: u64 = 10;

/// The cells as they may be shown: `None` for a withheld one.
///
/// A break-down with a single way is none: its cell is the total, which is published anyway.
pub fn withheld(ways: &[(WayToVote, u64)]) -> Vec<(WayToVote, Option<u64>)> {
    let mut hidden: Vec<bool> = ways
        .iter()
        .map(|(_, voters)| ways.len() > 1 && (1..SMALLEST_CELL).contains(voters))
        .collect();
    loop {
        let are = || ways.iter().zip(&hidden).filter(|(_, hidden)| **hidden);
        let together: u64 = are().map(|((_, voters), _)| voters).sum();
        let count = are().count();
        let enough = count == 0 || (count > 1 && together >= SMALLEST_CELL);
        let next = (0..ways.len())
            .filter(|place| !hidden[*place] && ways[*place].1 > 0)
            .min_by_key(|place| ways[*place].1);
        match next {
            Some(next) if !enough => hidden[next] = true,
            _ => break,
        }
    }
    ways.iter()
        .zip(hidden)
        .map(|((way, voters), hidden)| (*way, (!hidden).then_some(*voters)))
        .collect()
}

/// Whether it may be told of how many voters the ward was found by postcode, and how many chose it from a list.
///
/// Neither may be small: the other is then the rest of them. A letter or a paper names no ward. So these numbers
/// together are the voters of the other ways, and what they leave of all who voted would give back a cell that is
/// withheld, or is a small one itself.
pub fn tells_wards(
    shown: &[(WayToVote, Option<u64>)],
    voted: u64,
    (checked, declared): (u64, u64),
) -> bool {
    let others = voted.saturating_sub(checked.saturating_add(declared));
    let small = |cell: u64| (1..SMALLEST_CELL).contains(&cell);
    shown.iter().all(|(_, voters)| voters.is_some())
        && ![checked, declared, others].into_iter().any(small)
}

/// A number of voters as staff may read it before a round has closed: `None` stands for fewer than ten.
/// Nought is not told either, or the first voter would be seen to come.
pub fn told_early(voters: u64) -> Option<u64> {
    (voters >= SMALLEST_CELL).then_some(voters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(cells: &[u64]) -> Vec<Option<u64>> {
        let ways: Vec<(WayToVote, u64)> = WayToVote::ALL
            .into_iter()
            .zip(cells.iter().copied())
            .collect();
        withheld(&ways).into_iter().map(|(_, cell)| cell).collect()
    }

    #[test]
    fn a_small_cell_takes_another_with_it() {
        for (cells, wanted) in [
            (vec![3], vec![Some(3)]),
            (vec![500, 40], vec![Some(500), Some(40)]),
            (vec![500, 0], vec![Some(500), Some(0)]),
            (vec![500, 9], vec![None, None]),
            (vec![500, 10], vec![Some(500), Some(10)]),
            (vec![500, 40, 3], vec![Some(500), None, None]),
            (vec![500, 40, 3, 2], vec![Some(500), None, None, None]),
            (vec![500, 9, 3, 0], vec![Some(500), None, None, Some(0)]),
            (vec![2, 3, 0, 0], vec![None, None, Some(0), Some(0)]),
        ] {
            assert_eq!(shown(&cells), wanted, "{cells:?}");
        }
    }

    #[test]
    fn wards_are_told_only_where_they_give_no_small_number_away() {
        let ways = [WayToVote::VerifiedEmail, WayToVote::VotingCode];
        let tells = |cells: [Option<u64>; 2], voted, wards| {
            tells_wards(
                &ways.into_iter().zip(cells).collect::<Vec<_>>(),
                voted,
                wards,
            )
        };
        assert!(tells([Some(500), Some(0)], 500, (500, 0)));
        assert!(tells([Some(500), Some(0)], 500, (0, 500)));
        assert!(tells([Some(500), Some(0)], 500, (490, 10)));
        assert!(
            !tells([Some(500), Some(0)], 500, (491, 9)),
            "nine chose their ward"
        );
        assert!(
            !tells([Some(500), Some(0)], 500, (1, 499)),
            "the ward of one was found"
        );
        assert!(tells([Some(500), Some(10)], 510, (500, 0)));
        assert!(!tells([None, None], 505, (500, 0)));
        assert!(
            !tells([Some(500), Some(40)], 540, (500, 31)),
            "nine are left over"
        );
        assert!(
            tells([Some(500), Some(40)], 540, (500, 30)),
            "ten are left over"
        );
    }

    #[test]
    fn before_closing_nobody_is_told_of_fewer_than_ten() {
        let told: Vec<Option<u64>> = [0, 1, 9, 10, 11].into_iter().map(told_early).collect();
        assert_eq!(told, [None, None, None, Some(10), Some(11)]);
    }

    proptest! {
        #[test]
        fn what_is_withheld_cannot_be_worked_out(cells in prop::collection::vec(0_u64..40, 2..=4)) {
            let shown = shown(&cells);
            for cell in shown.iter().flatten() {
                prop_assert!(*cell == 0 || *cell >= SMALLEST_CELL);
            }
            let hidden: Vec<u64> = cells
                .iter()
                .zip(&shown)
                .filter(|(_, shown)| shown.is_none())
                .map(|(cell, _)| *cell)
                .collect();
            let total: u64 = hidden.iter().sum();
            let everybody: u64 = cells.iter().sum();
            prop_assert!(hidden.is_empty() || total >= SMALLEST_CELL || total == everybody);
            prop_assert!(hidden.len() != 1 || total == everybody);
        }
    }
}
