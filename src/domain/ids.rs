//! References that people can say on the telephone, and keys that nobody can guess.

use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// A nomination's or project's reference, like `LC-2026-0142`: letters of the council, year, number.
///
/// Projects carry a `P` in front of the number (`LC-2026-P0142`), so that one said for the other is
/// noticed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference(String);

impl Reference {
    /// The reference of a nomination.
    pub fn nomination(prefix: &str, year: i32, number: i64) -> Reference {
        Reference(format!("{prefix}-{year}-{number:04}"))
    }

    /// The reference of a project.
    pub fn project(prefix: &str, year: i32, number: i64) -> Reference {
        Reference(format!("{prefix}-{year}-P{number:04}"))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Not a reference.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("Enter a reference, like LC-2026-0142")]
pub struct NotAReference;

impl FromStr for Reference {
    type Err = NotAReference;

    /// Takes what imports and people write: letters, digits, dots and hyphens, up to 40 of them, any case.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let good = (1..=40).contains(&text.len())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'));
        if good {
            Ok(Reference(text.to_ascii_uppercase()))
        } else {
            Err(NotAReference)
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The words that name a round or a panel in an address: small letters, digits and hyphens, up to 60.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

impl Slug {
    /// Makes a slug of a title. A title without a letter or digit gives `untitled`.
    pub fn of(title: &str) -> Slug {
        let mut slug = String::new();
        for c in title.to_lowercase().chars() {
            if c.is_ascii_alphanumeric() {
                slug.push(c);
            } else if !slug.is_empty() && !slug.ends_with('-') && c != '\'' && c != '’' {
                slug.push('-');
            }
            if slug.len() >= 60 {
                break;
            }
        }
        let slug = slug.trim_end_matches('-');
        Slug(if slug.is_empty() {
            "untitled".into()
        } else {
            slug.into()
        })
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Slug {
    type Err = NotAReference;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let good = (1..=80).contains(&text.len())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if good {
            Ok(Slug(text.into()))
        } else {
            Err(NotAReference)
        }
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A form's one-time key: 128 random bits in hexadecimal. The same key sent again is the same request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnceKey(String);

impl OnceKey {
    /// From random bytes.
    pub fn new(bytes: [u8; 16]) -> OnceKey {
        OnceKey(hex(&bytes))
    }

    /// The key of the form that came with this one and says these bytes: the same for the same, and another for anything
    /// else.
    pub fn saying(&self, what: &[u8]) -> OnceKey {
        let mut hasher = Sha256::new();
        hasher.update(self.0.as_bytes());
        hasher.update(what);
        let mut key = hex(&hasher.finalize());
        key.truncate(32);
        OnceKey(key)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for OnceKey {
    type Err = NotAReference;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let good = text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
        if good {
            Ok(OnceKey(text.to_ascii_lowercase()))
        } else {
            Err(NotAReference)
        }
    }
}

/// Bytes as small hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    use fmt::Write;
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_said_the_same_however_they_are_typed() {
        assert_eq!(
            Reference::nomination("LC", 2026, 142).as_str(),
            "LC-2026-0142"
        );
        assert_eq!(Reference::project("LC", 2026, 7).as_str(), "LC-2026-P0007");
        assert_eq!("lc-2026-0142".parse(), Ok(Reference("LC-2026-0142".into())));
        assert_eq!(" ".parse::<Reference>(), Err(NotAReference));
        assert_eq!("a b".parse::<Reference>(), Err(NotAReference));
    }

    #[test]
    fn a_slug_holds_only_what_an_address_can() {
        assert_eq!(
            Slug::of("Leicester: where next? (June 2009)").as_str(),
            "leicester-where-next-june-2009"
        );
        assert_eq!(Slug::of("St Mary's Field").as_str(), "st-marys-field");
        assert_eq!(Slug::of("¿?").as_str(), "untitled");
    }

    #[test]
    fn a_once_key_is_32_hexadecimal_digits_and_nothing_else() {
        assert!(
            "0123456789abcdef0123456789ABCDEF"
                .parse::<OnceKey>()
                .is_ok()
        );
        assert!("0123".parse::<OnceKey>().is_err());
        assert!(
            "zz23456789abcdef0123456789abcdef"
                .parse::<OnceKey>()
                .is_err()
        );
    }
}
