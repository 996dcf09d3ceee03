//! Records of open data: what each field is called and means, and a row as CSV and as JSON.
//!
//! One list of columns makes the file, its dictionary, its CSVW metadata and the API's document, so that
//! none can say another thing than the rest. Start at [`Column`] and [`Stretch`].

use crate::domain::csv_cells::{self, Row};
use serde_json::{Map, Value, json};

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Words,
    /// A code or a reference.
    Code,
    /// A day like `2009-06-21`.
    Day,
    /// A month like `2009-06`.
    Month,
    /// A whole number.
    Count,
    /// A whole number, or the mark `[c]`.
    Withheld,
    /// Hours, whole or with a fraction, or the mark `[c]`.
    Hours,
    /// A whole number, or the mark `[z]`.
    Applicable,
    /// A whole number, or the mark `[x]`.
    Available,
    /// A share in per cent, whole or with a tenth, or one of the marks `[low]` and `[z]`.
    Share,
    /// Degrees on the globe.
    Degrees,
}

/// A field: a column of a file, a name in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it says.
    pub what: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// In what it is counted; empty where nothing is.
    pub unit: &'static str,
    /// Whether it is in every row.
    pub is_always: bool,
}

impl Column {
    const fn of(name: &'static str, what: &'static str, kind: Kind) -> Column {
        Column {
            name,
            what,
            kind,
            unit: "",
            is_always: false,
        }
    }

    /// A field of words.
    pub const fn words(name: &'static str, what: &'static str) -> Column {
        Column::of(name, what, Kind::Words)
    }

    /// A field of codes or references.
    pub const fn code(name: &'static str, what: &'static str) -> Column {
        Column::of(name, what, Kind::Code)
    }

    /// A field of days.
    pub const fn day(name: &'static str, what: &'static str) -> Column {
        Column::of(name, what, Kind::Day)
    }

    /// A field of months.
    pub const fn month(name: &'static str, what: &'static str) -> Column {
        Column::of(name, what, Kind::Month)
    }

    /// A field of whole numbers of something.
    pub const fn count(name: &'static str, unit: &'static str, what: &'static str) -> Column {
        Column {
            unit,
            ..Column::of(name, what, Kind::Count)
        }
    }

    /// A field of whole numbers that may be withheld.
    pub const fn withheld(name: &'static str, unit: &'static str, what: &'static str) -> Column {
        Column {
            unit,
            is_always: true,
            ..Column::of(name, what, Kind::Withheld)
        }
    }

    /// A field of hours that may be withheld.
    pub const fn hours(name: &'static str, what: &'static str) -> Column {
        Column {
            unit: "hours",
            is_always: true,
            ..Column::of(name, what, Kind::Hours)
        }
    }

    /// A field of whole numbers that do not apply everywhere.
    pub const fn applicable(name: &'static str, unit: &'static str, what: &'static str) -> Column {
        Column {
            unit,
            is_always: true,
            ..Column::of(name, what, Kind::Applicable)
        }
    }

    /// A field of whole numbers that are not available everywhere.
    pub const fn available(name: &'static str, unit: &'static str, what: &'static str) -> Column {
        Column {
            kind: Kind::Available,
            ..Column::applicable(name, unit, what)
        }
    }

    /// A field of shares that do not apply everywhere.
    pub const fn share(name: &'static str, what: &'static str) -> Column {
        Column {
            unit: "per cent",
            is_always: true,
            ..Column::of(name, what, Kind::Share)
        }
    }

    /// A field of degrees.
    pub const fn degrees(name: &'static str, what: &'static str) -> Column {
        Column {
            unit: "degrees (WGS 84)",
            ..Column::of(name, what, Kind::Degrees)
        }
    }

    /// The same, in every row.
    pub const fn always(self) -> Column {
        Column {
            is_always: true,
            ..self
        }
    }

    /// The marks that stand for a number, with a space between them.
    pub fn marks(&self) -> &'static str {
        match self.kind {
            Kind::Withheld | Kind::Hours => "[c]",
            Kind::Applicable => "[z]",
            Kind::Share => "[low] [z]",
            Kind::Available => "[x]",
            _ => "",
        }
    }

    /// What a file's metadata calls the kind (CSVW, XML Schema).
    pub fn datatype(&self) -> &'static str {
        match self.kind {
            Kind::Words
            | Kind::Code
            | Kind::Withheld
            | Kind::Hours
            | Kind::Applicable
            | Kind::Available
            | Kind::Share => "string",
            Kind::Day => "date",
            Kind::Month => "gYearMonth",
            Kind::Count => "integer",
            Kind::Degrees => "decimal",
        }
    }

    /// What the API's document says of the field in JSON (JSON Schema).
    pub fn schema(&self) -> Value {
        let null = || json!({ "type": "null" });
        let marks = self.marks().split(' ');
        let mark = || json!({ "enum": marks.clone().collect::<Vec<_>>() });
        let fraction = || json!({ "type": "string", "pattern": "^[0-9]+\\.[0-9]{1,2}$" });
        let mut kinds = match self.kind {
            Kind::Words | Kind::Code => vec![json!({ "type": "string" })],
            Kind::Day => vec![json!({ "type": "string", "format": "date" })],
            Kind::Month => vec![json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$" })],
            Kind::Count => vec![json!({ "type": "integer" })],
            Kind::Withheld | Kind::Applicable | Kind::Available => {
                vec![json!({ "type": "integer" }), mark()]
            }
            Kind::Hours | Kind::Share => vec![json!({ "type": "integer" }), fraction(), mark()],
            Kind::Degrees => vec![json!({ "type": "number" })],
        };
        if !self.is_always {
            kinds.push(null());
        }
        let mut schema = match kinds.len() {
            1 => kinds.remove(0),
            _ => json!({ "oneOf": kinds }),
        };
        let what = if self.unit.is_empty() {
            self.what.to_string()
        } else {
            format!("{}. Counted in {}", self.what, self.unit)
        };
        schema["description"] = json!(what);
        schema
    }
}

/// A field of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words, whoever wrote them; nothing where they are empty.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A number in digits, a mark, or nothing.
    Figure(String),
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    /// Words, or nothing.
    pub fn some(text: &Option<String>) -> Cell {
        Cell::Text(text.clone().unwrap_or_default())
    }

    /// A number, or nothing.
    pub fn number(number: Option<i64>) -> Cell {
        number.map_or(Cell::Figure(String::new()), Cell::Number)
    }

    fn json(&self) -> Value {
        match self {
            Cell::Text(text) | Cell::Figure(text) if text.is_empty() => Value::Null,
            Cell::Text(text) => json!(text),
            Cell::Number(number) => json!(number),
            Cell::Figure(figure) if csv_cells::is_number(figure) => {
                serde_json::from_str(figure).unwrap_or_else(|_| json!(figure))
            }
            Cell::Figure(figure) => json!(figure),
        }
    }
}

/// A row, in the order of its columns.
pub type Record = Vec<Cell>;

/// Some rows on their way out, and after which row of the table the next come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stretch {
    /// The rows.
    pub records: Vec<Record>,
    /// The place of the last; nothing where there are no more.
    pub last: Option<i64>,
}

/// The first line of a file.
pub fn heading(columns: &[Column]) -> String {
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    csv_cells::row(&names)
}

/// A row as a line of CSV that no spreadsheet takes for a formula.
pub fn line(record: &[Cell]) -> String {
    let row = record.iter().fold(Row::new(), |row, cell| match cell {
        Cell::Text(text) => row.text(text),
        Cell::Number(number) => row.number(*number),
        Cell::Figure(figure) => row.figure(figure),
    });
    row.end()
}

/// A row as JSON, each field with its name. What is not there is null.
pub fn object(columns: &[Column], record: &[Cell]) -> Value {
    Value::Object(fields(columns, record))
}

/// The fields of a row in JSON, by name.
pub fn fields(columns: &[Column], record: &[Cell]) -> Map<String, Value> {
    let hours = |column: &Column, cell: &Cell| match cell {
        // Hours and shares that are no whole number stay text, so that no reader rounds them.
        Cell::Figure(hours)
            if matches!(column.kind, Kind::Hours | Kind::Share) && hours.contains('.') =>
        {
            json!(hours)
        }
        _ => cell.json(),
    };
    let pairs = columns.iter().zip(record);
    pairs
        .map(|(column, cell)| (column.name.to_string(), hours(column, cell)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 5] = [
        Column::code("reference", "What it is called").always(),
        Column::words("title", "What it is"),
        Column::withheld("offenders", "people", "Who worked"),
        Column::hours("hours_credited", "How long"),
        Column::degrees("lat", "Where"),
    ];

    fn record(title: &str, offenders: &str, hours: &str) -> Record {
        vec![
            Cell::text("LC-1"),
            Cell::text(title),
            Cell::Figure(offenders.into()),
            Cell::Figure(hours.into()),
            Cell::Figure("-1.15309".into()),
        ]
    }

    #[test]
    fn a_row_is_the_same_in_both_forms() {
        let row = record("=1+1", "[c]", "7.5");
        assert_eq!(line(&row), "LC-1,'=1+1,[c],7.5,-1.15309\r\n");
        let object = object(&COLUMNS, &row);
        assert_eq!(object["title"], "=1+1");
        assert_eq!(object["offenders"], "[c]");
        assert_eq!(object["hours_credited"], "7.5");
        assert_eq!(object["lat"].to_string(), "-1.15309");
    }

    #[test]
    fn what_is_not_there_is_null_and_numbers_are_numbers() {
        let object = object(&COLUMNS, &record("", "12", "4"));
        assert_eq!(object["title"], Value::Null);
        assert_eq!(object["offenders"], 12);
        assert_eq!(object["hours_credited"], 4);
    }

    #[test]
    fn only_fields_that_are_always_there_are_never_null() {
        let null = |column: &Column| column.schema().to_string().contains("null");
        assert_eq!(
            COLUMNS.map(|column| null(&column)),
            [false, true, false, false, true]
        );
    }
}
