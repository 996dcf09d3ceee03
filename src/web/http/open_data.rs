//! What programs on other people's sites may read: the API and the files of open data.
//!
//! Any site may fetch them from a reader's browser (CORS), without cookies. What goes wrong with the API is
//! told as `application/problem+json` (RFC 9457), never as a page.

use axum::body::Body;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ALLOW, CONTENT_LENGTH, CONTENT_TYPE,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode};
use axum::response::Response;
use serde_json::json;

use super::refusal::Refusal;

const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, OPTIONS");
const PROBLEM: HeaderValue = HeaderValue::from_static("application/problem+json");

/// How an address is to be treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A page for people.
    Page,
    /// A file of open data, or the page about them.
    File,
    /// The API.
    Api,
}

impl Place {
    /// Of a path.
    pub fn of(path: &str) -> Place {
        let in_folder = |folder: &str| {
            let rest = path.strip_prefix(folder);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if in_folder("/api") {
            Place::Api
        } else if in_folder("/data") || is_figures_file(path) {
            Place::File
        } else {
            Place::Page
        }
    }

    /// Whether a browser asks if another site may read here.
    pub fn is_preflight<B>(self, request: &Request<B>) -> bool {
        self != Place::Page && request.method() == Method::OPTIONS
    }

    /// Says that other sites may read the answer.
    pub fn share(self, headers: &mut HeaderMap) {
        if self == Place::Page {
            return;
        }
        let any = HeaderValue::from_static("*");
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, any);
        let seen = HeaderValue::from_static("ETag, Link, Retry-After");
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, seen);
        let policy = HeaderName::from_static("cross-origin-resource-policy");
        headers.insert(policy, HeaderValue::from_static("cross-origin"));
    }
}

/// Whether an address is a file of figures, of answers to questions or of a release.
fn is_figures_file(path: &str) -> bool {
    let release = path.strip_prefix("/figures/releases/");
    let in_release = release.is_some_and(|rest| rest.contains('/'));
    let files = ["/figures.csv", "/figures.json", "/figures/questions.csv"];
    in_release || files.contains(&path)
}

/// The answer to a browser that asks before it reads.
pub fn preflight() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    let asked = HeaderValue::from_static("If-None-Match, Accept");
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, asked);
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    headers.insert(ALLOW, METHODS);
    response
}

/// What went wrong, for a program.
pub fn problem(status: StatusCode, title: &str, detail: &str) -> Response {
    let mut response = Response::new(Body::from(document(status, title, detail)));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, PROBLEM);
    response
}

fn document(status: StatusCode, title: &str, detail: &str) -> String {
    let document = json!({
        "type": "about:blank",
        "title": title,
        "status": status.as_u16(),
        "detail": detail,
    });
    format!("{document}\n")
}

/// Tells a refusal of the server, or an error that came without words, as a problem.
pub fn draw(response: &mut Response) {
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    let told = response.headers().get(CONTENT_TYPE) == Some(&PROBLEM);
    if !is_error || told {
        return;
    }
    let refusal = response.extensions_mut().remove::<Refusal>();
    let (title, detail) = match &refusal {
        _ if status == StatusCode::METHOD_NOT_ALLOWED => (
            "This address cannot be used that way",
            "The API is for reading: use GET or HEAD.",
        ),
        Some(refusal) => (refusal.title, refusal.text.as_ref()),
        None => (
            status.canonical_reason().unwrap_or("Error"),
            "There is nothing more to say about it.",
        ),
    };
    *response.body_mut() = Body::from(document(status, title, detail));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, PROBLEM);
    headers.remove(CONTENT_LENGTH);
    if status == StatusCode::METHOD_NOT_ALLOWED {
        headers.insert(ALLOW, METHODS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_open_data_and_the_api_may_be_read_from_other_sites() {
        let cases = [
            ("/api/v1/projects", Place::Api),
            ("/api", Place::Api),
            ("/data/projects.csv", Place::File),
            ("/data/", Place::File),
            ("/database", Place::Page),
            ("/staff/releases", Place::Page),
            ("/", Place::Page),
        ];
        for (path, place) in cases {
            assert_eq!(Place::of(path), place, "{path}");
        }
        let mut headers = HeaderMap::new();
        Place::Page.share(&mut headers);
        assert!(headers.is_empty());
        Place::Api.share(&mut headers);
        assert_eq!(headers[ACCESS_CONTROL_ALLOW_ORIGIN], "*");
        assert!(!headers.contains_key("access-control-allow-credentials"));
    }

    #[test]
    fn an_error_without_words_becomes_a_problem() {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
        draw(&mut response);
        assert_eq!(response.headers()[CONTENT_TYPE], PROBLEM);
        assert_eq!(response.headers()[ALLOW], METHODS);
    }
}
