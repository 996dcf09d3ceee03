//! Pages kept in memory: rendered once, and sent as long as the data they show stands.
//!
//! A page is kept with the version of the data that it was made from, read *before* it was made.
//! It is sent only while that is still the version, so a page can be newer than its version says
//! but never older, and nobody who has just changed something is shown the page from before.
//! Several people who ask at once for a page that has to be made wait for one to be made.
//! Start at [`PageCache::find`].

mod key;
mod making;
mod page;
mod shelf;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::body::HttpBody;
use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use http_body_util::BodyExt;

use super::caching::{is_for_everybody, signs_in};
pub use key::Key;
pub use making::{Made, Turn};
use making::{Making, Makings};
pub use page::{Page, Wanted};
use shelf::{Shelf, Slot};

/// Gives the version of the data: a number that every commit moves, once it can be read and
/// before whoever made it is answered.
pub type ReadVersion = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Gives the time, for pages that are right until then.
pub type Now = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// Larger pages are made afresh each time.
const LARGEST_PAGE: u64 = 1024 * 1024;

/// The kept pages of one site.
pub struct PageCache {
    version: ReadVersion,
    now: Now,
    /// Pages whose address has no query: as many as there are things to show.
    plain: Shelf,
    /// Pages whose address has one. Anybody can make up queries without end; here they can only
    /// push out each other.
    queried: Shelf,
    makings: Makings,
}

impl PageCache {
    /// A cache that holds about `bytes` at most, a quarter of it for addresses with a query.
    pub fn new(bytes: usize, version: ReadVersion, now: Now) -> PageCache {
        PageCache {
            version,
            now,
            plain: Shelf::new(bytes / 4 * 3),
            queried: Shelf::new(bytes / 4),
            makings: Makings::default(),
        }
    }

    /// The page under a key, if it is kept and stands.
    pub fn find(&self, key: &Key<'_>) -> Option<Arc<Page>> {
        self.kept(key, self.version())
    }

    /// The key under which a request's page would be kept; none where it may not be.
    pub fn key<'a>(&self, request: &'a Request) -> Option<Key<'a>> {
        let reads = [Method::GET, Method::HEAD].contains(request.method());
        if !reads || signs_in(request.headers()) {
            return None;
        }
        Key::of(request.uri())
    }

    /// The version of the data just now. To be read before a page is made.
    pub fn version(&self) -> i64 {
        (self.version)()
    }

    /// What to do about a page that is not kept: make it, wait for it, or go alone.
    pub fn turn(&self, key: &Key<'_>, version: i64) -> Turn {
        if self.shelf(key).is_not_for_everybody(key) {
            return Turn::Alone;
        }
        let looked = || self.kept(key, version);
        self.makings.join(key, version, looked)
    }

    /// Keeps what was made, if it may be kept, and tells those who wait.
    pub async fn settle(&self, making: Making, response: Response) -> Made {
        let version = making.version();
        let made = self.keep(making.key(), version, response).await;
        making.settle(made.page());
        made
    }

    /// Keeps an answer under a key if its handler said that it may be kept.
    pub async fn keep(&self, key: &Key<'_>, version: i64, response: Response) -> Made {
        let shelf = self.shelf(key);
        if !can_be_kept(&response) {
            if response.status().is_success() || response.status().is_redirection() {
                shelf.put(key, Slot::NotForEverybody);
            }
            return Made::ForOne(response);
        }
        let (parts, body) = response.into_parts();
        let body = match body.collect().await {
            Ok(collected) => collected.to_bytes(),
            // A body of known size is in memory and does not fail.
            Err(_) => return Made::ForOne(StatusCode::INTERNAL_SERVER_ERROR.into_response()),
        };
        let page = Arc::new(Page::new(parts, body, version));
        if self.version() == version {
            shelf.put(key, Slot::Kept(Arc::clone(&page)));
        }
        Made::ForAll(page)
    }

    fn kept(&self, key: &Key<'_>, version: i64) -> Option<Arc<Page>> {
        let page = self.shelf(key).get(key)?;
        let stands =
            page.version() == version && page.until().is_none_or(|until| (self.now)() < until);
        stands.then_some(page)
    }

    fn shelf(&self, key: &Key<'_>) -> &Shelf {
        if key.has_query() {
            &self.queried
        } else {
            &self.plain
        }
    }
}

fn can_be_kept(response: &Response) -> bool {
    let size = response.body().size_hint().exact();
    response.status() == StatusCode::OK
        && is_for_everybody(response, false)
        && size.is_some_and(|bytes| bytes <= LARGEST_PAGE)
}
