//! Test ballots: what shows, before a vote can open, that the key of its box is there and works.
//!
//! A test ballot holds four words and is sealed to one key. Whoever has the private half reads the
//! words; nobody else can, the server included. It never goes into a box. Start at [`TestBallot`].

use super::merkle::to_hex;
use super::rule_sheet::RoundId;
use super::words::CHECK_WORDS;

/// How many words a test ballot holds.
pub const WORDS: usize = 4;

/// Every test ballot is filled up to so many bytes.
const LENGTH: usize = 128;

const MARK: &str = "payback-test-ballot-v1-";

/// What stands in a test ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestBallot {
    pub round_id: RoundId,
    /// Which key of the box it is for, 1 or 2.
    pub number: u8,
    /// The words that only the private key brings to light.
    pub words: String,
}

/// Why a test ballot does not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a test ballot of this program")]
pub struct NotATestBallot;

impl TestBallot {
    /// Words by the draws of some dice.
    pub fn words(draws: [u64; WORDS]) -> String {
        let words = draws.map(|draw| {
            let count = CHECK_WORDS.len() as u64;
            usize::try_from(draw % count).map_or("", |place| CHECK_WORDS[place])
        });
        words.join(" ")
    }

    /// The text that is sealed.
    pub fn to_padded(&self) -> Vec<u8> {
        let mut text =
            format!("test|v1|{}|{}|{}", self.round_id, self.number, self.words).into_bytes();
        text.resize(LENGTH.max(text.len()), b' ');
        text
    }

    /// Reads an opened one back.
    pub fn read(padded: &[u8]) -> Result<TestBallot, NotATestBallot> {
        let text = std::str::from_utf8(padded).map_err(|_| NotATestBallot)?;
        let parts: Vec<&str> = text.trim_end_matches(' ').split('|').collect();
        let ["test", "v1", round, number, words] = parts[..] else {
            return Err(NotATestBallot);
        };
        Ok(TestBallot {
            round_id: RoundId::parse(round).ok_or(NotATestBallot)?,
            number: number.parse().map_err(|_| NotATestBallot)?,
            words: words.to_owned(),
        })
    }
}

/// Words as somebody typed them: small letters, one space between.
pub fn tidied(typed: &str) -> String {
    let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

/// The file in which a sealed test ballot travels to whoever holds the key.
pub fn to_file(sealed: &[u8]) -> String {
    format!("{MARK}{}\n", to_hex(sealed))
}

/// The sealed test ballot in a file.
pub fn from_file(text: &str) -> Result<Vec<u8>, NotATestBallot> {
    let digits = text
        .split_whitespace()
        .find_map(|word| word.strip_prefix(MARK))
        .ok_or(NotATestBallot)?;
    from_digits(digits).ok_or(NotATestBallot)
}

/// Bytes from pairs of hexadecimal digits.
pub fn from_digits(digits: &str) -> Option<Vec<u8>> {
    if !digits.len().is_multiple_of(2) || !digits.is_ascii() {
        return None;
    }
    let pair = |at: usize| u8::from_str_radix(&digits[at * 2..at * 2 + 2], 16).ok();
    (0..digits.len() / 2).map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_ballot_reads_back_from_its_file_and_its_text() {
        let ballot = TestBallot {
            round_id: RoundId::of_text("rules"),
            number: 2,
            words: TestBallot::words([0, 1, 2, u64::MAX]),
        };
        assert_eq!(ballot.words.split(' ').count(), WORDS);
        let text = ballot.to_padded();
        assert_eq!(text.len(), LENGTH);
        assert_eq!(TestBallot::read(&text), Ok(ballot));
        assert_eq!(from_file(&to_file(&text)), Ok(text));
    }

    #[test]
    fn anything_else_is_no_test_ballot() {
        for file in [
            "",
            "a letter",
            "payback-test-ballot-v1-0g",
            "payback-test-ballot-v1-abc",
        ] {
            assert_eq!(from_file(file), Err(NotATestBallot), "{file:?}");
        }
        for text in ["v1|a|b|c|d|e", "test|v1|short|1|acorn", ""] {
            assert_eq!(TestBallot::read(text.as_bytes()), Err(NotATestBallot));
        }
        assert_eq!(tidied("  Acorn\tANCHOR \n apple  "), "acorn anchor apple");
    }
}
