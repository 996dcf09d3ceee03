//! How quick kept pages are: against a bare axum server that sends the same bytes from memory.
//!
//! `cargo bench --bench pages`. Both servers run in this process on two threads of their own, and
//! one client drives them in turn, so that what the machine does meanwhile meets both alike. Only
//! the ratio means something. Run as a test, it takes a moment and only shows that it works.

mod load;

use std::future::pending;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use axum::{Extension, Router};
use load::{Asking, Line, drive};
use payback_panel::web::http::caching::Cacheable;
use payback_panel::web::http::compress::gzip;
use payback_panel::web::http::{Connections, Settings, serve, wrap};
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

/// A share of a bare server's throughput that kept pages must reach, in hundredths.
const PROMISED: u64 = 50;

const CONNECTIONS: usize = 64;

/// How long and how often each server is driven.
struct Effort {
    rounds: usize,
    time: Duration,
}

impl Effort {
    fn asked_for() -> Effort {
        if std::env::args().any(|argument| argument == "--bench") {
            Effort {
                rounds: 5,
                time: Duration::from_secs(2),
            }
        } else {
            Effort {
                rounds: 1,
                time: Duration::from_millis(100),
            }
        }
    }
}

/// One page and one way of asking for it.
struct Case {
    name: &'static str,
    bytes: usize,
    gzip: bool,
}

fn main() {
    let effort = Effort::asked_for();
    let (servers, clients) = (threads("servers"), threads("clients"));
    let cases = [
        Case {
            name: "4 kB page",
            bytes: 4_000,
            gzip: false,
        },
        Case {
            name: "20 kB page",
            bytes: 20_000,
            gzip: false,
        },
        Case {
            name: "20 kB page, gzip",
            bytes: 20_000,
            gzip: true,
        },
        Case {
            name: "100 kB page",
            bytes: 100_000,
            gzip: false,
        },
    ];
    println!("| page | bare axum, answers/s | kept page, answers/s | ratio |");
    println!("| --- | ---: | ---: | ---: |");
    let mut worst = u64::MAX;
    for case in &cases {
        let page = page(case.bytes);
        let bare = serve_bare(&servers, &page, case.gzip);
        let kept = serve_kept(&servers, &page);
        let encoding = if case.gzip { "gzip" } else { "identity" };
        let asking = Asking::get("/", &[("accept-encoding", encoding)]);
        let (of_bare, of_kept) = clients.block_on(compare(bare, kept, &asking, &effort));
        let ratio = of_kept * 100 / of_bare.max(1);
        worst = worst.min(ratio);
        println!(
            "| {} | {of_bare} | {of_kept} | {} |",
            case.name,
            hundredths(ratio)
        );
    }
    println!(
        "\nworst ratio {}, promised {}",
        hundredths(worst),
        hundredths(PROMISED)
    );
    if effort.rounds > 1 && worst < PROMISED {
        std::process::exit(1);
    }
}

fn threads(name: &str) -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name(name)
        .enable_all()
        .build()
        .expect("threads")
}

/// A page of about so many bytes that compresses as pages do.
fn page(bytes: usize) -> Bytes {
    let mut text = String::from("<!DOCTYPE html><html lang=\"en\"><title>Projects</title><main>");
    let mut number = 0_u64;
    while text.len() < bytes {
        number += 1;
        let minutes = number.wrapping_mul(7_919) % 9_000;
        text.push_str(&format!(
            "<li><a class=\"govuk-link\" href=\"/projects/P-{number}\">Clear path {minutes}</a> \
             <span>{minutes} minutes</span></li>\n"
        ));
    }
    text.truncate(bytes);
    Bytes::from(text)
}

/// What is measured against: axum, as its own documentation serves it, with one handler.
fn serve_bare(runtime: &Runtime, page: &Bytes, compressed: bool) -> SocketAddr {
    let html = (CONTENT_TYPE, "text/html; charset=utf-8");
    let router = if compressed {
        let page = gzip(page).expect("compressed");
        let headers = [html, (CONTENT_ENCODING, "gzip")];
        Router::new().route("/", get(async move || (headers, page.clone())))
    } else {
        let page = page.clone();
        Router::new().route("/", get(async move || ([html], page.clone())))
    };
    let (listener, address) = listen(runtime);
    runtime.spawn(async move { axum::serve(listener, router).await });
    address
}

/// What is measured: a page marked as the same for everybody, behind all the layers.
fn serve_kept(runtime: &Runtime, page: &Bytes) -> SocketAddr {
    let page = page.clone();
    let handler =
        async move || (Extension(Cacheable::default()), Html(page.clone())).into_response();
    let router = Router::new().route("/", get(handler));
    let long_ago = || chrono::DateTime::UNIX_EPOCH;
    let settings = Settings::new("http://payback.example", Arc::new(|| 1), Arc::new(long_ago));
    let (listener, address) = listen(runtime);
    let site = wrap(router, settings);
    runtime.spawn(serve(listener, site, Connections::default(), pending()));
    address
}

fn listen(runtime: &Runtime) -> (TcpListener, SocketAddr) {
    let listener = runtime
        .block_on(TcpListener::bind("127.0.0.1:0"))
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    (listener, address)
}

/// Answers a second of each, the middle one of all rounds.
async fn compare(
    bare: SocketAddr,
    kept: SocketAddr,
    asking: &Asking,
    effort: &Effort,
) -> (u64, u64) {
    send_the_same_bytes(bare, kept, asking).await;
    let (mut of_bare, mut of_kept) = (Vec::new(), Vec::new());
    for _ in 0..effort.rounds {
        for (address, results) in [(bare, &mut of_bare), (kept, &mut of_kept)] {
            let driven = drive(address, asking, 200, CONNECTIONS, effort.time).await;
            results.push(driven.expect("every answer whole"));
        }
    }
    (middle(of_bare), middle(of_kept))
}

async fn send_the_same_bytes(bare: SocketAddr, kept: SocketAddr, asking: &Asking) {
    let mut bodies = Vec::new();
    for address in [bare, kept] {
        let mut line = Line::open(address).await.expect("a connection");
        let heard = line.ask(asking).await.expect("an answer");
        assert_eq!(heard.status, 200, "{}", heard.head);
        bodies.push(heard.body);
    }
    assert!(
        bodies[0] == bodies[1],
        "the two servers send different bytes"
    );
}

fn middle(mut results: Vec<u64>) -> u64 {
    results.sort_unstable();
    results[results.len() / 2]
}

fn hundredths(number: u64) -> String {
    format!("{}.{:02}", number / 100, number % 100)
}
