//! The application: the desk, the configuration and the router. Starting and stopping.

use crate::actions::Desk;
use crate::config::Config;
use crate::web;
use axum::Router;
use std::sync::Arc;

/// Everything a handler can reach. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// What actions work with.
    pub desk: Desk,
    /// What the operator set.
    pub config: Arc<Config>,
}

impl App {
    /// Puts the application together.
    pub fn new(desk: Desk, config: Config) -> App {
        App {
            desk,
            config: Arc::new(config),
        }
    }

    /// All pages behind their doors, with the visitor recognised and problems drawn.
    pub fn router(&self) -> Router {
        web::router(self)
    }
}
