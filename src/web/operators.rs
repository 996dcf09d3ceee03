//! For operators and their machines: is it alive, is it ready, what has it done.

use crate::app::App;
use crate::store::version;
use crate::web::http::metrics;
use crate::web::routes::{Access, Routes};
use axum::extract::State;
use axum::http::StatusCode;

/// Health and measurements.
pub fn routes() -> Routes {
    Routes::new()
        .get("/health/live", Access::Public, live)
        .get("/health/ready", Access::Public, ready)
        .get("/metrics", Access::Public, metrics::page)
}

/// The process runs.
async fn live() -> &'static str {
    "live\n"
}

/// The process can answer from the database, and write to it.
async fn ready(State(app): State<App>) -> (StatusCode, String) {
    if let Err(error) = version::stored(&app.desk.db.read()).await {
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            format!("cannot read: {error}\n"),
        );
    }
    match app.desk.db.can_write().await {
        Ok(()) => (StatusCode::OK, "ready\n".into()),
        Err(error) => (
            StatusCode::SERVICE_UNAVAILABLE,
            format!("cannot write: {error}\n"),
        ),
    }
}
