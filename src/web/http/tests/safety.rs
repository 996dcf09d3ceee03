//! Headers on every answer, forms from elsewhere, panics, addresses.

use axum::Router;
use axum::body::Body;
use axum::extract::{Extension, Request};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_SECURITY_POLICY, SET_COOKIE};
use axum::routing::{get, post};

use super::client::{Heard, ask, get as open, get_with, say, served};
use super::settings;
use crate::web::http::peer::PeerAddress;
use crate::web::http::request_id::RequestId;
use crate::web::http::{Front, wrap};

fn router() -> Router {
    Router::new()
        .route("/", get(async || "page").post(async || "saved"))
        .route(
            "/panics",
            get(async || -> &'static str { panic!("on purpose") }),
        )
        .route("/fails", get(async || StatusCode::INTERNAL_SERVER_ERROR))
        .route(
            "/own",
            get(async || ([(CONTENT_SECURITY_POLICY, "default-src 'self'")], "own")),
        )
        .route("/cookie", get(async || ([(SET_COOKIE, "a=b")], "cookie")))
        .route(
            "/id",
            get(async |Extension(id): Extension<RequestId>| id.to_string()),
        )
        .route("/form", post(async || "saved"))
}

fn site() -> Front {
    wrap(router(), settings().0)
}

fn headers_are_there(heard: &Heard, what: &str) {
    let policy = heard.header("content-security-policy");
    assert!(policy.contains("default-src 'none'"), "{what}: {policy}");
    assert!(!policy.contains("unsafe"), "{what}");
    assert_eq!(heard.header("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(heard.header("referrer-policy"), "same-origin", "{what}");
    assert_eq!(
        heard.header("cross-origin-opener-policy"),
        "same-origin",
        "{what}"
    );
    assert_eq!(
        heard.header("cross-origin-resource-policy"),
        "same-origin",
        "{what}"
    );
    assert!(
        heard.header("permissions-policy").contains("camera=()"),
        "{what}"
    );
    assert!(!heard.header("cache-control").is_empty(), "{what}");
    assert_eq!(heard.header("x-request-id").len(), 32, "{what}");
}

#[tokio::test]
async fn every_answer_has_the_security_headers() {
    let site = site();
    let cases = [
        ("/", StatusCode::OK),
        ("/nothing-here", StatusCode::NOT_FOUND),
        ("/panics", StatusCode::INTERNAL_SERVER_ERROR),
        ("/fails", StatusCode::INTERNAL_SERVER_ERROR),
        ("/form", StatusCode::METHOD_NOT_ALLOWED),
    ];
    for (path, status) in cases {
        let heard = open(&site, path).await;
        assert_eq!(heard.status, status, "{path}");
        headers_are_there(&heard, path);
    }
    let put = Request::put("/").body(Body::empty()).expect("a request");
    headers_are_there(&ask(&site, put).await, "PUT");
    let forged = Request::post("/").header("sec-fetch-site", "cross-site");
    let forged = ask(&site, forged.body(Body::empty()).expect("a request")).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    headers_are_there(&forged, "forged");
}

#[tokio::test]
async fn a_handlers_own_header_stays() {
    let heard = open(&site(), "/own").await;
    assert_eq!(
        heard.header("content-security-policy"),
        "default-src 'self'"
    );
}

#[tokio::test]
async fn browsers_are_held_to_https_only_where_the_site_has_it() {
    let plain = open(&site(), "/").await;
    assert_eq!(plain.header("strict-transport-security"), "");
    let (mut settings, _) = settings();
    settings.address = "https://payback.example".to_owned();
    let secure = open(&wrap(router(), settings), "/").await;
    assert!(
        secure
            .header("strict-transport-security")
            .starts_with("max-age=")
    );
}

#[tokio::test]
async fn a_panic_becomes_a_page_with_the_requests_name() {
    let heard = open(&site(), "/panics").await;
    assert_eq!(heard.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(
        heard.text().contains(heard.header("x-request-id")),
        "{}",
        heard.text()
    );
    assert!(!heard.text().contains("on purpose"));
    assert_eq!(heard.header("cache-control"), "no-store");
}

#[tokio::test]
async fn an_error_without_a_page_gets_one() {
    let heard = open(&site(), "/nothing-here").await;
    assert!(heard.text().contains("Page not found"), "{}", heard.text());
    let failed = open(&site(), "/fails").await;
    assert!(failed.text().contains(failed.header("x-request-id")));
}

#[tokio::test]
async fn what_a_client_sends_as_the_requests_name_is_ignored() {
    let heard = get_with(&site(), "/id", &[("x-request-id", "mine")]).await;
    assert_eq!(heard.text(), heard.header("x-request-id"));
    assert_ne!(heard.text(), "mine");
}

#[tokio::test]
async fn a_signed_in_page_is_not_to_be_kept_by_anyone() {
    let site = site();
    for cookie in ["session=abc", "a=b; __Host-session=abc"] {
        let heard = get_with(&site, "/", &[("cookie", cookie)]).await;
        assert_eq!(heard.header("cache-control"), "no-store");
    }
    assert_eq!(
        open(&site, "/").await.header("cache-control"),
        "private, no-cache"
    );
}

#[tokio::test]
async fn a_form_from_elsewhere_changes_nothing_over_a_socket() {
    let served = served(router()).await;
    let post = |extra: &str| {
        format!(
            "POST /form HTTP/1.1\r\nhost: payback.example\r\n{extra}\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: 1\r\n\r\na"
        )
    };
    let cases = [
        ("origin: http://payback.example", StatusCode::OK),
        ("origin: http://elsewhere.example", StatusCode::FORBIDDEN),
        ("sec-fetch-site: cross-site", StatusCode::FORBIDDEN),
        ("sec-fetch-site: same-origin", StatusCode::OK),
    ];
    for (extra, status) in cases {
        let heard = say(served.address, &post(extra)).await.expect("an answer");
        assert_eq!(heard.status, status, "{extra}");
    }
}

#[tokio::test]
async fn a_handler_learns_the_address_of_its_client() {
    let router = Router::new().route(
        "/",
        get(async |Extension(peer): Extension<PeerAddress>| peer.0.to_string()),
    );
    let text = "GET / HTTP/1.1\r\nhost: x\r\nx-forwarded-for: 198.51.100.7\r\n\r\n";
    let alone = served(router.clone()).await;
    assert_eq!(
        say(alone.address, text).await.expect("an answer").text(),
        "127.0.0.1"
    );
    let behind = super::client::served_with(router, |settings, _| {
        settings.proxies = "127.0.0.1".parse().expect("a list");
    })
    .await;
    assert_eq!(
        say(behind.address, text).await.expect("an answer").text(),
        "198.51.100.7"
    );
}
