//! Count: any method on any contest, whether a round of ours or somebody else's file.
//!
//! Start at [`Contest`] and [`count`].

use super::budget::{BudgetCount, BudgetFault, BudgetPoll, count_greedy};
use super::equal_shares::count_equal_shares;
use super::irv::{IrvCount, count_irv};
use super::lots::Lots;
use super::method::Method;
use super::paper::OptionIndex;
use super::plurality::{PluralityCount, count_approval, count_single};
use super::result::{Counted, Stopped};
use super::rule_sheet::RuleSheet;
use super::stv::{StvCount, count_stv};
use super::tally::Tally;

/// What there is to count: options, ballots, and seats or a budget.
#[derive(Debug, Clone)]
pub struct Contest {
    /// The options as results call them. No two are called alike.
    pub names: Vec<String>,
    pub tally: Tally,
    /// How many win. Not used where there is a budget.
    pub seats: usize,
    /// The cost of each option. Empty where there is no budget.
    pub costs: Vec<Amount>,
    pub budget: Option<Amount>,
    /// Decimal places of costs and budget: an amount of 150 with 2 places is 1.50.
    pub places: u32,
}

/// Minutes of work, or the smallest unit of money in somebody else's file.
pub type Amount = u64;

/// A result of any method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Count {
    Plurality(PluralityCount),
    Approval(PluralityCount),
    RunOff(IrvCount),
    Transferable(StvCount),
    Greedy(BudgetCount),
    EqualShares(BudgetCount),
}

/// Why a contest cannot be counted by a method.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CountFault {
    #[error("there must be at least one seat")]
    NoSeats,
    #[error("an instant run-off has exactly one seat")]
    OneSeat,
    #[error("there is no budget to share out")]
    NoBudget,
    #[error("the options have no costs")]
    NoCosts,
    #[error(transparent)]
    Budget(#[from] BudgetFault),
}

impl Contest {
    /// The contest of one of our rounds.
    pub fn of_round(sheet: &RuleSheet, tally: Tally) -> Contest {
        let costs = sheet
            .options
            .iter()
            .map(|option| option.minutes.unwrap_or(0))
            .collect();
        Contest {
            names: sheet
                .options
                .iter()
                .map(|option| option.label.clone())
                .collect(),
            tally,
            seats: usize::from(sheet.seats),
            costs: if sheet.method.has_budget() {
                costs
            } else {
                Vec::new()
            },
            budget: sheet.budget_minutes,
            places: 0,
        }
    }

    /// What an option is called.
    pub fn name(&self, option: OptionIndex) -> &str {
        self.names
            .get(usize::from(option))
            .map_or("", String::as_str)
    }
}

/// Counts a contest by a method.
///
/// The inner error is a count that a tie has stopped: draw lots and count again with them.
pub fn count(contest: &Contest, method: Method, lots: &Lots) -> Result<Counted<Count>, CountFault> {
    let (tally, seats) = (&contest.tally, contest.seats);
    if !method.has_budget() && seats == 0 {
        return Err(CountFault::NoSeats);
    }
    Ok(match method {
        Method::Plurality => wrap(count_single(tally, seats, lots), Count::Plurality),
        Method::Approval => wrap(count_approval(tally, seats, lots), Count::Approval),
        Method::RunOff if seats != 1 => return Err(CountFault::OneSeat),
        Method::RunOff => wrap(count_irv(tally, lots), Count::RunOff),
        Method::Transferable => wrap(count_stv(tally, seats, lots), Count::Transferable),
        Method::Greedy => wrap(count_greedy(&poll(contest)?, lots), Count::Greedy),
        Method::EqualShares => wrap(
            count_equal_shares(&poll(contest)?, lots),
            Count::EqualShares,
        ),
    })
}

fn poll(contest: &Contest) -> Result<BudgetPoll<'_>, CountFault> {
    let budget = contest.budget.ok_or(CountFault::NoBudget)?;
    if contest.costs.is_empty() {
        return Err(CountFault::NoCosts);
    }
    Ok(BudgetPoll::new(&contest.tally, &contest.costs, budget)?)
}

fn wrap<T>(counted: Counted<T>, into: impl FnOnce(T) -> Count) -> Counted<Count> {
    match counted {
        Ok(count) => Ok(into(count)),
        Err(stopped) => Err(Box::new(Stopped::map(*stopped, into))),
    }
}

impl Count {
    /// The method it was counted by.
    pub fn method(&self) -> Method {
        match self {
            Count::Plurality(_) => Method::Plurality,
            Count::Approval(_) => Method::Approval,
            Count::RunOff(_) => Method::RunOff,
            Count::Transferable(_) => Method::Transferable,
            Count::Greedy(_) => Method::Greedy,
            Count::EqualShares(_) => Method::EqualShares,
        }
    }

    /// The winners in the order of election or selection.
    pub fn winners(&self) -> &[OptionIndex] {
        match self {
            Count::Plurality(count) | Count::Approval(count) => &count.winners,
            Count::RunOff(count) => count.winner.as_slice(),
            Count::Transferable(count) => &count.winners,
            Count::Greedy(count) | Count::EqualShares(count) => &count.winners,
        }
    }

    /// Ballots that count, and blank ones.
    pub fn ballots(&self) -> (u64, u64) {
        match self {
            Count::Plurality(count) | Count::Approval(count) => (count.valid, count.blank),
            Count::RunOff(count) => (count.valid, count.blank),
            Count::Transferable(count) => (count.valid, count.blank),
            Count::Greedy(count) | Count::EqualShares(count) => (count.valid, count.blank),
        }
    }
}
