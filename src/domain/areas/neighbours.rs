//! What is wrong with the features of a boundary file together, and beside what is known already.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::boundaries::{Boundary, Problem, Reading, What};
use super::code::AreaCode;
use super::coverage::{self, Bare, Gap, Overlap};
use super::outline::Outline;
use super::{Area, AreaKind};

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
                near,
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

    /// Warns of ground of councils that lies in none of their wards: a ward that is missing, or stops short
    /// of the edge. `wards` and `councils` are what is known beside the file. A council without a single
    /// ward is not asked for any.
    pub fn compare_with_councils(
        &mut self,
        wards: &[Boundary],
        councils: &HashMap<AreaCode, Outline>,
    ) {
        let here: HashSet<&AreaCode> = self.boundaries.iter().map(|b| &b.area.code).collect();
        let known = wards.iter().filter(|ward| !here.contains(&ward.area.code));
        let mut wards_of: BTreeMap<&AreaCode, Vec<&Boundary>> = BTreeMap::new();
        for ward in self.boundaries.iter().chain(known) {
            if let (AreaKind::Ward, Some(council)) = (ward.area.kind, &ward.area.parent) {
                wards_of.entry(council).or_default().push(ward);
            }
        }
        let mut warnings = Vec::new();
        for (code, wards) in wards_of {
            let council = self.boundaries.iter().find(|b| b.area.code == *code);
            let own: Vec<&Boundary> = match council {
                Some(council) => vec![council],
                None => wards
                    .iter()
                    .copied()
                    .filter(|w| here.contains(&w.area.code))
                    .collect(),
            };
            let outline = council
                .map(|council| &council.outline)
                .or(councils.get(code));
            if let Some(outline) = outline.filter(|_| !own.is_empty()) {
                warnings.extend(self.bare_ground((code, outline), &wards, &own));
            }
        }
        self.warnings.extend(warnings);
        self.put_in_order();
    }

    /// What of a council lies in none of its wards, said of the nearest of the file's `own` features. What
    /// was told already as a gap between wards is left out.
    fn bare_ground(
        &self,
        (council, outline): (&AreaCode, &Outline),
        wards: &[&Boundary],
        own: &[&Boundary],
    ) -> Vec<Problem> {
        let is_told = |bare: &Bare| {
            self.warnings
                .iter()
                .any(|warning| matches!(&warning.what, What::Gap { near, .. } if bare.holds(*near)))
        };
        let outlines: Vec<&Outline> = wards.iter().map(|ward| &ward.outline).collect();
        let bare = coverage::bare(outline, &outlines);
        let untold = bare.into_iter().filter(|bare| !is_told(bare));
        untold
            .filter_map(|bare| {
                let away = |found: &Boundary| bare.away(&found.outline);
                let nearest = own.iter().min_by(|a, b| away(a).total_cmp(&away(b)));
                Some(nearest?.problem(What::Bare {
                    council: council.clone(),
                    square_metres: bare.square_metres,
                    near: bare.near,
                }))
            })
            .collect()
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
