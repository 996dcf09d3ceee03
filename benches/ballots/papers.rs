//! Invented papers: full orders of ten options, some more liked than others. The same on any machine.

use crate::OPTIONS;

/// How well each option is liked; the most liked are drawn first the most often.
const LIKED: [u64; OPTIONS] = [190, 170, 140, 120, 100, 80, 70, 60, 40, 30];

/// So many papers.
pub fn drawn(count: usize) -> Vec<[u16; OPTIONS]> {
    let mut state = 0x5eed_u64;
    (0..count).map(|_| paper(&mut state)).collect()
}

/// Options are drawn one after another from those that are left, each by how well it is liked.
fn paper(state: &mut u64) -> [u16; OPTIONS] {
    let mut left: Vec<u16> = (0..).take(OPTIONS).collect();
    let mut order = [0; OPTIONS];
    for place in &mut order {
        let weight = |option: &u16| LIKED[usize::from(*option)];
        let all: u64 = left.iter().map(weight).sum();
        let mut point = next(state) % all;
        let at = left.iter().position(|option| {
            let here = point < weight(option);
            point = point.saturating_sub(weight(option));
            here
        });
        *place = left.remove(at.expect("the point lies within"));
    }
    order
}

fn next(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state >> 8
}
