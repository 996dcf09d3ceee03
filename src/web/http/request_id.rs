//! A name for each request, so that what a person quotes can be found in the log.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::{HeaderName, HeaderValue};

/// The header in which an answer carries its request's name. What a client sends in it is ignored.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The name of one request: 32 hex digits that say nothing about who asked, when or for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RequestId(u128);

impl RequestId {
    /// A name that no other request has.
    ///
    /// A running number under two keyed digests whose keys are drawn anew by each process, so
    /// that the number of requests cannot be read from it. It is no secret and guards nothing.
    pub fn next() -> RequestId {
        static KEYS: LazyLock<(RandomState, RandomState)> = LazyLock::new(Default::default);
        static REQUESTS: AtomicU64 = AtomicU64::new(0);
        let number = REQUESTS.fetch_add(1, Ordering::Relaxed);
        let (upper, lower) = (KEYS.0.hash_one(number), KEYS.1.hash_one(number));
        RequestId(u128::from(upper) << 64 | u128::from(lower))
    }

    /// The name as a header carries it.
    pub fn to_header(self) -> HeaderValue {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = [0_u8; 32];
        for (digit, byte) in text.chunks_exact_mut(2).zip(self.0.to_be_bytes()) {
            digit[0] = DIGITS[usize::from(byte >> 4)];
            digit[1] = DIGITS[usize::from(byte & 15)];
        }
        HeaderValue::from_bytes(&text).unwrap_or(HeaderValue::from_static("unknown"))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:032x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_reads_like_the_log() {
        let id = RequestId::next();
        assert_eq!(id.to_header(), id.to_string().as_str());
        assert_ne!(id, RequestId::next());
    }
}
