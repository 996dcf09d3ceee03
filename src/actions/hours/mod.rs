//! What staff do with the ledger: record a session, and correct one with a reason.
//!
//! Several projects' sessions of one day are recorded in [`day`], usual days of work set in [`plans`].
//! The same return sent twice counts once: by the form's one-time key, and by its project, day and
//! times, which the database holds unique.

pub mod day;
pub mod plans;

use crate::actions::projects::{named, project_for};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::events::Event;
use crate::domain::hours::correction::{Correction, NoCorrection};
use crate::domain::hours::session_return::{self, Claim};
use crate::domain::hours::{SessionReturn, Shift};
use crate::domain::ids::{OnceKey, Reference};
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::Permission;
use crate::store::hours::record::{self, Counted};
use crate::store::hours::{self as store, Version};
use crate::store::once::{self, Seen};
use crate::store::projects::holding::keep_still;
use crate::store::projects::{self, Project};
use crate::store::{StoreError, Work};

const PURPOSE: &str = "session-return";
const CORRECTION: &str = "session-correction";

/// What came of recording a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// It is in the ledger, under this key: now, or because the same was sent before.
    There(String),
    /// Another return stands at these times, under this key, and says something else.
    Otherwise(String),
}

/// Mistakes in a form, from the rules that a claim breaks.
pub fn mistakes(broken: &[session_return::Refusal]) -> Mistakes {
    let mut mistakes = Mistakes::none();
    for refusal in broken {
        mistakes.add(refusal.field().replace('_', "-"), refusal);
    }
    mistakes
}

/// Records a session.
pub async fn record(
    desk: &Desk,
    person: &Person,
    reference: &Reference,
    once: Option<OnceKey>,
    claim: Claim,
) -> Result<Recorded, Refusal> {
    let first = record_once(desk, person, reference, once.clone(), claim.clone()).await;
    match first {
        // Somebody else recorded it between our look and our write: look again.
        Err(Refusal::Storage(StoreError::Taken(_))) => {
            record_once(desk, person, reference, once, claim).await
        }
        other => other,
    }
}

async fn record_once(
    desk: &Desk,
    person: &Person,
    reference: &Reference,
    once: Option<OnceKey>,
    claim: Claim,
) -> Result<Recorded, Refusal> {
    let (at_desk, who, reference) = (desk.clone(), person.clone(), reference.clone());
    desk.work(person, move |work| async move {
        let needed = Permission::RecordSessions;
        keep_still(&work, &reference).await?;
        let project = project_for(&at_desk, &who, &work, &reference, needed).await?;
        if let Some(key) = &once
            && let Seen::Before(session) = once::claim(&work, key, PURPOSE).await?
        {
            return Ok(Recorded::There(session));
        }
        let key = match put(&at_desk, &work, &project, &claim).await? {
            Ok(Put::Now(key)) => key,
            Ok(Put::There(there)) => return Ok(there),
            Err(broken) => return Err(mistakes(&broken).into()),
        };
        if let Some(once) = &once {
            once::remember(&work, once, PURPOSE, &key).await?;
        }
        let event = Event::SessionRecorded {
            project: named(&project),
            session_key: key.clone(),
        };
        work.commit(event).await?;
        Ok(Recorded::There(key))
    })
    .await
}

/// What came of one claim inside a transaction.
enum Put {
    /// It was appended under this key.
    Now(String),
    /// Something stands there already.
    There(Recorded),
}

/// Appends the session of a claim, unless one stands at its times; or says which rules it breaks.
async fn put(
    desk: &Desk,
    work: &Work,
    project: &Project,
    claim: &Claim,
) -> Result<Result<Put, Vec<session_return::Refusal>>, StoreError> {
    if let Some(there) = standing_there(work, project, claim).await? {
        return Ok(Ok(Put::There(there)));
    }
    let nobody_yet = store::last_held(&work.read(), project.id).await?.is_none();
    let session = match claim.check(&project.site(nobody_yet), work.at()) {
        Ok(session) => session,
        Err(broken) => return Ok(Err(broken)),
    };
    let key = desk.dice.once().as_str().to_string();
    record::append(work, &Counted::of(project), &key, &session).await?;
    Ok(Ok(Put::Now(key)))
}

/// What stands at the times of a claim already, if anything does.
async fn standing_there(
    work: &Work,
    project: &Project,
    claim: &Claim,
) -> Result<Option<Recorded>, StoreError> {
    let Ok(shift) = Shift::new(claim.starts, claim.ends) else {
        return Ok(None);
    };
    let there = store::at_times(&work.read(), project.id, claim.day, shift).await?;
    Ok(there.map(|version| {
        if claim.agrees_with(&version.reads, work.at()) {
            Recorded::There(version.key)
        } else {
            Recorded::Otherwise(version.key)
        }
    }))
}

/// A correction as somebody asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The session's key.
    pub key: String,
    /// The number of the version that the person saw.
    pub based_on: i64,
    /// What it should say.
    pub claim: Claim,
    /// Why it was wrong.
    pub reason: String,
}

/// Corrects a session: appends a version that counts from now on. Says the version's number.
pub async fn correct(
    desk: &Desk,
    person: &Person,
    once: Option<OnceKey>,
    asked: Asked,
) -> Result<i64, Refusal> {
    let (at_desk, who) = (desk.clone(), person.clone());
    let done = desk
        .work(person, move |work| async move {
            let (before, project) = to_correct(&at_desk, &who, &work, &asked.key).await?;
            if let Some(key) = &once
                && let Seen::Before(number) = once::claim(&work, key, CORRECTION).await?
            {
                return number.parse().map_err(|_| Refusal::Stale);
            }
            if before.number != asked.based_on {
                return Err(Refusal::Stale);
            }
            let reads = asked
                .claim
                .check(&project.site(false), work.at())
                .map_err(|broken| mistakes(&broken))?;
            no_other_there(&work, &project, &before, &reads).await?;
            let correction = Correction::of(&before.reads, reads, asked.reason)
                .map_err(|none: NoCorrection| Refusal::mistake("correction", none))?;
            let number = before.number + 1;
            if !record::correct(&work, &Counted::of(&project), &before, &correction).await? {
                return Err(Refusal::Stale);
            }
            if let Some(once) = &once {
                once::remember(&work, once, CORRECTION, &number.to_string()).await?;
            }
            let event = Event::SessionCorrected {
                project: named(&project),
                session_key: before.key,
                number,
                reason: correction.reason,
            };
            work.commit(event).await?;
            Ok(number)
        })
        .await;
    match done {
        // Two corrections of one version, or a move to times that were taken just now.
        Err(Refusal::Storage(StoreError::Taken(_))) => Err(Refusal::Stale),
        other => other,
    }
}

async fn to_correct(
    desk: &Desk,
    person: &Person,
    work: &Work,
    key: &str,
) -> Result<(Version, Project), Refusal> {
    let conn = work.read();
    let before = store::in_force(&conn, key).await?;
    let before = before.ok_or(Refusal::NotThere)?;
    let found = projects::by_id(&conn, before.project).await?;
    let reference = found.ok_or(Refusal::NotThere)?.reference;
    keep_still(work, &reference).await?;
    let project = projects::by_reference(&conn, &reference).await?;
    let project = project.ok_or(Refusal::NotThere)?;
    person.need(desk, Permission::RecordSessions, project.area())?;
    Ok((before, project))
}

async fn no_other_there(
    work: &Work,
    project: &Project,
    before: &Version,
    reads: &SessionReturn,
) -> Result<(), Refusal> {
    let there = store::at_times(&work.read(), project.id, reads.day, reads.shift).await?;
    match there {
        Some(other) if other.key != before.key => Err(Refusal::mistake(
            "date",
            "Another session of this project is recorded at just these times",
        )),
        _ => Ok(()),
    }
}
