//! What programs look for at fixed addresses: where not to look, and whom to tell of a weakness.

use crate::web::problem::Problem;
use crate::web::visit::{Answer, Visit};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::{Duration, SecondsFormat};

/// Pages that are of no use to a search engine: for one person, for staff, or behind a form.
const NOT_FOR_SEARCH: [&str; 7] = [
    "/admin",
    "/me",
    "/nominate/",
    "/sign-in",
    "/staff",
    "/follow",
    "/demo",
];

/// How long the words about weaknesses hold, counted from when they are read.
const SECURITY_DAYS: i64 = 180;

fn plain(text: String) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

/// `/robots.txt`. A demonstration is invented, and not to be found by searching.
pub async fn robots(visit: Visit) -> Answer {
    if visit.app.config.demonstration {
        return Ok(plain("User-agent: *\nDisallow: /\n".into()));
    }
    let closed = NOT_FOR_SEARCH.map(|path| format!("Disallow: {path}\n"));
    Ok(plain(format!("User-agent: *\n{}", closed.concat())))
}

/// `/.well-known/security.txt` (RFC 9116), where there is somebody to write to.
pub async fn security(visit: Visit) -> Answer {
    let config = &visit.app.config;
    if config.contact.email.is_empty() {
        return Err(Problem::NotFound);
    }
    let until = visit.now() + Duration::days(SECURITY_DAYS);
    Ok(plain(format!(
        "Contact: mailto:{}\nExpires: {}\nPreferred-Languages: en\nCanonical: {}/.well-known/security.txt\n",
        config.contact.email,
        until.to_rfc3339_opts(SecondsFormat::Secs, true),
        config.address
    )))
}
