//! Why sessions are stood down: the reasons that are published.

/// Why a session was stood down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StoodDown {
    /// Too wet, too cold, too windy.
    Weather,
    /// Nobody to supervise.
    SupervisorAbsent,
    /// The place could not be used.
    SiteNotAvailable,
    /// No way to get there.
    Transport,
    /// Supervisor and site were there, and nobody came.
    NobodyAttended,
    /// Something else; the note says what.
    Other,
}

impl StoodDown {
    /// Every reason, in the order of the form.
    pub const ALL: [StoodDown; 6] = [
        StoodDown::Weather,
        StoodDown::SupervisorAbsent,
        StoodDown::SiteNotAvailable,
        StoodDown::Transport,
        StoodDown::NobodyAttended,
        StoodDown::Other,
    ];

    /// The word in the database and in files.
    pub fn code(self) -> &'static str {
        match self {
            StoodDown::Weather => "weather",
            StoodDown::SupervisorAbsent => "supervisor-absent",
            StoodDown::SiteNotAvailable => "site-not-available",
            StoodDown::Transport => "transport",
            StoodDown::NobodyAttended => "nobody-attended",
            StoodDown::Other => "other",
        }
    }

    /// The words for people.
    pub fn name(self) -> &'static str {
        match self {
            StoodDown::Weather => "Weather",
            StoodDown::SupervisorAbsent => "Supervisor absent",
            StoodDown::SiteNotAvailable => "Site not available",
            StoodDown::Transport => "Transport",
            StoodDown::NobodyAttended => "Nobody attended",
            StoodDown::Other => "Other",
        }
    }

    /// Reads the word of the database or a file.
    pub fn parse(code: &str) -> Option<StoodDown> {
        StoodDown::ALL
            .into_iter()
            .find(|reason| reason.code() == code)
    }
}
