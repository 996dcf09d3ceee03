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

/// The process can answer from the database, and write to it. What is wrong is told in the log, not to
/// everybody.
async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    if let Err(error) = version::stored(&app.desk.db.read()).await {
        tracing::warn!(%error, "not ready: the database cannot be read");
        return (StatusCode::SERVICE_UNAVAILABLE, "cannot read\n");
    }
    if let Err(error) = app.desk.db.can_write().await {
        tracing::warn!(%error, "not ready: the database cannot be written to");
        return (StatusCode::SERVICE_UNAVAILABLE, "cannot write\n");
    }
    (StatusCode::OK, "ready\n")
}
