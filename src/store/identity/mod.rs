//! Accounts, what they may do where, and signed-in browsers. Secrets are kept as digests only.

pub mod own_data;
pub mod people;
pub mod sessions;
pub mod staff;

use crate::domain::policy::{Grant, Role};
use crate::store::entities::identity::{account, account_grant, one_time_link, web_session};
use crate::store::instants::At;
use crate::store::{Conn, StoreError, Work};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// Somebody who can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its row.
    pub id: i64,
    /// The address letters go to, as typed.
    pub email: String,
    /// What the person is called.
    pub name: String,
    /// When it was disabled.
    pub disabled_at: Option<DateTime<Utc>>,
    /// Moves with each change.
    pub version: i64,
}

impl From<account::Model> for Account {
    fn from(row: account::Model) -> Self {
        Account {
            id: row.id,
            email: row.email,
            name: row.name,
            disabled_at: row.disabled_at.map(|at| at.0),
            version: row.version,
        }
    }
}

/// How somebody showed who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strength {
    /// A link by email.
    Link,
    /// A password and a one-time code.
    PasswordAndCode,
}

impl Strength {
    /// The word in the database.
    pub fn code(self) -> &'static str {
        match self {
            Strength::Link => "link",
            Strength::PasswordAndCode => "password-and-code",
        }
    }
}

/// A signed-in browser, with what its account may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The digest that stands for the browser's token.
    pub digest: String,
    /// Who.
    pub account: Account,
    /// How they signed in.
    pub strength: Strength,
    /// What they may do where. Staff grants count only after a password and a code.
    pub grants: Vec<Grant>,
    /// When they signed in.
    pub signed_in_at: DateTime<Utc>,
    /// When they must sign in again.
    pub ends_at: DateTime<Utc>,
}

/// An account by its row.
pub async fn account(conn: &Conn<'_>, id: i64) -> Result<Option<Account>, StoreError> {
    let row = account::Entity::find_by_id(id).one(conn.db()).await?;
    Ok(row.map(Account::from))
}

/// An account by the canonical form of its address.
pub async fn account_by_email_key(
    conn: &Conn<'_>,
    key: &str,
) -> Result<Option<Account>, StoreError> {
    let row = account::Entity::find()
        .filter(account::Column::EmailKey.eq(key))
        .one(conn.db())
        .await?;
    Ok(row.map(Account::from))
}

/// Adds an account and says its row.
pub async fn add_account(
    work: &Work,
    email: &str,
    email_key: &str,
    name: &str,
) -> Result<i64, StoreError> {
    let conn = work.read();
    let row = account::ActiveModel {
        email: Set(email.to_string()),
        email_key: Set(email_key.to_string()),
        name: Set(name.to_string()),
        search: Set(people::search(name, email)),
        created_at: Set(At(work.at())),
        version: Set(1),
        ..Default::default()
    };
    let done = account::Entity::insert(row).exec(conn.db()).await?;
    Ok(done.last_insert_id)
}

/// What an account may do where.
pub async fn grants(conn: &Conn<'_>, account: i64) -> Result<Vec<Grant>, StoreError> {
    let rows = account_grant::Entity::find()
        .filter(account_grant::Column::AccountId.eq(account))
        .order_by_asc(account_grant::Column::Id)
        .all(conn.db())
        .await?;
    rows.into_iter()
        .map(|row| grant(&row.role, row.area_code))
        .collect()
}

fn grant(role: &str, area: String) -> Result<Grant, StoreError> {
    let role = Role::parse(role).ok_or_else(|| StoreError::Unreadable(format!("role {role}")))?;
    Ok(Grant { role, area })
}

/// Gives a grant. Giving it twice is the same as once.
pub async fn give_grant(work: &Work, account: i64, grant: &Grant) -> Result<(), StoreError> {
    work.read()
        .run(
            "INSERT INTO account_grant (account_id, role, area_code, given_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (account_id, role, area_code) DO NOTHING",
            [
                account.into(),
                grant.role.code().into(),
                grant.area.clone().into(),
                At(work.at()).to_string().into(),
            ],
        )
        .await?;
    Ok(())
}

/// Signs a browser in: keeps the digest of its token.
pub async fn add_session(
    work: &Work,
    digest: &str,
    account: i64,
    strength: Strength,
    ends_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let conn = work.read();
    let row = web_session::ActiveModel {
        digest: Set(digest.to_string()),
        account_id: Set(account),
        strength: Set(strength.code().to_string()),
        signed_in_at: Set(At(work.at())),
        last_seen_at: Set(At(work.at())),
        ends_at: Set(At(ends_at)),
    };
    web_session::Entity::insert(row)
        .exec_without_returning(conn.db())
        .await?;
    Ok(())
}

/// Signs a browser out.
pub async fn end_session(work: &Work, digest: &str) -> Result<(), StoreError> {
    web_session::Entity::delete_by_id(digest.to_string())
        .exec(work.read().db())
        .await?;
    Ok(())
}

/// What a one-time link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPurpose {
    /// Signing in.
    SignIn,
    /// Setting up a staff account.
    Invitation,
    /// Showing that a nomination's address is the nominator's.
    ConfirmNomination,
    /// Supporting a nomination.
    ConfirmSupport,
    /// Following something.
    ConfirmFollow,
    /// Answering a question about a nomination.
    AnswerInformation,
}

impl LinkPurpose {
    /// The word in the database.
    pub fn code(self) -> &'static str {
        match self {
            LinkPurpose::SignIn => "sign-in",
            LinkPurpose::Invitation => "invitation",
            LinkPurpose::ConfirmNomination => "confirm-nomination",
            LinkPurpose::ConfirmSupport => "confirm-support",
            LinkPurpose::ConfirmFollow => "confirm-follow",
            LinkPurpose::AnswerInformation => "answer-information",
        }
    }
}

/// A link that works once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneTimeLink {
    /// Whose mailbox it went to.
    pub email: String,
    /// What it is about, like a nomination's reference.
    pub subject: String,
    /// Where to go afterwards.
    pub next_page: String,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// When it was used.
    pub spent_at: Option<DateTime<Utc>>,
}

impl OneTimeLink {
    /// Whether it still works.
    pub fn works_at(&self, now: DateTime<Utc>) -> bool {
        self.spent_at.is_none() && now <= self.ends_at
    }
}

/// Keeps a new link by the digest of its token. Older ones for the same mailbox, purpose and subject
/// stop working.
pub async fn add_link(
    work: &Work,
    digest: &str,
    purpose: LinkPurpose,
    link: &OneTimeLink,
) -> Result<(), StoreError> {
    let conn = work.read();
    conn.run(
        "UPDATE one_time_link SET ends_at = $1 WHERE email = $2 AND purpose = $3 AND subject = $4 \
         AND spent_at IS NULL AND ends_at > $1",
        [
            At(work.at() - chrono::Duration::microseconds(1))
                .to_string()
                .into(),
            link.email.clone().into(),
            purpose.code().into(),
            link.subject.clone().into(),
        ],
    )
    .await?;
    let row = one_time_link::ActiveModel {
        digest: Set(digest.to_string()),
        purpose: Set(purpose.code().to_string()),
        email: Set(link.email.clone()),
        subject: Set(link.subject.clone()),
        next_page: Set(link.next_page.clone()),
        made_at: Set(At(work.at())),
        ends_at: Set(At(link.ends_at)),
        spent_at: Set(None),
    };
    one_time_link::Entity::insert(row)
        .exec_without_returning(conn.db())
        .await?;
    Ok(())
}

/// The link behind a digest, spent or not.
pub async fn link(
    conn: &Conn<'_>,
    digest: &str,
    purpose: LinkPurpose,
) -> Result<Option<OneTimeLink>, StoreError> {
    let row: Option<one_time_link::Model> = conn
        .one(
            "SELECT * FROM one_time_link WHERE digest = $1 AND purpose = $2",
            [digest.into(), purpose.code().into()],
        )
        .await?;
    Ok(row.map(|row| OneTimeLink {
        email: row.email,
        subject: row.subject,
        next_page: row.next_page,
        ends_at: row.ends_at.0,
        spent_at: row.spent_at.map(|at| at.0),
    }))
}

/// Spends a link. False if it was spent already or has ended.
pub async fn spend_link(work: &Work, digest: &str) -> Result<bool, StoreError> {
    let now = At(work.at()).to_string();
    let touched = work
        .read()
        .run(
            "UPDATE one_time_link SET spent_at = $1 WHERE digest = $2 AND spent_at IS NULL AND ends_at >= $1",
            [now.into(), digest.into()],
        )
        .await?;
    Ok(touched == 1)
}
