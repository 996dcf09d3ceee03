//! Voting codes: what a letter carries to a household, so that somebody votes without an account.
//!
//! A code is 75 random bits, written in three groups of five so that nobody takes it for a receipt.
//! It is read the way people type. What is kept of it is a keyed digest, made elsewhere. Start at
//! [`VotingCode`]; how letters are asked for is in [`Letters`].

use crate::domain::mistakes::{self, Mistakes};

/// Crockford's alphabet: no I, L, O or U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many letters and digits a code has.
const LENGTH: usize = 15;

/// The most codes in one batch of letters.
pub const MOST_LETTERS: i64 = 5000;

/// A code on a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VotingCode(u128);

/// What was typed has not the shape of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("A voting code has 15 letters and digits, like 4K7P9-XQ2M0-RTAB3")]
pub struct NotAVotingCode;

impl VotingCode {
    /// The code of ten random bytes. Five of the 80 bits are dropped.
    pub fn of_bytes(bytes: [u8; 10]) -> VotingCode {
        let bits = bytes
            .iter()
            .fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
        VotingCode(bits >> 5)
    }

    /// Reads a code the way people type it: any case, any grouping, O for 0, I and L for 1.
    pub fn parse(typed: &str) -> Result<VotingCode, NotAVotingCode> {
        let mut bits = 0_u128;
        let mut length = 0;
        for sign in typed.chars().filter(|sign| !parts_groups(*sign)) {
            let digit = match sign.to_ascii_uppercase() {
                'O' => 0,
                'I' | 'L' => 1,
                sign => u8::try_from(sign)
                    .ok()
                    .and_then(|byte| ALPHABET.iter().position(|known| *known == byte))
                    .ok_or(NotAVotingCode)? as u128,
            };
            length += 1;
            if length > LENGTH {
                return Err(NotAVotingCode);
            }
            bits = bits << 5 | digit;
        }
        if length == LENGTH {
            Ok(VotingCode(bits))
        } else {
            Err(NotAVotingCode)
        }
    }
}

/// Whether a sign only parts groups: spaces, dashes of every kind, dots.
fn parts_groups(sign: char) -> bool {
    sign.is_whitespace() || matches!(sign, '-' | '.' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

impl std::fmt::Display for VotingCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for place in 0..LENGTH {
            if place > 0 && place % 5 == 0 {
                f.write_str("-")?;
            }
            let digit = (self.0 >> (5 * (LENGTH - 1 - place))) as usize & 31;
            write!(f, "{}", char::from(ALPHABET[digit]))?;
        }
        Ok(())
    }
}

/// In which form the codes of a batch leave, once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterFile {
    /// A table for whoever prints the letters.
    Csv,
    /// Letters ready to print.
    Pdf,
}

impl LetterFile {
    /// The word in the database and the end of the file's name.
    pub fn code(self) -> &'static str {
        match self {
            LetterFile::Csv => "csv",
            LetterFile::Pdf => "pdf",
        }
    }

    /// Reads the word.
    pub fn parse(code: &str) -> Option<LetterFile> {
        [LetterFile::Csv, LetterFile::Pdf]
            .into_iter()
            .find(|file| file.code() == code)
    }
}

/// A batch of letters to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letters {
    /// What staff call it, such as the streets that get it. No household is named.
    pub label: String,
    /// How many households.
    pub households: i64,
    /// The one file.
    pub file: LetterFile,
}

impl Letters {
    /// Reads what an officer typed, with every mistake.
    pub fn read(label: &str, households: &str, file: &str) -> Result<Letters, Mistakes> {
        let mut found = Mistakes::none();
        let label = mistakes::line(label, 120, "Enter a name for the batch");
        let label = found.check("label", label);
        let missing = format!("Enter a number of households from 1 to {MOST_LETTERS}");
        let households = mistakes::whole(households, 1, MOST_LETTERS, &missing);
        let households = found.check("households", households);
        let file = LetterFile::parse(file).ok_or("Pick a file");
        let file = found.check("file", file);
        match (label, households, file) {
            (Some(label), Some(households), Some(file)) => Ok(Letters {
                label,
                households,
                file,
            }),
            _ => Err(found),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_read_in_any_case_and_grouping() {
        let code = VotingCode::parse("4K7P9-XQ2M0-RTAB3").expect("a code");
        for typed in [
            "4k7p9-xq2m0-rtab3",
            "4K7P9XQ2M0RTAB3",
            " 4K7 P9X Q2M 0RT AB3\t",
            "4K7P9–XQ2M0—RTAB3",
            "4k7p9.xq2mo.rtab3",
        ] {
            assert_eq!(VotingCode::parse(typed), Ok(code), "{typed:?}");
        }
        let ones = VotingCode::parse("11111-11111-11111");
        assert_eq!(VotingCode::parse("IlLi1-11111-LLLLL"), ones);
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for typed in [
            "",
            "4K7P9-XQ2M0-RTAB",
            "4K7P9-XQ2M0-RTAB33",
            "4K7P-9XQ2-M0RT-AB3C",
            "4K7P9-XQ2M0-RTABU",
            "4K7P9-XQ2M0-RTAB*",
            "4K7P9-XQ2M0-RTABé",
            "1234 5678",
        ] {
            assert_eq!(VotingCode::parse(typed), Err(NotAVotingCode), "{typed:?}");
        }
    }

    proptest! {
        #[test]
        fn every_code_that_is_printed_is_read_back(bytes: [u8; 10]) {
            let code = VotingCode::of_bytes(bytes);
            prop_assert_eq!(VotingCode::parse(&code.to_string()), Ok(code));
        }

        #[test]
        fn whatever_is_typed_never_panics(typed in "\\PC{0,40}") {
            let _ = VotingCode::parse(&typed);
        }
    }

    #[test]
    fn every_one_of_the_75_bits_is_in_the_printed_code() {
        let nought = VotingCode::of_bytes([0; 10]).to_string();
        let different = (0..75)
            .map(|bit| {
                let mut bytes = [0_u8; 10];
                bytes[bit / 8] |= 0x80 >> (bit % 8);
                VotingCode::of_bytes(bytes).to_string()
            })
            .filter(|code| *code != nought)
            .collect::<std::collections::BTreeSet<_>>();
        assert_eq!(different.len(), 75);
    }

    #[test]
    fn a_batch_needs_a_name_a_number_and_a_file() {
        let read = Letters::read("", "0", "doc").expect_err("three mistakes");
        assert_eq!(read.iter().count(), 3);
        assert!(Letters::read("Scalpay Close", "5001", "csv").is_err());
        assert!(Letters::read("Scalpay Close", "5000", "pdf").is_ok());
    }
}
