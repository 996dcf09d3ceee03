//! How staff show who they are: password, one-time code, recovery codes, and the two states that are
//! no session yet.

use crate::store::entities::identity::{account, account_setup, sign_in_try};
use crate::store::identity::Account;
use crate::store::instants::At;
use crate::store::{Conn, Db, StoreError, Work};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

/// An account with what its sign-in is checked against.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The account.
    pub account: Account,
    /// The password's hash, once it was set up.
    pub password_hash: Option<String>,
    /// What the secret of its codes is made from.
    pub totp_secret: Option<String>,
}

impl From<account::Model> for Credentials {
    fn from(row: account::Model) -> Self {
        Credentials {
            password_hash: row.password_hash.clone(),
            totp_secret: row.totp_secret.clone(),
            account: Account::from(row),
        }
    }
}

/// The credentials of an account.
pub async fn credentials(conn: &Conn<'_>, account: i64) -> Result<Option<Credentials>, StoreError> {
    let row = account::Entity::find_by_id(account).one(conn.db()).await?;
    Ok(row.map(Credentials::from))
}

/// The same by the canonical form of an address.
pub async fn credentials_by_email_key(
    conn: &Conn<'_>,
    key: &str,
) -> Result<Option<Credentials>, StoreError> {
    let row = account::Entity::find()
        .filter(account::Column::EmailKey.eq(key))
        .one(conn.db())
        .await?;
    Ok(row.map(Credentials::from))
}

/// Sets password and code anew. The step whose code was just shown counts as used.
pub async fn set_credentials(
    work: &Work,
    account: i64,
    password_hash: &str,
    totp_secret: &str,
    step: i64,
) -> Result<(), StoreError> {
    work.read()
        .run(
            "UPDATE account SET password_hash = $1, totp_secret = $2, totp_last_step = $3, \
             version = version + 1 WHERE id = $4",
            [
                password_hash.into(),
                totp_secret.into(),
                step.into(),
                account.into(),
            ],
        )
        .await?;
    Ok(())
}

/// Uses the code of a step. False if that step's code, or a later one's, was used before.
pub async fn use_step(work: &Work, account: i64, step: i64) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run(
            "UPDATE account SET totp_last_step = $1 WHERE id = $2 \
             AND (totp_last_step IS NULL OR totp_last_step < $1)",
            [step.into(), account.into()],
        )
        .await?;
    Ok(touched == 1)
}

/// Gives an account new recovery codes, by their digests. The old ones stop working.
pub async fn replace_recovery_codes(
    work: &Work,
    account: i64,
    digests: &[String],
) -> Result<(), StoreError> {
    let conn = work.read();
    conn.run(
        "DELETE FROM recovery_code WHERE account_id = $1",
        [account.into()],
    )
    .await?;
    for digest in digests {
        conn.run(
            "INSERT INTO recovery_code (account_id, digest) VALUES ($1, $2)",
            [account.into(), digest.clone().into()],
        )
        .await?;
    }
    Ok(())
}

/// Uses a recovery code. False if there is none such, or it was used.
pub async fn use_recovery_code(
    work: &Work,
    account: i64,
    digest: &str,
) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run(
            "UPDATE recovery_code SET used_at = $1 WHERE account_id = $2 AND digest = $3 AND used_at IS NULL",
            [
                At(work.at()).to_string().into(),
                account.into(),
                digest.into(),
            ],
        )
        .await?;
    Ok(touched == 1)
}

/// How many recovery codes still work.
pub async fn recovery_codes_left(conn: &Conn<'_>, account: i64) -> Result<i64, StoreError> {
    conn.number(
        "SELECT COUNT(*) FROM recovery_code WHERE account_id = $1 AND used_at IS NULL",
        [account.into()],
    )
    .await
}

/// Somebody typed an address and a password; a code is awaited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInTry {
    /// The canonical form of the address that was typed.
    pub email_key: String,
    /// The account of that address, if there is one.
    pub account: Option<i64>,
    /// Whether the password was right. Nobody is told before the code.
    pub password_right: bool,
    /// Where to go afterwards.
    pub next_page: String,
    /// Until when the code is awaited.
    pub ends_at: DateTime<Utc>,
}

/// Keeps a try by the digest of the browser's token. Bookkeeping: nothing has happened yet.
pub async fn add_try(db: &Db, digest: &str, tried: &SignInTry) -> Result<(), StoreError> {
    let row = sign_in_try::ActiveModel {
        digest: Set(digest.to_string()),
        email_key: Set(tried.email_key.clone()),
        account_id: Set(tried.account),
        password_right: Set(tried.password_right),
        next_page: Set(tried.next_page.clone()),
        ends_at: Set(At(tried.ends_at)),
    };
    sign_in_try::Entity::insert(row)
        .exec_without_returning(db.write_bookkeeping().db())
        .await?;
    Ok(())
}

/// The try behind a digest that still waits for its code.
pub async fn find_try(
    conn: &Conn<'_>,
    digest: &str,
    now: DateTime<Utc>,
) -> Result<Option<SignInTry>, StoreError> {
    let row = sign_in_try::Entity::find_by_id(digest.to_string())
        .one(conn.db())
        .await?;
    Ok(row.filter(|row| row.ends_at.0 >= now).map(|row| SignInTry {
        email_key: row.email_key,
        account: row.account_id,
        password_right: row.password_right,
        next_page: row.next_page,
        ends_at: row.ends_at.0,
    }))
}

/// Ends a try. False if it was ended already: of two codes sent at once one gets in.
pub async fn end_try(work: &Work, digest: &str) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run("DELETE FROM sign_in_try WHERE digest = $1", [digest.into()])
        .await?;
    Ok(touched == 1)
}

/// A staff account half set up: everything but its first code.
#[derive(Clone, PartialEq, Eq)]
pub struct Setup {
    /// The hash of the password that was chosen.
    pub password_hash: String,
    /// What the secret of its codes is made from.
    pub totp_secret: String,
}

/// Keeps a setup under its invitation, in place of an earlier one. Bookkeeping: nothing has happened yet.
pub async fn put_setup(
    db: &Db,
    link_digest: &str,
    setup: &Setup,
    ends_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    db.write_bookkeeping()
        .run(
            "INSERT INTO account_setup (link_digest, password_hash, totp_secret, ends_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (link_digest) DO UPDATE SET password_hash = $2, totp_secret = $3, ends_at = $4",
            [
                link_digest.into(),
                setup.password_hash.clone().into(),
                setup.totp_secret.clone().into(),
                At(ends_at).to_string().into(),
            ],
        )
        .await?;
    Ok(())
}

/// The setup under an invitation.
pub async fn setup(conn: &Conn<'_>, link_digest: &str) -> Result<Option<Setup>, StoreError> {
    let row = account_setup::Entity::find_by_id(link_digest.to_string())
        .one(conn.db())
        .await?;
    Ok(row.map(|row| Setup {
        password_hash: row.password_hash,
        totp_secret: row.totp_secret,
    }))
}

/// Ends a setup.
pub async fn end_setup(work: &Work, link_digest: &str) -> Result<(), StoreError> {
    work.read()
        .run(
            "DELETE FROM account_setup WHERE link_digest = $1",
            [link_digest.into()],
        )
        .await?;
    Ok(())
}
