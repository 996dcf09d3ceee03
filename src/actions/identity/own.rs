//! What somebody does with their own account: name, recovery codes, deleting it.

use crate::actions::identity::codes::Codes;
use crate::actions::identity::throttle::{self, Ask};
use crate::actions::identity::{accounts, invitations};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::events::Event;
use crate::domain::identity::limits::TRIES_ON_AN_ACCOUNT;
use crate::domain::identity::recovery::RecoveryCode;
use crate::store::identity::people::rename as put_name;
use crate::store::identity::staff::{credentials, use_step};
use crate::store::identity::{self, own_data};

/// Calls the account by another name.
pub async fn rename(
    desk: &Desk,
    person: &Person,
    name: String,
    version: i64,
) -> Result<(), Refusal> {
    let id = person.account().ok_or(Refusal::NotAllowed)?;
    desk.work(person, move |work| async move {
        let account = identity::account(&work.read(), id).await?;
        let account = account.ok_or(Refusal::NotThere)?;
        if !put_name(&work, &account, &name, version).await? {
            // Sent twice: the name is so already.
            let now = identity::account(&work.read(), id).await?;
            return match now.is_some_and(|now| now.name == name) {
                true => Ok(()),
                false => Err(Refusal::Stale),
            };
        }
        work.commit(Event::AccountRenamed { account: id }).await?;
        Ok(())
    })
    .await
}

/// Makes new recovery codes against a code of the app. The old ones stop working.
pub async fn new_recovery_codes(
    desk: &Desk,
    person: &Person,
    code: &str,
) -> Result<Vec<RecoveryCode>, Refusal> {
    let id = person.account().ok_or(Refusal::NotAllowed)?;
    let own = Ask::new("own-codes", TRIES_ON_AN_ACCOUNT, id.to_string());
    throttle::ask(desk, &[own]).await?;
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let at = desk.clone();
    desk.work(person, move |work| async move {
        let kept = credentials(&work.read(), id).await?;
        let secret = kept.and_then(|kept| kept.totp_secret);
        let secret = secret.ok_or(Refusal::NotAllowed)?;
        let step = Codes::of(&at, &secret).step_of(&code, at.now().timestamp());
        let used = match step {
            Some(step) => use_step(&work, id, step).await?,
            None => false,
        };
        if !used {
            let message = "Enter the code of 6 digits that your app shows now";
            return Err(Refusal::mistake("code", message));
        }
        let codes = invitations::make_recovery_codes(&work, &at, id).await?;
        work.commit(Event::RecoveryCodesMade { account: id })
            .await?;
        Ok(codes)
    })
    .await
}

/// Deletes the account: everything that says who it was goes, what it decided or asked for stays.
pub async fn erase(desk: &Desk, person: &Person) -> Result<(), Refusal> {
    let id = person.account().ok_or(Refusal::NotAllowed)?;
    desk.work(person, move |work| async move {
        let account = identity::account(&work.read(), id).await?;
        let account = account.ok_or(Refusal::NotThere)?;
        accounts::may_go(&work, id).await?;
        own_data::erase(&work, &account).await?;
        work.commit(Event::AccountErased { account: id }).await?;
        Ok(())
    })
    .await
}
