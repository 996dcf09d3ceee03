//! Ballot list: `ballots.csv`, the published list of all ballots in which voters find their own.
//!
//! One line a receipt, `code,words,choices`, sorted by code, so that its order says nothing of
//! when anybody voted. Choices stand as they were marked. No field ever needs quoting. Start at
//! [`to_csv`] for writing and [`BallotList::read`] for reading.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::merkle::{self, Digest, Proof};
use super::method::PaperKind;
use super::paper::{Marks, MarksFault, OptionIndex};
use super::quick::{QuickState, side_by_side, threads};
use super::receipt::{CODE_LENGTH, ReceiptCode, Record};
use super::rule_sheet::RuleSheet;
use super::tally::Tally;
use super::words::{CheckWords, are_written_so};

/// The first line of the file.
pub const HEADER: &str = "code,words,choices";

/// Below this many lines one thread is quicker than several.
const WORTH_SHARING: usize = 20_000;

/// One line: a ballot and the receipt that goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BallotLine {
    pub code: ReceiptCode,
    pub words: CheckWords,
    /// As [`Marks::to_choices`] writes it.
    pub choices: String,
}

/// Why a list cannot be published or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, {field}: {why}")]
pub struct ListFault {
    /// Counted from 1, the header being line 1.
    pub line: usize,
    pub field: &'static str,
    pub why: String,
}

impl From<Record> for BallotLine {
    fn from(record: Record) -> BallotLine {
        BallotLine {
            code: record.code,
            words: record.words,
            choices: record.choices,
        }
    }
}

/// The whole file, sorted. Two lines with one code are a fault: the line is that of the file.
pub fn to_csv(lines: &[BallotLine]) -> Result<String, ListFault> {
    let mut sorted: Vec<&BallotLine> = lines.iter().collect();
    sorted.sort_by_key(|line| line.code);
    if let Some(place) = sorted
        .windows(2)
        .position(|pair| pair[0].code == pair[1].code)
    {
        return Err(fault(place + 3, "code", "the code stands twice"));
    }
    let mut text = format!("{HEADER}\n");
    for line in sorted {
        text.push_str(&format!("{},{},{}\n", line.code, line.words, line.choices));
    }
    Ok(text)
}

/// A published list as it was read: its lines, in their order, without the header.
#[derive(Debug, Clone)]
pub struct BallotList<'a> {
    lines: Vec<&'a str>,
}

impl<'a> BallotList<'a> {
    /// Reads a file. Every line must have its three fields, a code as printed, known check words,
    /// and a code higher than the line before: so no receipt stands twice.
    ///
    /// Choices are read when counted, against the rule sheet.
    pub fn read(text: &'a str) -> Result<BallotList<'a>, ListFault> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (header, body) = text.split_once('\n').unwrap_or((text, ""));
        if header.trim_end_matches('\r') != HEADER {
            return Err(fault(1, "header", format!("it must be '{HEADER}'")));
        }
        let parts = in_parts(body);
        let read = side_by_side(&parts, |part| read_part(part));
        let mut list = BallotList {
            lines: Vec::with_capacity(body.len() / 40),
        };
        for part in read {
            let (lines, outcome) = part;
            let first = list.lines.len() + 2;
            if let (Some(last), Some(next)) = (list.lines.last(), lines.first()) {
                check_order(last, next).map_err(|why| fault(first, "code", why))?;
            }
            list.lines.extend(lines);
            outcome.map_err(|fault| ListFault {
                line: fault.line + first,
                ..fault
            })?;
        }
        Ok(list)
    }

    /// The lines without the header and without newlines: what the Merkle root is over.
    pub fn lines(&self) -> &[&'a str] {
        &self.lines
    }

    /// The Merkle root that the result page shows.
    pub fn root(&self) -> Digest {
        merkle::root(&self.lines)
    }

    /// The place of a receipt's line, counted from nothing, if the list has it.
    pub fn find(&self, code: ReceiptCode) -> Option<usize> {
        let code = code.to_string();
        self.lines
            .binary_search_by(|line| line.get(..CODE_LENGTH).unwrap_or(line).cmp(code.as_str()))
            .ok()
    }

    /// The proof that the line at this place is under the root.
    pub fn prove(&self, place: usize) -> Option<Proof> {
        merkle::prove(&self.lines, place)
    }

    /// Reads the choices by the round's rules and puts identical ballots together.
    pub fn tally(&self, sheet: &RuleSheet) -> Result<Tally, ListFault> {
        let lookup: Lookup = sheet.ids().into_iter().zip(0..).collect();
        let length = part_length(self.lines.len());
        let parts: Vec<&[&str]> = self.lines.chunks(length).collect();
        let tallies = side_by_side(&parts, |part| tally_part(part, sheet, &lookup));
        let mut whole: Option<Tally> = None;
        for (number, tally) in tallies.into_iter().enumerate() {
            let tally = tally.map_err(|fault| ListFault {
                line: fault.line + number * length + 2,
                ..fault
            })?;
            match &mut whole {
                None => whole = Some(tally),
                Some(whole) => {
                    let added = whole.add_all(&tally);
                    added.map_err(|why| fault(2, "choices", why.to_string()))?;
                }
            }
        }
        Ok(whole.unwrap_or_else(|| Tally::new(sheet.options.len())))
    }
}

impl BallotList<'_> {
    /// How many ballots are marked and still count for no place: more than one place on a paper for one, or
    /// more than one first choice. They are among the blank ones of a tally.
    pub fn unclear(&self, sheet: &RuleSheet) -> u64 {
        let kind = sheet.method.paper();
        if kind == PaperKind::Ticks {
            return 0;
        }
        let is_unclear = |line: &&&str| {
            let choices = fields(line).map_or("", |(_, _, choices)| choices);
            // Nothing else is read as nothing, and to look for these signs is quick.
            choices.contains(['+', '='])
                && read_choices(choices, sheet).is_ok_and(|marks| marks.read(kind).is_empty())
        };
        self.lines.iter().filter(is_unclear).count() as u64
    }
}

/// The places of options by their ids.
type Lookup<'a> = HashMap<&'a str, OptionIndex, QuickState>;

/// Counts the ballots of some lines. The line of a fault is counted from nothing.
fn tally_part(lines: &[&str], sheet: &RuleSheet, lookup: &Lookup<'_>) -> Result<Tally, ListFault> {
    let mut tally = Tally::new(sheet.options.len());
    let mut read = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        // Every line was checked when the list was read.
        let choices = fields(line).map_or("", |(_, _, choices)| choices);
        if !read_plainly(choices, sheet, lookup, &mut read) {
            let marks = read_choices(choices, sheet);
            let marks = marks.map_err(|why| fault(number, "choices", why.to_string()))?;
            read = marks.read(sheet.method.paper());
        }
        tally
            .add(&read, 1)
            .map_err(|why| fault(number, "choices", why.to_string()))?;
    }
    Ok(tally)
}

/// Reads choices that hold nothing odd, which is nearly all of them, without writing marks down
/// first. False where they have to be read in full.
fn read_plainly(
    choices: &str,
    sheet: &RuleSheet,
    lookup: &Lookup<'_>,
    read: &mut Vec<OptionIndex>,
) -> bool {
    read.clear();
    if choices.is_empty() {
        return true;
    }
    let (joint, most) = match sheet.method.paper() {
        PaperKind::Ranks => ('>', sheet.most_ranks()),
        PaperKind::Ticks => ('+', sheet.options.len()),
        PaperKind::OneTick => ('+', 1),
    };
    let in_order = joint == '+';
    for id in choices.split(joint) {
        let Some(option) = lookup.get(id).copied() else {
            return false;
        };
        let rises = read.last().is_none_or(|last| *last < option);
        if read.len() == most || read.contains(&option) || (in_order && !rises) {
            return false;
        }
        read.push(option);
    }
    true
}

/// Reads the choices of a line and checks them as a form's would be.
pub fn read_choices(choices: &str, sheet: &RuleSheet) -> Result<Marks, MarksFault> {
    let marks = Marks::from_choices(choices, sheet.method.paper(), |id| sheet.option(id))?;
    marks.check(sheet.options.len(), sheet.most_ranks())?;
    Ok(marks)
}

/// Lines of one part, up to and with the first bad one, and what is wrong with that. Its line is
/// counted from nothing at the start of the part.
fn read_part(text: &str) -> (Vec<&str>, Result<(), ListFault>) {
    let mut lines: Vec<&str> = Vec::with_capacity(text.len() / 40);
    for (number, line) in text.lines().enumerate() {
        let checked = check_line(number, lines.last().copied().unwrap_or(""), line);
        lines.push(line);
        if checked.is_err() {
            return (lines, checked);
        }
    }
    (lines, Ok(()))
}

fn check_line(number: usize, before: &str, line: &str) -> Result<(), ListFault> {
    let (code, words, choices) =
        fields(line).ok_or_else(|| fault(number, "line", "it must have three fields"))?;
    if choices.contains(',') {
        return Err(fault(number, "line", "it must have three fields"));
    }
    if !ReceiptCode::is_written_so(code) {
        return Err(fault(number, "code", "it is not a receipt code"));
    }
    check_order(before, line).map_err(|why| fault(number, "code", why))?;
    if !are_written_so(words) {
        let why = CheckWords::parse(words)
            .err()
            .map_or("spare spaces".to_owned(), |w| w.to_string());
        return Err(fault(number, "words", why));
    }
    Ok(())
}

/// The codes of two lines must rise.
fn check_order(before: &str, line: &str) -> Result<(), &'static str> {
    let code = |line: &str| -> [u8; CODE_LENGTH] {
        let mut code = [0; CODE_LENGTH];
        let bytes = line.as_bytes();
        let length = bytes.len().min(CODE_LENGTH);
        code[..length].copy_from_slice(&bytes[..length]);
        code
    };
    match code(before).cmp(&code(line)) {
        Ordering::Less => Ok(()),
        Ordering::Equal => Err("the code stands twice"),
        Ordering::Greater => Err("not sorted"),
    }
}

/// Code, words, choices.
fn fields(line: &str) -> Option<(&str, &str, &str)> {
    let (code, rest) = line.split_at_checked(CODE_LENGTH)?;
    let (words, choices) = rest.strip_prefix(',')?.split_once(',')?;
    Some((code, words, choices))
}

fn fault(line: usize, field: &'static str, why: impl Into<String>) -> ListFault {
    ListFault {
        line,
        field,
        why: why.into(),
    }
}

/// The text in parts of like size, each ending with a line.
fn in_parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    let wanted = part_length(text.len() / 40) * 40;
    while rest.len() > wanted {
        let end = rest.as_bytes()[wanted..]
            .iter()
            .position(|byte| *byte == b'\n');
        let Some(end) = end.map(|end| wanted + end + 1) else {
            break;
        };
        let (part, after) = rest.split_at(end);
        parts.push(part);
        rest = after;
    }
    parts.push(rest);
    parts
}

/// How many lines make a part, so that there is one for each thread and none is tiny.
fn part_length(lines: usize) -> usize {
    lines.div_ceil(threads()).max(WORTH_SHARING)
}
