//! Signing in by a link, and signing out.

use crate::actions::identity::throttle::{self, Ask, Caller};
use crate::actions::identity::{
    LINK_MINUTES, SignedIn, account_for_mailbox, delivery, open_session,
};
use crate::actions::once::{came_before, is_known};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::events::{Event, Secret};
use crate::domain::identity::email::EmailAddress;
use crate::domain::identity::limits::{
    LINKS_FROM_A_RANGE, LINKS_FROM_AN_ADDRESS, LINKS_TO_A_MAILBOX,
};
use crate::domain::ids::OnceKey;
use crate::store::identity::people::end_sessions;
use crate::store::identity::{self, LinkPurpose, OneTimeLink, Strength};
use chrono::Duration;

/// What the key of a form that asks for a link is kept for.
const LINK_ASKED: &str = "sign-in-link";

/// Sends a link to sign in. Does the same for an address with an account and for one without.
///
/// The letter goes to the address that the account was made with, whatever form of it was typed: who
/// can read that mailbox is who may sign in. The same form sent twice is one letter.
pub async fn ask_for_link(
    desk: &Desk,
    caller: Caller,
    (address, next_page): (EmailAddress, String),
    once: Option<OnceKey>,
) -> Result<(), Refusal> {
    let key = address.key();
    let sent = format!("{address}|{next_page}");
    if is_known(&desk.db.read(), once.as_ref(), LINK_ASKED, &sent).await? {
        return Ok(());
    }
    let mut asks = caller.asks("links", LINKS_FROM_AN_ADDRESS, LINKS_FROM_A_RANGE);
    asks.push(Ask::new("links-to-mailbox", LINKS_TO_A_MAILBOX, &key));
    throttle::ask(desk, &asks).await?;
    let typed = delivery(&address);
    let token = desk.dice.token();
    let digest = desk.digest("link", &token);
    desk.work(&Person::visitor(), move |work| async move {
        if came_before(&work, once.as_ref(), LINK_ASKED, &sent).await? {
            return Ok(());
        }
        let found = identity::account_by_email_key(&work.read(), &key).await?;
        let email = found.map_or(typed, |account| account.email);
        let link = OneTimeLink {
            email: email.clone(),
            subject: String::new(),
            next_page,
            ends_at: work.at() + Duration::minutes(LINK_MINUTES),
            spent_at: None,
        };
        identity::add_link(&work, &digest, LinkPurpose::SignIn, &link).await?;
        let path = format!("/sign-in/link/{token}");
        let secret = Secret { email, path };
        work.commit(Event::SignInAsked { secret }).await?;
        Ok(())
    })
    .await
}

/// Spends a link and signs its mailbox's account in, which it makes if there is none. The browser's old
/// session ends. `NotThere` where the link does not work any more.
pub async fn sign_in_by_link(
    desk: &Desk,
    person: &Person,
    old_session: Option<String>,
    token: &str,
) -> Result<SignedIn, Refusal> {
    let digest = desk.digest("link", token);
    let at = desk.clone();
    desk.work(person, |work| async move {
        let link = identity::link(&work.read(), &digest, LinkPurpose::SignIn).await?;
        let link = link.ok_or(Refusal::NotThere)?;
        if !identity::spend_link(&work, &digest).await? {
            return Err(Refusal::NotThere);
        }
        let mailbox = account_for_mailbox(&work, &link.email).await?;
        let account = mailbox.account;
        if let Some(old) = old_session {
            identity::end_session(&work, &old).await?;
        }
        let token = open_session(&work, &at, account, Strength::Link).await?;
        let mut events = mailbox.events();
        events.push(Event::SignedIn { account });
        work.commit_all(events).await?;
        Ok(SignedIn {
            token,
            account,
            strength: Strength::Link,
            next_page: link.next_page,
        })
    })
    .await
}

/// Signs this browser out.
pub async fn sign_out(desk: &Desk, person: &Person, session: String) -> Result<(), Refusal> {
    let account = person.account().ok_or(Refusal::NotAllowed)?;
    desk.work(person, move |work| async move {
        identity::end_session(&work, &session).await?;
        work.commit(Event::SignedOut { account }).await?;
        Ok(())
    })
    .await
}

/// Signs every browser of the account out, this one too.
pub async fn sign_out_everywhere(desk: &Desk, person: &Person) -> Result<(), Refusal> {
    let account = person.account().ok_or(Refusal::NotAllowed)?;
    desk.work(person, move |work| async move {
        end_sessions(&work, account, None).await?;
        work.commit(Event::SessionsEnded { account }).await?;
        Ok(())
    })
    .await
}
