//! Recovery codes: what gets staff in when their telephone does not. Each works once.
//!
//! 80 bits in groups of four, without letters that are taken for digits. Read back however they were
//! copied down.

use std::fmt;
use std::str::FromStr;

/// How many are given out at once.
pub const COUNT: usize = 10;

const SIGNS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// One recovery code.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode([u8; 16]);

/// Not a recovery code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Enter a recovery code, like 4k7p-0mzx-t9wa-2hcd")]
pub struct NotARecoveryCode;

impl RecoveryCode {
    /// From random bytes.
    pub fn new(bytes: [u8; 10]) -> RecoveryCode {
        let mut signs = [0; 16];
        for (at, sign) in signs.iter_mut().enumerate() {
            let (byte, shift) = (at * 5 / 8, at * 5 % 8);
            let pair = u16::from(bytes[byte]) << 8
                | u16::from(bytes.get(byte + 1).copied().unwrap_or_default());
            *sign = SIGNS[usize::from(pair >> (11 - shift) & 31)];
        }
        RecoveryCode(signs)
    }

    /// The code without its hyphens: what its digest is made of.
    pub fn plain(&self) -> &str {
        // The signs are ASCII.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for RecoveryCode {
    type Err = NotARecoveryCode;

    fn from_str(text: &str) -> Result<Self, NotARecoveryCode> {
        let mut signs = [0; 16];
        let mut count = 0;
        for c in text.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let sign = match c.to_ascii_lowercase() {
                'o' => '0',
                'i' | 'l' => '1',
                c => c,
            };
            let known = u8::try_from(sign).ok().filter(|sign| SIGNS.contains(sign));
            *signs.get_mut(count).ok_or(NotARecoveryCode)? = known.ok_or(NotARecoveryCode)?;
            count += 1;
        }
        if count == signs.len() {
            Ok(RecoveryCode(signs))
        } else {
            Err(NotARecoveryCode)
        }
    }
}

impl fmt::Display for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.plain();
        write!(
            f,
            "{}-{}-{}-{}",
            &plain[..4],
            &plain[4..8],
            &plain[8..12],
            &plain[12..]
        )
    }
}

/// A code is a secret: it is not printed by accident.
impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}
