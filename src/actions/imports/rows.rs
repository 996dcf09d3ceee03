//! The rows of a whole file, read on a thread beside the one that takes them up.
//!
//! A few batches wait at the most, so that memory holds no more of a long file than of a short one.

use super::faults::Faults;
use super::sheet::{Batch, Line, Sheet};
use super::{Fault, Progress};
use crate::domain::mistakes::Mistakes;
use crate::store::StoreError;
use std::io::Read;
use tokio::sync::mpsc;

/// Lines in a batch.
const AT_ONCE: u64 = 2_000;
/// Batches that wait to be taken up.
const WAITING: usize = 2;

/// The rows of a file on their way.
pub struct Rows<T> {
    batches: mpsc::Receiver<Batch<T>>,
    progress: Progress,
    lines: u64,
    is_over: bool,
}

impl<T: Send + 'static> Rows<T> {
    /// Begins to read a file with these columns needed, and these allowed, each line by a rule.
    pub fn of(
        file: impl Read + Send + 'static,
        (needed, more): (&'static [&'static str], &'static [&'static str]),
        progress: Progress,
        rule: impl Fn(Line<'_>) -> Result<T, Vec<Fault>> + Send + 'static,
    ) -> Rows<T> {
        let (give, batches) = mpsc::channel(WAITING);
        tokio::task::spawn_blocking(move || {
            let mut sheet = match Sheet::open(file, needed, more) {
                Ok(sheet) => sheet,
                Err(faults) => {
                    let _ = give.blocking_send(Batch::of_faults(faults.into()));
                    return;
                }
            };
            loop {
                let batch = sheet.batch(AT_ONCE, &rule);
                let is_last = batch.is_last;
                // Nobody takes them up where the import was broken off.
                if give.blocking_send(batch).is_err() || is_last {
                    return;
                }
            }
        });
        Rows {
            batches,
            progress,
            lines: 0,
            is_over: false,
        }
    }

    /// The next rows, with the mistakes among them added to the others; none at the end of the file.
    /// Says how many lines were taken up before.
    pub async fn next(&mut self, faults: &mut Faults) -> Result<Option<Vec<T>>, StoreError> {
        (self.progress)(self.lines);
        if self.is_over {
            return Ok(None);
        }
        let batch = self.batches.recv().await;
        let batch =
            batch.ok_or_else(|| StoreError::Failed("the file was not read to its end".into()))?;
        self.is_over = batch.is_last;
        self.lines += batch.lines;
        faults.join(batch.faults);
        Ok(Some(batch.rows))
    }
}

/// Every row of a small file with these columns, or every mistake in it, each at its line.
pub fn every<T>(
    file: &[u8],
    columns: &[&str],
    rule: impl Fn(Line<'_>) -> Result<T, Vec<Fault>>,
) -> Result<Vec<T>, Mistakes> {
    let batch = match Sheet::open(file, columns, &[]) {
        Ok(mut sheet) => sheet.batch(u64::MAX, rule),
        Err(faults) => Batch::of_faults(faults.into()),
    };
    if batch.faults.is_empty() {
        return Ok(batch.rows);
    }
    let mut wrong = Mistakes::none();
    for fault in batch.faults.in_order().kept() {
        let place = format!("line {}", fault.line);
        let named = [place.as_str(), &fault.field].join(": ");
        wrong.add(named.trim_end_matches(": "), &fault.message);
    }
    Err(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    fn number(mut line: Line<'_>) -> Result<u64, Vec<Fault>> {
        let read = line.read("n", str::parse);
        read.ok_or_else(|| line.into_faults())
    }

    #[tokio::test]
    async fn every_line_is_read_or_named_and_progress_ends_at_the_last() {
        let lines: Vec<String> = (2..=5_001)
            .map(|n| {
                if n == 3_000 {
                    "x\n".into()
                } else {
                    format!("{n}\n")
                }
            })
            .collect();
        let file = std::io::Cursor::new(format!("n\n{}", lines.concat()));
        let seen = Arc::new(Mutex::new(vec![]));
        let noted = Arc::clone(&seen);
        let progress: Progress = Arc::new(move |lines| noted.lock().expect("alone").push(lines));
        let mut rows = Rows::of(file, (&["n"], &[]), progress, number);
        let (mut all, mut faults) = (vec![], Faults::none());
        while let Some(some) = rows.next(&mut faults).await.expect("rows") {
            all.extend(some);
        }
        assert_eq!(all.len(), 4_999);
        assert_eq!(
            faults
                .kept()
                .iter()
                .map(|fault| fault.line)
                .collect::<Vec<_>>(),
            [3_000]
        );
        assert_eq!(*seen.lock().expect("alone"), [0, 2_000, 4_000, 5_000]);
    }

    #[tokio::test]
    async fn a_file_that_broke_off_is_not_taken_for_a_short_one() {
        let file = std::io::Cursor::new("n\n1\n");
        let rule = |_: Line<'_>| -> Result<u64, Vec<Fault>> { panic!("a rule that fails") };
        let mut rows = Rows::of(file, (&["n"], &[]), super::super::silently(), rule);
        assert!(rows.next(&mut Faults::none()).await.is_err());
    }
}
