//! Photos in a bucket: a photo's life over a server that speaks as much of S3 as is needed.

use super::life::{ALT, nominates_with_a_photo};
use super::pictures::{drawn, jpeg};
use super::{fetches, photo_on, sends};
use crate::nominations::{LEICESTER, council, fills_the_form, passes};
use crate::world::{Place, World};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::Duration;
use http_body_util::BodyExt;
use payback_panel::actions::photos::sweeping;
use payback_panel::domain::photos::Size;
use payback_panel::ports::photos::{Bucket, Darkroom, Shelf, Shelving, develop};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

/// A server with one bucket.
#[derive(Clone, Default)]
struct Server {
    objects: Arc<Mutex<BTreeMap<String, Bytes>>>,
    /// It takes no object whose name ends so.
    refuses: Arc<Mutex<Option<&'static str>>>,
}

const BUCKET: &str = "/panel/";

impl Server {
    /// Serves on loopback, and says how an operator would name the bucket.
    async fn serves(&self) -> Bucket {
        let router = Router::new().fallback(answer).with_state(self.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, router).await });
        Bucket {
            name: "panel".into(),
            prefix: "photos".into(),
            endpoint: format!("http://{address}"),
            region: "eu-west-2".into(),
            access_key: "somebody".into(),
            secret_key: "a secret that no log shows".into(),
        }
    }

    fn names(&self) -> BTreeSet<String> {
        self.objects
            .lock()
            .expect("objects")
            .keys()
            .cloned()
            .collect()
    }

    fn object(&self, name: &str) -> Option<Bytes> {
        self.objects.lock().expect("objects").get(name).cloned()
    }

    fn refuses(&self, ending: Option<&'static str>) {
        *self.refuses.lock().expect("refusals") = ending;
    }
}

async fn answer(State(server): State<Server>, request: Request) -> Response {
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
    let refused = *server.refuses.lock().expect("refusals");
    let mut objects = server.objects.lock().expect("the objects");
    match method {
        Method::PUT if refused.is_some_and(|ending| key.ends_with(ending)) => {
            StatusCode::FORBIDDEN.into_response()
        }
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
    let server = Server::default();
    let bucket = server.serves().await;
    assert!(!format!("{bucket:?}").contains("secret"));
    let shelf = Shelf::open(&Shelving::Bucket(bucket)).expect("a bucket");
    let print = develop(&jpeg(&drawn(1000, 700))).expect("a print");
    let key = "0123456789abcdef0123456789abcdef";
    for (size, file) in &print.files {
        shelf.put(key, *size, file.clone()).await.expect("put");
    }
    assert!(server.names().contains(&format!("photos/{key}/small.jpg")));
    assert_eq!(
        shelf.get(key, Size::Small).await,
        Ok(Some(print.files[0].1.clone()))
    );
    assert_eq!(shelf.get("other", Size::Small).await, Ok(None));
    assert_eq!(shelf.keys().await, Ok([key.to_string()].into()));
    shelf.remove(key).await.expect("removed");
    assert!(server.names().is_empty());
    shelf.remove(key).await.expect("gone already");
}

/// Every object belongs to a photo, every photo has its three, and nothing waits to be taken away.
async fn is_in_order(world: &World, server: &Server) {
    assert_eq!(
        world.counts("SELECT COUNT(*) FROM photo_discard").await,
        0,
        "nothing waits to be taken away"
    );
    let photos = world.counts("SELECT COUNT(*) FROM photo").await;
    let names = server.names();
    assert_eq!(
        names.len(),
        usize::try_from(photos * 3).expect("a count"),
        "{names:?}"
    );
    for name in names {
        let key = name.split('/').nth(1).expect("a key");
        let sql = format!("SELECT COUNT(*) FROM photo WHERE key = '{key}'");
        assert_eq!(world.counts(&sql).await, 1, "{name} has its photo");
    }
}

/// A photo is sent, looked at, made unreadable in part, passed, served and taken down.
async fn lives(world: &World, server: &Server) {
    world.leaves_letters();
    let mut rita = world.visitor("Rita");
    let reference = nominates_with_a_photo(world, &mut rita).await;
    is_in_order(world, server).await;
    assert_eq!(server.names().len(), 3);
    let mut helen = council(world, "Helen", LEICESTER).await;
    helen.opens("/staff/photos/1").await.gets(200);
    assert_eq!(helen.page().value("alt").as_deref(), Some(ALT));
    let before = photo_on(&helen);
    let sent = server.names();
    helen
        .fills("from", "A1")
        .fills("to", "C3")
        .presses("Make this part unreadable")
        .await;
    helen.gets(200).sees("can no longer be read");
    // What shows the face is gone from the bucket, not only from the page.
    assert!(sent.is_disjoint(&server.names()));
    assert_eq!(fetches(world, Some(&helen), &before).await.status, 404);
    is_in_order(world, server).await;
    helen.presses("Let everybody see it").await.gets(200);
    passes(&mut helen, &reference).await;
    let photo = photo_on(helen.opens("/staff/photos/1").await);
    for size in Size::ALL {
        let path = photo.replace("full.jpg", size.file());
        let public = fetches(world, None, &path).await;
        assert_eq!(
            (public.status, public.header("content-type")),
            (200, "image/jpeg")
        );
        let kept = server.object(path.trim_start_matches('/'));
        assert_eq!(kept.as_deref(), Some(public.body.as_slice()), "{path}");
    }
    helen
        .fills("reason", "shows-people")
        .presses("Take the photo down")
        .await;
    helen.is_at("/staff/photos");
    assert_eq!(fetches(world, None, &photo).await.status, 404);
    assert!(server.names().is_empty());
    is_in_order(world, server).await;
}

/// A bucket that takes no more halfway through a photo: the sender is told, and what stood there goes.
async fn is_refused_halfway(world: &World, server: &Server) {
    let mut tom = world.resident("Tom").await;
    fills_the_form(&mut tom, "Beaumont Walk", "Clear the path").await;
    server.refuses(Some("full.jpg"));
    let file = jpeg(&drawn(1700, 900));
    let back = sends(world, &mut tom, "/nominate/photos", "A path", &file).await;
    assert!(back.status >= 500, "{}: {}", back.status, back.text());
    server.refuses(None);
    world.passes(Duration::hours(1));
    sweeping::clear(world.desk()).await.expect("swept");
    assert!(server.names().is_empty());
    is_in_order(world, server).await;
    // The next one goes well.
    let back = sends(world, &mut tom, "/nominate/photos", "A path", &file).await;
    assert_eq!(back.status, 303, "{}", back.text());
    is_in_order(world, server).await;
}

mod a_photo_lives_in_a_bucket {
    use super::*;

    async fn walk(place: Place) {
        let server = Server::default();
        let bucket = Shelving::Bucket(server.serves().await);
        let world = World::arranged(place, bucket, Darkroom::default()).await;
        lives(&world, &server).await;
        is_refused_halfway(&world, &server).await;
        world.ends().await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn on_sqlite() {
        walk(Place::sqlite()).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn on_postgres() {
        let Some(place) = Place::postgres().await else {
            return;
        };
        walk(place).await;
    }
}
