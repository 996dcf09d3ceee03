//! Pages in the making: one person's request makes the page, the others' wait for it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::response::Response;
use tokio::sync::watch;

use super::key::Key;
use super::page::Page;

/// What a request without a kept page is to do.
pub enum Turn {
    /// Somebody has just kept the page.
    Kept(Arc<Page>),
    /// Make it, for those who wait as well.
    Make(Making),
    /// Wait for the one who makes it.
    Wait(Waiting),
    /// Make it for oneself: it is not the same for everybody.
    Alone,
}

/// What came of making a page.
pub enum Made {
    ForAll(Arc<Page>),
    ForOne(Response),
}

impl Made {
    pub fn page(&self) -> Option<Arc<Page>> {
        match self {
            Made::ForAll(page) => Some(Arc::clone(page)),
            Made::ForOne(_) => None,
        }
    }
}

/// What is being made just now, by key and version: a page that was begun before a change is no
/// answer to who asks after it.
#[derive(Clone, Default)]
pub struct Makings(Arc<Mutex<UnderWay>>);

type UnderWay = HashMap<(Box<str>, i64), Waiting>;

/// The other end of a making.
#[derive(Clone)]
pub struct Waiting(watch::Receiver<Option<Arc<Page>>>);

impl Waiting {
    /// The page, once it is made; none where it came to nothing that others can have.
    pub async fn page(mut self) -> Option<Arc<Page>> {
        let settled = self.0.wait_for(Option::is_some).await;
        settled.ok().and_then(|page| page.clone())
    }
}

impl Makings {
    /// Joins a making, or begins one. `look` finds a page that was kept a moment ago.
    pub fn join(
        &self,
        key: &Key<'_>,
        version: i64,
        look: impl FnOnce() -> Option<Arc<Page>>,
    ) -> Turn {
        let name = (Box::from(key.as_str()), version);
        let mut makings = self.lock();
        if let Some(waiting) = makings.get(&name) {
            return Turn::Wait(waiting.clone());
        }
        if let Some(page) = look() {
            return Turn::Kept(page);
        }
        let (teller, waiting) = watch::channel(None);
        makings.insert(name, Waiting(waiting));
        let (makings, key) = (self.clone(), key.clone().into_owned());
        Turn::Make(Making {
            makings,
            key,
            version,
            teller,
        })
    }

    fn lock(&self) -> MutexGuard<'_, UnderWay> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The duty to make a page. Dropped without a page, it lets those who wait go on alone.
pub struct Making {
    makings: Makings,
    key: Key<'static>,
    version: i64,
    teller: watch::Sender<Option<Arc<Page>>>,
}

impl Making {
    pub fn key(&self) -> &Key<'static> {
        &self.key
    }

    pub fn version(&self) -> i64 {
        self.version
    }

    /// Tells those who wait what came of it.
    pub fn settle(self, page: Option<Arc<Page>>) {
        self.teller.send_replace(page);
    }
}

impl Drop for Making {
    fn drop(&mut self) {
        let name = (Box::from(self.key.as_str()), self.version);
        self.makings.lock().remove(&name);
    }
}
