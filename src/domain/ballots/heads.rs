//! Heads of a box: a chain that shows if a ballot was taken out or exchanged after a night.
//!
//! Each head stands over the one before, over the sorted digests of the sealed ballots and over their
//! number. Whoever wrote one down can see later whether the box still holds what it held. It says
//! nothing of how anybody voted. Start at [`next`] and [`check`].

use chrono::NaiveDate;

use super::merkle::{Digest, next_head, root};

/// The fewest new ballots for another head: so many that it says nothing of one person.
pub const LEAST_NEW: u64 = 20;

/// The box after a night.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// 1 for the first.
    pub number: u64,
    /// The day that the night led to, in London.
    pub day: NaiveDate,
    /// How many ballots were in the box.
    pub ballots: u64,
    /// The root over their sorted digests.
    pub root: Digest,
    /// SHA-256(0x02 ‖ head before ‖ root ‖ count).
    pub head: Digest,
}

/// How a box differs from its heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HeadFault {
    #[error("head {0} does not follow from the one before it")]
    Chain(u64),
    #[error("the list of sealed votes is not the one that the last head was made over")]
    List,
    #[error("{0} of the sealed votes that were there at the last head are missing or changed")]
    Missing(usize),
}

/// The head after this one over a sorted list of digests.
pub fn next(before: Option<&Head>, sorted: &[Digest], day: NaiveDate) -> Head {
    let root = root(sorted);
    let ballots = sorted.len() as u64;
    let behind = before.map_or([0; 32], |head| head.head);
    Head {
        number: before.map_or(0, |head| head.number) + 1,
        day,
        ballots,
        root,
        head: next_head(&behind, &root, ballots),
    }
}

/// Whether a head is due: enough ballots came since the last, and a night has passed.
pub fn is_due(last: Option<&Head>, since: NaiveDate, today: NaiveDate, ballots: u64) -> bool {
    let (day, before) = last.map_or((since, 0), |head| (head.day, head.ballots));
    today > day && ballots >= before + LEAST_NEW
}

/// Whether the chain holds, and whether the box still has every ballot of the last head.
///
/// `listed` are the sorted digests of the last head, `now` those of the box as it is, sorted too.
pub fn check(heads: &[Head], listed: &[Digest], now: &[Digest]) -> Result<(), HeadFault> {
    let mut before: Option<&Head> = None;
    for head in heads {
        let behind = before.map_or([0; 32], |head| head.head);
        let number = before.map_or(0, |head| head.number) + 1;
        if head.number != number || head.head != next_head(&behind, &head.root, head.ballots) {
            return Err(HeadFault::Chain(head.number));
        }
        before = Some(head);
    }
    let Some(last) = before else {
        return Ok(());
    };
    if listed.len() as u64 != last.ballots || root(listed) != last.root {
        return Err(HeadFault::List);
    }
    let missing = listed
        .iter()
        .filter(|one| now.binary_search(one).is_err())
        .count();
    match missing {
        0 => Ok(()),
        some => Err(HeadFault::Missing(some)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 12, day).expect("a day")
    }

    fn digests(count: u8) -> Vec<Digest> {
        (0..count).map(|number| [number; 32]).collect()
    }

    #[test]
    fn a_box_that_only_grew_stands_under_its_heads() {
        let first = next(None, &digests(20), day(2));
        let second = next(Some(&first), &digests(45), day(3));
        assert_eq!((first.number, second.number), (1, 2));
        let heads = [first, second];
        assert_eq!(check(&heads, &digests(45), &digests(45)), Ok(()));
        assert_eq!(check(&heads, &digests(45), &digests(60)), Ok(()));
        assert_eq!(check(&[], &[], &digests(3)), Ok(()));
    }

    #[test]
    fn whatever_was_taken_out_exchanged_or_rewritten_shows() {
        let first = next(None, &digests(20), day(2));
        let second = next(Some(&first), &digests(45), day(3));
        let heads = [first.clone(), second.clone()];
        let mut one_gone = digests(45);
        one_gone.remove(7);
        assert_eq!(
            check(&heads, &digests(45), &one_gone),
            Err(HeadFault::Missing(1))
        );
        let mut exchanged = digests(45);
        exchanged[44] = [99; 32];
        assert_eq!(
            check(&heads, &digests(45), &exchanged),
            Err(HeadFault::Missing(1))
        );
        assert_eq!(check(&heads, &exchanged, &exchanged), Err(HeadFault::List));
        let rewritten = next(None, &exchanged, day(3));
        assert_eq!(
            check(&[first, rewritten.clone()], &exchanged, &exchanged),
            Err(HeadFault::Chain(1))
        );
        let mut fewer = second;
        fewer.ballots = 44;
        assert_eq!(
            check(&[heads[0].clone(), fewer], &one_gone, &one_gone),
            Err(HeadFault::Chain(2))
        );
    }

    #[test]
    fn a_head_is_due_after_a_night_with_twenty_new_ballots() {
        let first = next(None, &digests(20), day(2));
        assert!(!is_due(None, day(1), day(2), 19));
        assert!(is_due(None, day(1), day(2), 20));
        assert!(!is_due(None, day(1), day(1), 200));
        assert!(!is_due(Some(&first), day(1), day(2), 400));
        assert!(!is_due(Some(&first), day(1), day(9), 39));
        assert!(is_due(Some(&first), day(1), day(9), 40));
    }
}
