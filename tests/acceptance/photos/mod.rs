//! Photos, from the file that somebody chooses to the page that everybody sees, and nothing of what the
//! camera wrote about it.

mod bad_input;
mod bucket;
mod files;
mod life;
mod mutations;
pub mod pictures;
mod png_chunk;

use crate::world::{Actor, World};
use axum::body::Body;
use axum::http::{HeaderMap, Request, header};
use http_body_util::BodyExt;
use std::collections::BTreeSet;
use tower::ServiceExt;

const MARK: &str = "a-line-between-two-parts";

/// A form with a file in it, as a browser sends it.
pub struct Parcel {
    pub fields: Vec<(String, String)>,
    pub file: Option<(String, Vec<u8>)>,
    /// The field that the file is in.
    pub part: &'static str,
}

impl Parcel {
    /// What the form on somebody's page would send, with a file and what it shows.
    pub fn of(who: &Actor<'_>, alt: &str, file: &[u8]) -> Parcel {
        let hidden = |name: &str| {
            let value = who.page().value(name);
            (name.to_string(), value.unwrap_or_default())
        };
        let mut fields = vec![hidden("csrf"), hidden("once")];
        fields.push(("alt".into(), alt.into()));
        Parcel {
            fields,
            file: Some(("IMG_0001.jpg".into(), file.to_vec())),
            part: "photo",
        }
    }

    pub fn with(mut self, name: &str, value: &str) -> Parcel {
        self.fields.push((name.into(), value.into()));
        self
    }

    /// The bytes on the wire: the fields, then the file.
    pub fn body(&self) -> Vec<u8> {
        let mut body = vec![];
        for (name, value) in &self.fields {
            body.extend(
                format!(
                    "--{MARK}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
                )
                .into_bytes(),
            );
        }
        if let Some((name, file)) = &self.file {
            body.extend(
                format!(
                    "--{MARK}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{name}\"\r\n\
                     Content-Type: image/jpeg\r\n\r\n",
                    self.part
                )
                .into_bytes(),
            );
            body.extend(file);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{MARK}--\r\n").into_bytes());
        body
    }
}

/// What came back.
pub struct Back {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Back {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default()
    }
}

async fn asks(world: &World, request: Request<Body>) -> Back {
    let answer = world.front.clone().oneshot(request).await;
    let (parts, body) = answer.expect("an answer").into_parts();
    Back {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body: body.collect().await.expect("a body").to_bytes().to_vec(),
    }
}

/// Sends bytes as a form with a file.
pub async fn posts(world: &World, who: &Actor<'_>, path: &str, body: Vec<u8>) -> Back {
    let kind = format!("multipart/form-data; boundary={MARK}");
    posts_as(world, who, path, &[("content-type", &kind)], body).await
}

/// Sends bytes as whatever some headers say that they are.
pub async fn posts_as(
    world: &World,
    who: &Actor<'_>,
    path: &str,
    headers: &[(&str, &str)],
    body: Vec<u8>,
) -> Back {
    let mut request = Request::post(path)
        .header(header::HOST, "panel.example")
        .header(header::COOKIE, who.cookies());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    asks(world, request.body(Body::from(body)).expect("a request")).await
}

/// Opens a page with a form for a photo and sends one.
pub async fn sends(world: &World, who: &mut Actor<'_>, path: &str, alt: &str, file: &[u8]) -> Back {
    who.opens(path).await.gets(200);
    let body = Parcel::of(who, alt, file).body();
    posts(world, who, path, body).await
}

/// Fetches a file, as the browser of `who` or of a stranger.
pub async fn fetches(world: &World, who: Option<&Actor<'_>>, path: &str) -> Back {
    let mut request = Request::get(path).header(header::HOST, "panel.example");
    if let Some(who) = who {
        request = request.header(header::COOKIE, who.cookies());
    }
    asks(world, request.body(Body::empty()).expect("a request")).await
}

/// The address of the first photo on somebody's page.
pub fn photo_on(who: &Actor<'_>) -> String {
    let text = &who.page().text;
    let at = text
        .find("/photos/")
        .map(|_| text.match_indices("=\"/photos/").next().expect("a photo").0 + 2);
    let rest = &text[at.expect("a photo on the page")..];
    rest[..rest.find('"').expect("an end")].to_string()
}

/// A project in Leicester, `LC-2026-P0001`, with news that is not published yet.
pub async fn lays_news(world: &World) {
    world
        .place()
        .runs(
            "INSERT INTO project (reference, title, category, stage, origin, council_code, ward_code,
               agreed_on, started_on, search)
               VALUES ('LC-2026-P0001', 'Hedge at Scalpay Close', 'gardening', 'in-progress', 'other',
               'E06000016', 'E05010459', '2026-10-01', '2026-10-02', 'hedge at scalpay close');
             INSERT INTO project_update (project_id, title, body, written_at)
               SELECT id, 'The hedge is cut', 'Words', '2026-11-02T16:00:00.000000Z' FROM project;",
        )
        .await;
}

/// The names of the photos that have files.
pub fn folders(world: &World) -> BTreeSet<String> {
    let folder = world.place().folder().join("photos");
    let found = std::fs::read_dir(folder).expect("the folder of photos");
    let names = found.map(|entry| entry.expect("an entry").file_name());
    names
        .map(|name| name.to_string_lossy().into_owned())
        .collect()
}

/// Every file has its photo and every photo its files, and nothing waits to be taken away.
pub async fn is_in_order(world: &World) {
    assert_eq!(
        world.counts("SELECT COUNT(*) FROM photo_discard").await,
        0,
        "nothing waits to be taken away"
    );
    let photos = world.counts("SELECT COUNT(*) FROM photo").await;
    assert_eq!(
        folders(world).len(),
        usize::try_from(photos).expect("a count")
    );
    for name in folders(world) {
        let sql = format!("SELECT COUNT(*) FROM photo WHERE key = '{name}'");
        assert_eq!(world.counts(&sql).await, 1, "{name} has its photo");
    }
}
