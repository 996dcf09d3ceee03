//! The life of a nomination: its stages and which may follow which.

use std::fmt;

/// Where a nomination stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Sent by somebody who has not yet shown that the address is theirs. Nobody reads it.
    Unconfirmed,
    /// Waits for a moderator.
    Submitted,
    /// Passed by a moderator and public; the probation service looks at it.
    UnderAssessment,
    /// Waits for an answer from the nominator.
    NeedsInformation,
    /// Can be done.
    Assessed,
    /// On a panel's shortlist.
    Shortlisted,
    /// Chosen by a vote.
    Chosen,
    /// A project now.
    Project,
    /// Will not be done, with a published reason.
    Declined,
    /// Joined to an earlier nomination of the same work.
    Merged,
    /// Taken back by the nominator.
    Withdrawn,
}

impl Stage {
    /// Every stage, in the order of a nomination's life.
    pub const ALL: [Stage; 11] = [
        Stage::Unconfirmed,
        Stage::Submitted,
        Stage::UnderAssessment,
        Stage::NeedsInformation,
        Stage::Assessed,
        Stage::Shortlisted,
        Stage::Chosen,
        Stage::Project,
        Stage::Declined,
        Stage::Merged,
        Stage::Withdrawn,
    ];

    /// The stages that the public can meet.
    pub const PUBLIC: [Stage; 9] = [
        Stage::UnderAssessment,
        Stage::NeedsInformation,
        Stage::Assessed,
        Stage::Shortlisted,
        Stage::Chosen,
        Stage::Project,
        Stage::Declined,
        Stage::Merged,
        Stage::Withdrawn,
    ];

    /// The word in the database, in addresses and in files.
    pub fn code(self) -> &'static str {
        match self {
            Stage::Unconfirmed => "unconfirmed",
            Stage::Submitted => "submitted",
            Stage::UnderAssessment => "under-assessment",
            Stage::NeedsInformation => "needs-information",
            Stage::Assessed => "assessed",
            Stage::Shortlisted => "shortlisted",
            Stage::Chosen => "chosen",
            Stage::Project => "project",
            Stage::Declined => "declined",
            Stage::Merged => "merged",
            Stage::Withdrawn => "withdrawn",
        }
    }

    /// The words for people, as tags and filters show them.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Unconfirmed => "Not confirmed",
            Stage::Submitted => "Submitted",
            Stage::UnderAssessment => "Under assessment",
            Stage::NeedsInformation => "Needs information",
            Stage::Assessed => "Assessed",
            Stage::Shortlisted => "Shortlisted",
            Stage::Chosen => "Chosen",
            Stage::Project => "Project",
            Stage::Declined => "Declined",
            Stage::Merged => "Merged",
            Stage::Withdrawn => "Withdrawn",
        }
    }

    /// What the stage means, in a sentence for somebody who has never heard of it.
    pub fn meaning(self) -> &'static str {
        match self {
            Stage::Unconfirmed => {
                "The nominator has still to press the button in the email we sent."
            }
            Stage::Submitted => "A moderator reads it next.",
            Stage::UnderAssessment => {
                "The probation service is finding out whether the work can be done."
            }
            Stage::NeedsInformation => "We have asked the nominator a question.",
            Stage::Assessed => {
                "The probation service found that the work can be done. The citizens’ panel looks at it next."
            }
            Stage::Shortlisted => {
                "The citizens’ panel put it on its shortlist. Residents vote on it next."
            }
            Stage::Chosen => "Residents chose it in a vote. It becomes a project next.",
            Stage::Project => "The work has become a project.",
            Stage::Declined => "The work will not be done. The reason is given below.",
            Stage::Merged => {
                "It asks for the same work as an earlier nomination, so the two were joined."
            }
            Stage::Withdrawn => "The nominator took it back.",
        }
    }

    /// Reads the word of the database.
    pub fn parse(code: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|stage| stage.code() == code)
    }

    /// Whether something can still come of it.
    pub fn is_open(self) -> bool {
        !matches!(
            self,
            Stage::Project | Stage::Declined | Stage::Merged | Stage::Withdrawn
        )
    }

    /// Whether it waits for a decision by staff.
    pub fn waits_for_staff(self) -> bool {
        matches!(self, Stage::Submitted | Stage::UnderAssessment)
    }

    /// Whether residents may put their support behind it.
    pub fn takes_support(self) -> bool {
        self.is_open() && !matches!(self, Stage::Unconfirmed | Stage::Submitted)
    }

    /// Whether the panel has had it on a shortlist, so that its score is public.
    pub fn has_been_shortlisted(self) -> bool {
        matches!(self, Stage::Shortlisted | Stage::Chosen | Stage::Project)
    }

    /// Whether the one stage may follow the other directly.
    pub fn may_become(self, next: Stage) -> bool {
        use Stage as S;
        match next {
            S::Unconfirmed => false,
            S::Submitted => matches!(self, S::Unconfirmed | S::NeedsInformation),
            S::UnderAssessment => {
                matches!(self, S::Submitted | S::NeedsInformation | S::Assessed)
            }
            S::NeedsInformation => {
                matches!(self, S::Submitted | S::UnderAssessment | S::Assessed)
            }
            S::Assessed => matches!(
                self,
                S::UnderAssessment | S::NeedsInformation | S::Assessed | S::Shortlisted
            ),
            S::Shortlisted => self == S::Assessed,
            S::Chosen => self == S::Shortlisted,
            S::Project => matches!(self, S::Assessed | S::Shortlisted | S::Chosen),
            S::Declined => matches!(
                self,
                S::Submitted | S::UnderAssessment | S::NeedsInformation | S::Assessed
            ),
            S::Merged => matches!(
                self,
                S::Submitted | S::UnderAssessment | S::NeedsInformation | S::Assessed
            ),
            S::Withdrawn => matches!(
                self,
                S::Unconfirmed
                    | S::Submitted
                    | S::UnderAssessment
                    | S::NeedsInformation
                    | S::Assessed
            ),
        }
    }

    /// The next stage, or the reason why it cannot follow.
    pub fn to(self, next: Stage) -> Result<Stage, CannotMove> {
        if self.may_become(next) {
            Ok(next)
        } else {
            Err(CannotMove {
                from: self,
                to: next,
            })
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A step that the life of a nomination does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CannotMove {
    /// Where it stands.
    pub from: Stage,
    /// Where it was to go.
    pub to: Stage,
}

impl std::error::Error for CannotMove {}

impl fmt::Display for CannotMove {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stands = match self.from {
            Stage::Unconfirmed => "The nominator has not confirmed this nomination yet",
            Stage::Submitted => "A moderator has not passed this nomination yet",
            Stage::UnderAssessment => "This nomination is still being assessed",
            Stage::NeedsInformation => "This nomination waits for an answer from the nominator",
            Stage::Assessed => "This nomination has been assessed already",
            Stage::Shortlisted => "This nomination is on a shortlist",
            Stage::Chosen => "This nomination has been chosen by a vote",
            Stage::Project => "This nomination has become a project",
            Stage::Declined => "This nomination has been declined",
            Stage::Merged => "This nomination has been joined to another",
            Stage::Withdrawn => "This nomination has been withdrawn",
        };
        let cannot = match self.to {
            Stage::Unconfirmed | Stage::Submitted => "it cannot be sent again",
            Stage::UnderAssessment => "it cannot be passed for assessment",
            Stage::NeedsInformation => "nothing can be asked about it now",
            Stage::Assessed => "it cannot be assessed now",
            Stage::Shortlisted => "it cannot go on a shortlist",
            Stage::Chosen => "it cannot be chosen",
            Stage::Project => "it cannot become a project",
            Stage::Declined => "it cannot be declined now",
            Stage::Merged => "it cannot be joined to another now",
            Stage::Withdrawn => "it cannot be withdrawn now",
        };
        write!(f, "{stands}, so {cannot}")
    }
}
