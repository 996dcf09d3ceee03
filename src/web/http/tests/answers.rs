//! Compression, measurements, the log.

use std::io::Read;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use axum::response::Html;
use axum::routing::get;
use flate2::read::GzDecoder;
use tracing_subscriber::fmt::MakeWriter;

use super::client::{ask, get as open, get_with};
use super::settings;
use crate::web::http::peer::PeerAddress;
use crate::web::http::{Front, metrics, wrap};

const GZIP: &[(&str, &str)] = &[("accept-encoding", "gzip")];

fn rows() -> String {
    "council,projects,hours\r\n".repeat(500)
}

fn site() -> Front {
    let csv = async || {
        (
            [
                (CONTENT_TYPE, "text/csv; charset=utf-8"),
                (ETAG, "\"rows\""),
            ],
            rows(),
        )
    };
    let private = async || {
        (
            [(CONTENT_TYPE, "text/csv"), (CACHE_CONTROL, "no-store")],
            rows(),
        )
    };
    let router = Router::new()
        .route("/rows.csv", get(csv))
        .route("/private.csv", get(private))
        .route("/form", get(async || Html(rows())))
        .route(
            "/small.csv",
            get(async || ([(CONTENT_TYPE, "text/csv")], "a,b")),
        )
        .route("/tally/{word}", get(async || "counted"))
        .route("/metrics", get(metrics::page));
    wrap(router, settings().0)
}

fn unpacked(bytes: &[u8]) -> String {
    let mut text = String::new();
    GzDecoder::new(bytes)
        .read_to_string(&mut text)
        .expect("gzip");
    text
}

#[tokio::test]
async fn a_download_is_compressed_for_who_takes_it() {
    let site = site();
    let heard = get_with(&site, "/rows.csv", GZIP).await;
    assert_eq!(heard.header("content-encoding"), "gzip");
    assert_eq!(heard.header("vary"), "Accept-Encoding");
    assert_eq!(heard.header("etag"), "W/\"rows\"");
    assert!(heard.body.len() < rows().len() / 10);
    assert_eq!(unpacked(&heard.body), rows());
    let plain = open(&site, "/rows.csv").await;
    assert_eq!(plain.header("content-encoding"), "");
    assert_eq!(plain.header("vary"), "Accept-Encoding");
    assert_eq!(plain.text(), rows());
}

#[tokio::test]
async fn what_may_hold_a_secret_is_not_compressed() {
    let site = site();
    for path in ["/private.csv", "/form", "/small.csv"] {
        let heard = get_with(&site, path, GZIP).await;
        assert_eq!(heard.header("content-encoding"), "", "{path}");
    }
    let signed_in = [GZIP[0], ("cookie", "session=abc")];
    let heard = get_with(&site, "/rows.csv", &signed_in).await;
    assert_eq!(heard.header("content-encoding"), "");
}

#[tokio::test]
async fn measurements_name_the_route_and_nothing_that_was_asked_for() {
    let site = site();
    for word in ["apple", "pear"] {
        open(&site, &format!("/tally/{word}?token=secret")).await;
    }
    open(&site, "/not-there").await;
    let text = open(&site, "/metrics").await.text();
    let tally = "http_requests_total{route=\"/tally/{word}\",method=\"GET\",status=\"2xx\"} 2";
    assert!(text.contains(tally), "{text}");
    assert!(
        text.contains("route=\"none\",method=\"GET\",status=\"4xx\""),
        "{text}"
    );
    assert!(
        text.contains("http_request_duration_seconds_bucket{route=\"/tally/{word}\""),
        "{text}"
    );
    assert!(text.contains("http_requests_in_flight"), "{text}");
    assert!(text.contains("payback_panel_build_info{version="), "{text}");
    for word in ["apple", "secret", "not-there"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
}

#[tokio::test]
async fn measurements_are_there_only_for_who_asks_from_a_private_network_and_directly() {
    let front = site();
    for (address, there) in [
        ("127.0.0.1", true),
        ("10.1.2.3", true),
        ("198.51.100.7", false),
    ] {
        let mut request = Request::get("/metrics")
            .body(Body::empty())
            .expect("a request");
        let address = address.parse().expect("an address");
        request.extensions_mut().insert(PeerAddress::of(address));
        let heard = ask(&front, request).await;
        assert_eq!(heard.status == StatusCode::OK, there, "{address}");
    }
    let relayed = get_with(&front, "/metrics", &[("x-forwarded-for", "10.1.2.3")]).await;
    assert_eq!(relayed.status, StatusCode::NOT_FOUND);
}

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("whole").extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Kept {
    type Writer = Kept;
    fn make_writer(&'a self) -> Kept {
        self.clone()
    }
}

#[tokio::test]
async fn the_log_has_one_line_a_request_without_what_was_asked_for_and_none_for_a_vote() {
    let kept = Kept::default();
    let lines = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_writer(kept.clone());
    let _guard = tracing::subscriber::set_default(lines.finish());
    // Other tests log to nobody, and the first use of a log statement settles whether anybody
    // listens to it: so it is used once, and then settled anew.
    open(&site(), "/form").await;
    tracing::callsite::rebuild_interest_cache();
    kept.0.lock().expect("whole").clear();
    let router = Router::new()
        .route("/logged/{word}", get(async || "page"))
        .route(
            "/votes/{slug}",
            get(async || "paper").post(async || "voted"),
        );
    let site = wrap(router, settings().0);
    let page = get_with(
        &site,
        "/logged/apple?q=secret",
        &[("user-agent", "browser")],
    )
    .await;
    let vote = Request::post("/votes/june").body(Body::empty());
    ask(&site, vote.expect("a request")).await;
    let text = String::from_utf8(kept.0.lock().expect("whole").clone()).expect("text");
    assert_eq!(text.lines().count(), 1, "{text}");
    let line: serde_json::Value = serde_json::from_str(&text).expect("json");
    assert_eq!(line["route"], "/logged/{word}");
    assert_eq!(
        (line["method"].as_str(), line["status"].as_u64()),
        (Some("GET"), Some(200))
    );
    assert_eq!(line["request_id"], page.header("x-request-id"));
    assert!(line["took_us"].is_u64());
    for word in ["apple", "secret", "browser", "127.0.0.1", "votes"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
}
