//! The application: the desk, the configuration and the router. Starting and stopping.

use crate::actions::Desk;
use crate::config::Config;
use crate::jobs;
use crate::web;
use crate::web::http::limits::Limits;
use crate::web::http::{Connections, Front, Settings, serve, wrap};
use crate::web::layout::Site;
use crate::web::map::chart::Charts;
use crate::web::publishing::editions::Editions;
use axum::Router;
use std::ops::Deref;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Everything a handler can reach. A clone is the same application: every request makes several.
#[derive(Clone)]
pub struct App(Arc<Reach>);

/// What an application is made of.
pub struct Reach {
    /// What actions work with.
    pub desk: Desk,
    /// What the operator set.
    pub config: Arc<Config>,
    /// What every page shows of the deployment.
    pub site: Arc<Site>,
    /// What maps are drawn from, as last read.
    pub charts: Charts,
    /// The tags of files that stream.
    pub editions: Editions,
}

impl Deref for App {
    type Target = Reach;

    fn deref(&self) -> &Reach {
        &self.0
    }
}

impl App {
    /// Puts the application together.
    pub fn new(desk: Desk, config: Config) -> App {
        let site = Site::new(
            config.service.clone(),
            config.brand.at(&config.address),
            config.demonstration,
        )
        .at(&config.address);
        App(Arc::new(Reach {
            desk,
            site: Arc::new(site),
            config: Arc::new(config),
            charts: Charts::default(),
            editions: Editions::default(),
        }))
    }

    /// The same at another desk.
    pub fn at(&self, desk: Desk) -> App {
        App(Arc::new(Reach {
            desk,
            config: self.config.clone(),
            site: self.site.clone(),
            charts: self.charts.clone(),
            editions: self.editions.clone(),
        }))
    }

    /// All pages behind their doors, with the visitor recognised and problems drawn.
    pub fn router(&self) -> Router {
        web::router(self)
    }

    /// The router with everything around it that HTTP needs: limits, kept pages, safety.
    pub fn front(&self) -> Front {
        wrap(self.router(), self.settings())
    }

    /// What the layers around the router need to know.
    pub fn settings(&self) -> Settings {
        let version = self.desk.db.version().clone();
        let clock = self.desk.clock.clone();
        let mut larger_bodies = web::photos::larger_bodies();
        larger_bodies.extend(web::imports::larger_bodies());
        let limits = Limits {
            larger_bodies,
            ..Limits::default()
        };
        Settings {
            limits,
            proxies: self.config.trusted_proxies.clone(),
            drawing: web::problem::drawing(Arc::clone(&self.site)),
            ..Settings::new(
                self.config.address.clone(),
                Arc::new(move || version.now()),
                Arc::new(move || clock.now()),
            )
        }
    }

    /// Serves and looks after what falls due, until `stop` completes and everything in flight is done.
    pub async fn serve(
        self,
        listener: TcpListener,
        stop: impl Future<Output = ()>,
    ) -> std::io::Result<()> {
        let (told, mut hears) = watch::channel(());
        let jobs = tokio::spawn(jobs::run(self.desk.clone(), async move {
            // An error means that the sender is gone: time to stop as well.
            let _ = hears.changed().await;
        }));
        let connections = Connections {
            proxies: self.config.trusted_proxies.clone(),
            ..Connections::default()
        };
        let served = serve(listener, self.front(), connections, stop).await;
        let _ = told.send(());
        if let Err(error) = jobs.await {
            tracing::error!(%error, "the jobs loop fell");
        }
        self.desk.db.close().await;
        served
    }
}
