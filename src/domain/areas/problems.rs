//! What can be wrong with a feature of a boundary file, in words.

use super::AreaKind;
use super::code::{AreaCode, CodeError};
use super::point::Point;
use super::rings::Fault;

/// Something wrong with one feature.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Where the feature stands in the file, counted from 1.
    pub feature: usize,
    /// Its code and name, as far as they could be read.
    pub label: String,
    pub what: What,
}

/// What is wrong with a feature.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum What {
    #[error("it is not a GeoJSON feature")]
    NotAFeature,
    #[error("it has no code")]
    NoCode,
    #[error("its code cannot be used. {0}")]
    Code(CodeError),
    #[error("it has no name")]
    NoName,
    #[error("its name is longer than 200 characters or holds control characters")]
    Name,
    #[error("it does not say which council it lies in")]
    NoParent,
    #[error("the code of its parent cannot be used. {0}")]
    ParentCode(CodeError),
    #[error("it lies in {0}, which is not known; import that first")]
    UnknownParent(AreaCode),
    #[error("its prefix is not two to six capital letters")]
    Prefix,
    #[error("its prefix {prefix} is already that of {of}")]
    PrefixTaken { prefix: String, of: AreaCode },
    #[error("its population is not a whole number")]
    Population,
    #[error("it is already known as a {0}")]
    OtherKind(AreaKind),
    #[error("set {0} already has another boundary, name or parent for it")]
    Differs(String),
    #[error("feature {0} has the same code")]
    Twice(usize),
    #[error(transparent)]
    Shape(#[from] Fault),
    #[error("it overlaps {other} by {square_metres:.0} square metres, near {near}")]
    Overlaps {
        other: String,
        square_metres: f64,
        near: String,
    },
    #[error("there is a gap of {square_metres:.0} square metres beside it, near {near}")]
    Gap { square_metres: f64, near: Point },
    #[error(
        "{square_metres:.0} square metres of {council} lie in none of its wards, near {near}; \
         is a ward missing, or does one stop short of the edge?"
    )]
    Bare {
        council: AreaCode,
        square_metres: f64,
        near: Point,
    },
    #[error(
        "{square_metres:.0} square metres of it lie outside {parent}, near {near}; \
         are both files in the same coordinates?"
    )]
    BeyondParent {
        parent: AreaCode,
        square_metres: f64,
        near: String,
    },
}

impl Problem {
    /// Which feature it is: `feature 3 (E05010458 Abbey)`.
    pub fn place(&self) -> String {
        match self.label.as_str() {
            "" => format!("feature {}", self.feature),
            label => format!("feature {} ({label})", self.feature),
        }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.place(), self.what)
    }
}
