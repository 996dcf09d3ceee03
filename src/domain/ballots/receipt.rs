//! Receipt: the code that lets a voter find their own line, and the record that is sealed.
//!
//! The code is 80 bits that nobody can guess, derived from the one-time key of the form with a
//! secret of the round, so that the same form sent twice gets the same code. The secret is
//! destroyed at closing. The record is padded, so that its sealed length tells nothing of the
//! choice. Start at [`ReceiptCode::derive`] and [`Record`].

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::method::Method;
use super::paper::most_marks;
use super::rule_sheet::{RoundId, RuleSheet};
use super::words::{CheckWords, WordsFault, longest_word};

/// Crockford's alphabet: no I, L, O or U, so that a code can be read aloud and typed again.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Whether each byte is a letter or digit of the alphabet.
const IN_ALPHABET: [bool; 256] = {
    let mut table = [false; 256];
    let mut place = 0;
    while place < ALPHABET.len() {
        table[ALPHABET[place] as usize] = true;
        place += 1;
    }
    table
};

/// The length of a written code: four groups of four with dashes between.
pub const CODE_LENGTH: usize = 19;

/// The code on a voter's receipt: 80 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReceiptCode([u8; 10]);

/// Why a code cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a receipt code is 16 letters and digits in groups of four, like 4K7P-9XQ2-M0RT-AB3C")]
pub struct CodeFault;

impl ReceiptCode {
    /// The code of a form: the same secret and the same key give the same code.
    ///
    /// `secret` is the round's, at least 32 random bytes; `once` is the form's one-time key.
    pub fn derive(secret: &[u8], once: &[u8]) -> ReceiptCode {
        // A key of any length is taken, so this cannot fail; a failure would show as code nought.
        let mut code = [0; 10];
        if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) {
            mac.update(b"receipt|v1|");
            mac.update(once);
            code.copy_from_slice(&mac.finalize().into_bytes()[..10]);
        }
        ReceiptCode(code)
    }

    /// The code of ten random bytes, for papers printed beforehand.
    pub fn from_bytes(bytes: [u8; 10]) -> ReceiptCode {
        ReceiptCode(bytes)
    }

    /// The ten bytes.
    pub fn bytes(&self) -> [u8; 10] {
        self.0
    }

    /// Reads a code the way people type it: any case, with or without dashes and spaces, O for 0,
    /// I and L for 1.
    pub fn parse(text: &str) -> Result<ReceiptCode, CodeFault> {
        let mut bits: u128 = 0;
        let mut length = 0;
        for byte in text.bytes() {
            let digit = match byte.to_ascii_uppercase() {
                b'-' | b' ' => continue,
                b'O' => 0,
                b'I' | b'L' => 1,
                letter => ALPHABET
                    .iter()
                    .position(|known| *known == letter)
                    .ok_or(CodeFault)? as u128,
            };
            length += 1;
            if length > 16 {
                return Err(CodeFault);
            }
            bits = bits << 5 | digit;
        }
        if length != 16 {
            return Err(CodeFault);
        }
        let mut code = [0; 10];
        code.copy_from_slice(&bits.to_be_bytes()[6..]);
        Ok(ReceiptCode(code))
    }

    /// Whether the text is a code exactly as it is printed.
    pub fn is_written_so(text: &str) -> bool {
        text.len() == CODE_LENGTH
            && text
                .bytes()
                .enumerate()
                .all(|(place, byte)| match place % 5 {
                    4 => byte == b'-',
                    _ => IN_ALPHABET[usize::from(byte)],
                })
    }
}

impl std::fmt::Display for ReceiptCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bits = self
            .0
            .iter()
            .fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
        for place in 0..16 {
            if place > 0 && place % 4 == 0 {
                f.write_str("-")?;
            }
            let digit = (bits >> (5 * (15 - place))) as usize & 31;
            write!(f, "{}", char::from(ALPHABET[digit]))?;
        }
        Ok(())
    }
}

/// What is sealed to the box's key: one ballot with its receipt, and nothing of the voter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub round_id: RoundId,
    pub method: Method,
    /// The text of the published list, as [`super::paper::Marks::to_choices`] writes it.
    pub choices: String,
    pub code: ReceiptCode,
    pub words: CheckWords,
}

/// Why a record is rejected at the count.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordFault {
    #[error("the record is not text")]
    NotText,
    #[error("the record does not have six parts and version 1")]
    Shape,
    #[error("the record names no known method")]
    Method,
    #[error("the record belongs to another round")]
    OtherRound,
    #[error(transparent)]
    Code(#[from] CodeFault),
    #[error(transparent)]
    Words(#[from] WordsFault),
    #[error("the record is {needed} bytes long, and the round's records have {length}")]
    TooLong { needed: usize, length: usize },
}

impl Record {
    /// The record's text, filled up with spaces to the round's length (see [`record_length`]).
    pub fn to_padded(&self, length: usize) -> Result<Vec<u8>, RecordFault> {
        let mut text = format!(
            "v1|{}|{}|{}|{}|{}",
            self.round_id, self.method, self.choices, self.code, self.words
        )
        .into_bytes();
        if text.len() > length {
            return Err(RecordFault::TooLong {
                needed: text.len(),
                length,
            });
        }
        text.resize(length, b' ');
        Ok(text)
    }

    /// Reads an opened record of this round back. The choices are not read further here.
    pub fn read(padded: &[u8], round_id: &RoundId) -> Result<Record, RecordFault> {
        let text = std::str::from_utf8(padded).map_err(|_| RecordFault::NotText)?;
        let parts: Vec<&str> = text.trim_end_matches(' ').split('|').collect();
        let ["v1", round, method, choices, code, words] = parts[..] else {
            return Err(RecordFault::Shape);
        };
        let method = Method::parse(method).ok_or(RecordFault::Method)?;
        if round != round_id.as_str() {
            return Err(RecordFault::OtherRound);
        }
        if !ReceiptCode::is_written_so(code) {
            return Err(RecordFault::Code(CodeFault));
        }
        Ok(Record {
            round_id: round_id.clone(),
            method,
            choices: choices.to_owned(),
            code: ReceiptCode::parse(code)?,
            words: CheckWords::parse(words)?,
        })
    }
}

/// The length in bytes that every record of a round has: the longest a paper of it can make,
/// rounded up to whole blocks of 64.
pub fn record_length(sheet: &RuleSheet) -> usize {
    let id = sheet
        .options
        .iter()
        .map(|option| option.id.len())
        .max()
        .unwrap_or(0);
    let marks = most_marks(sheet.options.len(), sheet.most_ranks());
    let words = 2 * longest_word() + 1;
    let fixed = "v1|||||".len() + 20 + sheet.method.name().len() + CODE_LENGTH + words;
    (fixed + marks * (id + 1)).next_multiple_of(64)
}
