//! Importing where postcodes are.

use super::{Desk, Person, Refusal};
use crate::domain::events::Event;
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::Permission;
use crate::store::Work;
use crate::store::postcodes::{self as store, KnownPostcode};
use std::collections::HashSet;

/// A postcode, and the line of the file that it came from.
#[derive(Debug, Clone)]
pub struct PostcodeLine {
    /// Counted from 1.
    pub line: u64,
    /// What it says.
    pub known: KnownPostcode,
}

/// Imports postcodes: all of them, or none and every mistake by its line. Postcodes that the
/// file does not have stay. Calls `progress` with how many are done.
pub async fn import(
    desk: &Desk,
    person: &Person,
    rows: impl Iterator<Item = Result<PostcodeLine, Mistakes>> + Send + 'static,
    progress: impl Fn(usize) + Send + 'static,
) -> Result<usize, Refusal> {
    const AT_ONCE: usize = 500;
    person.need(desk, Permission::ManageSettings, "")?;
    let change = move |work: Work| async move {
        let mut waiting = Vec::with_capacity(AT_ONCE);
        let mut seen = HashSet::new();
        let mut wrong = Mistakes::none();
        for row in rows {
            let PostcodeLine { line, known } = match row {
                Ok(row) => row,
                Err(mistakes) => {
                    wrong.extend(mistakes);
                    continue;
                }
            };
            if !seen.insert(known.postcode.clone()) {
                let twice = format!("{} is there twice", known.postcode);
                wrong.add(format!("line {line}: postcode"), twice);
            }
            if !wrong.is_empty() {
                continue;
            }
            waiting.push(known);
            if waiting.len() == AT_ONCE {
                store::put(&work, &waiting).await?;
                waiting.clear();
                progress(seen.len());
            }
        }
        if !wrong.is_empty() {
            return Err(wrong.into());
        }
        store::put(&work, &waiting).await?;
        let count = seen.len();
        work.commit(Event::PostcodesImported { count }).await?;
        Ok(count)
    };
    desk.work(person, change).await
}
