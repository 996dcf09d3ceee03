//! What this is, how it works and what is held: the pages that explain the service.
//!
//! Where a page names a number, such as a threshold or a promise, it reads the setting in force, so
//! that the words cannot drift from what the product does. Start at `pages`.

mod pages;
mod views;

use crate::web::routes::{Access, Routes};

/// Every address of the room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/about", Access::Public, pages::about)
        .get("/about/choosing", Access::Public, pages::choosing)
        .get("/about/figures", Access::Public, pages::figures)
        .get("/about/privacy", Access::Public, pages::privacy)
        .get("/about/cookies", Access::Public, pages::cookies)
        .get("/about/accessibility", Access::Public, pages::accessibility)
        .get("/about/demonstration", Access::Public, pages::demonstration)
        .get("/about/votes", Access::Public, pages::votes)
        .get("/about/open-data", Access::Public, pages::open_data)
}
