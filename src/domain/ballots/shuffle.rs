//! Shuffle: the order in which a voter sees the options.
//!
//! Different for each voter, so that no option gains from standing first, and the same on every
//! page load. The seed is made by the caller from a secret and the voter's own page key; this room
//! only turns it into an order.

use sha2::{Digest, Sha256};

/// The places of these ids in the order that the seed gives.
///
/// The key of an id is SHA-256 of `order|v1|`, the seed, `|` and the id; the smaller key comes
/// first. Taking an option away does not change the order of the others.
pub fn shuffled<S: AsRef<str>>(seed: &[u8; 32], ids: &[S]) -> Vec<usize> {
    let mut keyed: Vec<([u8; 32], usize)> = ids
        .iter()
        .enumerate()
        .map(|(place, id)| {
            let mut digest = Sha256::new();
            digest.update(b"order|v1|");
            digest.update(seed);
            digest.update(b"|");
            digest.update(id.as_ref().as_bytes());
            (digest.finalize().into(), place)
        })
        .collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, place)| place).collect()
}
