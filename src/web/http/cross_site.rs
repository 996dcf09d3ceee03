//! Forms sent from other sites: the first of two lines of defence.
//!
//! The browser says where a request comes from (`Sec-Fetch-Front`, or else `Origin`); one that
//! comes from elsewhere is refused before anything reads it. Programs that say neither pass, for
//! they carry no visitor's cookies; the hidden field in each form is the second line, and the
//! application checks it.

use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, Method};

use super::refusal::Refusal;

/// The kinds of body that a form on a page sends, except `text/plain`, which is never needed and
/// which other sites can send without being asked for leave.
const FORM_TYPES: [&str; 2] = ["application/x-www-form-urlencoded", "multipart/form-data"];

/// Refuses a POST from another site and one that no form of ours sends.
pub fn check(request: &Request, site_origin: &str) -> Result<(), Refusal> {
    if request.method() != Method::POST {
        return Ok(());
    }
    if !comes_from_here(request, site_origin) {
        return Err(Refusal::sent_from_elsewhere());
    }
    if !is_form(request.headers().get(CONTENT_TYPE), request) {
        return Err(Refusal::unsupported_form());
    }
    Ok(())
}

fn comes_from_here(request: &Request, site_origin: &str) -> bool {
    let headers = request.headers();
    // No script can set this header, so it decides alone where it is sent. `none` is a person's
    // own doing, like sending a restored page again. A sister site is another site.
    if let Some(from) = headers.get("sec-fetch-site") {
        return from == "same-origin" || from == "none";
    }
    let Some(origin) = headers.get(ORIGIN) else {
        return true;
    };
    let Ok(origin) = origin.to_str() else {
        return false;
    };
    // The site may be reached under another name than its own, like an address in a test; then
    // the browser's two statements about the place must agree.
    origin.eq_ignore_ascii_case(site_origin) || is_host(origin, headers, request)
}

/// Whether an origin names the host that was asked.
fn is_host(origin: &str, headers: &HeaderMap, request: &Request) -> bool {
    let named = headers.get(HOST).and_then(|host| host.to_str().ok());
    let Some(asked) = named.or(request.uri().authority().map(Authority::as_str)) else {
        return false;
    };
    let Some((_, place)) = origin.split_once("://") else {
        return false;
    };
    place.eq_ignore_ascii_case(asked)
}

/// Whether a body is one that a form sends. Without a body there may be no type.
fn is_form(kind: Option<&HeaderValue>, request: &Request) -> bool {
    use axum::body::HttpBody;
    let Some(kind) = kind else {
        return request.body().is_end_stream();
    };
    let Ok(kind) = kind.to_str() else {
        return false;
    };
    let essence = kind.split(';').next().unwrap_or_default().trim();
    FORM_TYPES
        .iter()
        .any(|form| essence.eq_ignore_ascii_case(form))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::http::StatusCode;

    const SITE: &str = "https://payback.example";
    const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

    fn post(headers: &[(&str, &str)]) -> Result<(), StatusCode> {
        let mut request = Request::post("/nominate").header("host", "127.0.0.1:8080");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from("a=b")).expect("a request");
        check(&request, SITE).map_err(|refusal| refusal.status)
    }

    #[test]
    fn a_form_sent_from_another_site_is_refused() {
        let elsewhere: [&[(&str, &str)]; 7] = [
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "cross-site"), ("origin", SITE)],
            &[("origin", "https://elsewhere.example")],
            &[("origin", "http://payback.example")],
            &[("origin", "https://payback.example.elsewhere.example")],
            &[("origin", "null")],
        ];
        for headers in elsewhere {
            let headers = [headers, &[FORM]].concat();
            assert_eq!(post(&headers), Err(StatusCode::FORBIDDEN), "{headers:?}");
        }
    }

    #[test]
    fn a_form_sent_from_here_passes() {
        let here: [&[(&str, &str)]; 6] = [
            &[("sec-fetch-site", "same-origin")],
            &[("sec-fetch-site", "none")],
            &[("sec-fetch-site", "same-origin"), ("origin", "null")],
            &[("origin", SITE)],
            &[("origin", "http://127.0.0.1:8080")],
            &[],
        ];
        for headers in here {
            let headers = [headers, &[FORM]].concat();
            assert_eq!(post(&headers), Ok(()), "{headers:?}");
        }
    }

    #[test]
    fn only_what_forms_send_is_read() {
        let refused = ["text/plain", "application/json", "text/html", "x"];
        for kind in refused {
            let answer = post(&[("content-type", kind)]);
            assert_eq!(answer, Err(StatusCode::UNSUPPORTED_MEDIA_TYPE), "{kind}");
        }
        assert_eq!(post(&[]), Err(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        let kinds = [
            "Application/X-WWW-Form-Urlencoded; charset=utf-8",
            "multipart/form-data; boundary=x",
        ];
        for kind in kinds {
            assert_eq!(post(&[("content-type", kind)]), Ok(()), "{kind}");
        }
    }
}
