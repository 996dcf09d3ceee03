//! Compressing what is not kept: downloads and feeds, as they stream.
//!
//! A page with a secret in it (a form's `csrf` field) is not compressed: where such a page also
//! repeats something from the address, its compressed size lets others guess the secret bit by
//! bit (the BREACH attack). So HTML is compressed only where it is [`Cacheable`], which has no
//! secrets, and nothing is that is for a signed-in person.

use std::cell::RefCell;
use std::io::Write;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::BoxError;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use flate2::write::GzEncoder;
use flate2::{Compress, CompressError, Compression, FlushCompress, Status};
use hyper::body::Frame;

use super::caching::{Cacheable, vary};

/// Less than this is not worth the trouble.
const SMALLEST: u64 = 1024;

/// Types of content that shrink.
const SHRINKING: [&str; 9] = [
    "text/html",
    "text/csv",
    "text/plain",
    "application/json",
    "application/geo+json",
    "application/problem+json",
    "application/atom+xml",
    "application/xml",
    "image/svg+xml",
];

/// Compresses an answer where that is worth it and safe. `gzip` where the client takes it.
pub fn compress(mut response: Response, gzip: bool) -> Response {
    if !is_worth_it(&response) {
        return response;
    }
    vary(response.headers_mut(), "Accept-Encoding");
    if !gzip {
        return response;
    }
    let headers = response.headers_mut();
    headers.remove(CONTENT_LENGTH);
    headers.remove(ACCEPT_RANGES);
    headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    weaken_tag(headers);
    response.map(|body| Body::new(GzipBody::new(body)))
}

fn is_worth_it(response: &Response) -> bool {
    let headers = response.headers();
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    let kind = text(CONTENT_TYPE).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    let kept = response.extensions().get::<Cacheable>().is_some();
    response.status() == StatusCode::OK
        && !headers.contains_key(CONTENT_ENCODING)
        && !text(CACHE_CONTROL).unwrap_or_default().contains("no-store")
        && SHRINKING.contains(&essence)
        && (essence != "text/html" || kept)
        && response
            .body()
            .size_hint()
            .upper()
            .is_none_or(|bytes| bytes >= SMALLEST)
}

/// The compressed bytes are others than the ones that the tag was made for.
fn weaken_tag(headers: &mut HeaderMap) {
    let Some(tag) = headers.get(ETAG).and_then(|tag| tag.to_str().ok()) else {
        return;
    };
    if tag.starts_with("W/") {
        return;
    }
    if let Ok(weak) = HeaderValue::from_str(&format!("W/{tag}")) {
        headers.insert(ETAG, weak);
    }
}

/// How far back zlib looks for what it has seen, as a power of two.
const WINDOW: u8 = 15;

thread_local! {
    /// One for each thread, as zlib's tables are larger than most pages.
    static PACKER: RefCell<Compress> = RefCell::new(Compress::new_gzip(Compression::new(6), WINDOW));
}

/// Compresses a page that is all there, into no more memory than it fills.
pub fn gzip(bytes: &[u8]) -> Result<Bytes, CompressError> {
    PACKER.with_borrow_mut(|packer| {
        packer.reset();
        let mut packed = Vec::with_capacity(bytes.len() / 3 + 64);
        loop {
            let taken = usize::try_from(packer.total_in()).unwrap_or(bytes.len());
            match packer.compress_vec(&bytes[taken..], &mut packed, FlushCompress::Finish)? {
                Status::StreamEnd => return Ok(Bytes::copy_from_slice(&packed)),
                Status::Ok | Status::BufError => packed.reserve(bytes.len() / 3 + 64),
            }
        }
    })
}

/// A body that is compressed while it streams, a piece at a time.
struct GzipBody {
    inner: Body,
    encoder: Option<GzEncoder<Vec<u8>>>,
}

impl GzipBody {
    fn new(inner: Body) -> GzipBody {
        let encoder = Some(GzEncoder::new(Vec::new(), Compression::new(4)));
        GzipBody { inner, encoder }
    }

    /// Takes one piece in, or the end; what came out of the encoder by now.
    fn feed(&mut self, piece: Option<&Bytes>) -> std::io::Result<Vec<u8>> {
        let Some(mut encoder) = self.encoder.take() else {
            return Ok(Vec::new());
        };
        let Some(piece) = piece else {
            return encoder.finish();
        };
        encoder.write_all(piece)?;
        let out = std::mem::take(encoder.get_mut());
        self.encoder = Some(encoder);
        Ok(out)
    }
}

impl HttpBody for GzipBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        while self.encoder.is_some() {
            let next = std::task::ready!(Pin::new(&mut self.inner).poll_frame(context));
            let fed = match next {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(piece) => self.feed(Some(&piece)),
                    Err(_) => continue,
                },
                Some(Err(error)) => return Poll::Ready(Some(Err(error.into()))),
                None => self.feed(None),
            };
            match fed {
                Ok(out) if out.is_empty() => {}
                Ok(out) => return Poll::Ready(Some(Ok(Frame::data(Bytes::from(out))))),
                Err(error) => return Poll::Ready(Some(Err(error.into()))),
            }
        }
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        self.encoder.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::GzDecoder;
    use std::io::Read;

    fn unpacked(packed: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let read = GzDecoder::new(packed).read_to_end(&mut bytes);
        read.expect("gzip, whole and with the right checksum");
        bytes
    }

    /// Bytes that do not shrink, the same each time.
    fn noise(many: usize) -> Vec<u8> {
        let mut state = 2009_u64;
        let mut byte = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()[3]
        };
        (0..many).map(|_| byte()).collect()
    }

    /// One table packs them all in turn, so that nothing of one may be left over in the next.
    #[test]
    fn what_is_packed_unpacks_to_the_same() {
        let page = br#"{"at":[2135425024,1406599168],"title":"Clear the path","state":3},"#;
        let mut cases: Vec<Vec<u8>> = vec![vec![], b"x".to_vec(), page.to_vec()];
        for many in [63, 1_400, 16_384, 65_535, 100_003] {
            cases.push(page.iter().copied().cycle().take(many).collect());
            cases.push(noise(many));
            // What shrinks and what does not, one after the other.
            cases.push([page.repeat(many / 128), noise(many / 2)].concat());
        }
        for bytes in cases.iter().chain(cases.iter().rev()) {
            let packed = gzip(bytes).expect("packed");
            assert_eq!(unpacked(&packed), *bytes, "{} bytes", bytes.len());
        }
        let (alike, unlike) = (gzip(&page.repeat(1_000)), gzip(&noise(66_000)));
        assert!(alike.expect("packed").len() < 1_000);
        // More than was set aside at first, by far: it takes several turns.
        assert!(unlike.expect("packed").len() > 66_000);
    }
}
