//! Counts that were worked out by hand, a file a method: each rule and each tie rule has one. The working
//! stands in the comments.

mod equal_shares;
mod greedy;
mod plurality;
mod run_off;
mod transferable;
mod transferable_ties;

use super::super::budget::BudgetPoll;
use super::super::count_json::{amount_text, decimal_text, vote_text};
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

fn poll<'a>(tally: &'a Tally, costs: &'a [u64], budget: u64) -> BudgetPoll<'a> {
    BudgetPoll::new(tally, costs, budget).unwrap()
}

fn fraction(numerator: i64, denominator: i64) -> BigRational {
    BigRational::new(BigInt::from(numerator), BigInt::from(denominator))
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
