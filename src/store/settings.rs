//! Settings that administrators change while the service runs, each with its default.

use crate::domain::settings::{COORDINATE_DECIMALS, Setting};
use crate::store::entities::house::setting as table;
use crate::store::entities::identity::setting_proposal;
use crate::store::instants::At;
use crate::store::{Conn, StoreError, Work};
use chrono::{DateTime, Utc};
use sea_orm::{EntityTrait, QueryOrder};

/// A setting by name, if it was ever set.
pub async fn get(conn: &Conn<'_>, name: &str) -> Result<Option<String>, StoreError> {
    let row = table::Entity::find_by_id(name.to_string())
        .one(conn.db())
        .await?;
    Ok(row.map(|row| row.value))
}

/// The value of a setting that holds: what was set, or its default.
pub async fn in_force(conn: &Conn<'_>, setting: &Setting) -> Result<String, StoreError> {
    Ok(setting.in_force(get(conn, setting.name).await?.as_deref()))
}

/// The same as a whole number.
pub async fn number(conn: &Conn<'_>, setting: &Setting) -> Result<i64, StoreError> {
    Ok(setting.number(get(conn, setting.name).await?.as_deref()))
}

/// How many decimals of a degree the public sees of where a place is.
pub async fn coordinate_decimals(conn: &Conn<'_>) -> Result<u8, StoreError> {
    let decimals = number(conn, &COORDINATE_DECIMALS).await?;
    Ok(u8::try_from(decimals).unwrap_or(3))
}

/// All settings that were ever set, by name.
pub async fn all(conn: &Conn<'_>) -> Result<Vec<(String, String)>, StoreError> {
    let rows = table::Entity::find()
        .order_by_asc(table::Column::Name)
        .all(conn.db())
        .await?;
    Ok(rows.into_iter().map(|row| (row.name, row.value)).collect())
}

/// Sets it.
pub async fn set(work: &Work, name: &str, value: &str) -> Result<(), StoreError> {
    work.read()
        .run(
            "INSERT INTO setting (name, value, changed_at) VALUES ($1, $2, $3) \
             ON CONFLICT (name) DO UPDATE SET value = $2, changed_at = $3",
            [
                name.to_string().into(),
                value.to_string().into(),
                At(work.at()).to_string().into(),
            ],
        )
        .await?;
    Ok(())
}

/// A change that waits for a second administrator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Which setting.
    pub name: String,
    /// The value it would have.
    pub value: String,
    /// Who proposed it.
    pub proposed_by: i64,
    /// When.
    pub proposed_at: DateTime<Utc>,
}

impl From<setting_proposal::Model> for Proposal {
    fn from(row: setting_proposal::Model) -> Self {
        Proposal {
            name: row.name,
            value: row.value,
            proposed_by: row.proposed_by,
            proposed_at: row.proposed_at.0,
        }
    }
}

/// The changes that wait for a second administrator, by name.
pub async fn proposals(conn: &Conn<'_>) -> Result<Vec<Proposal>, StoreError> {
    let rows = setting_proposal::Entity::find()
        .order_by_asc(setting_proposal::Column::Name)
        .all(conn.db())
        .await?;
    Ok(rows.into_iter().map(Proposal::from).collect())
}

/// The change of one setting that waits for a second administrator.
pub async fn proposal(conn: &Conn<'_>, name: &str) -> Result<Option<Proposal>, StoreError> {
    let row = setting_proposal::Entity::find_by_id(name.to_string())
        .one(conn.db())
        .await?;
    Ok(row.map(Proposal::from))
}

/// Proposes a change, in place of an earlier proposal.
pub async fn propose(work: &Work, name: &str, value: &str, by: i64) -> Result<(), StoreError> {
    work.read()
        .run(
            "INSERT INTO setting_proposal (name, value, proposed_by, proposed_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (name) DO UPDATE SET value = $2, proposed_by = $3, proposed_at = $4",
            [
                name.into(),
                value.into(),
                by.into(),
                At(work.at()).to_string().into(),
            ],
        )
        .await?;
    Ok(())
}

/// Ends a proposal. False if there was none.
pub async fn end_proposal(work: &Work, name: &str) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run(
            "DELETE FROM setting_proposal WHERE name = $1",
            [name.into()],
        )
        .await?;
    Ok(touched == 1)
}
