//! Whose idea a project was, and who chose it.

/// Where a project comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// Nominated by the public and chosen by a vote.
    Vote,
    /// Nominated by the public and agreed directly by panel and probation service.
    Nomination,
    /// Agreed by panel and probation service, with no nomination.
    Other,
}

impl Origin {
    /// Every origin, in the order of lists.
    pub const ALL: [Origin; 3] = [Origin::Vote, Origin::Nomination, Origin::Other];

    /// The word in the database, in files and in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Origin::Vote => "vote",
            Origin::Nomination => "nomination",
            Origin::Other => "other",
        }
    }

    /// The words for people.
    pub fn name(self) -> &'static str {
        match self {
            Origin::Vote => "Nominated by the public and chosen by a vote",
            Origin::Nomination => "Nominated by the public and agreed directly",
            Origin::Other => "Agreed by panel and probation service",
        }
    }

    /// Reads the word.
    pub fn parse(code: &str) -> Option<Origin> {
        Origin::ALL.into_iter().find(|origin| origin.code() == code)
    }
}
