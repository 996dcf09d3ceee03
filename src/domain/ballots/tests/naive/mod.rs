//! Second implementations of every method, written apart and as plainly as can be: one ballot at
//! a time, nothing grouped, nothing kept between stages that can be worked out again.

pub mod budgets;
pub mod ranked;
pub mod shares;

/// Small chance for tests: the same seed gives the same polls on any machine.
pub struct Chance(u64);

impl Chance {
    pub fn from(seed: u64) -> Chance {
        Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    /// A number from nought up to, not including, this.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// The numbers up to this in some order.
    pub fn order(&mut self, end: usize) -> Vec<u16> {
        let mut order: Vec<u16> = (0..end as u16).collect();
        for place in (1..end).rev() {
            order.swap(place, self.below(place + 1));
        }
        order
    }
}

/// The place of an option in a lot order: the smaller the higher.
pub fn lot(order: &[u16], option: u16) -> usize {
    order.iter().position(|other| *other == option).unwrap()
}
