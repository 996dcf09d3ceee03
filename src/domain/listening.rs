//! Listening: what people follow, so that they hear of it.

use std::str::FromStr;

/// What can be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A nomination, by its reference.
    Nomination,
    /// A project, by its reference.
    Project,
    /// An area, by its code.
    Area,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 3] = [Kind::Nomination, Kind::Project, Kind::Area];

    /// The word in the database and in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Nomination => "nomination",
            Kind::Project => "project",
            Kind::Area => "area",
        }
    }

    /// Where the pages of this kind are.
    pub fn folder(self) -> &'static str {
        match self {
            Kind::Nomination => "nominations",
            Kind::Project => "projects",
            Kind::Area => "areas",
        }
    }

    /// What somebody who follows it hears of.
    pub fn news(self) -> &'static str {
        match self {
            Kind::Nomination => "each decision about this nomination, and what becomes of it",
            Kind::Project => "news of this project, and its completion",
            Kind::Area => "new nominations, votes and projects in this area",
        }
    }

    /// Reads the word.
    pub fn parse(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Not something that can be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Follow a nomination, a project or an area")]
pub struct NotAKind;

impl FromStr for Kind {
    type Err = NotAKind;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Kind::parse(text).ok_or(NotAKind)
    }
}
