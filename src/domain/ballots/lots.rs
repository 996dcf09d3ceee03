//! Lots: which of several tied options stands higher, from a value nobody could know beforehand.
//!
//! A rule sheet names a public value that will exist only after closing. The value gives every
//! option a key, and the smaller key is higher. Never made from the ballots themselves, which a
//! late voter could shape. Start at [`Lots::drawn`]; a count that needs none takes [`Lots::none`].

use sha2::{Digest, Sha256};

use super::paper::OptionIndex;

/// The lot order, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lots {
    /// The place of each option, the smaller the higher. An option may have none.
    places: Vec<Option<usize>>,
}

/// Why a spoken lot order is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LotsFault {
    #[error("the tie order names no option at '{0}'")]
    Unknown(String),
    #[error("the tie order names '{0}' twice")]
    Twice(String),
}

impl Lots {
    /// No lot order yet: a count that ends in a tie stops and says so.
    pub fn none() -> Lots {
        Lots::default()
    }

    /// The order that a public value gives to the options of a round.
    ///
    /// The key of an option is SHA-256 of `tie|v1|`, the round's id, `|`, the value, `|` and the
    /// option's id. The smaller key is higher.
    pub fn drawn<S: AsRef<str>>(round_id: &str, value: &str, ids: &[S]) -> Lots {
        let mut keyed: Vec<([u8; 32], usize)> = ids
            .iter()
            .enumerate()
            .map(|(option, id)| (lot_key(round_id, value, id.as_ref()), option))
            .collect();
        keyed.sort_unstable();
        let mut places = vec![None; ids.len()];
        for (place, (_, option)) in keyed.into_iter().enumerate() {
            places[option] = Some(place);
        }
        Lots { places }
    }

    /// An order that was drawn by hand, the highest first. It may leave options out; a tie that
    /// touches one of those stays a tie.
    pub fn in_order(order: &[OptionIndex]) -> Lots {
        let mut lots = Lots::default();
        for (place, option) in order.iter().enumerate() {
            let option = usize::from(*option);
            if lots.places.len() <= option {
                lots.places.resize(option + 1, None);
            }
            lots.places[option].get_or_insert(place);
        }
        lots
    }

    /// Reads an order written as names parted by commas. Names may hold commas themselves: the
    /// longest name that fits is taken.
    pub fn parse<S: AsRef<str>>(text: &str, names: &[S]) -> Result<Lots, LotsFault> {
        let mut order: Vec<OptionIndex> = Vec::new();
        let mut rest = text.trim();
        while !rest.is_empty() {
            let (option, after) =
                leading_name(rest, names).ok_or_else(|| LotsFault::Unknown(rest.to_owned()))?;
            if order.contains(&option) {
                let name = names[usize::from(option)].as_ref();
                return Err(LotsFault::Twice(name.to_owned()));
            }
            order.push(option);
            rest = after;
        }
        Ok(Lots::in_order(&order))
    }

    /// The place of an option, the smaller the higher, if it has one.
    pub fn place(&self, option: OptionIndex) -> Option<usize> {
        self.places.get(usize::from(option)).copied().flatten()
    }

    /// The tied options from the highest to the lowest, if every one of them has a place.
    pub fn sorted(&self, tied: &[OptionIndex]) -> Option<Vec<OptionIndex>> {
        let mut placed = tied
            .iter()
            .map(|option| self.place(*option).map(|place| (place, *option)))
            .collect::<Option<Vec<_>>>()?;
        placed.sort_unstable();
        Some(placed.into_iter().map(|(_, option)| option).collect())
    }

    /// The highest of the tied options, if the order decides it.
    pub fn highest(&self, tied: &[OptionIndex]) -> Option<OptionIndex> {
        self.sorted(tied)?.first().copied()
    }

    /// The lowest of the tied options, if the order decides it.
    pub fn lowest(&self, tied: &[OptionIndex]) -> Option<OptionIndex> {
        self.sorted(tied)?.last().copied()
    }
}

fn lot_key(round_id: &str, value: &str, id: &str) -> [u8; 32] {
    let mut digest = Sha256::new();
    for part in ["tie|v1|", round_id, "|", value, "|", id] {
        digest.update(part.as_bytes());
    }
    digest.finalize().into()
}

/// The longest name at the start of the text that a comma or the end follows, and what is left.
fn leading_name<'a, S: AsRef<str>>(text: &'a str, names: &[S]) -> Option<(OptionIndex, &'a str)> {
    let mut best: Option<(usize, OptionIndex, &'a str)> = None;
    for (option, name) in names.iter().enumerate() {
        let name = name.as_ref();
        let Some(after) = text.strip_prefix(name).map(str::trim_start) else {
            continue;
        };
        let after = match after.strip_prefix(',') {
            Some(more) => more.trim_start(),
            None if after.is_empty() => after,
            None => continue,
        };
        let option = OptionIndex::try_from(option).ok()?;
        if best.is_none_or(|(length, _, _)| name.len() > length) {
            best = Some((name.len(), option, after));
        }
    }
    best.map(|(_, option, after)| (option, after))
}
