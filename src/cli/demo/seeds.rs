//! The demonstration's files, carried in the program so that it runs from anywhere.

macro_rules! seed {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/seed-data/", $name))
    };
}

/// The probation area.
pub const PROBATION_AREAS: &str = seed!("areas-probation.geojson");
/// The councils.
pub const COUNCILS: &str = seed!("areas-councils.geojson");
/// The wards.
pub const WARDS: &str = seed!("areas-wards.geojson");
/// Invented postcodes.
pub const POSTCODES: &str = seed!("postcodes.csv");
/// Invented place names.
pub const PLACES: &str = seed!("places.csv");
/// Kinds of work.
pub const CATEGORIES: &str = seed!("categories.csv");
/// The panel's first year: projects.
pub const PROJECTS: &str = seed!("projects.csv");
/// Their sessions.
pub const RETURNS: &str = seed!("returns.csv");
/// Their nominations.
pub const NOMINATIONS: &str = seed!("nominations.csv");
/// Figures from before the service.
pub const REPORTED_FIGURES: &str = seed!("reported-figures.csv");
/// The vote of June 2009.
pub const ROUND_2009: &str = seed!("round-2009-06.json");
/// Its ballots.
pub const ROUND_2009_BALLOTS: &str = seed!("round-2009-06-ballots.csv");
/// The live part, in days before and after the start.
pub const LIVE: &str = seed!("live.json");
/// Votes by other methods, and a campaign.
pub const OTHER_VOTES: &str = seed!("other-votes.json");
