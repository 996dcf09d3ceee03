//! What is wrong with a file: counted to the last mistake, and kept as far as anybody reads.
//!
//! A file can have more mistakes than bytes, where every cell of a spreadsheet's blank end is one. So the
//! mistakes of the first lines are kept, and of the others it is known how many they are.

use super::Fault;

/// So many mistakes are kept.
pub const MOST_KEPT: usize = 1_000;

/// The mistakes of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults {
    kept: Vec<Fault>,
    count: usize,
}

impl Faults {
    /// None so far.
    pub fn none() -> Faults {
        Faults::default()
    }

    /// Takes note of one.
    pub fn note(&mut self, fault: Fault) {
        self.count += 1;
        self.keep(fault);
    }

    /// Takes note of what another part of the file has.
    pub fn join(&mut self, others: Faults) {
        self.count += others.count;
        others.kept.into_iter().for_each(|fault| self.keep(fault));
    }

    fn keep(&mut self, fault: Fault) {
        self.kept.push(fault);
        if self.kept.len() == 2 * MOST_KEPT {
            self.settle();
        }
    }

    fn settle(&mut self) {
        self.kept.sort_by_key(|fault| fault.line);
        self.kept.truncate(MOST_KEPT);
    }

    /// In order of line, no more than are kept.
    pub fn in_order(mut self) -> Faults {
        self.settle();
        self
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// How many there are, those that are not kept among them.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Those that are kept.
    pub fn kept(&self) -> &[Fault] {
        &self.kept
    }

    /// How many there are beside those that are kept.
    pub fn more(&self) -> usize {
        self.count - self.kept.len()
    }
}

impl Extend<Fault> for Faults {
    fn extend<I: IntoIterator<Item = Fault>>(&mut self, faults: I) {
        faults.into_iter().for_each(|fault| self.note(fault));
    }
}

impl From<Vec<Fault>> for Faults {
    fn from(all: Vec<Fault>) -> Faults {
        let mut faults = Faults::none();
        faults.extend(all);
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_lines(lines: impl Iterator<Item = u64>) -> Faults {
        let all: Vec<Fault> = lines.map(|line| Fault::new(line, "date", "no")).collect();
        all.into()
    }

    #[test]
    fn all_are_counted_and_those_of_the_first_lines_kept() {
        // Found from the last line to the first.
        let mut faults = of_lines((1..=10_000).rev());
        faults.join(of_lines((10_001..=20_000).rev()));
        assert!(faults.kept().len() < 2 * MOST_KEPT);
        let faults = faults.in_order();
        assert_eq!((faults.count(), faults.more()), (20_000, 19_000));
        let lines: Vec<u64> = faults.kept().iter().map(|fault| fault.line).collect();
        assert_eq!(lines, (1..=1_000).collect::<Vec<u64>>());
    }

    #[test]
    fn a_few_are_kept_to_the_last() {
        let faults = of_lines([3, 1, 2].into_iter()).in_order();
        assert_eq!((faults.count(), faults.more()), (3, 0));
        let lines: Vec<u64> = faults.kept().iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [1, 2, 3]);
        assert!(Faults::none().is_empty() && !faults.is_empty());
    }
}
