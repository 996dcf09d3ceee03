//! What a file is held against: the open change that keeps it, or the record as everybody reads it.
//!
//! Whoever only wants to know what is wrong with a file keeps nobody from writing meanwhile.

use super::faults::Faults;
use super::{Imported, NotImported, Run};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::events::Event;
use crate::store::{Conn, StoreError, Work, turns};
use chrono::{DateTime, Utc};
use std::future::Future;

/// Where an import reads, and where it writes if it does.
pub(in crate::actions) enum Against {
    /// The change that keeps the file.
    Change(Work),
    /// Nothing is changed.
    Record { desk: Desk, at: DateTime<Utc> },
}

impl Against {
    /// For reading.
    pub fn read(&self) -> Conn<'_> {
        match self {
            Against::Change(work) => work.read(),
            Against::Record { desk, .. } => desk.db.read(),
        }
    }

    /// The time of it.
    pub fn at(&self) -> DateTime<Utc> {
        match self {
            Against::Change(work) => work.at(),
            Against::Record { at, .. } => *at,
        }
    }

    /// The change, where there is one.
    pub fn change(&self) -> Option<&Work> {
        match self {
            Against::Change(work) => Some(work),
            Against::Record { .. } => None,
        }
    }

    /// Keeps the change, where there is one.
    pub async fn commit(self, event: Event) -> Result<(), StoreError> {
        match self {
            Against::Change(work) => work.commit(event).await,
            Against::Record { .. } => Ok(()),
        }
    }
}

/// Holds a file against an open change if it is to be kept, and else against the record.
pub(in crate::actions) async fn hold<F>(
    desk: &Desk,
    person: &Person,
    run: Run,
    import: impl FnOnce(Against) -> F + Send + 'static,
) -> Result<Imported, NotImported>
where
    F: Future<Output = Result<Imported, NotImported>> + Send,
{
    let outcome = |done| match done {
        Err(NotImported::Refused(refusal)) => Err(refusal),
        Err(NotImported::Faults(faults)) => Ok(Err(faults)),
        Ok(done) => Ok(Ok(done)),
    };
    let done: Result<Result<Imported, Faults>, Refusal> = match run {
        Run::ForReal => {
            let change = move |work| async move {
                turns::alone(&work).await?;
                outcome(import(Against::Change(work)).await)
            };
            desk.work(person, change).await.map_err(overtaken)
        }
        Run::Dry => {
            let at = desk.now();
            let desk = desk.clone();
            outcome(import(Against::Record { desk, at }).await)
        }
    };
    done?.map_err(|faults| NotImported::Faults(faults.in_order()))
}

/// On PostgreSQL a form can record just what a file says between our look and our write.
fn overtaken(refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::Storage(StoreError::Taken(_)) | Refusal::Stale => Refusal::TooLate(
            "Somebody recorded some of this meanwhile: import the file again".into(),
        ),
        other => other,
    }
}
