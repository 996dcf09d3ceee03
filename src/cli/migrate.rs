//! `migrate`: brings the database up to date.

use crate::cli::{Outcome, categories, open_configured};

/// Opening the database migrates it.
pub async fn run() -> Outcome {
    let app = open_configured().await?;
    categories::begin(&app.desk).await?;
    println!("The database is up to date.");
    app.desk.db.close().await;
    Ok(())
}
