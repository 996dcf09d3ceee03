//! Several winners by ranking: the rules of Scottish council elections (Scottish Local Government
//! Elections Order 2011, schedule 1), in whole hundred-thousandths of a vote.
//!
//! A surplus moves every paper its holder has, at a value cut down in proportion; what has no next
//! choice and what rounding drops are kept apart, so that every stage adds up to the ballots.
//! Start at [`count_stv`]; how papers move is in `stv_papers`.

use super::look_back::{Seek, narrow};
use super::lots::Lots;
use super::paper::OptionIndex;
use super::result::{Counted, LookBack, Stopped, Tie, TieAbout};
use super::stv_papers::{Papers, Transfer};
use super::tally::Tally;

/// One vote in the units that are counted: hundred-thousandths.
pub const VOTE: u64 = 100_000;

/// The result of a count for several seats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StvCount {
    pub valid: u64,
    pub blank: u64,
    pub seats: usize,
    /// In whole votes.
    pub quota: u64,
    pub stages: Vec<StvStage>,
    /// In the order of election.
    pub winners: Vec<OptionIndex>,
    /// Ties that lots decided.
    pub ties: Vec<Tie>,
}

/// One stage. At each, the votes, what is non-transferable and what rounding lost add up to the
/// valid ballots. All in hundred-thousandths of a vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StvStage {
    pub action: StvAction,
    /// For each option in the order of the paper.
    pub votes: Vec<u64>,
    /// All that has become non-transferable up to here.
    pub non_transferable: u64,
    /// All that rounding has dropped up to here.
    pub rounding_loss: u64,
    /// Those elected at this stage, the most votes first.
    pub elected: Vec<OptionIndex>,
    /// How earlier stages decided whose turn it was, where votes were equal.
    pub look_back: Option<LookBack>,
}

/// What a stage did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StvAction {
    FirstPreferences,
    /// The surplus of an elected option was transferred.
    Surplus(OptionIndex),
    /// An option was excluded and its papers transferred.
    Exclusion(OptionIndex),
}

struct Counting<'a> {
    papers: Papers<'a>,
    lots: &'a Lots,
    quota: u64,
    count: StvCount,
    /// The votes at each stage so far, for looking back.
    earlier: Vec<Vec<u64>>,
    continuing: Vec<OptionIndex>,
    /// Elected options whose surplus still waits.
    surpluses: Vec<OptionIndex>,
}

/// Counts for several seats by the Scottish rules.
pub fn count_stv(tally: &Tally, seats: usize, lots: &Lots) -> Counted<StvCount> {
    let divisor = u64::try_from(seats).unwrap_or(u64::MAX).saturating_add(1);
    let quota = tally.valid() / divisor + 1;
    let mut counting = Counting {
        papers: Papers::first_preferences(tally),
        lots,
        quota: quota * VOTE,
        count: StvCount {
            valid: tally.valid(),
            blank: tally.blank(),
            seats,
            quota,
            stages: Vec::new(),
            winners: Vec::new(),
            ties: Vec::new(),
        },
        earlier: Vec::new(),
        continuing: tally.standing(),
        surpluses: Vec::new(),
    };
    counting.finish_stage(StvAction::FirstPreferences, None);
    while !counting.is_over() {
        let step = if counting.surpluses.is_empty() {
            counting.pick_lowest()
        } else {
            counting.pick_surplus()
        };
        match step {
            Ok((action, look_back)) => {
                counting.transfer(action);
                counting.finish_stage(action, look_back);
            }
            Err(tie) => return Err(Stopped::at(tie, counting.count)),
        }
    }
    Ok(counting.count)
}

impl Counting<'_> {
    fn votes(&self, option: OptionIndex) -> u64 {
        self.papers.votes[usize::from(option)]
    }

    /// How many seats are left to fill: none where no paper names an option.
    fn vacancies(&self) -> usize {
        match self.count.valid {
            0 => 0,
            _ => self.count.seats - self.count.winners.len(),
        }
    }

    fn is_over(&self) -> bool {
        self.vacancies() == 0 || self.continuing.is_empty()
    }

    /// Elects whoever has the quota, or all that are left for the seats left, and writes the stage.
    fn finish_stage(&mut self, action: StvAction, look_back: Option<LookBack>) {
        let mut elected: Vec<OptionIndex> = Vec::new();
        if self.vacancies() > 0 {
            let (with_quota, others): (Vec<_>, Vec<_>) = self
                .continuing
                .iter()
                .partition(|option| self.votes(**option) >= self.quota);
            elected = self.in_order(with_quota);
            elected.truncate(self.vacancies());
            self.continuing = others;
            for option in &elected {
                if self.votes(*option) > self.quota {
                    self.surpluses.push(*option);
                }
            }
            self.count.winners.extend(&elected);
            if self.continuing.len() <= self.vacancies() {
                let rest = std::mem::take(&mut self.continuing);
                let rest = self.in_order(rest);
                self.count.winners.extend(&rest);
                elected.extend(rest);
            }
            elected
                .iter()
                .for_each(|option| self.papers.stop_receiving(*option));
        }
        self.earlier.push(self.papers.votes.clone());
        self.count.stages.push(StvStage {
            action,
            votes: self.papers.votes.clone(),
            non_transferable: self.papers.non_transferable,
            rounding_loss: self.papers.rounding_loss,
            elected,
            look_back,
        });
    }

    /// The most votes first; equal ones by earlier stages, then by lots as far as known. This is
    /// the order of announcing only: it costs nobody a seat, so it never stops a count.
    fn in_order(&self, mut options: Vec<OptionIndex>) -> Vec<OptionIndex> {
        let history = |option: &OptionIndex| -> Vec<u64> {
            let place = usize::from(*option);
            self.earlier
                .iter()
                .rev()
                .map(|votes| votes[place])
                .collect()
        };
        options.sort_by(|one, other| {
            let votes = self.votes(*other).cmp(&self.votes(*one));
            let place = |option: &OptionIndex| self.lots.place(*option).unwrap_or(usize::MAX);
            votes
                .then_with(|| history(other).cmp(&history(one)))
                .then_with(|| place(one).cmp(&place(other)))
                .then_with(|| one.cmp(other))
        });
        options
    }

    fn pick_surplus(&mut self) -> Result<(StvAction, Option<LookBack>), Tie> {
        let most = self
            .surpluses
            .iter()
            .map(|option| self.votes(*option))
            .max();
        let mut tied = self.surpluses.clone();
        tied.retain(|option| Some(self.votes(*option)) == most);
        tied.sort_unstable();
        let (highest, look_back) = narrow(tied, Seek::Highest, self.before_now());
        let option = self.decide(TieAbout::Surplus, highest)?;
        self.surpluses.retain(|other| *other != option);
        Ok((StvAction::Surplus(option), look_back))
    }

    fn pick_lowest(&mut self) -> Result<(StvAction, Option<LookBack>), Tie> {
        let least = self
            .continuing
            .iter()
            .map(|option| self.votes(*option))
            .min();
        let mut tied = self.continuing.clone();
        tied.retain(|option| Some(self.votes(*option)) == least);
        let (lowest, look_back) = narrow(tied, Seek::Lowest, self.before_now());
        let option = self.decide(TieAbout::Exclusion, lowest)?;
        self.continuing.retain(|other| *other != option);
        Ok((StvAction::Exclusion(option), look_back))
    }

    /// The stages before the one whose votes stand now.
    fn before_now(&self) -> &[Vec<u64>] {
        &self.earlier[..self.earlier.len().saturating_sub(1)]
    }

    fn decide(&mut self, about: TieAbout, tied: Vec<OptionIndex>) -> Result<OptionIndex, Tie> {
        if let [only] = tied[..] {
            return Ok(only);
        }
        let drawn = match about {
            TieAbout::Surplus => self.lots.highest(&tied),
            _ => self.lots.lowest(&tied),
        };
        let stage = u32::try_from(self.count.stages.len() + 1).unwrap_or(u32::MAX);
        let tie = Tie {
            stage,
            about,
            options: tied,
            chosen: drawn.into_iter().collect(),
        };
        match drawn {
            Some(option) => {
                self.count.ties.push(tie);
                Ok(option)
            }
            None => Err(tie),
        }
    }

    fn transfer(&mut self, action: StvAction) {
        match action {
            StvAction::FirstPreferences => {}
            StvAction::Surplus(option) => {
                self.papers
                    .transfer(option, Transfer::Surplus { quota: self.quota });
            }
            StvAction::Exclusion(option) => {
                self.papers.stop_receiving(option);
                self.papers.transfer(option, Transfer::All);
            }
        }
    }
}
