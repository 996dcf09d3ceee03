//! Tables that commands read: CSV with a heading, columns found by name in any order.

use crate::actions::imports::Fault;
use crate::actions::imports::sheet::Sheet;
use crate::cli::Failure;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// An open table.
pub struct Table {
    name: String,
    sheet: Sheet<Box<dyn Read + Send>>,
}

impl Table {
    /// Opens a file and reads where these of its columns stand. Read like any file that is imported: whatever parts
    /// its cells and ends its lines, and each row on its line.
    pub fn open(file: &Path, columns: &[&str]) -> Result<Table, Failure> {
        let name = file.display().to_string();
        match File::open(file) {
            Ok(open) => Table::read(name, open, columns),
            Err(error) => Err(Failure::new(format!("{name}: {error}"))),
        }
    }

    /// The same from anything that reads.
    pub fn read(
        name: String,
        from: impl Read + Send + 'static,
        columns: &[&str],
    ) -> Result<Table, Failure> {
        let from: Box<dyn Read + Send> = Box::new(from);
        match Sheet::open(from, &[], columns) {
            Ok(sheet) => Ok(Table { name, sheet }),
            Err(faults) => {
                let faults: Vec<String> = faults.iter().map(Fault::to_string).collect();
                Err(Failure::new(format!("{name}: {}", faults.join("; "))))
            }
        }
    }

    /// The file, as it was given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where a column stands.
    pub fn column(&self, heading: &str) -> Option<usize> {
        self.sheet.column(heading)
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
        let mut sheet = self.sheet;
        std::iter::from_fn(move || {
            let row = sheet.next_row()?;
            let row = row.map(|(line, record)| Row { record, line });
            Some(row.map_err(|fault| fault.to_string()))
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
