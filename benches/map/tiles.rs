//! Every tile over the places that were laid: asked for, counted, and sent by a bare server.

use crate::ask;
use crate::house::listen;
use crate::load::{Asking, Heard, Line};
use axum::Router;
use axum::body::Bytes;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use payback_panel::domain::areas::mercator::Spot;
use payback_panel::domain::areas::point::Point;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::runtime::Runtime;

/// The addresses of all tiles of a zoom over the places.
fn paths(zoom: u32) -> Vec<String> {
    let spot = |lat: f64, lon: f64| Spot::of(Point::new(lat, lon).expect("a point"));
    let (from, to) = (spot(52.91, -1.46), spot(52.39, -0.74));
    let tile = |step: u32| step >> (32 - zoom);
    let rows = tile(from.down)..=tile(to.down);
    rows.flat_map(|y| {
        let columns = tile(from.across)..=tile(to.across);
        columns.map(move |x| format!("/map/marks.json?zoom={zoom}&x={x}&y={y}"))
    })
    .collect()
}

/// All tiles of a zoom, as a browser asks for them.
pub fn askings(zoom: u32) -> Vec<(String, Asking)> {
    let gzip = [("accept-encoding", "gzip")];
    let all = paths(zoom).into_iter();
    all.map(|path| (path.clone(), Asking::get(&path, &gzip)))
        .collect()
}

/// How many marks all tiles of a zoom tell of.
pub async fn counted(address: SocketAddr, zoom: u32) -> u64 {
    let mut line = Line::open(address).await.expect("a connection");
    let mut marks = 0;
    for path in paths(zoom) {
        let heard = line.ask(&Asking::get(&path, &[])).await.expect("an answer");
        let told: serde_json::Value = serde_json::from_slice(&heard.body).expect("JSON");
        let groups = told["groups"].as_array().expect("groups");
        let count = |group: &serde_json::Value| group["count"].as_u64().unwrap_or(1);
        marks += groups.iter().map(count).sum::<u64>();
    }
    marks
}

/// What a server answers to each.
pub async fn answers(address: SocketAddr, all: &[(String, Asking)]) -> Vec<(String, Heard)> {
    let mut heard = vec![];
    for (path, asking) in all {
        heard.push((path.clone(), ask(address, asking).await));
    }
    heard
}

/// A bare server that has these answers ready.
pub fn bare(runtime: &Runtime, answers: Vec<(String, Heard)>) -> SocketAddr {
    let ready = answers.into_iter().map(|(path, heard)| {
        let packed = heard.head.contains("content-encoding: gzip");
        (path, (packed, Bytes::from(heard.body)))
    });
    let ready: Arc<HashMap<String, (bool, Bytes)>> = Arc::new(ready.collect());
    let answer = async move |uri: Uri| -> Response {
        let path = uri.path_and_query().map_or("", |path| path.as_str());
        match ready.get(path) {
            Some((packed, body)) => {
                let packed = if *packed { "gzip" } else { "identity" };
                let headers = [
                    (CONTENT_TYPE, "application/json"),
                    (CONTENT_ENCODING, packed),
                ];
                (headers, body.clone()).into_response()
            }
            None => StatusCode::NOT_FOUND.into_response(),
        }
    };
    let router = Router::new().fallback(answer);
    let (listener, address) = listen(runtime);
    runtime.spawn(async move { axum::serve(listener, router).await });
    address
}
