//! Files of sessions over the web: sent, looked through, and imported once their sender says so.
//!
//! The check changes nothing and shows every problem. While it runs, and while the import does, a page
//! says how far it is; with scripts it keeps itself up to date. How a file arrives is in `receiving`.

mod pages;
mod receiving;
mod samples;
mod views;

use crate::actions::imports::uploads::MOST_BYTES;
use crate::domain::policy::Permission;
use crate::web::routes::{Access, Routes};

const PATH: &str = "/staff/imports";

/// Every address of the room.
pub fn routes() -> Routes {
    let record = Access::Needs(Permission::RecordSessions);
    Routes::new()
        .get(PATH, record, pages::to_send)
        .post(PATH, record, pages::send)
        .get("/staff/imports/attendances.csv", record, pages::list)
        .get("/staff/imports/returns.csv", record, pages::returns)
        .get("/staff/imports/{key}", record, pages::one)
        .get("/staff/imports/{key}/problems.csv", record, pages::problems)
        .post("/staff/imports/{key}/import", record, pages::import)
        .post("/staff/imports/{key}/abandon", record, pages::abandon)
}

/// Routes whose forms bring a file, with the bytes that they may come to: more than a file may have, so
/// that whoever sends one that is too large is told so on the page.
pub fn larger_bodies() -> Vec<(String, u64)> {
    vec![(PATH.to_string(), 4 * MOST_BYTES as u64)]
}
