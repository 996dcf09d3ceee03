//! Figures as CSV, as JSON and as a table of text, the same for pages, API and command line.

use crate::domain::csv_cells::{self, Row};
use crate::domain::figures::PublicFigures;
use crate::domain::figures::arranged::{Arrangement, Stage};
use crate::domain::figures::exact::{Exact, ExactFigures};
use crate::domain::figures::measure::{
    COUNT, Counted, EDITION, MEASURES, Measure, Unit, Wage, decimal,
};
use crate::domain::figures::release::said::{Said, Since};
use crate::domain::figures::view::{By, RowName, RowNames, View};
use crate::domain::figures::withholding::{PublicMeasures, Shown};
use crate::store::figures::releases::SaidBefore;
use crate::store::ward_sets::WardSets;
use serde_json::{Value, json};

/// The numbers of a row, in the order of [`MEASURES`].
type Numbers = [Shown; COUNT];

/// A row on its way out.
struct Line {
    names: RowNames,
    numbers: Numbers,
    /// The numbers that read otherwise than a release said, and which release.
    revised: Since,
    /// Whether a release tells of it, or it is provisional.
    standing: &'static str,
}

impl Line {
    fn public(
        view: &View,
        (names, row): (&RowNames, &PublicMeasures),
        said: Option<&Said>,
        wage: Wage,
    ) -> Line {
        Line {
            names: names.clone(),
            numbers: numbers(view, row, wage),
            revised: Since::of(said, (view, row, wage)),
            standing: standing(said),
        }
    }

    fn exact(view: &View, (names, row): (RowNames, &Exact), wage: Wage) -> Line {
        Line {
            names,
            numbers: numbers(view, row, wage),
            revised: Since::default(),
            standing: standing(None),
        }
    }

    fn is_provisional(&self) -> bool {
        self.standing == standing(None)
    }

    /// A number as people read it, with its mark if it was revised.
    fn in_words(&self, measure: Measure) -> String {
        let words = measure.in_words(self.numbers[measure as usize]);
        match self.revised.measures.contains(&measure) {
            true => format!("{words} {REVISED_MARK}"),
            false => words,
        }
    }
}

/// A table of figures on its way out.
pub struct Grid {
    view: View,
    wage: Wage,
    sets: WardSets,
    /// The rows and, last, the total.
    lines: Vec<Line>,
    /// Whether it is held against releases, as what is public is.
    tells_of_releases: bool,
}

/// The mark of a number that reads otherwise than in a release.
pub const REVISED_MARK: &str = "[r]";

/// The field of live figures that says whether a release tells of a row, which pages mark otherwise with `[p]`.
pub const STANDING: &str = "standing";

/// What it says: first of a row that stands in no release, then of one that does.
pub const STANDINGS: [&str; 2] = ["provisional", "published"];

/// Where a row of live figures stands, by what a release says of it.
pub fn standing(said: Option<&Said>) -> &'static str {
    STANDINGS[usize::from(said.is_some())]
}

/// The field that names which numbers of a row were revised, in releases and in live figures.
pub const REVISED: &str = "revised";

/// The field of live figures that names the release since which they were revised.
pub const REVISED_SINCE: &str = "revised_since";

/// The last field of a row: the sets of ward boundaries that it is of.
pub const WARD_SETS: &str = "ward_sets";

fn numbers(view: &View, row: &dyn Counted, wage: Wage) -> Numbers {
    std::array::from_fn(|at| view.shown(row, MEASURES[at].measure, wage))
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

/// A number as a cell of CSV. Hours are exact, or say their hundredths.
pub fn cell(measure: Measure, number: Shown) -> String {
    match (measure.told().unit, number) {
        (Unit::Hours, Shown::Count(minutes)) => hours_for_data(minutes),
        (Unit::Percent, Shown::Count(tenths)) => decimal(tenths),
        (_, number) => number.mark(),
    }
}

/// A number as JSON.
pub fn value(measure: Measure, number: Shown) -> Value {
    match (measure.told().unit, number) {
        // Hours that are no whole number stay text, so that no reader rounds them.
        (Unit::Hours, Shown::Count(minutes)) if minutes % 60 != 0 => json!(hours_for_data(minutes)),
        (Unit::Hours, Shown::Count(minutes)) => json!(minutes / 60),
        (Unit::Percent, Shown::Count(tenths)) if tenths % 10 != 0 => json!(decimal(tenths)),
        (Unit::Percent, Shown::Count(tenths)) => json!(tenths / 10),
        (_, Shown::Count(number)) => json!(number),
        (_, withheld) => json!(withheld.mark()),
    }
}

/// The numbers of a row as JSON, each with its name.
pub fn values(
    view: &View,
    row: &PublicMeasures,
    wage: Wage,
) -> impl Iterator<Item = (String, Value)> {
    let named = MEASURES.iter().zip(numbers(view, row, wage));
    named.map(|(told, number)| (told.code.into(), value(told.measure, number)))
}

/// What the total is called in each field that names a row.
fn total_names(by: &[By]) -> RowNames {
    let total = RowName {
        code: "total".into(),
        words: "Total".into(),
    };
    vec![total; by.len()]
}

impl Grid {
    /// Of what may be published, with what releases said of it.
    pub fn public(
        view: &View,
        sets: WardSets,
        (figures, said): (&PublicFigures<RowNames>, &SaidBefore),
        wage: Wage,
    ) -> Grid {
        let line = |(at, (names, row)): (usize, &(RowNames, PublicMeasures))| {
            let said = said.rows.get(at).and_then(Option::as_ref);
            Line::public(view, (names, row), said, wage)
        };
        let mut lines: Vec<Line> = figures.rows().iter().enumerate().map(line).collect();
        let total = (&total_names(&view.by), figures.total());
        lines.push(Line::public(view, total, said.total.as_ref(), wage));
        Grid {
            view: view.clone(),
            wage,
            sets,
            lines,
            tells_of_releases: true,
        }
    }

    /// Of what staff may see, with the total of all rows. Never for the public.
    pub fn exact(
        view: &View,
        sets: WardSets,
        figures: ExactFigures,
        (arrangement, wage): (&Arrangement, Wage),
    ) -> Grid {
        let mut rows = arrangement.of(figures.rows);
        rows.push((total_names(&view.by), figures.total));
        let line = |(names, row): (RowNames, Exact)| Line::exact(view, (names, &row), wage);
        Grid {
            view: view.clone(),
            wage,
            sets,
            lines: rows.into_iter().map(line).collect(),
            tells_of_releases: false,
        }
    }

    /// CSV with a header and a last row `total`.
    pub fn csv(&self) -> String {
        let mut header: Vec<String> = vec![];
        for by in &self.view.by {
            header.extend([format!("{}_code", by.code()), by.code().to_string()]);
        }
        header.extend(MEASURES.iter().map(|told| told.code.to_string()));
        if self.tells_of_releases {
            header.extend([STANDING, REVISED, REVISED_SINCE].map(String::from));
        }
        header.push(WARD_SETS.into());
        let mut out = csv_cells::row(&header);
        for line in &self.lines {
            let mut row = Row::new();
            for name in &line.names {
                row = row.text(&name.code).text(&name.words);
            }
            for (told, number) in MEASURES.iter().zip(&line.numbers) {
                row = row.figure(&cell(told.measure, *number));
            }
            if self.tells_of_releases {
                row = row.text(line.standing);
                row = row.text(&line.revised.named_in_files().join(" "));
                row = row.text(line.revised.release.as_deref().unwrap_or_default());
            }
            row = row.text(&self.sets_of(&line.names));
            out.push_str(&row.end());
        }
        out
    }

    /// One object: `rows`, `total` and the wage of the values; what is withheld, does not apply or is not
    /// available is the text of its mark.
    pub fn json(&self) -> Value {
        let mut all: Vec<Value> = self.lines.iter().map(|line| self.object(line)).collect();
        let total = all.pop().unwrap_or(Value::Null);
        json!({ "hourly_wage_pence": self.wage.pence, "rows": all, "total": total })
    }

    fn sets_of(&self, names: &[RowName]) -> String {
        self.sets.of_row(&self.view, names)
    }

    fn object(&self, line: &Line) -> Value {
        let mut object = serde_json::Map::new();
        for (by, name) in self.view.by.iter().zip(&line.names) {
            object.insert(format!("{}_code", by.code()), json!(name.code));
            object.insert(by.code().into(), json!(name.words));
        }
        for (told, number) in MEASURES.iter().zip(&line.numbers) {
            object.insert(told.code.into(), value(told.measure, *number));
        }
        if self.tells_of_releases {
            object.insert(STANDING.into(), json!(line.standing));
            object.insert(REVISED.into(), json!(line.revised.named_in_files()));
            object.insert(REVISED_SINCE.into(), json!(line.revised.release));
        }
        object.insert(WARD_SETS.into(), json!(self.sets_of(&line.names)));
        Value::Object(object)
    }

    /// Tables of text for a terminal, one for each stage of the work: side by side they would not fit. Below them
    /// stands what their marks say of releases.
    pub fn table(&self) -> String {
        let tables = Stage::ALL.map(|stage| self.table_of(stage)).join("\n");
        match self.tells_of_releases {
            true => format!("{tables}\n{}", self.notes()),
            false => tables,
        }
    }

    /// Since which release marked numbers read otherwise, and that rows marked otherwise stand in none.
    fn notes(&self) -> String {
        let mut notes = String::new();
        for line in &self.lines {
            if let Some(release) = &line.revised.release {
                let name = words(&line.names);
                notes.push_str(&format!(
                    "{REVISED_MARK} {name}: revised since release {release}\n"
                ));
            }
        }
        if self.lines.iter().any(Line::is_provisional) {
            notes.push_str("[p] provisional: in no release of the same area and period\n");
        }
        notes
    }

    /// The name of a row, with the mark of one that no release tells of.
    fn row_name(&self, line: &Line) -> String {
        let name = words(&line.names);
        match self.tells_of_releases && line.is_provisional() {
            true => format!("{name} [p]"),
            false => name,
        }
    }

    fn table_of(&self, stage: Stage) -> String {
        let measures: Vec<Measure> = Measure::of_stage(stage, EDITION).collect();
        let heads: Vec<Vec<&str>> = measures
            .iter()
            .map(|measure| in_lines(measure.told().words))
            .collect();
        let tall = heads.iter().map(Vec::len).max().unwrap_or(0);
        let mut lines: Vec<Vec<String>> = vec![];
        for at in 0..tall {
            // A shorter head stands on the line above its numbers.
            let cells = heads.iter().map(|head| {
                let part = (at + head.len()).checked_sub(tall);
                part.map_or("", |part| head[part])
            });
            lines.push(
                std::iter::once("")
                    .chain(cells)
                    .map(str::to_string)
                    .collect(),
            );
        }
        for line in &self.lines {
            let numbers = measures.iter().map(|measure| line.in_words(*measure));
            lines.push(
                std::iter::once(self.row_name(line))
                    .chain(numbers)
                    .collect(),
            );
        }
        format!("{}\n{}", stage.tells_of(), columns(&lines))
    }
}

fn words(names: &[RowName]) -> String {
    let words: Vec<&str> = names.iter().map(|name| name.words.as_str()).collect();
    words.join(", ")
}

/// So many letters of a head stand on a line of text.
const HEAD_LETTERS: usize = 12;

/// A head of a column in short lines, broken between words.
fn in_lines(head: &str) -> Vec<&str> {
    let mut lines = vec![];
    let mut rest = head;
    while rest.chars().count() > HEAD_LETTERS {
        let room = rest
            .char_indices()
            .nth(HEAD_LETTERS + 1)
            .map_or(rest.len(), |(at, _)| at);
        let space = rest[..room].rfind(' ').or_else(|| rest.find(' '));
        let Some(space) = space else { break };
        lines.push(&rest[..space]);
        rest = &rest[space + 1..];
    }
    lines.push(rest);
    lines
}

/// Lines of cells under each other: the first to the left, the others to the right.
fn columns(lines: &[Vec<String>]) -> String {
    let wide = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let count = lines.first().map_or(0, Vec::len);
    let widths: Vec<usize> = (0..count).map(wide).collect();
    let mut out = String::new();
    for line in lines {
        let cell = |(column, (cell, width)): (usize, (&String, &usize))| match column {
            0 => format!("{cell:width$}"),
            _ => format!("{cell:>width$}"),
        };
        let cells: Vec<String> = line.iter().zip(&widths).enumerate().map(cell).collect();
        out.push_str(cells.join("  ").trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests;
