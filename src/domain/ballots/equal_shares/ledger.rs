//! Exact money: the share of each voter and every price paid so far, as whole numbers over one
//! common denominator.
//!
//! What a voter holds who is not used up is the share less the prices of all taken options they
//! approve, so a handful of large numbers, one a taken option, says everything exactly. For
//! quick comparisons there are roundings of them, with [`POINT`] binary places.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;

/// Binary places of rounded amounts.
pub const POINT: u32 = 40;

/// The share and the prices, exactly.
#[derive(Debug)]
pub struct Ledger {
    denominator: BigInt,
    share: BigInt,
    prices: Vec<BigInt>,
}

impl Ledger {
    /// The ledger of a run in which each of these voters starts with
    /// budget × (1000 + step) / (1000 × voters).
    pub fn open(budget: u64, voters: u64, step: u64) -> Ledger {
        Ledger {
            denominator: BigInt::from(voters.max(1)) * 1000,
            share: BigInt::from(budget) * (BigInt::from(step) + 1000),
            prices: Vec::new(),
        }
    }

    /// The share of each voter, rounded down.
    pub fn rounded_share(&self) -> u128 {
        rounded(&self.share, &self.denominator)
    }

    /// What so many voters hold together, over the denominator. `paid[i]` is how many of them
    /// have paid the price number i. None of them may be used up.
    pub fn held(&self, voters: u64, paid: &[u64]) -> BigInt {
        let mut held = &self.share * voters;
        for (price, payers) in self.prices.iter().zip(paid) {
            if *payers > 0 {
                held -= price * *payers;
            }
        }
        held
    }

    /// An amount of whole units, over the denominator.
    pub fn whole(&self, units: u64) -> BigInt {
        &self.denominator * units
    }

    /// An amount over the denominator as a fraction.
    pub fn fraction(&self, amount: &BigInt) -> BigRational {
        BigRational::new(amount.clone(), self.denominator.clone())
    }

    /// An amount over the denominator, shared by so many, rounded down.
    pub fn rounded_part(&self, amount: &BigInt, payers: u64) -> u128 {
        rounded(amount, &(&self.denominator * payers))
    }

    /// Enters a price: an amount over the denominator, shared evenly by so many.
    pub fn pay(&mut self, amount: BigInt, payers: u64) {
        self.denominator *= payers;
        self.share *= payers;
        for price in &mut self.prices {
            *price *= payers;
        }
        self.prices.push(amount);
    }
}

fn rounded(amount: &BigInt, denominator: &BigInt) -> u128 {
    // Costs and budgets are bounded so that this is in range; nothing is ever negative.
    ((amount << POINT) / denominator).to_u128().unwrap_or(0)
}

/// Compares a × x with b × y, which may pass 128 bits.
pub fn compare_products(a: u128, x: u64, b: u128, y: u64) -> Ordering {
    product(a, x).cmp(&product(b, y))
}

fn product(number: u128, by: u64) -> (u128, u64) {
    let low = (number & u128::from(u64::MAX)) * u128::from(by);
    let high = (number >> 64) * u128::from(by) + (low >> 64);
    (high, (low & u128::from(u64::MAX)) as u64)
}
