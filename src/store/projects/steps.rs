//! The steps that a project has made, with their reasons.

use crate::domain::projects::Stage;
use crate::store::entities::projects::project_step as table;
use crate::store::instants::At;
use crate::store::{Conn, StoreError, Work};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// A move that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When it was made.
    pub at: DateTime<Utc>,
    /// To which stage.
    pub stage: Stage,
    /// Why, where a reason was asked for.
    pub reason: String,
}

/// Every step, oldest first.
pub async fn all(conn: &Conn<'_>, project: i64) -> Result<Vec<Step>, StoreError> {
    let rows = table::Entity::find()
        .filter(table::Column::ProjectId.eq(project))
        .order_by_asc(table::Column::Id)
        .all(conn.db())
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Step {
                at: row.at.0,
                stage: super::stage(&row.stage)?,
                reason: row.reason,
            })
        })
        .collect()
}

/// Notes a step, made now.
pub async fn add(work: &Work, project: i64, stage: Stage, reason: &str) -> Result<(), StoreError> {
    let row = table::ActiveModel {
        project_id: Set(project),
        at: Set(At(work.at())),
        stage: Set(stage.code().to_string()),
        reason: Set(reason.to_string()),
        by_account: Set(work.actor().account()),
        ..Default::default()
    };
    table::Entity::insert(row)
        .exec_without_returning(work.read().db())
        .await?;
    Ok(())
}
