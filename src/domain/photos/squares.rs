//! Squares laid over a photo, like those of a town map: letters from the left, numbers from the top.
//!
//! A moderator names two corners and everything between them is made unreadable. Nobody needs a mouse
//! for that; a script that draws with one fills in the same two squares.

use std::fmt;
use std::str::FromStr;

/// Columns, from A.
pub const COLUMNS: u32 = 20;
/// Rows, from 1.
pub const ROWS: u32 = 20;

/// One square, like `C4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Square {
    /// From 0, at the left.
    pub column: u32,
    /// From 0, at the top.
    pub row: u32,
}

/// The letter of a column.
pub fn letter(column: u32) -> char {
    char::from_u32('A' as u32 + column.min(COLUMNS - 1)).unwrap_or('A')
}

impl fmt::Display for Square {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", letter(self.column), self.row + 1)
    }
}

/// Why a square does not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Enter a square of the photo: a letter from A to T and a number from 1 to 20, like C4")]
pub struct NoSquare;

impl FromStr for Square {
    type Err = NoSquare;

    fn from_str(text: &str) -> Result<Square, NoSquare> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let text = text.to_ascii_uppercase();
        let mut letters = text.chars();
        let column = letters.next().ok_or(NoSquare)?;
        let column = u32::from(column)
            .checked_sub(u32::from('A'))
            .filter(|column| *column < COLUMNS)
            .ok_or(NoSquare)?;
        let digits = letters.as_str();
        if digits.is_empty() || digits.len() > 2 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NoSquare);
        }
        let row: u32 = digits.parse().map_err(|_| NoSquare)?;
        match row {
            1..=ROWS => Ok(Square {
                column,
                row: row - 1,
            }),
            _ => Err(NoSquare),
        }
    }
}

/// Everything from one square to another, both within.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    left: u32,
    top: u32,
    right: u32,
    bottom: u32,
}

/// A part of a photo, in its points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
}

impl Area {
    /// Between two corners, in whatever order they were named.
    pub fn between(one: Square, other: Square) -> Area {
        Area {
            left: one.column.min(other.column),
            top: one.row.min(other.row),
            right: one.column.max(other.column) + 1,
            bottom: one.row.max(other.row) + 1,
        }
    }

    /// The points of a photo that lie in it: never none, and never outside the photo.
    pub fn within(self, width: u32, height: u32) -> Part {
        let (x, wide) = stretch(self.left, self.right, COLUMNS, width);
        let (y, high) = stretch(self.top, self.bottom, ROWS, height);
        Part {
            x,
            y,
            width: wide,
            height: high,
        }
    }
}

/// Where squares `from..to` of `all` begin and how long they are on a side of so many points. Rounded
/// outwards, so that no line of points between two squares is left over.
fn stretch(from: u32, to: u32, all: u32, points: u32) -> (u32, u32) {
    let points = u64::from(points.max(1));
    let begins = u64::from(from) * points / u64::from(all);
    let ends = (u64::from(to) * points).div_ceil(u64::from(all));
    let begins = begins.min(points - 1);
    let ends = ends.clamp(begins + 1, points);
    let whole = |length: u64| u32::try_from(length).unwrap_or(u32::MAX);
    (whole(begins), whole(ends - begins))
}
