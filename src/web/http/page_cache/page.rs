//! A kept page: its bytes, plain and compressed, with its headers ready to send.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::response::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::Response;
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use crate::web::http::caching::{Cacheable, accepts_gzip, names};
use crate::web::http::compress::gzip;
use crate::web::http::limits::Route;
use crate::web::http::metrics::FromMemory;
use crate::web::http::request_id::{self, RequestId};

/// What keeping a page costs beside its bytes: headers, key and table.
const OVERHEAD: usize = 2048;

/// Smaller pages are not compressed: they and their headers come in the same few packets either way, and
/// packing a tile of the map takes longer than making it.
const WORTH_COMPRESSING: usize = 1400;

/// Smaller pages are compressed only when they are asked for again. Nearly all are tiles of the map, of which
/// most are asked for once between two changes of the data, and packing one takes as long as a third of all the
/// rest. They come in at most three packets, which a server sends without waiting for word from the other
/// side, so that a tile is there after the same time on all but the slowest lines: at 50 kB a second a whole
/// screen of the fullest ones comes a third of a second later to the first who looks, and to nobody else.
const WORTH_COMPRESSING_AT_ONCE: usize = 4096;

/// What a client asks of a page, taken from its request.
#[derive(Clone, Debug)]
pub struct Wanted {
    head: bool,
    gzip: bool,
    if_none_match: Option<HeaderValue>,
}

impl Wanted {
    pub fn by(request: &Request) -> Wanted {
        let headers = request.headers();
        Wanted {
            head: request.method() == Method::HEAD,
            gzip: accepts_gzip(headers),
            if_none_match: headers.get(IF_NONE_MATCH).cloned(),
        }
    }

    pub fn takes_gzip(&self) -> bool {
        self.gzip
    }

    pub fn is_head(&self) -> bool {
        self.head
    }
}

/// A page as it is sent to everybody.
pub struct Page {
    version: i64,
    until: Option<DateTime<Utc>>,
    plain: Form,
    /// Made when somebody first asks for it; none where compressing does not help.
    compressed: OnceLock<Option<Form>>,
    was_sent: AtomicBool,
    counter: FromMemory,
    last_used: AtomicU64,
}

/// The page in one encoding. Each has a tag of its own, as they are different bytes.
struct Form {
    headers: HeaderMap,
    tag: HeaderValue,
    body: Bytes,
}

impl Page {
    pub fn new(mut parts: Parts, body: Bytes, version: i64) -> Page {
        let body = exact(body);
        let until = parts
            .extensions
            .get::<Cacheable>()
            .and_then(|kept| kept.until);
        let route = parts.extensions.remove::<Route>();
        let pattern = route.as_ref().and_then(Route::pattern).unwrap_or("none");
        parts.headers.remove(request_id::HEADER);
        parts.headers.remove(CONTENT_LENGTH);
        let tag = tag(parts.headers.get(CONTENT_TYPE), &body);
        Page {
            version,
            until,
            counter: FromMemory::of(pattern),
            plain: Form::new(parts.headers, tag, body),
            compressed: OnceLock::new(),
            was_sent: AtomicBool::new(false),
            last_used: AtomicU64::new(0),
        }
    }

    pub fn version(&self) -> i64 {
        self.version
    }

    pub fn until(&self) -> Option<DateTime<Utc>> {
        self.until
    }

    /// About how much memory it takes, both forms counted.
    pub fn size_bytes(&self) -> usize {
        OVERHEAD + self.plain.body.len() + self.plain.body.len() / 2
    }

    pub fn used_at(&self, tick: u64) {
        self.last_used.store(tick, Ordering::Relaxed);
    }

    pub fn last_used(&self) -> u64 {
        self.last_used.load(Ordering::Relaxed)
    }

    /// The answer to a request for this page.
    pub fn answer(&self, wanted: &Wanted, id: RequestId) -> Response {
        let form = self.form(wanted.gzip);
        let known = self.known(wanted, form);
        self.counter.count(known.is_some());
        let mut headers = form.headers.clone();
        headers.insert(request_id::HEADER, id.to_header());
        let mut response = Response::new(Body::empty());
        if let Some(tag) = known {
            headers.insert(ETAG, tag);
            headers.remove(CONTENT_TYPE);
            headers.remove(CONTENT_ENCODING);
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        } else if wanted.head {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(form.body.len()));
        } else {
            *response.body_mut() = Body::from(form.body.clone());
        }
        *response.headers_mut() = headers;
        response
    }

    /// The tag of what the client has already: of the form that it would be sent or, where it takes gzip, of
    /// the other, which it may have been sent before.
    fn known(&self, wanted: &Wanted, form: &Form) -> Option<HeaderValue> {
        let told = wanted.if_none_match.as_ref()?;
        if names(told, &form.tag) {
            return Some(form.tag.clone());
        }
        let both = [Some(self.plain.tag.clone()), self.plain.packed_tag()];
        let known = both.into_iter().flatten().find(|tag| names(told, tag));
        known.filter(|_| wanted.gzip)
    }

    fn form(&self, gzip: bool) -> &Form {
        let bytes = self.plain.body.len();
        let is_sent_again = self.was_sent.load(Ordering::Relaxed);
        if !is_sent_again {
            self.was_sent.store(true, Ordering::Relaxed);
        }
        let is_soon_enough = is_sent_again || bytes >= WORTH_COMPRESSING_AT_ONCE;
        if !gzip || bytes < WORTH_COMPRESSING || !is_soon_enough {
            return &self.plain;
        }
        let compressed = self.compressed.get_or_init(|| self.plain.compressed());
        compressed.as_ref().unwrap_or(&self.plain)
    }
}

impl Form {
    fn new(mut headers: HeaderMap, tag: HeaderValue, body: Bytes) -> Form {
        headers.insert(ETAG, tag.clone());
        Form { headers, tag, body }
    }

    fn compressed(&self) -> Option<Form> {
        if self.headers.contains_key(CONTENT_ENCODING) {
            return None;
        }
        let body = gzip(&self.body).ok()?;
        if body.len() >= self.body.len() {
            return None;
        }
        let mut headers = self.headers.clone();
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        Some(Form::new(headers, self.packed_tag()?, body))
    }

    /// The tag that the same page has when it is compressed.
    fn packed_tag(&self) -> Option<HeaderValue> {
        let plain = self.tag.to_str().ok()?;
        let tag = format!("{}-gzip\"", plain.trim_end_matches('"'));
        HeaderValue::try_from(tag).ok()
    }
}

/// The same bytes with no room to spare: what was written piece by piece has as much again as it fills.
fn exact(body: Bytes) -> Bytes {
    match body.try_into_mut() {
        Ok(whole) if whole.capacity() == whole.len() => whole.freeze(),
        Ok(roomy) => Bytes::copy_from_slice(&roomy),
        Err(shared) => Bytes::copy_from_slice(&shared),
    }
}

/// A strong tag: 128 bits of the content's digest.
fn tag(kind: Option<&HeaderValue>, body: &Bytes) -> HeaderValue {
    let mut digest = Sha256::new();
    digest.update(kind.map_or(&b""[..], HeaderValue::as_bytes));
    digest.update([0]);
    digest.update(body);
    let digits = digest.finalize();
    let mut tag = String::with_capacity(34);
    tag.push('"');
    for byte in &digits[..16] {
        let digit = |four: u8| char::from_digit(u32::from(four), 16).unwrap_or('0');
        tag.extend([digit(byte >> 4), digit(byte & 15)]);
    }
    tag.push('"');
    HeaderValue::try_from(tag).unwrap_or(HeaderValue::from_static("\"\""))
}
