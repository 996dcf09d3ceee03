//! Shortlist: from the members' rankings to the places on the list, by a fixed and public rule.
//!
//! The rule is a Borda count. With n candidates a member's first place is worth n points, the second
//! n − 1, and so on down; a candidate that a member left out gets none from that member. Most points
//! come first. Equal points: more first places, then the higher assessment score, then the earlier
//! nomination. So the same rankings give the same list on any machine. Start at [`agree`].

use super::ranking::Ranking;
use chrono::{DateTime, Utc};
use std::cmp::Reverse;

/// The fewest and the most places that a shortlist has.
pub const PLACES: std::ops::RangeInclusive<i64> = 2..=20;

/// The fewest rankings of which the sum is shown: of one it is that ranking, and of two each member can take off
/// their own.
pub const FEWEST_RANKINGS_SHOWN: i64 = 3;

/// The rule in words for so many nominations, as it stands beside every shortlist.
pub fn in_words(nominations: usize) -> String {
    format!(
        "Each member puts the nominations in order. With {nominations} nominations, a member’s first place \
         is worth {nominations} points, the second {}, and so on down; what a member leaves out gets none. The \
         nominations with the most points go on the shortlist. If points are equal, the one with more first \
         places comes first, then the one with the higher assessment score, then the one nominated earlier.",
        nominations.saturating_sub(1)
    )
}

/// A nomination that could be shortlisted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The nomination's row.
    pub nomination: i64,
    /// The weighted score of its assessment.
    pub score: i64,
    /// When it was nominated.
    pub submitted_at: DateTime<Utc>,
}

/// How a candidate came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The nomination's row.
    pub nomination: i64,
    /// Points from all members.
    pub points: i64,
    /// How many members put it first.
    pub firsts: i64,
    /// The weighted score of its assessment.
    pub score: i64,
    /// Its place, counted from 1.
    pub place: i64,
    /// Whether it is on the shortlist.
    pub chosen: bool,
}

/// Counts the rankings and says how each candidate came out, the first place first.
///
/// Candidates that no ranking names get no points. Rankings of things that are no candidates count
/// for nothing.
pub fn agree(candidates: &[Candidate], rankings: &[Ranking], places: usize) -> Vec<Standing> {
    let mut tallied: Vec<(&Candidate, i64, i64)> = candidates
        .iter()
        .map(|candidate| {
            let ranks = || {
                rankings
                    .iter()
                    .filter_map(|ranking| ranking.rank_of(candidate.nomination))
            };
            let points: usize = ranks()
                .map(|rank| (candidates.len() + 1).saturating_sub(rank))
                .sum();
            let firsts = ranks().filter(|rank| *rank == 1).count();
            (candidate, whole(points), whole(firsts))
        })
        .collect();
    tallied.sort_by_key(|(candidate, points, firsts)| {
        (
            Reverse(*points),
            Reverse(*firsts),
            Reverse(candidate.score),
            candidate.submitted_at,
            candidate.nomination,
        )
    });
    tallied
        .into_iter()
        .enumerate()
        .map(|(place, (candidate, points, firsts))| Standing {
            nomination: candidate.nomination,
            points,
            firsts,
            score: candidate.score,
            place: whole(place) + 1,
            chosen: place < places,
        })
        .collect()
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
