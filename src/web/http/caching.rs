//! What may be kept, by whom: the headers about caching on every answer.
//!
//! A page marked [`Cacheable`] is the same for everybody who is not signed in. Every other page is
//! for one person, and one made for somebody who is signed in is not to be kept at all.

use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, COOKIE, SET_COOKIE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use chrono::{DateTime, Utc};

/// Cookies that sign somebody in; the first where the site has https.
pub const SESSION_COOKIES: [&str; 2] = ["__Host-session", "session"];

/// A handler's promise, left in the answer's extensions: this page depends on the address, on the
/// data and on the time, and on nothing else. So no form with a `csrf` or `once` field, no
/// greeting, no shuffled order, no cookie read or set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cacheable {
    /// When it stops being right by the clock alone, like when a vote opens or closes.
    pub until: Option<DateTime<Utc>>,
}

/// Whether a request carries a cookie that signs in, be it good or not.
pub fn signs_in(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(COOKIE).iter();
    lines
        .flat_map(|line| line.as_bytes().split(|byte| *byte == b';'))
        .any(|cookie| {
            let name = cookie
                .split(|byte| *byte == b'=')
                .next()
                .unwrap_or_default();
            SESSION_COOKIES
                .iter()
                .any(|known| known.as_bytes() == name.trim_ascii())
        })
}

/// Whether an answer may be kept for everybody.
pub fn is_for_everybody(response: &Response, signed_in: bool) -> bool {
    !signed_in
        && response.extensions().get::<Cacheable>().is_some()
        && !response.headers().contains_key(SET_COOKIE)
}

/// Says who may keep an answer, where the handler has not said it.
pub fn stamp(response: &mut Response, signed_in: bool) {
    if response.headers().contains_key(CACHE_CONTROL) {
        return;
    }
    let failed = response.status().is_client_error() || response.status().is_server_error();
    let rule = if signed_in || failed {
        "no-store"
    } else if is_for_everybody(response, signed_in) {
        // Anyone may keep it and must ask each time; the ETag makes asking cheap.
        "public, max-age=0, must-revalidate"
    } else {
        // `no-store` would lose what was typed when a person goes back to a form.
        "private, no-cache"
    };
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static(rule));
    if is_for_everybody(response, signed_in) {
        vary(response.headers_mut(), "Accept-Encoding, Cookie");
    }
}

/// Adds to the list of what an answer varies by.
pub fn vary(headers: &mut HeaderMap, by: &'static str) {
    headers.append(VARY, HeaderValue::from_static(by));
}

/// Whether a list of tags names this one, by the weak comparison that the header asks for.
pub fn names(told: &HeaderValue, tag: &HeaderValue) -> bool {
    let (Ok(told), Ok(tag)) = (told.to_str(), tag.to_str()) else {
        return false;
    };
    told.split(',')
        .map(str::trim)
        .any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}

/// Whether the client takes gzip.
pub fn accepts_gzip(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(ACCEPT_ENCODING).iter();
    let told = lines.filter_map(|line| line.to_str().ok());
    let mut any = false;
    for choice in told.flat_map(|line| line.split(',')) {
        let mut parts = choice.split(';');
        let name = parts.next().unwrap_or_default().trim();
        let taken = !parts.any(|part| is_zero(part.trim()));
        if name.eq_ignore_ascii_case("gzip") {
            return taken;
        }
        any |= name == "*" && taken;
    }
    any
}

/// Whether a parameter is `q=0`, with or without noughts after the point.
fn is_zero(parameter: &str) -> bool {
    let Some(weight) = parameter
        .strip_prefix("q=")
        .or(parameter.strip_prefix("Q="))
    else {
        return false;
    };
    weight.starts_with('0') && weight.chars().all(|c| c == '0' || c == '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: &'static str, value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(name, value.parse().expect("a header"));
        headers
    }

    #[test]
    fn a_session_cookie_is_found_among_others() {
        let cases = [
            ("session=abc", true),
            ("a=b; __Host-session=abc; c=d", true),
            ("a=b;session=", true),
            ("sessions=abc; my-session=1; x=session=1", false),
            ("seen=session", false),
            ("", false),
        ];
        for (cookies, signed_in) in cases {
            assert_eq!(signs_in(&with("cookie", cookies)), signed_in, "{cookies}");
        }
        assert!(!signs_in(&HeaderMap::new()));
    }

    #[test]
    fn gzip_is_sent_only_to_who_takes_it() {
        let cases = [
            ("gzip, deflate, br", true),
            ("br;q=1.0, GZIP;q=0.5", true),
            ("*", true),
            ("gzip;q=0", false),
            ("gzip; q=0.000, *", false),
            ("identity, br", false),
            ("*;q=0", false),
            ("xgzip", false),
        ];
        for (accepted, gzip) in cases {
            assert_eq!(
                accepts_gzip(&with("accept-encoding", accepted)),
                gzip,
                "{accepted}"
            );
        }
        assert!(!accepts_gzip(&HeaderMap::new()));
    }
}
