//! Cells and rows of CSV files that people open in a spreadsheet.
//!
//! Rows follow RFC 4180. A text that a spreadsheet would take for a formula gets a quote mark in
//! front, so that nothing somebody typed on our pages runs on another person's machine (OWASP, CSV
//! injection). Numbers in columns of numbers stay as they are, also below nothing. Start at [`Row`].

use std::borrow::Cow;

/// What makes a spreadsheet read a cell as a formula or skip to one, with the wide forms that some
/// turn into the narrow ones.
const STARTS_A_FORMULA: [char; 12] = [
    '=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠',
];

/// What a spreadsheet may drop before it looks at a cell: spaces, and the byte order mark.
const SKIPPED: [char; 3] = [' ', '\u{feff}', '\u{200b}'];

/// A text that no spreadsheet takes for a formula.
pub fn safe(text: &str) -> Cow<'_, str> {
    let seen = text.trim_start_matches(SKIPPED);
    // A hyphen alone takes nothing away from anything: no formula.
    if seen != "-" && seen.starts_with(STARTS_A_FORMULA) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a text is a plain decimal number: digits, perhaps a minus in front, perhaps a fraction.
pub fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    all_digits(whole) && all_digits(fraction)
}

/// One row, put together cell by cell.
#[derive(Debug, Default)]
pub struct Row {
    line: String,
    cells: usize,
}

impl Row {
    /// An empty row.
    pub fn new() -> Row {
        Row::default()
    }

    /// A cell of text, whoever wrote it.
    pub fn text(mut self, text: &str) -> Row {
        self.push(&safe(text));
        self
    }

    /// A cell of a column of numbers.
    pub fn number(mut self, number: i64) -> Row {
        self.push(&number.to_string());
        self
    }

    /// A cell of a column of figures: a number in words of digits (`-1.15309`), a mark (`[c]`) or
    /// nothing. Anything else is taken for text.
    pub fn figure(mut self, figure: &str) -> Row {
        if is_number(figure) {
            self.push(figure);
            self
        } else {
            self.text(figure)
        }
    }

    /// The line with its end.
    pub fn end(mut self) -> String {
        self.line.push_str("\r\n");
        self.line
    }

    fn push(&mut self, cell: &str) {
        if self.cells > 0 {
            self.line.push(',');
        }
        self.cells += 1;
        if needs_quotes(cell) {
            self.line.push('"');
            self.line.push_str(&cell.replace('"', "\"\""));
            self.line.push('"');
        } else {
            self.line.push_str(cell);
        }
    }
}

fn needs_quotes(cell: &str) -> bool {
    cell.contains([',', '"', '\r', '\n']) || cell.starts_with(' ') || cell.ends_with(' ')
}

/// A row of texts: a heading, or a row without numbers.
pub fn row<S: AsRef<str>>(texts: &[S]) -> String {
    texts
        .iter()
        .fold(Row::new(), |row, text| row.text(text.as_ref()))
        .end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_formula_becomes_a_text() {
        for (typed, cell) in [
            ("=1+1", "'=1+1"),
            ("+44 116 000", "'+44 116 000"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("\0=1", "'\0=1"),
            ("  =1", "'  =1"),
            ("＝1", "'＝1"),
            ("\u{feff}=1", "'\u{feff}=1"),
            ("Scalpay Close", "Scalpay Close"),
            ("St Mary's - field", "St Mary's - field"),
            ("", ""),
            ("-", "-"),
            (" -", " -"),
        ] {
            assert_eq!(safe(typed), cell);
        }
    }

    #[test]
    fn numbers_stay_numbers_and_nothing_else_passes_for_one() {
        let row = Row::new()
            .number(-3)
            .figure("-1.15309")
            .figure("-1+1")
            .figure("[c]")
            .figure("")
            .figure("-")
            .end();
        assert_eq!(row, "-3,-1.15309,'-1+1,[c],,-\r\n");
    }

    #[test]
    fn commas_quotes_and_line_ends_are_quoted() {
        assert_eq!(
            row(&["a,b", "say \"hedge\"", "two\nlines", " spaced", "plain"]),
            "\"a,b\",\"say \"\"hedge\"\"\",\"two\nlines\",\" spaced\",plain\r\n"
        );
    }

    proptest! {
        #[test]
        fn every_row_reads_back_as_it_was_written(texts in proptest::collection::vec(".*", 2..6)) {
            let file = format!("{}{}", row(&vec!["heading"; texts.len()]), row(&texts));
            let mut reader = csv::Reader::from_reader(file.as_bytes());
            let mut record = csv::StringRecord::new();
            prop_assert!(reader.read_record(&mut record).unwrap());
            let read: Vec<&str> = record.iter().collect();
            let meant: Vec<String> = texts.iter().map(|text| safe(text).into_owned()).collect();
            prop_assert_eq!(read, meant);
        }

        #[test]
        fn no_text_cell_starts_a_formula(text in "[=+@\t\r\u{feff} -]{0,4}.*") {
            prop_assert!(!safe(&text).trim_start_matches(SKIPPED).starts_with(STARTS_A_FORMULA));
        }
    }
}
