//! Chance: keys, tokens and codes. Everything drawn here is fit for secrets unless seeded by a test.

use crate::domain::ids::{OnceKey, hex};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::sync::{Arc, Mutex, PoisonError};

/// Draws random bytes.
#[derive(Debug, Clone)]
pub enum Dice {
    /// The operating system's randomness, through a generator fit for secrets.
    Fair,
    /// The same draws each time, for tests and for building the demonstration.
    Seeded(Arc<Mutex<StdRng>>),
}

impl Dice {
    /// Dice that fall the same way each time.
    pub fn seeded(seed: u64) -> Dice {
        Dice::Seeded(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// So many random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match self {
            #[expect(clippy::disallowed_methods, reason = "the one place that draws")]
            Dice::Fair => rand::rng().fill_bytes(&mut bytes),
            Dice::Seeded(rng) => rng
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .fill_bytes(&mut bytes),
        }
        bytes
    }

    /// A whole number from 0 up to `below`, each as likely as the other. `below` must not be 0.
    pub fn below(&self, below: u64) -> u64 {
        // Drawn again where the last, incomplete stretch would favour small numbers.
        let limit = u64::MAX - u64::MAX % below;
        loop {
            let drawn = u64::from_le_bytes(self.bytes());
            if drawn < limit {
                return drawn % below;
            }
        }
    }

    /// A secret for a link or a session: 256 bits in hexadecimal.
    pub fn token(&self) -> String {
        hex(&self.bytes::<32>())
    }

    /// A one-time key for a form.
    pub fn once(&self) -> OnceKey {
        OnceKey::new(self.bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fair_dice_do_not_repeat_and_seeded_dice_do() {
        assert_ne!(Dice::Fair.token(), Dice::Fair.token());
        assert_eq!(Dice::seeded(7).token(), Dice::seeded(7).token());
    }

    #[test]
    fn a_draw_stays_below_its_bound() {
        let dice = Dice::seeded(1);
        for _ in 0..1000 {
            assert!(dice.below(7) < 7);
        }
    }
}
