//! Figures as CSV, as JSON and as a table of text, the same for pages, API and command line.

use crate::domain::csv_cells::{self, Row};
use crate::domain::figures::arranged::Arrangement;
use crate::domain::figures::view::{By, RowName, RowNames, View};
use crate::domain::figures::withholding::{PublicMeasures, Shown};
use crate::domain::figures::{Measures, PublicFigures};
use crate::domain::text;
use crate::store::ward_sets::WardSetNames;
use serde_json::{Value, json};

/// The numbers of a row in the order of [`COLUMNS`]; none where withheld.
type Numbers = [Option<i64>; 11];

/// The columns after the row's code and name. Hours are exact: a fraction of an hour shows as one.
pub const COLUMNS: [&str; 11] = [
    "nominations",
    "projects_agreed",
    "projects_completed",
    "sessions_held",
    "sessions_stood_down",
    "attendances",
    "offenders",
    "hours_offered",
    "hours_credited",
    "minutes_offered",
    "minutes_credited",
];

/// A table of figures on its way out.
pub struct Grid {
    by: Vec<By>,
    area: String,
    sets: WardSetNames,
    rows: Vec<(RowNames, Numbers)>,
    total: Numbers,
}

/// The last field of a row: the sets of ward boundaries that it is of.
pub const WARD_SETS: &str = "ward_sets";

/// The code of the area that a row is of, in a table of an area.
pub fn area_of<'a>(by: &[By], names: &'a [RowName], area: &'a str) -> &'a str {
    let own = by.iter().zip(names).find(|(by, _)| **by == By::Area);
    own.map_or(area, |(_, name)| name.code.as_str())
}

fn public_numbers(row: &PublicMeasures) -> Numbers {
    [
        Some(row.nominations),
        Some(row.projects_agreed),
        Some(row.projects_completed),
        Some(row.sessions_held),
        Some(row.stood_down),
        row.attendances.count(),
        row.offenders.count(),
        row.minutes_offered.count(),
        row.minutes_credited.count(),
        row.minutes_offered.count(),
        row.minutes_credited.count(),
    ]
}

fn exact_numbers(row: &Measures) -> Numbers {
    let shown = [
        row.attendances,
        row.offenders,
        row.minutes_offered,
        row.minutes_credited,
    ];
    let [attendances, offenders, offered, credited] = shown.map(Some);
    [
        Some(row.nominations),
        Some(row.projects_agreed),
        Some(row.projects_completed),
        Some(row.sessions_held),
        Some(row.stood_down),
        attendances,
        offenders,
        offered,
        credited,
        offered,
        credited,
    ]
}

/// Minutes as hours for data: `4732`, `7.5`, `0.33`.
pub fn hours_for_data(minutes: i64) -> String {
    let (hours, rest) = (minutes / 60, minutes.abs() % 60);
    if rest == 0 {
        return hours.to_string();
    }
    // Hundredths of an hour, rounded half up; the minutes beside it are exact.
    let hundredths = (rest * 100 + 30) / 60;
    let text = format!("{hours}.{hundredths:02}");
    text.trim_end_matches('0').to_string()
}

fn cell(column: &str, number: Option<i64>) -> String {
    match number {
        None => Shown::Withheld.mark(),
        Some(number) if column.starts_with("hours_") => hours_for_data(number),
        Some(number) => number.to_string(),
    }
}

fn value(column: &str, number: Option<i64>) -> Value {
    match number {
        None => json!(Shown::Withheld.mark()),
        // Hours that are no whole number stay text, so that no reader rounds them.
        Some(minutes) if column.starts_with("hours_") && minutes % 60 != 0 => {
            json!(hours_for_data(minutes))
        }
        Some(minutes) if column.starts_with("hours_") => json!(minutes / 60),
        Some(number) => json!(number),
    }
}

/// The numbers of a row as cells of CSV, in the order of [`COLUMNS`].
pub fn cells(row: &PublicMeasures) -> [String; 11] {
    let numbers = public_numbers(row);
    std::array::from_fn(|at| cell(COLUMNS[at], numbers[at]))
}

/// The numbers of a row as JSON, each with its name.
pub fn values(row: &PublicMeasures) -> impl Iterator<Item = (String, Value)> {
    let named = COLUMNS.iter().zip(public_numbers(row));
    named.map(|(column, number)| ((*column).into(), value(column, number)))
}

impl Grid {
    /// Of what may be published.
    pub fn public(view: &View, sets: WardSetNames, figures: &PublicFigures<RowNames>) -> Grid {
        let rows = figures.rows().iter();
        Grid {
            by: view.by.clone(),
            area: view.area.clone(),
            sets,
            rows: rows
                .map(|(name, row)| (name.clone(), public_numbers(row)))
                .collect(),
            total: public_numbers(figures.total()),
        }
    }

    /// Of what staff may see, with the total of all rows. Never for the public.
    pub fn exact(
        view: &View,
        sets: WardSetNames,
        rows: Vec<(RowNames, Measures)>,
        arrangement: &Arrangement,
    ) -> Grid {
        let total: Measures = rows.iter().map(|(_, row)| *row).sum();
        Grid {
            by: view.by.clone(),
            area: view.area.clone(),
            sets,
            rows: arrangement
                .of(rows)
                .into_iter()
                .map(|(name, row)| (name, exact_numbers(&row)))
                .collect(),
            total: exact_numbers(&total),
        }
    }

    /// The rows and, last, the total.
    fn all(&self) -> impl Iterator<Item = (RowNames, &Numbers)> {
        let total = RowName {
            code: "total".into(),
            words: "Total".into(),
        };
        let rows = self.rows.iter().map(|(names, row)| (names.clone(), row));
        rows.chain(std::iter::once((vec![total; self.by.len()], &self.total)))
    }

    /// CSV with a header and a last row `total`.
    pub fn csv(&self) -> String {
        let mut header: Vec<String> = vec![];
        for by in &self.by {
            header.extend([format!("{}_code", by.code()), by.code().to_string()]);
        }
        header.extend(COLUMNS.map(str::to_string));
        header.push(WARD_SETS.into());
        let mut out = csv_cells::row(&header);
        for (names, numbers) in self.all() {
            let mut row = Row::new();
            for name in &names {
                row = row.text(&name.code).text(&name.words);
            }
            for (column, number) in COLUMNS.iter().zip(numbers) {
                row = row.figure(&cell(column, *number));
            }
            row = row.text(self.sets_of(&names));
            out.push_str(&row.end());
        }
        out
    }

    /// One object: `rows` and `total`; a withheld number is the text `[c]`.
    pub fn json(&self) -> Value {
        let mut all: Vec<Value> = self
            .all()
            .map(|(names, numbers)| self.object(&names, numbers))
            .collect();
        let total = all.pop().unwrap_or(Value::Null);
        json!({ "rows": all, "total": total })
    }

    fn sets_of(&self, names: &[RowName]) -> &str {
        self.sets.of(area_of(&self.by, names, &self.area))
    }

    fn object(&self, names: &[RowName], numbers: &Numbers) -> Value {
        let mut object = serde_json::Map::new();
        for (by, name) in self.by.iter().zip(names) {
            object.insert(format!("{}_code", by.code()), json!(name.code));
            object.insert(by.code().into(), json!(name.words));
        }
        for (column, number) in COLUMNS.iter().zip(numbers) {
            object.insert((*column).into(), value(column, *number));
        }
        object.insert(WARD_SETS.into(), json!(self.sets_of(names)));
        Value::Object(object)
    }

    /// A table of text for a terminal.
    pub fn table(&self) -> String {
        let short = [
            "",
            "Nominated",
            "Agreed",
            "Completed",
            "Sessions",
            "Stood down",
            "Attendances",
            "Offenders",
            "Hours offered",
            "Hours",
        ];
        let mut lines = vec![short.map(str::to_string).to_vec()];
        for (names, numbers) in self.all() {
            let words: Vec<&str> = names.iter().map(|name| name.words.as_str()).collect();
            let mut line = vec![words.join(", ")];
            for (column, number) in COLUMNS.iter().zip(numbers).take(9) {
                line.push(match number {
                    None => Shown::Withheld.mark(),
                    Some(minutes) if column.starts_with("hours_") => text::hours_figure(*minutes),
                    Some(number) => text::grouped(*number),
                });
            }
            lines.push(line);
        }
        let wide = |column: usize| {
            lines
                .iter()
                .map(|line| line[column].chars().count())
                .max()
                .unwrap_or(0)
        };
        let widths: Vec<usize> = (0..short.len()).map(wide).collect();
        let mut out = String::new();
        for line in &lines {
            let cells: Vec<String> = line
                .iter()
                .zip(&widths)
                .enumerate()
                .map(|(column, (cell, width))| {
                    if column == 0 {
                        format!("{cell:width$}")
                    } else {
                        format!("{cell:>width$}")
                    }
                })
                .collect();
            out.push_str(cells.join("  ").trim_end());
            out.push('\n');
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::figures::withholding::Weighed;

    fn row(name: &str, offenders: i64, minutes: i64) -> (RowNames, Weighed) {
        let counts = Measures {
            offenders,
            attendances: offenders,
            minutes_credited: minutes,
            ..Measures::default()
        };
        let name = RowName {
            code: name.to_lowercase(),
            words: name.into(),
        };
        let covers = false;
        (vec![name], Weighed { counts, covers })
    }

    #[test]
    fn hours_for_data_are_exact_or_say_their_hundredths() {
        let cases = [
            (0, "0"),
            (60, "1"),
            (450, "7.5"),
            (20, "0.33"),
            (283_920, "4732"),
            (61, "1.02"),
            (6, "0.1"),
        ];
        for (minutes, text) in cases {
            assert_eq!(hours_for_data(minutes), text);
        }
    }

    #[test]
    fn withheld_cells_carry_the_same_mark_in_every_form() {
        let rows = vec![row("Abbey", 3, 600), row("Evington", 12, 6000)];
        let view = View {
            by: vec![By::Area],
            ..View::everything()
        };
        let total = Weighed {
            counts: rows.iter().map(|(_, row)| row.counts).sum(),
            covers: false,
        };
        let grid = Grid::public(
            &view,
            WardSetNames::default(),
            &PublicFigures::withhold(rows, total, 5),
        );
        let csv = grid.csv();
        let abbey = csv.lines().nth(1).expect("a row");
        assert_eq!(abbey, "abbey,Abbey,0,0,0,0,0,[c],[c],[c],[c],[c],[c],");
        assert_eq!(grid.json()["rows"][0]["offenders"], "[c]");
        assert_eq!(grid.json()["rows"][1]["hours_credited"], 100);
        assert!(grid.table().contains("[c]"));
    }
}
