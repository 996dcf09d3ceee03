//! What people see: pages and forms, in HTML from the server. A file or folder a room.
//!
//! Start at [`routes`]: each room lists its addresses with who may come in. A handler gets a
//! [`visit::Visit`], reads from the store or calls one action, and answers with a page.

pub mod about;
pub mod admin;
pub mod areas;
pub mod assets;
pub mod ballots;
pub mod brand;
pub mod demo;
pub mod figures;
pub mod form;
pub mod govuk;
pub mod guard;
pub mod home;
pub mod hours;
pub mod http;
pub mod identity;
pub mod imports;
pub mod known;
pub mod layout;
pub mod listening;
pub mod map;
pub mod mistaken;
pub mod nominations;
pub mod operators;
pub mod panels;
pub mod paths;
pub mod pdf;
pub mod photos;
pub mod pieces;
pub mod problem;
pub mod projects;
pub mod publishing;
pub mod questions;
pub mod routes;
pub mod site;
pub mod staff_home;
pub mod staff_nominations;
pub mod staff_projects;
pub mod upload;
pub mod visit;
pub mod visitor;

use crate::app::App;
use axum::Router;
use axum::middleware::from_fn_with_state;
use routes::{Access, Routes};

/// Every route of the product with who may come in.
pub fn all_routes() -> Routes {
    Routes::new()
        .get(assets::PATH, Access::Public, assets::serve)
        .get("/favicon.ico", Access::Public, assets::favicon)
        .get(brand::PATH, Access::Public, brand::serve)
        .and(about::routes())
        .and(areas::routes())
        .and(demo::routes())
        .and(figures::routes())
        .and(home::routes())
        .and(identity::routes())
        .and(admin::routes())
        .and(nominations::routes())
        .and(listening::routes())
        .and(map::routes())
        .and(staff_home::routes())
        .and(staff_nominations::routes())
        .and(hours::routes())
        .and(imports::routes())
        .and(projects::routes())
        .and(operators::routes())
        .and(panels::routes())
        .and(photos::routes())
        .and(staff_projects::routes())
        .and(publishing::routes())
        .and(ballots::routes())
}

/// The router. From outside in: the visitor is recognised, problems are drawn for them, the door is asked.
pub fn router(app: &App) -> Router {
    all_routes()
        .into_router()
        .layer(from_fn_with_state(app.clone(), visitor::recognise))
        .with_state(app.clone())
}

/// The handlers alone, for nobody known: queries and rendering, and nothing around them. For benchmarks.
pub fn handlers(app: &App) -> Router {
    all_routes()
        .handlers()
        .layer(axum::Extension(visitor::Visitor::nobody()))
        .with_state(app.clone())
}
