//! Photos in a bucket: the same walk over a server that speaks as much of S3 as is needed.

use super::pictures::{drawn, jpeg};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use payback_panel::domain::photos::Size;
use payback_panel::ports::photos::{Bucket, Shelf, Shelving, develop};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

type Objects = Arc<Mutex<BTreeMap<String, Bytes>>>;

const BUCKET: &str = "/panel/";

async fn answer(State(objects): State<Objects>, request: Request) -> Response {
    let signed = request.headers().get("authorization").cloned();
    let signed = signed.is_some_and(|value| {
        value
            .to_str()
            .is_ok_and(|value| value.starts_with("AWS4-HMAC-SHA256 Credential=somebody/"))
    });
    if !signed {
        return StatusCode::FORBIDDEN.into_response();
    }
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let key = uri
        .path()
        .strip_prefix(BUCKET)
        .unwrap_or_default()
        .to_string();
    let body = request
        .into_body()
        .collect()
        .await
        .expect("a body")
        .to_bytes();
    let mut objects = objects.lock().expect("the objects");
    match method {
        Method::PUT => {
            objects.insert(key, body);
            ([("etag", "\"one\"")], ()).into_response()
        }
        Method::GET if uri.query().unwrap_or_default().contains("list-type=2") => {
            let prefixes: BTreeSet<String> = objects
                .keys()
                .filter_map(|key| key.rsplit_once('/'))
                .map(|(folder, _)| {
                    format!("<CommonPrefixes><Prefix>{folder}/</Prefix></CommonPrefixes>")
                })
                .collect();
            let prefixes: String = prefixes.into_iter().collect();
            format!(
                "<ListBucketResult><IsTruncated>false</IsTruncated>{prefixes}</ListBucketResult>"
            )
            .into_response()
        }
        Method::GET => match objects.get(&key) {
            Some(file) => (
                [
                    ("etag", "\"one\""),
                    ("last-modified", "Sun, 22 Nov 2026 12:00:00 GMT"),
                ],
                file.clone(),
            )
                .into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        },
        Method::DELETE => {
            objects.remove(&key);
            StatusCode::NO_CONTENT.into_response()
        }
        Method::POST => {
            let asked = String::from_utf8_lossy(&body).into_owned();
            let mut gone = String::new();
            for part in asked.split("<Key>").skip(1) {
                let key = part.split("</Key>").next().unwrap_or_default();
                objects.remove(key);
                gone.push_str(&format!("<Deleted><Key>{key}</Key></Deleted>"));
            }
            format!("<DeleteResult>{gone}</DeleteResult>").into_response()
        }
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

#[tokio::test]
async fn photos_stand_in_a_bucket_and_go_from_it() {
    let objects = Objects::default();
    let router = Router::new().fallback(answer).with_state(objects.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    let bucket = Bucket {
        name: "panel".into(),
        prefix: "photos".into(),
        endpoint: format!("http://{address}"),
        region: "eu-west-2".into(),
        access_key: "somebody".into(),
        secret_key: "a secret that no log shows".into(),
    };
    assert!(!format!("{bucket:?}").contains("secret"));
    let shelf = Shelf::open(&Shelving::Bucket(bucket)).expect("a bucket");
    let print = develop(&jpeg(&drawn(1000, 700))).expect("a print");
    let key = "0123456789abcdef0123456789abcdef";
    for (size, file) in &print.files {
        shelf.put(key, *size, file.clone()).await.expect("put");
    }
    assert!(
        objects
            .lock()
            .expect("objects")
            .contains_key(&format!("photos/{key}/small.jpg"))
    );
    assert_eq!(
        shelf.get(key, Size::Small).await,
        Ok(Some(print.files[0].1.clone()))
    );
    assert_eq!(shelf.get("other", Size::Small).await, Ok(None));
    assert_eq!(shelf.keys().await, Ok([key.to_string()].into()));
    shelf.remove(key).await.expect("removed");
    assert!(objects.lock().expect("objects").is_empty());
    shelf.remove(key).await.expect("gone already");
}
