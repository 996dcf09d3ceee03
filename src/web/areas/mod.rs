//! Areas: finding one by postcode, place or name, and what goes on in it.
//!
//! Everything here can be read without a map; the map of an area is a drawing beside the list that
//! says the same. Start at `pages`.

mod finding;
mod forms;
mod map;
mod one_views;
mod pages;
mod reading;
mod views;

use crate::web::routes::{Access, Routes};

/// Every address of the room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/areas", Access::Public, pages::list)
        .get("/areas.csv", Access::Public, pages::download)
        .get("/areas/{code}", Access::Public, pages::area)
        .get("/areas/{code}/map.svg", Access::Public, map::file)
}
