//! Sealing: anonymous public-key boxes, for ballots and for the keys that open them.
//!
//! Whoever has the public key can seal; only the private key opens. A sealed text says nothing of who
//! sealed it, and the same text sealed twice looks different. The randomness comes from the dice.

use crate::ports::dice::Dice;
use crypto_box::aead::rand_core::{CryptoRng, Error, RngCore};
use crypto_box::{PublicKey, SecretKey};
use zeroize::Zeroize;

/// A 256-bit key.
pub type Key = [u8; 32];

/// A pair of keys for one box. Dropped, its private half is wiped from memory.
#[derive(Clone)]
pub struct KeyPair {
    /// Seals. Published.
    pub public: Key,
    /// Opens. Never leaves the server in the clear.
    pub private: Key,
}

impl Drop for KeyPair {
    fn drop(&mut self) {
        self.private.zeroize();
    }
}

/// The keys of one box, in the order in which ballots were sealed to them.
pub struct KeyRing(Vec<KeyPair>);

/// What was sealed does not open: another key, or not what was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this does not open with the key")]
pub struct DoesNotOpen;

/// The dice as the box wants its randomness.
struct Draws<'d>(&'d Dice);

impl RngCore for Draws<'_> {
    fn next_u32(&mut self) -> u32 {
        u32::from_le_bytes(self.0.bytes())
    }

    fn next_u64(&mut self) -> u64 {
        u64::from_le_bytes(self.0.bytes())
    }

    fn fill_bytes(&mut self, out: &mut [u8]) {
        for chunk in out.chunks_mut(32) {
            let drawn: [u8; 32] = self.0.bytes();
            chunk.copy_from_slice(&drawn[..chunk.len()]);
        }
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(out);
        Ok(())
    }
}

impl CryptoRng for Draws<'_> {}

impl KeyPair {
    /// A new pair.
    pub fn drawn(dice: &Dice) -> KeyPair {
        KeyPair::of_private(dice.bytes())
    }

    /// The pair that a private key belongs to.
    pub fn of_private(private: Key) -> KeyPair {
        KeyPair {
            public: *SecretKey::from_bytes(private).public_key().as_bytes(),
            private,
        }
    }

    /// Opens what was sealed to this pair.
    pub fn open(&self, sealed: &[u8]) -> Result<Vec<u8>, DoesNotOpen> {
        SecretKey::from_bytes(self.private)
            .unseal(sealed)
            .map_err(|_| DoesNotOpen)
    }
}

impl KeyRing {
    /// The pairs, the innermost first.
    pub fn new(pairs: Vec<KeyPair>) -> KeyRing {
        KeyRing(pairs)
    }

    /// Opens what was sealed to each of the keys in turn: the last seal comes off first.
    pub fn open(&self, sealed: &[u8]) -> Result<Vec<u8>, DoesNotOpen> {
        let (last, others) = self.0.split_last().ok_or(DoesNotOpen)?;
        let opened = last.open(sealed)?;
        others
            .iter()
            .rev()
            .try_fold(opened, |text, pair| pair.open(&text))
    }
}

/// Wipes texts that held private keys from memory.
pub fn wipe(texts: &mut Vec<String>) {
    texts.zeroize();
}

/// Seals to each of the keys in turn: one seal around the other.
pub fn seal_to_all(dice: &Dice, keys: &[Key], text: &[u8]) -> Vec<u8> {
    keys.iter()
        .fold(text.to_vec(), |text, key| seal(dice, key, &text))
}

/// Seals to a public key.
pub fn seal(dice: &Dice, public: &Key, text: &[u8]) -> Vec<u8> {
    PublicKey::from_bytes(*public)
        .seal(&mut Draws(dice), text)
        .unwrap_or_else(|_| unreachable!("a box takes texts of any length that fits in memory"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_key_opens_and_no_two_boxes_are_alike() {
        let dice = Dice::seeded(1);
        let (ours, others) = (KeyPair::drawn(&dice), KeyPair::drawn(&dice));
        let first = seal(&dice, &ours.public, b"a ballot");
        let second = seal(&dice, &ours.public, b"a ballot");
        assert_ne!(first, second);
        assert_eq!(first.len(), second.len());
        assert_eq!(ours.open(&first).as_deref(), Ok(&b"a ballot"[..]));
        assert_eq!(others.open(&first), Err(DoesNotOpen));
        assert_eq!(ours.open(&first[..40]), Err(DoesNotOpen));
        assert_eq!(ours.open(b""), Err(DoesNotOpen));
    }
    #[test]
    fn what_two_keys_seal_takes_both_to_open() {
        let dice = Dice::seeded(2);
        let (first, second) = (KeyPair::drawn(&dice), KeyPair::drawn(&dice));
        let sealed = seal_to_all(&dice, &[first.public, second.public], b"a ballot");
        let ring =
            |pairs: &[&KeyPair]| KeyRing::new(pairs.iter().map(|pair| (*pair).clone()).collect());
        let opened = ring(&[&first, &second]).open(&sealed);
        assert_eq!(opened.as_deref(), Ok(&b"a ballot"[..]));
        for wrong in [
            ring(&[&first]),
            ring(&[&second, &first]),
            ring(&[&first, &first]),
            ring(&[]),
        ] {
            assert_eq!(wrong.open(&sealed), Err(DoesNotOpen));
        }
        let inner = second.open(&sealed).expect("the outer seal");
        assert_ne!(inner, b"a ballot");
    }
}
