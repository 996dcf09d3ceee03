//! Writing kinds of work down. They are read with the places of nominations.

use crate::store::nominations::places::Category;
use crate::store::{StoreError, Work};

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
