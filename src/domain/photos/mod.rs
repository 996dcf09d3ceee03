//! Photos of places: what is taken, in which sizes it is shown, and what a moderator makes unreadable.
//!
//! Nothing of a sent file is kept: a photo is drawn anew from its points of colour. This room knows
//! no file and no database. Start at [`Side`] and [`Size`]; squares to blur are in [`squares`].

pub mod squares;
#[cfg(test)]
mod tests;

use crate::domain::mistakes;

/// The largest file that is read: what a telephone of today makes, twice over.
pub const MOST_BYTES: usize = 15 * 1024 * 1024;

/// The most points that a photo may have: 25 megapixels, with room for odd shapes.
pub const MOST_POINTS: u64 = 26_000_000;

/// The most bytes that the points may take up once they are unpacked.
pub const MOST_UNPACKED_BYTES: u64 = 120 * 1024 * 1024;

/// The most bytes that a PNG may unpack to beside its points: one line of them, and what its colours mean.
pub const MOST_BESIDE_THE_POINTS: u64 = 4 * 1024 * 1024;

/// How often a JPEG may go over its points again. A telephone's goes over them at most ten times.
pub const MOST_SCANS: usize = 32;

/// Photos of one nomination.
pub const MOST_OF_A_NOMINATION: usize = 4;

/// The longest words that say what a photo shows.
pub const LONGEST_ALT: usize = 200;

/// Which photo of a place this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The place as its nominator found it.
    Place,
    /// Before the work.
    Before,
    /// After the work.
    After,
}

impl Side {
    /// Every side.
    pub const ALL: [Side; 3] = [Side::Place, Side::Before, Side::After];

    /// The word kept in the database and sent by forms.
    pub fn code(self) -> &'static str {
        match self {
            Side::Place => "place",
            Side::Before => "before",
            Side::After => "after",
        }
    }

    /// The words for people.
    pub fn name(self) -> &'static str {
        match self {
            Side::Place => "The place",
            Side::Before => "Before the work",
            Side::After => "After the work",
        }
    }

    /// Reads the word kept in the database or sent by a form.
    pub fn parse(code: &str) -> Option<Side> {
        Side::ALL.into_iter().find(|side| side.code() == code)
    }
}

/// A size that a photo is kept in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Size {
    /// For lists.
    Small,
    /// For a telephone.
    Medium,
    /// The largest that is kept.
    Full,
}

impl Size {
    /// From the smallest to the largest.
    pub const ALL: [Size; 3] = [Size::Small, Size::Medium, Size::Full];

    /// The longer side at most.
    pub fn longest(self) -> u32 {
        match self {
            Size::Small => 400,
            Size::Medium => 800,
            Size::Full => 1600,
        }
    }

    /// The name of its file.
    pub fn file(self) -> &'static str {
        match self {
            Size::Small => "small.jpg",
            Size::Medium => "medium.jpg",
            Size::Full => "full.jpg",
        }
    }

    /// Reads the name of a file.
    pub fn of_file(name: &str) -> Option<Size> {
        Size::ALL.into_iter().find(|size| size.file() == name)
    }

    /// The sizes of a photo whose largest is this wide and high, each with its own width and height.
    /// Nothing is made larger than it was: a small photo has fewer sizes.
    pub fn of(width: u32, height: u32) -> Vec<(Size, u32, u32)> {
        let longest = width.max(height);
        let smaller = Size::ALL.into_iter().filter(|size| *size != Size::Full);
        let mut sizes: Vec<_> = smaller
            .filter(|size| size.longest() < longest)
            .map(|size| {
                let (width, height) = fitted(width, height, size.longest());
                (size, width, height)
            })
            .collect();
        sizes.push((Size::Full, width, height));
        sizes
    }
}

/// Width and height brought down, in proportion, to a longer side of `longest`. Neither becomes nothing.
pub fn fitted(width: u32, height: u32, longest: u32) -> (u32, u32) {
    let side = u64::from(width.max(height).max(1));
    if side <= u64::from(longest) {
        return (width, height);
    }
    let scaled = |length: u32| {
        let length = (u64::from(length) * u64::from(longest) + side / 2) / side;
        u32::try_from(length).unwrap_or(longest).max(1)
    };
    (scaled(width), scaled(height))
}

/// What a photo shows, for whoever cannot see it.
pub fn alt(text: &str) -> Result<String, String> {
    mistakes::line(
        text,
        LONGEST_ALT,
        "Say what the photo shows, like ‘Ivy over the wall of the bus shelter’",
    )
}

/// Why a moderator takes a photo down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Somebody can be recognised.
    ShowsPeople,
    /// Another place, or no place at all.
    NotThePlace,
    /// Not fit for everybody to see.
    Unsuitable,
    /// Whoever sent it wants it back, or somebody else owns it.
    Withdrawn,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Reason; 4] = [
        Reason::ShowsPeople,
        Reason::NotThePlace,
        Reason::Unsuitable,
        Reason::Withdrawn,
    ];

    /// The word that forms send and the audit log keeps.
    pub fn code(self) -> &'static str {
        match self {
            Reason::ShowsPeople => "shows-people",
            Reason::NotThePlace => "not-the-place",
            Reason::Unsuitable => "unsuitable",
            Reason::Withdrawn => "withdrawn",
        }
    }

    /// The words for people.
    pub fn name(self) -> &'static str {
        match self {
            Reason::ShowsPeople => "Somebody can be recognised on it",
            Reason::NotThePlace => "It does not show the place",
            Reason::Unsuitable => "It is not fit for everybody to see",
            Reason::Withdrawn => "Whoever sent it or owns it wants it taken down",
        }
    }

    /// Reads the word that a form sends.
    pub fn parse(code: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|reason| reason.code() == code)
    }
}
