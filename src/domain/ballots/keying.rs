//! Keying: what staff type from a marked paper, and when two people agree on it.
//!
//! Options on a printed paper have letters, A for the first of the rule sheet, so that a rank that was
//! written is never taken for an option. Staff type letters alone. Start at [`read_marks`] and [`ruled`].

use super::method::PaperKind;
use super::paper::{Marks, MarksFault, OptionIndex};
use super::rule_sheet::RuleSheet;

/// What stands for a paper with nothing on it, so that an empty field is never taken for one.
pub const BLANK: &str = "0";

/// Why what was typed cannot be a paper of the round.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyingFault {
    #[error("Type the letters that are marked, or 0 for a blank paper")]
    Nothing,
    #[error("“{0}” is no letter on this paper")]
    NoSuchLetter(String),
    #[error("The letter {0} stands twice. On this paper it can be marked once")]
    Twice(String),
    #[error("A paper has at most {0} ranks. Type the first {0} and leave the rest")]
    TooManyRanks(usize),
    #[error("These marks do not fit on a paper: {0}")]
    Marks(MarksFault),
}

/// The letter of an option: A to Z, then AA to AZ, BA and on.
pub fn letter(option: OptionIndex) -> String {
    let sign = |number: u16| char::from(b'A' + (number % 26) as u8);
    match option {
        0..=25 => sign(option).to_string(),
        more => format!("{}{}", sign(more / 26 - 1), sign(more)),
    }
}

/// Reads what was typed from a paper.
///
/// Letters may stand together where the paper has at most 26 options. Ranks are typed first to last:
/// `-` is an empty rank, and letters joined by `=` share one.
pub fn read_marks(typed: &str, sheet: &RuleSheet) -> Result<Marks, KeyingFault> {
    let kind = sheet.method.paper();
    let typed = typed.trim().to_uppercase();
    if typed == BLANK {
        return Ok(Marks::blank(kind));
    }
    let tokens = tokens(&typed, sheet.options.len());
    if tokens.is_empty() {
        return Err(KeyingFault::Nothing);
    }
    let options = sheet.options.len();
    let marks = match kind {
        PaperKind::OneTick | PaperKind::Ticks => ticks(&tokens, options)?,
        PaperKind::Ranks => ranks(&tokens, options)?,
    };
    match marks.check(options, sheet.most_ranks()) {
        Ok(()) => Ok(marks),
        Err(MarksFault::TooManyRanks { allowed, .. }) => Err(KeyingFault::TooManyRanks(allowed)),
        Err(other) => Err(KeyingFault::Marks(other)),
    }
}

/// What was typed, a rank or a tick each: letters joined by `=` stay together.
fn tokens(typed: &str, options: usize) -> Vec<String> {
    let typed = typed.replace(" =", "=").replace("= ", "=");
    let parts =
        typed.split(|sign: char| sign.is_whitespace() || matches!(sign, ',' | '+' | '>' | ';'));
    let parts = parts.filter(|part| !part.is_empty());
    if options > 26 {
        return parts.map(str::to_string).collect();
    }
    let mut tokens: Vec<String> = vec![];
    for part in parts {
        let mut joins = false;
        for sign in part.chars() {
            match tokens.last_mut() {
                Some(last) if sign == '=' || joins => last.push(sign),
                _ => tokens.push(sign.to_string()),
            }
            joins = sign == '=';
        }
    }
    tokens
}

fn option(name: &str, options: usize) -> Result<OptionIndex, KeyingFault> {
    let known = (0..options)
        .filter_map(|option| OptionIndex::try_from(option).ok())
        .find(|option| letter(*option) == name);
    known.ok_or_else(|| KeyingFault::NoSuchLetter(name.to_string()))
}

fn ticks(tokens: &[String], options: usize) -> Result<Marks, KeyingFault> {
    let mut ticked = vec![];
    for token in tokens {
        let option = option(token, options)?;
        if ticked.contains(&option) {
            return Err(KeyingFault::Twice(token.clone()));
        }
        ticked.push(option);
    }
    Ok(Marks::ticked(ticked))
}

fn ranks(tokens: &[String], options: usize) -> Result<Marks, KeyingFault> {
    let rank = |token: &String| match token.as_str() {
        "-" => Ok(vec![]),
        shared => shared
            .split('=')
            .map(|name| option(name, options))
            .collect(),
    };
    let ranks: Result<Vec<Vec<OptionIndex>>, KeyingFault> = tokens.iter().map(rank).collect();
    Ok(Marks::in_ranks(ranks?))
}

/// Where a paper stands on its way into the count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PaperState {
    /// Printed, and not seen since.
    Printed,
    /// Spoilt and swapped for another. It counts for nothing.
    Cancelled,
    /// One person has keyed it.
    KeyedOnce,
    /// Two people have keyed it and do not agree.
    Differs,
    /// Two people agree on it. It counts.
    Agreed,
}

impl PaperState {
    pub const ALL: [PaperState; 5] = [
        PaperState::Printed,
        PaperState::Cancelled,
        PaperState::KeyedOnce,
        PaperState::Differs,
        PaperState::Agreed,
    ];

    /// The word in the database.
    pub fn code(self) -> &'static str {
        match self {
            PaperState::Printed => "printed",
            PaperState::Cancelled => "cancelled",
            PaperState::KeyedOnce => "keyed-once",
            PaperState::Differs => "differs",
            PaperState::Agreed => "agreed",
        }
    }

    /// Reads the word.
    pub fn parse(code: &str) -> Option<PaperState> {
        PaperState::ALL
            .into_iter()
            .find(|state| state.code() == code)
    }

    /// Whether it must be looked at before its batch can be signed.
    pub fn is_pending(self) -> bool {
        matches!(self, PaperState::KeyedOnce | PaperState::Differs)
    }
}

/// One person's keying of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keying {
    /// Whose account.
    pub by: i64,
    /// What they read, as the published list will show it.
    pub choices: String,
}

/// Why a keying is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyingRefusal {
    #[error("This paper was cancelled: it was spoilt and swapped for another. It does not count")]
    Cancelled,
    #[error("This paper is keyed, and two people agree on it. A code is entered once")]
    Agreed,
    #[error("You have keyed this paper. Somebody else must key it now")]
    SecondPersonNeeded,
    #[error(
        "Two other people have keyed this paper and differ. One of them must key it again, or both keyings must be set aside"
    )]
    TwoOthers,
}

/// What becomes of a paper when somebody keys it: its new state. `earlier` are the keyings there are,
/// at most two, of different people.
///
/// Where two people differ, either may look at the paper again and key it anew.
pub fn ruled(
    state: PaperState,
    earlier: &[Keying],
    new: &Keying,
) -> Result<PaperState, KeyingRefusal> {
    match state {
        PaperState::Cancelled => return Err(KeyingRefusal::Cancelled),
        // The same form of one of the two again.
        PaperState::Agreed if earlier.contains(new) => return Ok(PaperState::Agreed),
        PaperState::Agreed => return Err(KeyingRefusal::Agreed),
        PaperState::Printed | PaperState::KeyedOnce | PaperState::Differs => {}
    }
    let (own, others): (Vec<&Keying>, Vec<&Keying>) =
        earlier.iter().partition(|keying| keying.by == new.by);
    match (own.as_slice(), others.as_slice()) {
        ([], []) => Ok(PaperState::KeyedOnce),
        ([same], []) if same.choices == new.choices => Ok(PaperState::KeyedOnce),
        (_, []) => Err(KeyingRefusal::SecondPersonNeeded),
        (_, [other]) if other.choices == new.choices => Ok(PaperState::Agreed),
        (_, [_]) => Ok(PaperState::Differs),
        _ => Err(KeyingRefusal::TwoOthers),
    }
}
