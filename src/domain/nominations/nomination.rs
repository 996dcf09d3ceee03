//! A nomination as it stands, and the steps that brought it there.

use super::proposal::Proposal;
use super::reasons::DeclineReason;
use super::stage::Stage;
use crate::domain::events::Named;
use chrono::{DateTime, Utc};

/// A resident's proposal that work be done at a place, without the nominator's contact details.
#[derive(Debug, Clone, PartialEq)]
pub struct Nomination {
    /// Its row.
    pub id: i64,
    /// What people say on the telephone.
    pub reference: String,
    /// Where it stands.
    pub stage: Stage,
    /// Where it stood before we asked the nominator something.
    pub stage_before: Option<Stage>,
    /// What was proposed.
    pub proposal: Proposal,
    /// The account that nominated it, once known.
    pub nominator: Option<i64>,
    /// When it was sent.
    pub submitted_at: DateTime<Utc>,
    /// When a moderator let the public see it; none keeps it private.
    pub published_at: Option<DateTime<Utc>>,
    /// When it was first decided on: can be done, declined, or joined to another.
    pub decided_at: Option<DateTime<Utc>>,
    /// Why it was declined.
    pub decline_reason: Option<DeclineReason>,
    /// The nomination it was joined to.
    pub merged_into: Option<i64>,
    /// Where an imported record comes from; empty for what came through this service.
    pub provenance: String,
    /// How many residents support it, with those counted before this service.
    pub supporters: i64,
    /// Moves with each change.
    pub version: i64,
}

impl Nomination {
    /// As letters and the audit log name it.
    pub fn named(&self) -> Named {
        Named::new(self.id, self.reference.clone(), self.proposal.title.clone())
    }

    /// Whether everybody may see it.
    pub fn is_public(&self) -> bool {
        self.published_at.is_some() && self.stage != Stage::Unconfirmed
    }

    /// The stage it goes back to once the nominator has answered.
    pub fn stage_after_answer(&self) -> Stage {
        match self.stage_before {
            Some(stage) if Stage::NeedsInformation.may_become(stage) => stage,
            _ if self.is_public() => Stage::UnderAssessment,
            _ => Stage::Submitted,
        }
    }
}

/// In what capacity somebody took a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// Whoever nominated.
    Nominator,
    /// The probation service.
    Probation,
    /// The council.
    Council,
    /// The citizens' panel.
    Panel,
    /// Residents, in a vote.
    Vote,
    /// The clock or the operator.
    Service,
    /// Records from before this service.
    Records,
}

impl By {
    /// Every capacity.
    pub const ALL: [By; 7] = [
        By::Nominator,
        By::Probation,
        By::Council,
        By::Panel,
        By::Vote,
        By::Service,
        By::Records,
    ];

    /// The word in the database.
    pub fn code(self) -> &'static str {
        match self {
            By::Nominator => "nominator",
            By::Probation => "probation",
            By::Council => "council",
            By::Panel => "panel",
            By::Vote => "vote",
            By::Service => "service",
            By::Records => "records",
        }
    }

    /// The words for people.
    pub fn name(self) -> &'static str {
        match self {
            By::Nominator => "the nominator",
            By::Probation => "the probation service",
            By::Council => "the council",
            By::Panel => "the citizens’ panel",
            By::Vote => "residents, in a vote",
            By::Service => "this service",
            By::Records => "earlier records",
        }
    }

    /// Reads the word of the database.
    pub fn parse(code: &str) -> Option<By> {
        By::ALL.into_iter().find(|by| by.code() == code)
    }
}

/// One step in the history of a nomination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub at: DateTime<Utc>,
    /// The stage it led to.
    pub stage: Stage,
    /// The reason that everybody may read; empty where the stage says enough.
    pub reason: String,
    /// What only staff and the nominator may read.
    pub note: String,
    /// In what capacity it was taken.
    pub by: By,
    /// Whether the public may know of it at all.
    pub public: bool,
}
