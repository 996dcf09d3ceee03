//! Signing in with a password and a code. Between the two there is no session, only a try that opens
//! nothing.
//!
//! Nobody is told which of address, password and code was wrong, nor whether there is an account, nor
//! whether it is disabled: each answer comes only after the code, in the same words, after the same work.

use crate::actions::identity::codes::{Codes, recovery_digest};
use crate::actions::identity::throttle::{self, Ask, Caller};
use crate::actions::identity::{CODE_MINUTES, SignedIn, open_session, passwords};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::events::Event;
use crate::domain::identity::email::EmailAddress;
use crate::domain::identity::limits::{
    TRIES_FROM_A_RANGE, TRIES_FROM_AN_ADDRESS, TRIES_ON_AN_ACCOUNT,
};
use crate::domain::identity::recovery::RecoveryCode;
use crate::store::Work;
use crate::store::identity::staff::{
    Credentials, SignInTry, add_try, credentials, credentials_by_email_key, end_try, find_try,
    use_recovery_code, use_step,
};
use crate::store::identity::{self, Strength};
use chrono::Duration;

/// What is said of anything that is not right.
pub const NOT_RIGHT: &str = "The email address, the password or the code is not right";

/// A browser that is trying to sign in, as limits tell it apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trying {
    /// Where it asks from.
    pub caller: Caller,
    /// The mark of a browser that staff signed in with before, if it shows one.
    pub known: Option<String>,
}

/// What was typed first.
#[derive(Clone)]
pub struct Typed {
    /// The address.
    pub address: EmailAddress,
    /// The password.
    pub password: String,
    /// Where to go afterwards.
    pub next_page: String,
}

/// The mark for a browser that staff signed in with: a random part and what ties it to the account.
pub fn known_browser(desk: &Desk, email_key: &str) -> String {
    let random = desk.dice.token();
    let tie = desk.digest("known-browser", &format!("{email_key}|{random}"));
    format!("{random}.{tie}")
}

/// Who is counted: an account as such, or an account at a browser that it is known at. So a stranger
/// who tries an officer's account does not lock the officer out of the office's own computer.
fn counted(desk: &Desk, trying: &Trying, email_key: &str) -> String {
    let known = trying.known.as_deref().and_then(|mark| {
        let (random, tie) = mark.split_once('.')?;
        let expected = desk.digest("known-browser", &format!("{email_key}|{random}"));
        (expected == tie).then_some(random)
    });
    match known {
        Some(random) => format!("{email_key} at {random}"),
        None => email_key.to_string(),
    }
}

async fn ask(desk: &Desk, trying: &Trying, on: &Ask) -> Result<(), Refusal> {
    let mut asks = trying
        .caller
        .asks("tries", TRIES_FROM_AN_ADDRESS, TRIES_FROM_A_RANGE);
    asks.push(on.clone());
    throttle::ask(desk, &asks).await
}

fn on_password(desk: &Desk, trying: &Trying, email_key: &str) -> Ask {
    let who = counted(desk, trying, email_key);
    Ask::new("passwords", TRIES_ON_AN_ACCOUNT, who)
}

fn on_code(desk: &Desk, trying: &Trying, email_key: &str) -> Ask {
    let who = counted(desk, trying, email_key);
    Ask::new("codes", TRIES_ON_AN_ACCOUNT, who)
}

/// Takes address and password. The token is for a cookie that only [`finish`] reads; it comes whether or
/// not anything was right.
pub async fn begin(desk: &Desk, trying: &Trying, typed: Typed) -> Result<String, Refusal> {
    let email_key = typed.address.key();
    ask(desk, trying, &on_password(desk, trying, &email_key)).await?;
    let found = credentials_by_email_key(&desk.db.read(), &email_key).await?;
    let hash = found.as_ref().and_then(|found| found.password_hash.clone());
    let password_right = passwords::is_right(hash, typed.password).await?;
    let token = desk.dice.token();
    let tried = SignInTry {
        email_key,
        account: found.map(|found| found.account.id),
        password_right,
        next_page: typed.next_page,
        ends_at: desk.now() + Duration::minutes(CODE_MINUTES),
    };
    add_try(&desk.db, &desk.digest("sign-in-try", &token), &tried).await?;
    Ok(token)
}

/// Takes the code, and signs in if all was right. `NotThere` where there is no try to finish.
pub async fn finish(
    desk: &Desk,
    trying: &Trying,
    token: &str,
    code: &str,
    old_session: Option<String>,
) -> Result<(SignedIn, String), Refusal> {
    let digest = desk.digest("sign-in-try", token);
    let tried = find_try(&desk.db.read(), &digest, desk.now()).await?;
    let tried = tried.ok_or(Refusal::NotThere)?;
    ask(desk, trying, &on_code(desk, trying, &tried.email_key)).await?;
    let email_key = tried.email_key.clone();
    let attempt = Attempt {
        at: desk.clone(),
        digest,
        tried,
        code: code.to_string(),
        old_session,
    };
    let signed_in = desk
        .work(&Person::visitor(), |work| async move {
            attempt.check(work).await
        })
        .await?
        .ok_or_else(|| Refusal::mistake("code", NOT_RIGHT))?;
    for whole in [
        on_password(desk, trying, &email_key),
        on_code(desk, trying, &email_key),
    ] {
        throttle::forgive(desk, &whole).await?;
    }
    Ok((signed_in, known_browser(desk, &email_key)))
}

struct Attempt {
    at: Desk,
    digest: String,
    tried: SignInTry,
    code: String,
    old_session: Option<String>,
}

/// What the code was, if it was right.
enum Shown {
    Code,
    RecoveryCode,
}

impl Attempt {
    /// Nothing where something was not right, which the audit log keeps.
    async fn check(self, work: Work) -> Result<Option<SignedIn>, Refusal> {
        // Row 0 is nobody's: the same reading where there is no account.
        let found = credentials(&work.read(), self.tried.account.unwrap_or(0)).await?;
        let shown = self.shown(&work, found.as_ref()).await?;
        let (Some(found), Some(shown)) = (found, shown) else {
            let account = self.tried.account;
            work.commit(Event::SignInRefused { account }).await?;
            return Ok(None);
        };
        if !end_try(&work, &self.digest).await? {
            return Err(Refusal::NotThere);
        }
        if let Some(old) = &self.old_session {
            identity::end_session(&work, old).await?;
        }
        let account = found.account.id;
        let strength = Strength::PasswordAndCode;
        let token = open_session(&work, &self.at, account, strength).await?;
        let mut events = vec![Event::SignedIn { account }];
        if matches!(shown, Shown::RecoveryCode) {
            events.push(Event::RecoveryCodeUsed { account });
        }
        work.commit_all(events).await?;
        Ok(Some(SignedIn {
            token,
            account,
            strength,
            next_page: self.tried.next_page,
        }))
    }

    /// Uses the code up where everything else was right.
    async fn shown(
        &self,
        work: &Work,
        found: Option<&Credentials>,
    ) -> Result<Option<Shown>, Refusal> {
        let kept = found.and_then(|found| found.totp_secret.as_deref());
        let codes = Codes::of(&self.at, kept.unwrap_or("nobody's"));
        let plain: String = self.code.chars().filter(|c| !c.is_whitespace()).collect();
        let step = codes.step_of(&plain, self.at.now().timestamp());
        let recovery = plain.parse::<RecoveryCode>().ok();
        let may = found.filter(|found| {
            self.tried.password_right
                && found.totp_secret.is_some()
                && found.account.disabled_at.is_none()
        });
        let Some(found) = may else {
            return Ok(None);
        };
        let account = found.account.id;
        if let Some(step) = step {
            return Ok(use_step(work, account, step).await?.then_some(Shown::Code));
        }
        let Some(code) = recovery else {
            return Ok(None);
        };
        let digest = recovery_digest(&self.at, account, &code);
        let used = use_recovery_code(work, account, &digest).await?;
        Ok(used.then_some(Shown::RecoveryCode))
    }
}
