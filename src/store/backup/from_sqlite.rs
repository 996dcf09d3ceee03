//! A backup of a SQLite database: SQLite's own consistent copy, then emptied of what is left out.

use super::{BackupError, LEFT_OUT, Watch, file};
use crate::store::{Engine, migrations};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use std::path::Path;

/// Writes it into the empty file.
pub async fn write(url: &str, into: &Path, watch: &Watch) -> Result<(), BackupError> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    let from = Database::connect(options).await?;
    if migrations::applied(&from, Engine::Sqlite).await?.is_empty() {
        return Err(BackupError::NothingToBackUp);
    }
    watch("all tables", 0);
    let name = into.display().to_string().replace('\'', "''");
    // Reads one snapshot and takes no lock that a writer waits for.
    from.execute_unprepared(&format!("VACUUM INTO '{name}'"))
        .await?;
    from.close().await?;
    let copy = file::connect(into, true).await?;
    empty(&copy).await?;
    copy.close().await?;
    Ok(())
}

/// Takes out the rows that are left out, and the space they stood in.
async fn empty(copy: &DatabaseConnection) -> Result<(), BackupError> {
    // No journal: a file that is not finished is thrown away.
    copy.execute_unprepared("PRAGMA journal_mode = OFF; PRAGMA secure_delete = ON")
        .await?;
    let there = copy
        .query_all_raw(sea_orm::Statement::from_string(
            copy.get_database_backend(),
            "SELECT name FROM sqlite_schema WHERE type = 'table'",
        ))
        .await?;
    for row in there {
        let table: String = row.try_get_by_index(0)?;
        if LEFT_OUT.contains(&table.as_str()) {
            copy.execute_unprepared(&format!("DELETE FROM {table}"))
                .await?;
        }
    }
    copy.execute_unprepared("VACUUM").await?;
    Ok(())
}
