//! The application: the desk, the configuration and the router. Starting and stopping.

use crate::actions::Desk;
use crate::config::Config;
use crate::web;
use crate::web::layout::Site;
use axum::Router;
use std::sync::Arc;

/// Everything a handler can reach. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// What actions work with.
    pub desk: Desk,
    /// What the operator set.
    pub config: Arc<Config>,
    /// What every page shows of the deployment.
    pub site: Arc<Site>,
}

impl App {
    /// Puts the application together.
    pub fn new(desk: Desk, config: Config) -> App {
        let site = Site {
            name: config.service.clone(),
            brand: config.brand.clone(),
            is_demonstration: config.demonstration,
        };
        App {
            desk,
            site: Arc::new(site),
            config: Arc::new(config),
        }
    }

    /// All pages behind their doors, with the visitor recognised and problems drawn.
    pub fn router(&self) -> Router {
        web::router(self)
    }
}
