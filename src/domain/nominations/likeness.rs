//! Which nominations and projects may be about the same work.
//!
//! Nothing here decides that two are the same. It finds which to show to a person who can tell.

use super::proposal::Proposal;
use crate::domain::areas::near;
use crate::domain::areas::point::Point;

/// As much of a nomination or a project as is needed to compare it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sketch {
    /// Its row; 0 for one that has none yet.
    pub id: i64,
    /// Its reference; empty for one that has none yet.
    pub reference: String,
    /// What should be done.
    pub title: String,
    /// The name of the place.
    pub place: String,
    /// Code of the category.
    pub category: String,
    /// Code of the ward, where known.
    pub ward: Option<String>,
    /// The point on the ground, where known.
    pub spot: Option<Point>,
}

/// How many are shown at most.
pub const SHOWN: usize = 5;

impl Sketch {
    /// Of what somebody proposes and has not sent yet.
    pub fn of(proposal: &Proposal) -> Sketch {
        Sketch {
            id: 0,
            reference: String::new(),
            title: proposal.title.clone(),
            place: proposal.whereabouts.place.clone(),
            category: proposal.category.clone(),
            ward: proposal.whereabouts.ward.clone(),
            spot: proposal.whereabouts.spot,
        }
    }

    /// The same with its spot no more exact than so many decimals of a degree.
    pub fn rounded(self, decimals: u8) -> Sketch {
        let spot = self.spot.map(|spot| spot.rounded(decimals));
        Sketch { spot, ..self }
    }

    /// How far away another is, in metres to the nearest ten; nothing where one of both has no spot.
    pub fn metres_to(&self, other: &Sketch) -> Option<u32> {
        Some(near::tens_of_metres(self.spot?, other.spot?))
    }

    /// How likely it is that both ask for the same work, in hundredths; 0 is not worth showing.
    ///
    /// Everything within reach is worth showing, and everything called alike that is not known to be
    /// elsewhere. Names count most, then being near; the same ward and the same kind of work a little.
    pub fn likeness(&self, other: &Sketch) -> u32 {
        let title = u32::from(near::likeness(&self.title, &other.title));
        let place = u32::from(near::likeness(&self.place, &other.place));
        let words = title.max(place);
        let is_near = match (self.spot, other.spot) {
            (Some(a), Some(b)) => near::may_be_the_same_place(a, b),
            _ => false,
        };
        let same_ward = self.ward.is_some() && self.ward == other.ward;
        let same_work = self.category == other.category;
        let alike = words >= u32::from(near::ALIKE_ENOUGH);
        let worth_showing = (alike && (is_near || same_ward || title.min(place) >= 40))
            || is_near
            || (same_ward && same_work && words >= 40);
        if !worth_showing {
            return 0;
        }
        words / 2
            + if is_near { 30 } else { 0 }
            + if same_ward { 10 } else { 0 }
            + if same_work { 10 } else { 0 }
    }

    /// Those of the others that may be the same, most likely first.
    pub fn similar<'s>(&self, others: &'s [Sketch]) -> Vec<&'s Sketch> {
        let mut found: Vec<(u32, &Sketch)> = others
            .iter()
            .filter(|other| other.id != self.id || self.id == 0)
            .map(|other| (self.likeness(other), other))
            .filter(|(likeness, _)| *likeness > 0)
            .collect();
        found.sort_by(|(a, x), (b, y)| b.cmp(a).then_with(|| x.reference.cmp(&y.reference)));
        found.truncate(SHOWN);
        found.into_iter().map(|(_, other)| other).collect()
    }
}
