//! A small file of each kind, to begin from.

use crate::actions::imports::{attendances, returns};
use crate::domain::csv_cells;
use crate::store::uploads::Kind;

/// Numbers begin at 1, so no project has it: sent as they are, these lines are no records.
const NO_PROJECT: &str = "XX-2026-P0000";
const FIRST: [&str; 4] = [NO_PROJECT, "2026-11-03", "09:30", "15:30"];
const SECOND: [&str; 4] = [NO_PROJECT, "2026-11-04", "09:30", "15:30"];

/// What a file of the kind is called.
pub fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Returns => "returns.csv",
        Kind::Attendances => "attendances.csv",
    }
}

/// The file: the columns, and lines that show what stands in each.
pub fn of(kind: Kind) -> String {
    let (columns, lines): (&[&str], [Vec<&str>; 2]) = match kind {
        Kind::Returns => {
            let held = ["held", "6", "6", "2160", "2100", "", "Key at the lodge"];
            let stood_down = ["stood-down", "0", "0", "0", "0", "weather", ""];
            let lines = [[FIRST.as_slice(), &held], [SECOND.as_slice(), &stood_down]];
            (&returns::COLUMNS, lines.map(|line| line.concat()))
        }
        Kind::Attendances => {
            let lines = [["CASE-1", "ATTC", ""], ["CASE-2", "AFTC", "30"]];
            let lines = lines.map(|line| [FIRST.as_slice(), &line].concat());
            (&attendances::COLUMNS, lines)
        }
    };
    let rows = lines.iter().map(|line| csv_cells::row(line));
    csv_cells::row(columns) + &rows.collect::<String>()
}
