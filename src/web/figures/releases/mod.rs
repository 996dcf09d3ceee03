//! Releases: what councils have published, frozen; and drafting, checking and publishing for officers.
//!
//! Public pages show what was frozen and nothing else. Officers see the same tables before, with every
//! anomaly of the ledger beside them. Start at `pages` or `staff`.

mod forms;
pub mod pages;
mod staff;
mod staff_views;
mod views;

use crate::domain::policy::Permission;
use crate::web::routes::{Access, Routes};

/// Every address of releases.
pub fn routes() -> Routes {
    let run = Access::Needs(Permission::PublishReleases);
    Routes::new()
        .get("/figures/releases", Access::Public, pages::list)
        .get("/figures/releases/{release}", Access::Public, pages::one)
        .get(
            "/figures/releases/{release}/{file}",
            Access::Public,
            pages::file,
        )
        .get("/staff/releases", run, staff::list)
        .get("/staff/releases/new", run, staff::new)
        .post("/staff/releases/new", run, staff::draft)
        .get("/staff/releases/{release}", run, staff::one)
        .post("/staff/releases/{release}/check", run, staff::check)
        .post("/staff/releases/{release}/publish", run, staff::publish)
        .post("/staff/releases/{release}/back", run, staff::send_back)
        .post("/staff/releases/{release}/discard", run, staff::discard)
}
