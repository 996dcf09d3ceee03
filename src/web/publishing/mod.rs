//! Open data and feeds: what programs read, and the pages that say what there is.
//!
//! Nothing is here that pages do not show: the small-number rule and the rules of what is public
//! are applied before anything gets here. Start at `feeds` or `downloads`.

mod api;
mod atom;
mod datasets;
mod downloads;
pub mod editions;
mod entries;
mod feeds;
mod figure_fields;
mod signs;

use crate::web::routes::{Access, Routes};

/// Every address of the room.
pub fn routes() -> Routes {
    Routes::new()
        .and(api::routes())
        .get("/data", Access::Public, downloads::to_page)
        .get("/data/", Access::Public, downloads::page)
        .get(
            "/data/dictionary.csv",
            Access::Public,
            downloads::dictionary,
        )
        .get("/data/{file}", Access::Public, downloads::file)
        .get("/feeds", Access::Public, feeds::page)
        .get(
            "/feeds/nominations.atom",
            Access::Public,
            feeds::nominations,
        )
        .get("/feeds/votes.atom", Access::Public, feeds::votes)
        .get("/feeds/projects.atom", Access::Public, feeds::projects)
        .get(
            "/feeds/releases.atom",
            Access::Public,
            feeds::releases_of_figures,
        )
        .get("/feeds/areas/{file}", Access::Public, feeds::area)
        .get("/feeds/projects/{file}", Access::Public, feeds::project)
        .get("/robots.txt", Access::Public, signs::robots)
        .get("/.well-known/security.txt", Access::Public, signs::security)
}
