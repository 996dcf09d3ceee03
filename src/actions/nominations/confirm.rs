//! Showing that the address is the nominator's: the button behind the link in the letter.

use super::super::{Desk, Person, Refusal};
use super::links;
use super::{Said, find, move_to};
use crate::actions::identity::SignedIn;
use crate::domain::events::Event;
use crate::domain::nominations::nomination::By;
use crate::domain::nominations::stage::Stage;
use crate::store::Work;
use crate::store::identity::{self, LinkPurpose, people};
use crate::store::nominations::{self, change};

/// Spends the link, confirms the nomination and signs its reader in. A new account is called what the
/// nominator called themselves.
pub async fn confirm(
    desk: &Desk,
    old_session: Option<String>,
    token: &str,
) -> Result<SignedIn, Refusal> {
    let (desk_inside, token) = (desk.clone(), token.to_string());
    desk.work(&Person::visitor(), move |work| async move {
        let desk = desk_inside;
        let link = links::spend(&desk, &work, &token, LinkPurpose::ConfirmNomination).await?;
        let mut nomination = find(&work.read(), &link.subject).await?;
        let contact = nominations::contact(&work.read(), nomination.id).await?;
        let (who, mut events) = links::arrive(&desk, &work, &link, old_session.as_deref()).await?;
        nomination.nominator = Some(who.account);
        if let Some(contact) = contact {
            name_if_nameless(&work, who.account, &contact.name).await?;
        }
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
        Ok(who)
    })
    .await
}

async fn name_if_nameless(work: &Work, account: i64, name: &str) -> Result<(), Refusal> {
    let found = identity::account(&work.read(), account).await?;
    if let Some(account) = found.filter(|account| account.name.is_empty()) {
        people::rename(work, &account, name, account.version).await?;
    }
    Ok(())
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
