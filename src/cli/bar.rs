//! How far a file is read, as a bar on a terminal.
//!
//! To standard error, and only where somebody looks: a log or a pipe gets none of it. How long a file is
//! stands with the file, so the bar goes by bytes; what does not say how long it is has no bar, only a count.

use crate::actions::imports::Progress;
use crate::domain::text::grouped;
use std::fs::File;
use std::io::{IsTerminal, Read, Result, Write, stderr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Signs between the brackets.
const WIDTH: u64 = 24;

/// The bar of a file.
#[derive(Clone)]
pub struct Bar {
    read: Arc<AtomicU64>,
    total: u64,
    many: &'static str,
    is_watched: bool,
}

/// A file whose reading is followed.
pub struct Watched {
    file: File,
    read: Arc<AtomicU64>,
}

impl Bar {
    /// Of a file that holds these, by their name for many. Gives the file back, to be read by that.
    pub fn of(file: File, many: &'static str) -> (Bar, Watched) {
        let read = Arc::new(AtomicU64::new(0));
        let bar = Bar {
            total: file.metadata().map_or(0, |about| about.len()),
            is_watched: stderr().is_terminal(),
            many,
            read: Arc::clone(&read),
        };
        (bar, Watched { file, read })
    }

    /// Draws it anew as lines are taken up.
    pub fn progress(&self) -> Progress {
        let bar = self.clone();
        Arc::new(move |lines| bar.draws(lines))
    }

    fn draws(&self, lines: u64) {
        if self.is_watched {
            let words = drawn(
                (self.read.load(Ordering::Relaxed), self.total),
                lines,
                self.many,
            );
            let _ = write!(stderr(), "\r\u{1b}[K{words}").and_then(|()| stderr().flush());
        }
    }

    /// Takes it off the terminal.
    pub fn ends(&self) {
        if self.is_watched {
            let _ = write!(stderr(), "\r\u{1b}[K").and_then(|()| stderr().flush());
        }
    }
}

/// `[############            ] 50%, 12,000 session returns read`
fn drawn((read, total): (u64, u64), lines: u64, many: &str) -> String {
    let counted = format!(
        "{} {many} read",
        grouped(i64::try_from(lines).unwrap_or(i64::MAX))
    );
    if total == 0 {
        return counted;
    }
    let part = |of: u64| {
        u64::try_from(u128::from(read.min(total)) * u128::from(of) / u128::from(total))
            .unwrap_or(of)
    };
    let done = part(WIDTH) as usize;
    let bar = "#".repeat(done) + &" ".repeat(WIDTH as usize - done);
    format!("[{bar}] {}%, {counted}", part(100))
}

impl Read for Watched {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let read = self.file.read(buffer)?;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_as_full_as_the_file_is_read() {
        for (read, bar) in [
            (0, "[                        ] 0%, 0 attendances read"),
            (50, "[############            ] 50%, 0 attendances read"),
            (99, "[####################### ] 99%, 0 attendances read"),
            (100, "[########################] 100%, 0 attendances read"),
            // A file that grew meanwhile.
            (200, "[########################] 100%, 0 attendances read"),
        ] {
            assert_eq!(drawn((read, 100), 0, "attendances"), bar);
        }
        let most = drawn((u64::MAX, u64::MAX), 1_000_000, "attendances");
        assert!(most.ends_with("100%, 1,000,000 attendances read"), "{most}");
    }

    #[test]
    fn what_does_not_say_how_long_it_is_is_counted() {
        assert_eq!(drawn((70, 0), 2_000, "projects"), "2,000 projects read");
    }
}
