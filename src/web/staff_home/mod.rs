//! The first page of staff: what needs them today, oldest first, and the way to everything they run.
//!
//! It only reads, and shows each person the tasks of their own areas. Start at `tasks`.

mod tasks;
mod views;
mod votes;

use crate::domain::policy::Permission;
use crate::web::routes::{Access, Routes};
use crate::web::visit::{Answer, Visit};
use axum::response::IntoResponse;

/// The one address of the room.
pub fn routes() -> Routes {
    Routes::new().get("/staff", Access::Needs(Permission::SeeStaffPages), home)
}

/// What needs whoever asks.
async fn home(visit: Visit) -> Answer {
    let tasks = tasks::of(&visit).await?;
    let places = views::places(&visit);
    let body = views::home(&tasks, &places);
    Ok(visit
        .page("What needs you today", body)
        .about("Staff")
        .wide()
        .into_response())
}
