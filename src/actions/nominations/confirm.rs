//! Showing that the address is the nominator's: the button behind the link in the letter.

use super::super::{Desk, Person, Refusal};
use super::links::{self, Arrival};
use super::{Said, find, move_to};
use crate::domain::events::Event;
use crate::domain::nominations::nomination::By;
use crate::domain::nominations::stage::Stage;
use crate::store::identity::LinkPurpose;
use crate::store::nominations::{self, change};

/// A nomination that is confirmed now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    /// Its reference.
    pub reference: String,
    /// Who came by the link, signed in now.
    pub arrival: Arrival,
}

/// Spends the link, confirms the nomination and signs its reader in.
pub async fn confirm(desk: &Desk, token: &str) -> Result<Confirmed, Refusal> {
    let (desk_inside, token) = (desk.clone(), token.to_string());
    desk.work(&Person::visitor(), move |work| async move {
        let desk = desk_inside;
        let link = links::spend(&desk, &work, &token, LinkPurpose::ConfirmNomination).await?;
        let mut nomination = find(&work.read(), &link.subject).await?;
        let contact = nominations::contact(&work.read(), nomination.id).await?;
        let name = contact.map(|contact| contact.name).unwrap_or_default();
        let (arrival, mut events) = links::arrive(&desk, &work, &link.email, &name).await?;
        nomination.nominator = Some(arrival.account);
        move_to(
            &work,
            &mut nomination,
            Stage::Submitted,
            Said::default(),
            By::Nominator,
        )
        .await?;
        change::confirmed(&work, nomination.id).await?;
        events.push(Event::NominationConfirmed {
            nomination: nomination.named(),
        });
        work.commit_all(events).await?;
        Ok(Confirmed {
            reference: nomination.reference,
            arrival,
        })
    })
    .await
}

/// Confirms for somebody who did so by other means: at a desk, on the telephone, on paper. Only the
/// operator may.
pub async fn confirm_otherwise(
    desk: &Desk,
    person: &Person,
    reference: &str,
) -> Result<(), Refusal> {
    if person.actor != crate::domain::policy::Actor::Operator {
        return Err(Refusal::NotAllowed);
    }
    let reference = reference.to_string();
    desk.work(person, move |work| async move {
        let mut nomination = find(&work.read(), &reference).await?;
        move_to(
            &work,
            &mut nomination,
            Stage::Submitted,
            Said::default(),
            By::Nominator,
        )
        .await?;
        change::confirmed(&work, nomination.id).await?;
        work.commit(Event::NominationConfirmed {
            nomination: nomination.named(),
        })
        .await?;
        Ok(())
    })
    .await
}
