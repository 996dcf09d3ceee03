//! Quickness for long lists: work side by side on several threads, and a hash that costs little.
//!
//! Nothing here changes what is found, only how soon.

use std::hash::{BuildHasherDefault, Hasher};

/// A quick hash for the texts of a list. A clash costs time, never correctness.
#[derive(Debug, Default)]
pub struct QuickHash(u64);

/// Makes [`QuickHash`]es for maps.
pub type QuickState = BuildHasherDefault<QuickHash>;

impl Hasher for QuickHash {
    fn write(&mut self, bytes: &[u8]) {
        for eight in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..eight.len()].copy_from_slice(eight);
            let mixed = (self.0 ^ u64::from_le_bytes(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            self.0 = mixed ^ (mixed >> 29);
        }
    }

    fn finish(&self) -> u64 {
        let mixed = self.0.wrapping_mul(0xff51_afd7_ed55_8ccd);
        mixed ^ (mixed >> 32)
    }
}

/// How many threads are worth using here.
pub fn threads() -> usize {
    std::thread::available_parallelism()
        .map_or(1, usize::from)
        .min(8)
}

/// Does the same work on each part, side by side, and gives the results in the order of the parts.
pub fn side_by_side<P: Sync, R: Send>(parts: &[P], work: impl Fn(&P) -> R + Sync) -> Vec<R> {
    let Some((first, others)) = parts.split_first() else {
        return Vec::new();
    };
    let work = &work;
    std::thread::scope(|scope| {
        let running: Vec<_> = others
            .iter()
            .map(|part| (part, scope.spawn(move || work(part))))
            .collect();
        let mut results = vec![work(first)];
        for (part, thread) in running {
            // A thread that could not finish leaves its part to this one.
            results.push(thread.join().unwrap_or_else(|_| work(part)));
        }
        results
    })
}
