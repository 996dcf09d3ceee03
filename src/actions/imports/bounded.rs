//! A file of rows that are no longer than rows are.
//!
//! A quotation mark that nobody closed makes one row of all that follows, and a reader of rows holds a row
//! in memory. So a file is read no further into a row than any row goes.

use std::io::{Error, ErrorKind, Read, Result};

/// No row has more bytes: a hundred cells as long as a cell may be.
const LONGEST_ROW: usize = 1_000_000;
/// What is read beyond a row into those that follow: more than any buffer between takes at once.
const AHEAD: usize = 64 * 1024;

/// A file that fails where a row is too long.
pub struct Bounded<R> {
    file: R,
    since: usize,
}

impl<R> Bounded<R> {
    /// Before the first row.
    pub fn of(file: R) -> Bounded<R> {
        Bounded { file, since: 0 }
    }

    /// A row begins.
    pub fn begins_a_row(&mut self) {
        self.since = 0;
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        if self.since > LONGEST_ROW + AHEAD {
            let why = "This line does not end: a quotation mark may have no other half";
            return Err(Error::new(ErrorKind::InvalidData, why));
        }
        let read = self.file.read(buffer)?;
        self.since += read;
        Ok(read)
    }
}
