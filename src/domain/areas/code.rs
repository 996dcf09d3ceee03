//! The official code of an area.
//!
//! Codes are compared and stored in capitals. Nothing else is read from them: an `E07` is not
//! taken to be a district, nor an `E05` to lie in any council. Only data says that.

use std::fmt;

/// The official code of an area, such as `E05010463` for a ward of Leicester.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AreaCode(Box<str>);

/// Why a text is not an area code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    #[error("Enter an area code, like E06000016")]
    Empty,
    #[error("An area code has at most 20 characters")]
    TooLong,
    #[error("An area code is made of letters A to Z, digits, hyphens and underscores only")]
    Character,
}

impl AreaCode {
    /// The longest code kept. Codes of the Office for National Statistics have nine characters.
    const LONGEST: usize = 20;

    /// Reads a code: spaces around it are dropped and letters made capitals.
    pub fn parse(text: &str) -> Result<AreaCode, CodeError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(CodeError::Empty);
        }
        let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if !text.chars().all(allowed) {
            return Err(CodeError::Character);
        }
        if text.len() > Self::LONGEST {
            return Err(CodeError::TooLong);
        }
        Ok(AreaCode(text.to_ascii_uppercase().into_boxed_str()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::borrow::Borrow<str> for AreaCode {
    fn borrow(&self) -> &str {
        &self.0
    }
}
