//! Publication: the files that are published side by side after a count, and checking them.
//!
//! `rule-sheet.json`, `ballots.csv`, `register-totals.json`, `result.json` and `SHA256SUMS`. A poll
//! below the smallest publishable size has no `ballots.csv`, and its result is totals only. Texts
//! only: whoever calls brings and keeps the files. Start at [`Publication::of`] for publishing;
//! checking is in [`super::verification`].

use super::ballot_list::BallotList;
use super::canonical::Json;
use super::count::{Contest, Count};
use super::count_json::to_json;
use super::lots::Lots;
use super::merkle::{file_digest, to_hex};
use super::paper::OptionIndex;
use super::result::Counted;
use super::rule_sheet::{RuleSheet, WayToVote};
use super::small_cells::{SMALLEST_CELL, tells_wards, withheld};

pub const RULE_SHEET: &str = "rule-sheet.json";
pub const BALLOTS: &str = "ballots.csv";
pub const REGISTER_TOTALS: &str = "register-totals.json";
pub const RESULT: &str = "result.json";
/// The field of a result that says how many of its blank ballots are marked. Not there where none is, nor
/// in results that were published before it was told apart.
pub const UNCLEAR: &str = "unclear";
pub const SUMS: &str = "SHA256SUMS";

/// How ties were decided, if any had to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LotDrawn {
    /// The count ended in no tie.
    NotNeeded,
    /// The public value that the rule sheet names, as an officer typed it.
    Value(String),
    /// The source failed: an order drawn in public, the highest first, before two people.
    ByHand {
        order: Vec<OptionIndex>,
        witnesses: [String; 2],
    },
}

/// How many people the register has, by the way they voted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegisterTotals {
    pub voted: u64,
    /// Published only as far as [`super::small_cells`] lets.
    pub ways: Vec<(WayToVote, u64)>,
    /// Voters whose ward was found by postcode. Not published in the file.
    pub wards_checked: u64,
    /// Voters whose ward was chosen from a list rather than found by postcode. Published only where it
    /// gives no small number away.
    pub wards_declared: u64,
    /// What became of printed papers, where the round had any.
    pub papers: Option<PaperTotals>,
}

/// Printed papers of a round.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaperTotals {
    /// Papers that were counted.
    pub counted: u64,
    /// The codes of those that were spoilt and swapped for others, in their order.
    pub cancelled: Vec<String>,
}

/// Whether a poll is large enough for its ballots to be published, by the smallest poll of its sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Poll {
    Large,
    /// Totals only.
    Small,
}

impl Poll {
    fn of(sheet: &RuleSheet, list: &BallotList<'_>) -> Poll {
        match list.lines().len() as u64 >= u64::from(sheet.smallest_poll) {
            true => Poll::Large,
            false => Poll::Small,
        }
    }
}

/// The files, each by its name, `SHA256SUMS` last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    pub files: Vec<(&'static str, String)>,
}

impl LotDrawn {
    /// The lot order that it gives.
    pub fn lots(&self, sheet: &RuleSheet) -> Lots {
        match self {
            LotDrawn::NotNeeded => Lots::none(),
            LotDrawn::Value(value) => Lots::drawn(sheet.round_id().as_str(), value, &sheet.ids()),
            LotDrawn::ByHand { order, .. } => Lots::in_order(order),
        }
    }

    pub(super) fn to_json(&self, sheet: &RuleSheet) -> Json {
        match self {
            LotDrawn::NotNeeded => Json::Null,
            LotDrawn::Value(value) => Json::object([("value", Json::text(value))]),
            LotDrawn::ByHand { order, witnesses } => {
                let ids = sheet.ids();
                let order = order
                    .iter()
                    .filter_map(|option| ids.get(usize::from(*option)));
                Json::object([
                    (
                        "order",
                        Json::List(order.map(|id| Json::text(*id)).collect()),
                    ),
                    (
                        "witnesses",
                        Json::List(witnesses.iter().map(Json::text).collect()),
                    ),
                ])
            }
        }
    }

    /// Reads the `lot` of a published result.
    pub(super) fn read(json: &Json, sheet: &RuleSheet) -> Option<LotDrawn> {
        if *json == Json::Null {
            return Some(LotDrawn::NotNeeded);
        }
        if let Some(value) = json.get("value") {
            return Some(LotDrawn::Value(value.as_text()?.to_owned()));
        }
        let order = json.get("order")?.as_list()?.iter();
        let order = order
            .map(|id| sheet.option(id.as_text()?))
            .collect::<Option<Vec<_>>>()?;
        let [first, second] = json.get("witnesses")?.as_list()? else {
            return None;
        };
        let witnesses = [first.as_text()?.to_owned(), second.as_text()?.to_owned()];
        Some(LotDrawn::ByHand { order, witnesses })
    }
}

impl PaperTotals {
    /// How many papers were counted, unless that would tell of a few voters: as it does where they are
    /// few, and where it gives a withheld cell back.
    fn shown(&self, cells: &[(WayToVote, Option<u64>)]) -> Option<u64> {
        let few = (1..SMALLEST_CELL).contains(&self.counted);
        let all_shown = cells.iter().all(|(_, voters)| voters.is_some());
        (!few && all_shown).then_some(self.counted)
    }
}

impl RegisterTotals {
    /// How many voted in each way, as far as it may be shown. A way that is the only one is the total.
    fn cells(&self, poll: Poll) -> Vec<(WayToVote, Option<u64>)> {
        match poll {
            Poll::Small if self.ways.len() > 1 => {
                self.ways.iter().map(|(way, _)| (*way, None)).collect()
            }
            _ => withheld(&self.ways),
        }
    }

    /// The text of `register-totals.json`. What is withheld is null; of a small poll that is all but the
    /// total and the codes of spoilt papers, which no ballot has.
    pub fn to_text(&self, sheet: &RuleSheet, poll: Poll) -> String {
        let cell = |voters: Option<u64>| voters.map_or(Json::Null, Json::whole);
        let cells = self.cells(poll);
        let wards = (self.wards_checked, self.wards_declared);
        let tells = poll == Poll::Large && tells_wards(&cells, self.voted, wards);
        let declared = tells.then_some(self.wards_declared);
        let ways = cells
            .iter()
            .map(|(way, voters)| (way.name(), cell(*voters)));
        let mut fields = vec![
            ("round_id", Json::text(sheet.round_id().as_str())),
            ("voted", Json::whole(self.voted)),
            ("wards_declared", cell(declared)),
            ("ways", Json::object(ways)),
        ];
        if let Some(papers) = &self.papers {
            let cancelled = papers.cancelled.iter().map(Json::text).collect();
            let counted = papers.shown(&cells).filter(|_| poll == Poll::Large);
            let papers = [
                ("cancelled", Json::List(cancelled)),
                ("counted", cell(counted)),
            ];
            fields.push(("papers", Json::object(papers)));
        }
        Json::object(fields).to_text() + "\n"
    }
}

/// The text of `result.json` for a poll that is large enough: the counted object with the round's
/// id, the Merkle root of the list, how many records were rejected, and the lot.
pub fn result_text(
    sheet: &RuleSheet,
    contest: &Contest,
    counted: &Counted<Count>,
    list: &BallotList<'_>,
    rejected: u64,
    lot: &LotDrawn,
) -> String {
    let mut fields = match to_json(counted, contest) {
        Json::Object(fields) => fields,
        _ => Default::default(),
    };
    let mut put = |key: &str, value: Json| fields.insert(key.to_owned(), value);
    if let Some(unclear) = unclear(sheet, counted, list) {
        put(UNCLEAR, unclear);
    }
    put("round_id", Json::text(sheet.round_id().as_str()));
    put("ballots", Json::Number(list.lines().len().to_string()));
    put("merkle_root", Json::text(to_hex(&list.root())));
    put("rejected", Json::whole(rejected));
    put("lot", lot.to_json(sheet));
    Json::Object(fields).to_text() + "\n"
}

/// Of the blank ballots those that are marked, where there are any.
fn unclear(sheet: &RuleSheet, counted: &Counted<Count>, list: &BallotList<'_>) -> Option<Json> {
    let (_, blank) = counted.as_ref().map_or((0, 0), Count::ballots);
    let unclear = if blank == 0 { 0 } else { list.unclear(sheet) };
    (unclear > 0).then(|| Json::whole(unclear))
}

/// The text of `result.json` for a poll below the smallest publishable size: totals and winners.
fn small_result_text(
    sheet: &RuleSheet,
    contest: &Contest,
    counted: &Counted<Count>,
    list: &BallotList<'_>,
    rejected: u64,
    lot: &LotDrawn,
) -> String {
    let full = to_json(counted, contest);
    let kept = ["method", "valid", "blank", "winners"];
    let kept = kept
        .into_iter()
        .filter_map(|key| Some((key, full.get(key)?.clone())));
    let mut fields: Vec<(&str, Json)> = kept.collect();
    fields.extend(unclear(sheet, counted, list).map(|unclear| (UNCLEAR, unclear)));
    fields.extend([
        ("round_id", Json::text(sheet.round_id().as_str())),
        ("rejected", Json::whole(rejected)),
        ("lot", lot.to_json(sheet)),
        ("withheld", Json::Bool(true)),
    ]);
    Json::object(fields).to_text() + "\n"
}

impl Publication {
    /// All files of a counted round. `list` is the text of the ballot list.
    ///
    /// Below the smallest poll of the sheet the list is left out and the result holds totals only.
    pub fn of(
        sheet: &RuleSheet,
        list: &BallotList<'_>,
        list_text: &str,
        counted: (&Contest, &Counted<Count>, &LotDrawn),
        totals: &RegisterTotals,
        rejected: u64,
    ) -> Publication {
        let (contest, count, lot) = counted;
        let poll = Poll::of(sheet, list);
        // Not a byte more than the canonical text: its digest names the round.
        let mut files = vec![(RULE_SHEET, sheet.to_text())];
        if poll == Poll::Large {
            files.push((BALLOTS, list_text.to_owned()));
            files.push((
                RESULT,
                result_text(sheet, contest, count, list, rejected, lot),
            ));
        } else {
            files.push((
                RESULT,
                small_result_text(sheet, contest, count, list, rejected, lot),
            ));
        }
        files.push((REGISTER_TOTALS, totals.to_text(sheet, poll)));
        files.sort_unstable_by_key(|(name, _)| *name);
        let sums: String = files
            .iter()
            .map(|(name, text)| format!("{}  {name}\n", file_digest(text.as_bytes())))
            .collect();
        files.push((SUMS, sums));
        Publication { files }
    }

    /// The text of one file.
    pub fn file(&self, name: &str) -> Option<&str> {
        self.files
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, text)| text.as_str())
    }
}
