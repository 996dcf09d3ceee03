//! Files that stream, each with a tag of what is in it, for programs of other sites too.
//!
//! A tag is the digest of the whole file, made by writing it once for nobody; it stands as long as the
//! data does. It says nothing of changes that do not reach the file. Start at [`answer`].

use crate::web::http::caching::names;
use crate::web::visit::Visit;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, RwLock};

/// How long a reader waits for a tag. The first time ever, a large file is sent without one; later with its last
/// tag until a new one is made, so that a change that does not reach the file is not seen by its tag either.
const PATIENCE: Duration = Duration::from_secs(3);

/// Tags of files by name, each with the version of the data that it was made for.
#[derive(Clone, Default)]
pub struct Editions {
    made: Tags,
    /// Held while a tag is made.
    making: Arc<Mutex<()>>,
}

type Tags = Arc<RwLock<BTreeMap<&'static str, (i64, HeaderValue)>>>;

impl Editions {
    /// The tag of a file. One is made at a time; who waits for it finds it made.
    async fn tag(
        &self,
        name: &'static str,
        version: i64,
        file: impl Fn() -> Response,
    ) -> Option<HeaderValue> {
        let _alone = self.making.lock().await;
        if let Some((of, tag)) = self.made.read().await.get(name)
            && *of == version
        {
            return Some(tag.clone());
        }
        let tag = digest(file().into_body()).await?;
        let made = (version, tag.clone());
        self.made.write().await.insert(name, made);
        Some(tag)
    }

    /// The tag that a reader is told who waits so long for it: the last one, where a new one takes longer.
    async fn told<F>(
        &self,
        name: &'static str,
        version: i64,
        file: F,
        patience: Duration,
    ) -> Option<HeaderValue>
    where
        F: Fn() -> Response + Send + Sync + 'static,
    {
        let editions = self.clone();
        // In a task of its own, so that it comes to its end when nobody waits for it any more.
        let making = tokio::spawn(async move { editions.tag(name, version, file).await });
        match tokio::time::timeout(patience, making).await {
            Ok(made) => made.ok().flatten(),
            Err(_) => self.last(name).await,
        }
    }

    /// The tag that was made last, for whatever version of the data.
    async fn last(&self, name: &'static str) -> Option<HeaderValue> {
        let made = self.made.read().await;
        made.get(name).map(|(_, tag)| tag.clone())
    }
}

/// Nothing for a file that broke off.
async fn digest(mut body: Body) -> Option<HeaderValue> {
    let mut digest = Sha256::new();
    while let Some(frame) = body.frame().await {
        digest.update(frame.ok()?.data_ref()?);
    }
    let digits = crate::domain::ids::hex(&digest.finalize()[..16]);
    HeaderValue::from_str(&format!("\"{digits}\"")).ok()
}

/// A file that everybody may read from anywhere, or that it has not changed.
pub async fn answer<F>(visit: &Visit, asked: &HeaderMap, name: &'static str, file: F) -> Response
where
    F: Fn() -> Response + Clone + Send + Sync + 'static,
{
    // Looked at before anything is read: a change meanwhile makes another tag the next time.
    let version = visit.app.desk.db.version().now();
    let tag = visit
        .app
        .editions
        .told(name, version, file.clone(), PATIENCE)
        .await;
    let known = asked.get(header::IF_NONE_MATCH);
    let is_known = known
        .zip(tag.as_ref())
        .is_some_and(|(known, tag)| names(known, tag));
    let mut response = match is_known {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => file(),
    };
    let headers = response.headers_mut();
    headers.extend(tag.map(|tag| (header::ETAG, tag)));
    for (name, value) in &FOR_EVERYBODY {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// What lets pages of other sites read a file. Nobody's cookie changes what is in it.
static FOR_EVERYBODY: [(HeaderName, &str); 4] = [
    (header::CACHE_CONTROL, "public, max-age=0, must-revalidate"),
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    (header::ACCESS_CONTROL_EXPOSE_HEADERS, "ETag"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "cross-origin",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::pieces::download::{Gone, streamed};
    use tokio::sync::Semaphore;

    const PATIENT: Duration = Duration::from_secs(60);
    const HASTY: Duration = Duration::from_millis(20);

    /// A file of which nothing comes until it may.
    fn held(text: &'static str, may: &Arc<Semaphore>) -> impl Fn() -> Response + use<> {
        let may = Arc::clone(may);
        move || {
            let may = Arc::clone(&may);
            Response::new(streamed(|lines| async move {
                let _leave = may.acquire().await.map_err(|error| error.to_string())?;
                lines.send(text).await.map_err(|Gone| "gone".to_string())
            }))
        }
    }

    #[tokio::test]
    async fn a_large_file_keeps_its_last_tag_until_a_new_one_is_made() {
        let (editions, held_up) = (Editions::default(), Arc::new(Semaphore::new(0)));
        let free = Arc::new(Semaphore::new(1));
        // The first time there is none to keep; it is made all the same, for whoever comes after.
        let none = editions.told("a", 1, held("one", &held_up), HASTY).await;
        assert_eq!(none, None);
        held_up.add_permits(1);
        let one = editions.told("a", 1, held("one", &free), PATIENT).await;
        assert!(one.is_some());
        held_up.acquire().await.expect("a permit").forget();
        // Every commit makes another version of the data: this file has not changed, that one has.
        for (version, text, is_same) in [(2, "one", true), (3, "two", false)] {
            let meanwhile = editions.told("a", version, held(text, &held_up), HASTY);
            assert_eq!(meanwhile.await, one, "version {version}");
            held_up.add_permits(1);
            let made = editions.told("a", version, held(text, &free), PATIENT);
            assert_eq!(made.await == one, is_same, "version {version}");
            held_up.acquire().await.expect("a permit").forget();
        }
        assert_eq!(editions.last("b").await, None, "each file has its own");
    }
}
