//! Taking a nomination back.

use super::super::{Desk, Person, Refusal};
use super::in_hand::{InHand, by_staff};
use super::{Said, Target, done_before, find, move_to, remember};
use crate::domain::events::Event;
use crate::domain::nominations::nomination::By;
use crate::domain::nominations::stage::Stage;
use crate::domain::policy::Permission;

/// The nominator takes it back. What they say about it is for staff alone.
pub async fn withdraw(
    desk: &Desk,
    person: &Person,
    target: Target,
    why: String,
) -> Result<(), Refusal> {
    let who = person.clone();
    desk.work(person, move |work| async move {
        if done_before(&work, target.once.as_ref(), "withdraw")
            .await?
            .is_some()
        {
            return Ok(());
        }
        let mut nomination = find(&work.read(), &target.reference).await?;
        if who.account().is_none() || nomination.nominator != who.account() {
            return Err(Refusal::NotThere);
        }
        let said = Said {
            reason: String::new(),
            note: why,
        };
        move_to(
            &work,
            &mut nomination,
            Stage::Withdrawn,
            said,
            By::Nominator,
        )
        .await?;
        remember(&work, target.once.as_ref(), "withdraw", "").await?;
        work.commit(Event::NominationWithdrawn {
            nomination: nomination.named(),
        })
        .await?;
        Ok(())
    })
    .await
}

/// Staff take it back because the nominator asked them to.
pub async fn on_request(
    desk: &Desk,
    person: &Person,
    target: Target,
    note: String,
) -> Result<(), Refusal> {
    let purpose = ("withdraw", Permission::ModerateNominations);
    by_staff(desk, person, target, purpose, |in_hand| async move {
        let InHand { work, by, .. } = in_hand;
        let mut nomination = in_hand.nomination;
        let said = Said {
            reason: "The nominator asked us to.".into(),
            note,
        };
        move_to(&work, &mut nomination, Stage::Withdrawn, said, by).await?;
        let nomination = nomination.named();
        Ok((work, Event::NominationWithdrawn { nomination }))
    })
    .await
}
