//! Connections: slow ones, idle ones, too many, and the end.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;

use super::client::{Line, say, served, served_with};

const HELLO: &str = "GET / HTTP/1.1\r\nhost: payback.example\r\n\r\n";

fn hello() -> Router {
    Router::new().route("/", get(async || "hello"))
}

fn slow(time: Duration) -> Router {
    let answer = async move || {
        tokio::time::sleep(time).await;
        "done"
    };
    Router::new().route("/", get(answer))
}

#[tokio::test]
async fn a_client_that_sends_its_header_slowly_is_dropped() {
    let served = served(hello()).await;
    let mut line = Line::open(served.address).await;
    let began = Instant::now();
    line.says("GET / HTTP/1.1\r\n").await;
    for _ in 0..3 {
        tokio::time::sleep(Duration::from_millis(50)).await;
        line.says("x-slow: 1\r\n").await;
    }
    assert!(line.is_closed_within(Duration::from_secs(2)).await);
    assert!(began.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn two_hundred_idle_connections_are_closed_and_a_page_is_served_meanwhile() {
    let served = served(hello()).await;
    let mut idle = Vec::new();
    for number in 0..200 {
        let mut line = Line::open(served.address).await;
        // Half of them have asked for a page before they fell silent.
        if number % 2 == 0 {
            line.says(HELLO).await;
            assert_eq!(line.hears().await.expect("a page").text(), "hello");
        }
        idle.push(line);
    }
    let page = say(served.address, HELLO).await.expect("a page");
    assert_eq!(page.text(), "hello");
    for line in &mut idle {
        assert!(line.is_closed_within(Duration::from_secs(2)).await);
    }
}

#[tokio::test]
async fn a_kept_connection_answers_one_request_after_another() {
    let served = served(hello()).await;
    let mut line = Line::open(served.address).await;
    for _ in 0..3 {
        line.says(HELLO).await;
        assert_eq!(line.hears().await.expect("a page").status, StatusCode::OK);
    }
}

#[tokio::test]
async fn an_answer_that_nobody_reads_is_given_up() {
    let large = vec![b'x'; 64 * 1024 * 1024];
    let router = Router::new().route("/", get(async move || large.clone()));
    let mut served = served(router).await;
    let mut line = Line::open(served.address).await;
    line.says(HELLO).await;
    tokio::time::sleep(Duration::from_millis(700)).await;
    served.stop();
    let ended = tokio::time::timeout(Duration::from_secs(2), served.ended).await;
    assert!(ended.is_ok(), "the connection was still held");
}

#[tokio::test]
async fn a_header_beyond_the_limits_is_refused() {
    let served = served(hello()).await;
    let long = format!("GET / HTTP/1.1\r\nx-long: {}\r\n\r\n", "a".repeat(20_000));
    let many = format!("GET / HTTP/1.1\r\n{}\r\n", "x-many: 1\r\n".repeat(100));
    for text in [long, many] {
        let heard = say(served.address, &text).await.expect("an answer");
        assert_eq!(heard.status, StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
    }
}

#[tokio::test]
async fn when_every_place_is_taken_a_connection_is_told_so() {
    let served = served_with(hello(), |_, connections| connections.places = 2).await;
    let mut first = Line::open(served.address).await;
    first.says(HELLO).await;
    first.hears().await.expect("a page");
    let second = Line::open(served.address).await;
    let refused = say(served.address, HELLO).await.expect("a refusal");
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(refused.header("retry-after"), "10");
    assert!(refused.text().contains("Try again in a few moments"));
    drop((first, second));
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(
        say(served.address, HELLO).await.expect("a page").text(),
        "hello"
    );
}

#[tokio::test]
async fn stopping_breaks_no_answer_that_is_under_way() {
    // Long enough for all of them to be asked before the first is answered, on a busy machine too.
    let mut served = served(slow(Duration::from_secs(2))).await;
    let mut lines = Vec::new();
    for _ in 0..200 {
        let mut line = Line::open(served.address).await;
        line.says(HELLO).await;
        lines.push(line);
    }
    served.stop();
    for line in &mut lines {
        let heard = line.hears().await.expect("an answer in spite of the stop");
        assert_eq!(
            (heard.status, heard.text().as_str()),
            (StatusCode::OK, "done")
        );
        assert_eq!(heard.header("connection"), "close");
    }
    served.ended.await.expect("no panic").expect("no error");
    assert!(
        tokio::net::TcpStream::connect(served.address)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn stopping_breaks_no_answer_of_clients_that_keep_asking() {
    let mut served = served(hello()).await;
    let (broken, heard) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let mut clients = Vec::new();
    for _ in 0..20 {
        let (address, broken, counted) = (served.address, broken.clone(), heard.clone());
        clients.push(tokio::spawn(async move {
            let mut line = Line::open(address).await;
            loop {
                line.says(HELLO).await;
                let Some(heard) = line.hears().await else {
                    broken.fetch_add(1, Ordering::SeqCst);
                    return;
                };
                counted.fetch_add(1, Ordering::SeqCst);
                if heard.header("connection") == "close" {
                    return;
                }
            }
        }));
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    served.stop();
    for client in clients {
        client.await.expect("no panic");
    }
    served.ended.await.expect("no panic").expect("no error");
    assert_eq!(broken.load(Ordering::SeqCst), 0);
    assert!(heard.load(Ordering::SeqCst) > 20);
}

#[tokio::test]
async fn what_does_not_finish_in_the_grace_is_cut_off() {
    let grace = Duration::from_millis(200);
    let router = slow(Duration::from_secs(60));
    let mut served = served_with(router, |_, connections| connections.grace = grace).await;
    let mut line = Line::open(served.address).await;
    line.says(HELLO).await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    let began = Instant::now();
    served.stop();
    served.ended.await.expect("no panic").expect("no error");
    assert!(began.elapsed() < Duration::from_secs(2));
    assert!(line.hears().await.is_none());
}
