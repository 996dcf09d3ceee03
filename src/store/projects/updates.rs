//! News of projects. Public once somebody with the right has published it.

use crate::store::entities::projects::project_update as table;
use crate::store::instants::At;
use crate::store::projects::list::inside;
use crate::store::{Conn, StoreError, Work};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::Value;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
};

/// A piece of news.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// Its row.
    pub id: i64,
    /// The project's row.
    pub project: i64,
    /// Its heading.
    pub title: String,
    /// Its text.
    pub body: String,
    /// When it was written.
    pub written_at: DateTime<Utc>,
    /// When it was published.
    pub published_at: Option<DateTime<Utc>>,
}

impl From<table::Model> for Update {
    fn from(row: table::Model) -> Self {
        Update {
            id: row.id,
            project: row.project_id,
            title: row.title,
            body: row.body,
            written_at: row.written_at.0,
            published_at: row.published_at.map(|at| at.0),
        }
    }
}

/// Every piece of news of a project, newest first. For staff.
pub async fn all(conn: &Conn<'_>, project: i64) -> Result<Vec<Update>, StoreError> {
    let rows = table::Entity::find()
        .filter(table::Column::ProjectId.eq(project))
        .order_by_desc(table::Column::Id)
        .all(conn.db())
        .await?;
    Ok(rows.into_iter().map(Update::from).collect())
}

/// What is published of it, newest first.
pub async fn published(conn: &Conn<'_>, project: i64) -> Result<Vec<Update>, StoreError> {
    let rows = table::Entity::find()
        .filter(table::Column::ProjectId.eq(project))
        .filter(table::Column::PublishedAt.is_not_null())
        .order_by_desc(table::Column::PublishedAt)
        .order_by_desc(table::Column::Id)
        .all(conn.db())
        .await?;
    Ok(rows.into_iter().map(Update::from).collect())
}

/// One piece of news.
pub async fn by_id(conn: &Conn<'_>, id: i64) -> Result<Option<Update>, StoreError> {
    let row = table::Entity::find_by_id(id).one(conn.db()).await?;
    Ok(row.map(Update::from))
}

/// News that was written and that nobody has published yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its heading.
    pub title: String,
    /// The project's reference.
    pub reference: String,
    /// The project's council by name.
    pub council_name: String,
    /// When it was written.
    pub written_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct WaitingRow {
    title: String,
    reference: String,
    council_name: String,
    written_at: At,
}

/// News that waits to be published in some areas, or anywhere where none are named: the oldest first, and no more
/// than so much.
pub async fn waiting(
    conn: &Conn<'_>,
    within: Option<&[String]>,
    most: u64,
) -> Result<Vec<Waiting>, StoreError> {
    let reach = match within {
        None => String::new(),
        Some([]) => return Ok(vec![]),
        Some(areas) => {
            let places: Vec<String> = (1..=areas.len()).map(|at| format!("${at}")).collect();
            format!("AND {}", inside(&places))
        }
    };
    let sql = format!(
        "SELECT u.title, p.reference, k.name AS council_name, u.written_at FROM project_update u \
         JOIN project p ON p.id = u.project_id JOIN area k ON k.code = p.council_code \
         WHERE u.published_at IS NULL {reach} ORDER BY u.id LIMIT {most}"
    );
    let values = within.unwrap_or_default().iter().map(Value::from);
    let rows: Vec<WaitingRow> = conn.all(sql, values).await?;
    Ok(rows
        .into_iter()
        .map(|row| Waiting {
            title: row.title,
            reference: row.reference,
            council_name: row.council_name,
            written_at: row.written_at.0,
        })
        .collect())
}

/// Writes a piece of news down and says its row.
pub async fn add(work: &Work, project: i64, title: &str, body: &str) -> Result<i64, StoreError> {
    let row = table::ActiveModel {
        project_id: Set(project),
        title: Set(title.to_string()),
        body: Set(body.to_string()),
        written_by: Set(work.actor().account()),
        written_at: Set(At(work.at())),
        ..Default::default()
    };
    let done = table::Entity::insert(row).exec(work.read().db()).await?;
    Ok(done.last_insert_id)
}

/// Publishes it. False if it was published already.
pub async fn publish(work: &Work, id: i64) -> Result<bool, StoreError> {
    let touched = work
        .read()
        .run(
            "UPDATE project_update SET published_at = $1, published_by = $2 WHERE id = $3 AND published_at IS NULL",
            [
                At(work.at()).to_string().into(),
                work.actor().account().into(),
                id.into(),
            ],
        )
        .await?;
    Ok(touched == 1)
}
