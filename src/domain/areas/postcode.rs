//! Postcodes, as people type them and as they are kept.

use std::fmt;

/// A full postcode, in capitals with one space: `LE4 2BF`.
///
/// Well formed, which does not mean that it is in use.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Postcode(String);

/// Why a text is not a postcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PostcodeError {
    #[error("Enter a postcode, like LE4 2BF")]
    Empty,
    #[error("Enter a full UK postcode, like LE4 2BF")]
    Malformed,
}

impl Postcode {
    /// Reads a postcode. Case, spaces, dots and hyphens do not matter.
    pub fn parse(text: &str) -> Result<Postcode, PostcodeError> {
        let mut letters = Vec::with_capacity(7);
        for c in text.chars() {
            if c.is_whitespace() || matches!(c, '.' | '-' | '\u{200B}' | '\u{FEFF}') {
                continue;
            }
            if !c.is_ascii_alphanumeric() || letters.len() == 7 {
                return Err(PostcodeError::Malformed);
            }
            letters.push(c.to_ascii_uppercase() as u8);
        }
        if letters.is_empty() {
            return Err(PostcodeError::Empty);
        }
        if letters.len() < 5 {
            return Err(PostcodeError::Malformed);
        }
        let (outward, inward) = letters.split_at(letters.len() - 3);
        if !outward_is_well_formed(outward) || !inward_is_well_formed(inward) {
            return Err(PostcodeError::Malformed);
        }
        let text = |part: &[u8]| part.iter().copied().map(char::from).collect::<String>();
        Ok(Postcode(format!("{} {}", text(outward), text(inward))))
    }

    /// `LE4 2BF`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The half before the space: `LE4`.
    pub fn district(&self) -> &str {
        self.0.split_once(' ').map_or("", |(outward, _)| outward)
    }
}

/// Whether a text is the half of a postcode before the space, like `le4`.
pub fn is_first_half(text: &str) -> bool {
    let half = text.trim().to_ascii_uppercase();
    half.bytes().all(|c| c.is_ascii_alphanumeric()) && outward_is_well_formed(half.as_bytes())
}

/// The shapes in use: A9 A99 AA9 AA99 A9A AA9A.
fn outward_is_well_formed(part: &[u8]) -> bool {
    let shape: Vec<bool> = part.iter().map(u8::is_ascii_digit).collect();
    matches!(
        shape.as_slice(),
        [false, true]
            | [false, true, true]
            | [false, false, true]
            | [false, false, true, true]
            | [false, true, false]
            | [false, false, true, false]
    ) && !matches!(part.first(), Some(b'Q' | b'V' | b'X'))
}

/// A digit and two letters; `C I K M O V` are never among those two.
fn inward_is_well_formed(part: &[u8]) -> bool {
    let unit = |c: &u8| c.is_ascii_uppercase() && !b"CIKMOV".contains(c);
    matches!(part, [digit, a, b] if digit.is_ascii_digit() && unit(a) && unit(b))
}

impl fmt::Display for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
