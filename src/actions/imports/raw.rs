//! What a file is before its rows: how its lines end, what stands between its cells, and whether it is one at all.
//!
//! Spreadsheets write semicolons where a comma is the decimal sign, tabs when they are asked to, and three kinds of
//! line end. All are read. What is no text is said with what to do about it.

use std::io::{Cursor, Read, Result};

/// Stands behind the last line, on a line of its own: a quotation mark that nobody closed takes it in. No text in
/// UTF-8 holds these bytes.
pub const END: &[u8] = b"\xff\xfe end \xfe\xff";

/// The longest heading that is looked at: more columns than any file has.
const LONGEST_HEADING: usize = 64 * 1024;
/// So much of a heading tells whether a file is text.
const LOOKED_AT: usize = 64;
/// What may stand between cells; the first where nothing tells.
const BETWEEN: [u8; 3] = [b',', b';', b'\t'];

/// A file whose lines end alike, with [`END`] behind the last.
pub struct Raw<R> {
    file: R,
    after_return: bool,
    is_over: bool,
    behind: Cursor<Vec<u8>>,
}

impl<R> Raw<R> {
    /// From its beginning.
    pub fn of(file: R) -> Raw<R> {
        let behind = [b"\n", END].concat();
        Raw {
            file,
            after_return: false,
            is_over: false,
            behind: Cursor::new(behind),
        }
    }

    /// Makes every line end one line feed, and says how many bytes are left.
    fn even_out(&mut self, bytes: &mut [u8]) -> usize {
        if !self.after_return && !bytes.contains(&b'\r') {
            return bytes.len();
        }
        let mut kept = 0;
        for at in 0..bytes.len() {
            let byte = bytes[at];
            let is_second_half = byte == b'\n' && self.after_return;
            self.after_return = byte == b'\r';
            if !is_second_half {
                bytes[kept] = if byte == b'\r' { b'\n' } else { byte };
                kept += 1;
            }
        }
        kept
    }
}

impl<R: Read> Read for Raw<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        while !self.is_over && !buffer.is_empty() {
            let read = self.file.read(buffer)?;
            self.is_over = read == 0;
            let kept = self.even_out(&mut buffer[..read]);
            if kept > 0 {
                return Ok(kept);
            }
        }
        self.behind.read(buffer)
    }
}

/// The beginning of a file, with its heading whole unless that is longer than any.
pub fn beginning(file: &mut impl Read) -> Result<Vec<u8>> {
    let (mut all, mut some) = (vec![], [0; 8 * 1024]);
    while all.len() < LONGEST_HEADING {
        let read = file.read(&mut some)?;
        all.extend(&some[..read]);
        if read == 0 || some[..read].contains(&b'\n') {
            break;
        }
    }
    Ok(all)
}

/// Whether no text begins with such a byte. Tabs and line ends are signs.
fn is_no_sign(byte: &u8) -> bool {
    byte.is_ascii_control() && !byte.is_ascii_whitespace()
}

/// Why a file that begins so is no text that could be read.
pub fn no_text(beginning: &[u8]) -> Option<&'static str> {
    let is = |mark: &[u8]| beginning.starts_with(mark);
    if is(b"PK\x03\x04") || is(b"\xd0\xcf\x11\xe0") {
        Some("This is a workbook or another program's file: save it as 'CSV UTF-8' and send that")
    } else if is(b"\xff\xfe") || is(b"\xfe\xff") || beginning.get(1) == Some(&0) {
        Some("This file is in UTF-16: save it as 'CSV UTF-8' and send that")
    } else if is(b"%PDF") || beginning.iter().take(LOOKED_AT).any(is_no_sign) {
        Some(
            "This is a picture, a document or another program's file: save the sheet as 'CSV UTF-8' and send that",
        )
    } else {
        None
    }
}

/// What stands between the cells, where a first line of its own tells: `sep=;`, as Excel writes and reads it.
pub fn told(beginning: &[u8]) -> Option<u8> {
    let text = beginning.strip_prefix(b"\xef\xbb\xbf").unwrap_or(beginning);
    let (first, _) = text.split_at_checked(text.iter().position(|byte| *byte == b'\n')?)?;
    let first = first.to_ascii_lowercase();
    match first.trim_ascii_start().strip_prefix(b"sep=")? {
        [between] if BETWEEN.contains(between) => Some(*between),
        _ => None,
    }
}

/// What stands between the cells of a heading: that by which most of these columns are found.
pub fn between(beginning: &[u8], columns: &[&str]) -> u8 {
    let heading = beginning.split(|byte| *byte == b'\n').next();
    let heading = String::from_utf8_lossy(heading.unwrap_or_default()).to_lowercase();
    let found = |between: u8| {
        let names = heading.split(char::from(between));
        let names = names.map(|name| name.trim_matches(['\u{feff}', '"', ' ']));
        names.filter(|name| columns.contains(name)).count()
    };
    let [usual, others @ ..] = BETWEEN;
    let best = others.into_iter().max_by_key(|other| found(*other));
    best.filter(|other| found(*other) > found(usual))
        .unwrap_or(usual)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a byte at a time, as the slowest of readers.
    struct Slow<'f>(&'f [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
            let few = buffer.len().min(1);
            self.0.read(&mut buffer[..few])
        }
    }

    fn whole(mut raw: Raw<impl Read>) -> String {
        let mut all = vec![];
        raw.read_to_end(&mut all).expect("read");
        let text = all.strip_suffix(END).expect("an end");
        String::from_utf8(text.to_vec()).expect("text")
    }

    #[test]
    fn lines_end_alike_whichever_way_they_are_read() {
        for (file, text) in [
            ("a\r\nb\rc\nd", "a\nb\nc\nd\n"),
            ("\r\r\n\n\r", "\n\n\n\n\n"),
            ("", "\n"),
            ("\n\r\n", "\n\n\n"),
        ] {
            assert_eq!(whole(Raw::of(file.as_bytes())), text, "{file:?}");
            assert_eq!(whole(Raw::of(Slow(file.as_bytes()))), text, "{file:?}");
        }
    }

    #[test]
    fn a_first_line_may_tell_what_stands_between() {
        for (file, expected) in [
            ("sep=;\nproject", Some(b';')),
            ("\u{feff}SEP=\t\nproject", Some(b'\t')),
            ("sep=,\n", Some(b',')),
            ("sep=a\n", None),
            ("sep=;", None),
            ("sep=;;\n", None),
            ("project,date\n", None),
            ("", None),
        ] {
            assert_eq!(told(file.as_bytes()), expected, "{file:?}");
        }
    }

    #[test]
    fn cells_stand_apart_by_what_finds_most_columns() {
        let columns = ["project", "date", "note"];
        for (heading, expected) in [
            ("project,date,note\n1;2;3", b','),
            ("\u{feff}Project;\"date\"; note\na,b,c", b';'),
            ("project\tdate\tnote", b'\t'),
            ("nothing;of;it", b','),
            ("", b','),
        ] {
            assert_eq!(between(heading.as_bytes(), &columns), expected, "{heading}");
        }
    }
}
