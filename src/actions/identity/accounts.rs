//! Looking after accounts: inviting, granting, disabling. For administrators, and the operator at the
//! command line. Nobody changes their own grants upwards, and the last administrator stays.

use crate::actions::identity::{delivery, invitations};
use crate::actions::once::came_before;
use crate::actions::{Desk, Person, Refusal};
use crate::domain::events::{Event, Secret};
use crate::domain::identity::email::EmailAddress;
use crate::domain::ids::OnceKey;
use crate::domain::policy::{Grant, Permission, Role};
use crate::store::identity::people::{
    another_administrator, end_invitations, end_sessions, set_disabled, take_grant as take,
};
use crate::store::identity::{self, Account};
use crate::store::{Conn, Work};

const LAST: &str = "This is the only administrator. Make somebody else an administrator first.";
const OWN: &str = "You cannot change your own account here. Ask another administrator.";

/// Somebody to invite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitee {
    /// Their address.
    pub address: EmailAddress,
    /// What they are called.
    pub name: String,
    /// What they may do where.
    pub grant: Grant,
}

/// What came of an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// The account.
    pub account: i64,
    /// The page of this site where it is set up, or where a panel member signs in. Empty for a form that was
    /// sent twice: the link left with the first letter.
    pub path: String,
}

/// Whether a role can be given in an area: an administrator everywhere, a council officer in a council,
/// the others in an area that there is.
pub async fn check_reach(conn: &Conn<'_>, grant: &Grant) -> Result<(), Refusal> {
    let refuse = |message: &str| Err(Refusal::mistake("area", message));
    if grant.role == Role::Administrator {
        return if grant.area.is_empty() {
            Ok(())
        } else {
            refuse("An administrator looks after all areas: choose no area")
        };
    }
    if grant.area.is_empty() {
        return refuse("Choose the area that the role is for");
    }
    let kind = identity::people::area_kind(conn, &grant.area).await?;
    match (kind.as_deref(), grant.role) {
        (None, _) => refuse("There is no area with this code"),
        (Some("council"), Role::Council) => Ok(()),
        (Some(_), Role::Council) => refuse("A council officer needs a council"),
        (Some("ward"), Role::Probation) => {
            refuse("Probation staff need a probation area or a council")
        }
        _ => Ok(()),
    }
}

/// Gives somebody an account with a grant, and writes to them. An account that they have already, perhaps
/// as a resident, gets the grant. The same form twice is one account and one letter.
pub async fn invite(
    desk: &Desk,
    person: &Person,
    invitee: Invitee,
    once: Option<OnceKey>,
) -> Result<Invited, Refusal> {
    person.need(desk, Permission::ManageAccounts, "")?;
    check_reach(&desk.db.read(), &invitee.grant).await?;
    let (at, own) = (desk.clone(), person.account());
    desk.work(person, move |work| async move {
        let sent = format!("{} {:?}", invitee.address, invitee.grant);
        if came_before(&work, once.as_ref(), "invite", &sent).await? {
            return invited_before(&work, &invitee).await;
        }
        let (account, is_new) = account_of(&work, &invitee).await?;
        if own == Some(account.id) {
            return Err(Refusal::mistake("email", OWN));
        }
        if account.disabled_at.is_some() {
            let message = "This account is disabled. Enable it first";
            return Err(Refusal::mistake("email", message));
        }
        let granted = Event::GrantGiven {
            account: account.id,
            role: invitee.grant.role,
            area: invitee.grant.area.clone(),
        };
        identity::give_grant(&work, account.id, &invitee.grant).await?;
        let (asked, path) = written_to(&work, &at, &account, invitee.grant.role).await?;
        let mut events = vec![granted, asked];
        if is_new {
            let added = Event::AccountAdded {
                account: account.id,
                invitation: None,
            };
            events.insert(0, added);
        }
        work.commit_all(events).await?;
        Ok(Invited {
            account: account.id,
            path,
        })
    })
    .await
}

async fn invited_before(work: &Work, invitee: &Invitee) -> Result<Invited, Refusal> {
    let found = identity::account_by_email_key(&work.read(), &invitee.address.key()).await?;
    Ok(Invited {
        account: found.ok_or(Refusal::NotThere)?.id,
        path: String::new(),
    })
}

async fn account_of(work: &Work, invitee: &Invitee) -> Result<(Account, bool), Refusal> {
    let key = invitee.address.key();
    if let Some(found) = identity::account_by_email_key(&work.read(), &key).await? {
        let own = EmailAddress::parse(&found.email);
        if !own.is_ok_and(|own| own.is_surely(&invitee.address)) {
            let message = format!(
                "There is an account for {} already. Use that form",
                found.email
            );
            return Err(Refusal::mistake("email", message));
        }
        return Ok((found, false));
    }
    let email = delivery(&invitee.address);
    let id = identity::add_account(work, &email, &key, &invitee.name).await?;
    let account = identity::account(&work.read(), id).await?;
    Ok((account.ok_or(Refusal::NotThere)?, true))
}

/// Staff are invited to set up password and code; a panel member is told to sign in by a link.
async fn written_to(
    work: &Work,
    desk: &Desk,
    account: &Account,
    role: Role,
) -> Result<(Event, String), Refusal> {
    if !role.is_staff() {
        let welcomed = Event::AccountWelcomed {
            account: account.id,
            email: account.email.clone(),
        };
        return Ok((welcomed, "/sign-in".into()));
    }
    let invitation: Secret = invitations::invite(work, desk, account).await?;
    let path = invitation.path.clone();
    let invited = Event::AccountInvited {
        account: account.id,
        invitation,
    };
    Ok((invited, path))
}

/// Finds the account that an administrator changes, which is never their own.
async fn anothers(work: &Work, person: &Person, id: i64) -> Result<Account, Refusal> {
    if person.account() == Some(id) {
        return Err(Refusal::TooLate(OWN.into()));
    }
    let account = identity::account(&work.read(), id).await?;
    account
        .filter(|account| !account.email.is_empty())
        .ok_or(Refusal::NotThere)
}

/// Writes a new invitation: for whoever lost the letter, the password or the telephone. What there was
/// keeps working until the new one is set up.
pub async fn invite_again(
    desk: &Desk,
    person: &Person,
    id: i64,
    once: Option<OnceKey>,
) -> Result<(), Refusal> {
    person.need(desk, Permission::ManageAccounts, "")?;
    let (at, person_too) = (desk.clone(), person.clone());
    desk.work(person, move |work| async move {
        let account = anothers(&work, &person_too, id).await?;
        if came_before(&work, once.as_ref(), "invite-again", &id.to_string()).await? {
            return Ok(());
        }
        if account.disabled_at.is_some() {
            return Err(Refusal::TooLate("Enable the account first.".into()));
        }
        let grants = identity::grants(&work.read(), id).await?;
        let staff = grants.iter().find(|grant| grant.role.is_staff());
        let role = staff.map_or(Role::PanelMember, |grant| grant.role);
        let (asked, _) = written_to(&work, &at, &account, role).await?;
        work.commit(asked).await?;
        Ok(())
    })
    .await
}

/// Gives a grant. It counts at once; staff without a password are invited to set one up. The same form sent
/// again gives nothing back that was taken away since.
pub async fn give_grant(
    desk: &Desk,
    person: &Person,
    id: i64,
    grant: Grant,
    once: Option<OnceKey>,
) -> Result<(), Refusal> {
    person.need(desk, Permission::ManageAccounts, "")?;
    check_reach(&desk.db.read(), &grant).await?;
    let (at, person_too) = (desk.clone(), person.clone());
    desk.work(person, move |work| async move {
        let account = anothers(&work, &person_too, id).await?;
        let sent = format!("{id} {grant:?}");
        if came_before(&work, once.as_ref(), "grant", &sent).await? {
            return Ok(());
        }
        identity::give_grant(&work, id, &grant).await?;
        let mut events = vec![Event::GrantGiven {
            account: id,
            role: grant.role,
            area: grant.area.clone(),
        }];
        let kept = identity::staff::credentials(&work.read(), id).await?;
        let set_up = kept.is_some_and(|kept| kept.password_hash.is_some());
        if grant.role.is_staff() && !set_up && account.disabled_at.is_none() {
            events.push(written_to(&work, &at, &account, grant.role).await?.0);
        }
        work.commit_all(events).await?;
        Ok(())
    })
    .await
}

/// Takes a grant away. It counts at once. One's own can be given up, but not by the last administrator. The
/// same form twice takes it once.
pub async fn take_grant(
    desk: &Desk,
    person: &Person,
    id: i64,
    grant: Grant,
    once: Option<OnceKey>,
) -> Result<(), Refusal> {
    person.need(desk, Permission::ManageAccounts, "")?;
    desk.work(person, move |work| async move {
        let sent = format!("{id} {grant:?}");
        if came_before(&work, once.as_ref(), "grant-taken", &sent).await? {
            return Ok(());
        }
        if grant.role == Role::Administrator && !another_administrator(&work, id).await? {
            return Err(Refusal::TooLate(LAST.into()));
        }
        if !take(&work, id, &grant).await? {
            return Err(Refusal::Stale);
        }
        work.commit(Event::GrantTaken {
            account: id,
            role: grant.role,
            area: grant.area,
        })
        .await?;
        Ok(())
    })
    .await
}

/// Disables an account: its browsers are signed out, its invitations end. Sent twice, it is done once.
pub async fn disable(desk: &Desk, person: &Person, id: i64, version: i64) -> Result<(), Refusal> {
    person.need(desk, Permission::ManageAccounts, "")?;
    let person_too = person.clone();
    desk.work(person, move |work| async move {
        anothers(&work, &person_too, id).await?;
        let grants = identity::grants(&work.read(), id).await?;
        let is_one = grants.iter().any(|g| g.role == Role::Administrator);
        if is_one && !another_administrator(&work, id).await? {
            return Err(Refusal::TooLate(LAST.into()));
        }
        if !set_disabled(&work, id, version, true).await? {
            return stands_so(&work, id, version, true).await;
        }
        end_sessions(&work, id, None).await?;
        end_invitations(&work, id).await?;
        work.commit(Event::AccountDisabled { account: id }).await?;
        Ok(())
    })
    .await
}

/// Whether an account stands where the same step, taken just before, has put it; else it moved on since the
/// person saw it.
async fn stands_so(work: &Work, id: i64, version: i64, disabled: bool) -> Result<(), Refusal> {
    let now = identity::account(&work.read(), id).await?;
    let same = |now: Account| now.disabled_at.is_some() == disabled && now.version == version + 1;
    match now.is_some_and(same) {
        true => Ok(()),
        false => Err(Refusal::Stale),
    }
}

/// Enables a disabled account again, with the grants that it has.
pub async fn enable(desk: &Desk, person: &Person, id: i64, version: i64) -> Result<(), Refusal> {
    person.need(desk, Permission::ManageAccounts, "")?;
    let person_too = person.clone();
    desk.work(person, move |work| async move {
        anothers(&work, &person_too, id).await?;
        if !set_disabled(&work, id, version, false).await? {
            return stands_so(&work, id, version, false).await;
        }
        work.commit(Event::AccountEnabled { account: id }).await?;
        Ok(())
    })
    .await
}

/// Whether somebody may delete their account: the last administrator may not.
pub(super) async fn may_go(work: &Work, account: i64) -> Result<(), Refusal> {
    let grants = identity::grants(&work.read(), account).await?;
    let is_one = grants.iter().any(|g| g.role == Role::Administrator);
    if is_one && !another_administrator(work, account).await? {
        return Err(Refusal::TooLate(LAST.into()));
    }
    Ok(())
}
