//! Accounts and signing in: what residents, staff and administrators do with them.
//!
//! Residents come in by a link ([`sign_in`]), staff by a password and a code ([`staff`]) after an
//! invitation ([`invitations`]); administrators look after accounts ([`accounts`]). Another room that
//! confirms a mailbox by a link of its own uses [`account_for_mailbox`] and [`open_session`].

pub mod accounts;
pub mod codes;
pub mod invitations;
pub mod own;
mod passwords;
pub mod sign_in;
pub mod staff;
pub mod throttle;

use crate::actions::{Desk, Refusal};
use crate::domain::events::Event;
use crate::domain::identity::email::EmailAddress;
use crate::store::identity::{self, Strength};
use crate::store::{StoreError, Work};
use chrono::Duration;

/// A link to sign in works for so long.
pub const LINK_MINUTES: i64 = 15;
/// An invitation works for so long.
pub const INVITATION_DAYS: i64 = 7;
/// The code is awaited for so long after the password.
pub const CODE_MINUTES: i64 = 10;

/// How long a browser stays signed in, in seconds: a month by a link, a working day for staff.
pub fn session_seconds(strength: Strength) -> i64 {
    match strength {
        Strength::Link => 30 * 24 * 3600,
        Strength::PasswordAndCode => 10 * 3600,
    }
}

/// Somebody who was just signed in.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The secret of the browser's cookie.
    pub token: String,
    /// The account.
    pub account: i64,
    /// How they showed who they are.
    pub strength: Strength,
    /// Where they wanted to go: a page of this site, or nothing.
    pub next_page: String,
}

/// The account of a mailbox that somebody has just shown to be theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailboxAccount {
    /// The account.
    pub account: i64,
    /// Whether it was made for this.
    pub is_new: bool,
}

impl MailboxAccount {
    /// What to commit besides what the mailbox was shown for.
    pub fn events(&self) -> Vec<Event> {
        if self.is_new {
            vec![Event::AccountAdded {
                account: self.account,
                invitation: None,
            }]
        } else {
            vec![]
        }
    }
}

const DISABLED: &str = "This account is disabled. Ask the people who run this site.";
const OTHER_MAILBOX: &str = "There is an account for another form of this email address. Sign in with \
    the address that you used first.";

/// Finds the account of a mailbox, or makes one. Only for whoever has just read a letter in it.
///
/// Refuses for a disabled account, and where the account belongs to an address that only looks like
/// the same mailbox (`rita+x@…` for `rita@…`): its owner may be somebody else.
pub async fn account_for_mailbox(work: &Work, email: &str) -> Result<MailboxAccount, Refusal> {
    let address = EmailAddress::parse(email).map_err(|error| Refusal::mistake("email", error))?;
    let key = address.key();
    if let Some(found) = identity::account_by_email_key(&work.read(), &key).await? {
        if found.disabled_at.is_some() {
            return Err(Refusal::TooLate(DISABLED.into()));
        }
        let same = EmailAddress::parse(&found.email).is_ok_and(|own| own.is_surely(&address));
        if !same {
            return Err(Refusal::TooLate(OTHER_MAILBOX.into()));
        }
        return Ok(MailboxAccount {
            account: found.id,
            is_new: false,
        });
    }
    let account = identity::add_account(work, &delivery(&address), &key, "").await?;
    Ok(MailboxAccount {
        account,
        is_new: true,
    })
}

/// The address as accounts keep it: small letters, so that an account and its links compare alike.
pub(super) fn delivery(address: &EmailAddress) -> String {
    address.as_str().to_lowercase()
}

/// Signs a browser in: the token for its cookie. Only its digest is kept.
pub async fn open_session(
    work: &Work,
    desk: &Desk,
    account: i64,
    strength: Strength,
) -> Result<String, StoreError> {
    let token = desk.dice.token();
    let digest = desk.digest("session", &token);
    let ends_at = work.at() + Duration::seconds(session_seconds(strength));
    identity::add_session(work, &digest, account, strength, ends_at).await?;
    Ok(token)
}
