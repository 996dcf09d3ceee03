//! The operator's background map: sent part by part, refused where it is none, and not there without one.

use crate::world::{Operator, World};
use axum::body::Body;
use axum::http::{HeaderMap, Request};
use http_body_util::BodyExt;
use payback_panel::app::App;
use payback_panel::config::Config;
use payback_panel::ports::background::Background;
use payback_panel::web::http::Front;
use std::path::Path;
use tower::ServiceExt;

const PATH: &str = "/map/background.pmtiles";
/// Longer than what is read at a time, and no round number.
const LENGTH: usize = 600_001;

/// The head of a file of PNG tiles whose list is not squeezed, and bytes that each say where they stand.
fn tiles(version: u8, kind: u8, squeezed: u8) -> Vec<u8> {
    let mut file: Vec<u8> = (0..LENGTH)
        .map(|at| u8::try_from(at % 251).expect("small"))
        .collect();
    file[..7].copy_from_slice(b"PMTiles");
    (file[7], file[97], file[99]) = (version, squeezed, kind);
    file
}

/// The site of a world with a file under its maps.
fn site(world: &World, file: &[u8]) -> Front {
    let path = world.place().folder().join("leicester.pmtiles");
    std::fs::write(&path, file).expect("written");
    let background = Background::open(&path, "Maps of Nowhere & Sons").expect("a background");
    let config = Config {
        background: Some(background),
        ..Config::clone(&world.app.config)
    };
    App::new(world.desk().clone(), config).front()
}

async fn asks(site: &Front, method: &str, headers: &[(&str, &str)]) -> (u16, HeaderMap, Vec<u8>) {
    asks_for(site, PATH, method, headers).await
}

async fn asks_for(
    site: &Front,
    path: &str,
    method: &str,
    headers: &[(&str, &str)],
) -> (u16, HeaderMap, Vec<u8>) {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header("host", "panel.example");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::empty()).expect("a request");
    let (parts, body) = site
        .clone()
        .oneshot(request)
        .await
        .expect("an answer")
        .into_parts();
    let body = body.collect().await.expect("a body").to_bytes().to_vec();
    (parts.status.as_u16(), parts.headers, body)
}

walk!(a_background_is_sent_part_by_part, |world| {
    let file = tiles(3, 2, 1);
    let site = site(world, &file);
    for (range, from, to) in [
        ("bytes=0-16383", 0, 16_384),
        ("bytes=300000-599999", 300_000, 600_000),
        ("bytes=600000-", 600_000, LENGTH),
        ("bytes=-5", LENGTH - 5, LENGTH),
        ("bytes=599990-9999999", 599_990, LENGTH),
    ] {
        let (status, headers, body) = asks(&site, "GET", &[("range", range)]).await;
        assert_eq!((status, body.as_slice()), (206, &file[from..to]), "{range}");
        assert_eq!(
            headers["content-range"],
            format!("bytes {from}-{}/{LENGTH}", to - 1)
        );
        assert_eq!(headers["content-length"], (to - from).to_string());
        assert_eq!(headers["content-type"], "application/vnd.pmtiles");
        assert!(!headers.contains_key("content-encoding"), "{range}");
    }
    let (status, headers, _) = asks(&site, "GET", &[("range", "bytes=600001-")]).await;
    assert_eq!(status, 416);
    assert_eq!(headers["content-range"], format!("bytes */{LENGTH}"));
    // All of it, and its head alone.
    let (status, headers, body) = asks(&site, "GET", &[("accept-encoding", "gzip")]).await;
    assert_eq!((status, body == file), (200, true));
    assert_eq!(headers["accept-ranges"], "bytes");
    let (status, headers, body) = asks(&site, "HEAD", &[]).await;
    assert_eq!((status, body.len()), (200, 0));
    assert_eq!(headers["content-length"], LENGTH.to_string());
    // Who knows this edition is told so; who knows another gets the whole.
    let tag = headers["etag"].to_str().expect("text").to_string();
    assert!(tag.starts_with('"'), "{tag}");
    let (status, _, body) = asks(&site, "GET", &[("if-none-match", &tag)]).await;
    assert_eq!((status, body.len()), (304, 0));
    for (known, status) in [(tag.as_str(), 206), ("\"another\"", 200)] {
        let (got, _, _) = asks(&site, "GET", &[("range", "bytes=0-9"), ("if-range", known)]).await;
        assert_eq!(got, status, "{known}");
    }
});

walk!(
    pages_with_a_map_ask_for_a_background_only_where_there_is_one,
    |world| {
        let mut rita = world.visitor("Rita");
        for page in ["/map", "/nominate/map"] {
            rita.opens(page).await;
            rita.gets(200).sees_no("Map under the marks");
            assert!(!rita.page().text.contains("pmtiles"), "{page}");
        }
        rita.opens(PATH).await;
        rita.gets(404);
        let site = site(world, &tiles(3, 4, 2));
        for page in ["/map", "/nominate/map"] {
            let (_, _, body) = asks_for(&site, page, "GET", &[]).await;
            let text = String::from_utf8_lossy(&body);
            assert!(
                text.contains("Map under the marks: Maps of Nowhere &amp; Sons"),
                "{page}"
            );
            assert!(text.contains("/assets/pmtiles-"), "{page}");
        }
        // Nothing else of the folder can be reached.
        for path in [
            "/map/panel.db",
            "/map/..%2fbackground.pmtiles",
            "/map/%2e%2e/leicester.pmtiles",
            "/map/leicester.pmtiles",
            "/map/background.pmtiles/..",
        ] {
            let (status, _, _) = asks_for(&site, path, "GET", &[]).await;
            assert_eq!(status, 404, "{path}");
        }
    }
);

#[test]
fn a_file_that_maps_cannot_be_drawn_from_is_refused_at_the_start() {
    let operator = Operator::new();
    let opens = |file: &[u8]| {
        operator.writes("a.pmtiles", file);
        let opened = Background::open(&operator.path("a.pmtiles"), "us");
        opened.map_err(|error| error.to_string()).map(|_| ())
    };
    for kind in 2..=5 {
        assert_eq!(opens(&tiles(3, kind, 2)), Ok(()));
    }
    for (file, why) in [
        (vec![], "is not a PMTiles file"),
        (b"PMTiles\x03".to_vec(), "is not a PMTiles file"),
        (vec![0; 4000], "is not a PMTiles file"),
        (tiles(2, 2, 1), "version 3 is read"),
        (tiles(3, 1, 2), "holds vector tiles"),
        (tiles(3, 6, 2), "holds vector tiles"),
        (tiles(3, 9, 2), "a kind that is not known"),
        (tiles(3, 2, 3), "squeezed in a way"),
    ] {
        let said = opens(&file).expect_err("refused");
        assert!(said.contains(why), "{said}");
    }
    let missing = Background::open(Path::new("not-there.pmtiles"), "us");
    assert!(
        missing
            .expect_err("not there")
            .to_string()
            .starts_with("cannot be read")
    );
}
