//! Tally: the ballots of a count, with identical ones put together once and counted.
//!
//! A tally holds what papers were read as, never the papers, and its order has no meaning. Every
//! method counts from here. Start at [`Tally::add`].

use super::paper::OptionIndex;

/// The most ballots that one tally takes. Far above any poll; it keeps exact sums in range.
pub const MOST_BALLOTS: u64 = 1_000_000_000_000;

/// A tally has no room for so many ballots.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("more than {MOST_BALLOTS} ballots")]
pub struct TooManyBallots;

/// Ballots as read, grouped.
#[derive(Debug, Clone)]
pub struct Tally {
    standing: Vec<bool>,
    marks: Vec<OptionIndex>,
    groups: Vec<Group>,
    /// Open addressing: 0 is free, else the group's number and one.
    slots: Vec<u32>,
    valid: u64,
    blank: u64,
}

#[derive(Debug, Clone, Copy)]
struct Group {
    start: usize,
    length: usize,
    count: u64,
}

impl Tally {
    /// An empty tally for so many options, all of them standing.
    pub fn new(options: usize) -> Tally {
        Tally {
            standing: vec![true; options],
            marks: Vec::new(),
            groups: Vec::new(),
            slots: vec![0; 64],
            valid: 0,
            blank: 0,
        }
    }

    /// A tally of papers that were read one by one.
    pub fn of<'a>(
        options: usize,
        ballots: impl IntoIterator<Item = &'a [OptionIndex]>,
    ) -> Result<Tally, TooManyBallots> {
        let mut tally = Tally::new(options);
        for ballot in ballots {
            tally.add(ballot, 1)?;
        }
        Ok(tally)
    }

    /// Takes an option out of the contest. Call it before adding ballots, and leave the option out
    /// of them.
    pub fn withdraw(&mut self, option: OptionIndex) {
        if let Some(standing) = self.standing.get_mut(usize::from(option)) {
            *standing = false;
        }
    }

    /// Adds so many identical ballots. One with nothing on it is blank.
    pub fn add(&mut self, read: &[OptionIndex], count: u64) -> Result<(), TooManyBallots> {
        if count == 0 {
            return Ok(());
        }
        let total = self
            .total()
            .checked_add(count)
            .filter(|total| *total <= MOST_BALLOTS);
        total.ok_or(TooManyBallots)?;
        if read.is_empty() {
            self.blank += count;
            return Ok(());
        }
        self.valid += count;
        self.put(read, count)
    }

    fn put(&mut self, read: &[OptionIndex], count: u64) -> Result<(), TooManyBallots> {
        let mask = self.slots.len() - 1;
        let mut slot = spread(read) & mask;
        while self.slots[slot] != 0 {
            let group = &mut self.groups[self.slots[slot] as usize - 1];
            if self.marks[group.start..group.start + group.length] == *read {
                group.count += count;
                return Ok(());
            }
            slot = (slot + 1) & mask;
        }
        let group = Group {
            start: self.marks.len(),
            length: read.len(),
            count,
        };
        self.marks.extend_from_slice(read);
        self.groups.push(group);
        self.slots[slot] = u32::try_from(self.groups.len()).map_err(|_| TooManyBallots)?;
        if self.groups.len() * 2 > self.slots.len() {
            self.grow();
        }
        Ok(())
    }

    fn grow(&mut self) {
        let length = self.slots.len() * 4;
        let mut slots = vec![0_u32; length];
        for (number, group) in (1_u32..).zip(&self.groups) {
            let mut slot = spread(&self.marks[group.start..group.start + group.length]);
            slot &= length - 1;
            while slots[slot] != 0 {
                slot = (slot + 1) & (length - 1);
            }
            slots[slot] = number;
        }
        self.slots = slots;
    }

    /// How many options there are, withdrawn ones among them.
    pub fn options(&self) -> usize {
        self.standing.len()
    }

    /// Whether the option takes part.
    pub fn stands(&self, option: OptionIndex) -> bool {
        self.standing
            .get(usize::from(option))
            .copied()
            .unwrap_or(false)
    }

    /// The options that take part, in the order of the paper.
    pub fn standing(&self) -> Vec<OptionIndex> {
        (0..)
            .zip(&self.standing)
            .filter(|(_, stands)| **stands)
            .map(|(option, _)| option)
            .collect()
    }

    /// The different ballots that are not blank, each with its number. In no particular order.
    pub fn groups(&self) -> impl ExactSizeIterator<Item = (&[OptionIndex], u64)> {
        self.groups.iter().map(|group| {
            (
                &self.marks[group.start..group.start + group.length],
                group.count,
            )
        })
    }

    /// The ballot of a group by its place in [`Tally::groups`].
    pub fn group(&self, index: u32) -> (&[OptionIndex], u64) {
        let group = self.groups[index as usize];
        (
            &self.marks[group.start..group.start + group.length],
            group.count,
        )
    }

    /// Ballots that name at least one option.
    pub fn valid(&self) -> u64 {
        self.valid
    }

    /// Ballots that name none.
    pub fn blank(&self) -> u64 {
        self.blank
    }

    /// All ballots.
    pub fn total(&self) -> u64 {
        self.valid + self.blank
    }
}

/// A hash of a ballot. Files are not adversaries here: a clash costs time, never correctness.
fn spread(read: &[OptionIndex]) -> usize {
    let mut hash = 0x9e37_79b9_7f4a_7c15_u64;
    for option in read {
        hash = (hash ^ u64::from(*option)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash ^= hash >> 32;
    }
    hash as usize
}
