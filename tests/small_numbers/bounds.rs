//! What published numbers allow: unknown counts, sums of them that were told, and a solver that says how small
//! and how large another sum can be.
//!
//! `tests/acceptance/recovered` asks it about the product's own answers.

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, Variable};
use payback_panel::domain::figures::Measures;
use std::collections::BTreeSet;

/// Head-counts first.
pub const MEASURES: [fn(&Measures) -> i64; 4] = [
    |m| m.offenders,
    |m| m.attendances,
    |m| m.minutes_credited,
    |m| m.minutes_offered,
];
/// So many of them count people.
const HEADS: usize = 2;

/// One atom in one publication, and where among the unknowns its numbers stood before.
#[derive(Debug, Clone)]
struct Unknown {
    before: Option<usize>,
    grew_by_sessions: i64,
    was_corrected: bool,
    /// The same people as before: what was corrected is of their minutes alone.
    has_the_same_people: bool,
    sessions: i64,
}

/// A sum in one publication and the same project's in the one before.
#[derive(Debug, Clone)]
struct Followed {
    before: Vec<usize>,
    now: Vec<usize>,
    grew_by_sessions: i64,
    /// The measures that stayed.
    same: [bool; MEASURES.len()],
}

#[derive(Debug, Clone)]
struct Equation {
    places: Vec<usize>,
    measure: usize,
    value: i64,
}

/// A project in a month, and what it counts.
type Atom<M> = ((i64, M), Measures);

/// The atoms of a publication, and the place of each among the unknowns.
type Listed<'p, M> = (&'p [Atom<M>], &'p [usize]);

/// Everything that somebody knows who has read some publications.
#[derive(Debug, Clone, Default)]
pub struct Known {
    unknowns: Vec<Unknown>,
    equations: Vec<Equation>,
    followed: Vec<Followed>,
}

impl Known {
    /// Lists the atoms of a publication, those of the one before given with their places. One in which nothing
    /// happened keeps its place. Says the places.
    pub fn lists<M: PartialEq>(
        &mut self,
        atoms: &[Atom<M>],
        before: Option<Listed<'_, M>>,
    ) -> Vec<usize> {
        let mut places = vec![];
        for (atom, counts) in atoms {
            let earlier = before.and_then(|(earlier, places)| {
                let found = earlier.iter().position(|(one, _)| one == atom)?;
                Some((earlier[found].1, places[found]))
            });
            if let Some((same, place)) = earlier.filter(|(same, _)| same == counts) {
                assert_eq!(same.attendances, counts.attendances);
                places.push(place);
                continue;
            }
            let was = earlier.map_or(Measures::default(), |(was, _)| was);
            places.push(self.unknowns.len());
            let grew_by_sessions = counts.sessions_held - was.sessions_held;
            let grew = counts.attendances - was.attendances >= grew_by_sessions;
            let same = |of: fn(&Measures) -> i64| of(counts) == of(&was);
            let shrank = MEASURES.iter().any(|of| of(counts) < of(&was)) || grew_by_sessions < 0;
            self.unknowns.push(Unknown {
                before: earlier.map(|(_, place)| place),
                grew_by_sessions,
                was_corrected: !grew || shrank,
                has_the_same_people: grew_by_sessions == 0
                    && MEASURES[..HEADS].iter().all(|of| same(*of)),
                sessions: counts.sessions_held,
            });
        }
        if let Some(before) = before {
            let projects: BTreeSet<i64> =
                before.0.iter().map(|((project, _), _)| *project).collect();
            for project in projects {
                self.follows(
                    of_project(before, project),
                    of_project((atoms, &places), project),
                );
            }
        }
        places
    }

    /// Follows a project from one publication to the next: its sessions may have gone to other months, and then
    /// their people went along. Where sessions were taken away, or people, anything may have been corrected.
    fn follows(&mut self, before: (Vec<usize>, Measures), now: (Vec<usize>, Measures)) {
        let ((before, was), (now, is)) = (before, now);
        let grew_by_sessions = is.sessions_held - was.sessions_held;
        let grew = is.attendances - was.attendances >= grew_by_sessions && grew_by_sessions >= 0;
        if !grew || MEASURES.iter().any(|of| of(&is) < of(&was)) {
            return;
        }
        let stayed =
            grew_by_sessions == 0 && MEASURES[..HEADS].iter().all(|of| of(&is) == of(&was));
        let without = |places: &[usize], others: &[usize]| {
            let places = places.iter().filter(|place| !others.contains(place));
            places.copied().collect()
        };
        self.followed.push(Followed {
            before: without(&before, &now),
            now: without(&now, &before),
            grew_by_sessions,
            same: MEASURES.map(|of| stayed && of(&is) == of(&was)),
        });
    }

    /// Is told the sum of a measure over some places.
    pub fn is_told(&mut self, places: Vec<usize>, measure: usize, value: i64) {
        self.equations.push(Equation {
            places,
            measure,
            value,
        });
    }

    /// The most (or least) that everything published allows for a sum.
    fn bound(&self, places: &[usize], measure: usize, direction: OptimizationDirection) -> f64 {
        let mut problem = Problem::new(direction);
        let mut variables: Vec<[Variable; 4]> = vec![];
        for (place, unknown) in self.unknowns.iter().enumerate() {
            let wanted = places.iter().filter(|wanted| **wanted == place).count() as f64;
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
            if let Some(before) = unknown.before.filter(|_| unknown.has_the_same_people) {
                for (now, then) in [offenders, attendances].into_iter().zip(variables[before]) {
                    problem.add_constraint([(now, 1.0), (then, -1.0)], ComparisonOp::Eq, 0.0);
                }
            }
            variables.push([offenders, attendances, credited, offered]);
        }
        for project in &self.followed {
            for (of, same) in project.same.into_iter().enumerate() {
                let now = project.now.iter().map(|place| (variables[*place][of], 1.0));
                let then = project
                    .before
                    .iter()
                    .map(|place| (variables[*place][of], -1.0));
                let least = if of == 1 { project.grew_by_sessions } else { 0 };
                let grown = match same {
                    true => ComparisonOp::Eq,
                    false => ComparisonOp::Ge,
                };
                problem.add_constraint(now.chain(then).collect::<Vec<_>>(), grown, least as f64);
            }
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
    pub fn doubts(&self, places: &[usize], total: &Measures, threshold: i64) -> Result<(), String> {
        for (measure, of) in MEASURES.iter().enumerate() {
            let truth = of(total) as f64;
            let most = self.bound(places, measure, OptimizationDirection::Maximize);
            if measure < HEADS && most < threshold as f64 - 1e-4 {
                return Err(format!(
                    "measure {measure} is at most {most}, and is {truth}"
                ));
            }
            if most > truth + 0.01 {
                continue;
            }
            let least = self.bound(places, measure, OptimizationDirection::Minimize);
            if least > truth - 0.01 {
                return Err(format!("measure {measure} must be {truth}"));
            }
        }
        Ok(())
    }
}

/// The places of a project, and what they count together.
fn of_project<M>((atoms, places): Listed<'_, M>, project: i64) -> (Vec<usize>, Measures) {
    let own = || {
        atoms
            .iter()
            .zip(places)
            .filter(|(((of, _), _), _)| *of == project)
    };
    let total = own().map(|((_, counts), _)| *counts).sum();
    (own().map(|(_, place)| *place).collect(), total)
}

/// Sums that were told, so far as none follows from the others.
#[derive(Debug, Default)]
pub struct Independent(Vec<Vec<f64>>);

impl Independent {
    /// Takes a sum in, each atom with its weight. False where the others already give it.
    pub fn takes(&mut self, mut row: Vec<f64>) -> bool {
        for basis in &self.0 {
            let lead = basis
                .iter()
                .position(|value| value.abs() > 1e-9)
                .expect("a lead");
            let times = row[lead] / basis[lead];
            row.iter_mut()
                .zip(basis)
                .for_each(|(value, other)| *value -= times * other);
        }
        let is_new = row.iter().any(|value| value.abs() > 1e-9);
        if is_new {
            self.0.push(row);
        }
        is_new
    }
}

/// One session of so many people, all of them new.
pub fn session(people: i64) -> Measures {
    Measures {
        sessions_held: 1,
        attendances: people,
        offenders: people,
        minutes_offered: people * 360,
        minutes_credited: people * 350,
        ..Measures::default()
    }
}

/// That this finds what is laid bare: three people in one place, twenty in another, and the sum of both told.
#[test]
fn a_number_whose_complement_is_published_is_found_out() {
    let atoms = [((1, 1), session(3)), ((2, 1), session(20))];
    let mut known = Known::default();
    let places = known.lists(&atoms, None);
    for (measure, of) in MEASURES.iter().enumerate() {
        let both = of(&atoms[0].1) + of(&atoms[1].1);
        known.is_told(places.clone(), measure, both);
    }
    assert_eq!(known.doubts(&places[..1], &atoms[0].1, 5), Ok(()));
    let mut told = known.clone();
    told.is_told(vec![places[1]], 0, 20);
    let found = told.doubts(&places[..1], &atoms[0].1, 5);
    assert_eq!(found, Err("measure 0 is at most 3, and is 3".into()));
    // Of minutes any value is too much to know.
    let mut told = known.clone();
    told.is_told(vec![places[1]], 2, 7_000);
    let found = told.doubts(&places[..1], &atoms[0].1, 5);
    assert_eq!(found, Err("measure 2 must be 1050".into()));
    // Two publications: what was added since is their difference.
    let later = [
        ((1, 1), session(3)),
        ((2, 1), session(20)),
        ((3, 1), session(2)),
    ];
    let now = known.lists(&later, Some((&atoms, &places)));
    assert_eq!(now[..2], places[..]);
    known.is_told(now.clone(), 0, 25);
    assert!(known.doubts(&now[2..], &later[2].1, 5).is_err());
}
