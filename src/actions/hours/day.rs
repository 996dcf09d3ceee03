//! A day's sessions of several projects, recorded together: all of them, or none and every mistake.

use super::{Put, Recorded, put};
use crate::actions::projects::{named, project_for};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::events::Event;
use crate::domain::hours::session_return::Claim;
use crate::domain::ids::{OnceKey, Reference};
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::Permission;
use crate::store::once::{self, Seen};
use crate::store::projects::holding::keep_all_still;
use crate::store::{StoreError, Work};

const PURPOSE: &str = "sessions-of-a-day";

/// What is said of one project's session, and the number of its row in the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayRow {
    /// Counted from 1. Mistakes are told at fields that end in it: `attending-2`.
    pub number: usize,
    /// The project.
    pub project: Reference,
    /// What is said.
    pub claim: Claim,
}

/// The name of a field in a row.
pub fn field(name: &str, row: usize) -> String {
    format!("{}-{row}", name.replace('_', "-"))
}

/// Records the rows and says how many sessions are in the ledger now, also where some of them were
/// there before with the same numbers.
pub async fn record(
    desk: &Desk,
    person: &Person,
    once: Option<OnceKey>,
    rows: Vec<DayRow>,
) -> Result<usize, Refusal> {
    match try_once(desk, person, once.clone(), rows.clone()).await {
        // Somebody else recorded one of them between our look and our write: look again.
        Err(Refusal::Storage(StoreError::Taken(_))) => try_once(desk, person, once, rows).await,
        other => other,
    }
}

async fn try_once(
    desk: &Desk,
    person: &Person,
    once: Option<OnceKey>,
    rows: Vec<DayRow>,
) -> Result<usize, Refusal> {
    let (at_desk, who) = (desk.clone(), person.clone());
    desk.work(person, move |work| async move {
        if let Some(key) = &once
            && let Seen::Before(count) = once::claim(&work, key, PURPOSE).await?
        {
            return Ok(count.parse().unwrap_or_default());
        }
        let references = rows.iter().map(|row| row.project.as_str().to_string());
        keep_all_still(&work, &references.collect::<Vec<_>>()).await?;
        let (mut mistakes, mut events) = (Mistakes::none(), vec![]);
        for row in &rows {
            let done = one(&at_desk, &who, &work, row, &mut mistakes).await?;
            events.extend(done);
        }
        if !mistakes.is_empty() {
            return Err(mistakes.into());
        }
        if let Some(key) = &once {
            once::remember(&work, key, PURPOSE, &rows.len().to_string()).await?;
        }
        if !events.is_empty() {
            work.commit_all(events).await?;
        }
        Ok(rows.len())
    })
    .await
}

/// Records one row, or tells its mistakes. Nothing happened where it was there before.
async fn one(
    desk: &Desk,
    person: &Person,
    work: &Work,
    row: &DayRow,
    mistakes: &mut Mistakes,
) -> Result<Option<Event>, Refusal> {
    let needed = Permission::RecordSessions;
    let project = project_for(desk, person, work, &row.project, needed).await?;
    let title = &project.description.title;
    match put(desk, work, &project, &row.claim).await? {
        Ok(Put::Now(session_key)) => {
            return Ok(Some(Event::SessionRecorded {
                project: named(&project),
                session_key,
            }));
        }
        Ok(Put::There(Recorded::There(_))) => {}
        Ok(Put::There(Recorded::Otherwise(_))) => mistakes.add(
            field("start", row.number),
            format!(
                "{title}: a session at these times is recorded already, with other numbers. \
                 Correct that one, or leave this row out"
            ),
        ),
        Err(broken) => {
            for refusal in broken {
                let name = refusal.field();
                // The day is one question for all rows.
                let place = match name {
                    "date" => "date-day".to_string(),
                    name => field(name, row.number),
                };
                mistakes.add(place, format!("{title}: {refusal}"));
            }
        }
    }
    Ok(None)
}
