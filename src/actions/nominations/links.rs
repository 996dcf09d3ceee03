//! Links that a letter carries for somebody who is not signed in: confirming, supporting, answering.

use crate::actions::identity::throttle::{self, Ask, Caller};
use crate::actions::identity::{SignedIn, account_for_mailbox, open_session};
use crate::actions::{Desk, Refusal};
use crate::domain::events::{Event, Secret};
use crate::domain::identity::email::EmailAddress;
use crate::domain::identity::limits::{
    LINKS_FROM_A_RANGE, LINKS_FROM_AN_ADDRESS, LINKS_TO_A_MAILBOX,
};
use crate::store::Work;
use crate::store::identity::{self, LinkPurpose, OneTimeLink, Strength};
use chrono::Duration;

/// Makes a link to a page under `path` for the reader of a mailbox.
pub(in crate::actions) async fn make(
    desk: &Desk,
    work: &Work,
    purpose: LinkPurpose,
    email: &str,
    about: About<'_>,
) -> Result<Secret, Refusal> {
    let token = desk.dice.token();
    let link = OneTimeLink {
        email: email.to_string(),
        subject: about.subject.to_string(),
        next_page: about.next_page,
        ends_at: work.at() + about.lives,
        spent_at: None,
    };
    identity::add_link(work, &desk.digest("link", &token), purpose, &link).await?;
    Ok(Secret {
        email: email.to_string(),
        path: format!("{}/{token}", about.path),
    })
}

/// What a link is about.
pub(in crate::actions) struct About<'a> {
    /// The page without its token, like `/nominations/confirm`.
    pub path: &'a str,
    /// The reference.
    pub subject: &'a str,
    /// Where to go afterwards.
    pub next_page: String,
    /// How long it works.
    pub lives: Duration,
}

/// Signs in whoever reads the mailbox of a link, with a new account if there is none. Also says what
/// happened, for the audit log. The browser's old session ends.
pub(in crate::actions) async fn arrive(
    desk: &Desk,
    work: &Work,
    link: &OneTimeLink,
    old_session: Option<&str>,
) -> Result<(SignedIn, Vec<Event>), Refusal> {
    let mailbox = account_for_mailbox(work, &link.email).await?;
    let account = mailbox.account;
    if let Some(old) = old_session {
        identity::end_session(work, old).await?;
    }
    let token = open_session(work, desk, account, Strength::Link).await?;
    let mut events = mailbox.events();
    events.push(Event::SignedIn { account });
    let signed_in = SignedIn {
        token,
        account,
        strength: Strength::Link,
        next_page: link.next_page.clone(),
    };
    Ok((signed_in, events))
}

/// Where letters to a mailbox are asked for, by anybody: as often as links to sign in.
pub(in crate::actions) async fn not_too_often(
    desk: &Desk,
    caller: Caller,
    email: &EmailAddress,
) -> Result<(), Refusal> {
    let mut asks = caller.asks("links", LINKS_FROM_AN_ADDRESS, LINKS_FROM_A_RANGE);
    asks.push(Ask::new(
        "links-to-mailbox",
        LINKS_TO_A_MAILBOX,
        email.key(),
    ));
    throttle::ask(desk, &asks).await
}

/// Spends a link and says what it was. One that was spent before is `Stale`: what it was for is done. One that
/// was replaced or has ended is refused with a sentence.
pub(in crate::actions) async fn spend(
    desk: &Desk,
    work: &Work,
    token: &str,
    purpose: LinkPurpose,
) -> Result<OneTimeLink, Refusal> {
    let digest = desk.digest("link", token);
    let link = identity::link(&work.read(), &digest, purpose).await?;
    let link = link.ok_or(Refusal::NotThere)?;
    if identity::spend_link(work, &digest).await? {
        return Ok(link);
    }
    let now = identity::link(&work.read(), &digest, purpose).await?;
    Err(match now.is_some_and(|now| now.spent_at.is_some()) {
        true => Refusal::Stale,
        false => Refusal::TooLate("This link no longer works. Ask for a new one.".into()),
    })
}

/// A link, whether it still works or not.
async fn find(
    desk: &Desk,
    token: &str,
    purpose: LinkPurpose,
) -> Result<Option<OneTimeLink>, Refusal> {
    let digest = desk.digest("link", token);
    Ok(identity::link(&desk.db.read(), &digest, purpose).await?)
}

/// A link that still works, to show its page. Reading it does not spend it.
pub async fn look(
    desk: &Desk,
    token: &str,
    purpose: LinkPurpose,
) -> Result<Option<OneTimeLink>, Refusal> {
    let link = find(desk, token, purpose).await?;
    Ok(link.filter(|link| link.works_at(desk.now())))
}

/// Whether what a link was for has been done by it.
pub async fn is_spent(desk: &Desk, token: &str, purpose: LinkPurpose) -> Result<bool, Refusal> {
    let link = find(desk, token, purpose).await?;
    Ok(link.is_some_and(|link| link.spent_at.is_some()))
}
