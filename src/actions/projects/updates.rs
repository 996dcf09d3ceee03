//! News of a project: staff write it, whoever may publish makes it public.

use crate::actions::projects::{named, project_for};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::events::Event;
use crate::domain::hours::notes::fields_that_name_a_case;
use crate::domain::ids::{OnceKey, Reference};
use crate::domain::policy::Permission;
use crate::store::once::{self, Seen};
use crate::store::projects::updates;

/// Writes news down and says its row. The public does not see it yet.
pub async fn write(
    desk: &Desk,
    person: &Person,
    reference: &Reference,
    once: Option<OnceKey>,
    title: String,
    body: String,
) -> Result<i64, Refusal> {
    const PURPOSE: &str = "project-update";
    let (at_desk, who, reference) = (desk.clone(), person.clone(), reference.clone());
    desk.work(person, move |work| async move {
        let project =
            project_for(&at_desk, &who, &work, &reference, Permission::WriteUpdates).await?;
        if let Some(key) = &once
            && let Seen::Before(row) = once::claim(&work, key, PURPOSE).await?
        {
            return row.parse().map_err(|_| Refusal::NotThere);
        }
        fields_that_name_a_case(&[("title", &title), ("body", &body)])?;
        let update = updates::add(&work, project.id, &title, &body).await?;
        if let Some(once) = &once {
            once::remember(&work, once, PURPOSE, &update.to_string()).await?;
        }
        let event = Event::UpdateWritten {
            project: named(&project),
            update,
        };
        work.commit(event).await?;
        Ok(update)
    })
    .await
}

/// Publishes news. Publishing it again changes nothing.
pub async fn publish(
    desk: &Desk,
    person: &Person,
    reference: &Reference,
    update: i64,
) -> Result<(), Refusal> {
    let (at_desk, who, reference) = (desk.clone(), person.clone(), reference.clone());
    desk.work(person, move |work| async move {
        let project = project_for(
            &at_desk,
            &who,
            &work,
            &reference,
            Permission::PublishUpdates,
        )
        .await?;
        let found = updates::by_id(&work.read(), update).await?;
        let found = found.filter(|found| found.project == project.id);
        let found = found.ok_or(Refusal::NotThere)?;
        if !updates::publish(&work, update).await? {
            return Ok(());
        }
        let event = Event::UpdatePublished {
            project: named(&project),
            update,
            heading: found.title,
        };
        work.commit(event).await?;
        Ok(())
    })
    .await
}
