//! The servers that are measured, all in this process: the product with its pages kept, the product with
//! its pages made afresh each time, its handlers alone, and a bare server of bytes.

use crate::data::Data;
use crate::house::{app, listen, middle, officer, product, threads};
use crate::load::{Asking, Line, drive};
use axum::Router;
use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::routing::get;
use payback_panel::app::App;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::runtime::Runtime;

/// Everything that serves and asks.
pub struct Bench {
    servers: Runtime,
    clients: Runtime,
    kept: SocketAddr,
    afresh_few: SocketAddr,
    afresh_many: SocketAddr,
    #[allow(dead_code)] // not every measurement sets its pages against them
    handlers: SocketAddr,
    #[allow(dead_code)] // not every measurement signs somebody in
    apps: [App; 2],
}

/// What is measured, and against what.
pub struct Pair {
    pub one: SocketAddr,
    pub other: SocketAddr,
}

impl Bench {
    /// Starts the servers.
    pub fn new(few: &Data, many: &Data) -> Bench {
        let (servers, clients) = (threads("servers"), threads("clients"));
        let (of_few, of_many) =
            servers.block_on(async { (app(few.url()).await, app(many.url()).await) });
        let kept = product(&servers, &of_many, false);
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
            apps: [of_few, of_many],
        }
    }

    /// Signs an officer in over both databases, and says the cookie that both take.
    #[allow(dead_code)] // not every measurement signs somebody in
    pub fn officer(&self) -> String {
        let token = self.apps[0].desk.dice.token();
        self.servers.block_on(async {
            for app in &self.apps {
                officer(app, &token).await;
            }
        });
        format!("session={token}")
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

    #[allow(dead_code)] // not every measurement sets its pages against them
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
        let told = |name: &str| {
            let mut lines = heard.head.lines().filter_map(|line| line.split_once(':'));
            let found = lines.find(|(said, _)| said.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.trim().to_string())
        };
        let headers: HeaderMap = [CONTENT_TYPE, CONTENT_ENCODING]
            .into_iter()
            .filter_map(|name| Some((told(name.as_str())?.parse().ok()?, name)))
            .map(|(value, name)| (name, value))
            .collect();
        let router = Router::new().fallback(get(async move || (headers, body.clone())));
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
