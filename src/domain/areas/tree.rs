//! How areas nest: wards in councils, councils in counties and probation areas.
//!
//! Built once from a list of areas and then only read. Who may do what (a grant for an area covers
//! the areas inside it) and which figures add up to which total both ask this tree.

use std::collections::BTreeMap;

use super::code::AreaCode;
use super::{Area, AreaKind};
use crate::domain::policy::Nesting;

/// Areas and what lies in what.
#[derive(Debug, Clone, Default)]
pub struct AreaTree {
    nodes: BTreeMap<AreaCode, Node>,
}

#[derive(Debug, Clone)]
struct Node {
    area: Area,
    children: Vec<AreaCode>,
}

/// Why a list of areas does not form a tree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    #[error("{0} is listed twice")]
    Twice(AreaCode),
    #[error("{code} says that it lies in {parent}, which is not known")]
    UnknownParent { code: AreaCode, parent: AreaCode },
    #[error("{code}, a {kind}, cannot lie in {parent}, a {parent_kind}")]
    WrongNesting {
        code: AreaCode,
        kind: AreaKind,
        parent: AreaCode,
        parent_kind: AreaKind,
    },
    #[error("{0} would lie inside itself")]
    Circle(AreaCode),
}

/// Whether a council or a probation area that was known lies elsewhere now: then sums are of other places.
pub fn is_nested_otherwise<'a>(
    before: impl Fn(&AreaCode) -> Option<&'a Area>,
    now: &[Area],
) -> bool {
    now.iter()
        .filter(|area| area.kind != AreaKind::Ward)
        .any(|area| before(&area.code).is_some_and(|old| old.parent != area.parent))
}

impl AreaTree {
    /// Builds the tree, or says which area does not fit in it.
    pub fn new(areas: impl IntoIterator<Item = Area>) -> Result<AreaTree, TreeError> {
        let mut nodes = BTreeMap::new();
        for area in areas {
            let code = area.code.clone();
            let node = Node {
                area,
                children: Vec::new(),
            };
            if nodes.insert(code.clone(), node).is_some() {
                return Err(TreeError::Twice(code));
            }
        }
        let mut tree = AreaTree { nodes };
        tree.check()?;
        let links: Vec<(AreaCode, AreaCode)> = tree
            .areas()
            .filter_map(|area| Some((area.parent.clone()?, area.code.clone())))
            .collect();
        for (parent, child) in links {
            if let Some(node) = tree.nodes.get_mut(&parent) {
                node.children.push(child);
            }
        }
        Ok(tree)
    }

    fn check(&self) -> Result<(), TreeError> {
        for area in self.areas() {
            let Some(parent) = &area.parent else { continue };
            let Some(outer) = self.get(parent) else {
                return Err(TreeError::UnknownParent {
                    code: area.code.clone(),
                    parent: parent.clone(),
                });
            };
            if !area.kind.fits_in(outer.kind) {
                return Err(TreeError::WrongNesting {
                    code: area.code.clone(),
                    kind: area.kind,
                    parent: parent.clone(),
                    parent_kind: outer.kind,
                });
            }
            let mut seen = 0;
            let mut above = Some(parent);
            while let Some(code) = above {
                if *code == area.code || seen > self.nodes.len() {
                    return Err(TreeError::Circle(area.code.clone()));
                }
                seen += 1;
                above = self.get(code).and_then(|outer| outer.parent.as_ref());
            }
        }
        Ok(())
    }

    /// Every area, in order of code.
    pub fn areas(&self) -> impl Iterator<Item = &Area> {
        self.nodes.values().map(|node| &node.area)
    }

    /// The area with this code.
    pub fn get(&self, code: &AreaCode) -> Option<&Area> {
        self.nodes.get(code).map(|node| &node.area)
    }

    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The areas directly inside this one, in order of code.
    pub fn children(&self, code: &AreaCode) -> impl Iterator<Item = &Area> {
        let children = self.nodes.get(code).map(|node| node.children.as_slice());
        children
            .unwrap_or_default()
            .iter()
            .filter_map(|child| self.get(child))
    }

    /// The areas that lie in no other, in order of code.
    pub fn roots(&self) -> impl Iterator<Item = &Area> {
        self.areas().filter(|area| area.parent.is_none())
    }

    /// From the widest area down to this one. Empty for a code the tree does not know.
    pub fn path(&self, code: &AreaCode) -> Vec<&Area> {
        let mut path = Vec::new();
        let mut next = self.get(code);
        while let Some(area) = next {
            path.push(area);
            next = area.parent.as_ref().and_then(|parent| self.get(parent));
        }
        path.reverse();
        path
    }

    /// Whether `code` is `ancestor` or lies inside it, at any depth.
    ///
    /// A code the tree does not know is covered by nothing but itself.
    pub fn covers(&self, ancestor: &AreaCode, code: &AreaCode) -> bool {
        ancestor == code || self.path(code).iter().any(|area| area.code == *ancestor)
    }

    /// The areas of one kind that lie inside this one, at any depth, in order of code. The area
    /// itself is among them if it is of that kind.
    pub fn within(&self, code: &AreaCode, kind: AreaKind) -> Vec<&Area> {
        let mut found = Vec::new();
        let mut waiting: Vec<&Area> = self.get(code).into_iter().collect();
        while let Some(area) = waiting.pop() {
            if area.kind == kind {
                found.push(area);
            }
            waiting.extend(self.children(&area.code));
        }
        found.sort_by(|a, b| a.code.cmp(&b.code));
        found
    }

    /// The councils of a probation area: the counties and unitary councils, and the districts in
    /// the counties.
    pub fn councils_of(&self, probation_area: &AreaCode) -> Vec<&Area> {
        self.within(probation_area, AreaKind::Council)
    }

    /// The council that a ward lies directly in, or the council itself: in a county, the district.
    pub fn council_of(&self, code: &AreaCode) -> Option<&Area> {
        let path = self.path(code);
        path.into_iter()
            .rev()
            .find(|area| area.kind == AreaKind::Council)
    }

    /// The widest council that holds this area: in a county, the county council.
    pub fn upper_council_of(&self, code: &AreaCode) -> Option<&Area> {
        let path = self.path(code);
        path.into_iter().find(|area| area.kind == AreaKind::Council)
    }
}

impl Nesting for AreaTree {
    fn covers(&self, outer: &str, inner: &str) -> bool {
        if outer == inner {
            return true;
        }
        match (AreaCode::parse(outer), AreaCode::parse(inner)) {
            (Ok(outer), Ok(inner)) => AreaTree::covers(self, &outer, &inner),
            _ => false,
        }
    }
}
