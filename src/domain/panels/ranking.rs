//! Ranking: what one member marked, from the numbers on the form to an order of candidates.
//!
//! A member may rank as many candidates as they like and leave the others out. Two candidates at one
//! number are refused, never guessed at. Start at [`Ranking::read`].

use crate::domain::mistakes::Mistakes;

/// One member's order: the candidate ranked first, then the next. What was left out is not in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ranking(Vec<i64>);

impl Ranking {
    /// An order that is known to hold each candidate once at most.
    pub fn new(order: Vec<i64>) -> Option<Ranking> {
        let twice = order
            .iter()
            .enumerate()
            .any(|(place, candidate)| order[..place].contains(candidate));
        (!twice).then_some(Ranking(order))
    }

    /// The candidates, the first first.
    pub fn order(&self) -> &[i64] {
        &self.0
    }

    /// The rank of a candidate, counted from 1.
    pub fn rank_of(&self, candidate: i64) -> Option<usize> {
        let place = self.0.iter().position(|one| *one == candidate)?;
        Some(place + 1)
    }

    /// The same order with only the candidates that are kept; the others move up.
    pub fn only(&self, kept: impl Fn(&i64) -> bool) -> Ranking {
        Ranking(self.0.iter().copied().filter(kept).collect())
    }

    /// Reads the numbers of a form: each candidate with what was picked for it, nothing where it was
    /// left out. Numbers need not run on without a gap: 1, 2 and 5 read as first, second and third.
    ///
    /// Every mistake is noted at the field of its candidate, `rank-` and the candidate's number.
    pub fn read(marks: &[(i64, String)]) -> Result<Ranking, Mistakes> {
        let mut mistakes = Mistakes::none();
        let mut ranked: Vec<(usize, i64)> = vec![];
        for (candidate, mark) in marks {
            let mark = mark.trim();
            if mark.is_empty() {
                continue;
            }
            match mark.parse::<usize>() {
                Ok(rank) if (1..=marks.len()).contains(&rank) => ranked.push((rank, *candidate)),
                _ => mistakes.add(
                    field(*candidate),
                    format!("Pick a place from 1 to {}, or leave it out", marks.len()),
                ),
            }
        }
        for (place, (rank, candidate)) in ranked.iter().enumerate() {
            if ranked[..place].iter().any(|(earlier, _)| earlier == rank) {
                mistakes.add(
                    field(*candidate),
                    format!("You gave place {rank} to two nominations. Give each its own place"),
                );
            }
        }
        if ranked.is_empty() && mistakes.is_empty() {
            let first = marks.first().map_or(0, |(candidate, _)| *candidate);
            mistakes.add(field(first), "Give at least one nomination a place");
        }
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        ranked.sort_unstable();
        Ok(Ranking(
            ranked.into_iter().map(|(_, candidate)| candidate).collect(),
        ))
    }
}

/// The name of the form's field for a candidate.
pub fn field(candidate: i64) -> String {
    format!("rank-{candidate}")
}
