//! Panels: who sits on one, what members mark, and how a shortlist comes about. Pure rules.
//!
//! A citizens' panel ranks the nominations that the probation service found can be done, and the
//! ranking makes the shortlist that residents vote on. Nothing here knows an account's name.
//! Start at [`shortlist`]; what a member marks on the form is read in [`ranking`]; what the panel
//! decided at a meeting stands in its [`minutes`].

pub mod minutes;
pub mod minutes_letters;
pub mod ranking;
pub mod shortlist;

#[cfg(test)]
mod tests;

/// The side that a member sits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Lives in the area.
    Resident,
    /// The council.
    Council,
    /// The probation service.
    Probation,
    /// The police.
    Police,
    /// A charity or community group.
    Voluntary,
}

impl Side {
    /// Every side, in the order in which pages name them.
    pub const ALL: [Side; 5] = [
        Side::Resident,
        Side::Council,
        Side::Probation,
        Side::Police,
        Side::Voluntary,
    ];

    /// The word in the database and in files.
    pub fn code(self) -> &'static str {
        match self {
            Side::Resident => "resident",
            Side::Council => "council",
            Side::Probation => "probation",
            Side::Police => "police",
            Side::Voluntary => "voluntary",
        }
    }

    /// The words for people.
    pub fn name(self) -> &'static str {
        match self {
            Side::Resident => "Residents",
            Side::Council => "Council",
            Side::Probation => "Probation service",
            Side::Police => "Police",
            Side::Voluntary => "Charities and community groups",
        }
    }

    /// Reads the word of the database.
    pub fn parse(code: &str) -> Option<Side> {
        Side::ALL.into_iter().find(|side| side.code() == code)
    }
}

/// Where a shortlist stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Members rank, and may change what they ranked.
    Ranking,
    /// It stands, and how it came about is public.
    Agreed,
    /// Given up, with a reason.
    Abandoned,
}

impl State {
    /// The word in the database.
    pub fn code(self) -> &'static str {
        match self {
            State::Ranking => "ranking",
            State::Agreed => "agreed",
            State::Abandoned => "abandoned",
        }
    }

    /// The words for people.
    pub fn name(self) -> &'static str {
        match self {
            State::Ranking => "Members are ranking",
            State::Agreed => "Agreed",
            State::Abandoned => "Given up",
        }
    }

    /// Reads the word of the database.
    pub fn parse(code: &str) -> Option<State> {
        [State::Ranking, State::Agreed, State::Abandoned]
            .into_iter()
            .find(|state| state.code() == code)
    }
}
