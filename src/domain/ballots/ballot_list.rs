//! Ballot list: `ballots.csv`, the published list of all ballots in which voters find their own.
//!
//! One line a receipt, `code,words,choices`, sorted by code, so that its order says nothing of
//! when anybody voted. Choices stand as they were marked. No field ever needs quoting. Start at
//! [`to_csv`] for writing and [`BallotList::read`] for reading.

use std::collections::HashMap;

use super::merkle::{self, Digest, Proof};
use super::paper::{Marks, MarksFault};
use super::receipt::{CODE_LENGTH, ReceiptCode, Record};
use super::rule_sheet::RuleSheet;
use super::tally::Tally;
use super::words::CheckWords;

/// The first line of the file.
pub const HEADER: &str = "code,words,choices";

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
        let mut lines = text.lines();
        if lines.next() != Some(HEADER) {
            return Err(fault(1, "header", format!("it must be '{HEADER}'")));
        }
        let lines: Vec<&str> = lines.collect();
        let mut words_seen = HashMap::new();
        let mut before = "";
        for (number, line) in (2..).zip(&lines) {
            let (code, words, _) = fields(number, line)?;
            if !ReceiptCode::is_written_so(code) {
                return Err(fault(number, "code", "it is not a receipt code"));
            }
            if code <= before {
                let why = if code == before {
                    "the code stands twice"
                } else {
                    "not sorted"
                };
                return Err(fault(number, "code", why));
            }
            before = code;
            if !words.is_empty() && words_seen.insert(words, ()).is_none() {
                let known = CheckWords::parse(words).map(|known| known.to_string());
                match known {
                    Ok(written) if written == words => {}
                    Ok(_) => return Err(fault(number, "words", "spare spaces")),
                    Err(why) => return Err(fault(number, "words", why.to_string())),
                }
            }
        }
        Ok(BallotList { lines })
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
        let mut counts: HashMap<&str, (usize, u64)> = HashMap::new();
        for (number, line) in (2..).zip(&self.lines) {
            let (_, _, choices) = fields(number, line)?;
            counts.entry(choices).or_insert((number, 0)).1 += 1;
        }
        let mut tally = Tally::new(sheet.options.len());
        let mut distinct: Vec<(&str, (usize, u64))> = counts.into_iter().collect();
        distinct.sort_unstable_by_key(|(_, (number, _))| *number);
        for (choices, (number, count)) in distinct {
            let marks = read_choices(choices, sheet)
                .map_err(|why| fault(number, "choices", why.to_string()))?;
            let read = marks.read(sheet.method.paper());
            tally
                .add(&read, count)
                .map_err(|why| fault(number, "choices", why.to_string()))?;
        }
        Ok(tally)
    }
}

/// Reads the choices of a line and checks them as a form's would be.
pub fn read_choices(choices: &str, sheet: &RuleSheet) -> Result<Marks, MarksFault> {
    let marks = Marks::from_choices(choices, sheet.method.paper(), |id| sheet.option(id))?;
    marks.check(sheet.options.len(), sheet.most_ranks())?;
    Ok(marks)
}

fn fields(number: usize, line: &str) -> Result<(&str, &str, &str), ListFault> {
    let mut parts = line.split(',');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(code), Some(words), Some(choices), None) => Ok((code, words, choices)),
        _ => Err(fault(number, "line", "it must have three fields")),
    }
}

fn fault(line: usize, field: &'static str, why: impl Into<String>) -> ListFault {
    ListFault {
        line,
        field,
        why: why.into(),
    }
}
