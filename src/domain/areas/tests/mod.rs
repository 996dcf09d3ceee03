//! Tests of the areas room, one file a subject. [`patchwork`] draws the land they stand on.

mod atlases;
mod bare;
mod drawings;
mod files;
mod patchwork;
mod places;
mod points;
mod published;
mod shapes;
mod trees;

use super::code::AreaCode;
use super::point::Point;
use super::{Area, AreaKind};

pub(super) fn code(text: &str) -> AreaCode {
    AreaCode::parse(text).expect("a code")
}

pub(super) fn point(lat: f64, lon: f64) -> Point {
    Point::new(lat, lon).expect("a point")
}

pub(super) fn area(kind: AreaKind, own: &str, parent: &str) -> Area {
    Area {
        code: code(own),
        name: format!("Area {own}"),
        kind,
        parent: AreaCode::parse(parent).ok(),
    }
}
