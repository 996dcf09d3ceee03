//! Names that people know places by: a small gazetteer.
//!
//! A name is a help to find the spot, never the record of it: what is written down is the spot and the
//! ward it lies in.

use super::point::Point;

/// A name on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedPlace {
    /// The name, as people say it.
    pub name: String,
    /// What it is: a village, a park, a street. May be empty.
    pub kind: String,
    /// Where it is.
    pub point: Point,
}

impl NamedPlace {
    /// What it is found by: its name in small letters, without signs that people leave out.
    pub fn search(&self) -> String {
        words(&self.name).join(" ")
    }
}

/// The words of a text in small letters, without apostrophes, stops and commas: as they are looked for
/// and as they are kept.
pub fn words(text: &str) -> Vec<String> {
    let letters: String = text
        .chars()
        .filter(|c| !matches!(c, '\'' | '\u{2019}' | '.'))
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    letters
        .to_lowercase()
        .split_whitespace()
        .map(str::to_owned)
        .collect()
}

/// How well a name answers what was asked; less is better. An equal name comes before one that begins so.
pub fn remoteness(search: &str, asked: &[String]) -> u8 {
    let asked = asked.join(" ");
    match search {
        same if same == asked => 0,
        longer if longer.starts_with(&asked) => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_leave_signs_out() {
        assert_eq!(words("St. Mary's  Field,"), ["st", "marys", "field"]);
        assert_eq!(words("St Mary’s-Field"), ["st", "marys", "field"]);
        assert!(words("  ,. ").is_empty());
    }

    #[test]
    fn an_equal_name_comes_first() {
        let asked = words("Castle Park");
        let mut found = ["new castle park", "castle park wood", "castle park"];
        found.sort_by_key(|search| remoteness(search, &asked));
        assert_eq!(
            found,
            ["castle park", "castle park wood", "new castle park"]
        );
    }
}
