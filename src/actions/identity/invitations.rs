//! Setting up a staff account: an invitation, a password, a first code. The invitation is used up only
//! at the end, so that a closed tab costs nothing.

use crate::actions::identity::codes::{Codes, new_recovery_codes, recovery_digest};
use crate::actions::identity::{INVITATION_DAYS, SignedIn, open_session, passwords};
use crate::actions::{Desk, Person, Refusal};
use crate::domain::events::{Event, Secret};
use crate::domain::identity::password;
use crate::domain::identity::recovery::RecoveryCode;
use crate::domain::mistakes::Mistakes;
use crate::store::identity::people::{end_invitations, end_sessions};
use crate::store::identity::staff::{
    Setup, end_setup, put_setup, replace_recovery_codes, set_credentials, setup,
};
use crate::store::identity::{self, Account, LinkPurpose, OneTimeLink, Strength};
use crate::store::{Conn, StoreError, Work};
use chrono::Duration;

/// An invitation that works: whose it is and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The account.
    pub account: Account,
    /// Until when.
    pub ends_at: chrono::DateTime<chrono::Utc>,
}

/// Writes an invitation for the account. Earlier ones stop working.
pub(super) async fn invite(work: &Work, desk: &Desk, account: &Account) -> Result<Secret, Refusal> {
    let token = desk.dice.token();
    end_invitations(work, account.id).await?;
    let link = OneTimeLink {
        email: account.email.clone(),
        subject: account.id.to_string(),
        next_page: String::new(),
        ends_at: work.at() + Duration::days(INVITATION_DAYS),
        spent_at: None,
    };
    let digest = desk.digest("link", &token);
    identity::add_link(work, &digest, LinkPurpose::Invitation, &link).await?;
    Ok(Secret {
        email: account.email.clone(),
        path: format!("/staff/invitation/{token}"),
    })
}

async fn find(conn: &Conn<'_>, desk: &Desk, digest: &str) -> Result<Invitation, Refusal> {
    let link = identity::link(conn, digest, LinkPurpose::Invitation).await?;
    let link = link
        .filter(|link| link.works_at(desk.now()))
        .ok_or(Refusal::NotThere)?;
    let id: i64 = link.subject.parse().map_err(|_| Refusal::NotThere)?;
    let account = identity::account(conn, id).await?;
    let account = account
        .filter(|account| account.disabled_at.is_none() && account.email == link.email)
        .ok_or(Refusal::NotThere)?;
    Ok(Invitation {
        account,
        ends_at: link.ends_at,
    })
}

/// The invitation behind a token. `NotThere` where it does not work any more.
pub async fn open(desk: &Desk, token: &str) -> Result<Invitation, Refusal> {
    find(&desk.db.read(), desk, &desk.digest("link", token)).await
}

/// Chooses the password, and makes the secret for the codes. Nothing is changed yet.
pub async fn choose_password(
    desk: &Desk,
    token: &str,
    password: String,
    again: &str,
) -> Result<(), Refusal> {
    let invitation = open(desk, token).await?;
    let account = &invitation.account;
    let mut mistakes = Mistakes::none();
    let strong = password::check(&password, &account.email, &account.name);
    if mistakes.check("password", strong).is_some() && password != again {
        mistakes.add("again", "The two passwords are not the same");
    }
    if !mistakes.is_empty() {
        return Err(mistakes.into());
    }
    let setup = Setup {
        password_hash: passwords::hash(desk, password).await?,
        totp_secret: desk.dice.token(),
    };
    let digest = desk.digest("link", token);
    put_setup(&desk.db, &digest, &setup, invitation.ends_at).await?;
    Ok(())
}

/// What the app needs to make codes, once the password was chosen: its secret's text in the database.
pub async fn chosen(desk: &Desk, token: &str) -> Result<Option<(Invitation, String)>, Refusal> {
    let invitation = open(desk, token).await?;
    let setup = setup(&desk.db.read(), &desk.digest("link", token)).await?;
    Ok(setup.map(|setup| (invitation, setup.totp_secret)))
}

/// Takes the first code: the account is ready, its other browsers are signed out, this one is signed in.
/// The recovery codes are shown this once.
pub async fn confirm(
    desk: &Desk,
    token: &str,
    code: &str,
    old_session: Option<String>,
) -> Result<(SignedIn, Vec<RecoveryCode>), Refusal> {
    let digest = desk.digest("link", token);
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let at = desk.clone();
    desk.work(&Person::visitor(), |work| async move {
        let account = find(&work.read(), &at, &digest).await?.account.id;
        let setup = setup(&work.read(), &digest)
            .await?
            .ok_or(Refusal::NotThere)?;
        let step = Codes::of(&at, &setup.totp_secret).step_of(&code, at.now().timestamp());
        let step = step.ok_or_else(|| {
            Refusal::mistake("code", "Enter the code of 6 digits that your app shows now")
        })?;
        if !identity::spend_link(&work, &digest).await? {
            return Err(Refusal::NotThere);
        }
        end_setup(&work, &digest).await?;
        end_sessions(&work, account, None).await?;
        if let Some(old) = old_session {
            identity::end_session(&work, &old).await?;
        }
        let (hash, secret) = (&setup.password_hash, &setup.totp_secret);
        set_credentials(&work, account, hash, secret, step).await?;
        let codes = make_recovery_codes(&work, &at, account).await?;
        let strength = Strength::PasswordAndCode;
        let token = open_session(&work, &at, account, strength).await?;
        let ready = Event::AccountReady { account };
        let made = Event::RecoveryCodesMade { account };
        work.commit_all(vec![ready, made, Event::SignedIn { account }])
            .await?;
        let signed_in = SignedIn {
            token,
            account,
            strength,
            next_page: String::new(),
        };
        Ok((signed_in, codes))
    })
    .await
}

/// New recovery codes in place of the old.
pub(super) async fn make_recovery_codes(
    work: &Work,
    desk: &Desk,
    account: i64,
) -> Result<Vec<RecoveryCode>, StoreError> {
    let codes = new_recovery_codes(desk);
    let digests: Vec<String> = codes
        .iter()
        .map(|code| recovery_digest(desk, account, code))
        .collect();
    replace_recovery_codes(work, account, &digests).await?;
    Ok(codes)
}
