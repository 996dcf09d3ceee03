//! What an officer should look at before a release: what may be wrong, and nothing recorded at all.

/// A session longer than this is looked at before a release.
pub const LONG_SESSION_MINUTES: i64 = 10 * 60;

/// What of a session an officer should look at before a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// From start to end.
    pub minutes: i64,
    /// Who came.
    pub attending: i64,
    /// The group limit of the project.
    pub group_limit: Option<i64>,
    /// Minutes offered.
    pub offered: i64,
    /// Minutes credited.
    pub credited: i64,
}

/// Something that may be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Anomaly {
    /// A session longer than 10 hours.
    LongSession,
    /// More people than the group limit.
    OverGroupLimit,
    /// More minutes credited than offered.
    CreditedAboveOffered,
    /// A planned session of which nothing is recorded.
    NoReturn,
    /// A project that nobody nominated.
    NoNomination,
    /// Nothing at all is recorded of the council and the months.
    NothingRecorded,
}

impl Anomaly {
    /// Every kind, as pages list them.
    pub const ALL: [Anomaly; 6] = [
        Anomaly::LongSession,
        Anomaly::OverGroupLimit,
        Anomaly::CreditedAboveOffered,
        Anomaly::NoReturn,
        Anomaly::NoNomination,
        Anomaly::NothingRecorded,
    ];

    /// The words for people.
    pub fn name(self) -> &'static str {
        match self {
            Anomaly::LongSession => "Sessions longer than 10 hours",
            Anomaly::OverGroupLimit => "Sessions with more people than the group limit",
            Anomaly::CreditedAboveOffered => "Sessions with more time credited than offered",
            Anomaly::NoReturn => "Planned sessions without a return",
            Anomaly::NoNomination => "Projects without a nomination",
            Anomaly::NothingRecorded => "Nothing recorded",
        }
    }
}

impl Checked {
    /// What of this session may be wrong.
    pub fn anomalies(&self) -> Vec<Anomaly> {
        let is = [
            (Anomaly::LongSession, self.minutes > LONG_SESSION_MINUTES),
            (
                Anomaly::OverGroupLimit,
                self.group_limit.is_some_and(|limit| self.attending > limit),
            ),
            (Anomaly::CreditedAboveOffered, self.credited > self.offered),
        ];
        is.into_iter()
            .filter_map(|(anomaly, is)| is.then_some(anomaly))
            .collect()
    }
}
