//! The demonstration's own pages: how to sign in as each kind of person, the clock, the post. Not there
//! in a deployment.

mod clock;
pub mod letters;
mod people;
mod post;

pub use people::PASSWORD;

use crate::web::problem::Problem;
use crate::web::routes::{Access, Routes};
use crate::web::visit::Visit;

/// Pages that answer 404 outside the demonstration.
pub fn routes() -> Routes {
    Routes::new()
        .get("/demo", Access::Public, people::home)
        .get("/demo/codes", Access::Public, people::codes)
        .get("/demo/voting-codes", Access::Public, letters::page)
        .get("/demo/clock", Access::Public, clock::page)
        .post("/demo/clock", Access::Public, clock::put_forward)
        .get("/demo/post", Access::Public, post::pages::post_box)
        .get("/demo/post/{id}", Access::Public, post::pages::letter)
}

/// Not found, unless this is the demonstration.
fn only_here(visit: &Visit) -> Result<(), Problem> {
    if visit.app.config.demonstration {
        Ok(())
    } else {
        Err(Problem::NotFound)
    }
}
