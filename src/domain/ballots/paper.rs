//! Paper: what a voter marked, how it is written down, and how it is read for counting.
//!
//! What was marked is what is published; only the count works with what a paper was read as. The
//! reading rule is version 1 of `READING_RULE`. Start at [`Marks`].

use super::method::PaperKind;

/// The place of an option on its rule sheet or in its file, counted from nothing.
pub type OptionIndex = u16;

/// The version of the reading rule that rule sheets name.
pub const READING_RULE: &str = "v1";

/// What a voter marked on a paper, in full, also where it counts for nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Marks {
    /// Options without an order, as the rule sheet orders them.
    Ticked(Vec<OptionIndex>),
    /// Ranks from the first down. A rank may be empty or hold several options.
    Ranked(Vec<Vec<OptionIndex>>),
}

/// Why marks are refused at entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MarksFault {
    #[error("there is no option '{0}' on this paper")]
    UnknownOption(String),
    #[error("an option is ticked twice")]
    TickedTwice,
    #[error("{marked} ranks are used, and at most {allowed} are allowed")]
    TooManyRanks { marked: usize, allowed: usize },
    #[error("more marks than a paper has room for")]
    TooManyMarks,
}

impl Marks {
    /// A paper with nothing on it.
    pub fn blank(kind: PaperKind) -> Marks {
        match kind {
            PaperKind::OneTick | PaperKind::Ticks => Marks::Ticked(Vec::new()),
            PaperKind::Ranks => Marks::Ranked(Vec::new()),
        }
    }

    /// Ticks at these options, put in the order of the rule sheet.
    pub fn ticked(mut options: Vec<OptionIndex>) -> Marks {
        options.sort_unstable();
        options.dedup();
        Marks::Ticked(options)
    }

    /// One option a rank, the first choice first.
    pub fn ranked(options: &[OptionIndex]) -> Marks {
        Marks::Ranked(options.iter().map(|option| vec![*option]).collect())
    }

    /// Ranks as marked. Empty ranks at the end say nothing and are dropped; options that share a
    /// rank are put in the order of the rule sheet.
    pub fn in_ranks(mut ranks: Vec<Vec<OptionIndex>>) -> Marks {
        while ranks.last().is_some_and(Vec::is_empty) {
            ranks.pop();
        }
        for rank in &mut ranks {
            rank.sort_unstable();
            rank.dedup();
        }
        Marks::Ranked(ranks)
    }

    /// What the paper is read as: the options it counts for, in order. Empty for a blank ballot.
    ///
    /// Ranks are read by [`read_ranks`]. On a paper for one tick, two or more ticks count for
    /// nothing.
    pub fn read(&self, kind: PaperKind) -> Vec<OptionIndex> {
        match (self, kind) {
            (Marks::Ticked(options), PaperKind::OneTick) if options.len() != 1 => Vec::new(),
            (Marks::Ticked(options), _) => options.clone(),
            (Marks::Ranked(ranks), _) => {
                let mut read = Vec::new();
                read_ranks(ranks.iter().map(Vec::as_slice), &mut read);
                if kind == PaperKind::OneTick {
                    read.truncate(1);
                }
                read
            }
        }
    }

    /// The text of the published list: ticks joined by `+`, ranks parted by `>`, options that
    /// share a rank joined by `=`. A blank paper is an empty text.
    pub fn to_choices<S: AsRef<str>>(&self, ids: &[S]) -> String {
        let name = |option: &OptionIndex| ids.get(usize::from(*option)).map_or("", AsRef::as_ref);
        match self {
            Marks::Ticked(options) => options.iter().map(name).collect::<Vec<_>>().join("+"),
            Marks::Ranked(ranks) => ranks
                .iter()
                .map(|rank| rank.iter().map(name).collect::<Vec<_>>().join("="))
                .collect::<Vec<_>>()
                .join(">"),
        }
    }

    /// Reads the text of the published list back.
    ///
    /// `option` gives the place of an option by its id. Unknown options are refused.
    pub fn from_choices(
        choices: &str,
        kind: PaperKind,
        option: impl Fn(&str) -> Option<OptionIndex>,
    ) -> Result<Marks, MarksFault> {
        let known = |id: &str| option(id).ok_or_else(|| MarksFault::UnknownOption(id.to_owned()));
        if choices.is_empty() {
            return Ok(Marks::blank(kind));
        }
        if kind != PaperKind::Ranks {
            let ticks = choices
                .split('+')
                .map(known)
                .collect::<Result<Vec<_>, _>>()?;
            let count = ticks.len();
            return match Marks::ticked(ticks) {
                Marks::Ticked(options) if options.len() != count => Err(MarksFault::TickedTwice),
                marks => Ok(marks),
            };
        }
        let ranks = choices.split('>').map(|rank| match rank {
            "" => Ok(Vec::new()),
            shared => shared.split('=').map(known).collect(),
        });
        Ok(Marks::in_ranks(ranks.collect::<Result<Vec<_>, _>>()?))
    }

    /// Whether a round takes this paper at all: known options, no more ranks than allowed, and no
    /// more marks than a record has room for (see [`most_marks`]).
    pub fn check(&self, options: usize, most_ranks: usize) -> Result<(), MarksFault> {
        let (marked, ranks): (Vec<OptionIndex>, usize) = match self {
            Marks::Ticked(ticks) => (ticks.clone(), 0),
            Marks::Ranked(ranks) => (ranks.concat(), ranks.len()),
        };
        if let Some(unknown) = marked
            .iter()
            .find(|option| usize::from(**option) >= options)
        {
            return Err(MarksFault::UnknownOption(
                (usize::from(*unknown) + 1).to_string(),
            ));
        }
        if ranks > most_ranks {
            return Err(MarksFault::TooManyRanks {
                marked: ranks,
                allowed: most_ranks,
            });
        }
        if marked.len() > most_marks(options, most_ranks) {
            return Err(MarksFault::TooManyMarks);
        }
        Ok(())
    }
}

/// The most marks that fit on a paper: each option once, and each rank once more.
pub fn most_marks(options: usize, most_ranks: usize) -> usize {
    options + most_ranks
}

/// Reads ranks, first to last, into an order of options. The rule, version 1:
///
/// empty ranks close up; a rank with two or more options ends the ballot there; an option named
/// again counts at its first rank only.
pub fn read_ranks<'a>(
    ranks: impl IntoIterator<Item = &'a [OptionIndex]>,
    read: &mut Vec<OptionIndex>,
) {
    read.clear();
    for rank in ranks {
        match rank {
            [] => {}
            [option] if read.contains(option) => {}
            [option] => read.push(*option),
            _ => break,
        }
    }
}
