//! Canonical JSON: the one text that a value has, so that its digest can be published.
//!
//! Keys are sorted by their UTF-8 bytes, there are no spare spaces, and only what JSON requires is
//! escaped. Numbers keep the digits they were given and are never turned into floating point.
//! Written by hand because this layer holds no serialiser. Start at [`Json`].

use std::collections::BTreeMap;
use std::fmt::Write;

/// How deeply lists and objects may be nested in a text that is read.
const DEEPEST: usize = 64;

/// A JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json {
    Null,
    Bool(bool),
    /// A number as its decimal digits.
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(BTreeMap<String, Json>),
}

/// Why a text is not JSON, and on which line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {expected}")]
pub struct JsonFault {
    /// Counted from 1.
    pub line: usize,
    /// What should have stood there.
    pub expected: &'static str,
}

impl Json {
    /// A whole number.
    pub fn whole(number: impl Into<i128>) -> Json {
        Json::Number(number.into().to_string())
    }

    /// A text.
    pub fn text(text: impl Into<String>) -> Json {
        Json::Text(text.into())
    }

    /// A text, or null.
    pub fn maybe_text(text: Option<impl Into<String>>) -> Json {
        text.map_or(Json::Null, |text| Json::Text(text.into()))
    }

    /// An object with these fields.
    pub fn object<K: Into<String>>(fields: impl IntoIterator<Item = (K, Json)>) -> Json {
        Json::Object(
            fields
                .into_iter()
                .map(|(key, value)| (key.into(), value))
                .collect(),
        )
    }

    /// The field of an object.
    pub fn get(&self, key: &str) -> Option<&Json> {
        match self {
            Json::Object(fields) => fields.get(key),
            _ => None,
        }
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Json::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The whole number, if it is one and is not negative.
    pub fn as_whole(&self) -> Option<u64> {
        match self {
            Json::Number(digits) => digits.parse().ok(),
            _ => None,
        }
    }

    /// The entries, if it is a list.
    pub fn as_list(&self) -> Option<&[Json]> {
        match self {
            Json::List(entries) => Some(entries),
            _ => None,
        }
    }

    /// The canonical text, without a newline at its end.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, out: &mut String) {
        match self {
            Json::Null => out.push_str("null"),
            Json::Bool(true) => out.push_str("true"),
            Json::Bool(false) => out.push_str("false"),
            Json::Number(digits) => out.push_str(digits),
            Json::Text(text) => write_text(text, out),
            Json::List(entries) => {
                out.push('[');
                for (index, entry) in entries.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    entry.write(out);
                }
                out.push(']');
            }
            Json::Object(fields) => {
                out.push('{');
                for (index, (key, value)) in fields.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    write_text(key, out);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }

    /// The value that a text stands for. Spaces are allowed where JSON allows them; a key that
    /// stands twice in one object is refused.
    pub fn parse(text: &str) -> Result<Json, JsonFault> {
        let mut reader = Reader { text, at: 0 };
        let value = reader.value(0)?;
        reader.skip_space();
        if reader.at < text.len() {
            return Err(reader.fault("nothing may follow the value"));
        }
        Ok(value)
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            other if other < ' ' => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{:04x}", other as u32);
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn fault(&self, expected: &'static str) -> JsonFault {
        let before = &self.text.as_bytes()[..self.at.min(self.text.len())];
        JsonFault {
            line: 1 + before.iter().filter(|byte| **byte == b'\n').count(),
            expected,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn takes(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        if there {
            self.at += 1;
        }
        there
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let there = self.text.as_bytes()[self.at..].starts_with(word.as_bytes());
        if there {
            self.at += word.len();
        }
        there
    }

    fn value(&mut self, depth: usize) -> Result<Json, JsonFault> {
        if depth > DEEPEST {
            return Err(self.fault("lists and objects are nested too deeply"));
        }
        self.skip_space();
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.list(depth),
            Some(b'"') => Ok(Json::Text(self.string()?)),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ if self.takes_word("null") => Ok(Json::Null),
            _ if self.takes_word("true") => Ok(Json::Bool(true)),
            _ if self.takes_word("false") => Ok(Json::Bool(false)),
            _ => Err(self.fault("a value is missing")),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json, JsonFault> {
        self.at += 1;
        let mut fields = BTreeMap::new();
        self.skip_space();
        if self.takes(b'}') {
            return Ok(Json::Object(fields));
        }
        loop {
            self.skip_space();
            if self.peek() != Some(b'"') {
                return Err(self.fault("a key in quotes is missing"));
            }
            let key = self.string()?;
            self.skip_space();
            if !self.takes(b':') {
                return Err(self.fault("a colon is missing after a key"));
            }
            let value = self.value(depth + 1)?;
            if fields.insert(key, value).is_some() {
                return Err(self.fault("a key stands twice"));
            }
            self.skip_space();
            if self.takes(b'}') {
                return Ok(Json::Object(fields));
            }
            if !self.takes(b',') {
                return Err(self.fault("a comma or a closing brace is missing"));
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<Json, JsonFault> {
        self.at += 1;
        let mut entries = Vec::new();
        self.skip_space();
        if self.takes(b']') {
            return Ok(Json::List(entries));
        }
        loop {
            entries.push(self.value(depth + 1)?);
            self.skip_space();
            if self.takes(b']') {
                return Ok(Json::List(entries));
            }
            if !self.takes(b',') {
                return Err(self.fault("a comma or a closing bracket is missing"));
            }
        }
    }

    fn number(&mut self) -> Result<Json, JsonFault> {
        let start = self.at;
        self.takes(b'-');
        self.digits()?;
        if self.takes(b'.') {
            self.digits()?;
        }
        let digits = &self.text[start..self.at];
        let whole = digits.trim_start_matches('-');
        if whole.len() > 1 && whole.starts_with('0') && !whole.starts_with("0.") {
            return Err(self.fault("a number may not begin with a spare 0"));
        }
        Ok(Json::Number(digits.to_owned()))
    }

    fn digits(&mut self) -> Result<(), JsonFault> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start {
            Err(self.fault("a digit is missing"))
        } else {
            Ok(())
        }
    }

    fn string(&mut self) -> Result<String, JsonFault> {
        self.at += 1;
        let mut text = String::new();
        loop {
            let rest = &self.text[self.at..];
            let Some(character) = rest.chars().next() else {
                return Err(self.fault("a closing quote is missing"));
            };
            self.at += character.len_utf8();
            match character {
                '"' => return Ok(text),
                '\\' => text.push(self.escaped()?),
                other if other < ' ' => {
                    return Err(self.fault("a control character must be escaped"));
                }
                other => text.push(other),
            }
        }
    }

    fn escaped(&mut self) -> Result<char, JsonFault> {
        let letter = self.peek();
        self.at += 1;
        match letter {
            Some(b'"') => Ok('"'),
            Some(b'\\') => Ok('\\'),
            Some(b'/') => Ok('/'),
            Some(b'n') => Ok('\n'),
            Some(b'r') => Ok('\r'),
            Some(b't') => Ok('\t'),
            Some(b'b') => Ok('\u{8}'),
            Some(b'f') => Ok('\u{c}'),
            Some(b'u') => self.escaped_number(),
            _ => Err(self.unreadable_escape()),
        }
    }

    fn escaped_number(&mut self) -> Result<char, JsonFault> {
        let high = self.four_hex()?;
        if !(0xd800..0xdc00).contains(&high) {
            return char::from_u32(high).ok_or_else(|| self.unreadable_escape());
        }
        if !self.takes_word("\\u") {
            return Err(self.unreadable_escape());
        }
        let low = self.four_hex()?;
        if !(0xdc00..0xe000).contains(&low) {
            return Err(self.unreadable_escape());
        }
        let joined = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
        char::from_u32(joined).ok_or_else(|| self.unreadable_escape())
    }

    fn four_hex(&mut self) -> Result<u32, JsonFault> {
        let digits = self
            .text
            .get(self.at..self.at + 4)
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let number = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        self.at += 4;
        number.ok_or_else(|| self.unreadable_escape())
    }

    fn unreadable_escape(&mut self) -> JsonFault {
        // The reading place may stand inside a character or past the end.
        self.at = self.at.min(self.text.len());
        self.fault("an escape cannot be read")
    }
}
