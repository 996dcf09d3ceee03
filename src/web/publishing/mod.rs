//! Open data and feeds: what programs read, and the pages that say what there is.
//!
//! Nothing is here that pages do not show: the small-number rule and the rules of what is public
//! are applied before anything gets here. Start at `feeds` or `downloads`.

mod atom;
mod downloads;
pub mod editions;
mod entries;
mod feeds;
mod places;
mod signs;

use crate::web::ballots::list as votes;
use crate::web::nominations::export as nominations;
use crate::web::routes::{Access, Routes};

/// Every address of the room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/data", Access::Public, downloads::to_page)
        .get("/data/", Access::Public, downloads::page)
        .get(
            "/data/nominations.csv",
            Access::Public,
            nominations::open_data,
        )
        .get("/data/projects.geojson", Access::Public, places::projects)
        .get(
            "/data/nominations.geojson",
            Access::Public,
            places::nominations,
        )
        .get("/data/rounds.csv", Access::Public, votes::open_data)
        .get("/data/figures.csv", Access::Public, downloads::figures)
        .get("/feeds", Access::Public, feeds::page)
        .get(
            "/feeds/nominations.atom",
            Access::Public,
            feeds::nominations,
        )
        .get("/feeds/votes.atom", Access::Public, feeds::votes)
        .get("/feeds/projects.atom", Access::Public, feeds::projects)
        .get("/feeds/areas/{file}", Access::Public, feeds::area)
        .get("/feeds/projects/{file}", Access::Public, feeds::project)
        .get("/robots.txt", Access::Public, signs::robots)
        .get("/.well-known/security.txt", Access::Public, signs::security)
}
