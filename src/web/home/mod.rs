//! The home page: what this is, what it has come to, what is open now and what is going on.
//!
//! It is read more than all other pages, so it holds nothing that differs between visitors.

mod cards;
mod pages;
mod views;

use crate::web::routes::{Access, Routes};

/// The one address of the room.
pub fn routes() -> Routes {
    Routes::new().get("/", Access::Public, pages::home)
}
