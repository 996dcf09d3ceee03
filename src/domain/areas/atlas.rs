//! The areas as they stand: what lies in what, and the ward of a point by the set in force.
//!
//! Made from what is stored and then only read, by many at a time. Areas of earlier sets are in
//! the tree, because what was nominated in them still lies in their council; only the wards of the
//! set in force answer for a point.

use super::code::AreaCode;
use super::point::Point;
use super::tree::AreaTree;
use super::ward_index::{Found, WardIndex};
use super::{Area, AreaKind};
use crate::domain::policy::Nesting;

/// Every area, and the wards in force.
#[derive(Debug, Default)]
pub struct Atlas {
    tree: AreaTree,
    wards: WardIndex,
    ward_set: Option<String>,
}

impl Atlas {
    /// Puts an atlas together. `ward_set` is the name of the set that the wards are from.
    pub fn new(tree: AreaTree, wards: WardIndex, ward_set: Option<String>) -> Atlas {
        Atlas {
            tree,
            wards,
            ward_set,
        }
    }

    /// All areas, of every set.
    pub fn tree(&self) -> &AreaTree {
        &self.tree
    }

    /// The name of the ward set in force, to be kept with every ward that is written down.
    pub fn ward_set(&self) -> Option<&str> {
        self.ward_set.as_deref()
    }

    /// Whether there are no wards to find a point in.
    pub fn has_no_wards(&self) -> bool {
        self.wards.is_empty()
    }

    /// Where a point lies among the wards in force.
    pub fn locate(&self, point: Point) -> Found<'_> {
        self.wards.locate(point)
    }

    /// Where a place lies that had a ward published for it, such as a postcode: in that ward if it
    /// is in force, whatever side of a generalised edge the place came out on.
    pub fn locate_published(&self, point: Point, ward: Option<&AreaCode>) -> Found<'_> {
        match ward.and_then(|code| self.ward(code)) {
            Some(ward) => Found::Inside(ward),
            None => self.locate(point),
        }
    }

    /// A ward in force by its code.
    pub fn ward(&self, code: &AreaCode) -> Option<&Area> {
        let wards = self.wards.areas();
        let place = wards.binary_search_by(|ward| ward.code.cmp(code));
        wards.get(place.ok()?)
    }

    /// Whether a ward can be chosen today: one of a set that holds no more, or not yet, cannot. Where no set
    /// has boundaries, any can.
    pub fn takes_ward(&self, code: &AreaCode) -> bool {
        self.has_no_wards() || self.ward(code).is_some()
    }

    /// The council that a ward in force lies directly in: in a county, the district.
    pub fn council_of(&self, ward: &Area) -> Option<&Area> {
        self.tree.get(ward.parent.as_ref()?)
    }

    /// The wards in force inside an area, in order of name.
    pub fn wards_in(&self, code: &AreaCode) -> Vec<&Area> {
        let inside = |ward: &&Area| match &ward.parent {
            Some(council) => self.tree.covers(code, council),
            None => false,
        };
        let mut wards: Vec<&Area> = self.wards.areas().iter().filter(inside).collect();
        wards.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.code.cmp(&b.code)));
        wards
    }

    /// Whether a code names a ward, of whatever set, that is the area or lies inside it.
    pub fn has_ward_in(&self, area: &str, ward: &str) -> bool {
        let code = AreaCode::parse(ward).ok();
        let known = code.and_then(|code| self.tree.get(&code));
        known.is_some_and(|area| area.kind == AreaKind::Ward) && Nesting::covers(self, area, ward)
    }

    /// Every council, in order of name.
    pub fn councils(&self) -> Vec<&Area> {
        let mut councils: Vec<&Area> = self
            .tree
            .areas()
            .filter(|area| area.kind == AreaKind::Council)
            .collect();
        councils.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.code.cmp(&b.code)));
        councils
    }
}

impl Nesting for Atlas {
    fn covers(&self, outer: &str, inner: &str) -> bool {
        Nesting::covers(&self.tree, outer, inner)
    }
}
