//! The map of nominations and projects, with its list; and what other pages draw maps with.
//!
//! Everything works as plain pages: the map is a drawing made here, moved by links. With a script the
//! same marks and outlines come as numbers and are drawn by Leaflet. No other site is asked. Start at
//! `pages`, and at [`drawing`] for the drawing.

mod background;
pub mod chart;
pub mod drawing;
pub mod files;
mod look;
pub mod nearby;
mod pages;
mod tile;
mod views;

pub use pages::{credit, owners, scripts};

use crate::web::routes::{Access, Routes};

/// Every address of the room.
pub fn routes() -> Routes {
    Routes::new()
        .get("/map", Access::Public, pages::page)
        .get("/map/drawing.svg", Access::Public, files::drawn)
        .get("/map/picture.svg", Access::Public, files::picture)
        .get("/map/background.pmtiles", Access::Public, background::serve)
        .get("/map/marks.json", Access::Public, files::marks)
        .get("/map/outlines.json", Access::Public, files::outlines)
        .get("/map/place.json", Access::Public, files::place)
}
