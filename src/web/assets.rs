//! The files that pages are made of: stylesheet, scripts, mark and icons.
//!
//! `build.rs` fetches, fingerprints and compresses them; they are part of the program and served
//! from memory. A name holds the hash of its content, so a browser may keep it for ever. Pages name
//! them by the constants here, such as [`APP_CSS`].

use axum::extract::Path;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Where the files are served: mount [`serve`] here, open to everybody.
pub const PATH: &str = "/assets/{file}";

/// One file, in the forms a browser may ask for.
pub struct Asset {
    pub name: &'static str,
    pub content_type: &'static str,
    hash: &'static str,
    identity: &'static [u8],
    gzip: Option<&'static [u8]>,
    brotli: Option<&'static [u8]>,
}

/// A way to write a body that a browser can be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Identity,
    Gzip,
    Brotli,
}

/// The file of that name, with its fingerprint.
pub fn asset(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}

/// Answers with one file, for ever fresh, in the smallest form the browser reads.
pub async fn serve(Path(file): Path<String>, headers: HeaderMap) -> Response {
    match asset(&file) {
        Some(asset) => asset.respond(&headers),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The icon, for browsers that ask without reading the page.
pub async fn favicon(headers: HeaderMap) -> Response {
    serve(
        Path(FAVICON_ICO.trim_start_matches("/assets/").to_owned()),
        headers,
    )
    .await
}

impl Asset {
    /// The file as it is before it is compressed.
    pub fn bytes(&self) -> &'static [u8] {
        self.identity
    }

    fn respond(&self, headers: &HeaderMap) -> Response {
        let accepted = header(headers, ACCEPT_ENCODING.as_str());
        let (coding, body) = self.form(accepted);
        let tag = match coding {
            Coding::Identity => format!("\"{}\"", self.hash),
            Coding::Gzip => format!("\"{}-gz\"", self.hash),
            Coding::Brotli => format!("\"{}-br\"", self.hash),
        };
        let known = header(headers, IF_NONE_MATCH.as_str());
        let fixed = [
            (
                CACHE_CONTROL,
                "public, max-age=31536000, immutable".to_owned(),
            ),
            (CONTENT_TYPE, self.content_type.to_owned()),
            (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
            (VARY, "accept-encoding".to_owned()),
            (ETAG, tag.clone()),
        ];
        if known
            .split(',')
            .any(|one| one.trim().trim_start_matches("W/") == tag)
        {
            return (StatusCode::NOT_MODIFIED, fixed).into_response();
        }
        match coding {
            Coding::Identity => (fixed, body).into_response(),
            Coding::Gzip => (fixed, [(CONTENT_ENCODING, "gzip")], body).into_response(),
            Coding::Brotli => (fixed, [(CONTENT_ENCODING, "br")], body).into_response(),
        }
    }

    fn form(&self, accepted: &str) -> (Coding, &'static [u8]) {
        if let Some(body) = self.brotli.filter(|_| accepts(accepted, "br")) {
            return (Coding::Brotli, body);
        }
        if let Some(body) = self.gzip.filter(|_| accepts(accepted, "gzip")) {
            return (Coding::Gzip, body);
        }
        (Coding::Identity, self.identity)
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("")
}

/// Whether an `Accept-Encoding` header names a coding without refusing it by `q=0`.
fn accepts(header: &str, coding: &str) -> bool {
    header.split(',').any(|part| {
        let mut words = part.split(';').map(str::trim);
        let named = words
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let refused = words.any(|word| {
            word.strip_prefix("q=")
                .is_some_and(|q| !q.bytes().any(|digit| (b'1'..=b'9').contains(&digit)))
        });
        named && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(name: &str, headers: &[(&str, &str)]) -> Response {
        let mut map = HeaderMap::new();
        for (key, value) in headers {
            let key = axum::http::HeaderName::try_from(*key).unwrap();
            map.insert(key, value.parse().unwrap());
        }
        asset(name.trim_start_matches("/assets/"))
            .unwrap()
            .respond(&map)
    }

    #[test]
    fn a_browser_gets_the_smallest_form_it_reads() {
        for (accepted, expected) in [
            ("gzip, deflate, br", Some("br")),
            ("gzip;q=0.5, br;q=0", Some("gzip")),
            ("GZIP", Some("gzip")),
            ("deflate", None),
            ("br;q=0.0", None),
            ("", None),
        ] {
            let response = ask(APP_CSS, &[("accept-encoding", accepted)]);
            let coding = response
                .headers()
                .get(CONTENT_ENCODING)
                .map(|value| value.to_str().unwrap());
            assert_eq!(coding, expected, "{accepted:?}");
            assert_eq!(response.headers()[VARY], "accept-encoding");
        }
    }

    #[test]
    fn a_file_is_kept_for_ever_and_never_guessed_at() {
        let response = ask(APP_JS, &[]);
        assert_eq!(
            response.headers()[CACHE_CONTROL],
            "public, max-age=31536000, immutable"
        );
        assert_eq!(
            response.headers()[CONTENT_TYPE],
            "text/javascript; charset=utf-8"
        );
        assert_eq!(response.headers()[X_CONTENT_TYPE_OPTIONS], "nosniff");
    }

    #[test]
    fn a_file_the_browser_has_is_not_sent_again() {
        let tag = ask(APP_CSS, &[("accept-encoding", "br")]).headers()[ETAG].clone();
        let again = ask(
            APP_CSS,
            &[
                ("accept-encoding", "br"),
                ("if-none-match", tag.to_str().unwrap()),
            ],
        );
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        let other_form = ask(APP_CSS, &[("if-none-match", tag.to_str().unwrap())]);
        assert_eq!(other_form.status(), StatusCode::OK);
    }

    #[tokio::test]
    async fn a_name_that_is_not_in_the_table_is_not_found() {
        let response = serve(Path("../Cargo.toml".to_owned()), HeaderMap::new()).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn nothing_that_only_gov_uk_may_use_is_served() {
        let name = APP_CSS.trim_start_matches("/assets/");
        let css = std::str::from_utf8(asset(name).unwrap().identity).unwrap();
        for forbidden in ["GDS Transport", "@font-face", "govuk-crest", "url(/"] {
            assert!(!css.contains(forbidden), "{forbidden}");
        }
        assert!(css.contains("--govuk-brand-colour"));
    }

    #[test]
    fn the_script_imports_the_file_that_is_served() {
        let name = APP_JS.trim_start_matches("/assets/");
        let script = std::str::from_utf8(asset(name).unwrap().identity).unwrap();
        assert!(script.contains(GOVUK_JS.trim_start_matches("/assets/")));
    }
}
