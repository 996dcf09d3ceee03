//! Requests that are too large, too slow, too long or in the wrong shape.

use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use http_body_util::BodyExt;
use tokio::io::AsyncWriteExt;

use super::client::{Line, Served, say, served_with};

const FORM: &str = "content-type: application/x-www-form-urlencoded";

/// Takes up to 1,000 bytes at `/form` and `/raw`, ten times that at `/photos/{reference}`.
async fn forms() -> Served {
    let length = async |body: Bytes| body.len().to_string();
    let raw = async |request: Request| match request.into_body().collect().await {
        Ok(body) => body.to_bytes().len().to_string().into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    };
    let router = Router::new()
        .route("/form", post(length).get(async || "form"))
        .route("/raw", post(raw))
        .route("/deaf", post(async || "not read"))
        .route("/photos/{reference}", post(length));
    served_with(router, |settings, _| {
        settings.limits.body_bytes = 1000;
        settings.limits.larger_bodies = vec![("/photos/{reference}".to_owned(), 10_000)];
    })
    .await
}

fn post_of(path: &str, bytes: usize) -> String {
    let body = "a".repeat(bytes);
    format!("POST {path} HTTP/1.1\r\nhost: x\r\n{FORM}\r\ncontent-length: {bytes}\r\n\r\n{body}")
}

fn chunked(path: &str, bytes: usize) -> String {
    let body = "a".repeat(bytes);
    format!(
        "POST {path} HTTP/1.1\r\nhost: x\r\n{FORM}\r\ntransfer-encoding: chunked\r\n\r\n\
         {bytes:x}\r\n{body}\r\n0\r\n\r\n"
    )
}

#[tokio::test]
async fn a_body_of_the_largest_size_passes_and_one_byte_more_does_not() {
    let served = forms().await;
    let cases = [("/form", 1000), ("/raw", 1000), ("/photos/LC-1", 10_000)];
    for (path, most) in cases {
        for write in [post_of, chunked] {
            let taken = say(served.address, &write(path, most))
                .await
                .expect("an answer");
            assert_eq!(
                (taken.status, taken.text()),
                (StatusCode::OK, most.to_string()),
                "{path}"
            );
            let refused = say(served.address, &write(path, most + 1))
                .await
                .expect("an answer");
            assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
            assert!(
                refused.text().contains("is too large"),
                "{}",
                refused.text()
            );
            assert_eq!(refused.header("content-type"), "text/html; charset=utf-8");
        }
    }
}

#[tokio::test]
async fn a_body_said_to_be_large_is_refused_before_it_comes() {
    let served = forms().await;
    let head =
        format!("POST /form HTTP/1.1\r\nhost: x\r\n{FORM}\r\ncontent-length: 1073741824\r\n\r\n");
    let began = Instant::now();
    let refused = say(served.address, &head).await.expect("an answer");
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(began.elapsed() < Duration::from_millis(200));
}

#[tokio::test]
async fn a_client_that_asks_for_leave_to_send_too_much_is_refused_and_not_told_to_go_on() {
    let served = forms().await;
    let head = format!(
        "POST /form HTTP/1.1\r\nhost: x\r\n{FORM}\r\nexpect: 100-continue\r\n\
         content-length: 5000\r\n\r\n"
    );
    let refused = say(served.address, &head).await.expect("an answer");
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_client_that_sends_everything_before_it_listens_still_hears_the_refusal() {
    let served = forms().await;
    for head in [
        format!("content-length: {}", 8 * 1024 * 1024),
        "transfer-encoding: chunked".into(),
    ] {
        let mut line = Line::open(served.address).await;
        line.says(&format!(
            "POST /form HTTP/1.1\r\nhost: x\r\n{FORM}\r\n{head}\r\n\r\n"
        ))
        .await;
        let piece = "a".repeat(64 * 1024);
        let chunk = format!("{:x}\r\n{piece}\r\n", piece.len());
        for _ in 0..128 {
            let next = if head.starts_with("content") {
                &piece
            } else {
                &chunk
            };
            line.stream
                .write_all(next.as_bytes())
                .await
                .expect("taken and thrown away");
        }
        let refused = line.hears().await.expect("the refusal");
        assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    }
}

#[tokio::test]
async fn a_body_that_nobody_reads_does_not_break_the_connection() {
    let served = forms().await;
    let mut line = Line::open(served.address).await;
    line.says(&post_of("/deaf", 900)).await;
    assert_eq!(line.hears().await.expect("an answer").text(), "not read");
    line.says("GET /form HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert_eq!(line.hears().await.expect("an answer").text(), "form");
}

#[tokio::test]
async fn a_body_that_comes_too_slowly_is_refused() {
    let served = forms().await;
    for path in ["/form", "/raw"] {
        let mut line = Line::open(served.address).await;
        let began = Instant::now();
        line.says(&format!(
            "POST {path} HTTP/1.1\r\nhost: x\r\n{FORM}\r\ncontent-length: 900\r\n\r\n"
        ))
        .await;
        for _ in 0..4 {
            line.says("a").await;
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let refused = line.hears().await.expect("an answer");
        assert_eq!(refused.status, StatusCode::REQUEST_TIMEOUT, "{path}");
        assert_eq!(refused.header("connection"), "close");
        assert!(began.elapsed() < Duration::from_secs(1));
        assert!(line.is_closed_within(Duration::from_secs(1)).await);
    }
}

#[tokio::test]
async fn a_handler_that_takes_too_long_is_given_up() {
    let router = Router::new().route("/", get(async || std::future::pending::<&str>().await));
    let served = served_with(router, |settings, _| {
        settings.limits.request_time = Duration::from_millis(100);
    })
    .await;
    let heard = say(served.address, "GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .expect("an answer");
    assert_eq!(heard.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(heard.header("retry-after"), "30");
    assert!(heard.text().contains("taking too long"));
}

#[tokio::test]
async fn the_time_for_a_request_runs_from_the_end_of_its_body() {
    let length = async |body: Bytes| body.len().to_string();
    let router = Router::new().route("/", post(length));
    let served = served_with(router, |settings, _| {
        settings.limits.request_time = Duration::from_millis(100);
        settings.limits.body_time = Duration::from_secs(2);
    })
    .await;
    let mut line = Line::open(served.address).await;
    line.says(&format!(
        "POST / HTTP/1.1\r\nhost: x\r\n{FORM}\r\ncontent-length: 6\r\n\r\n"
    ))
    .await;
    for _ in 0..6 {
        tokio::time::sleep(Duration::from_millis(60)).await;
        line.says("a").await;
    }
    assert_eq!(line.hears().await.expect("an answer").text(), "6");
}

#[tokio::test]
async fn a_request_in_the_wrong_shape_is_refused() {
    let served = forms().await;
    let long = "a".repeat(5000);
    let cases = [
        (
            "DELETE /form HTTP/1.1\r\n\r\n".to_owned(),
            StatusCode::METHOD_NOT_ALLOWED,
        ),
        (
            "OPTIONS /form HTTP/1.1\r\n\r\n".to_owned(),
            StatusCode::METHOD_NOT_ALLOWED,
        ),
        (
            "GET /raw HTTP/1.1\r\n\r\n".to_owned(),
            StatusCode::METHOD_NOT_ALLOWED,
        ),
        (
            format!("GET /form?q={long} HTTP/1.1\r\n\r\n"),
            StatusCode::URI_TOO_LONG,
        ),
        (
            format!(
                "POST /form HTTP/1.1\r\n{FORM}\r\ncontent-encoding: gzip\r\ncontent-length: 2\r\n\r\nab"
            ),
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        (
            "POST /form HTTP/1.1\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\nab"
                .to_owned(),
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
    ];
    for (text, status) in cases {
        let heard = say(served.address, &text).await.expect("an answer");
        assert_eq!(heard.status, status, "{text:.40}");
        assert!(heard.text().contains("<h1>"), "{text:.40} had no page");
        let allowed = heard.header("allow");
        assert_eq!(
            allowed.is_empty(),
            status != StatusCode::METHOD_NOT_ALLOWED,
            "{allowed}"
        );
    }
}
