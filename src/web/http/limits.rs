//! Limits on requests: their shape, their size and their time.
//!
//! A request that passes a limit is refused as early as can be seen. When time is up the handler
//! is dropped; that is safe because whatever writes does so in a task of its own, which goes on.

use std::convert::Infallible;
use std::future::ready;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, EXPECT};
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Response};
use tower::{Layer, Service};

use super::body::{BoundedBody, Bounds, Reading, throw_away};
use super::refusal::Refusal;

/// What a request may come to.
#[derive(Clone, Debug)]
pub struct Limits {
    /// From the end of the body to the beginning of the answer.
    pub request_time: Duration,
    /// How long a body may take to arrive; a large one gets more by `body_bytes_a_second`.
    pub body_time: Duration,
    pub body_bytes_a_second: u64,
    /// The largest body, unless its route is in `larger_bodies`.
    pub body_bytes: u64,
    /// Routes that take more, like those for photos: pattern and bytes.
    pub larger_bodies: Vec<(String, u64)>,
    /// The longest path with its query.
    pub address_bytes: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            request_time: Duration::from_secs(30),
            body_time: Duration::from_secs(30),
            body_bytes_a_second: 8 * 1024,
            body_bytes: 256 * 1024,
            larger_bodies: Vec::new(),
            address_bytes: 4 * 1024,
        }
    }
}

impl Limits {
    fn bounds(&self, route: Option<&str>) -> Bounds {
        let larger = self
            .larger_bodies
            .iter()
            .find(|(pattern, _)| Some(pattern.as_str()) == route);
        Bounds {
            bytes: larger.map_or(self.body_bytes, |(_, bytes)| *bytes),
            time: self.body_time,
            bytes_a_second: self.body_bytes_a_second,
        }
    }
}

/// The route that a request matched, told to the layers around the router once it is known.
#[derive(Clone, Debug, Default)]
pub struct Route(Arc<OnceLock<MatchedPath>>);

impl Route {
    pub fn pattern(&self) -> Option<&str> {
        self.0.get().map(MatchedPath::as_str)
    }
}

/// Refuses what is wrong whatever the route.
pub fn check_shape(request: &Request, limits: &Limits) -> Result<(), Refusal> {
    if ![Method::GET, Method::HEAD, Method::POST].contains(request.method()) {
        return Err(Refusal::method_not_allowed());
    }
    let address = request
        .uri()
        .path_and_query()
        .map_or(0, |address| address.as_str().len());
    if address > limits.address_bytes {
        return Err(Refusal::address_too_long());
    }
    // A small compressed body can grow without end; no browser sends one with a form.
    match request.headers().get(CONTENT_ENCODING) {
        Some(encoding) if encoding != "identity" => Err(Refusal::unsupported_form()),
        _ => Ok(()),
    }
}

/// Answers with a refusal, without losing it to a client that is still sending.
pub fn refuse(refusal: Refusal, request: Request) -> Response {
    if !request.headers().contains_key(EXPECT) {
        throw_away(request.into_body());
    }
    refusal.into_response()
}

/// A layer inside the router, where the route is known: names it, and bounds the body. Most requests have
/// none, and go on as they are.
#[derive(Clone)]
pub struct BoundBodies(pub Arc<Limits>);

impl<S> Layer<S> for BoundBodies {
    type Service = Bounded<S>;

    fn layer(&self, inner: S) -> Bounded<S> {
        let limits = Arc::clone(&self.0);
        Bounded { limits, inner }
    }
}

/// A route whose bodies are bounded.
#[derive(Clone)]
pub struct Bounded<S> {
    limits: Arc<Limits>,
    inner: S,
}

impl<S> Service<Request> for Bounded<S>
where
    S: Service<Request, Response = Response, Error = Infallible>,
    S::Future: Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        let extensions = request.extensions();
        let matched = extensions.get::<MatchedPath>();
        if let (Some(matched), Some(route)) = (matched, extensions.get::<Route>()) {
            let _ = route.0.set(matched.clone());
        }
        if request.body().is_end_stream() {
            return Box::pin(self.inner.call(request));
        }
        let bounds = self.limits.bounds(matched.map(MatchedPath::as_str));
        if content_length(request.headers()).is_some_and(|bytes| bytes > bounds.bytes) {
            let refused = refuse(Refusal::too_large(bounds.bytes), request);
            return Box::pin(ready(Ok(refused)));
        }
        let reading = request
            .extensions_mut()
            .get_or_insert_with(Reading::begin)
            .clone();
        let awaits_leave = request.headers().contains_key(EXPECT);
        let watched = reading.clone();
        let mut request =
            request.map(|body| Body::new(BoundedBody::new(body, bounds, reading, awaits_leave)));
        // The bound on bodies is ours, for every way of reading them.
        DefaultBodyLimit::disable().apply(&mut request);
        let answered = self.inner.call(request);
        Box::pin(async move { Ok(verdict(answered.await?, &watched, bounds.bytes)) })
    }
}

/// Where a handler failed because its body broke off, the answer says why it did.
fn verdict(response: Response, reading: &Reading, most: u64) -> Response {
    let failed = response.status().is_client_error() || response.status().is_server_error();
    if failed && reading.was_too_large() {
        Refusal::too_large(most).into_response()
    } else if failed && reading.was_too_slow() {
        Refusal::too_slow().into_response()
    } else {
        response
    }
}

fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Waits for an answer as long as a request may take. While a body is arriving the time does not
/// run: [`BoundedBody`] has its own.
pub async fn in_time(
    limits: &Limits,
    reading: &Reading,
    work: impl Future<Output = Response>,
) -> Result<Response, Refusal> {
    let mut work = std::pin::pin!(work);
    let mut until = reading.last_progress() + limits.request_time;
    loop {
        if let Ok(response) = tokio::time::timeout_at(until, work.as_mut()).await {
            return Ok(response);
        }
        let later = reading.last_progress() + limits.request_time;
        if later <= until {
            return Err(Refusal::out_of_time());
        }
        until = later;
    }
}
