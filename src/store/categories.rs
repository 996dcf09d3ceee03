//! Kinds of work as administrators look after them. Forms read them with the places of nominations.
//!
//! None is ever deleted: nominations and projects may be of it. One that is retired is offered no more.

use crate::store::instants::At;
use crate::store::nominations::places::Category;
use crate::store::{Conn, StoreError, Work};
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

/// A kind of work with where it stands and what is of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindOfWork {
    /// Its code, name and description.
    pub category: Category,
    /// Where forms offer it: the lowest first, of equal ones by code.
    pub position: i64,
    /// Since when it is offered no more.
    pub retired_at: Option<DateTime<Utc>>,
    /// How many nominations are of it.
    pub nominations: i64,
    /// How many projects are of it.
    pub projects: i64,
}

#[derive(FromQueryResult)]
struct Row {
    code: String,
    name: String,
    description: String,
    position: i64,
    retired_at: Option<At>,
    nominations: i64,
    projects: i64,
}

impl From<Row> for KindOfWork {
    fn from(row: Row) -> Self {
        KindOfWork {
            category: Category {
                code: row.code,
                name: row.name,
                description: row.description,
            },
            position: row.position,
            retired_at: row.retired_at.map(|at| at.0),
            nominations: row.nominations,
            projects: row.projects,
        }
    }
}

const KIND: &str = "SELECT c.code, c.name, c.description, c.position, c.retired_at, \
    (SELECT COUNT(*) FROM nomination n WHERE n.category = c.code) AS nominations, \
    (SELECT COUNT(*) FROM project p WHERE p.category = c.code) AS projects FROM category c";

/// Whether there is a kind of work with this code, retired or not.
pub async fn exists(conn: &Conn<'_>, code: &str) -> Result<bool, StoreError> {
    if code.contains('\0') {
        return Ok(false);
    }
    let sql = "SELECT COUNT(*) FROM category WHERE code = $1";
    Ok(conn.number(sql, [code.into()]).await? > 0)
}

/// Every kind of work, in the order that forms offer them. There are a dozen or so.
pub async fn all(conn: &Conn<'_>) -> Result<Vec<KindOfWork>, StoreError> {
    let rows: Vec<Row> = conn
        .all(format!("{KIND} ORDER BY c.position, c.code"), [])
        .await?;
    Ok(rows.into_iter().map(KindOfWork::from).collect())
}

/// A kind of work by its code.
pub async fn find(conn: &Conn<'_>, code: &str) -> Result<Option<KindOfWork>, StoreError> {
    let row: Option<Row> = conn
        .one(format!("{KIND} WHERE c.code = $1"), [code.into()])
        .await?;
    Ok(row.map(KindOfWork::from))
}

/// The position behind all others.
pub async fn next_position(conn: &Conn<'_>) -> Result<i64, StoreError> {
    conn.number("SELECT COALESCE(MAX(position), 0) + 1 FROM category", [])
        .await
}

/// Adds one. False where its code is taken.
pub async fn add(work: &Work, new: &Category, position: i64) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run(
            "INSERT INTO category (code, name, description, position) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (code) DO NOTHING",
            [
                new.code.clone().into(),
                new.name.clone().into(),
                new.description.clone().into(),
                position.into(),
            ],
        )
        .await?;
    Ok(touched == 1)
}

/// Gives one other words and another position. False where it is not as it was seen any more.
pub async fn change(
    work: &Work,
    seen: &KindOfWork,
    to: &Category,
    position: i64,
) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run(
            "UPDATE category SET name = $1, description = $2, position = $3 \
             WHERE code = $4 AND name = $5 AND description = $6 AND position = $7",
            [
                to.name.clone().into(),
                to.description.clone().into(),
                position.into(),
                seen.category.code.clone().into(),
                seen.category.name.clone().into(),
                seen.category.description.clone().into(),
                seen.position.into(),
            ],
        )
        .await?;
    Ok(touched == 1)
}

/// Offers one no more. False where that was so already.
pub async fn retire(work: &Work, code: &str) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run(
            "UPDATE category SET retired_at = $1 WHERE code = $2 AND retired_at IS NULL",
            [At(work.at()).to_string().into(), code.into()],
        )
        .await?;
    Ok(touched == 1)
}

/// Offers one again. False where it was offered all the time.
pub async fn offer_again(work: &Work, code: &str) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run(
            "UPDATE category SET retired_at = NULL WHERE code = $1 AND retired_at IS NOT NULL",
            [code.into()],
        )
        .await?;
    Ok(touched == 1)
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
