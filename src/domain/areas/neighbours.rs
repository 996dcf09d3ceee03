//! What is wrong with the features of a boundary file together, and beside what is known already.

use std::collections::{HashMap, HashSet};

use super::Area;
use super::boundaries::{Boundary, Problem, Reading, What};
use super::code::AreaCode;
use super::coverage::{self, Gap, Overlap};
use super::outline::Outline;

impl Reading {
    pub(super) fn refuse_repeated_codes(&mut self) {
        let mut first: HashMap<&AreaCode, usize> = HashMap::new();
        for boundary in &self.boundaries {
            match first.get(&boundary.area.code) {
                Some(earlier) => self.problems.push(boundary.problem(What::Twice(*earlier))),
                None => {
                    first.insert(&boundary.area.code, boundary.feature);
                }
            }
        }
    }

    /// Reports overlaps and gaps between the areas of the file.
    pub(super) fn compare_neighbours(&mut self) {
        let outlines: Vec<&Outline> = self.boundaries.iter().map(|b| &b.outline).collect();
        for overlap in coverage::overlaps(&outlines) {
            let (a, b) = (&self.boundaries[overlap.a], &self.boundaries[overlap.b]);
            self.problems.extend(b.overlapping(a, &overlap));
        }
        for Gap {
            beside,
            square_metres,
            near,
        } in coverage::gaps(&outlines)
        {
            let warning = self.boundaries[beside].problem(What::Gap {
                square_metres,
                near: near.to_string(),
            });
            self.warnings.push(warning);
        }
    }

    /// Reports areas that overlap others which the set has already, area for area of one kind.
    pub fn compare_with(&mut self, known: &[Boundary]) {
        let here: HashSet<&AreaCode> = self.boundaries.iter().map(|b| &b.area.code).collect();
        let others: Vec<&Boundary> = known
            .iter()
            .filter(|known| !here.contains(&known.area.code))
            .collect();
        let all: Vec<&Boundary> = others.iter().copied().chain(&self.boundaries).collect();
        let outlines: Vec<&Outline> = all.iter().map(|b| &b.outline).collect();
        for overlap in coverage::overlaps(&outlines) {
            // Of two known ones, or two of the file, it was said before.
            if overlap.a < others.len() && overlap.b >= others.len() {
                let problem = all[overlap.b].overlapping(all[overlap.a], &overlap);
                self.problems.extend(problem);
            }
        }
        self.put_in_order();
    }

    /// Reports the areas whose parent is neither known, nor in the file, nor named by it; those
    /// known as another kind; and those whose prefix another has.
    pub fn compare_with_areas(
        &mut self,
        known: &HashMap<AreaCode, Area>,
        prefixes: &HashMap<String, AreaCode>,
    ) {
        let here: HashSet<&AreaCode> = self.boundaries.iter().map(|b| &b.area.code).collect();
        let mut prefixes = prefixes.clone();
        let mut problems = Vec::new();
        for boundary in &self.boundaries {
            let area = &boundary.area;
            if let Some(parent) = &area.parent {
                let named = boundary.named_parent.is_some();
                if !named && !known.contains_key(parent) && !here.contains(parent) {
                    problems.push(boundary.problem(What::UnknownParent(parent.clone())));
                }
            }
            match known.get(&area.code) {
                Some(other) if other.kind != area.kind => {
                    problems.push(boundary.problem(What::OtherKind(other.kind)));
                }
                _ => {}
            }
            if let Some(prefix) = boundary.prefix.clone() {
                let of = prefixes
                    .entry(prefix.clone())
                    .or_insert_with(|| area.code.clone());
                if *of != area.code {
                    let of = of.clone();
                    problems.push(boundary.problem(What::PrefixTaken { prefix, of }));
                }
            }
        }
        self.problems.extend(problems);
        self.put_in_order();
    }

    /// Warns of areas that reach out of their parent: the sign of a file in another datum.
    pub fn compare_with_parents(&mut self, parents: &HashMap<AreaCode, Outline>) {
        for boundary in &self.boundaries {
            let Some(parent) = &boundary.area.parent else {
                continue;
            };
            let Some(outline) = parents.get(parent) else {
                continue;
            };
            if let Some((square_metres, near)) = coverage::beyond(&boundary.outline, outline) {
                self.warnings.push(boundary.problem(What::BeyondParent {
                    parent: parent.clone(),
                    square_metres,
                    near: near.to_string(),
                }));
            }
        }
        self.put_in_order();
    }

    pub(super) fn put_in_order(&mut self) {
        self.problems.sort_by_key(|problem| problem.feature);
        self.warnings.sort_by_key(|warning| warning.feature);
    }
}

impl Boundary {
    /// Something wrong with this feature.
    pub fn problem(&self, what: What) -> Problem {
        Problem {
            feature: self.feature,
            label: format!("{} {}", self.area.code, self.area.name),
            what,
        }
    }

    /// The overlap with another area as a problem of this one. An area may lie in its own parent.
    fn overlapping(&self, other: &Boundary, overlap: &Overlap) -> Option<Problem> {
        let nested = self.area.parent.as_ref() == Some(&other.area.code)
            || other.area.parent.as_ref() == Some(&self.area.code);
        if nested || self.area.code == other.area.code {
            return None;
        }
        Some(self.problem(What::Overlaps {
            other: format!("{} {}", other.area.code, other.area.name),
            square_metres: overlap.square_metres,
            near: overlap.near.to_string(),
        }))
    }
}
