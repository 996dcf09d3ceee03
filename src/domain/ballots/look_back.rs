//! Looking back: equal options told apart by the votes they had at earlier stages.
//!
//! Used by both ranked counts. What is still equal after the first stage is for the lots.

use super::paper::OptionIndex;
use super::result::LookBack;

/// Which end of the tied options is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seek {
    Lowest,
    Highest,
}

/// Narrows equal options down, from the latest earlier stage to the first: at each, only those
/// with the lowest (or highest) votes there go on.
///
/// `earlier` gives the votes of an option at each stage before this one, the first stage first.
/// Gives what is left, and how far back it had to look where that told any apart.
pub fn narrow(
    tied: Vec<OptionIndex>,
    seek: Seek,
    earlier: &[Vec<u64>],
) -> (Vec<OptionIndex>, Option<LookBack>) {
    let mut left = tied.clone();
    let mut looked_at = None;
    for (place, votes) in earlier.iter().enumerate().rev() {
        if left.len() < 2 {
            break;
        }
        let of = |option: &OptionIndex| votes[usize::from(*option)];
        let kept = match seek {
            Seek::Lowest => left.iter().map(of).min(),
            Seek::Highest => left.iter().map(of).max(),
        };
        let before = left.len();
        left.retain(|option| Some(of(option)) == kept);
        if left.len() < before {
            looked_at = u32::try_from(place + 1).ok();
        }
    }
    let look_back = looked_at.map(|stage| LookBack {
        options: tied,
        stage,
    });
    (left, look_back)
}
