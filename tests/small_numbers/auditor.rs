//! Somebody who has every publication, knows how many sessions each project held in each month and
//! that nothing else changes without one, and has a solver.
//!
//! The limit of a project's group bounds nothing: no page tells it, and staff may confirm more.

use crate::ledger::{Atoms, Publication};
use crate::views;
use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, Variable};
use payback_panel::domain::figures::Measures;

const MEASURES: [fn(&Measures) -> i64; 4] = [
    |m| m.offenders,
    |m| m.attendances,
    |m| m.minutes_credited,
    |m| m.minutes_offered,
];

/// One atom in one publication: where its numbers stand among the unknowns, and where they stood before.
struct Unknown {
    place: usize,
    before: Option<usize>,
    grew_by_sessions: i64,
    was_corrected: bool,
    sessions: i64,
}

struct Equation {
    places: Vec<usize>,
    measure: usize,
    value: i64,
}

pub struct Auditor<'a> {
    publications: &'a [Publication],
    /// For each publication, for each of its atoms, its place.
    places: Vec<Vec<usize>>,
    unknowns: Vec<Unknown>,
    equations: Vec<Equation>,
}

impl<'a> Auditor<'a> {
    pub fn of(publications: &'a [Publication]) -> Auditor<'a> {
        let mut auditor = Auditor {
            publications,
            places: vec![],
            unknowns: vec![],
            equations: vec![],
        };
        for at in 0..publications.len() {
            let places = auditor.list_unknowns(at);
            auditor.places.push(places);
        }
        for at in 0..publications.len() {
            auditor.read(at);
        }
        auditor
    }

    fn list_unknowns(&mut self, at: usize) -> Vec<usize> {
        let before = at
            .checked_sub(1)
            .map(|before| (&self.publications[before], &self.places[before]));
        let mut places = vec![];
        for (atom, counts) in &self.publications[at].atoms {
            let earlier = before.and_then(|(publication, places)| {
                let found = publication.atoms.iter().position(|(one, _)| one == atom)?;
                Some((publication.atoms[found].1, places[found]))
            });
            if let Some((same, place)) = earlier.filter(|(same, _)| same == counts) {
                assert_eq!(same.attendances, counts.attendances);
                places.push(place);
                continue;
            }
            let was = earlier.map_or(Measures::default(), |(was, _)| was);
            let place = self.unknowns.len();
            let grew_by_sessions = counts.sessions_held - was.sessions_held;
            let grew = counts.attendances - was.attendances >= grew_by_sessions;
            self.unknowns.push(Unknown {
                place,
                before: earlier.map(|(_, place)| place),
                grew_by_sessions,
                was_corrected: !grew || counts.offenders < was.offenders,
                sessions: counts.sessions_held,
            });
            places.push(place);
        }
        places
    }

    /// Reads every number of a publication, leaving out those that others already give.
    fn read(&mut self, at: usize) {
        let publication = &self.publications[at];
        let shown = views::all(publication).into_iter().map(|view| view.atoms);
        let mut rows: Vec<(Vec<f64>, Atoms)> = vec![];
        let mut reduced: Vec<Vec<f64>> = vec![];
        for atoms in shown.filter(|atoms| !publication.is_withheld(*atoms)) {
            let mut row: Vec<f64> = (0..publication.atoms.len())
                .map(|bit| f64::from(u8::from(atoms & (1 << bit) != 0)))
                .collect();
            for basis in &reduced {
                let lead = basis
                    .iter()
                    .position(|value| value.abs() > 1e-9)
                    .expect("a lead");
                let times = row[lead] / basis[lead];
                row.iter_mut()
                    .zip(basis)
                    .for_each(|(value, other)| *value -= times * other);
            }
            if row.iter().any(|value| value.abs() > 1e-9) {
                reduced.push(row.clone());
                rows.push((row, atoms));
            }
        }
        for (_, atoms) in rows {
            let total = publication.total(atoms);
            let places: Vec<usize> = self.within(at, atoms);
            for (measure, of) in MEASURES.iter().enumerate() {
                self.equations.push(Equation {
                    places: places.clone(),
                    measure,
                    value: of(&total),
                });
            }
        }
    }

    fn within(&self, at: usize, atoms: Atoms) -> Vec<usize> {
        let places = self.places[at].iter().enumerate();
        places
            .filter(|(bit, _)| atoms & (1 << bit) != 0)
            .map(|(_, place)| *place)
            .collect()
    }

    /// The most (or least) that everything published allows for a sum.
    fn bound(&self, places: &[usize], measure: usize, direction: OptimizationDirection) -> f64 {
        let mut problem = Problem::new(direction);
        let mut variables: Vec<[Variable; 4]> = vec![];
        for unknown in &self.unknowns {
            let wanted = places
                .iter()
                .filter(|place| **place == unknown.place)
                .count() as f64;
            let add = |problem: &mut Problem, of: usize, least: i64| {
                let weight = if of == measure { wanted } else { 0.0 };
                problem.add_var(weight, (least as f64, f64::INFINITY))
            };
            let offenders = add(&mut problem, 0, 0);
            let attendances = add(&mut problem, 1, unknown.sessions);
            let credited = add(&mut problem, 2, 0);
            let offered = add(&mut problem, 3, 0);
            // Nobody is new who does not attend; nothing is credited that was not offered; nobody is offered
            // more than the day.
            problem.add_constraint(
                [(attendances, 1.0), (offenders, -1.0)],
                ComparisonOp::Ge,
                0.0,
            );
            problem.add_constraint([(offered, 1.0), (credited, -1.0)], ComparisonOp::Ge, 0.0);
            problem.add_constraint(
                [(attendances, 1440.0), (offered, -1.0)],
                ComparisonOp::Ge,
                0.0,
            );
            if let Some(before) = unknown.before.filter(|_| !unknown.was_corrected) {
                let least = [0, unknown.grew_by_sessions, 0, 0];
                let all = [offenders, attendances, credited, offered];
                for (of, now) in all.into_iter().enumerate() {
                    let then = variables[before][of];
                    let grown = [(now, 1.0), (then, -1.0)];
                    problem.add_constraint(grown, ComparisonOp::Ge, least[of] as f64);
                }
            }
            variables.push([offenders, attendances, credited, offered]);
        }
        for equation in &self.equations {
            let sum: Vec<_> = equation
                .places
                .iter()
                .map(|place| (variables[*place][equation.measure], 1.0))
                .collect();
            problem.add_constraint(&sum, ComparisonOp::Eq, equation.value as f64);
        }
        match problem.solve().map(|found| found.into_solution()) {
            Ok(Ok(solution)) => solution.objective(),
            Err(Error::Unbounded) if direction == OptimizationDirection::Maximize => f64::INFINITY,
            Ok(Err(other)) => panic!("no bound: {other:?}"),
            Err(other) => panic!("no bound: {other:?}"),
        }
    }

    /// Whether a withheld sum stays open: more than one value, and up to the threshold or above.
    pub fn doubts(&self, at: usize, atoms: Atoms, threshold: i64) -> Result<(), String> {
        let places = self.within(at, atoms);
        let total = self.publications[at].total(atoms);
        for (measure, of) in MEASURES.iter().enumerate() {
            let truth = of(&total) as f64;
            let most = self.bound(&places, measure, OptimizationDirection::Maximize);
            if measure < 2 && most < threshold as f64 - 1e-4 {
                return Err(format!(
                    "measure {measure} is at most {most}, and is {truth}"
                ));
            }
            if most > truth + 0.01 {
                continue;
            }
            let least = self.bound(&places, measure, OptimizationDirection::Minimize);
            if least > truth - 0.01 {
                return Err(format!("measure {measure} must be {truth}"));
            }
        }
        Ok(())
    }
}
