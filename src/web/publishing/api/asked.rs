//! What the API is asked: each parameter is declared once, for reading it and for the document.
//!
//! Reading is strict: a name that is not there, a name said twice and a value that does not read are each
//! told, so that no mistyped filter gives more than was asked for.

use crate::domain::areas::code::AreaCode;
use crate::domain::figures::view::By;
use crate::web::problem::Problem;
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The most rows in one answer.
pub const MOST: u64 = 500;
/// How many rows where nothing is said.
pub const USUAL: u64 = 100;

/// What a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// The code of an area.
    Area,
    /// A code of another kind.
    Code,
    /// One of some words.
    One(&'static [&'static str]),
    /// A day.
    Day,
    /// Words to look for.
    Words,
    /// How rows are cut: one word or two.
    Cuts,
    /// How many rows.
    Limit,
    /// Where to go on, as an earlier answer said.
    Cursor(Place),
}

/// What a place to go on from looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A number.
    Row,
    /// The code of an area.
    Area,
    /// A publication of figures and a row of it.
    Publication,
}

impl Place {
    fn pattern(self) -> &'static str {
        match self {
            Place::Row => "^[0-9]{1,18}$",
            Place::Area => AREA,
            Place::Publication => "^[0-9]{1,9}-[0-9]{1,9}$",
        }
    }

    fn reads(self, text: &str) -> bool {
        match self {
            Place::Row => digits(text, 18),
            Place::Area => area(text),
            Place::Publication => text
                .split_once('-')
                .is_some_and(|(publication, row)| digits(publication, 9) && digits(row, 9)),
        }
    }
}

fn signs(text: &str, most: usize, is: fn(char) -> bool) -> bool {
    (1..=most).contains(&text.len()) && text.chars().all(is)
}

fn digits(text: &str, most: usize) -> bool {
    signs(text, most, |c| c.is_ascii_digit())
}

/// The code of an area as it is kept: see [`AreaCode`].
const AREA: &str = "^[A-Z0-9_-]{1,20}$";

fn area(text: &str) -> bool {
    AreaCode::parse(text).is_ok_and(|code| code.as_str() == text)
}

/// A parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// What it does.
    pub what: &'static str,
}

impl Parameter {
    /// A parameter.
    pub const fn of(name: &'static str, takes: Takes, what: &'static str) -> Parameter {
        Parameter { name, takes, what }
    }

    /// As the document says it.
    pub fn document(&self) -> Value {
        let schema = match self.takes {
            Takes::Area => json!({ "type": "string", "pattern": AREA }),
            Takes::Code => json!({ "type": "string", "pattern": "^[a-z0-9-]{1,60}$" }),
            Takes::One(words) => json!({ "type": "string", "enum": words }),
            Takes::Day => json!({ "type": "string", "format": "date" }),
            Takes::Words => json!({ "type": "string", "minLength": 1, "maxLength": 200 }),
            Takes::Cuts => json!({
                "type": "array",
                "items": { "type": "string", "enum": By::ALL.map(By::code) },
                "minItems": 1,
                "maxItems": 2,
                "uniqueItems": true,
            }),
            Takes::Limit => {
                json!({ "type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL })
            }
            Takes::Cursor(place) => json!({ "type": "string", "pattern": place.pattern() }),
        };
        let mut document = json!({
            "name": self.name,
            "in": "query",
            "required": false,
            "description": self.what,
            "schema": schema,
        });
        if self.takes == Takes::Cuts {
            document["style"] = json!("form");
            document["explode"] = json!(false);
        }
        document
    }

    /// What is wrong with a value, if anything.
    fn fault(&self, value: &str) -> Option<String> {
        let reads = match self.takes {
            Takes::Area => area(value),
            Takes::Code => signs(value, 60, |c| {
                c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'
            }),
            Takes::One(words) => words.contains(&value),
            Takes::Day => day(value).is_some(),
            Takes::Words => (1..=200).contains(&value.chars().count()),
            Takes::Cuts => cuts(value).is_some(),
            Takes::Limit => limit(value).is_some(),
            Takes::Cursor(place) => place.reads(value),
        };
        let takes = match self.takes {
            Takes::Area => "the code of an area, like E06000016".into(),
            Takes::Code => "a code of small letters, digits and hyphens".into(),
            Takes::One(words) => format!("one of {}", words.join(", ")),
            Takes::Day => "a day like 2026-06-21".into(),
            Takes::Words => "words, at most 200 signs".into(),
            Takes::Cuts => {
                let all = By::ALL.map(By::code).join(", ");
                format!("one or two of {all}, with a comma between")
            }
            Takes::Limit => format!("a whole number from 1 to {MOST}"),
            Takes::Cursor(_) => "what `next` of an earlier answer has".into(),
        };
        (!reads).then(|| format!("{} takes {takes}", self.name))
    }
}

/// A day as it is written in ten signs.
pub fn day(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (text.len() == 10).then_some(day)
}

/// How rows are cut.
pub fn cuts(text: &str) -> Option<Vec<By>> {
    let all: Vec<By> = text.split(',').map(By::parse).collect::<Option<_>>()?;
    match all.as_slice() {
        [_] => Some(all),
        [first, second] if first != second => Some(all),
        _ => None,
    }
}

fn limit(text: &str) -> Option<u64> {
    let number = text.parse().ok().filter(|_| digits(text, 9))?;
    (1..=MOST).contains(&number).then_some(number)
}

/// What was asked, each value of a kind that its parameter takes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked(BTreeMap<&'static str, String>);

impl Asked {
    /// Reads a query, or says everything that is wrong with it.
    pub fn read(query: &str, parameters: &[Parameter]) -> Result<Asked, Problem> {
        let mut asked = BTreeMap::new();
        let mut faults = vec![];
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let Some(parameter) = parameters.iter().find(|one| one.name == name) else {
                faults.push(format!("there is no parameter {name:?}"));
                continue;
            };
            faults.extend(parameter.fault(&value));
            if asked.insert(parameter.name, value.into_owned()).is_some() {
                faults.push(format!("{name} is there twice"));
            }
        }
        let asked = Asked(asked);
        let days = asked.day("from").zip(asked.day("to"));
        if days.is_some_and(|(from, to)| to < from) {
            faults.push("to must not be before from".into());
        }
        if faults.is_empty() {
            Ok(asked)
        } else {
            Err(Problem::Unreadable(format!("{}.", faults.join("; "))))
        }
    }

    /// The value of a parameter; empty where it was not asked for.
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// The value of a parameter, if it was asked for.
    pub fn some(&self, name: &str) -> Option<String> {
        self.0.get(name).cloned()
    }

    /// A day, if one was asked for.
    pub fn day(&self, name: &str) -> Option<NaiveDate> {
        day(self.text(name))
    }

    /// How many rows.
    pub fn limit(&self) -> u64 {
        limit(self.text("limit")).unwrap_or(USUAL)
    }

    /// The same query, going on from a place.
    pub fn going_on(&self, path: &str, cursor: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.0.iter().filter(|(name, _)| **name != "cursor") {
            query.append_pair(name, value);
        }
        query.append_pair("cursor", cursor);
        format!("{path}?{}", query.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Parameter; 5] = [
        Parameter::of("area", Takes::Area, "Of this area"),
        Parameter::of("by", Takes::Cuts, "A row for each"),
        Parameter::of("from", Takes::Day, "From this day"),
        Parameter::of("limit", Takes::Limit, "So many"),
        Parameter::of("cursor", Takes::Cursor(Place::Row), "From here"),
    ];

    #[test]
    fn a_query_reads_whole_or_every_fault_is_told() {
        let asked = Asked::read("area=E06000016&limit=7&by=area,month", &ALL).expect("reads");
        assert_eq!((asked.text("area"), asked.limit()), ("E06000016", 7));
        assert_eq!(cuts(asked.text("by")).map(|by| by.len()), Some(2));
        let wrong = "area=e1&limit=501&from=2026-02-30&by=month,month&moon=1&cursor=1&cursor=2";
        let Err(Problem::Unreadable(why)) = Asked::read(wrong, &ALL) else {
            panic!("it reads");
        };
        for fault in [
            "area takes",
            "limit takes",
            "from takes",
            "by takes",
            "\"moon\"",
            "twice",
        ] {
            assert!(why.contains(fault), "{fault}: {why}");
        }
    }

    #[test]
    fn days_stand_the_right_way_round() {
        let days = [
            Parameter::of("from", Takes::Day, "From this day"),
            Parameter::of("to", Takes::Day, "Up to this day"),
        ];
        assert!(Asked::read("from=2026-01-01&to=2026-01-01", &days).is_ok());
        assert!(Asked::read("to=2026-01-01", &days).is_ok());
        let backwards = Asked::read("from=2027-01-01&to=2026-01-01", &days);
        assert!(matches!(backwards, Err(Problem::Unreadable(why)) if why.contains("before from")));
    }

    #[test]
    fn going_on_keeps_what_was_asked() {
        let asked = Asked::read("area=E1&cursor=3", &ALL).expect("reads");
        let next = asked.going_on("/api/v1/projects", "7");
        assert_eq!(next, "/api/v1/projects?area=E1&cursor=7");
    }

    #[test]
    fn a_place_to_go_on_from_reads_as_its_pattern_says() {
        let cases = [
            (Place::Row, "0", true),
            (Place::Row, "1-2", false),
            (Place::Row, "1234567890123456789", false),
            (Place::Area, "E06000016", true),
            (Place::Area, "PDU-LLR", true),
            (Place::Area, "A_B", true),
            (Place::Area, "e1", false),
            (Place::Area, " E1", false),
            (Place::Area, "", false),
            (Place::Area, "E12345678901234567890", false),
            (Place::Publication, "12-100", true),
            (Place::Publication, "0", false),
            (Place::Publication, "1-2-3", false),
        ];
        for (place, text, reads) in cases {
            assert_eq!(place.reads(text), reads, "{place:?} {text}");
        }
    }

    #[test]
    fn days_are_written_in_ten_signs() {
        assert!(day("0001-01-01").is_some() && day("9999-12-31").is_some());
        for text in ["2026-6-1", "+2026-06-01", "2026-06-01 ", "20260601", ""] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
