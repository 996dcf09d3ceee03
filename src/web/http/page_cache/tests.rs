//! The cache from outside: through a site, as browsers meet it.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use chrono::DateTime;
use flate2::read::GzDecoder;

use super::shelf::{Shelf, Slot};
use super::{Key, Page};
use crate::web::http::caching::Cacheable;
use crate::web::http::tests::client::{Heard, ask, get as open, get_with};
use crate::web::http::tests::settings;
use crate::web::http::{Front, wrap};

/// A site that counts how often a page was made.
struct Counted {
    site: Front,
    version: Arc<AtomicI64>,
    made: Arc<AtomicUsize>,
}

impl Counted {
    fn made(&self) -> usize {
        self.made.load(Ordering::SeqCst)
    }

    fn data_changes(&self) {
        self.version.fetch_add(1, Ordering::SeqCst);
    }
}

fn page(number: usize, until: Option<i64>) -> Response {
    let until = until.map(|seconds| DateTime::from_timestamp(seconds, 0).expect("a time"));
    let text = format!(
        "<p>made {number}</p>{}",
        "<p>the same for everybody</p>".repeat(100)
    );
    (Extension(Cacheable { until }), Html(text)).into_response()
}

fn long(number: usize) -> Response {
    let text = format!("<p>made {number}</p>{}", "<p>much</p>".repeat(1_000));
    (Extension(Cacheable::default()), Html(text)).into_response()
}

fn site() -> Counted {
    site_with(32 * 1024 * 1024)
}

fn site_with(bytes: usize) -> Counted {
    let made = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&made);
    let count = move || counter.fetch_add(1, Ordering::SeqCst);
    let (one, two, three, four, five, six, seven) = (
        count.clone(),
        count.clone(),
        count.clone(),
        count.clone(),
        count.clone(),
        count.clone(),
        count,
    );
    let router = Router::new()
        .route("/", get(async move || page(one(), None)))
        .route(
            "/slow",
            get(async move || {
                let number = two();
                tokio::time::sleep(Duration::from_millis(100)).await;
                page(number, None)
            }),
        )
        .route(
            "/until-then",
            get(async move || page(three(), Some(1_800_000_001))),
        )
        .route(
            "/until-before",
            get(async move || page(four(), Some(1_799_999_999))),
        )
        .route(
            "/cookie",
            get(async move || ([(SET_COOKIE, "a=b")], page(five(), None))),
        )
        .route("/form", get(async move || Html(format!("form {}", six()))))
        .route("/long", get(async move || long(seven())))
        .route("/still", get(async || page(0, None)));
    let (mut settings, version) = settings();
    settings.page_bytes = bytes;
    Counted {
        site: wrap(router, settings),
        version,
        made,
    }
}

fn unpacked(heard: &Heard) -> String {
    let mut text = String::new();
    GzDecoder::new(heard.body.as_slice())
        .read_to_string(&mut text)
        .expect("gzip");
    text
}

#[tokio::test]
async fn a_page_is_made_once_and_sent_with_the_same_headers_ever_after() {
    let counted = site();
    let (first, second) = (
        open(&counted.site, "/").await,
        open(&counted.site, "/").await,
    );
    assert_eq!(counted.made(), 1);
    assert_eq!(first.body, second.body);
    assert_eq!(
        second.header("cache-control"),
        "public, max-age=0, must-revalidate"
    );
    assert_eq!(second.header("vary"), "Accept-Encoding, Cookie");
    assert!(
        second
            .header("content-security-policy")
            .contains("default-src 'none'")
    );
    assert_ne!(first.header("x-request-id"), second.header("x-request-id"));
    let names = |heard: &Heard| {
        let mut names: Vec<_> = heard.headers.keys().map(ToString::to_string).collect();
        names.sort();
        names
    };
    assert_eq!(names(&first), names(&second));
}

#[tokio::test]
async fn a_change_of_the_data_makes_it_anew() {
    let counted = site();
    assert!(open(&counted.site, "/").await.text().contains("made 0"));
    counted.data_changes();
    assert!(open(&counted.site, "/").await.text().contains("made 1"));
    assert!(open(&counted.site, "/").await.text().contains("made 1"));
}

#[tokio::test]
async fn a_page_begun_before_a_change_is_not_shown_after_it() {
    let counted = Arc::new(site());
    let site = counted.site.clone();
    let early = tokio::spawn(async move { open(&site, "/slow").await });
    tokio::time::sleep(Duration::from_millis(30)).await;
    counted.data_changes();
    let late = open(&counted.site, "/slow").await;
    assert!(late.text().contains("made 1"));
    assert!(early.await.expect("no panic").text().contains("made 0"));
    assert!(open(&counted.site, "/slow").await.text().contains("made 1"));
    assert_eq!(counted.made(), 2);
}

#[tokio::test]
async fn a_burst_after_a_change_makes_the_page_once() {
    let counted = site();
    for round in 1..=3 {
        let mut burst = Vec::new();
        for _ in 0..100 {
            let site = counted.site.clone();
            burst.push(tokio::spawn(async move { open(&site, "/slow").await }));
        }
        for one in burst {
            assert_eq!(one.await.expect("no panic").status, StatusCode::OK);
        }
        assert_eq!(counted.made(), round);
        counted.data_changes();
    }
}

#[tokio::test]
async fn a_page_is_made_also_when_who_asked_first_has_left() {
    let counted = site();
    let gone = tokio::time::timeout(Duration::from_millis(20), open(&counted.site, "/slow")).await;
    assert!(gone.is_err());
    assert!(open(&counted.site, "/slow").await.text().contains("made 0"));
    assert_eq!(counted.made(), 1);
}

#[tokio::test]
async fn an_unchanged_page_is_not_sent_again() {
    let counted = site();
    for encoding in ["identity", "gzip"] {
        let first = get_with(&counted.site, "/", &[("accept-encoding", encoding)]).await;
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with('"') && tag.len() > 30, "{tag}");
        let lists = [
            tag.clone(),
            format!("W/{tag}"),
            format!("\"other\", {tag}"),
            "*".to_owned(),
        ];
        for list in lists {
            let headers = [
                ("accept-encoding", encoding),
                ("if-none-match", list.as_str()),
            ];
            let again = get_with(&counted.site, "/", &headers).await;
            assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{list}");
            assert!(again.body.is_empty());
            assert_eq!(again.header("etag"), tag);
            assert_eq!(again.header("vary"), "Accept-Encoding, Cookie");
        }
        counted.data_changes();
        let headers = [
            ("accept-encoding", encoding),
            ("if-none-match", tag.as_str()),
        ];
        assert_eq!(
            get_with(&counted.site, "/", &headers).await.status,
            StatusCode::OK
        );
    }
}

#[tokio::test]
async fn each_encoding_has_its_own_tag_and_the_same_page() {
    let counted = site();
    let plain = open(&counted.site, "/").await;
    let packed = get_with(&counted.site, "/", &[("accept-encoding", "gzip, br")]).await;
    assert_eq!(counted.made(), 1);
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert_ne!(plain.header("etag"), packed.header("etag"));
    assert_eq!(unpacked(&packed), plain.text());
    let other = [("if-none-match", packed.header("etag"))];
    assert_eq!(
        get_with(&counted.site, "/", &other).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_short_page_is_packed_when_it_is_asked_for_again_and_a_long_one_at_once() {
    let counted = site();
    let gzip = [("accept-encoding", "gzip")];
    for (path, first_encoding) in [("/", ""), ("/long", "gzip")] {
        let first = get_with(&counted.site, path, &gzip).await;
        let second = get_with(&counted.site, path, &gzip).await;
        assert_eq!(first.header("content-encoding"), first_encoding, "{path}");
        assert_eq!(second.header("content-encoding"), "gzip", "{path}");
        let page = open(&counted.site, path).await;
        assert_eq!(unpacked(&second), page.text(), "{path}");
        // Who was sent either of them has the page.
        counted.data_changes();
        let (first, second) = (
            get_with(&counted.site, path, &gzip).await,
            get_with(&counted.site, path, &gzip).await,
        );
        for sent in [&first, &second] {
            let tag = sent.header("etag");
            let asked = [gzip[0], ("if-none-match", tag)];
            let again = get_with(&counted.site, path, &asked).await;
            assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path}");
            assert_eq!(again.header("etag"), tag, "{path}");
        }
    }
}

#[tokio::test]
async fn who_has_a_page_packed_is_not_sent_it_as_it_is_when_it_was_made_anew() {
    let counted = site();
    let gzip = ("accept-encoding", "gzip");
    get_with(&counted.site, "/still", &[gzip]).await;
    let packed = get_with(&counted.site, "/still", &[gzip]).await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    counted.data_changes();
    let tag = packed.header("etag");
    let asked = [gzip, ("if-none-match", tag)];
    let again = get_with(&counted.site, "/still", &asked).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert_eq!(again.header("etag"), tag);
    // Who takes no gzip cannot have it.
    let asked = [("if-none-match", tag)];
    let plain = get_with(&counted.site, "/still", &asked).await;
    assert_eq!(plain.status, StatusCode::OK);
}

#[tokio::test]
async fn head_answers_like_get_without_the_page() {
    let counted = site();
    for round in 0..2 {
        let head = Request::head("/").body(Body::empty()).expect("a request");
        let head = ask(&counted.site, head).await;
        let page = open(&counted.site, "/").await;
        assert_eq!(
            (head.status, head.body.len()),
            (StatusCode::OK, 0),
            "{round}"
        );
        assert_eq!(head.header("content-length"), page.body.len().to_string());
        assert_eq!(head.header("etag"), page.header("etag"));
    }
    assert_eq!(counted.made(), 1);
    let form = Request::head("/form")
        .body(Body::empty())
        .expect("a request");
    let form = ask(&counted.site, form).await;
    assert_eq!((form.header("content-length"), form.body.len()), ("6", 0));
}

#[tokio::test]
async fn who_is_signed_in_gets_a_page_of_their_own() {
    let counted = site();
    open(&counted.site, "/").await;
    for cookie in ["session=abc", "__Host-session=abc"] {
        let own = get_with(&counted.site, "/", &[("cookie", cookie)]).await;
        assert_eq!(own.header("cache-control"), "no-store");
        assert_eq!(own.header("etag"), "");
    }
    assert_eq!(counted.made(), 3);
    get_with(&counted.site, "/", &[("cookie", "seen_banner=1")]).await;
    assert_eq!(counted.made(), 3);
    assert!(open(&counted.site, "/").await.text().contains("made 0"));
}

#[tokio::test]
async fn what_is_not_marked_or_sets_a_cookie_or_fails_is_not_kept() {
    let counted = site();
    for path in ["/form", "/cookie", "/form", "/cookie"] {
        let heard = open(&counted.site, path).await;
        assert_eq!(heard.header("cache-control"), "private, no-cache", "{path}");
    }
    assert_eq!(counted.made(), 4);
    let absent = open(&counted.site, "/absent").await;
    assert_eq!(absent.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_page_is_sent_only_until_its_time() {
    let counted = site();
    for _ in 0..3 {
        open(&counted.site, "/until-then").await;
    }
    assert_eq!(counted.made(), 1);
    for _ in 0..3 {
        assert_eq!(
            open(&counted.site, "/until-before").await.status,
            StatusCode::OK
        );
    }
    assert_eq!(counted.made(), 4);
}

#[tokio::test]
async fn made_up_queries_push_out_no_page_without_one() {
    let counted = site_with(400_000);
    open(&counted.site, "/").await;
    for number in 0..300 {
        open(&counted.site, &format!("/?x={number}")).await;
    }
    let made = counted.made();
    open(&counted.site, "/").await;
    open(&counted.site, "/?x=299").await;
    assert_eq!(counted.made(), made);
    open(&counted.site, "/?x=0").await;
    assert_eq!(counted.made(), made + 1);
}

#[test]
fn a_shelf_stays_within_its_bytes_and_keeps_what_is_used() {
    crate::web::http::metrics::recorder();
    let shelf = Shelf::new(100_000);
    let put = |name: &str, bytes: usize| {
        let uri = format!("/{name}").parse().expect("an address");
        let (parts, ()) = Response::new(()).into_parts();
        let page = Page::new(parts, vec![b'x'; bytes].into(), 1);
        shelf.put(&Key::of(&uri).expect("short"), Slot::Kept(Arc::new(page)));
    };
    let has = |name: &str| {
        let uri = format!("/{name}").parse().expect("an address");
        shelf.get(&Key::of(&uri).expect("short")).is_some()
    };
    put("popular", 5_000);
    for number in 0..1_000 {
        put(&number.to_string(), 5_000);
        assert!(shelf.bytes() <= 100_000, "{}", shelf.bytes());
        assert!(has("popular"), "gone after {number}");
    }
    assert!(has("999") && !has("0"));
    for number in 0..10_000 {
        let uri = format!("/form?x={number}").parse().expect("an address");
        shelf.put(&Key::of(&uri).expect("short"), Slot::NotForEverybody);
    }
    assert!(shelf.bytes() <= 100_000);
}
