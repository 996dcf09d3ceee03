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
    /// Finds the group of a ballot, by open addressing.
    slots: Vec<Slot>,
    valid: u64,
    blank: u64,
}

/// A place in the index: free where the number is 0, else the group's number and one.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    print: u64,
    exact: bool,
    number: u32,
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
            slots: vec![Slot::default(); 64],
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

    /// Adds all ballots of another tally of the same options.
    pub fn add_all(&mut self, other: &Tally) -> Result<(), TooManyBallots> {
        for (ballot, count) in other.groups() {
            self.add(ballot, count)?;
        }
        self.add(&[], other.blank)
    }

    fn put(&mut self, read: &[OptionIndex], count: u64) -> Result<(), TooManyBallots> {
        let (print, exact) = print_of(read);
        let mask = self.slots.len() - 1;
        let mut place = spread(print) & mask;
        while self.slots[place].number != 0 {
            let slot = self.slots[place];
            if slot.print == print && slot.exact == exact {
                let group = &mut self.groups[slot.number as usize - 1];
                if exact || self.marks[group.start..group.start + group.length] == *read {
                    group.count += count;
                    return Ok(());
                }
            }
            place = (place + 1) & mask;
        }
        let group = Group {
            start: self.marks.len(),
            length: read.len(),
            count,
        };
        self.marks.extend_from_slice(read);
        self.groups.push(group);
        let number = u32::try_from(self.groups.len()).map_err(|_| TooManyBallots)?;
        self.slots[place] = Slot {
            print,
            exact,
            number,
        };
        if self.groups.len() * 2 > self.slots.len() {
            self.grow();
        }
        Ok(())
    }

    fn grow(&mut self) {
        let mask = self.slots.len() * 4 - 1;
        let mut slots = vec![Slot::default(); mask + 1];
        for slot in self.slots.iter().filter(|slot| slot.number != 0) {
            let mut place = spread(slot.print) & mask;
            while slots[place].number != 0 {
                place = (place + 1) & mask;
            }
            slots[place] = *slot;
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

/// A number for a ballot, and whether no other ballot can have the same: so where at most 16 ranks
/// hold options below 15. Else equal numbers have to be looked into.
fn print_of(read: &[OptionIndex]) -> (u64, bool) {
    if read.len() <= 16 && read.iter().all(|option| *option < 15) {
        let packed = read
            .iter()
            .fold(0, |packed, option| packed << 4 | (u64::from(*option) + 1));
        return (packed, true);
    }
    let hash = read.iter().fold(0x9e37_79b9_7f4a_7c15_u64, |hash, option| {
        let hash = (hash ^ u64::from(*option)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash ^ hash >> 32
    });
    (hash, false)
}

/// A place for a number. Files are not adversaries here: a clash costs time, never correctness.
fn spread(print: u64) -> usize {
    let mixed = print.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ mixed >> 32) as usize
}
