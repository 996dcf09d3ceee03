//! `serve`: the site.

use crate::actions::areas;
use crate::cli::{Failure, Outcome, categories, open};
use crate::config::Config;
use crate::ports::photos::Shelf;
use crate::ports::post::Post;
use crate::web::http::{self, log, stop_signal};
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// Where to serve.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Address and port, like 127.0.0.1:8000
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
}

/// Serves until it is told to stop.
pub async fn run(args: Args) -> Outcome {
    let mut config = Config::load()?;
    if let Some(listen) = args.listen {
        config.listen_at(listen);
    }
    log::start(config.log.1, &config.log.0)?;
    let app = open(config).await?;
    if matches!(app.config.post, Post::Kept) {
        tracing::warn!("no mail server is set (PAYBACK_SMTP): letters stay in the database");
    }
    let shelf = Shelf::open(&app.config.photos).map_err(|error| Failure::new(error.to_string()))?;
    let app = app.at(app.desk.clone().keeping_photos(shelf));
    categories::begin(&app.desk).await?;
    areas::refresh(&app.desk).await?;
    let listener = listen(app.config.listen).await?;
    println!(
        "Serving {} on http://{}",
        app.config.service,
        listener.local_addr()?
    );
    app.serve(listener, stop_signal()).await?;
    Ok(())
}

/// Takes the address, or says which one is taken.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    http::listen(address)
        .map_err(|error| Failure::new(format!("cannot listen on {address}: {error}")))
}
