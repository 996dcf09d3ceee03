//! When a project usually works, set by whoever runs it.

use crate::actions::once::came_before;
use crate::actions::projects::{named, project_for};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::events::Event;
use crate::domain::hours::plan::Plan;
use crate::domain::ids::{OnceKey, Reference};
use crate::domain::policy::Permission;
use crate::domain::time::iso_date;
use crate::store::hours::plans as store;

/// Sets a plan, based on the version that the person saw. The same plan again changes nothing.
pub async fn set(
    desk: &Desk,
    person: &Person,
    reference: &Reference,
    version: i64,
    plan: Plan,
    once: Option<OnceKey>,
) -> Result<(), Refusal> {
    let (at_desk, who, reference) = (desk.clone(), person.clone(), reference.clone());
    desk.work(person, move |work| async move {
        let needed = Permission::RecordSessions;
        let project = project_for(&at_desk, &who, &work, &reference, needed).await?;
        let sent = format!("{reference} {plan:?}");
        if came_before(&work, once.as_ref(), "plan", &sent).await? {
            return Ok(());
        }
        let there = store::of_project(&work.read(), project.id).await?;
        if there.contains(&plan) {
            return Ok(());
        }
        if store::version(&work.read(), project.id).await? != version {
            return Err(Refusal::Stale);
        }
        store::set(&work, project.id, &plan).await?;
        let event = Event::SessionsPlanned {
            project: named(&project),
            from: iso_date(plan.from),
        };
        work.commit(event).await?;
        Ok(())
    })
    .await
}
