//! What staff do with projects: set one up, change its description, move it from stage to stage.
//!
//! A project comes from a chosen or assessed nomination ([`from_nomination`]) or is agreed directly by
//! panel and probation service ([`agree`]). News of a project is in [`updates`].

pub mod making;
pub mod updates;

use crate::actions::once::came_before;
use crate::actions::{Desk, Person, Refusal};
use crate::domain::events::{Event, Named};
use crate::domain::ids::{OnceKey, Reference};
use crate::domain::mistakes::Mistakes;
use crate::domain::policy::Permission;
use crate::domain::projects::moves::Move;
use crate::domain::projects::{Description, Stage};
use crate::domain::time::london_date;
use crate::store::nominations::places;
use crate::store::projects::change::{self, Moved};
use crate::store::projects::holding::hold;
use crate::store::projects::{self as store, Project, steps};
use crate::store::{Work, hours};
use chrono::NaiveDate;

pub use making::{Agreed, FromNomination, agree, from_nomination};

/// A project as events name it.
pub fn named(project: &Project) -> Named {
    Named::new(
        project.id,
        project.reference.as_str(),
        &project.description.title,
    )
}

/// The project of a reference, if the person may do the thing there. Projects are public: not allowed
/// is no secret.
pub(super) async fn project_for(
    desk: &Desk,
    person: &Person,
    work: &Work,
    reference: &Reference,
    permission: Permission,
) -> Result<Project, Refusal> {
    let project = store::by_reference(&work.read(), reference)
        .await?
        .ok_or(Refusal::NotThere)?;
    person.need(desk, permission, project.area())?;
    Ok(project)
}

/// Mistakes of a description that only the database can tell.
///
/// A project keeps its kind of work when that is offered no more: `kept` is the one it has.
pub(super) async fn check_description(
    work: &Work,
    description: &Description,
    kept: Option<&str>,
) -> Result<(), Refusal> {
    let mut mistakes = description.naming_cases();
    let category = description.category.as_str();
    if kept != Some(category) && !places::is_offered(&work.read(), category).await? {
        mistakes.add("category", "Choose a kind of work");
    }
    if mistakes.is_empty() {
        Ok(())
    } else {
        Err(mistakes.into())
    }
}

/// Gives a project another description, based on the version that the person saw. The same form twice is one
/// change.
pub async fn describe(
    desk: &Desk,
    person: &Person,
    reference: &Reference,
    version: i64,
    (description, expected_on): (Description, Option<NaiveDate>),
    once: Option<OnceKey>,
) -> Result<(), Refusal> {
    let (at_desk, who, reference) = (desk.clone(), person.clone(), reference.clone());
    desk.work(person, move |work| async move {
        let project =
            project_for(&at_desk, &who, &work, &reference, Permission::RunProjects).await?;
        let sent = format!("{reference} {version} {description:?} {expected_on:?}");
        if came_before(&work, once.as_ref(), "description", &sent).await? {
            return Ok(());
        }
        let kept = project.description.category.as_str();
        check_description(&work, &description, Some(kept)).await?;
        let changed = change::describe(&work, &project, version, &description, expected_on);
        if !changed.await? {
            return Err(Refusal::Stale);
        }
        let event = Event::ProjectChanged {
            project: named(&project),
        };
        work.commit(event).await?;
        Ok(())
    })
    .await
}

/// Moves a project to another stage, based on the version that the person saw. Sending the same move
/// again changes nothing.
pub async fn move_on(
    desk: &Desk,
    person: &Person,
    reference: &Reference,
    version: i64,
    wanted: Move,
) -> Result<Stage, Refusal> {
    let (at_desk, who, reference) = (desk.clone(), person.clone(), reference.clone());
    desk.work(person, move |work| async move {
        // A session on its way now is after the last day, or it is the last session.
        hold(&work, &reference).await?;
        let project =
            project_for(&at_desk, &who, &work, &reference, Permission::RunProjects).await?;
        if project.version != version {
            return was_done(&project, version, &wanted).ok_or(Refusal::Stale);
        }
        let today = london_date(work.at());
        let last_session = hours::last_day(&work.read(), project.id).await?;
        let stage = project
            .standing(last_session)
            .after(&wanted, today)
            .map_err(mistakes)?;
        let event = moved_event(&project, stage, &wanted);
        steps::add(&work, project.id, stage, wanted.reason()).await?;
        let same = wanted.clone();
        let moved = moved(wanted, today);
        if !change::move_to(&work, &project, version, stage, moved).await? {
            // Of two at once the other was first: the same move, or another.
            let now = store::by_reference(&work.read(), &reference).await?;
            let done = now.and_then(|now| was_done(&now, version, &same));
            return done.ok_or(Refusal::Stale);
        }
        if matches!(stage, Stage::Completed | Stage::Cancelled) {
            hours::attendances::forget(&work, project.id).await?;
        }
        work.commit(event).await?;
        Ok(stage)
    })
    .await
}

/// Whether the project stands where the same move, sent just before, has put it: a double click.
fn was_done(project: &Project, version: i64, wanted: &Move) -> Option<Stage> {
    let done = match wanted {
        Move::Schedule { month, expected_on } => {
            project.stage == Stage::Scheduled
                && project.planned_month == Some(*month)
                && project.expected_on == *expected_on
        }
        Move::Start { on } => project.stage == Stage::InProgress && project.started_on == Some(*on),
        Move::Pause { .. } => project.stage == Stage::Paused,
        Move::Resume => matches!(project.stage, Stage::Scheduled | Stage::InProgress),
        Move::Complete {
            on,
            closing_statement,
            ..
        } => {
            project.stage == Stage::Completed
                && project.completed_on == Some(*on)
                && project.closing_statement == *closing_statement
        }
        Move::Cancel { .. } => project.stage == Stage::Cancelled,
    };
    (done && project.version == version + 1).then_some(project.stage)
}

fn mistakes(refusals: Vec<crate::domain::projects::moves::Refusal>) -> Refusal {
    let mut mistakes = Mistakes::none();
    for refusal in refusals {
        mistakes.add(refusal.field(), &refusal);
    }
    mistakes.into()
}

fn moved_event(project: &Project, stage: Stage, wanted: &Move) -> Event {
    match stage {
        Stage::Completed => Event::ProjectCompleted {
            project: named(project),
            nomination: project.nomination_id,
        },
        _ => Event::ProjectMoved {
            project: named(project),
            stage: stage.code().to_string(),
            reason: wanted.reason().to_string(),
        },
    }
}

fn moved(wanted: Move, today: NaiveDate) -> Moved {
    let stays = Moved::default();
    match wanted {
        Move::Schedule { month, expected_on } => Moved {
            planned_month: Some(month),
            expected_on,
            ..stays
        },
        Move::Start { on } => Moved {
            started_on: Some(on),
            ..stays
        },
        Move::Complete {
            on,
            closing_statement,
            work_done,
        } => Moved {
            completed_on: Some(on),
            closing: Some((closing_statement, work_done)),
            ..stays
        },
        Move::Cancel { .. } => Moved {
            cancelled_on: Some(today),
            ..stays
        },
        Move::Pause { .. } | Move::Resume => stays,
    }
}
