//! Method: the six ways in which a round can be counted, under the names that files use.

use std::fmt;

/// How a round's ballots become a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// One mark on a paper; the most marked options win.
    Plurality,
    /// Any number of marks on a paper; the most marked options win.
    Approval,
    /// Ranks; the lowest is excluded until one has more than half.
    RunOff,
    /// Ranks and several seats, by the rules of Scottish council elections.
    Transferable,
    /// Marks and a budget of minutes, taken by votes while they fit.
    Greedy,
    /// Marks and a budget of minutes, shared out equally among the voters.
    EqualShares,
}

/// How a paper of a method is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PaperKind {
    /// One option, or none.
    OneTick,
    /// Any number of options, without an order.
    Ticks,
    /// Options in an order of preference.
    Ranks,
}

impl Method {
    /// Every method, in the order in which a council officer is offered them.
    pub const ALL: [Method; 6] = [
        Method::Plurality,
        Method::Approval,
        Method::RunOff,
        Method::Transferable,
        Method::Greedy,
        Method::EqualShares,
    ];

    /// The name in rule sheets, results, records and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Method::Plurality => "plurality",
            Method::Approval => "approval",
            Method::RunOff => "irv",
            Method::Transferable => "stv",
            Method::Greedy => "greedy",
            Method::EqualShares => "equal-shares",
        }
    }

    /// The method of that name, if there is one.
    pub fn parse(name: &str) -> Option<Method> {
        Method::ALL.into_iter().find(|method| method.name() == name)
    }

    /// How its papers are marked.
    pub fn paper(self) -> PaperKind {
        match self {
            Method::Plurality => PaperKind::OneTick,
            Method::RunOff | Method::Transferable => PaperKind::Ranks,
            Method::Approval | Method::Greedy | Method::EqualShares => PaperKind::Ticks,
        }
    }

    /// Whether it shares out a budget of minutes rather than filling seats.
    pub fn has_budget(self) -> bool {
        matches!(self, Method::Greedy | Method::EqualShares)
    }

    /// The stop rule that its rule sheet names: when a count is at its end.
    pub fn stop_rule(self) -> &'static str {
        match self {
            Method::Plurality | Method::Approval => "seats-filled",
            Method::RunOff => "more-than-half-of-continuing-ballots-or-one-left",
            Method::Transferable => "seats-filled-or-as-many-left-as-seats",
            Method::Greedy => "every-supported-option-tried",
            Method::EqualShares => "run-before-first-overspend-in-steps-of-a-thousandth",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
