//! The published reasons for declining a nomination.
//!
//! The first three are the national rules of eligibility; the others are what makes work unsafe or
//! impossible for a supervised group.

/// Why the work will not be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeclineReason {
    /// Nobody but the owner would gain.
    NoCommunityBenefit,
    /// It is somebody's job.
    PaidWork,
    /// Somebody would earn by it.
    Profit,
    /// A private garden or home.
    PrivateGarden,
    /// Asbestos, electrics, plumbing and the like.
    SpecialistTrade,
    /// Ladders, towers, roofs.
    Height,
    /// Not safe for a group.
    Unsafe,
    /// The owner of the land said no.
    NoPermission,
    /// No toilets or hand-washing within reach.
    NoFacilities,
    /// Not enough for a group for a day.
    TooLittleWork,
    /// Somebody has done it.
    AlreadyDone,
    /// None of these; the sentence to the nominator says what.
    Other,
}

impl DeclineReason {
    /// Every reason, in the order in which forms offer them.
    pub const ALL: [DeclineReason; 12] = [
        DeclineReason::NoCommunityBenefit,
        DeclineReason::PaidWork,
        DeclineReason::Profit,
        DeclineReason::PrivateGarden,
        DeclineReason::SpecialistTrade,
        DeclineReason::Height,
        DeclineReason::Unsafe,
        DeclineReason::NoPermission,
        DeclineReason::NoFacilities,
        DeclineReason::TooLittleWork,
        DeclineReason::AlreadyDone,
        DeclineReason::Other,
    ];

    /// The word in the database and in files.
    pub fn code(self) -> &'static str {
        match self {
            DeclineReason::NoCommunityBenefit => "no-community-benefit",
            DeclineReason::PaidWork => "paid-work",
            DeclineReason::Profit => "profit",
            DeclineReason::PrivateGarden => "private-garden",
            DeclineReason::SpecialistTrade => "specialist-trade",
            DeclineReason::Height => "height",
            DeclineReason::Unsafe => "unsafe",
            DeclineReason::NoPermission => "no-permission",
            DeclineReason::NoFacilities => "no-facilities",
            DeclineReason::TooLittleWork => "too-little-work",
            DeclineReason::AlreadyDone => "already-done",
            DeclineReason::Other => "other",
        }
    }

    /// The published words, as a sentence without its full stop.
    pub fn words(self) -> &'static str {
        match self {
            DeclineReason::NoCommunityBenefit => "It would not benefit the local community",
            DeclineReason::PaidWork => "It would take paid work away from someone",
            DeclineReason::Profit => "Someone would make a profit from the work",
            DeclineReason::PrivateGarden => "It is a private garden or home",
            DeclineReason::SpecialistTrade => {
                "It needs a trained trade, such as work on asbestos, electrics or plumbing"
            }
            DeclineReason::Height => "It needs work at height",
            DeclineReason::Unsafe => "The place is not safe for a group to work in",
            DeclineReason::NoPermission => "The owner of the land did not agree",
            DeclineReason::NoFacilities => "There are no toilets and hand-washing close enough",
            DeclineReason::TooLittleWork => "There is not enough work for a group for a day",
            DeclineReason::AlreadyDone => "The work has already been done",
            DeclineReason::Other => "Another reason",
        }
    }

    /// Reads the word of the database.
    pub fn parse(code: &str) -> Option<DeclineReason> {
        DeclineReason::ALL
            .into_iter()
            .find(|reason| reason.code() == code)
    }
}
