//! Tables that commands read: CSV with a heading, columns found by name in any order.

use crate::cli::Failure;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// An open table.
pub struct Table {
    name: String,
    reader: csv::Reader<Box<dyn Read + Send>>,
    headings: Vec<String>,
}

impl Table {
    /// Opens a file and reads its heading. A byte order mark and the case of headings do not matter.
    pub fn open(file: &Path) -> Result<Table, Failure> {
        let name = file.display().to_string();
        match File::open(file) {
            Ok(open) => Table::read(name, open),
            Err(error) => Err(Failure::new(format!("{name}: {error}"))),
        }
    }

    /// The same from anything that reads.
    pub fn read(name: String, from: impl Read + Send + 'static) -> Result<Table, Failure> {
        let from: Box<dyn Read + Send> = Box::new(from);
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(from);
        let headings = reader
            .byte_headers()
            .map_err(|error| Failure::new(format!("{name}: {error}")))?;
        let headings: Vec<String> = headings
            .iter()
            .map(|heading| {
                let heading = String::from_utf8_lossy(heading);
                heading.trim_start_matches('\u{FEFF}').trim().to_lowercase()
            })
            .collect();
        Ok(Table {
            name,
            reader,
            headings,
        })
    }

    /// The file, as it was given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where a column stands.
    pub fn column(&self, heading: &str) -> Option<usize> {
        self.headings.iter().position(|other| other == heading)
    }

    /// Where a column stands that has to be there.
    pub fn need(&self, heading: &str) -> Result<usize, Failure> {
        self.column(heading).ok_or_else(|| {
            Failure::new(format!(
                "{}: line 1: there is no column {heading}",
                self.name
            ))
        })
    }

    /// The rows, one at a time. Text that is not UTF-8 comes with its bad bytes marked.
    pub fn rows(self) -> impl Iterator<Item = Result<Row, String>> + Send + 'static {
        let mut records = self.reader.into_byte_records();
        let mut line = 1;
        std::iter::from_fn(move || {
            let record = match records.next()? {
                Ok(record) => record,
                Err(error) => return Some(Err(format!("after line {line}: {error}"))),
            };
            line = record.position().map_or(line + 1, csv::Position::line);
            Some(Ok(Row { record, line }))
        })
    }
}

/// One row of a table.
pub struct Row {
    record: csv::ByteRecord,
    /// Where it begins, counted from 1.
    pub line: u64,
}

impl Row {
    /// The text in a column, without spaces around it; nothing where the row is too short.
    pub fn text(&self, column: Option<usize>) -> String {
        let field = column.and_then(|column| self.record.get(column));
        String::from_utf8_lossy(field.unwrap_or_default())
            .trim()
            .to_owned()
    }
}
