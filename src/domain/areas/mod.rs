//! Areas: places with a boundary and an official code, and the ward of a point.
//!
//! Areas nest by what the data says (a ward names its council), never by the look of a code. This
//! is the one room with floating point, because latitude and longitude are. It holds no person and
//! reads no file itself: text and numbers come in, answers come out. Start at [`ward_index`] for
//! "which ward is this point in", at [`boundaries`] for reading a boundary file, at [`place`] for
//! what people type when asked where.

pub mod atlas;
pub mod boundaries;
pub mod bounds;
mod cells;
pub mod code;
mod columns;
pub mod coverage;
pub mod drawing;
pub mod mercator;
pub mod named_place;
pub mod national_grid;
pub mod near;
mod neighbours;
pub mod outline;
pub mod place;
pub mod point;
pub mod postcode;
pub mod prefix;
mod problems;
pub mod rings;
mod slabs;
pub mod tree;
pub mod ward_index;

#[cfg(test)]
mod tests;

use code::AreaCode;

/// What sort of area a boundary belongs to, widest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AreaKind {
    /// An area that the probation service is run by, such as a probation delivery unit.
    ProbationArea,
    /// A local authority. A county council holds district councils, which are councils too.
    Council,
    /// The smallest area: an electoral ward or division of a council.
    Ward,
}

impl AreaKind {
    /// Every kind, widest first.
    pub const ALL: [AreaKind; 3] = [AreaKind::ProbationArea, AreaKind::Council, AreaKind::Ward];

    /// The word that commands, addresses and the database use.
    pub fn as_str(self) -> &'static str {
        match self {
            AreaKind::ProbationArea => "probation-area",
            AreaKind::Council => "council",
            AreaKind::Ward => "ward",
        }
    }

    /// The kind that a word names; `None` for any other word.
    pub fn parse(word: &str) -> Option<AreaKind> {
        AreaKind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Whether an area of this kind may lie directly inside one of `outer`.
    ///
    /// A ward lies in a council. A council lies in a county council or a probation area. Probation
    /// areas lie in wider ones (a delivery unit in a region).
    pub fn fits_in(self, outer: AreaKind) -> bool {
        match self {
            AreaKind::Ward => outer == AreaKind::Council,
            AreaKind::Council => outer != AreaKind::Ward,
            AreaKind::ProbationArea => outer == AreaKind::ProbationArea,
        }
    }
}

impl std::fmt::Display for AreaKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One area: its code, its name, its kind, and the area it lies in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    pub code: AreaCode,
    pub name: String,
    pub kind: AreaKind,
    /// The area this one lies directly inside, where the data names one.
    pub parent: Option<AreaCode>,
}
