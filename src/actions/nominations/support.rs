//! Supporting a nomination, and taking that back. One person counts once.

use super::super::once::came_before;
use super::super::{Desk, Person, Refusal};
use super::find;
use super::links::{self, About};
use crate::actions::identity::SignedIn;
use crate::actions::identity::throttle::Caller;
use crate::domain::events::Event;
use crate::domain::identity::email::EmailAddress;
use crate::domain::ids::OnceKey;
use crate::domain::nominations::nomination::Nomination;
use crate::store::Work;
use crate::store::identity::LinkPurpose;
use crate::store::nominations::{change, support};
use chrono::Duration;

/// How long the link in the letter works.
const MINUTES: i64 = 15;

fn must_take_support(nomination: &Nomination) -> Result<(), Refusal> {
    if !nomination.is_public() {
        return Err(Refusal::NotThere);
    }
    if nomination.stage.takes_support() {
        return Ok(());
    }
    Err(Refusal::TooLate(format!(
        "This nomination takes no more support: it is {} now.",
        nomination.stage.name().to_lowercase()
    )))
}

/// The nomination, which nobody can join to another before this change ends.
async fn held(work: &Work, reference: &str) -> Result<Nomination, Refusal> {
    let found = find(&work.read(), reference).await?;
    change::hold(work, found.id).await?;
    find(&work.read(), reference).await
}

async fn add(work: &Work, nomination: &Nomination, account: i64) -> Result<bool, Refusal> {
    if nomination.nominator == Some(account) {
        return Err(Refusal::TooLate(
            "You nominated this yourself, so your support counts already.".into(),
        ));
    }
    Ok(support::add(work, nomination.id, account).await?)
}

/// Supports, signed in. Doing it twice is the same as once, and the same form sent again gives no support back
/// that was taken back since.
pub async fn support(
    desk: &Desk,
    person: &Person,
    reference: &str,
    once: Option<OnceKey>,
) -> Result<(), Refusal> {
    let (account, reference) = (person.account(), reference.to_string());
    desk.work(person, move |work| async move {
        let nomination = held(&work, &reference).await?;
        must_take_support(&nomination)?;
        let account = account.ok_or(Refusal::NotAllowed)?;
        if came_before(&work, once.as_ref(), "support", &reference).await? {
            return Ok(());
        }
        if add(&work, &nomination, account).await? {
            work.commit(Event::NominationSupported {
                nomination: nomination.named(),
            })
            .await?;
        }
        Ok(())
    })
    .await
}

/// Writes to somebody who is not signed in: the link in the letter counts, not the address typed here. The
/// same form twice is one letter.
pub async fn ask(
    desk: &Desk,
    caller: Caller,
    reference: &str,
    email: &EmailAddress,
    once: Option<OnceKey>,
) -> Result<(), Refusal> {
    links::not_too_often(desk, caller, email).await?;
    let (desk_inside, reference, email) = (desk.clone(), reference.to_string(), email.to_string());
    desk.work(&Person::visitor(), move |work| async move {
        let nomination = find(&work.read(), &reference).await?;
        must_take_support(&nomination)?;
        let sent = format!("{} {email}", nomination.reference);
        if came_before(&work, once.as_ref(), "support-asked", &sent).await? {
            return Ok(());
        }
        let page = format!("/nominations/{}/supported", nomination.reference);
        let about = About {
            path: "/nominations/confirm-support",
            subject: &nomination.reference,
            next_page: page,
            lives: Duration::minutes(MINUTES),
        };
        let purpose = LinkPurpose::ConfirmSupport;
        let secret = links::make(&desk_inside, &work, purpose, &email, about).await?;
        work.commit(Event::SupportAsked {
            nomination: nomination.named(),
            secret,
        })
        .await?;
        Ok(())
    })
    .await
}

/// Spends the link, supports and signs its reader in.
pub async fn confirm(
    desk: &Desk,
    old_session: Option<String>,
    token: &str,
) -> Result<SignedIn, Refusal> {
    let (desk_inside, token) = (desk.clone(), token.to_string());
    desk.work(&Person::visitor(), move |work| async move {
        let desk = desk_inside;
        let link = links::spend(&desk, &work, &token, LinkPurpose::ConfirmSupport).await?;
        let nomination = held(&work, &link.subject).await?;
        must_take_support(&nomination)?;
        let (who, mut events) = links::arrive(&desk, &work, &link, old_session.as_deref()).await?;
        if nomination.nominator != Some(who.account)
            && support::add(&work, nomination.id, who.account).await?
        {
            events.push(Event::NominationSupported {
                nomination: nomination.named(),
            });
        }
        work.commit_all(events).await?;
        Ok(who)
    })
    .await
}

/// Takes support back. Doing it twice is the same as once.
pub async fn take_back(desk: &Desk, person: &Person, reference: &str) -> Result<(), Refusal> {
    let (account, reference) = (person.account(), reference.to_string());
    desk.work(person, move |work| async move {
        let nomination = find(&work.read(), &reference).await?;
        let account = account.ok_or(Refusal::NotAllowed)?;
        if !nomination.is_public() {
            return Err(Refusal::NotThere);
        }
        if support::remove(&work, nomination.id, account).await? {
            work.commit(Event::SupportTakenBack {
                nomination: nomination.named(),
            })
            .await?;
        }
        Ok(())
    })
    .await
}
