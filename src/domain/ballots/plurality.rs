//! Plurality: single choice and approval. The most marked options win.
//!
//! Both count marks; they differ only in how many a paper may hold, which the paper settles. With
//! k seats the k highest win, and a tie across the line goes to the lot order.

use super::lots::Lots;
use super::paper::OptionIndex;
use super::result::{Counted, Stopped, Tie, TieAbout};
use super::tally::Tally;

/// The result of a single-choice or approval round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PluralityCount {
    pub valid: u64,
    pub blank: u64,
    pub seats: usize,
    /// Marks for each option in the order of the paper.
    pub votes: Vec<u64>,
    /// The most votes first.
    pub winners: Vec<OptionIndex>,
    /// Ties that lots decided.
    pub ties: Vec<Tie>,
}

/// Counts a paper's first mark only: single choice.
pub fn count_single(tally: &Tally, seats: usize, lots: &Lots) -> Counted<PluralityCount> {
    count_marks(tally, seats, lots, 1)
}

/// Counts every mark of a paper: approval.
pub fn count_approval(tally: &Tally, seats: usize, lots: &Lots) -> Counted<PluralityCount> {
    count_marks(tally, seats, lots, usize::MAX)
}

fn count_marks(
    tally: &Tally,
    seats: usize,
    lots: &Lots,
    marks_read: usize,
) -> Counted<PluralityCount> {
    let mut votes = vec![0_u64; tally.options()];
    for (ballot, count) in tally.groups() {
        for option in ballot.iter().take(marks_read) {
            votes[usize::from(*option)] += count;
        }
    }
    let mut ranking = tally.standing();
    let votes_of = |option: OptionIndex| votes[usize::from(option)];
    // Equal votes inside the line cost nobody a seat: lots where known, else the paper's order.
    ranking.sort_by_key(|option| {
        (
            std::cmp::Reverse(votes_of(*option)),
            lots.place(*option).unwrap_or(usize::MAX),
            *option,
        )
    });
    let mut count = PluralityCount {
        valid: tally.valid(),
        blank: tally.blank(),
        seats,
        votes: votes.clone(),
        winners: Vec::new(),
        ties: Vec::new(),
    };
    if seats == 0 || ranking.len() <= seats {
        ranking.truncate(seats);
        count.winners = ranking;
        return Ok(count);
    }
    let line = votes_of(ranking[seats - 1]);
    if votes_of(ranking[seats]) < line {
        ranking.truncate(seats);
        count.winners = ranking;
        return Ok(count);
    }
    let tied: Vec<OptionIndex> = tally
        .standing()
        .into_iter()
        .filter(|option| votes_of(*option) == line)
        .collect();
    ranking.retain(|option| votes_of(*option) > line);
    let places = seats - ranking.len();
    count.winners = ranking;
    match lots.sorted(&tied) {
        Some(sorted) => {
            let chosen = sorted[..places].to_vec();
            count.winners.extend(&chosen);
            count.ties.push(Tie {
                stage: 1,
                about: TieAbout::Seat,
                options: tied,
                chosen,
            });
            Ok(count)
        }
        None => {
            let tie = Tie {
                stage: 1,
                about: TieAbout::Seat,
                options: tied,
                chosen: Vec::new(),
            };
            Err(Stopped::at(tie, count))
        }
    }
}
