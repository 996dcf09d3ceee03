//! The text of a Pabulib file: sections, and fields parted by semicolons with quotes where needed.

use super::FormatFault;

/// One line of a section: its number and its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub line: usize,
    pub fields: Vec<String>,
}

/// A section: its column names and its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    pub name: &'static str,
    pub line: usize,
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
}

/// The names of the sections, in their usual order.
pub const SECTIONS: [&str; 3] = ["META", "PROJECTS", "VOTES"];

/// How many lines a quoted field may run over.
const LONGEST_FIELD: usize = 100;

/// Cuts a file into its sections. Each of the three must stand once.
pub fn sections(text: &str) -> Result<[Section; 3], FormatFault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines: Vec<&str> = text
        .split('\n')
        .map(|line| line.trim_end_matches('\r'))
        .collect();
    let mut found: [Option<Section>; 3] = [None, None, None];
    let mut current: Option<usize> = None;
    let mut at = 0;
    while at < lines.len() {
        let line = at + 1;
        if lines[at].trim().is_empty() {
            at += 1;
            continue;
        }
        if let Some(place) = section_at(lines[at]) {
            if found[place].is_some() {
                return Err(FormatFault::at(
                    line,
                    SECTIONS[place],
                    "this section stands twice",
                ));
            }
            let (name, columns, rows) = (SECTIONS[place], Vec::new(), Vec::new());
            found[place] = Some(Section {
                name,
                line,
                columns,
                rows,
            });
            current = Some(place);
            at += 1;
            continue;
        }
        let (fields, used) = record(&lines[at..]);
        at += used;
        match current.and_then(|place| found[place].as_mut()) {
            None => {
                return Err(FormatFault::at(
                    line,
                    "section",
                    "the file must begin with META",
                ));
            }
            Some(section) if section.columns.is_empty() => {
                section.columns = fields.iter().map(|name| name.to_lowercase()).collect();
            }
            Some(section) => section.rows.push(Row { line, fields }),
        }
    }
    let end = lines.len();
    let [meta, projects, votes] = found;
    Ok([
        needed(meta, 0, end)?,
        needed(projects, 1, end)?,
        needed(votes, 2, end)?,
    ])
}

fn needed(section: Option<Section>, place: usize, end: usize) -> Result<Section, FormatFault> {
    let name = SECTIONS[place];
    let section = section.ok_or_else(|| FormatFault::at(end, name, "this section is missing"))?;
    if section.columns.is_empty() {
        return Err(FormatFault::at(
            section.line,
            name,
            "its line of column names is missing",
        ));
    }
    Ok(section)
}

fn section_at(line: &str) -> Option<usize> {
    let title = line.trim().trim_end_matches(';').trim_end();
    SECTIONS.iter().position(|name| *name == title)
}

/// The fields of the record that starts at the first line, and how many lines it takes up. A quote
/// that nothing closes is read as an ordinary character.
fn record(lines: &[&str]) -> (Vec<String>, usize) {
    if let Some(fields) = split(lines[0], false) {
        return (fields, 1);
    }
    let mut joined = lines[0].to_owned();
    for (more, line) in lines.iter().enumerate().skip(1).take(LONGEST_FIELD) {
        if section_at(line).is_some() {
            break;
        }
        joined.push('\n');
        joined.push_str(line);
        if let Some(fields) = split(&joined, false) {
            return (fields, more + 1);
        }
    }
    (split(lines[0], true).unwrap_or_default(), 1)
}

/// Splits at semicolons outside quotes. None where a quoted field is not closed, unless quotes are
/// to be taken as they stand.
fn split(record: &str, literal: bool) -> Option<Vec<String>> {
    let mut fields = Vec::new();
    let mut rest = record;
    loop {
        let trimmed = rest.trim_start_matches([' ', '\t']);
        if !literal && trimmed.starts_with('"') {
            let (field, after) = quoted(&trimmed[1..])?;
            fields.push(field);
            match after {
                None => return Some(fields),
                Some(more) => rest = more,
            }
            continue;
        }
        match rest.split_once(';') {
            Some((field, more)) => {
                fields.push(field.trim().to_owned());
                rest = more;
            }
            None => {
                fields.push(rest.trim().to_owned());
                return Some(fields);
            }
        }
    }
}

/// Reads on to the quote that closes a field: one that a semicolon or the end follows.
fn quoted(text: &str) -> Option<(String, Option<&str>)> {
    let mut from = 0;
    loop {
        let end = from + text[from..].find('"')?;
        let after = &text[end + 1..];
        if after.starts_with('"') {
            from = end + 2;
            continue;
        }
        let beyond = after.trim_start_matches([' ', '\t']);
        let field = || text[..end].replace("\"\"", "\"").trim().to_owned();
        if beyond.is_empty() {
            return Some((field(), None));
        }
        if let Some(more) = beyond.strip_prefix(';') {
            return Some((field(), Some(more)));
        }
        from = end + 1;
    }
}

impl Section {
    /// The place of a column, by any of its names.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// The place of a column that must be there.
    pub fn needs(&self, name: &'static str) -> Result<usize, FormatFault> {
        self.column(name).ok_or_else(|| {
            FormatFault::at(
                self.line + 1,
                name,
                format!("{} has no such column", self.name),
            )
        })
    }
}

impl Row {
    /// The field in a column; empty where the row is short.
    pub fn field(&self, column: usize) -> &str {
        self.fields.get(column).map_or("", String::as_str)
    }
}

/// A field as it is written: quoted where it would not read back otherwise.
pub fn written(field: &str) -> String {
    let plain = !field.contains([';', '"', '\n', '\r']) && field.trim() == field;
    if plain {
        field.to_owned()
    } else {
        format!("\"{}\"", field.replace('"', "\"\""))
    }
}
