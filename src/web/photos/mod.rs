//! Photos: sending one, seeing one, and what moderators do with it.
//!
//! Nothing is public before a moderator has passed it. Every form works without a script and with the
//! keyboard alone. How a file arrives is in [`upload`], what is shown of it in [`views`].

mod news;
mod own;
mod serving;
mod staff;
mod staff_views;
pub mod upload;
pub mod views;

use crate::domain::photos::MOST_BYTES;
use crate::domain::policy::Permission;
use crate::web::routes::{Access, Routes};

const NOMINATE: &str = "/nominate/photos";
const OWN: &str = "/nominations/{reference}/photos";
const NEWS: &str = "/staff/projects/{reference}/updates/{id}/photos";

/// Every address of the room.
pub fn routes() -> Routes {
    let moderate = Access::Needs(Permission::ModerateNominations);
    let write = Access::Needs(Permission::WriteUpdates);
    Routes::new()
        .get("/photos/{key}/{size}", Access::Public, serving::serve)
        .get(NOMINATE, Access::Public, own::of_draft)
        .post(NOMINATE, Access::Public, own::add_to_draft)
        .post(
            "/nominate/photos/{id}/remove",
            Access::Public,
            own::remove_from_draft,
        )
        .get(OWN, Access::SignedIn, own::of_nomination)
        .post(OWN, Access::SignedIn, own::add_to_nomination)
        .post(
            "/nominations/{reference}/photos/{id}/remove",
            Access::SignedIn,
            own::remove_from_nomination,
        )
        .get(NEWS, write, news::page)
        .post(NEWS, write, news::add)
        .post(
            "/staff/projects/{reference}/photos/{id}/remove",
            write,
            news::remove,
        )
        .get("/staff/photos", moderate, staff::queue)
        .get("/staff/photos/{id}", moderate, staff::one)
        .post("/staff/photos/{id}/pass", moderate, staff::pass)
        .post("/staff/photos/{id}/blur", moderate, staff::blur)
        .post("/staff/photos/{id}/take-down", moderate, staff::take_down)
}

/// Routes whose forms bring a file, with the bytes that they may come to: twice the largest photo, so
/// that whoever sends one that is too large is told so on the page.
pub fn larger_bodies() -> Vec<(String, u64)> {
    let most = 2 * MOST_BYTES as u64;
    [NOMINATE, OWN, NEWS]
        .into_iter()
        .map(|route| (route.to_string(), most))
        .collect()
}
