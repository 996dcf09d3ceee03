//! Lines made one at a time, read as a file.

use std::io::{self, Read};

/// A file whose lines are made as they are read.
pub struct Lines<I> {
    rest: I,
    line: Vec<u8>,
    at: usize,
}

impl<I: Iterator<Item = String>> Lines<I> {
    /// A file of these lines, each with its end.
    pub fn of(lines: I) -> Lines<I> {
        Lines {
            rest: lines,
            line: vec![],
            at: 0,
        }
    }
}

impl<I: Iterator<Item = String>> Read for Lines<I> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while filled < into.len() {
            if self.at == self.line.len() {
                let Some(next) = self.rest.next() else { break };
                self.line = next.into_bytes();
                self.at = 0;
            }
            let left = &self.line[self.at..];
            let taken = left.len().min(into.len() - filled);
            into[filled..filled + taken].copy_from_slice(&left[..taken]);
            filled += taken;
            self.at += taken;
        }
        Ok(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_read_as_the_file_that_they_make() {
        let lines = ["one\n", "", "two and more\n", "three\n"].map(String::from);
        let mut read = String::new();
        let mut file = Lines::of(lines.clone().into_iter());
        file.read_to_string(&mut read).expect("a file");
        assert_eq!(read, lines.concat());
    }
}
