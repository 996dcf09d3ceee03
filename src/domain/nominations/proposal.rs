//! What a nominator tells us: the place, the work, who gains, the site, and how to reach them.

use crate::domain::areas::point::Point;

/// The longest answers, in characters.
pub mod longest {
    /// The title of the nomination.
    pub const TITLE: usize = 100;
    /// The name of the place or organisation.
    pub const PLACE: usize = 200;
    /// The description of the work.
    pub const DESCRIPTION: usize = 4000;
    /// What good it would do.
    pub const BENEFIT: usize = 2000;
    /// Who gains, who owns the land.
    pub const LINE: usize = 200;
    /// Toilets, access.
    pub const SITE: usize = 500;
    /// A name.
    pub const NAME: usize = 100;
    /// A telephone number.
    pub const PHONE: usize = 30;
    /// A question to the nominator, a sentence with a decision, an answer.
    pub const WORDS: usize = 2000;
}

/// Where the work is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Whereabouts {
    /// The name of the place or organisation, and how to find it.
    pub place: String,
    /// A postcode of the place, where one is known, written the usual way.
    pub postcode: Option<String>,
    /// Code of the ward.
    pub ward: Option<String>,
    /// Code of the council.
    pub council: String,
    /// The point on the ground, where known.
    pub spot: Option<Point>,
}

/// A proposal that reads: everything that is asked, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// What should be done, in a few words.
    pub title: String,
    /// Code of the category of work.
    pub category: String,
    /// The work, in the nominator's words.
    pub description: String,
    /// What good it would do.
    pub benefit: String,
    /// Where.
    pub whereabouts: Whereabouts,
    /// Who gains by it.
    pub beneficiary: String,
    /// Who owns the land, as far as the nominator knows.
    pub land_owner: String,
    /// Toilets and hand-washing nearby.
    pub toilets: String,
    /// Access for people with mobility difficulties.
    pub site_access: String,
}

/// How to reach the nominator. Never public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// What they are called.
    pub name: String,
    /// Where letters go.
    pub email: String,
    /// A telephone number, or nothing.
    pub phone: String,
}
