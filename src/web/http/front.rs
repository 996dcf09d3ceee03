//! The front: the application's router with everything around it.

use std::convert::Infallible;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::http::header::CONTENT_LENGTH;
use axum::http::{HeaderValue, Method};
use axum::response::{IntoResponse, Response};
use tower::Service;
use tracing::Instrument;

use super::body::Reading;
use super::limits::{self, BoundBodies, Limits, Route};
use super::log::{self, Outcome};
use super::open_data::{self, Place};
use super::page_cache::{Key, Made, Now, PageCache, ReadVersion, Turn, Wanted};
use super::peer::{PeerAddress, Proxies};
use super::refusal::{self, Drawing, Refusal};
use super::request_id::{self, RequestId};
use super::{caching, compress, cross_site, metrics, panic, security};

/// What the layers need to know.
#[derive(Clone)]
pub struct Settings {
    /// Where the site is, without a path: `https://payback.example`.
    pub address: String,
    pub proxies: Proxies,
    pub limits: Limits,
    /// Memory for kept pages, in bytes.
    pub page_bytes: usize,
    pub data_version: ReadVersion,
    pub now: Now,
    /// Draws refusals as pages of the product.
    pub drawing: Drawing,
}

impl Settings {
    pub fn new(address: impl Into<String>, data_version: ReadVersion, now: Now) -> Settings {
        Settings {
            address: address.into(),
            proxies: Proxies::none(),
            limits: Limits::default(),
            page_bytes: 16 * 1024 * 1024,
            data_version,
            now,
            drawing: refusal::plainly(),
        }
    }
}

/// Puts the layers around a router.
///
/// The handlers of the router get [`RequestId`] and [`PeerAddress`] as extensions, mark pages
/// with [`Cacheable`](caching::Cacheable), and may set any header that a layer would set.
pub fn wrap(router: Router, settings: Settings) -> Front {
    metrics::recorder();
    let router = router.layer(BoundBodies(Arc::new(settings.limits.clone())));
    let pages = PageCache::new(
        settings.page_bytes,
        Arc::clone(&settings.data_version),
        Arc::clone(&settings.now),
    );
    let https = settings.address.starts_with("https://");
    Front(Arc::new(Inside {
        router,
        settings,
        pages,
        https,
    }))
}

/// The application with everything around it. Always ready; a clone is the same site.
#[derive(Clone)]
pub struct Front(Arc<Inside>);

struct Inside {
    router: Router,
    settings: Settings,
    pages: PageCache,
    https: bool,
}

impl Front {
    /// Answers a request for which no page is kept. `key` is where one would be.
    async fn answer(self, mut request: Request, key: Option<Key<'static>>) -> Response {
        let wanted = Wanted::by(&request);
        let pages = &self.0.pages;
        let Some(key) = key else {
            let response = self.fresh(request).await;
            return compress::compress(response, wanted.takes_gzip());
        };
        // A page is made whole, also for those who ask only for its head.
        *request.method_mut() = Method::GET;
        let version = pages.version();
        let made = match pages.turn(&key, version) {
            Turn::Kept(page) => Made::ForAll(page),
            Turn::Alone => {
                let response = self.fresh(request).await;
                pages.keep(&key, version, response).await
            }
            Turn::Wait(waiting) => match waiting.page().await {
                Some(page) => Made::ForAll(page),
                None => Made::ForOne(self.fresh(request).await),
            },
            Turn::Make(making) => {
                let site = self.clone();
                made_to_the_end(async move {
                    let response = site.fresh(request).await;
                    site.0.pages.settle(making, response).await
                })
                .await
            }
        };
        match made {
            Made::ForAll(page) => page.answer(&wanted, RequestId::next()),
            Made::ForOne(response) if wanted.is_head() => without_body(response),
            Made::ForOne(response) => compress::compress(response, wanted.takes_gzip()),
        }
    }

    /// Makes an answer, with all its headers, and leaves its line and its count.
    async fn fresh(&self, mut request: Request) -> Response {
        let began = Instant::now();
        let _in_flight = metrics::InFlight::begin();
        let (id, route) = (RequestId::next(), Route::default());
        let method = request.method().clone();
        let signed_in = caching::signs_in(request.headers());
        request.extensions_mut().insert(id);
        request.extensions_mut().insert(route.clone());
        let span = tracing::info_span!("request", %id);
        let place = Place::of(request.uri().path());
        let mut response = match self.check(&request, place) {
            _ if place.is_preflight(&request) => open_data::preflight(),
            Ok(()) => self.handled(request).instrument(span).await,
            Err(refusal) => limits::refuse(refusal, request),
        };
        match place {
            Place::Api => open_data::draw(&mut response),
            _ => refusal::draw(&mut response, &self.0.settings.drawing, id),
        }
        place.share(response.headers_mut());
        caching::stamp(&mut response, signed_in);
        security::stamp(response.headers_mut(), self.0.https);
        response
            .headers_mut()
            .insert(request_id::HEADER, id.to_header());
        let outcome = Outcome {
            id,
            method: &method,
            route: route.pattern(),
            status: response.status(),
            took: began.elapsed(),
        };
        log::line(&outcome);
        metrics::count(&outcome);
        response.extensions_mut().insert(route);
        response
    }

    fn check(&self, request: &Request, place: Place) -> Result<(), Refusal> {
        let settings = &self.0.settings;
        limits::check_shape(request, &settings.limits)?;
        match place {
            // The API takes no form, and its router says so.
            Place::Api => Ok(()),
            _ => cross_site::check(request, &settings.address),
        }
    }

    /// Runs the router in time, and catches it if it falls.
    async fn handled(&self, mut request: Request) -> Response {
        let settings = &self.0.settings;
        if let Some(peer) = request.extensions().get::<PeerAddress>().copied() {
            let client = settings.proxies.client(peer, request.headers());
            request.extensions_mut().insert(client);
        }
        let reading = Reading::begin();
        request.extensions_mut().insert(reading.clone());
        let mut router = self.0.router.clone();
        let running = async move {
            let Ok(response) = router.call(request).await;
            response
        };
        let answer = limits::in_time(&settings.limits, &reading, running);
        match panic::caught(answer).await {
            Ok(Ok(response)) => response,
            Ok(Err(refusal)) => refusal.into_response(),
            Err(panic::Panicked) => Refusal::failed().into_response(),
        }
    }
}

/// Makes something also when who asked first has left: what has to wait goes on in a task of its own. What
/// need not wait, such as a map's tile, is made at once, without another thread's help.
async fn made_to_the_end(making: impl Future<Output = Made> + Send + 'static) -> Made {
    let mut making = Box::pin(panic::caught(making));
    let first = poll_fn(|context| Poll::Ready(making.as_mut().poll(context))).await;
    let made = match first {
        Poll::Ready(made) => made,
        Poll::Pending => match tokio::spawn(making).await {
            Ok(made) => made,
            Err(_) => Err(panic::Panicked),
        },
    };
    made.unwrap_or_else(|panic::Panicked| Made::ForOne(Refusal::failed().into_response()))
}

/// The head of an answer, with the length that its body would have had.
fn without_body(mut response: Response) -> Response {
    if let Some(bytes) = response.body().size_hint().exact() {
        response
            .headers_mut()
            .entry(CONTENT_LENGTH)
            .or_insert(HeaderValue::from(bytes));
    }
    *response.body_mut() = Body::empty();
    response
}

/// An answer on its way: at once, or when it is made.
pub enum Answer {
    Kept(Option<Response>),
    Making(Pin<Box<dyn Future<Output = Response> + Send>>),
}

impl Future for Answer {
    type Output = Result<Response, Infallible>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut *self {
            Answer::Kept(response) => match response.take() {
                Some(response) => Poll::Ready(Ok(response)),
                None => Poll::Pending,
            },
            Answer::Making(making) => making.as_mut().poll(context).map(Ok),
        }
    }
}

impl Service<Request> for Front {
    type Response = Response;
    type Error = Infallible;
    type Future = Answer;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Answer {
        let pages = &self.0.pages;
        let key = pages.key(&request);
        match key.as_ref().and_then(|key| pages.find(key)) {
            Some(page) => Answer::Kept(Some(page.answer(&Wanted::by(&request), RequestId::next()))),
            None => {
                let key = key.map(Key::into_owned);
                Answer::Making(Box::pin(self.clone().answer(request, key)))
            }
        }
    }
}
