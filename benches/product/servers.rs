//! The servers that are measured, all in this process: the product with its pages kept, the product with
//! its pages made afresh each time, its handlers alone, and a bare server of bytes.

use crate::data::Data;
use crate::load::{Asking, Line, drive};
use axum::Router;
use axum::body::Bytes;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::routing::get;
use payback_panel::actions::{Desk, areas};
use payback_panel::app::App;
use payback_panel::config::Config;
use payback_panel::ports::clock::Clock;
use payback_panel::ports::dice::Dice;
use payback_panel::store::Db;
use payback_panel::web::http::{Connections, serve, wrap};
use std::future::pending;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

/// Everything that serves and asks.
pub struct Bench {
    servers: Runtime,
    clients: Runtime,
    kept: SocketAddr,
    afresh_few: SocketAddr,
    afresh_many: SocketAddr,
    handlers: SocketAddr,
}

/// What is measured, and against what.
pub struct Pair {
    pub one: SocketAddr,
    pub other: SocketAddr,
}

fn threads(name: &str) -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name(name)
        .enable_all()
        .build()
        .expect("threads")
}

async fn app(data: &Data) -> App {
    let nowhere = Path::new("panel.db");
    let mut config =
        Config::for_demonstration(nowhere, ([127, 0, 0, 1], 0).into()).expect("a configuration");
    config.database_url = data.url();
    config.demonstration = false;
    let db = Db::open(&config.database_url, config.letterhead())
        .await
        .expect("the database opens");
    let desk = Desk::new(
        db,
        Clock::Real,
        Dice::Fair,
        config.post.clone(),
        config.secret,
    );
    areas::refresh(&desk).await.expect("areas");
    App::new(desk, config)
}

impl Bench {
    /// Starts the servers.
    pub fn new(few: &Data, many: &Data) -> Bench {
        let (servers, clients) = (threads("servers"), threads("clients"));
        let (of_few, of_many) = servers.block_on(async { (app(few).await, app(many).await) });
        let kept = product(&servers, &of_few, false);
        let afresh_few = product(&servers, &of_few, true);
        let afresh_many = product(&servers, &of_many, true);
        let (listener, handlers) = listen(&servers);
        let router = payback_panel::web::handlers(&of_few);
        servers.spawn(async move { axum::serve(listener, router).await });
        Bench {
            servers,
            clients,
            kept,
            afresh_few,
            afresh_many,
            handlers,
        }
    }

    pub fn kept(&self) -> SocketAddr {
        self.kept
    }

    pub fn afresh_few(&self) -> SocketAddr {
        self.afresh_few
    }

    pub fn afresh_many(&self) -> SocketAddr {
        self.afresh_many
    }

    pub fn handlers(&self) -> SocketAddr {
        self.handlers
    }

    /// A bare server of the bytes that the product sends for the page.
    pub fn bare_bytes(&self, path: &str) -> SocketAddr {
        let asking = Asking::get(path, &[("accept-encoding", "gzip")]);
        let heard = self.clients.block_on(async {
            let mut line = Line::open(self.kept).await.expect("a connection");
            line.ask(&asking).await.expect("an answer")
        });
        assert_eq!(heard.status, 200, "{path}: {}", heard.head);
        let body = Bytes::from(heard.body);
        let headers = [
            (CONTENT_TYPE, "text/html; charset=utf-8"),
            (CONTENT_ENCODING, "gzip"),
        ];
        let router = Router::new().route(path, get(async move || (headers, body.clone())));
        let (listener, address) = listen(&self.servers);
        self.servers
            .spawn(async move { axum::serve(listener, router).await });
        address
    }

    /// Answers a second of each, the middle of all rounds, driven in turn.
    pub fn drive(
        &self,
        pair: Pair,
        asking: &Asking,
        rounds: usize,
        connections: usize,
        time: Duration,
    ) -> (u64, u64) {
        self.clients.block_on(async {
            let (mut one, mut other) = (vec![], vec![]);
            for _ in 0..rounds {
                for (address, results) in [(pair.one, &mut one), (pair.other, &mut other)] {
                    let rate = drive(address, asking, 200, connections, time).await;
                    results.push(rate.expect("every answer whole"));
                }
            }
            (middle(one), middle(other))
        })
    }
}

fn middle(mut results: Vec<u64>) -> u64 {
    results.sort_unstable();
    results[results.len() / 2]
}

/// The product behind all its layers. `afresh`: the data moves with each look, so nothing is kept.
fn product(runtime: &Runtime, app: &App, afresh: bool) -> SocketAddr {
    let mut settings = app.settings();
    if afresh {
        let version = Arc::new(AtomicI64::new(1));
        settings.data_version = Arc::new(move || version.fetch_add(1, Ordering::Relaxed));
    }
    let (listener, address) = listen(runtime);
    let front = wrap(app.router(), settings);
    runtime.spawn(serve(listener, front, Connections::default(), pending()));
    address
}

fn listen(runtime: &Runtime) -> (TcpListener, SocketAddr) {
    let listener = runtime
        .block_on(TcpListener::bind("127.0.0.1:0"))
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    (listener, address)
}
