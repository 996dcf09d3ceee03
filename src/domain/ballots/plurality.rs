//! Plurality: single choice and approval. The most marked options win.
//!
//! Both count marks; they differ only in how many a paper may hold, which the paper settles. With
//! k seats the k highest win, and a tie across the line goes to the lot order. Where no paper names an
//! option, none wins: a lot decides between votes, never in their place.

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
    let votes = marks(tally, marks_read);
    let votes_of = |option: OptionIndex| votes[usize::from(option)];
    let mut ranking = tally.standing();
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
    let seats = if count.valid == 0 { 0 } else { seats };
    let line = match seats.checked_sub(1).and_then(|last| ranking.get(last)) {
        Some(last) => votes_of(*last),
        None => 0,
    };
    let is_settled = match ranking.get(seats) {
        Some(first_outside) => seats == 0 || votes_of(*first_outside) < line,
        None => true,
    };
    if is_settled {
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
    count.winners = ranking;
    seat_by_lots(count, tied, lots)
}

/// How often each option was marked, in the order of the paper.
fn marks(tally: &Tally, marks_read: usize) -> Vec<u64> {
    let mut votes = vec![0_u64; tally.options()];
    for (ballot, count) in tally.groups() {
        for option in ballot.iter().take(marks_read) {
            votes[usize::from(*option)] += count;
        }
    }
    votes
}

/// Gives the seats that are left to the tied options that lots put first, or stops where there are
/// no lots.
fn seat_by_lots(
    mut count: PluralityCount,
    tied: Vec<OptionIndex>,
    lots: &Lots,
) -> Counted<PluralityCount> {
    let places = count.seats - count.winners.len();
    let sorted = lots.sorted(&tied);
    let mut tie = Tie {
        stage: 1,
        about: TieAbout::Seat,
        options: tied,
        chosen: Vec::new(),
    };
    match sorted {
        Some(sorted) => {
            tie.chosen = sorted[..places].to_vec();
            count.winners.extend(&tie.chosen);
            count.ties.push(tie);
            Ok(count)
        }
        None => Err(Stopped::at(tie, count)),
    }
}
