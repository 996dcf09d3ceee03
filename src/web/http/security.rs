//! Security headers, on every answer.
//!
//! A handler that needs another value sets it itself; what it set stays. Nothing is allowed from
//! elsewhere, nothing inline, and no page can be framed.

use axum::http::header::{
    CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};

/// What pages may load and where they may send forms: all from this site, nothing inline.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
    font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; connect-src 'self'; \
    manifest-src 'self'";

/// `same-origin` tells no other site which page a person came from. `no-referrer` would also make
/// browsers send `Origin: null` with our own forms, and the check against forms sent from other
/// sites could not tell them from those.
const REFERRERS: &str = "same-origin";

const DEVICES: &str = "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), \
    geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

/// A year; without subdomains, which may be somebody else's business.
const HTTPS_ONLY: &str = "max-age=31536000";

static ALWAYS: [(HeaderName, HeaderValue); 7] = [
    (CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (REFERRER_POLICY, HeaderValue::from_static(REFERRERS)),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(DEVICES),
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
];

/// Adds what is missing. `https` where the site's own address begins so.
pub fn stamp(headers: &mut HeaderMap, https: bool) {
    headers.reserve(ALWAYS.len() + 3);
    for (name, value) in &ALWAYS {
        headers.entry(name).or_insert_with(|| value.clone());
    }
    if https {
        headers
            .entry(STRICT_TRANSPORT_SECURITY)
            .or_insert(HeaderValue::from_static(HTTPS_ONLY));
    }
}
