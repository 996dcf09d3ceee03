//! Settings that administrators change while the service runs, each with its default.

use crate::domain::settings::Setting;
use crate::store::entities::house::setting as table;
use crate::store::instants::At;
use crate::store::{Conn, StoreError, Work};
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
