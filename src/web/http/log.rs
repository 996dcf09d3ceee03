//! The log: one line for each request that was answered afresh, for operators.
//!
//! A line has method, route pattern, status, duration and the request's name. It never has the
//! path or the query, which can hold tokens and what people search for, nor an address, a cookie
//! or an agent. Pages from memory and the requests in [`is_quiet`] leave no line at all.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};

use super::request_id::RequestId;

/// Beginnings of route patterns whose POSTs leave no line and no count.
///
/// A line for the request that confirms a vote would give the time of a ballot, and a count would
/// tell how a vote is going while it is open (`voting.md`). At a desk a paper is handed over as its voter is marked.
pub const QUIET_POSTS: &[&str] = &["/votes/{", "/staff/rounds/{slug}/desk"];

/// Words in route patterns that make a request quiet whatever its method: the receipt is shown at
/// the moment of voting.
pub const QUIET_WORDS: &[&str] = &["receipt"];

/// How lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Text,
    Json,
}

/// What one request came to.
#[derive(Clone, Copy, Debug)]
pub struct Outcome<'a> {
    pub id: RequestId,
    pub method: &'a Method,
    /// The route's pattern, like `/projects/{reference}`; none where no route matched.
    pub route: Option<&'a str>,
    pub status: StatusCode,
    pub took: Duration,
}

/// Starts logging to standard error. `filter` is like `info,payback_panel=debug`.
pub fn start(format: Format, filter: &str) -> Result<(), CannotLog> {
    let filter = EnvFilter::try_new(filter)?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    match format {
        Format::Text => lines.with_ansi(false).finish().try_init()?,
        Format::Json => lines.json().flatten_event(true).finish().try_init()?,
    }
    super::panic::log_panics();
    Ok(())
}

/// Why logging could not start.
#[derive(Debug, thiserror::Error)]
pub enum CannotLog {
    #[error("the log filter does not read: {0}")]
    Filter(#[from] tracing_subscriber::filter::ParseError),
    #[error("logging had been started already: {0}")]
    Started(#[from] TryInitError),
}

/// Whether a request is kept out of the log and the counts.
pub fn is_quiet(method: &Method, route: Option<&str>) -> bool {
    let Some(route) = route else {
        return false;
    };
    let posts = || QUIET_POSTS.iter().any(|start| route.starts_with(start));
    let words = QUIET_WORDS.iter().any(|word| route.contains(word));
    words || (*method == Method::POST && posts())
}

/// Writes the line of a request.
pub fn line(outcome: &Outcome<'_>) {
    if is_quiet(outcome.method, outcome.route) {
        return;
    }
    let method = super::metrics::method_label(outcome.method);
    let route = outcome.route.unwrap_or("none");
    let status = outcome.status.as_u16();
    let took_us = u64::try_from(outcome.took.as_micros()).unwrap_or(u64::MAX);
    let id = outcome.id;
    tracing::info!(method, route, status, took_us, request_id = %id, "answered");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confirming_a_vote_is_quiet_and_reading_about_one_is_not() {
        let cases = [
            (Method::POST, Some("/votes/{slug}"), true),
            (Method::POST, Some("/votes/{slug}/confirm"), true),
            (Method::GET, Some("/votes/{slug}/receipt"), true),
            (Method::POST, Some("/staff/rounds/{slug}/desk"), true),
            (Method::GET, Some("/staff/rounds/{slug}/desk"), false),
            (Method::POST, Some("/staff/rounds/{slug}/count"), false),
            (Method::GET, Some("/votes/{slug}"), false),
            (Method::GET, Some("/votes/{slug}/result"), false),
            (Method::POST, Some("/nominate"), false),
            (Method::POST, None, false),
        ];
        for (method, route, quiet) in cases {
            assert_eq!(is_quiet(&method, route), quiet, "{method} {route:?}");
        }
    }
}
