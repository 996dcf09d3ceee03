//! What is wrong with what somebody typed. All of it at once, each with its field.

use std::fmt::Display;

/// One thing to put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The name of the form's field, or of the file's column.
    pub field: String,
    /// What to do about it, in a full sentence without a full stop.
    pub message: String,
}

/// Everything there is to put right, in the order of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mistakes(Vec<Mistake>);

impl Mistakes {
    /// None so far.
    pub fn none() -> Mistakes {
        Mistakes::default()
    }

    /// Just this one.
    pub fn one(field: impl Into<String>, message: impl Display) -> Mistakes {
        let mut mistakes = Mistakes::none();
        mistakes.add(field, message);
        mistakes
    }

    /// Adds one.
    pub fn add(&mut self, field: impl Into<String>, message: impl Display) {
        self.0.push(Mistake {
            field: field.into(),
            message: message.to_string(),
        });
    }

    /// Adds others behind these.
    pub fn extend(&mut self, others: Mistakes) {
        self.0.extend(others.0);
    }

    /// Keeps what reads and notes what does not.
    pub fn check<T, E: Display>(&mut self, field: &str, read: Result<T, E>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(error) => {
                self.add(field, error);
                None
            }
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The message at a field, if there is one.
    pub fn at(&self, field: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|mistake| mistake.field == field)
            .map(|mistake| mistake.message.as_str())
    }

    /// The same at the fields that a form has for them, by what `to` says of each.
    pub fn moved(&self, to: impl Fn(&str) -> &str) -> Mistakes {
        let mut moved = Mistakes::none();
        for mistake in &self.0 {
            moved.add(to(&mistake.field), &mistake.message);
        }
        moved
    }

    /// Each in turn.
    pub fn iter(&self) -> impl Iterator<Item = &Mistake> {
        self.0.iter()
    }
}

/// What a person typed on one line: trimmed, not empty, not too long, without control characters.
pub fn line(text: &str, most: usize, missing: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(missing.to_string());
    }
    optional_line(text, most)
}

/// The same, but nothing is an answer too.
pub fn optional_line(text: &str, most: usize) -> Result<String, String> {
    let text = text.trim();
    if text.chars().count() > most {
        return Err(format!("Use {most} characters or fewer"));
    }
    if text.chars().any(char::is_control) {
        return Err("Use letters, digits and punctuation only".into());
    }
    Ok(text.to_string())
}

/// What a person typed over several lines. Line ends come out as `\n`.
pub fn words(text: &str, most: usize, missing: &str) -> Result<String, String> {
    let read = optional_words(text, most)?;
    if read.is_empty() {
        Err(missing.to_string())
    } else {
        Ok(read)
    }
}

/// The same, but nothing is an answer too.
pub fn optional_words(text: &str, most: usize) -> Result<String, String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim();
    if text.chars().count() > most {
        return Err(format!("Use {most} characters or fewer"));
    }
    if text
        .chars()
        .any(|c| c.is_control() && c != '\n' && c != '\t')
    {
        return Err("Use letters, digits and punctuation only".into());
    }
    Ok(text.to_string())
}

/// A whole number between two bounds, written with digits, perhaps grouped by commas.
pub fn whole(text: &str, least: i64, most: i64, missing: &str) -> Result<i64, String> {
    let text: String = text.trim().chars().filter(|c| *c != ',').collect();
    if text.is_empty() {
        return Err(missing.to_string());
    }
    let good = text
        .bytes()
        .enumerate()
        .all(|(at, byte)| byte.is_ascii_digit() || (at == 0 && byte == b'-'));
    let number: Option<i64> = if good { text.parse().ok() } else { None };
    match number {
        Some(number) if (least..=most).contains(&number) => Ok(number),
        _ => Err(format!("Enter a whole number from {least} to {most}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_is_kept_in_order() {
        let mut mistakes = Mistakes::none();
        assert_eq!(mistakes.check("name", line("  ", 10, "Enter a name")), None);
        assert_eq!(
            mistakes.check("age", whole("12x", 0, 99, "Enter an age")),
            None
        );
        assert_eq!(
            mistakes.check("town", line(" Leicester ", 10, "Enter a town")),
            Some("Leicester".into())
        );
        let fields: Vec<_> = mistakes.iter().map(|m| m.field.as_str()).collect();
        assert_eq!(fields, ["name", "age"]);
        assert_eq!(mistakes.at("name"), Some("Enter a name"));
    }

    #[test]
    fn numbers_read_with_commas_and_nothing_else() {
        assert_eq!(whole("4,732", 0, 9999, ""), Ok(4732));
        assert!(whole("4.5", 0, 9999, "").is_err());
        assert!(whole("99999999999999999999", 0, 9999, "").is_err());
        assert!(whole("-1", 0, 9999, "").is_err());
        assert!(whole("1-", 0, 9999, "").is_err());
    }
}
