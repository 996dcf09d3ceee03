//! Letters that did not go: trying them again.

use crate::actions::{Desk, Person, Refusal};
use crate::domain::events::Event;
use crate::domain::policy::Permission;
use crate::store::outbox;

/// Puts a letter that was given up back among those that wait.
pub async fn try_again(desk: &Desk, person: &Person, letter: i64) -> Result<(), Refusal> {
    person.need(desk, Permission::ManageSettings, "")?;
    desk.work(person, move |work| async move {
        let kind = outbox::wait_again(&work, letter).await?;
        let kind = kind.ok_or(Refusal::Stale)?;
        work.commit(Event::OutboxLetterTriedAgain { letter, kind })
            .await?;
        Ok(())
    })
    .await
}
