//! Telling: how a published result came about, stage by stage in words, with bars and a table.
//!
//! It is read back from `result.json`, so that the page tells what everybody can download and nothing
//! else. Words only: no page, no drawing. Start at [`tell`].

mod budgets;
mod marks;
mod reading;
mod run_off;
mod transfers;

use super::canonical::Json;
use super::method::Method;
use super::publication::UNCLEAR;
pub use reading::Lot;
use reading::{count, lot, ties};

/// How a result came about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Telling {
    pub stages: Vec<Stage>,
    pub table: Table,
    /// What decided a tie, where one had to be decided.
    pub lot: Lot,
}

/// One stage of a count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stage {
    pub title: String,
    /// What happened, a sentence or two each.
    pub words: Vec<String>,
    pub bars: Vec<Bar>,
    /// How long a bar must be to win, and what that is called.
    pub line: Option<(i64, String)>,
}

/// One option in a drawing of a stage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bar {
    pub label: String,
    /// What became of it at this stage, if anything: `wins`.
    pub note: String,
    pub length: i64,
    /// The number as shown.
    pub shown: String,
}

/// All numbers at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    pub caption: String,
    /// The columns after the first, which has the places.
    pub head: Vec<String>,
    pub rows: Vec<Row>,
    /// What the columns mean, where that is not plain.
    pub notes: Vec<String>,
}

/// A row of the table: the numbers, then what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    pub label: String,
    pub numbers: Vec<String>,
    pub outcome: String,
}

/// Tells a result of a method. None where the result is withheld, or is no result at all.
pub fn tell(method: Method, result: &str) -> Option<Telling> {
    let json = Json::parse(result.trim_end()).ok()?;
    if json.get("withheld") == Some(&Json::Bool(true)) {
        return None;
    }
    let ties = ties(&json);
    let (mut stages, table) = match method {
        Method::Plurality | Method::Approval => marks::told(&json, &ties)?,
        Method::RunOff => run_off::told(&json, &ties)?,
        Method::Transferable => transfers::told(&json, &ties)?,
        Method::Greedy => budgets::greedy(&json, &ties)?,
        Method::EqualShares => budgets::equal_shares(&json, &ties)?,
    };
    if count(&json, "valid") == Some(0) {
        stages = vec![nobody_chose()];
    }
    Some(Telling {
        stages,
        table,
        lot: lot(&json),
    })
}

/// What decided a tie in a result, also in one that is withheld.
pub fn lot_of(result: &str) -> Lot {
    Json::parse(result.trim_end()).map_or(Lot::NotNeeded, |json| lot(&json))
}

/// How many of the blank votes of a result are marked and count for no place all the same.
pub fn unclear_of(result: &str) -> i64 {
    let json = Json::parse(result.trim_end()).ok();
    json.and_then(|json| count(&json, UNCLEAR)).unwrap_or(0)
}

/// The one stage of a vote in which no paper names a place.
fn nobody_chose() -> Stage {
    Stage {
        title: "The votes".to_owned(),
        words: vec![
            "No vote names a place, so no place is chosen. A lot decides only between places that people \
             voted for. The council says what happens next."
                .to_owned(),
        ],
        ..Stage::default()
    }
}
