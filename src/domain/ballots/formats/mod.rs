//! Formats: ballot files that other programs read and write. Text in, text out; no files here.
//!
//! [`blt`] is for ranked ballots, [`pabulib`] for budgets. Both read what real files hold and say
//! where they cannot. The round's own list keeps marks as they were made; these two are exports
//! made after reading.

pub mod blt;
mod blt_ballots;
mod blt_names;
pub mod pabulib;
mod pabulib_text;
mod pabulib_write;

/// Why a file cannot be read, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, {field}: {why}")]
pub struct FormatFault {
    /// Counted from 1.
    pub line: usize,
    /// What stands there, such as `ballot` or `cost`.
    pub field: String,
    pub why: String,
}

impl FormatFault {
    fn at(line: usize, field: impl Into<String>, why: impl Into<String>) -> FormatFault {
        FormatFault {
            line,
            field: field.into(),
            why: why.into(),
        }
    }
}

/// The text of a file's bytes: UTF-8, or where it is not, the old western European code page in
/// which every byte is a character.
pub fn decoded(bytes: &[u8]) -> String {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    };
    match text.strip_prefix('\u{feff}') {
        Some(after_mark) => after_mark.to_owned(),
        None => text,
    }
}

/// Names of which no two are alike: a name that stands again gets its number after it.
fn told_apart(names: &[String]) -> Vec<String> {
    let mut apart: Vec<String> = Vec::with_capacity(names.len());
    for (place, name) in names.iter().enumerate() {
        let mut own = if name.is_empty() {
            (place + 1).to_string()
        } else {
            name.clone()
        };
        while apart.contains(&own) {
            own = format!("{own} ({})", place + 1);
        }
        apart.push(own);
    }
    apart
}
