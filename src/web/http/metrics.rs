//! Measurements for operators, as Prometheus text.
//!
//! Labels are route patterns, methods and classes of status: few, and nothing that a person chose.
//! There is no listener of its own: the application mounts [`page`] where it wants it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Extension;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use metrics::{Counter, Gauge, Histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use super::log::{Outcome, is_quiet};
use super::peer::PeerAddress;

const REQUESTS: &str = "http_requests_total";
const DURATION: &str = "http_request_duration_seconds";
const IN_FLIGHT: &str = "http_requests_in_flight";
const FROM_MEMORY: &str = "http_pages_from_memory_total";

/// Upper bounds of the duration histogram, in seconds.
const BUCKETS: [f64; 11] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0,
];

/// After so many requests the samples gathered so far are folded into the histogram, so that
/// memory stays flat where nobody asks for measurements.
const FOLD_EVERY: u64 = 4096;

/// The process's one recorder; made and installed by whoever asks first.
pub fn recorder() -> &'static PrometheusHandle {
    static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();
    RECORDER.get_or_init(|| {
        let builder = PrometheusBuilder::new();
        let builder = builder
            .set_buckets_for_metric(Matcher::Full(DURATION.to_owned()), &BUCKETS)
            .unwrap_or_default();
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("another recorder of measurements is installed; ours stays empty");
        }
        describe();
        handle
    })
}

fn describe() {
    metrics::describe_counter!(
        REQUESTS,
        "Requests answered, by route, method and class of status"
    );
    metrics::describe_histogram!(DURATION, "How long answers took that were made afresh");
    metrics::describe_gauge!(IN_FLIGHT, "Requests being answered afresh just now");
    metrics::describe_counter!(FROM_MEMORY, "Answers that were pages kept in memory");
    metrics::describe_counter!(
        "http_connections_refused_total",
        "Connections for which there was no place"
    );
    metrics::gauge!("payback_panel_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1);
}

/// The page for operators: for askers on this machine or in a private network.
///
/// To others it is not there, nor to requests that came through a proxy: those could be anybody's.
pub async fn page(peer: Option<Extension<PeerAddress>>, headers: HeaderMap) -> Response {
    let private = peer.is_none_or(|Extension(peer)| peer.is_private());
    let relayed = headers.contains_key("x-forwarded-for") || headers.contains_key("forwarded");
    if !private || relayed {
        return StatusCode::NOT_FOUND.into_response();
    }
    let text = recorder().render();
    let text_format = "text/plain; version=0.0.4; charset=utf-8";
    ([(CONTENT_TYPE, text_format)], text).into_response()
}

/// A request that is being answered afresh, as long as this is held.
pub struct InFlight(&'static Gauge);

impl InFlight {
    pub fn begin() -> InFlight {
        static GAUGE: OnceLock<Gauge> = OnceLock::new();
        let gauge = GAUGE.get_or_init(|| metrics::gauge!(IN_FLIGHT));
        gauge.increment(1);
        InFlight(gauge)
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.decrement(1);
    }
}

/// Counts a request that was answered afresh.
pub fn count(outcome: &Outcome<'_>) {
    if is_quiet(outcome.method, outcome.route) {
        return;
    }
    let (method, status) = (method_label(outcome.method), class_label(outcome.status));
    of_route(outcome.route.unwrap_or("none"), |of| {
        of.took.record(outcome.took);
        of.answered(method, status).increment(1);
    });
    static COUNTED: AtomicU64 = AtomicU64::new(1);
    if COUNTED
        .fetch_add(1, Ordering::Relaxed)
        .is_multiple_of(FOLD_EVERY)
    {
        recorder().run_upkeep();
    }
}

/// What is counted of one route, found once by each thread so that counting costs next to nothing.
struct OfRoute {
    route: Box<str>,
    took: Histogram,
    /// By method and class of status.
    answered: Vec<(&'static str, &'static str, Counter)>,
    from_memory: Option<FromMemory>,
}

/// Does something with what is counted of a route.
fn of_route<T>(route: &str, counts: impl FnOnce(&mut OfRoute) -> T) -> T {
    thread_local! {
        static ROUTES: RefCell<HashMap<Box<str>, OfRoute>> = RefCell::default();
    }
    ROUTES.with_borrow_mut(|routes| match routes.get_mut(route) {
        Some(known) => counts(known),
        None => counts(routes.entry(route.into()).or_insert(OfRoute::new(route))),
    })
}

impl OfRoute {
    fn new(route: &str) -> OfRoute {
        OfRoute {
            route: route.into(),
            took: metrics::histogram!(DURATION, "route" => route.to_owned()),
            answered: vec![],
            from_memory: None,
        }
    }

    fn answered(&mut self, method: &'static str, status: &'static str) -> &Counter {
        let is_it = |one: &(&str, &str, Counter)| (one.0, one.1) == (method, status);
        let at = self.answered.iter().position(is_it).unwrap_or_else(|| {
            let route = self.route.to_string();
            let counter = metrics::counter!(
                REQUESTS, "route" => route, "method" => method, "status" => status
            );
            self.answered.push((method, status, counter));
            self.answered.len() - 1
        });
        &self.answered[at].2
    }
}

/// The counters of a page kept in memory, which it keeps beside its bytes.
#[derive(Clone)]
pub struct FromMemory {
    whole: Counter,
    unchanged: Counter,
    all: Counter,
}

impl FromMemory {
    pub fn of(route: &str) -> FromMemory {
        of_route(route, |of| match &of.from_memory {
            Some(known) => known.clone(),
            None => {
                let found = FromMemory {
                    whole: of.answered("GET", "2xx").clone(),
                    unchanged: of.answered("GET", "3xx").clone(),
                    all: metrics::counter!(FROM_MEMORY),
                };
                of.from_memory.insert(found).clone()
            }
        })
    }

    /// Counts one answer; `unchanged` where the client had the page already.
    pub fn count(&self, unchanged: bool) {
        let counter = if unchanged {
            &self.unchanged
        } else {
            &self.whole
        };
        counter.increment(1);
        self.all.increment(1);
    }
}

/// Methods that are not served share a label, so that nobody can make labels up.
pub fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    }
}

fn class_label(status: StatusCode) -> &'static str {
    match status.as_u16() {
        100..=199 => "1xx",
        200..=299 => "2xx",
        300..=399 => "3xx",
        400..=499 => "4xx",
        _ => "5xx",
    }
}
