//! Kinds of work, in the order an administrator gave them.

use crate::store::{Conn, StoreError, Work};
use sea_orm::FromQueryResult;

/// A kind of work.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Category {
    /// The word in addresses and files.
    pub code: String,
    /// The words for people.
    pub name: String,
    /// What belongs to it.
    pub description: String,
}

/// Every kind of work.
pub async fn all(conn: &Conn<'_>) -> Result<Vec<Category>, StoreError> {
    conn.all(
        "SELECT code, name, description FROM category ORDER BY position, code",
        [],
    )
    .await
}

/// Adds kinds of work behind those that are there, or gives them other words.
pub async fn put(work: &Work, categories: &[Category]) -> Result<(), StoreError> {
    let conn = work.read();
    let mut position = conn
        .number("SELECT MAX(position) FROM category", [])
        .await?;
    for category in categories {
        position += 1;
        conn.run(
            "INSERT INTO category (code, name, description, position) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (code) DO UPDATE SET name = excluded.name, description = excluded.description",
            [
                category.code.clone().into(),
                category.name.clone().into(),
                category.description.clone().into(),
                position.into(),
            ],
        )
        .await?;
    }
    Ok(())
}
