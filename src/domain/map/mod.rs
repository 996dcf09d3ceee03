//! The map: places that were nominated and worked on, as marks, and marks near each other as groups.
//!
//! Whole numbers only; what a spot is stands in the areas room. What may be shown at all is decided
//! where marks are read. Start at [`board`] for grouping, at [`window`] for what part is shown.

pub mod background;
pub mod board;
pub mod moves;
pub mod scale;
pub mod window;

#[cfg(test)]
mod tests;

use crate::domain::areas::code::AreaCode;
use crate::domain::areas::mercator::Spot;
use crate::domain::nominations::stage::Stage as NominationStage;
use crate::domain::projects::Stage as ProjectStage;

/// What a mark stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Nomination,
    Project,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 2] = [Kind::Nomination, Kind::Project];

    /// The word in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Nomination => "nomination",
            Kind::Project => "project",
        }
    }

    /// The words for people, for many.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Nomination => "Nominations",
            Kind::Project => "Projects",
        }
    }

    /// Where the pages of this kind stand.
    pub fn folder(self) -> &'static str {
        match self {
            Kind::Nomination => "/nominations/",
            Kind::Project => "/projects/",
        }
    }

    /// Reads the word.
    pub fn parse(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// How far a place has come, as roughly as a map shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Asked for, and not yet decided.
    Nominated,
    /// It will be done.
    Planned,
    /// It is being done.
    UnderWay,
    /// It is done.
    Done,
    /// It will not be done.
    Stopped,
}

impl State {
    /// Every state, in the order of a place's life.
    pub const ALL: [State; 5] = [
        State::Nominated,
        State::Planned,
        State::UnderWay,
        State::Done,
        State::Stopped,
    ];

    /// The words for people, within a sentence.
    pub fn name(self) -> &'static str {
        match self {
            State::Nominated => "nominated",
            State::Planned => "planned",
            State::UnderWay => "in progress",
            State::Done => "completed",
            State::Stopped => "not going ahead",
        }
    }

    /// Where the state stands in [`State::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }

    /// The state of a nomination; `None` for one that is shown as what it became, or not at all.
    pub fn of_nomination(stage: NominationStage) -> Option<State> {
        use NominationStage as S;
        match stage {
            S::Unconfirmed | S::Submitted | S::Project | S::Merged | S::Withdrawn => None,
            S::Declined => Some(State::Stopped),
            S::Chosen => Some(State::Planned),
            S::UnderAssessment | S::NeedsInformation | S::Assessed | S::Shortlisted => {
                Some(State::Nominated)
            }
        }
    }

    /// The state of a project.
    pub fn of_project(stage: ProjectStage) -> State {
        match stage {
            ProjectStage::Agreed | ProjectStage::Scheduled => State::Planned,
            ProjectStage::InProgress | ProjectStage::Paused => State::UnderWay,
            ProjectStage::Completed => State::Done,
            ProjectStage::Cancelled => State::Stopped,
        }
    }
}

/// In which of eight directions one spot lies from another.
pub fn compass(from: Spot, to: Spot) -> &'static str {
    let step = |a: u32, b: u32| i64::from(b) - i64::from(a);
    let (east, south) = (step(from.across, to.across), step(from.down, to.down));
    // Five twelfths is the tangent of 22.6 degrees: half of an eighth of a turn.
    let leans = |this: i64, other: i64| this.abs() * 12 > other.abs() * 5;
    match (leans(east, south), leans(south, east)) {
        (true, true) => match (east > 0, south > 0) {
            (true, true) => "south-east",
            (true, false) => "north-east",
            (false, true) => "south-west",
            (false, false) => "north-west",
        },
        (true, false) if east > 0 => "east",
        (true, false) => "west",
        _ if south > 0 => "south",
        _ => "north",
    }
}

/// One place on the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub kind: Kind,
    pub state: State,
    pub reference: String,
    pub title: String,
    /// Its stage, in the word for people.
    pub stage: &'static str,
    pub spot: Spot,
    /// Only the ward or the council is known; the mark stands in its middle.
    pub is_rough: bool,
    /// The ward, or the council where the ward is not known.
    pub area: AreaCode,
}

impl Mark {
    /// The address of its page.
    pub fn path(&self) -> String {
        format!("{}{}", self.kind.folder(), self.reference)
    }
}
