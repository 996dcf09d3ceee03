//! Projects as everybody sees them: the list, and the page of one that tells its whole story.
//!
//! What staff do with projects is in `web::staff_projects`.

pub mod export;
mod feedback;
pub mod list;
mod page;
mod track;
pub mod views;

use crate::web::routes::{Access, Routes};

/// The list, its download, and one project.
pub fn routes() -> Routes {
    Routes::new()
        .get("/projects", Access::Public, list::page)
        .get("/projects.csv", Access::Public, export::csv)
        .get("/projects/{reference}", Access::Public, page::project)
        .get(
            "/projects/{reference}/feedback",
            Access::SignedIn,
            feedback::to_give,
        )
        .post(
            "/projects/{reference}/feedback",
            Access::SignedIn,
            feedback::give,
        )
        .get(
            "/projects/{reference}/feedback/thanks",
            Access::SignedIn,
            feedback::thanks,
        )
}
