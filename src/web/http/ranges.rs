//! Parts of a large file (RFC 9110, section 14): what a client asks for, and whether that is there.
//!
//! One part at a time. Several at once, and what does not read, are answered with the whole, as the
//! standard allows.

use axum::http::header::{IF_RANGE, RANGE};
use axum::http::{HeaderMap, HeaderValue};

/// What to send of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Whole,
    /// So many bytes from the first one named.
    Bytes {
        from: u64,
        length: u64,
    },
    /// Nothing of what was asked for is there.
    Nothing,
}

impl Part {
    /// What is asked of a file of such a length with such a strong tag.
    pub fn asked(headers: &HeaderMap, length: u64, tag: &str) -> Part {
        let text = |value: &HeaderValue| value.to_str().ok().map(str::to_string);
        let Some(range) = headers.get(RANGE).and_then(text) else {
            return Part::Whole;
        };
        // Part of another edition would not fit to what the client has.
        if headers
            .get(IF_RANGE)
            .is_some_and(|known| known.as_bytes() != tag.as_bytes())
        {
            return Part::Whole;
        }
        read(&range, length).unwrap_or(Part::Whole)
    }
}

/// Digits and nothing else, so no sign.
fn number(text: &str) -> Option<u64> {
    let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // More than fits is past every end.
    is_plain.then(|| text.parse().unwrap_or(u64::MAX))
}

fn read(range: &str, length: u64) -> Option<Part> {
    let (unit, spec) = range.split_once('=')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    let (first, last) = spec.trim().split_once('-')?;
    let (from, end) = match (first.trim(), last.trim()) {
        // The last so many.
        ("", last) => (length.saturating_sub(number(last)?), length),
        (first, "") => (number(first)?, length),
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            if first > last {
                return None;
            }
            (first, last.saturating_add(1).min(length))
        }
    };
    Some(match from < end {
        true => Part::Bytes {
            from,
            length: end - from,
        },
        false => Part::Nothing,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(range: &str) -> Part {
        let mut headers = HeaderMap::new();
        headers.insert(RANGE, range.parse().expect("a header"));
        Part::asked(&headers, 1000, "\"a\"")
    }

    fn bytes(from: u64, length: u64) -> Part {
        Part::Bytes { from, length }
    }

    #[test]
    fn a_part_is_counted_from_either_end_and_never_reaches_past_one() {
        for (range, part) in [
            ("bytes=0-0", bytes(0, 1)),
            ("bytes=0-126", bytes(0, 127)),
            ("Bytes = 10-19", bytes(10, 10)),
            ("bytes=990-", bytes(990, 10)),
            ("bytes=990-5000", bytes(990, 10)),
            ("bytes=-7", bytes(993, 7)),
            ("bytes=-5000", bytes(0, 1000)),
            ("bytes=0-99999999999999999999999", bytes(0, 1000)),
            ("bytes=1000-", Part::Nothing),
            ("bytes=1000-1001", Part::Nothing),
            ("bytes=99999999999999999999999-", Part::Nothing),
            ("bytes=-0", Part::Nothing),
        ] {
            assert_eq!(asked(range), part, "{range}");
        }
    }

    #[test]
    fn what_does_not_read_is_answered_with_the_whole() {
        for range in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=a-b",
            "bytes=5-3",
            "bytes=+1-2",
            "bytes=0-1,5-6",
            "lines=0-1",
            "bytes=1-2-3",
            "bytes=0x1-0x2",
        ] {
            assert_eq!(asked(range), Part::Whole, "{range}");
        }
    }

    #[test]
    fn a_part_of_another_edition_is_not_sent() {
        let mut headers = HeaderMap::new();
        headers.insert(RANGE, HeaderValue::from_static("bytes=0-1"));
        for (known, part) in [
            ("\"a\"", bytes(0, 2)),
            ("W/\"a\"", Part::Whole),
            ("\"b\"", Part::Whole),
            ("Sun, 22 Nov 2026 12:00:00 GMT", Part::Whole),
        ] {
            headers.insert(IF_RANGE, HeaderValue::from_static(known));
            assert_eq!(Part::asked(&headers, 1000, "\"a\""), part, "{known}");
        }
    }
}
