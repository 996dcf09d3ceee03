//! Instant run-off: the lowest option goes, one a stage, until one has more than half.
//!
//! At each stage a ballot counts for its first continuing option, or is exhausted. Never are
//! several options excluded at once, also where that could not change who wins. Start at
//! [`count_irv`].

use super::look_back::{Seek, narrow};
use super::lots::Lots;
use super::paper::OptionIndex;
use super::result::{Counted, LookBack, Stopped, Tie, TieAbout};
use super::tally::Tally;

/// The result of an instant run-off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IrvCount {
    pub valid: u64,
    pub blank: u64,
    pub rounds: Vec<IrvRound>,
    /// None only where no option stands or no paper names one, or while a tie is undecided.
    pub winner: Option<OptionIndex>,
    /// Ties that lots decided.
    pub ties: Vec<Tie>,
}

/// One stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IrvRound {
    /// The continuing options in the order of the paper, with their votes.
    pub votes: Vec<(OptionIndex, u64)>,
    /// Ballots with no continuing option left.
    pub exhausted: u64,
    /// The option that goes after this stage. None at the last one.
    pub excluded: Option<OptionIndex>,
    /// How earlier stages decided who goes, where the lowest were equal.
    pub look_back: Option<LookBack>,
}

/// A pile of ballots: the group in the tally and the rank it counts at.
type Pile = Vec<(u32, u32)>;

struct Stages<'a> {
    tally: &'a Tally,
    continuing: Vec<bool>,
    piles: Vec<Pile>,
    votes: Vec<u64>,
    exhausted: u64,
    /// The votes at earlier stages, for looking back.
    earlier: Vec<Vec<u64>>,
}

/// Counts an instant run-off.
pub fn count_irv(tally: &Tally, lots: &Lots) -> Counted<IrvCount> {
    let mut count = IrvCount {
        valid: tally.valid(),
        blank: tally.blank(),
        rounds: Vec::new(),
        winner: None,
        ties: Vec::new(),
    };
    let mut stages = Stages::first(tally);
    loop {
        let mut round = stages.round();
        let winner = winner_of(&round).filter(|_| count.valid > 0);
        if let Some(winner) = winner {
            count.winner = Some(winner);
            count.rounds.push(round);
            return Ok(count);
        }
        if round.votes.is_empty() {
            return Ok(count);
        }
        if count.valid == 0 {
            count.rounds.push(round);
            return Ok(count);
        }
        let (lowest, look_back) = stages.lowest(&round);
        round.look_back = look_back;
        let stage = u32::try_from(count.rounds.len() + 1).unwrap_or(u32::MAX);
        let tie = |chosen| Tie {
            stage,
            about: TieAbout::Exclusion,
            options: lowest.clone(),
            chosen,
        };
        let excluded = match lowest[..] {
            [only] => only,
            _ => match lots.lowest(&lowest) {
                Some(option) => {
                    count.ties.push(tie(vec![option]));
                    option
                }
                None => {
                    count.rounds.push(round);
                    return Err(Stopped::at(tie(Vec::new()), count));
                }
            },
        };
        round.excluded = Some(excluded);
        count.rounds.push(round);
        stages.exclude(excluded);
    }
}

/// The option with more than half of the continuing ballots, or the only one left.
fn winner_of(round: &IrvRound) -> Option<OptionIndex> {
    if let [(only, _)] = round.votes[..] {
        return Some(only);
    }
    let continuing: u64 = round.votes.iter().map(|(_, votes)| votes).sum();
    let leader = round
        .votes
        .iter()
        .find(|(_, votes)| *votes > continuing / 2);
    leader.map(|(option, _)| *option)
}

impl<'a> Stages<'a> {
    fn first(tally: &'a Tally) -> Stages<'a> {
        let options = tally.options();
        let continuing = (0..)
            .take(options)
            .map(|option| tally.stands(option))
            .collect();
        let mut stages = Stages {
            tally,
            continuing,
            piles: vec![Vec::new(); options],
            votes: vec![0; options],
            exhausted: 0,
            earlier: Vec::new(),
        };
        for (group, (ballot, count)) in (0..).zip(tally.groups()) {
            stages.place(group, 0, ballot, count);
        }
        stages
    }

    /// Puts a ballot on the pile of its first continuing option from a rank on.
    fn place(&mut self, group: u32, from: u32, ballot: &[OptionIndex], count: u64) {
        for (rank, option) in (from..).zip(&ballot[from as usize..]) {
            let option = usize::from(*option);
            if self.continuing[option] {
                self.votes[option] += count;
                self.piles[option].push((group, rank));
                return;
            }
        }
        self.exhausted += count;
    }

    fn round(&self) -> IrvRound {
        let votes = (0..).zip(&self.continuing).zip(&self.votes);
        IrvRound {
            votes: votes
                .filter(|((_, continuing), _)| **continuing)
                .map(|((option, _), votes)| (option, *votes))
                .collect(),
            exhausted: self.exhausted,
            excluded: None,
            look_back: None,
        }
    }

    fn lowest(&self, round: &IrvRound) -> (Vec<OptionIndex>, Option<LookBack>) {
        let least = round.votes.iter().map(|(_, votes)| *votes).min();
        let tied: Vec<OptionIndex> = round
            .votes
            .iter()
            .filter(|(_, votes)| Some(*votes) == least)
            .map(|(option, _)| *option)
            .collect();
        narrow(tied, Seek::Lowest, &self.earlier)
    }

    fn exclude(&mut self, option: OptionIndex) {
        self.earlier.push(self.votes.clone());
        let option = usize::from(option);
        self.continuing[option] = false;
        self.votes[option] = 0;
        for (group, rank) in std::mem::take(&mut self.piles[option]) {
            let (ballot, count) = self.tally.group(group);
            self.place(group, rank + 1, ballot, count);
        }
    }
}
