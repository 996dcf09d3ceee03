//! What can be wrong with a rule sheet. A round whose sheet has a fault is never announced.
//!
//! All faults are found at once, so that an officer puts them right in one go. Start at
//! [`RuleSheet::faults`].

use super::method::{Method, PaperKind};
use super::rule_sheet::{
    BallotBox, LONGEST_ID, MOST_OPTIONS, MOST_RANKS, RuleSheet, SMALLEST_POLL,
};

/// Why a rule sheet cannot be announced.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetFault {
    #[error("give the vote a title")]
    NoTitle,
    #[error("name the area that votes")]
    NoArea,
    #[error("a vote needs at least two options")]
    TooFewOptions,
    #[error("a vote takes at most {MOST_OPTIONS} options")]
    TooManyOptions,
    #[error("the option id '{0}' must be lower-case letters, digits and dashes, 40 at most")]
    BadId(String),
    #[error("the option id '{0}' is used twice")]
    SameId(String),
    #[error("an option has no label")]
    NoLabel,
    #[error("two options are called '{0}'")]
    SameLabel(String),
    #[error("the option '{0}' needs an estimate of minutes")]
    NoMinutes(String),
    #[error("the option '{0}' needs more minutes than the whole budget")]
    OverBudget(String),
    #[error("set the minutes of work to share out")]
    NoBudget,
    #[error("only a vote on a budget has one")]
    NeedlessBudget,
    #[error("set how many options win: at least one, and fewer than there are options")]
    Seats,
    #[error("an instant run-off has exactly one winner")]
    OneWinner,
    #[error("a ranked paper has from 1 to {MOST_RANKS} ranks")]
    Ranks,
    #[error("only a ranked paper has ranks")]
    NeedlessRanks,
    #[error("the closing time must be after the opening time")]
    Backwards,
    #[error("say who may vote")]
    NobodyVotes,
    #[error("name the public value that decides a tie")]
    NoTieSource,
    #[error("the smallest publishable poll is at least {SMALLEST_POLL}")]
    SmallPoll,
    #[error("a sealed round has one or two public keys, and they differ")]
    Keys,
}

impl RuleSheet {
    /// All that is wrong with the sheet. A round with any of these cannot be announced.
    pub fn faults(&self) -> Vec<SheetFault> {
        let mut faults = Vec::new();
        let mut fault_if = |wrong: bool, fault: SheetFault| {
            if wrong {
                faults.push(fault);
            }
        };
        fault_if(self.title.trim().is_empty(), SheetFault::NoTitle);
        fault_if(
            self.area.code.trim().is_empty() || self.area.name.trim().is_empty(),
            SheetFault::NoArea,
        );
        fault_if(self.options.len() < 2, SheetFault::TooFewOptions);
        fault_if(
            self.options.len() > MOST_OPTIONS,
            SheetFault::TooManyOptions,
        );
        fault_if(self.closes_at <= self.opens_at, SheetFault::Backwards);
        fault_if(self.may_vote.is_empty(), SheetFault::NobodyVotes);
        fault_if(self.tie_source.trim().is_empty(), SheetFault::NoTieSource);
        fault_if(self.smallest_poll < SMALLEST_POLL, SheetFault::SmallPoll);
        fault_if(!self.ballot_box.has_its_keys(), SheetFault::Keys);
        let ranked = self.method.paper() == PaperKind::Ranks;
        let in_range = (1..=MOST_RANKS).contains(&self.most_ranks());
        fault_if(ranked && !in_range, SheetFault::Ranks);
        fault_if(!ranked && self.ranks.is_some(), SheetFault::NeedlessRanks);
        faults.extend(self.option_faults());
        faults.extend(self.share_faults());
        faults
    }

    fn option_faults(&self) -> Vec<SheetFault> {
        let mut faults = Vec::new();
        for (place, option) in self.options.iter().enumerate() {
            let before = &self.options[..place];
            if !is_option_id(&option.id) {
                faults.push(SheetFault::BadId(option.id.clone()));
            }
            if before.iter().any(|other| other.id == option.id) {
                faults.push(SheetFault::SameId(option.id.clone()));
            }
            if option.label.trim().is_empty() {
                faults.push(SheetFault::NoLabel);
            } else if before.iter().any(|other| other.label == option.label) {
                faults.push(SheetFault::SameLabel(option.label.clone()));
            }
        }
        faults
    }

    fn share_faults(&self) -> Vec<SheetFault> {
        let mut faults = Vec::new();
        if !self.method.has_budget() {
            let seats = usize::from(self.seats);
            if self.method == Method::RunOff && seats != 1 {
                faults.push(SheetFault::OneWinner);
            } else if seats == 0 || seats >= self.options.len() {
                faults.push(SheetFault::Seats);
            }
            if self.budget_minutes.is_some() {
                faults.push(SheetFault::NeedlessBudget);
            }
            return faults;
        }
        let budget = self.budget_minutes.unwrap_or(0);
        if budget == 0 {
            faults.push(SheetFault::NoBudget);
        }
        for option in &self.options {
            match option.minutes {
                None | Some(0) => faults.push(SheetFault::NoMinutes(option.label.clone())),
                Some(minutes) if budget > 0 && minutes > budget => {
                    faults.push(SheetFault::OverBudget(option.label.clone()));
                }
                Some(_) => {}
            }
        }
        faults
    }
}

impl BallotBox {
    fn has_its_keys(&self) -> bool {
        match self {
            BallotBox::Simple { .. } => true,
            BallotBox::Reported => false,
            BallotBox::Sealed { keys } => match keys[..] {
                [_] => true,
                [first, second] => first != second,
                _ => false,
            },
        }
    }
}

/// Whether a text can be the id of an option: it stands in records and lists without quoting.
pub fn is_option_id(id: &str) -> bool {
    id.len() <= LONGEST_ID
        && id
            .bytes()
            .next()
            .is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}
