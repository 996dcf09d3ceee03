//! The people of the demonstration: staff accounts set up as an invitation asks, residents' accounts by
//! their mailbox. Every staff account has the same password, and its one-time code is shown.

use super::live::Account;
use crate::actions::identity::accounts::{Invitee, invite};
use crate::actions::identity::codes::Codes;
use crate::actions::identity::{account_for_mailbox, invitations, own};
use crate::actions::{Desk, Person, Refusal};
use crate::cli::Failure;
use crate::domain::identity::email::EmailAddress;
use crate::domain::policy::{Actor, Grant, Role};
pub use crate::web::demo::PASSWORD;

/// Makes the account and says who acts through it.
pub async fn arrive(desk: &Desk, account: &Account) -> Result<Person, Failure> {
    let grants = account
        .grants
        .iter()
        .map(grant)
        .collect::<Result<Vec<_>, _>>()?;
    let id = match grants.iter().find(|grant| grant.role.is_staff()) {
        Some(grant) => staff(desk, account, grant).await?,
        None => resident(desk, account).await?,
    };
    Ok(Person {
        actor: Actor::Account(id),
        grants,
    })
}

fn grant(written: &super::live::Grant) -> Result<Grant, Failure> {
    let role = Role::parse(&written.role)
        .ok_or_else(|| Failure::new(format!("no role {:?}", written.role)))?;
    Ok(Grant {
        role,
        area: written.area.clone(),
    })
}

async fn staff(desk: &Desk, account: &Account, grant: &Grant) -> Result<i64, Failure> {
    let invitee = Invitee {
        address: EmailAddress::parse(&account.email)?,
        name: account.name.clone(),
        grant: grant.clone(),
    };
    let invited = invite(desk, &Person::operator(), invitee, None).await?;
    let token = invited
        .path
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_string();
    invitations::choose_password(desk, &token, PASSWORD.into(), PASSWORD).await?;
    let chosen = invitations::chosen(desk, &token).await?;
    let (_, secret) =
        chosen.ok_or_else(|| Failure::new("an invitation of the demonstration is gone"))?;
    let code = Codes::of(desk, &secret).at(desk.now().timestamp());
    let (signed_in, _) = invitations::confirm(desk, &token, &code, None).await?;
    Ok(signed_in.account)
}

async fn resident(desk: &Desk, account: &Account) -> Result<i64, Failure> {
    let email = account.email.clone();
    let id = desk
        .work(&Person::operator(), |work| async move {
            let found = account_for_mailbox(&work, &email).await?;
            work.commit_all(found.events()).await?;
            Ok::<_, Refusal>(found.account)
        })
        .await?;
    let own = Person {
        actor: Actor::Account(id),
        grants: vec![],
    };
    own::rename(desk, &own, account.name.clone(), 1).await?;
    Ok(id)
}
