//! `serve`: the site.

use crate::cli::{Outcome, open};
use crate::config::Config;
use std::net::SocketAddr;

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
        config.listen = listen;
    }
    let app = open(config).await?;
    let listener = tokio::net::TcpListener::bind(app.config.listen).await?;
    axum::serve(listener, app.router()).await?;
    Ok(())
}
