//! Who a browser is: asked with every request, so it is asked for all who come at once together.

use super::{Account, Session, Strength, grant};
use crate::domain::policy::Grant;
use crate::store::at_once::placeholders;
use crate::store::entities::identity::account as account_table;
use crate::store::gathering::LookedUp;
use crate::store::instants::At;
use crate::store::{Conn, Db, StoreError};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::Value;
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter};
use std::collections::HashMap;

/// The digest that stands for a browser's token.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::store) struct SessionDigest(String);

/// The row of an account.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::store) struct AccountId(i64);

/// The signed-in browser behind a digest: not ended, its account not disabled.
pub async fn session(
    db: &Db,
    digest: String,
    now: DateTime<Utc>,
) -> Result<Option<Session>, StoreError> {
    let sessions = &db.gatherings().sessions;
    let found = sessions.ask(db, SessionDigest(digest)).await?;
    Ok(found.filter(|session| session.ends_at > now))
}

/// An account by its row, where many ask at once.
pub async fn account(db: &Db, id: i64) -> Result<Option<Account>, StoreError> {
    db.gatherings().accounts.ask(db, AccountId(id)).await
}

#[derive(FromQueryResult)]
struct Row {
    digest: String,
    strength: String,
    signed_in_at: At,
    ends_at: At,
    account_id: i64,
    email: String,
    name: String,
    version: i64,
    role: Option<String>,
    area_code: Option<String>,
}

impl LookedUp for SessionDigest {
    type Found = Session;

    async fn look_up(
        conn: &Conn<'_>,
        digests: &[SessionDigest],
    ) -> Result<HashMap<SessionDigest, Session>, StoreError> {
        let sql = format!(
            "SELECT s.digest, s.strength, s.signed_in_at, s.ends_at, s.account_id, a.email, a.name, \
             a.version, g.role, g.area_code FROM web_session s \
             JOIN account a ON a.id = s.account_id AND a.disabled_at IS NULL \
             LEFT JOIN account_grant g ON g.account_id = a.id \
             WHERE s.digest IN {} ORDER BY g.id",
            placeholders(conn.engine(), 1, digests.len())
        );
        let values = digests.iter().map(|digest| Value::from(digest.0.as_str()));
        let mut found: HashMap<SessionDigest, Session> = HashMap::new();
        for row in conn.all::<Row>(sql, values).await? {
            let grant = row.grant()?;
            let digest = SessionDigest(row.digest.clone());
            let session = found.entry(digest).or_insert_with(|| row.into());
            session.grants.extend(grant);
        }
        Ok(found)
    }
}

impl Row {
    fn strength(&self) -> Strength {
        if self.strength == Strength::PasswordAndCode.code() {
            Strength::PasswordAndCode
        } else {
            Strength::Link
        }
    }

    /// What the row gives leave to do. Staff grants count only after a password and a code.
    fn grant(&self) -> Result<Option<Grant>, StoreError> {
        let (Some(role), Some(area)) = (&self.role, &self.area_code) else {
            return Ok(None);
        };
        let grant = grant(role, area.clone())?;
        let counts = self.strength() == Strength::PasswordAndCode || !grant.role.is_staff();
        Ok(counts.then_some(grant))
    }
}

impl From<Row> for Session {
    /// Without any grant yet.
    fn from(row: Row) -> Self {
        Session {
            strength: row.strength(),
            digest: row.digest,
            account: Account {
                id: row.account_id,
                email: row.email,
                name: row.name,
                disabled_at: None,
                version: row.version,
            },
            grants: vec![],
            signed_in_at: row.signed_in_at.0,
            ends_at: row.ends_at.0,
        }
    }
}

impl LookedUp for AccountId {
    type Found = Account;

    async fn look_up(
        conn: &Conn<'_>,
        ids: &[AccountId],
    ) -> Result<HashMap<AccountId, Account>, StoreError> {
        let rows = account_table::Entity::find()
            .filter(account_table::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .all(conn.db())
            .await?;
        let found = rows.into_iter().map(|row| (AccountId(row.id), row.into()));
        Ok(found.collect())
    }
}
