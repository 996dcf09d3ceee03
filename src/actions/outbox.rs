//! Letters that did not go: trying them again.

use crate::actions::{Desk, Person, Refusal};
use crate::domain::events::Event;
use crate::domain::policy::Permission;
use crate::store::outbox;

/// Puts a letter that was given up back among those that wait. One that waits already, or has gone, is left.
pub async fn try_again(desk: &Desk, person: &Person, letter: i64) -> Result<(), Refusal> {
    person.need(desk, Permission::ManageSettings, "")?;
    desk.work(person, move |work| async move {
        match outbox::wait_again(&work, letter).await? {
            Some(kind) => {
                work.commit(Event::OutboxLetterTriedAgain { letter, kind })
                    .await?;
            }
            None if outbox::is_there(&work.read(), letter).await? => {}
            None => return Err(Refusal::Stale),
        }
        Ok(())
    })
    .await
}
