//! What staff may not write: anything that names a person on probation.
//!
//! Case numbers are a letter and six digits. A text that holds one is refused, and the answer never
//! says it back. Names cannot be told from other words, so the pages ask for none instead.

use crate::domain::mistakes::Mistakes;

/// A text names a case.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "Take out what looks like a case number: never write anything that names a person on probation"
)]
pub struct NamesACase;

/// Whether a text holds something written like a case number: a letter and six digits, as a word.
pub fn names_a_case(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|word| {
        let mut letters = word.chars();
        letters
            .next()
            .is_some_and(|first| first.is_ascii_alphabetic())
            && word.len() == 7
            && letters.all(|c| c.is_ascii_digit())
    })
}

/// Finds the fields whose texts name a case.
pub fn fields_that_name_a_case(texts: &[(&str, &str)]) -> Result<(), Mistakes> {
    let mut found = Mistakes::none();
    for (field, _) in texts.iter().filter(|(_, text)| names_a_case(text)) {
        found.add(*field, NamesACase);
    }
    if found.is_empty() { Ok(()) } else { Err(found) }
}

/// Passes a text that names no case.
pub fn nameless(text: String) -> Result<String, NamesACase> {
    if names_a_case(&text) {
        Err(NamesACase)
    } else {
        Ok(text)
    }
}
