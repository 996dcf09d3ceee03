//! How far a project has come.

/// A stage of a project's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// It will be done.
    Agreed,
    /// It has a month.
    Scheduled,
    /// Work has begun.
    InProgress,
    /// Work waits, for a reason.
    Paused,
    /// It is done.
    Completed,
    /// It will not be done, for a reason.
    Cancelled,
}

impl Stage {
    /// Every stage, in the order of lists.
    pub const ALL: [Stage; 6] = [
        Stage::Agreed,
        Stage::Scheduled,
        Stage::InProgress,
        Stage::Paused,
        Stage::Completed,
        Stage::Cancelled,
    ];

    /// The word in the database, in files and in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Stage::Agreed => "agreed",
            Stage::Scheduled => "scheduled",
            Stage::InProgress => "in-progress",
            Stage::Paused => "paused",
            Stage::Completed => "completed",
            Stage::Cancelled => "cancelled",
        }
    }

    /// The words for people.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Agreed => "Agreed",
            Stage::Scheduled => "Scheduled",
            Stage::InProgress => "In progress",
            Stage::Paused => "Paused",
            Stage::Completed => "Completed",
            Stage::Cancelled => "Cancelled",
        }
    }

    /// Reads the word.
    pub fn parse(code: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|stage| stage.code() == code)
    }

    /// Whether nothing follows: completed or cancelled.
    pub fn is_over(self) -> bool {
        matches!(self, Stage::Completed | Stage::Cancelled)
    }
}
