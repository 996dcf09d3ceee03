//! What staff do with projects: set them up, describe them, move them from stage to stage, write news.
//!
//! What everybody sees of them is in `web::projects`; their sessions are in `web::hours`. Start at
//! `pages`.

mod describing;
mod forms;
mod moving;
mod pages;
mod updates;
mod views;

use crate::domain::policy::Permission;
use crate::web::routes::{Access, Routes};

/// Every address of the room.
pub fn routes() -> Routes {
    let run = Access::Needs(Permission::RunProjects);
    let see = Access::Needs(Permission::SeeExactFigures);
    let write = Access::Needs(Permission::WriteUpdates);
    let publish = Access::Needs(Permission::PublishUpdates);
    Routes::new()
        .get("/staff/projects", see, pages::list)
        .get("/staff/projects.csv", see, pages::download)
        .get("/staff/projects/new", run, describing::to_agree)
        .post("/staff/projects/new", run, describing::agree)
        .get(
            "/staff/projects/from/{nomination}",
            run,
            describing::to_take_up,
        )
        .post(
            "/staff/projects/from/{nomination}",
            run,
            describing::take_up,
        )
        .get("/staff/projects/{reference}", see, pages::one)
        .get(
            "/staff/projects/{reference}/edit",
            run,
            describing::to_describe,
        )
        .post(
            "/staff/projects/{reference}/edit",
            run,
            describing::describe,
        )
        .get(
            "/staff/projects/{reference}/move/{kind}",
            run,
            moving::to_move,
        )
        .post(
            "/staff/projects/{reference}/move/{kind}",
            run,
            moving::move_on,
        )
        .get(
            "/staff/projects/{reference}/updates/new",
            write,
            updates::to_write,
        )
        .post(
            "/staff/projects/{reference}/updates/new",
            write,
            updates::write,
        )
        .post(
            "/staff/projects/{reference}/updates/{id}/publish",
            publish,
            updates::publish,
        )
}
