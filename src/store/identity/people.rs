//! Accounts as administrators see them: a list to search, and the changes that they make.

use crate::domain::policy::{Grant, Role};
use crate::store::entities::identity::{account, account_grant};
use crate::store::identity::Account;
use crate::store::instants::At;
use crate::store::{Conn, StoreError, Work};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, Value};
use std::collections::BTreeMap;

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The account.
    pub account: Account,
    /// What it may do where.
    pub grants: Vec<Grant>,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// Whether it was set up with a password and a code.
    pub set_up: bool,
}

/// Which accounts to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Words in the name or address, each of which must be there.
    pub words: String,
    /// Only those with this role.
    pub role: Option<Role>,
    /// Only those that are disabled, or only those that are not.
    pub disabled: Option<bool>,
    /// In which order.
    pub order: Order,
}

/// In which order to list accounts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// By name.
    #[default]
    Name,
    /// Newest first.
    Newest,
}

impl Order {
    fn sql(self) -> &'static str {
        match self {
            Order::Name => "a.search, a.id",
            Order::Newest => "a.created_at DESC, a.id DESC",
        }
    }
}

/// What the search looks in: name and address in small letters.
pub(super) fn search(name: &str, email: &str) -> String {
    format!("{name} {email}").to_lowercase()
}

/// A pattern for `LIKE … ESCAPE '!'` that finds the word anywhere.
fn pattern(word: &str) -> String {
    let mut pattern = String::from("%");
    for c in word.to_lowercase().chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// More words than this are not looked for.
const MOST_WORDS: usize = 8;

impl Wanted {
    fn sql(&self) -> (String, Vec<Value>) {
        let mut sql = String::from(" WHERE 1 = 1");
        let mut values: Vec<Value> = vec![];
        for word in self.words.split_whitespace().take(MOST_WORDS) {
            values.push(pattern(word).into());
            sql.push_str(&format!(" AND a.search LIKE ${} ESCAPE '!'", values.len()));
        }
        if let Some(role) = self.role {
            values.push(role.code().into());
            sql.push_str(&format!(
                " AND a.id IN (SELECT account_id FROM account_grant WHERE role = ${})",
                values.len()
            ));
        }
        match self.disabled {
            Some(true) => sql.push_str(" AND a.disabled_at IS NOT NULL"),
            Some(false) => sql.push_str(" AND a.disabled_at IS NULL"),
            None => {}
        }
        (sql, values)
    }
}

/// A page of the list, with how many there are in all.
pub async fn page(
    conn: &Conn<'_>,
    wanted: &Wanted,
    offset: i64,
    count: i64,
) -> Result<(Vec<Listed>, i64), StoreError> {
    let (filter, values) = wanted.sql();
    let total = conn
        .number(
            format!("SELECT COUNT(*) FROM account a{filter}"),
            values.clone(),
        )
        .await?;
    let order = wanted.order.sql();
    let rows: Vec<account::Model> = conn
        .all(
            format!(
                "SELECT a.* FROM account a{filter} ORDER BY {order} LIMIT {count} OFFSET {offset}"
            ),
            values,
        )
        .await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut grants = grants_of(conn, &ids).await?;
    let listed = rows
        .into_iter()
        .map(|row| Listed {
            grants: grants.remove(&row.id).unwrap_or_default(),
            created_at: row.created_at.0,
            set_up: row.password_hash.is_some(),
            account: Account::from(row),
        })
        .collect();
    Ok((listed, total))
}

/// One account as the list shows it.
pub async fn listed(conn: &Conn<'_>, id: i64) -> Result<Option<Listed>, StoreError> {
    let Some(row) = account::Entity::find_by_id(id).one(conn.db()).await? else {
        return Ok(None);
    };
    Ok(Some(Listed {
        grants: super::grants(conn, id).await?,
        created_at: row.created_at.0,
        set_up: row.password_hash.is_some(),
        account: Account::from(row),
    }))
}

async fn grants_of(
    conn: &Conn<'_>,
    accounts: &[i64],
) -> Result<BTreeMap<i64, Vec<Grant>>, StoreError> {
    let mut all: BTreeMap<i64, Vec<Grant>> = BTreeMap::new();
    for some in accounts.chunks(500) {
        let rows = account_grant::Entity::find()
            .filter(account_grant::Column::AccountId.is_in(some.iter().copied()))
            .order_by_asc(account_grant::Column::Id)
            .all(conn.db())
            .await?;
        for row in rows {
            let role = Role::parse(&row.role)
                .ok_or_else(|| StoreError::Unreadable(format!("role {}", row.role)))?;
            all.entry(row.account_id).or_default().push(Grant {
                role,
                area: row.area_code,
            });
        }
    }
    Ok(all)
}

/// Calls an account by another name. False if it was changed meanwhile.
pub async fn rename(
    work: &Work,
    account: &Account,
    name: &str,
    version: i64,
) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run(
            "UPDATE account SET name = $1, search = $2, version = version + 1 WHERE id = $3 AND version = $4",
            [
                name.into(),
                search(name, &account.email).into(),
                account.id.into(),
                version.into(),
            ],
        )
        .await?;
    Ok(touched == 1)
}

/// Disables an account, or enables it again. False if it was changed meanwhile.
pub async fn set_disabled(
    work: &Work,
    account: i64,
    version: i64,
    disabled: bool,
) -> Result<bool, StoreError> {
    let at = disabled.then(|| At(work.at()).to_string());
    let touched = work
        .read()
        .run(
            "UPDATE account SET disabled_at = $1, version = version + 1 WHERE id = $2 AND version = $3",
            [at.into(), account.into(), version.into()],
        )
        .await?;
    Ok(touched == 1)
}

/// Takes a grant away. False if there was none such.
pub async fn take_grant(work: &Work, account: i64, grant: &Grant) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run(
            "DELETE FROM account_grant WHERE account_id = $1 AND role = $2 AND area_code = $3",
            [
                account.into(),
                grant.role.code().into(),
                grant.area.clone().into(),
            ],
        )
        .await?;
    Ok(touched == 1)
}

/// Signs every browser of the account out, but perhaps one, and forgets half-made sign-ins.
pub async fn end_sessions(work: &Work, account: i64, but: Option<&str>) -> Result<(), StoreError> {
    let conn = work.read();
    conn.run(
        "DELETE FROM web_session WHERE account_id = $1 AND digest <> $2",
        [account.into(), but.unwrap_or_default().into()],
    )
    .await?;
    conn.run(
        "DELETE FROM sign_in_try WHERE account_id = $1",
        [account.into()],
    )
    .await?;
    Ok(())
}

/// Stops every invitation to the account that was not used yet.
pub async fn end_invitations(work: &Work, account: i64) -> Result<(), StoreError> {
    work.read()
        .run(
            "DELETE FROM one_time_link WHERE purpose = 'invitation' AND subject = $1 AND spent_at IS NULL",
            [account.to_string().into()],
        )
        .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Row {
    email: String,
}

/// Whether an enabled administrator is left besides this account. Holds the answer still until the
/// change is made: two administrators who remove each other at the same instant come one after the other.
pub async fn another_administrator(work: &Work, account: i64) -> Result<bool, StoreError> {
    let conn = work.read();
    conn.run("UPDATE data_version SET value = value WHERE id = 1", [])
        .await?;
    let another: Option<Row> = conn
        .one(
            "SELECT a.email FROM account a JOIN account_grant g ON g.account_id = a.id \
             WHERE g.role = 'administrator' AND g.area_code = '' AND a.disabled_at IS NULL AND a.id <> $1 LIMIT 1",
            [account.into()],
        )
        .await?;
    Ok(another.is_some_and(|row| !row.email.is_empty()))
}

/// The kind of an area, if there is one with this code.
pub async fn area_kind(conn: &Conn<'_>, code: &str) -> Result<Option<String>, StoreError> {
    #[derive(FromQueryResult)]
    struct Kind {
        kind: String,
    }
    let row: Option<Kind> = conn
        .one("SELECT kind FROM area WHERE code = $1", [code.into()])
        .await?;
    Ok(row.map(|row| row.kind))
}
