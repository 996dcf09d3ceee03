//! Links that a letter carries for somebody who is not signed in: confirming, supporting, answering.

use super::super::{Desk, Refusal};
use crate::domain::events::{Event, Secret};
use crate::domain::identity::email::EmailAddress;
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

/// How long a browser stays signed in after a link.
const SESSION_DAYS: i64 = 30;

/// Somebody who came by a link: their account, and the token for their browser's cookie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Their account.
    pub account: i64,
    /// The token that signs the browser in.
    pub session: String,
}

/// Signs in whoever reads the mailbox of a link, with a new account if there is none. Also says what
/// happened, for the audit log.
pub(in crate::actions) async fn arrive(
    desk: &Desk,
    work: &Work,
    email: &str,
    name: &str,
) -> Result<(Arrival, Vec<Event>), Refusal> {
    let address = EmailAddress::parse(email).map_err(|why| Refusal::mistake("email", why))?;
    let mut events = vec![];
    let known = identity::account_by_email_key(&work.read(), &address.key()).await?;
    let account = match known {
        Some(account) if account.disabled_at.is_some() => return Err(Refusal::NotAllowed),
        Some(account) => {
            let same = EmailAddress::parse(&account.email).is_ok_and(|own| own.is_surely(&address));
            if !same {
                return Err(Refusal::TooLate(
                    "There is an account with an address like this one. Sign in with the address \
                     that you used first."
                        .into(),
                ));
            }
            account.id
        }
        None => {
            let account =
                identity::add_account(work, address.as_str(), &address.key(), name).await?;
            events.push(Event::AccountAdded {
                account,
                invitation: None,
            });
            account
        }
    };
    let session = desk.dice.token();
    let digest = desk.digest("session", &session);
    let ends = work.at() + Duration::days(SESSION_DAYS);
    identity::add_session(work, &digest, account, Strength::Link, ends).await?;
    events.push(Event::SignedIn { account });
    Ok((Arrival { account, session }, events))
}

/// Spends a link and says what it was. A link that was spent, replaced or has ended is refused with a
/// sentence.
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
        Ok(link)
    } else {
        Err(Refusal::TooLate(if link.spent_at.is_some() {
            "This link has been used already. It works once.".into()
        } else {
            "This link no longer works. Ask for a new one.".into()
        }))
    }
}

/// A link that still works, to show its page. Reading it does not spend it.
pub async fn look(
    desk: &Desk,
    token: &str,
    purpose: LinkPurpose,
) -> Result<Option<OneTimeLink>, Refusal> {
    let digest = desk.digest("link", token);
    let link = identity::link(&desk.db.read(), &digest, purpose).await?;
    Ok(link.filter(|link| link.works_at(desk.now())))
}
