//! A CSV file read line by line, its columns found by their names in the heading.
//!
//! Any order of columns, a byte order mark, any kind of line end, semicolons or tabs between cells, more columns than
//! needed: all fine. What is not fine is said with its line and column. A cell is never said back in a message,
//! because files of this kind have been known to hold what they should not.

use super::Fault;
use super::bounded::Bounded;
use super::faults::Faults;
use super::raw::{self, Raw};
use chrono::NaiveDate;
use csv::{ByteRecord, Reader, ReaderBuilder};
use std::collections::HashMap;
use std::io::{Chain, Cursor, Error, ErrorKind, Read};

/// A file: its beginning, which was looked at, and the rest.
type Whole<R> = Chain<Cursor<Vec<u8>>, Raw<R>>;

/// A file of rows.
pub struct Sheet<R> {
    reader: Reader<Bounded<Whole<R>>>,
    columns: HashMap<String, usize>,
    width: usize,
    /// The line that the last row began on.
    begun: u64,
    /// Names in the heading that nothing here reads.
    pub unread: Vec<String>,
}

/// Where a row's cells are looked up, and its mistakes gathered.
pub struct Line<'s> {
    /// Its number in the file.
    pub number: u64,
    columns: &'s HashMap<String, usize>,
    cells: ByteRecord,
    faults: Vec<Fault>,
}

const LONGEST_CELL: usize = 10_000;
const UNCLOSED: &str = "A quotation mark that is opened here has no other half";

/// Whether a row is what stands behind the last line.
fn is_end(cells: &ByteRecord) -> bool {
    cells.len() == 1 && cells.as_slice() == raw::END
}

impl<R: Read> Sheet<R> {
    /// Reads the heading. Every needed column must be there, none twice.
    pub fn open(file: R, needed: &[&str], more: &[&str]) -> Result<Sheet<R>, Vec<Fault>> {
        let alone = |message: String| vec![Fault::new(1, "", message)];
        let mut file = Raw::of(file);
        let beginning =
            raw::beginning(&mut file).map_err(|error| alone(unreadable(&error.into())))?;
        if let Some(why) = raw::no_text(&beginning) {
            return Err(alone(why.into()));
        }
        let told = raw::told(&beginning);
        let heading_line = if told.is_some() { 2 } else { 1 };
        let between = told.unwrap_or_else(|| raw::between(&beginning, &[needed, more].concat()));
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(between)
            .from_reader(Bounded::of(Cursor::new(beginning).chain(file)));
        let mut heading = ByteRecord::new();
        if told.is_some() {
            // The line that tells is no heading.
            let _ = reader.read_byte_record(&mut heading);
        }
        match reader.read_byte_record(&mut heading) {
            Ok(true) if is_end(&heading) => return Err(alone("The file is empty".into())),
            Ok(_) if heading.as_slice().ends_with(raw::END) => return Err(alone(UNCLOSED.into())),
            Ok(_) => {}
            Err(error) => return Err(alone(unreadable(&error))),
        }
        let (mut columns, mut faults, mut unread) = (HashMap::new(), vec![], vec![]);
        for (at, name) in heading.iter().enumerate() {
            let name = String::from_utf8_lossy(name);
            let name = name.trim_start_matches('\u{feff}').trim().to_lowercase();
            if !needed.contains(&name.as_str()) && !more.contains(&name.as_str()) {
                unread.push(name);
            } else if columns.insert(name.clone(), at).is_some() {
                faults.push(Fault::new(
                    heading_line,
                    &name,
                    "This column is there twice",
                ));
            }
        }
        for name in needed {
            if !columns.contains_key(*name) {
                faults.push(Fault::new(heading_line, name, "This column is missing"));
            }
        }
        if faults.is_empty() {
            let width = heading.len();
            Ok(Sheet {
                reader,
                columns,
                width,
                begun: 1,
                unread,
            })
        } else {
            Err(faults)
        }
    }

    /// Where a column stands, of those that were asked for.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.get(name).copied()
    }

    /// The next line, or the mistake that keeps it from being read, or nothing at the end. A line without
    /// anything in its cells is passed over: spreadsheets end in many of them.
    pub fn next_line(&mut self) -> Option<Result<Line<'_>, Fault>> {
        let (number, cells) = match self.next_row()? {
            Ok(row) => row,
            Err(fault) => return Some(Err(fault)),
        };
        let (found, width) = (cells.len(), self.width);
        if found != width {
            let message = format!("This line has {found} cells, the heading has {width}");
            return Some(Err(Fault::new(number, "", message)));
        }
        Some(Ok(Line {
            number,
            columns: &self.columns,
            cells,
            faults: vec![],
        }))
    }

    /// The same with cells as they are, however many, and the line they begin on.
    pub fn next_row(&mut self) -> Option<Result<(u64, ByteRecord), Fault>> {
        let mut cells = ByteRecord::new();
        match self.next_cells(&mut cells) {
            Ok(false) => None,
            Ok(true) => Some(Ok((self.begun, cells))),
            Err(error) => Some(Err(Fault::new(self.begun, "", unreadable(&error)))),
        }
    }

    /// The cells of the next line with anything in it.
    fn next_cells(&mut self, cells: &mut ByteRecord) -> csv::Result<bool> {
        loop {
            self.reader.get_mut().begins_a_row();
            self.begun = self.reader.position().line();
            let is_there = self.reader.read_byte_record(cells)?;
            let inside = cells.as_slice().iter().filter(|byte| **byte == b'\n');
            let inside = inside.count() as u64;
            if cells.as_slice().ends_with(raw::END) {
                if is_end(cells) && !self.reader.read_byte_record(cells)? {
                    return Ok(false);
                }
                self.begun = self.reader.position().line() - inside;
                return Err(Error::new(ErrorKind::InvalidData, UNCLOSED).into());
            }
            // Empty lines before it are passed over without a word.
            self.begun = self.reader.position().line() - 1 - inside;
            let is_blank = cells.iter().all(|cell| cell.trim_ascii().is_empty());
            if !is_there || !is_blank {
                return Ok(is_there);
            }
        }
    }
}

/// Some rows of a file, those that read.
pub struct Batch<T> {
    /// What the lines say.
    pub rows: Vec<T>,
    /// What is wrong with the others.
    pub faults: Faults,
    /// How many lines these were.
    pub lines: u64,
    /// Whether the file ends here.
    pub is_last: bool,
}

impl<T> Batch<T> {
    /// All there is of a file that does not read.
    pub fn of_faults(faults: Faults) -> Batch<T> {
        Batch {
            rows: vec![],
            faults,
            lines: 0,
            is_last: true,
        }
    }
}

impl<R: Read> Sheet<R> {
    /// The next rows, up to so many lines, each read by a rule.
    pub fn batch<T>(
        &mut self,
        most: u64,
        rule: impl Fn(Line<'_>) -> Result<T, Vec<Fault>>,
    ) -> Batch<T> {
        let mut batch = Batch {
            rows: vec![],
            faults: Faults::none(),
            lines: 0,
            is_last: false,
        };
        while batch.lines < most {
            match self.next_line() {
                None => {
                    batch.is_last = true;
                    break;
                }
                Some(Err(fault)) => batch.faults.note(fault),
                Some(Ok(line)) => match rule(line) {
                    Ok(row) => batch.rows.push(row),
                    Err(faults) => batch.faults.extend(faults),
                },
            }
            batch.lines += 1;
        }
        batch
    }
}

fn unreadable(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Io(error) if error.kind() == ErrorKind::InvalidData => error.to_string(),
        csv::ErrorKind::Io(error) => format!("The file cannot be read: {error}"),
        _ => "This line does not read as CSV".into(),
    }
}

impl Line<'_> {
    /// A cell's text without space around it; nothing where the file has no such column.
    pub fn text(&mut self, column: &str) -> String {
        let Some(cell) = self.columns.get(column).and_then(|at| self.cells.get(*at)) else {
            return String::new();
        };
        if cell.len() > LONGEST_CELL {
            self.fault(column, format!("Use {LONGEST_CELL} bytes or fewer"));
            return String::new();
        }
        match std::str::from_utf8(cell) {
            Ok(text) => text.trim().to_string(),
            Err(_) => {
                self.fault(
                    column,
                    "This cell is not in UTF-8: save the file as 'CSV UTF-8'",
                );
                String::new()
            }
        }
    }

    /// Notes a mistake.
    pub fn fault(&mut self, column: &str, message: impl ToString) {
        self.faults.push(Fault {
            line: self.number,
            field: column.to_string(),
            message: message.to_string(),
        });
    }

    /// Keeps what reads and notes what does not.
    pub fn check<T, E: ToString>(&mut self, column: &str, read: Result<T, E>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(error) => {
                self.fault(column, error);
                None
            }
        }
    }

    /// A cell that must be there, read by a rule of what is typed.
    pub fn read<T, E: ToString>(
        &mut self,
        column: &str,
        rule: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let before = self.faults.len();
        let text = self.text(column);
        if self.faults.len() > before {
            return None;
        }
        let read = rule(&text);
        self.check(column, read)
    }

    /// A cell that may be empty.
    pub fn read_if_any<T, E: ToString>(
        &mut self,
        column: &str,
        rule: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        if self.text(column).is_empty() {
            None
        } else {
            self.read(column, rule)
        }
    }

    /// Whether nothing was wrong so far.
    pub fn is_good(&self) -> bool {
        self.faults.is_empty()
    }

    /// Whether nothing was wrong so far with a cell.
    pub fn is_good_at(&self, column: &str) -> bool {
        self.faults.iter().all(|fault| fault.field != column)
    }

    /// Every mistake of the line.
    pub fn into_faults(self) -> Vec<Fault> {
        self.faults
    }
}

/// A day as files write it.
pub fn day(text: &str) -> Result<NaiveDate, &'static str> {
    const FORM: &str = "Write the date like 2009-06-21";
    const NO_SUCH: &str = "There is no such date: check the day and the month";
    // The form is fixed: chrono alone would also take "+2009-6-1".
    if text.len() != 10 || !text.is_ascii() {
        return Err(FORM);
    }
    let is_of_form = text.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let read = NaiveDate::parse_from_str(text, "%Y-%m-%d");
    let read = read.map_err(|_| if is_of_form { NO_SUCH } else { FORM })?;
    let early = NaiveDate::from_ymd_opt(1972, 1, 1).unwrap_or(NaiveDate::MIN);
    if read < early {
        return Err("Enter a date after 1971: there was no unpaid work before");
    }
    Ok(read)
}

/// A cell that says yes, or no where it is empty.
pub fn yes_or_no(text: &str) -> Result<bool, &'static str> {
    match text.to_ascii_lowercase().as_str() {
        "" | "no" => Ok(false),
        "yes" => Ok(true),
        _ => Err("Use 'yes' or 'no'"),
    }
}

/// A file written anew with the known columns alone, each cell as a rule gives it. Every row stays on
/// its line. For a file that was found without mistakes: what does not read is left out.
pub fn cleaned(
    file: &[u8],
    needed: &[&str],
    more: &[&str],
    cell: impl Fn(&mut Line<'_>, &str) -> String,
) -> Vec<u8> {
    let columns: Vec<&str> = needed.iter().chain(more).copied().collect();
    let mut out = csv_row(&columns);
    let mut at = 2;
    let Ok(mut sheet) = Sheet::open(file, needed, more) else {
        return out;
    };
    while let Some(line) = sheet.next_line() {
        let Ok(mut line) = line else { continue };
        let number = line.number;
        let cells: Vec<String> = columns
            .iter()
            .map(|column| cell(&mut line, column))
            .collect();
        while at < number {
            out.push(b'\n');
            at += 1;
        }
        let row = csv_row(&cells);
        at += row.iter().filter(|byte| **byte == b'\n').count() as u64;
        out.extend(row);
    }
    out
}

fn csv_row<T: AsRef<[u8]>>(cells: &[T]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(vec![]);
    // Writing to memory does not fail.
    let written = writer.write_record(cells).is_ok();
    writer
        .into_inner()
        .ok()
        .filter(|_| written)
        .unwrap_or_default()
}
