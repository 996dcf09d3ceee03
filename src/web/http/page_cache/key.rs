//! Keys: the address of a page, so written that the same page has one key.

use std::borrow::Cow;

use axum::http::Uri;

/// Longer addresses are not kept.
const LONGEST: usize = 512;

/// A path, and the fields of its query in the order of their names. Fields of one name stay in
/// the order in which they came, since that can mean something.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key<'a> {
    text: Cow<'a, str>,
    path: usize,
}

impl<'a> Key<'a> {
    /// The key of an address; none where it is too long to keep.
    pub fn of(uri: &'a Uri) -> Option<Key<'a>> {
        let path = uri.path();
        let query = uri.query().unwrap_or_default();
        if path.len() + query.len() > LONGEST {
            return None;
        }
        let mut fields: Vec<&str> = query.split('&').filter(|field| !field.is_empty()).collect();
        if fields.is_empty() {
            return Some(Key {
                text: Cow::Borrowed(path),
                path: path.len(),
            });
        }
        fields.sort_by_key(|field| name_of(field));
        // Written at once into as much room as it takes: every request for a page with a query does this.
        let mut text = String::with_capacity(path.len() + query.len() + 1);
        text.push_str(path);
        for (at, field) in fields.iter().enumerate() {
            text.push(if at == 0 { '?' } else { '&' });
            text.push_str(field);
        }
        Some(Key {
            text: Cow::Owned(text),
            path: path.len(),
        })
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn has_query(&self) -> bool {
        self.text.len() > self.path
    }

    pub fn into_owned(self) -> Key<'static> {
        Key {
            text: Cow::Owned(self.text.into_owned()),
            path: self.path,
        }
    }
}

/// What stands before the first `=`, as it came.
fn name_of(field: &str) -> &[u8] {
    let bytes = field.as_bytes();
    let end = bytes.iter().position(|byte| *byte == b'=');
    &bytes[..end.unwrap_or(bytes.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(address: &str) -> Option<String> {
        let uri: Uri = address.parse().expect("an address");
        Key::of(&uri).map(|key| key.as_str().to_owned())
    }

    #[test]
    fn one_page_has_one_key() {
        let cases = [
            ("/projects", "/projects"),
            ("/projects?", "/projects"),
            ("/projects?&&", "/projects"),
            ("/projects?page=2&area=E1", "/projects?area=E1&page=2"),
            ("/projects?area=E1&page=2", "/projects?area=E1&page=2"),
            ("/projects?b=2&a=2&a=1", "/projects?a=2&a=1&b=2"),
            ("/projects?b&a=&=c&a-b=1", "/projects?=c&a=&a-b=1&b"),
            ("http://elsewhere.example/projects?a=1", "/projects?a=1"),
        ];
        for (address, expected) in cases {
            assert_eq!(key(address).as_deref(), Some(expected), "{address}");
        }
    }

    #[test]
    fn a_long_address_has_none() {
        assert!(key(&format!("/projects?q={}", "a".repeat(400))).is_some());
        assert_eq!(key(&format!("/projects?q={}", "a".repeat(600))), None);
    }
}
